package conformance_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"steward/client"
	"steward/client/conformance"
	"steward/client/demo"
	"steward/client/platform"
)

var monday = time.Date(2026, 5, 4, 10, 15, 0, 0, time.UTC)

func fixed() time.Time { return monday }

func start(t *testing.T, customers int) *demo.Platform {
	t.Helper()
	p, err := demo.Start(t.Context(), demo.Options{Customers: customers, Seed: 11, Now: fixed})
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

func connect(t *testing.T, p *demo.Platform, style client.PathStyle) *client.Client {
	t.Helper()
	c, err := client.New(client.Config{BaseURL: p.URL(), PathStyle: style, ReadOnly: true, Now: fixed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// signIn signs in with the password, and the code where one is asked for.
func signIn(t *testing.T, c *client.Client, a demo.Account) client.Grant {
	t.Helper()
	grant, err := c.SignIn(t.Context(), a.Login, a.Password)
	if err != nil {
		t.Fatal(err)
	}
	if grant.NeedsCode != !a.TOTP.IsEmpty() {
		t.Fatalf("%s: a code is asked for: %v", a.Login, grant.NeedsCode)
	}
	if grant.NeedsCode {
		code, err := totp.GenerateCode(a.TOTP.Reveal(), monday)
		if err != nil {
			t.Fatal(err)
		}
		if grant, err = c.VerifyCode(t.Context(), platform.NewSecret(code)); err != nil {
			t.Fatal(err)
		}
	}
	return grant
}

// run runs the suite and returns the outcomes by check.
func run(t *testing.T, c *client.Client) map[string]conformance.Outcome {
	t.Helper()
	outcomes := map[string]conformance.Outcome{}
	var order []string
	sum, err := conformance.Run(t.Context(), c, func(o conformance.Outcome) {
		outcomes[o.Check] = o
		order = append(order, o.Check)
		if o.Says == "" || o.Words == "" || strings.Contains(o.Words, "@") {
			t.Errorf("an outcome that says too little or too much: %+v", o)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(order, conformance.Names()) || sum.OK+sum.Failed+sum.NotSupported != len(order) {
		t.Errorf("%d outcomes of %d checks: %+v", len(order), len(conformance.Names()), sum)
	}
	return outcomes
}

func TestDemo_ForEveryRole(t *testing.T) {
	p := start(t, 900)
	resellers := 0
	for _, a := range p.Accounts() {
		if a.Role == "reseller" {
			if resellers++; resellers > 1 {
				continue // one of them stands for all
			}
		}
		for _, style := range []client.PathStyle{client.PathV1, client.PathModule} {
			t.Run(a.Login+" "+string(style), func(t *testing.T) {
				c := connect(t, p, style)
				grant := signIn(t, c, a)
				if role, err := c.Role(t.Context(), grant.UID); err != nil || string(role) != a.Role {
					t.Errorf("the role is %q, want %q: %v", role, a.Role, err)
				}
				for _, o := range run(t, c) {
					if o.Result != conformance.OK && !fewCustomers(a, o) {
						t.Errorf("%s: %s: %s", o.Check, o.Result, o.Words)
					}
				}
				if err := c.SignOut(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// fewCustomers reports whether a check found nothing because a reseller has
// some customers only.
func fewCustomers(a demo.Account, o conformance.Outcome) bool {
	return a.Role == "reseller" && o.Result == conformance.NotSupported && strings.HasPrefix(o.Words, "there is no ")
}

// The platform is asked in the other form of every assumed point: what it
// offers there says the same.
func TestDemo_InTheOtherForms(t *testing.T) {
	p := start(t, 900)
	c, err := client.New(client.Config{BaseURL: p.URL(), ReadOnly: true, Now: fixed, Capabilities: map[string]int{
		client.CapEnvironments: 1, client.CapAudit: 1, client.CapInvoices: 1, client.CapCollaboration: 1, client.CapRegions: 1,
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	signIn(t, c, p.Accounts()[1])
	for _, o := range run(t, c) {
		if o.Result != conformance.OK {
			t.Errorf("%s: %s: %s", o.Check, o.Result, o.Words)
		}
	}
}

func TestDemo_WithAToken(t *testing.T) {
	p := start(t, 150)
	c := connect(t, p, client.PathV1)
	a := p.Accounts()[1]
	token, err := p.AddToken(a.Login, "users.account.GetUserInfo", "users.authentication.CheckSign", "billing.account.GetAccounts",
		"billing.pricing.GetPlatformCurrency", "environment.tracking.GetServerUTCTime")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignInWithToken(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	outcomes := run(t, c)
	for name, o := range outcomes {
		want := conformance.OK
		for _, missing := range []string{"platform.version", "accounts.suspended", "groups.", "identity.", "templates.", "signin.", "resellers.", "admins.", "activity.",
			"environment", "regions.", "audit.", "quotas.", "collaborations.", "subscriptions.", "invoices.", "billing.", "funding."} {
			if strings.HasPrefix(name, missing) {
				want = conformance.NotSupported
			}
		}
		if o.Result != want {
			t.Errorf("%s: %s (%s), want %s", name, o.Result, o.Words, want)
		}
	}
}

// TestRun_SeesWhatIsWrong lets the platform do something wrong and looks who notices.
func TestRun_SeesWhatIsWrong(t *testing.T) {
	tests := []struct {
		name   string
		method string
		fault  demo.Fault
		check  string
		want   conformance.Result
	}{
		{name: "web page", method: "system/service/getversion", fault: demo.Fault{HTML: true}, check: "platform.version", want: conformance.Failed},
		{name: "no such method", method: "billing/reseller/getallresellers", fault: demo.Fault{Status: 404}, check: "resellers.list", want: conformance.NotSupported},
		{name: "refused", method: "billing/groupquota/getgroups", fault: demo.Fault{Result: 8, Message: "no"}, check: "groups.list", want: conformance.NotSupported},
		{name: "broken", method: "billing/account/getsuspendedaccounts", fault: demo.Fault{Result: 99, Message: "oops"}, check: "accounts.suspended", want: conformance.Failed},
		{name: "page for an operator list", method: "system/admin/getadminusersinfo", fault: demo.Fault{HTML: true}, check: "admins.roles", want: conformance.Failed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := start(t, 150)
			c := connect(t, p, client.PathV1)
			signIn(t, c, p.Accounts()[1])
			if err := p.Faults().Add(test.method, test.fault); err != nil {
				t.Fatal(err)
			}
			if got := run(t, c)[test.check]; got.Result != test.want {
				t.Errorf("%s: %s (%s), want %s", test.check, got.Result, got.Words, test.want)
			}
		})
	}
}

// between stands before a platform and changes what is asked and what is answered.
func between(t *testing.T, p *demo.Platform, ask func(url.Values), answer func(method, text string) string) *client.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		ask(r.PostForm)
		got, err := http.PostForm(p.URL()+r.URL.Path, r.PostForm)
		if err != nil {
			t.Error(err)
			return
		}
		defer got.Body.Close()
		text, err := io.ReadAll(got.Body)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", got.Header.Get("Content-Type"))
		w.WriteHeader(got.StatusCode)
		if _, err := io.WriteString(w, answer(path.Base(r.URL.Path), string(text))); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	c, err := client.New(client.Config{BaseURL: server.URL, Now: fixed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	signIn(t, c, p.Accounts()[1])
	return c
}

func TestRun_SeesIgnoredParameters(t *testing.T) {
	p := start(t, 150)
	for parameter, noticed := range map[string][]string{
		"startRow":       {"accounts.paging", "activity.page", "audit.paging", "funding.paging"},
		"resultCount":    {"accounts.page", "activity.page", "audit.page"},
		"actionTypes":    {"audit.types"},
		"orderField":     {"accounts.order-email", "accounts.order-balance", "accounts.order-bonus", "accounts.order-group", "accounts.order-phoneNumber", "accounts.order-status"},
		"orderDirection": {"accounts.order-uid", "accounts.order-createdOn", "accounts.order-balance", "accounts.order-email"},
		"filterField":    {"accounts.filter-uid", "accounts.nobody", "accounts.filter-group"},
		"lebalance":      {"accounts.balance-at-most"},
		"targetAppid":    {"audit.environment", "billing.environment"},
	} {
		t.Run(parameter, func(t *testing.T) {
			c := between(t, p, func(form url.Values) { form.Del(parameter) }, func(_, text string) string { return text })
			outcomes := run(t, c)
			for _, check := range noticed {
				if o := outcomes[check]; o.Result != conformance.Failed {
					t.Errorf("%s: %s (%s)", check, o.Result, o.Words)
				}
			}
		})
	}
}

// TestRun_SeesWrongAnswers changes one word of a method's answers and looks who notices.
func TestRun_SeesWrongAnswers(t *testing.T) {
	p := start(t, 150)
	for _, test := range []struct{ method, word, wrong, check string }{
		{"searchenvs", `"createdOn":`, `"bornOn":`, "environments.list"},
		{"getenvinfo", `"id":`, `"no":`, "environment.layers"},
		{"getenvinfo", `"result":11`, `"result":99`, "environment.nobody"},
		{"getregions", `"displayName":`, `"name":`, "regions.list"},
		{"getuseractivity", `"actionType":"`, `"actionType":"NEW_`, "audit.page"},
		{"getuseractivity", `"totalCount":`, `"count":`, "audit.paging"},
		{"getcollaborationquotas", `"type":"`, `"type":"NEW_`, "quotas.of-customer"},
		{"getgroupquotas", `"value":`, `"value":1`, "quotas.of-group"},
		{"getmembersinner", `"status":"`, `"status":"NEW_`, "collaborations.members"},
		{"getcollaborationsinner", `"id":`, `"id":9`, "collaborations.shared"},
		{"getsubscriptions", `"period":"`, `"period":"HALF_`, "subscriptions.list"},
		{"getsubscriptions", `"quantity":`, `"number":`, "subscriptions.items"},
		{"searchinvoices", `"status":"`, `"status":"NEW_`, "invoices.of-subscription"},
		{"getaccountbillinghistorybyperiodinner", `"cost":0`, `"cost":1`, "billing.intervals"},
		{"getaccountbillinghistorybyperiodinner", `"dateTime":"2026-05-03`, `"dateTime":"2026-05-33`, "billing.rows"},
		{"getfundaccounthistory", `"chargeType":"`, `"chargeType":"NEW_`, "funding.rows"},
		{"getfundaccounthistory", `"operationDate":1`, `"operationDate":3`, "funding.period"},
	} {
		t.Run(test.check, func(t *testing.T) {
			c := between(t, p, func(url.Values) {}, func(method, text string) string {
				if method != test.method {
					return text
				}
				return strings.ReplaceAll(text, test.word, test.wrong)
			})
			if o := run(t, c)[test.check]; o.Result != conformance.Failed {
				t.Errorf("%s (%s)", o.Result, o.Words)
			}
		})
	}
}

func TestRun_ClockThatIsNotUTC(t *testing.T) {
	p, err := demo.Start(t.Context(), demo.Options{Customers: 50, Now: func() time.Time { return monday.Add(2 * time.Hour) }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	c := connect(t, p, client.PathV1)
	signIn(t, c, p.Accounts()[1])
	if o := run(t, c)["platform.clock"]; o.Result != conformance.Failed || !strings.Contains(o.Words, "2h0m0s") {
		t.Errorf("%+v", o)
	}
}

func TestRun_EmptyPlatform(t *testing.T) {
	p := start(t, 150)
	for {
		c := connect(t, p, client.PathV1)
		signIn(t, c, p.Accounts()[1])
		page, err := c.Accounts(t.Context(), client.AccountsQuery{})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Users) == 0 {
			for name, o := range run(t, c) {
				if o.Result == conformance.Failed {
					t.Errorf("%s: %s", name, o.Words)
				}
			}
			return
		}
		for _, u := range page.Users {
			if err := p.DeleteCustomer(t.Context(), u.UID); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRun_EndsWithItsContext(t *testing.T) {
	p := start(t, 150)
	c := connect(t, p, client.PathV1)
	signIn(t, c, p.Accounts()[1])
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	_, err := conformance.Run(ctx, c, func(conformance.Outcome) {
		if seen++; seen == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || seen != 3 {
		t.Errorf("%d outcomes, %v", seen, err)
	}
}
