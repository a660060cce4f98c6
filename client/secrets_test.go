package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"steward/client/internal/wire"
	"steward/client/platform"
)

const canary = "Canary-9f3b"

// plant is a secret that is easy to find again, in clear or encoded.
func plant(name string) platform.Secret { return secret(canary + "-" + name + "&=") }

func leaks(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, strings.ToLower(canary)) || strings.Contains(text, fmt.Sprintf("%x", canary))
}

// Every struct that holds a secret, in every verb and as JSON.
func TestStructsDoNotPrintTheirSecrets(t *testing.T) {
	cfg := Config{BaseURL: "https://jca.example.com", Now: time.Now, ClientKey: plant("key"),
		Proxy: Proxy{Mode: ProxyExplicit, URL: "http://proxy:3128", User: "ops", Password: plant("proxy")}}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.Resume(plant("session"))
	c.pending = secondStep{waiting: true, password: plant("password"), session: plant("restricted"), who: wire.Login{Session: plant("who")}}
	session := plant("request")
	for _, holder := range []any{
		cfg, &cfg, cfg.Proxy, &cfg.Proxy, Grant{Session: plant("grant")}, &Grant{Session: plant("grant")},
		c.pending, &c.pending, wire.Login{Session: plant("login")}, c, request{session: &session}, plant("alone"), &session, Visit{Session: plant("visit")}, Dashboard{Session: plant("visit"), Link: plant("link")},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%q", "%x", "%X", "%s", "%d"} {
			if text := fmt.Sprintf(verb, holder); leaks(text) {
				t.Errorf("%T %s: %s", holder, verb, text)
			}
		}
		if kind := reflect.Indirect(reflect.ValueOf(holder)).Type().Name(); kind != "Client" && kind != "Config" {
			if text := jsonOf(holder); leaks(text) {
				t.Errorf("%T as JSON: %s", holder, text)
			}
		}
	}
}

// callEverything makes every call there is and returns the errors.
func callEverything(t *testing.T, c *Client) (errs []error) {
	ctx := t.Context()
	note := func(err error) { errs = append(errs, err) }
	calls := []func() error{
		func() error { _, err := c.SignIn(ctx, "ops@sim.test", plant("password")); return err },
		func() error { _, err := c.VerifyCode(ctx, plant("code")); return err },
		func() error { _, err := c.SignInWithToken(ctx, plant("token")); return err },
		func() error { return c.CheckSession(ctx) },
		func() error { _, err := c.Accounts(ctx, AccountsQuery{Count: 10}); return err },
		func() error { _, _, err := c.Account(ctx, 9); return err },
		func() error { _, err := c.SuspendedAccounts(ctx); return err },
		func() error { _, err := c.Groups(ctx); return err },
		func() error { _, err := c.Identity(ctx, "nora.lind@example.test"); return err },
		func() error { _, err := c.ResellerOf(ctx, 9); return err },
		func() error { _, err := c.Resellers(ctx); return err },
		func() error { _, err := c.Currency(ctx, 0); return err },
		func() error { _, err := c.Admins(ctx); return err },
		func() error { _, err := c.Role(ctx, 9); return err },
		func() error { _, err := c.Activities(ctx, ActivitiesQuery{}); return err },
		func() error { _, err := c.ServerTime(ctx); return err },
		func() error { _, err := c.Version(ctx); return err },
		func() error { return c.SignOut(ctx) },
	}
	for _, call := range calls {
		c.Resume(plant("session"))
		c.pending = secondStep{waiting: true, login: "ops@sim.test", password: plant("password"), session: plant("restricted")}
		note(call())
	}
	return errs
}

// echo answers with everything that was sent, in every place an answer has.
func echo(status int) func(w http.ResponseWriter, method string, form url.Values) {
	return func(w http.ResponseWriter, _ string, form url.Values) {
		w.WriteHeader(status)
		said := "session [" + form.Get("session") + "] password " + form.Get("password") + " code " + form.Get("code") + " " + form.Encode()
		fmt.Fprintf(w, `{"result":8,"error":%q}`, said)
	}
}

func TestNoSecretInLogsErrorsOrURLs(t *testing.T) {
	days := map[string]func(w http.ResponseWriter, method string, form url.Values){
		"repeats what was sent": echo(200), "repeats, as 500": echo(500), "repeats, as 429": echo(429), "repeats, as 404": echo(404),
	}
	for _, day := range badDays {
		days[day.name] = func(w http.ResponseWriter, _ string, _ url.Values) { day.answer(t, w) }
	}
	for name, answer := range days {
		t.Run(name, func(t *testing.T) {
			s := serve(t, answer)
			var w watched
			c := connect(t, s.URL, w.on, func(cfg *Config) { cfg.MaxAnswer = 64 << 10 })
			for i, err := range callEverything(t, c) {
				if err == nil {
					continue
				}
				for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err), fmt.Sprintf("%#v", errors.Unwrap(err))} {
					if leaks(text) {
						t.Errorf("call %d: %s", i, text)
					}
				}
				if strings.Contains(err.Error(), s.URL) {
					t.Errorf("call %d: an address in %v", i, err)
				}
			}
			if text := string(w.log.text); leaks(text) || !strings.Contains(text, getGroups) {
				t.Errorf("log: %.2000s", text)
			}
			planted := false
			for _, got := range s.arrived() {
				if leaks(got.Path+got.Query) || leaks(fmt.Sprint(got.Header)) {
					t.Errorf("arrived: %+v", got)
				}
				planted = planted || leaks(fmt.Sprint(got.Form))
			}
			if !planted {
				t.Error("the canaries were never sent: this test proves nothing")
			}
		})
	}
}

func TestWhatAnAnswerNamesIsTakenOut(t *testing.T) {
	for text, want := range map[string]string{
		"session [9c1f] has expired":                     "session [***] has expired",
		"invalid session=abc123&x":                       "invalid session=***&x",
		`{"token": "t-1", "a": 1}`:                       `{"token": "***", "a": 1}`,
		"access not permitted [subject = 11759/0]":       "access not permitted [subject = 11759/0]",
		"the session has expired":                        "the session has expired",
		"token has no access to the method":              "token has no access to the method",
		"wrong password":                                 "wrong password",
		"Password: hunter2 is wrong, tokenId=5 rejected": "Password: *** is wrong, tokenId=*** rejected",
	} {
		if got := scrub(text, url.Values{}); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestLogLines(t *testing.T) {
	s := answers(t, map[string]string{getGroups: `{"result":8,"error":"no"}`})
	var w watched
	c := connect(t, s.URL, w.on, func(cfg *Config) { cfg.Log.Logger.SetFormatter(&logrus.JSONFormatter{}) })
	_, _ = c.Groups(t.Context())
	text := string(w.log.text)
	for _, part := range []string{`"level":"debug"`, `"method":"billing/groupquota/getgroups"`, `"status":200`, `"result":8`, `"took":`} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
}
