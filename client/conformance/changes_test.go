package conformance_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client"
	"steward/client/conformance"
	"steward/client/demo"
	"steward/client/platform"
)

// shortDeadline ends a wait for an answer that never comes.
const shortDeadline = 150 * time.Millisecond

// writer is a client of an admin who may change things, signed in with the
// password.
func writer(t *testing.T, p *demo.Platform, change ...func(*client.Config)) *client.Client {
	t.Helper()
	cfg := client.Config{BaseURL: p.URL(), Now: fixed}
	for _, f := range change {
		f(&cfg)
	}
	c, err := client.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	signIn(t, c, p.Accounts()[1])
	return c
}

func open(t *testing.T, o demo.Options) *demo.Platform {
	t.Helper()
	if o.Customers == 0 {
		o.Customers = 150
	}
	if o.Now == nil {
		o.Now = fixed
	}
	o.Seed = 11
	p, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// trial finds whom the changes are tried on.
func trial(t *testing.T, p *demo.Platform, c *client.Client) conformance.Trial {
	t.Helper()
	on := conformance.Trial{UID: p.Notable(demo.NotableBilling), Password: p.Accounts()[1].Password}
	var err error
	on.Lost, err = p.AddCustomer(t.Context(), demo.Customer{Name: "Lost", User: platform.User{Email: "lost@example.test", Phone: "+49 30 1"}})
	if err != nil {
		t.Fatal(err)
	}
	page, err := c.Environments(t.Context(), on.UID)
	if err != nil {
		t.Fatal(err)
	}
	on.Environment = page.Rows[0].AppID
	e, _, err := c.Environment(t.Context(), on.Environment)
	if err != nil {
		t.Fatal(err)
	}
	on.Layer = e.Layers[0].Name
	return on
}

func change(t *testing.T, p *demo.Platform, c *client.Client) map[string]conformance.Outcome {
	t.Helper()
	outcomes := map[string]conformance.Outcome{}
	_, err := conformance.RunChanges(t.Context(), c, trial(t, p, c), func(o conformance.Outcome) {
		outcomes[o.Check] = o
		if o.Says == "" || o.Words == "" {
			t.Errorf("an outcome that says too little: %+v", o)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

// Every change, in every form that a platform may have it.
func TestDemo_Changes(t *testing.T) {
	for name, form := range map[string]struct {
		alternatives demo.Alternatives
		quirks       demo.Quirks
		capabilities map[string]int
	}{
		"as the contract assumes": {},
		"other methods":           {alternatives: demo.Alternatives{Visit: true, Group: true, ChangeEmail: true, ChangePhone: true, Attempts: true, Sessions: true, Templates: true}},
		"other meanings": {alternatives: demo.Alternatives{Anonymize: true, Notify: true, RemovalSetting: true}, quirks: demo.Quirks{SwapBonus: true},
			capabilities: map[string]int{client.CapAnonymize: 1, client.CapNotify: 1, client.CapRemovalSetting: 1, client.CapBonusFlag: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, demo.Options{Alternatives: form.alternatives, Quirks: form.quirks})
			c := writer(t, p, func(cfg *client.Config) { cfg.Capabilities = form.capabilities })
			outcomes := change(t, p, c)
			for _, o := range outcomes {
				if o.Result != conformance.OK {
					t.Errorf("%s: %s", o.Check, o.Words)
				}
			}
			if len(outcomes) != 21 {
				t.Errorf("%d changes were tried", len(outcomes))
			}
		})
	}
}

// What a platform does otherwise is noticed.
func TestRunChanges_SeesWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		quirks demo.Quirks
		fault  demo.Fault
		method string
		failed string
	}{
		"isBonus swapped":     {quirks: demo.Quirks{SwapBonus: true}, failed: "change.refill"},
		"bonus swapped":       {quirks: demo.Quirks{SwapBonus: true}, failed: "change.refill-bonus"},
		"notes cut":           {quirks: demo.Quirks{NoteLength: 10}, failed: "change.withdraw"},
		"no notes":            {quirks: demo.Quirks{NoNotes: true}, failed: "change.withdraw-bonus"},
		"a yes and no change": {method: "billing/account/setquota", fault: demo.Fault{Apply: demo.ApplyLate}, failed: "change.quota"},
		"done twice":          {method: "billing/account/fundaccount", fault: demo.Fault{Apply: demo.ApplyTwice}, failed: "change.refill"},
		"not done":            {method: "administration/cluster/stopenv", fault: demo.Fault{Apply: demo.ApplyLate}, failed: "change.env-stop"},
		"not forgotten":       {method: "system/admin/removepersonaldata", fault: demo.Fault{Apply: demo.ApplyLate}, failed: "change.forget"},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, demo.Options{Quirks: test.quirks})
			c := writer(t, p)
			if test.method != "" {
				if err := p.Faults().Add(test.method, test.fault); err != nil {
					t.Fatal(err)
				}
			}
			if o := change(t, p, c)[test.failed]; o.Result != conformance.Failed {
				t.Errorf("%+v", o)
			}
		})
	}
}

// Nothing is tried on a platform that is not on this computer.
func TestRunChanges_NeverOnALivePlatform(t *testing.T) {
	c, err := client.New(client.Config{BaseURL: "https://jca.example.com", Now: fixed})
	if err != nil {
		t.Fatal(err)
	}
	_, err = conformance.RunChanges(t.Context(), c, conformance.Trial{UID: 7}, func(o conformance.Outcome) { t.Errorf("%+v", o) })
	if !errors.Is(err, conformance.ErrLive) {
		t.Errorf("%v", err)
	}
}

// Every way to lose an answer with everything that may have happened behind it:
// one request on the wire, and a verdict that claims no more than is known.
func TestLostAnswers(t *testing.T) {
	p := open(t, demo.Options{Customers: 5})
	uid, err := p.AddCustomer(t.Context(), demo.Customer{Name: "Refilled"})
	if err != nil {
		t.Fatal(err)
	}
	const method = "billing/account/fundaccount"
	patient := writer(t, p)
	hurried := writer(t, p, func(cfg *client.Config) { cfg.Deadlines.Change = shortDeadline })
	booked, cells := 0, 0
	for apply, times := range map[demo.Apply]int{demo.ApplyNever: 0, demo.ApplyOnce: 1, demo.ApplyTwice: 2, demo.ApplyLate: 1} {
		for _, loss := range demo.Losses {
			cells++
			c, want := patient, client.VerdictUnknown
			switch loss {
			case demo.LossTimeout:
				c = hurried
			case demo.LossCode:
				want = client.VerdictUnclear
			}
			if err := p.Faults().Add(method, demo.Lost(loss, apply)); err != nil {
				t.Fatal(err)
			}
			before, key := p.Requests(method), platform.RequestKey("LOST", cells)
			o := c.FundAccount(t.Context(), key, client.Transfer{UID: uid, Amount: platform.NewMoney(decimal.New(1, 0), "EUR"), Balance: platform.BalanceMain, Note: "[st:LOST/1]"})
			if o.Verdict() != want || !o.Written || p.Requests(method) != before+1 {
				t.Errorf("%s, applied %d: %s after %d requests: %+v", loss, apply, o.Verdict(), p.Requests(method)-before, o)
			}
			if released := p.Faults().Release(); (released == 1) != (apply == demo.ApplyLate) {
				t.Errorf("%s, applied %d: %d were late", loss, apply, released)
			}
			ledger, err := p.Ledger(t.Context(), uid)
			if err != nil {
				t.Fatal(err)
			}
			if booked += times; len(ledger) != booked {
				t.Fatalf("%s, applied %d: %d rows, want %d", loss, apply, len(ledger), booked)
			}
			if times > 0 && (ledger[booked-1].Key != key || ledger[booked-1].Note != "[st:LOST/1]") {
				t.Errorf("%+v", ledger[booked-1])
			}
		}
	}
	customer, err := p.Customer(t.Context(), uid)
	if err != nil || cells != 32 || customer.Balance.Amount().IntPart() != int64(booked) {
		t.Errorf("%d cells, %s of %d: %v", cells, customer.Balance, booked, err)
	}
}

// Session and rate limit in the middle of several changes.
func TestPutBackInTheMiddle(t *testing.T) {
	p := open(t, demo.Options{Customers: 5})
	uid, err := p.AddCustomer(t.Context(), demo.Customer{Name: "Noted"})
	if err != nil {
		t.Fatal(err)
	}
	const method = "billing/account/setusernote"
	for name, fault := range map[string]demo.Fault{
		"429": {Status: 429, RetryAfter: 2 * time.Minute, Skip: 2, Times: 1},
		"702": {Result: 702, Message: "session has expired", Skip: 2, Times: 1},
	} {
		c := writer(t, p)
		if err := p.Faults().Add(method, fault); err != nil {
			t.Fatal(err)
		}
		var verdicts []string
		for i := range 3 {
			o := c.SetUserNote(t.Context(), platform.RequestKey(name, i), uid, name)
			verdicts = append(verdicts, o.Verdict().String())
			if name == "429" && i == 2 && o.RetryAfter.Seconds() != 120 {
				t.Errorf("%+v", o)
			}
		}
		if strings.Join(verdicts, " ") != "accepted accepted putback" {
			t.Errorf("%s: %v", name, verdicts)
		}
		if name == "702" && !c.Session().IsEmpty() {
			t.Error("the session is kept")
		}
	}
}

// Money at external billing that fails or rejects is not moved, and that is in
// the log.
func TestExternalBilling(t *testing.T) {
	p := open(t, demo.Options{Customers: 300})
	c := writer(t, p)
	for kind, code := range map[demo.Notable]int{demo.NotableBillingFails: client.ResultBilling, demo.NotableBillingRefuses: client.ResultBillingNo} {
		uid := p.Notable(kind)
		customer, err := p.Customer(t.Context(), uid)
		if err != nil || customer.ExtBillingID == "" {
			t.Fatalf("%s: %+v %v", kind, customer, err)
		}
		key := platform.RequestKey(string(kind), 1)
		o := c.FundAccount(t.Context(), key, client.Transfer{UID: uid, Amount: platform.NewMoney(decimal.New(5, 0), ""), Balance: platform.BalanceMain})
		if o.Result != code || o.Verdict() != client.VerdictUnclear || o.Message == "" {
			t.Errorf("%+v", o)
		}
		ledger, err := p.Ledger(t.Context(), uid)
		if err != nil || len(ledger) != 0 {
			t.Errorf("%v %v", ledger, err)
		}
		deeds, err := p.Deeds(t.Context(), uid)
		if err != nil || len(deeds) != 1 || deeds[0].Key != key || deeds[0].Result != code {
			t.Errorf("%v %v", deeds, err)
		}
	}
}

// Who may only look is refused by the platform too, and nothing changes.
func TestViewIsRefused(t *testing.T) {
	p := open(t, demo.Options{})
	c, err := client.New(client.Config{BaseURL: p.URL(), Now: fixed})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, a := range p.Accounts() {
		if a.Role == "view" {
			signIn(t, c, a)
		}
	}
	uid := p.Notable(demo.NotableBilling)
	for _, o := range []client.Outcome{
		c.SetAccountStatus(t.Context(), platform.RequestKey("V", 1), uid, platform.AccountInactive),
		c.FundAccount(t.Context(), platform.RequestKey("V", 2), client.Transfer{UID: uid, Amount: platform.NewMoney(decimal.New(5, 0), ""), Balance: platform.BalanceMain}),
		c.RemovePersonalData(t.Context(), platform.RequestKey("V", 3), uid, platform.Anonymization),
	} {
		if o.Result != client.ResultForbidden || o.Verdict() != client.VerdictRefused {
			t.Errorf("%+v", o)
		}
	}
	if deeds, err := p.Deeds(t.Context(), uid); err != nil || len(deeds) != 0 {
		t.Errorf("%v %v", deeds, err)
	}
}
