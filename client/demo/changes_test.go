package demo_test

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"steward/client/demo"
	"steward/client/platform"
)

const (
	fundPath   = "billing/account/rest/fundaccount"
	unfundPath = "billing/account/rest/unfundaccount"
	forgetPath = "system/admin/rest/removepersonaldata"
	statusPath = "billing/account/rest/setaccountstatus"
)

// movable is a platform's clock that a test turns.
type movable struct{ at atomic.Int64 }

func newClock() *movable {
	c := &movable{}
	c.at.Store(monday.Unix())
	return c
}

func (c *movable) now() time.Time       { return time.Unix(c.at.Load(), 0).UTC() }
func (c *movable) turn(d time.Duration) { c.at.Add(int64(d / time.Second)) }

func customerOf(t *testing.T, p *demo.Platform, uid platform.UID) demo.Customer {
	t.Helper()
	c, err := p.Customer(t.Context(), uid)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func added(t *testing.T, p *demo.Platform, c demo.Customer) platform.UID {
	t.Helper()
	uid, err := p.AddCustomer(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return uid
}

// What was moved, what the history says and the balances agree to the millionth.
func TestMoney_AgreesToTheMillionth(t *testing.T) {
	p := start(t, demo.Options{})
	token, uid := account(t, p, "admin", false).Token.Reveal(), p.Notable(demo.NotableSubscriber)
	before := customerOf(t, p, uid)
	rows := len(must(t, p, token, fundingPath, append([]string{"uid", uidText(uid)}, always...)...).rows(t, "responses"))
	moves := []struct {
		path, amount, bonus, kind string
		main, onBonus             int64
	}{
		{fundPath, "0.012846", "false", "FUND", 12_846, 0},
		{fundPath, "1234567.890001", "true", "FUND_BONUS", 0, 1_234_567_890_001},
		{unfundPath, "0.000001", "false", "REFUND", -1, 0},
		{unfundPath, "0.1", "true", "REFUND_BONUS", 0, -100_000},
		{fundPath, "3", "", "FUND", 3_000_000, 0}, // the default is the main balance
		{fundPath, "1e2", "false", "FUND", 100_000_000, 0},
	}
	main, bonus := before.Balance, before.Bonus
	for i, m := range moves {
		r := must(t, p, token, m.path, "uid", uidText(uid), "amount", m.amount, "isBonus", m.bonus, "note", m.kind, "ruk", "key-"+m.amount)
		main, _ = main.Add(platform.MicrosMoney(m.main, main.Currency()))
		bonus, _ = bonus.Add(platform.MicrosMoney(m.onBonus, bonus.Currency()))
		after := customerOf(t, p, uid)
		if !after.Balance.Equal(main) || !after.Bonus.Equal(bonus) {
			t.Errorf("%+v: %s and %s, want %s and %s", m, after.Balance, after.Bonus, main, bonus)
		}
		found := must(t, p, token, fundingPath, append([]string{"uid", uidText(uid)}, always...)...).rows(t, "responses")
		last := found[len(found)-1]
		if len(found) != rows+i+1 || text(last, "id") != text(r, "id") || text(last, "chargeType") != m.kind || text(last, "note") != m.kind {
			t.Errorf("%d rows, the last is %v", len(found), last)
		}
	}
	ledger, err := p.Ledger(t.Context(), uid)
	if err != nil || len(ledger) != len(moves) || ledger[1].Amount.Text() != "1234567.890001" || ledger[1].Key != "key-1234567.890001" || ledger[3].Operation != platform.BonusWithdrawn {
		t.Errorf("%v %v", ledger, err)
	}
	log := logOf(t, p, uid)
	if last := log[len(log)-1]; text(last, "requestUniqueKey") != "key-1e2" || text(last, "serviceName") != "AccountService.FundAccount" {
		t.Errorf("%v", last)
	}
}

func TestMoney_Refusals(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := added(t, p, demo.Customer{User: platform.User{Balance: platform.MicrosMoney(10_000_000, "EUR"), Bonus: platform.MicrosMoney(1_000_000, "EUR"), Credit: platform.MicrosMoney(5_000_000, "EUR")}})
	for amount, want := range map[string]int{"0": 3, "-1": 3, "": 3, "1,5": 3, "0.0000001": 3, "1e30": 3, "NaN": 3} {
		for _, path := range []string{fundPath, unfundPath} {
			if got := ask(t, p, token, path, "uid", uidText(uid), "amount", amount).result(); got != want {
				t.Errorf("%s of %q: %d", path, amount, got)
			}
		}
	}
	for _, step := range []struct {
		amount, bonus string
		want          int
	}{{"15.000001", "false", 9901}, {"1.000001", "true", 9901}, {"15", "false", 0}, {"0.000001", "false", 9901}, {"1", "true", 0}, {"0.000001", "true", 9901}} {
		if got := ask(t, p, token, unfundPath, "uid", uidText(uid), "amount", step.amount, "isBonus", step.bonus).result(); got != step.want {
			t.Errorf("%+v: %d", step, got)
		}
	}
	if c := customerOf(t, p, uid); c.Balance.Text() != "-5" || c.Bonus.Text() != "0" {
		t.Errorf("%s and %s are left", c.Balance, c.Bonus)
	}
	deeds, err := p.Deeds(t.Context(), uid)
	failed := slices.DeleteFunc(deeds, func(d demo.Deed) bool { return d.Result == 0 })
	if err != nil || len(failed) != 4 || failed[0].Result != 9901 {
		t.Errorf("refused in the log: %v %v", failed, err)
	}
}

// A refill activates who is inactive for want of money, as far as it lifts the
// balance above the least.
func TestMoney_ReactivatesAnInactiveAccount(t *testing.T) {
	p := start(t, demo.Options{})
	token, uid := account(t, p, "admin", false).Token.Reveal(), p.Notable(demo.NotableSubscriber)
	must(t, p, token, "billing/account/rest/setquota", "uid", uidText(uid), "name", "account.minbalance", "value", "2000000")
	must(t, p, token, statusPath, "uid", uidText(uid), "status", "2")
	running := func() (n int) {
		for _, e := range environmentsOf(t, p, uid) {
			if text(e, "status") == "1" {
				n++
			}
		}
		return n
	}
	for _, step := range []struct {
		amount string
		want   platform.AccountStatus
	}{{"1000000", platform.AccountInactive}, {"1000001", platform.AccountActive}} {
		must(t, p, token, fundPath, "uid", uidText(uid), "amount", step.amount)
		if c := customerOf(t, p, uid); c.Status != step.want {
			t.Errorf("after %s: %s", step.amount, c.Status)
		}
		if runs := running() > 0; runs != (step.want == platform.AccountActive) {
			t.Errorf("after %s something runs: %v", step.amount, runs)
		}
	}
	for name, before := range map[string]platform.User{
		"suspended": {Status: platform.AccountInactive, Disabled: true},
		"trial":     {Status: platform.AccountInactive, Group: platform.GroupRef{Name: "trial"}},
		"destroyed": {Status: platform.AccountDestroyed},
	} {
		uid := added(t, p, demo.Customer{User: before})
		must(t, p, token, fundPath, "uid", uidText(uid), "amount", "100")
		if c := customerOf(t, p, uid); c.Status != before.Status || c.Disabled != before.Disabled {
			t.Errorf("%s became %s", name, c.Status)
		}
	}
}

func TestQuirks_OfFundings(t *testing.T) {
	clock := newClock()
	p := start(t, demo.Options{Customers: 5, Now: clock.now})
	token, uid := account(t, p, "admin", false).Token.Reveal(), freshCustomer(t, p)
	const mark = "[st:7K3F9Q2MXA/1] größer"
	last := func(want int) map[string]any {
		rows := must(t, p, token, fundingPath, append([]string{"uid", uid}, always...)...).rows(t, "responses")
		if len(rows) != want {
			t.Fatalf("%d rows, want %d", len(rows), want)
		}
		return rows[len(rows)-1]
	}
	fund := func() { must(t, p, token, fundPath, "uid", uid, "amount", "1", "isBonus", "true", "note", mark) }
	base := len(must(t, p, token, fundingPath, append([]string{"uid", uid}, always...)...).rows(t, "responses"))
	p.SetQuirks(demo.Quirks{NoteLength: 20})
	fund()
	if got := text(last(base+1), "note"); got != "[st:7K3F9Q2MXA/1] gr" {
		t.Errorf("cut: %q", got)
	}
	p.SetQuirks(demo.Quirks{NoNotes: true})
	fund()
	if got, there := last(base + 2)["note"]; there {
		t.Errorf("dropped: %q", got)
	}
	p.SetQuirks(demo.Quirks{SwapBonus: true})
	fund()
	if got := text(last(base+3), "chargeType"); got != "FUND" {
		t.Errorf("swapped: %q", got)
	}
	clock.turn(time.Minute)
	p.SetQuirks(demo.Quirks{FundingLate: time.Minute})
	fund()
	last(base + 3)
	clock.turn(59 * time.Second)
	last(base + 3)
	clock.turn(time.Second)
	last(base + 4)
	ledger, err := p.Ledger(t.Context(), parseUID(t, uid))
	if err != nil || len(ledger) != 4 || ledger[0].Note != mark || ledger[1].Note != mark {
		t.Errorf("%v %v", ledger, err)
	}
}

// Removal of personal data from each state, in both modes.
func TestRemoval(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	token := account(t, p, "admin", false).Token.Reveal()
	forgotten := map[string]string{}
	for from, before := range situations {
		for _, anonymize := range []string{"true", "false", ""} {
			email := strings.ReplaceAll(from, " ", ".") + anonymize + "@example.test"
			uid := added(t, p, demo.Customer{Name: "Nora", TwoFactor: true, User: platform.User{Status: before.status, Disabled: before.disabled, Email: email, Phone: "+4670000001", Note: "knows Nora"}})
			must(t, p, token, forgetPath, "login", uidText(uid), "isAnonymize", anonymize)
			c := customerOf(t, p, uid)
			if before.status == platform.AccountDeleted {
				continue
			}
			if c.Status != platform.AccountDeleted || c.Email == email || len(c.Email) != 32 || len(c.Phone) != 32 || c.Name != "" || c.Note != "" {
				t.Errorf("%s, isAnonymize=%s: %+v", from, anonymize, c)
			}
			if raw, err := hex.DecodeString(c.Email); err != nil || len(raw) != md5.Size || strings.ToLower(c.Email) != c.Email {
				t.Errorf("%q is no hash", c.Email)
			}
			forgotten[email] = anonymize
			for _, call := range [][]string{{statusPath, "uid", uidText(uid), "status", "1"}, {"billing/account/rest/suspenduser", "uid", uidText(uid)},
				{"system/admin/rest/changeemail", "login", uidText(uid), "email", "back@example.test"}, {"system/admin/rest/signinasclient", "login", uidText(uid)},
				{"billing/account/rest/changegroup", "uids", uidText(uid), "groupName", "billing"}} {
				if got := ask(t, p, token, call[0], call[1:]...).result(); got != 9903 {
					t.Errorf("%s of a deleted customer: %d", call[0], got)
				}
			}
		}
	}
	for email, anonymize := range forgotten {
		uid, want := freshCustomer(t, p), 0
		if anonymize == "false" {
			want = 9902 // the fixed salt is there to recognise it
		}
		if got := ask(t, p, token, "system/admin/rest/changeemail", "login", uid, "email", email).result(); got != want {
			t.Errorf("%s comes back: %d, want %d", email, got, want)
		}
	}
}

// The platform removes personal data by itself after the quota's days, here of
// a minute each.
func TestRemoval_ByItself(t *testing.T) {
	clock := newClock()
	p := start(t, demo.Options{Customers: 5, Now: clock.now, Removal: demo.Removal{Auto: true, Day: time.Minute}})
	token := account(t, p, "admin", false).Token.Reveal()
	due, never := freshCustomer(t, p), freshCustomer(t, p)
	must(t, p, token, "billing/account/rest/setquota", "uid", due, "name", "account.personal.data.removal.period", "value", "3")
	for _, uid := range []string{due, never} {
		must(t, p, token, statusPath, "uid", uid, "status", "3")
	}
	for _, step := range []struct {
		after time.Duration
		want  platform.AccountStatus
	}{{0, platform.AccountDestroyed}, {179 * time.Second, platform.AccountDestroyed}, {time.Second, platform.AccountDeleted}} {
		clock.turn(step.after)
		must(t, p, token, "billing/groupquota/rest/getgroups")
		if c := customerOf(t, p, parseUID(t, due)); c.Status != step.want {
			t.Errorf("at %v: %s", clock.now(), c.Status)
		}
	}
	if c := customerOf(t, p, parseUID(t, never)); c.Status != platform.AccountDestroyed {
		t.Errorf("without the quota: %s", c.Status)
	}
	log := logOf(t, p, parseUID(t, due))
	if last := log[len(log)-1]; text(last, "serviceName") != "AdminService.RemovePersonalData" || text(last, "actionType") != "SYSTEM" {
		t.Errorf("%v", last)
	}
}

func TestRemoval_Setting(t *testing.T) {
	const path = "administration/config/rest/getconfigkeybyresellerid"
	for _, hidden := range []bool{false, true} {
		p := start(t, demo.Options{Customers: 5, Removal: demo.Removal{Hidden: hidden}})
		r := must(t, p, account(t, p, "admin", false).Token.Reveal(), path, "type", "ui", "key", "REMOVE_PERSONAL_DATA_ENABLED")
		if hidden != (text(r, "value") == "false") || text(r, "default_value") != "true" {
			t.Errorf("hidden %v: %v", hidden, r)
		}
	}
}

// While the call is open the environment is on its way; it arrives also when
// nobody waits any more.
func TestEnvironments_OnTheirWay(t *testing.T) {
	p := start(t, demo.Options{Turning: time.Hour})
	token, uid := account(t, p, "admin", false).Token.Reveal(), p.Notable(demo.NotableBilling)
	id := text(environmentsOf(t, p, uid)[0], "appid")
	status := func() string {
		info := must(t, p, token, "administration/cluster/rest/getenvinfo", "targetAppid", id)
		return text(info["env"].(map[string]any), "status")
	}
	for i, step := range []struct{ path, parameter, between, end string }{
		{"administration/cluster/rest/stopenv", "targetAppid", "13", "2"},
		{"administration/cluster/rest/startenv", "targetAppid", "3", "1"},
		{"environment/control/rest/sleepenv", "envName", "14", "4"},
		{"administration/cluster/rest/startenv", "targetAppid", "3", "1"},
	} {
		ctx, leave := context.WithCancel(t.Context())
		form := fields("appid", "cluster", "session", token, step.parameter, id)
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL()+"/1.0/"+step.path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		done := make(chan error, 1)
		go func() {
			response, err := http.DefaultClient.Do(request)
			if err == nil {
				err = response.Body.Close()
			}
			done <- err
		}()
		for status() != step.between {
		}
		if deeds, err := p.Deeds(t.Context(), uid); err != nil || len(deeds) != i {
			t.Errorf("%s: in the log before it is done: %v %v", step.path, deeds, err)
		}
		if i == 2 { // nobody waits any more
			leave()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			done <- nil
		}
		for status() != step.end {
			p.Arrive() // also who has only just set out
		}
		if err := <-done; err != nil {
			t.Errorf("%s: %v", step.path, err)
		}
		leave()
	}
}
