package client

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"steward/client/internal/wire"
)

func ok(w http.ResponseWriter, _ string, _ url.Values) { _, _ = w.Write([]byte(`{"result":0}`)) }

// Every row of the table, on the wire: a read-only client sends what changes
// nothing, and nothing else arrives; a client that may write sends all.
func TestReadOnlyIsHeldByTheTransport(t *testing.T) {
	for _, readOnly := range []bool{true, false} {
		for _, style := range []PathStyle{PathV1, PathModule} {
			s := serve(t, ok)
			c := connect(t, s.URL, func(cfg *Config) { cfg.ReadOnly, cfg.PathStyle = readOnly, style })
			for name, m := range methods {
				before := len(s.arrived())
				_, err := c.ask(t.Context(), request{method: name, decode: wire.Plain})
				sent := len(s.arrived()) - before
				refused := readOnly && (m.Class == ClassWrite || m.Class == ClassMoney)
				if refused && (sent != 0 || !errors.Is(err, ErrReadOnly)) {
					t.Errorf("%s: %d sent, %v", name, sent, err)
				}
				if !refused && (sent != 1 || err != nil) {
					t.Errorf("%s: %d sent, %v", name, sent, err)
				}
			}
		}
	}
}

// The guard is the lowest layer: a request made by hand does not get around it.
func TestGuardRefusesWhatIsNotListed(t *testing.T) {
	s := serve(t, ok)
	other := serve(t, ok)
	c := connect(t, s.URL, func(cfg *Config) { cfg.ReadOnly = true })
	accounts := "/1.0/billing/account/rest/getaccounts"
	for _, bad := range []struct {
		verb, address string
		want          error
	}{
		{http.MethodPost, s.URL + "/1.0/billing/account/rest/fundaccount", ErrReadOnly},
		{http.MethodPost, s.URL + "/JBilling/billing/account/rest/fundaccount", ErrReadOnly},
		{http.MethodPost, s.URL + "/1.0/billing/account/rest/dropeverything", ErrUnlisted},
		{http.MethodPost, s.URL + "/1.0/Billing/account/rest/getaccounts", ErrUnlisted},
		{http.MethodPost, s.URL + "/JElastic/billing/account/rest/getaccounts", ErrUnlisted},
		{http.MethodPost, s.URL + "/1.0/billing/account/rest/fundaccount/../getaccounts", ErrUnlisted},
		{http.MethodPost, s.URL + accounts + "?session=x", ErrUnlisted},
		{http.MethodGet, s.URL + accounts, ErrUnlisted},
		{http.MethodPost, other.URL + accounts, ErrUnlisted},
		{http.MethodPost, s.URL + "/", ErrUnlisted},
	} {
		req, err := http.NewRequestWithContext(t.Context(), bad.verb, bad.address, strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := c.http.GetClient().Do(req)
		if !errors.Is(err, bad.want) {
			t.Errorf("%s %s: %v", bad.verb, bad.address, err)
		}
		if err == nil {
			_ = resp.Body.Close()
		}
	}
	if n := len(s.arrived()) + len(other.arrived()); n != 0 {
		t.Errorf("%d requests arrived", n)
	}
}

func TestPathStyles(t *testing.T) {
	for name, want := range map[string][2]string{
		getAccounts:        {"/1.0/billing/account/rest/getaccounts", "/JBilling/billing/account/rest/getaccounts"},
		getUsersActivities: {"/1.0/administration/cluster/rest/getusersactivities", "/JElastic/administration/cluster/rest/getusersactivities"},
		getServerTime:      {"/1.0/environment/tracking/rest/getserverutctime", "/JElastic/environment/tracking/rest/getserverutctime"},
		signIn:             {"/1.0/users/authentication/rest/signin", "/1.0/users/authentication/rest/signin"},
	} {
		m := methods[name]
		if m.path(PathV1) != want[0] || m.path(PathModule) != want[1] {
			t.Errorf("%s: %s and %s", name, m.path(PathV1), m.path(PathModule))
		}
	}
}

func TestEveryMethodHasItsRules(t *testing.T) {
	for name, m := range methods {
		if m.Name != name || m.Timeout <= 0 || m.Class.String() == "unlisted" || strings.ToLower(name) != name {
			t.Errorf("%s: %+v", name, m)
		}
		if m.Retry && m.Class != ClassRead {
			t.Errorf("%s may be repeated", name)
		}
	}
	if n := len(reads) + len(longReads) + len(writes) + len(longWrites) + len(money) + len(sessions); n != len(methods) {
		t.Errorf("%d names for %d methods: one stands twice", n, len(methods))
	}
}

func TestCallsArePostFormsWithTheCommonParameters(t *testing.T) {
	s := answers(t, map[string]string{getGroups: sample(t, "getgroups.json"), signOut: `{"result":0}`})
	c := connect(t, s.URL, func(cfg *Config) { cfg.UserAgent = "Steward/1.2" })
	for range 2 {
		if _, err := c.Groups(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	calls := s.arrived()
	for i, got := range calls {
		form := got.Form
		if got.Verb != http.MethodPost || got.Query != "" || form.Get("session") != "session-of-the-test" || form.Get("charset") != "UTF-8" ||
			len(form.Get("ruk")) != 36 || got.Header.Get("User-Agent") != "Steward/1.2" || got.Header.Get("Cookie") != "" {
			t.Errorf("call %d: %+v", i, got)
		}
		if wanted := map[bool]string{true: "cluster"}[i < 2]; form.Get("appid") != wanted {
			t.Errorf("call %d: appid %q", i, form.Get("appid"))
		}
	}
	if calls[0].Form.Get("ruk") == calls[1].Form.Get("ruk") {
		t.Error("two reads share a ruk")
	}
}

func TestRestrictToReading(t *testing.T) {
	s := serve(t, ok)
	c := connect(t, s.URL)
	note := request{method: "billing/account/setusernote", decode: wire.Plain}
	if _, err := c.ask(t.Context(), note); err != nil {
		t.Fatal(err)
	}
	if c.ReadOnly() {
		t.Error("read-only before it is told to be")
	}
	c.RestrictToReading()
	if !c.ReadOnly() {
		t.Error("does not say that it is read-only")
	}
	if _, err := c.ask(t.Context(), note); !errors.Is(err, ErrReadOnly) || len(s.arrived()) != 1 {
		t.Errorf("%v, %d calls", err, len(s.arrived()))
	}
}
