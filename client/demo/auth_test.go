package demo_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"steward/client/demo"
)

func code(t *testing.T, a demo.Account, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(a.TOTP.Reveal(), at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSignIn_WrongPasswordCountsDown(t *testing.T) {
	now := monday
	p := start(t, demo.Options{Customers: 5, Now: func() time.Time { return now }})
	a := account(t, p, "admin", false)
	for _, login := range []string{a.Login, "nobody@demo.test"} {
		for _, want := range []string{"4", "3", "2", "1", "0", "0"} {
			r := ask(t, p, "", "users/authentication/rest/signin", "login", login, "password", "wrong")
			if r.result() != 701 || text(r, "attemptsLeft") != want {
				t.Errorf("%s: %v, want %s left", login, r, want)
			}
		}
	}
	r := ask(t, p, "", "users/authentication/rest/signin", "login", a.Login, "password", a.Password.Reveal())
	if r.result() != 701 {
		t.Errorf("no attempts left, but: %v", r)
	}
	now = now.Add(16 * time.Minute)
	signInAs(t, p, a)
}

func TestSecondStep(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	a := account(t, p, "admin", true)
	r := must(t, p, "", "users/authentication/rest/signin", "login", a.Login, "password", a.Password.Reveal())
	check, _ := r["requiredAuthCheck"].(map[string]any)
	if r["accessType"] != "RESTRICTED" || r["authType"] != "TFA" || check["type"] != "TOTP" || check["isActive"] != true {
		t.Errorf("first step: %v", r)
	}
	verify := func(session, code string) reply {
		return ask(t, p, session, "users/authentication/rest/verify2facode", "code", code)
	}
	for step, good := range map[time.Duration]bool{-time.Minute: false, -30 * time.Second: true, 0: true, 30 * time.Second: true, time.Minute: false} {
		session := signInAs(t, p, a)
		r := verify(session, code(t, a, monday.Add(step)))
		if good != (r.result() == 0) || !good && (r.result() != 701 || text(r, "attemptsLeft") != "4") {
			t.Errorf("a code of %v: %v", step, r)
		}
		want := 702
		if good {
			want = 0
		}
		if got := ask(t, p, session, listPath, "resultCount", "1").result(); got != want {
			t.Errorf("after a code of %v: result %d, want %d", step, got, want)
		}
	}
	session := signInAs(t, p, a)
	for range 5 {
		verify(session, "12345")
	}
	if got := verify(session, code(t, a, monday)).result(); got != 702 {
		t.Errorf("after five wrong codes: result %d", got)
	}
}

func TestSessions(t *testing.T) {
	now := monday
	p := start(t, demo.Options{Customers: 5, SessionIdle: time.Minute, Now: func() time.Time { return now }})
	a := account(t, p, "admin", false)
	valid := func(session string) bool {
		r := ask(t, p, session, "users/authentication/rest/checksign")
		_, access := r["accessType"]
		if access != (r.result() == 0) || r.result() != 0 && r.result() != 702 {
			t.Errorf("check: %v", r)
		}
		return access
	}
	first, second := signInAs(t, p, a), signInAs(t, p, a)
	list := must(t, p, first, "users/authentication/rest/getsessions").rows(t, "sessions")
	if len(list) != 2 || list[0]["current"] != true || list[1]["current"] != false {
		t.Errorf("sessions: %v", list)
	}
	now = now.Add(50 * time.Second)
	if !valid(first) {
		t.Error("expired while in use")
	}
	now = now.Add(50 * time.Second)
	if !valid(first) || valid(second) {
		t.Error("idle time is not counted from the last use")
	}
	must(t, p, first, "users/authentication/rest/signout")
	if valid(first) {
		t.Error("valid after signing out")
	}
	third := signInAs(t, p, a)
	p.ExpireSessions()
	if valid(third) || !valid(a.Token.Reveal()) {
		t.Error("after expiring: the session is valid or the token is not")
	}
}

func TestTokens(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	a := account(t, p, "admin", false)
	token, err := p.AddToken(a.Login, "billing.account.GetAccounts")
	if err != nil {
		t.Fatal(err)
	}
	traded := text(must(t, p, "", "users/authentication/rest/signinbytoken", "token", token.Reveal()), "session")
	for _, session := range []string{token.Reveal(), traded} {
		if got := ask(t, p, session, listPath).result(); got != 0 {
			t.Errorf("what the token includes: result %d", got)
		}
		if got := ask(t, p, session, notePath, "uid", "1", "note", "").result(); got != 8202 {
			t.Errorf("what the token does not include: result %d", got)
		}
	}
	if r := ask(t, p, "", listPath, "token", token.Reveal()); r.result() != 0 {
		t.Errorf("as parameter token: %v", r)
	}
	if r := ask(t, p, "", "users/authentication/rest/signinbytoken", "token", traded); r.result() != 701 {
		t.Errorf("a session is no token: %v", r)
	}
	if _, err := p.AddToken("nobody@demo.test"); err == nil {
		t.Error("a token for nobody")
	}
	if _, err := p.AddToken(a.Login, "billing.account.Nothing"); err == nil {
		t.Error("a token for no method")
	}
}

func TestAnnounce(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	var line, page bytes.Buffer
	if err := p.Announce(&line, true); err != nil {
		t.Fatal(err)
	}
	if err := p.Announce(&page, false); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(line.String(), "\n"); n != 1 || !strings.HasSuffix(line.String(), "\n") {
		t.Errorf("%d lines", n)
	}
	var said struct {
		URL      string
		Accounts []map[string]string
	}
	if err := json.Unmarshal(line.Bytes(), &said); err != nil {
		t.Fatal(err)
	}
	roles := map[string]int{}
	for i, a := range p.Accounts() {
		told := said.Accounts[i]
		roles[a.Role]++
		if told["role"] != a.Role || told["login"] != a.Login || told["password"] != a.Password.Reveal() || told["token"] != a.Token.Reveal() || told["totp"] != a.TOTP.Reveal() {
			t.Errorf("%v of %v", told, a)
		}
		if _, there := told["totp"]; there == a.TOTP.IsEmpty() {
			t.Errorf("%s: totp given %v", a.Login, there)
		}
		if !strings.Contains(page.String(), a.Login) || !strings.Contains(page.String(), a.Password.Reveal()) {
			t.Errorf("%s is not on the page", a.Login)
		}
	}
	if said.URL != p.URL() || roles["owner"] != 1 || roles["admin"] != 2 || roles["view"] != 1 || roles["reseller"] < 1 {
		t.Errorf("%s %v", said.URL, roles)
	}
}
