package client

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// writing is one writing call: what it sends, and what it does not send.
type writing struct {
	call   func(c *Client, ctx context.Context) Outcome
	method string
	form   url.Values // beside the common parameters
}

const appOf = "4f0e8d2c77ab4c1e9d5533aa10b2c3d4"

var writings = map[string]writing{
	"SetAccountStatus": {func(c *Client, ctx context.Context) Outcome {
		return c.SetAccountStatus(ctx, ruk, 9, platform.AccountInactive)
	}, setAccountStatus, url.Values{"uid": {"9"}, "status": {"2"}}},
	"SuspendUser": {func(c *Client, ctx context.Context) Outcome { return c.SuspendUser(ctx, ruk, 9) }, suspendUser, url.Values{"uid": {"9"}}},
	"EnableUser":  {func(c *Client, ctx context.Context) Outcome { return c.EnableUser(ctx, ruk, 9) }, enableUser, url.Values{"uid": {"9"}}},
	"RemovePersonalData": {func(c *Client, ctx context.Context) Outcome {
		return c.RemovePersonalData(ctx, ruk, 9, platform.Pseudoanonymous)
	}, removePersonalData, url.Values{"login": {"9"}, "isAnonymize": {"false"}}},
	"ChangeGroup": {func(c *Client, ctx context.Context) Outcome {
		return c.ChangeGroup(ctx, ruk, GroupChange{UID: 9, Group: "billing", Notify: true, Template: "hivext_welcome_for_billing"})
	}, changeGroup, url.Values{"uids": {"9"}, "groupName": {"billing"}, "sendEmail": {"true"}, "sentEmail": {"true"}, "template": {"hivext_welcome_for_billing"}}},
	"ChangeEmail": {func(c *Client, ctx context.Context) Outcome {
		return c.ChangeEmail(ctx, ruk, EmailChange{UID: 9, Email: "new@example.test", Notify: true})
	}, changeEmail, url.Values{"login": {"9"}, "email": {"new@example.test"}, "notify": {"true"}}},
	"SendMail": {func(c *Client, ctx context.Context) Outcome { return c.SendMail(ctx, ruk, 9, "Hello", "Well?") },
		sendToUser, url.Values{"login": {"9"}, "subject": {"Hello"}, "body": {"Well?"}}},
	"ChangePhoneNumber": {func(c *Client, ctx context.Context) Outcome { return c.ChangePhoneNumber(ctx, ruk, 9, "+49 30 1") },
		changePhone, url.Values{"login": {"9"}, "number": {"+49 30 1"}}},
	"SetUserNote": {func(c *Client, ctx context.Context) Outcome { return c.SetUserNote(ctx, ruk, 9, "") }, setUserNote, url.Values{"uid": {"9"}, "note": {""}}},
	"Disable2FA": {func(c *Client, ctx context.Context) Outcome {
		return c.Disable2FA(ctx, ruk, "a@example.test", plant("password"))
	},
		disable2FA, url.Values{"login": {"a@example.test"}, "password": {plant("password").Reveal()}}},
	"FundAccount": {func(c *Client, ctx context.Context) Outcome {
		return c.FundAccount(ctx, ruk, Transfer{UID: 9, Amount: platform.MicrosMoney(12_846, "EUR"), Balance: platform.BalanceBonus, Note: "n"})
	}, fundAccount, url.Values{"uid": {"9"}, "amount": {"0.012846"}, "isBonus": {"true"}, "note": {"n"}}},
	"UnfundAccount": {func(c *Client, ctx context.Context) Outcome {
		return c.UnfundAccount(ctx, ruk, Transfer{UID: 9, Amount: platform.NewMoney(decimal.New(1, 6), "EUR"), Balance: platform.BalanceMain})
	}, unfundAccount, url.Values{"uid": {"9"}, "amount": {"1000000"}, "isBonus": {"false"}, "note": {""}}},
	"SetFundNote": {func(c *Client, ctx context.Context) Outcome { return c.SetFundNote(ctx, ruk, 1<<40, "n") }, setFundNote, url.Values{"id": {"1099511627776"}, "note": {"n"}}},
	"SetQuota": {func(c *Client, ctx context.Context) Outcome {
		return c.SetQuota(ctx, ruk, 9, "environment.maxcount", -1)
	},
		setQuota, url.Values{"uid": {"9"}, "name": {"environment.maxcount"}, "value": {"-1"}}},
	"RemoveQuota": {func(c *Client, ctx context.Context) Outcome {
		return c.RemoveQuota(ctx, ruk, 9, "environment.maxcount")
	},
		removeQuota, url.Values{"uid": {"9"}, "name": {"environment.maxcount"}}},
	"StartEnv": {func(c *Client, ctx context.Context) Outcome { return c.StartEnv(ctx, ruk, appOf) }, startEnv, url.Values{"targetAppid": {appOf}}},
	"StopEnv":  {func(c *Client, ctx context.Context) Outcome { return c.StopEnv(ctx, ruk, appOf) }, stopEnv, url.Values{"targetAppid": {appOf}}},
	"SleepEnv": {func(c *Client, ctx context.Context) Outcome { return c.SleepEnv(ctx, ruk, appOf) }, sleepEnv, url.Values{"envName": {appOf}}},
	"DeleteEnv": {func(c *Client, ctx context.Context) Outcome { return c.DeleteEnv(ctx, ruk, appOf, plant("password")) },
		deleteEnv, url.Values{"targetAppid": {appOf}, "password": {plant("password").Reveal()}}},
	"SetEnvDisplayName": {func(c *Client, ctx context.Context) Outcome { return c.SetEnvDisplayName(ctx, ruk, appOf, "Shop") },
		setEnvName, url.Values{"envName": {appOf}, "displayName": {"Shop"}}},
	"SetEnvNote": {func(c *Client, ctx context.Context) Outcome { return c.SetEnvNote(ctx, ruk, appOf, "n") }, setEnvNote, url.Values{"targetAppid": {appOf}, "note": {"n"}}},
	"RestartNodes": {func(c *Client, ctx context.Context) Outcome {
		return c.RestartNodes(ctx, ruk, Restart{AppID: appOf, Layer: "cp", Delay: 30 * time.Second, Sequential: true})
	}, restartNodes, url.Values{"envName": {appOf}, "nodeGroup": {"cp"}, "delay": {"30000"}, "isSequential": {"true"}}},
	"SignInAsClient": {func(c *Client, ctx context.Context) Outcome { _, o := c.SignInAsClient(ctx, ruk, 9); return o }, signInAsClient, url.Values{"login": {"9"}}},
	"ResetSigninAttempts": {func(c *Client, ctx context.Context) Outcome { return c.ResetSigninAttempts(ctx, ruk, 9) },
		resetAttempts, url.Values{"login": {"9"}}},
	"SignOutSessions": {func(c *Client, ctx context.Context) Outcome {
		return c.SignOutSessions(ctx, ruk, 9, []string{"a", "b"})
	},
		signOutSessions, url.Values{"uid": {"9"}, "login": {"9"}, "ids": {"a,b"}}},
}

// Every method of the client that returns an Outcome is in the table above.
func TestEveryWritingCallIsTried(t *testing.T) {
	outcome, client := reflect.TypeFor[Outcome](), reflect.TypeFor[*Client]()
	found := 0
	for i := range client.NumMethod() {
		m := client.Method(i)
		for n := range m.Type.NumOut() {
			if m.Type.Out(n) != outcome {
				continue
			}
			found++
			if _, known := writings[m.Name]; !known {
				t.Errorf("%s is not tried", m.Name)
			}
		}
	}
	if found != len(writings) {
		t.Errorf("%d writing calls, %d in the table", found, len(writings))
	}
}

func TestWhatEachWritingCallSends(t *testing.T) {
	for name, w := range writings {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(out http.ResponseWriter, _ string, _ url.Values) {
				_, _ = out.Write([]byte(`{"result":0,"session":"u-1","uid":9}`))
			})
			if o := w.call(connect(t, s.URL), t.Context()); o.Err != nil || o.Method != w.method || o.Verdict() != VerdictAccepted {
				t.Fatalf("%+v", o)
			}
			calls := s.arrived()
			want := url.Values{"appid": {"cluster"}, "charset": {"UTF-8"}, "session": {"session-of-the-test"}, "ruk": {ruk}}
			for field, value := range w.form {
				want[field] = value
			}
			if len(calls) != 1 || calls[0].Path != methods[w.method].path(PathV1) || !reflect.DeepEqual(calls[0].Form, want) {
				t.Errorf("%+v", calls)
			}
		})
	}
}

// Read-only holds below everything: no writing call of the client and no
// changing method of the contract opens a connection.
func TestReadOnlyOpensNoConnection(t *testing.T) {
	l := wireOf(t, func(net.Conn, int) bool { return false })
	restricted := connect(t, l.url())
	restricted.RestrictToReading()
	for _, c := range []*Client{connect(t, l.url(), func(cfg *Config) { cfg.ReadOnly = true }), restricted} {
		for name, w := range writings {
			if o := w.call(c, t.Context()); !errors.Is(o.Err, ErrReadOnly) || o.Written || o.Verdict() != VerdictUnsent {
				t.Errorf("%s: %+v", name, o)
			}
		}
		for name, m := range methods {
			if !m.Class.changes() {
				continue
			}
			for _, style := range []PathStyle{PathV1, PathModule} {
				for _, way := range []*http.Client{c.http.GetClient(), c.changes.GetClient()} {
					req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, l.url()+m.path(style), strings.NewReader("uid=9"))
					if err != nil {
						t.Fatal(err)
					}
					resp, err := way.Do(req)
					if err == nil {
						_ = resp.Body.Close()
					}
					if !errors.Is(err, ErrReadOnly) {
						t.Errorf("%s: %v", name, err)
					}
				}
			}
		}
	}
	if connections, _ := l.count(); connections != 0 {
		t.Errorf("%d connections", connections)
	}
}

// What changes something goes through its own transport only.
func TestTheReadingTransportCarriesNoChange(t *testing.T) {
	l := wireOf(t, func(net.Conn, int) bool { return false })
	c := connect(t, l.url())
	for name, m := range methods {
		way := c.changes
		if m.Class.changes() {
			way = c.http
		}
		if _, err := way.R().Post(c.base + m.path(PathV1)); !errors.Is(err, ErrUnlisted) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if connections, _ := l.count(); connections != 0 {
		t.Errorf("%d connections", connections)
	}
}

func TestWhatCannotBeMeantIsNotSent(t *testing.T) {
	l := wireOf(t, func(net.Conn, int) bool { return false })
	c := connect(t, l.url())
	ctx := t.Context()
	money := func(amount string) platform.Money {
		m, err := platform.ParseMoney(amount, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for name, o := range map[string]Outcome{
		"no key":             c.SuspendUser(ctx, "", 9),
		"a key that is none": c.SuspendUser(ctx, "1234", 9),
		"no customer":        c.SuspendUser(ctx, ruk, 0),
		"a status":           c.SetAccountStatus(ctx, ruk, 9, platform.AccountDeleted),
		"zero":               c.FundAccount(ctx, ruk, Transfer{UID: 9, Amount: money("0"), Balance: platform.BalanceMain}),
		"below zero":         c.UnfundAccount(ctx, ruk, Transfer{UID: 9, Amount: money("-1"), Balance: platform.BalanceMain}),
		"no amount":          c.FundAccount(ctx, ruk, Transfer{UID: 9, Balance: platform.BalanceMain}),
		"no balance":         c.FundAccount(ctx, ruk, Transfer{UID: 9, Amount: money("1")}),
		"nobody to fund":     c.FundAccount(ctx, ruk, Transfer{Amount: money("1"), Balance: platform.BalanceMain}),
		"a mail of none":     c.ChangeGroup(ctx, ruk, GroupChange{UID: 9, Group: "billing", Notify: true}),
		"a silent template":  c.ChangeGroup(ctx, ruk, GroupChange{UID: 9, Group: "billing", Template: "x"}),
		"no group":           c.ChangeGroup(ctx, ruk, GroupChange{UID: 9}),
		"no e-mail":          c.ChangeEmail(ctx, ruk, EmailChange{UID: 9}),
		"a mode":             c.RemovePersonalData(ctx, ruk, 9, "SHREDDING"),
		"nobody to forget":   c.RemovePersonalData(ctx, ruk, 0, platform.Anonymization),
		"layer and node":     c.RestartNodes(ctx, ruk, Restart{AppID: appOf, Layer: "cp", Node: 7}),
		"neither":            c.RestartNodes(ctx, ruk, Restart{AppID: appOf}),
		"no environment":     c.StopEnv(ctx, ruk, ""),
		"no row":             c.SetFundNote(ctx, ruk, 0, "n"),
		"no session":         c.SignOutSessions(ctx, ruk, 9, nil),
		"an empty session":   c.SignOutSessions(ctx, ruk, 9, []string{"a", ""}),
	} {
		if !errors.Is(o.Err, ErrUnfit) || o.Written || o.Verdict() != VerdictUnsent {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if connections, _ := l.count(); connections != 0 {
		t.Errorf("%d connections", connections)
	}
}

// A platform without the first form of a method says 404: nothing was done
// there, so the other form goes out with the same key, and is remembered.
func TestOtherFormsOfWritingCalls(t *testing.T) {
	for name, form := range map[string]struct{ point, first, other string }{
		"ChangePhoneNumber":   {CapChangePhone, changePhone, changePhoneBilling},
		"ChangeEmail":         {CapChangeEmail, changeEmail, changeEmailBilling},
		"SignInAsClient":      {CapVisit, signInAsClient, signInAsUser},
		"ResetSigninAttempts": {CapAttempts, resetAttempts, resetAttemptsInner},
		"SignOutSessions":     {CapSessions, signOutSessions, signOutSessionsOf},
	} {
		t.Run(name, func(t *testing.T) {
			var sent []string
			s := serve(t, func(w http.ResponseWriter, method string, f url.Values) {
				sent = append(sent, method)
				if method == form.first || f.Get("ruk") != ruk {
					http.NotFound(w, nil)
					return
				}
				_, _ = w.Write([]byte(`{"result":0,"session":"u-1"}`))
			})
			var told watched
			c := connect(t, s.URL, told.on)
			for range 2 {
				if o := writings[name].call(c, t.Context()); o.Err != nil || o.Method != form.other {
					t.Fatalf("%+v", o)
				}
			}
			if !slices.Equal(sent, []string{form.first, form.other, form.other}) || told.learned[form.point] != 1 {
				t.Errorf("sent %v, learned %v", sent, told.learned)
			}
		})
	}
}

// An error code, a lost answer or a broken one never sends the other form.
func TestNoOtherFormAfterAnythingElse(t *testing.T) {
	for _, text := range []string{`{"result":3}`, `{"result":5}`, `{"result":99}`, `{"result":702}`, `<html>`, `{"result":0`} {
		s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) { _, _ = w.Write([]byte(text)) })
		for name, w := range writings {
			before := len(s.arrived())
			if w.call(connect(t, s.URL), t.Context()); len(s.arrived()) != before+1 {
				t.Errorf("%s after %s: %d requests", name, text, len(s.arrived())-before)
			}
		}
	}
}

// Without a mail SetGroup does where there is no ChangeGroup; it never resets a
// balance. With a mail there is no other form: money and mail are not guessed.
func TestChangeGroupWithoutItsMethod(t *testing.T) {
	s := answers(t, map[string]string{setGroup: `{"result":0}`})
	c := connect(t, s.URL)
	if o := c.ChangeGroup(t.Context(), ruk, GroupChange{UID: 9, Group: "billing"}); o.Err != nil || o.Method != setGroup {
		t.Fatalf("%+v", o)
	}
	form := s.arrived()[1].Form
	if form.Get("uid") != "9" || form.Get("groupName") != "billing" || form.Get("resetBalance") != "false" || form.Get("resetBonus") != "false" {
		t.Errorf("%v", form)
	}
	o := c.ChangeGroup(t.Context(), ruk, GroupChange{UID: 9, Group: "billing", Notify: true, Template: "x"})
	if o.Verdict() != VerdictUnknown || o.HTTPStatus != 404 || len(s.arrived()) != 3 {
		t.Errorf("%+v", o)
	}
}

// The points that are set and never learned turn what is sent.
func TestSetPointsOfWritingCalls(t *testing.T) {
	sends := func(point, name, field, plain, turned string) {
		for choice, want := range []string{plain, turned} {
			s := serve(t, ok)
			c := connect(t, s.URL, func(cfg *Config) { cfg.Capabilities = map[string]int{point: choice} })
			if o := writings[name].call(c, t.Context()); o.Err != nil || s.arrived()[0].Form.Get(field) != want {
				t.Errorf("%s %d: %v, %v", point, choice, o.Err, s.arrived()[0].Form)
			}
		}
	}
	sends(CapAnonymize, "RemovePersonalData", "isAnonymize", "false", "true")
	sends(CapBonusFlag, "FundAccount", "isBonus", "true", "false")
	sends(CapBonusFlag, "UnfundAccount", "isBonus", "false", "true")
	sends(CapNotify, "ChangeEmail", "notify", "true", "")
}

func TestDashboards(t *testing.T) {
	visit := Visit{UID: 9, Session: plant("visit")}
	c := connect(t, "https://jca.example.com")
	if d := c.DashboardOf(visit); d.Address != "https://app.example.com/" || d.Field != "session" || d.Session.Reveal() != visit.Session.Reveal() || !d.Link.IsEmpty() {
		t.Errorf("%+v", d)
	}
	c = connect(t, "https://jca.example.com", func(cfg *Config) {
		cfg.Dashboard, cfg.Capabilities = "https://cloud.example.com", map[string]int{CapDashboard: 1}
	})
	d := c.DashboardOf(visit)
	if d.Address != "https://cloud.example.com/" || d.Field != "" || d.Link.Reveal() != "https://cloud.example.com/?session="+url.QueryEscape(visit.Session.Reveal()) {
		t.Errorf("%+v", d)
	}
	if leaks(jsonOf(d)) || leaks(jsonOf(visit)) {
		t.Error("a session in clear")
	}
}

func TestAYesWithoutASessionIsNoVisit(t *testing.T) {
	s := answers(t, map[string]string{signInAsClient: `{"result":0,"uid":9}`})
	visit, o := connect(t, s.URL).SignInAsClient(t.Context(), ruk, 9)
	if o.Verdict() != VerdictUnknown || !visit.Session.IsEmpty() {
		t.Errorf("%+v %+v", visit, o)
	}
}

func TestResultsOfSeveralCount(t *testing.T) {
	s := answers(t, map[string]string{changeGroup: `{"result":0,"responses":[{"uid":9,"result":9904,"error":"unknown group"}]}`})
	o := writings["ChangeGroup"].call(connect(t, s.URL), t.Context())
	if o.Verdict() != VerdictUnclear || o.Result != 9904 || o.Message != "unknown group" {
		t.Errorf("%+v", o)
	}
}

func TestOutcomesHoldNoSecret(t *testing.T) {
	s := serve(t, echo(200))
	c := connect(t, s.URL)
	c.Resume(plant("session"))
	for name, w := range writings {
		o := w.call(c, t.Context())
		if leaks(jsonOf(o)) || leaks(o.Message) || leaks(o.Err.Error()) {
			t.Errorf("%s: %+v", name, o)
		}
	}
}

func TestDeadlines(t *testing.T) {
	d := Deadlines{}
	for method, want := range map[string]time.Duration{fundAccount: time.Minute, setAccountStatus: 15 * time.Minute, stopEnv: 15 * time.Minute, getAccounts: time.Minute} {
		if got := d.of(methods[method]); got != want {
			t.Errorf("%s: %v", method, got)
		}
	}
	d = Deadlines{Connect: 1, Change: 2, Long: 3}
	if d.connect() != 1 || d.of(methods[fundAccount]) != 2 || d.of(methods[stopEnv]) != 3 || d.of(methods[getAccounts]) != time.Minute || (Deadlines{}).connect() != 10*time.Second {
		t.Errorf("%+v", d)
	}
}
