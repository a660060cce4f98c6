package demo_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"steward/client/demo"
	"steward/client/platform"
)

const visitPath = "system/admin/rest/signinasclient"

// browser is a client with cookies that follows redirects, as a person's does.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// page is what a browser sees after a request.
func page(t *testing.T, response *http.Response, err error) (int, string, *http.Response) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body), response
}

// From the operator's call to the customer's dashboard, and out again.
func TestVisit(t *testing.T) {
	p := start(t, demo.Options{})
	admin := account(t, p, "admin", false)
	token, uid := admin.Token.Reveal(), p.Notable(demo.NotableHostile)
	customer := customerOf(t, p, uid)
	r := must(t, p, token, visitPath, "login", customer.Email)
	session := text(r, "session")
	if session == "" || text(r, "uid") != uidText(uid) || text(r, "email") != customer.Email {
		t.Fatalf("%v", r)
	}
	b := browser(t)
	response, err := b.PostForm(p.URL()+"/", url.Values{"session": {session}})
	status, body, last := page(t, response, err)
	if status != http.StatusOK || !strings.Contains(body, "Dashboard of "+customer.Email) || !strings.Contains(body, admin.Login) || strings.Contains(body, session) {
		t.Errorf("HTTP %d %s", status, body)
	}
	if strings.Contains(body, "<script") || last.Header.Get("Cache-Control") != "no-store" || last.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%v %s", last.Header, body)
	}
	if last.Request.URL.RawQuery != "" || last.Request.Method != http.MethodGet {
		t.Errorf("%s %s", last.Request.Method, last.Request.URL)
	}
	for method, want := range map[string]int{"users/account/rest/getuserinfo": 0, "users/authentication/rest/checksign": 0, listPath: 8, notePath: 8} {
		if got := ask(t, p, session, method, "uid", uidText(uid), "note", "x").result(); got != want {
			t.Errorf("the customer's own session calls %s: %d, want %d", method, got, want)
		}
	}
	response, err = b.PostForm(p.URL()+"/signout", nil)
	if status, body, _ := page(t, response, err); status != http.StatusOK || !strings.Contains(body, "Signed out") {
		t.Errorf("HTTP %d %s", status, body)
	}
	response, err = b.Get(p.URL() + "/")
	if status, _, _ := page(t, response, err); status != http.StatusForbidden {
		t.Errorf("after signing out: HTTP %d", status)
	}
	if got := ask(t, p, session, "users/authentication/rest/checksign").result(); got != 702 {
		t.Errorf("the session: %d", got)
	}
	deeds, err := p.Deeds(t.Context(), uid)
	if err != nil || len(deeds) != 1 || deeds[0].Service != "AdminService.SigninAsClient" {
		t.Errorf("%v %v", deeds, err)
	}
}

// Signed out by the platform's own method, as Steward does, the dashboard ends too.
func TestVisit_EndsWithItsSession(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	session := text(must(t, p, token, visitPath, "login", uidText(p.Notable(demo.NotableBilling))), "session")
	b := browser(t)
	response, err := b.PostForm(p.URL()+"/", url.Values{"session": {session}})
	if status, _, _ := page(t, response, err); status != http.StatusOK {
		t.Fatalf("HTTP %d", status)
	}
	must(t, p, session, "users/authentication/rest/signout")
	response, err = b.Get(p.URL() + "/")
	if status, _, _ := page(t, response, err); status != http.StatusForbidden {
		t.Errorf("HTTP %d", status)
	}
}

func TestVisit_Refusals(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	for name, before := range situations {
		uid := added(t, p, demo.Customer{User: platform.User{Status: before.status, Disabled: before.disabled}})
		want := 0
		if before.status == platform.AccountDestroyed || before.status == platform.AccountDeleted {
			want = 9903
		}
		if got := ask(t, p, token, visitPath, "login", uidText(uid)).result(); got != want {
			t.Errorf("%s: %d", name, got)
		}
	}
	if got := ask(t, p, token, visitPath, "login", account(t, p, "owner", false).Login).result(); got != 5 {
		t.Errorf("as an operator: %d", got)
	}
	for _, secret := range []string{"", "unknown", token, signInAs(t, p, account(t, p, "admin", false))} {
		response, err := browser(t).PostForm(p.URL()+"/", url.Values{"session": {secret}})
		if status, _, _ := page(t, response, err); status != http.StatusForbidden {
			t.Errorf("a session that is no customer's: HTTP %d", status)
		}
	}
	session := text(must(t, p, token, visitPath, "login", uidText(p.Notable(demo.NotableBilling))), "session")
	if response, err := browser(t).Get(p.URL() + "/?session=" + session); err != nil || response.StatusCode != http.StatusForbidden {
		t.Errorf("a session in the address: %v %v", response, err)
	}
}

func TestVisit_InTheOtherForm(t *testing.T) {
	p := start(t, demo.Options{Alternatives: demo.Alternatives{Visit: true, Dashboard: true}})
	token := account(t, p, "admin", false).Token.Reveal()
	session := text(must(t, p, token, "system/admin/rest/signinasuser", "login", uidText(p.Notable(demo.NotableBilling))), "session")
	response, err := browser(t).Get(p.URL() + "/?session=" + session)
	status, body, last := page(t, response, err)
	if status != http.StatusOK || !strings.Contains(body, "Dashboard of") || last.Request.URL.RawQuery != "" {
		t.Errorf("HTTP %d at %s: %s", status, last.Request.URL, body)
	}
	if response, _, err := post(t, p.URL()+"/", url.Values{"session": {session}}); err != nil || response.StatusCode != http.StatusNotFound {
		t.Errorf("by form: %v %v", response, err)
	}
}

func TestOutbox(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	token := account(t, p, "admin", false).Token.Reveal()
	response, err := browser(t).Get(p.OutboxURL())
	if status, body, _ := page(t, response, err); status != http.StatusOK || !strings.Contains(body, "No mail went out yet") {
		t.Errorf("HTTP %d %s", status, body)
	}
	uid := added(t, p, demo.Customer{User: platform.User{Email: "nora@example.test"}})
	must(t, p, token, "message/email/rest/sendtouser", "login", uidText(uid), "subject", "<b>Maintenance</b>", "body", "On Sunday & Monday")
	response, err = browser(t).Get(p.OutboxURL())
	_, body, _ := page(t, response, err)
	for _, part := range []string{"nora@example.test", "&lt;b&gt;Maintenance", "Sunday &amp; Monday", "2026-05-04 10:15:00"} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s in %s", part, body)
		}
	}
	must(t, p, token, forgetPath, "login", uidText(uid))
	if mails, err := p.Mails(t.Context()); err != nil || len(mails) != 0 {
		t.Errorf("mails of somebody whose data was removed: %v %v", mails, err)
	}
}

// Wrong passwords of a customer count until an operator forgives them.
func TestSigninAttempts(t *testing.T) {
	for _, name := range []string{"system/admin/rest/", "users/authentication/rest/"} {
		p := start(t, demo.Options{Customers: 5})
		token := account(t, p, "admin", false).Token.Reveal()
		uid := added(t, p, demo.Customer{User: platform.User{Email: "nora@example.test"}})
		counted := func() string {
			r := must(t, p, token, name+"getsigninattempts", "login", uidText(uid))
			return text(r, "attempts") + " " + text(r, "attemptsLeft")
		}
		must(t, p, token, name+"resetsigninattempts", "login", uidText(uid))
		for i, want := range []string{"0 5", "1 4", "2 3", "3 2", "4 1", "5 0", "5 0"} {
			if got := counted(); got != want {
				t.Errorf("after %d: %s", i, got)
			}
			ask(t, p, "", "users/authentication/rest/signin", "login", "Nora@example.test", "password", "wrong")
		}
		must(t, p, token, name+"resetsigninattempts", "login", "nora@example.test")
		if got := counted(); got != "0 5" {
			t.Errorf("forgiven: %s", got)
		}
	}
}

// The sessions of a customer can be seen and ended, one's own stay.
func TestClientSessions(t *testing.T) {
	p := start(t, demo.Options{})
	admin := account(t, p, "admin", false)
	mine := signInAs(t, p, admin)
	uid := uidText(p.Notable(demo.NotableBilling))
	visit := text(must(t, p, mine, visitPath, "login", uid), "session")
	list := func(path string, pairs ...string) []map[string]any {
		return must(t, p, mine, path, pairs...).rows(t, "sessions")
	}
	own := len(list("users/authentication/rest/getsessions"))
	rows := list("users/authentication/rest/getsessions", "uid", uid)
	if other := list("system/admin/rest/getsessions", "uid", uid); len(other) != len(rows) || len(rows) == 0 {
		t.Fatalf("%v and %v", rows, other)
	}
	var ids []string
	for _, row := range rows {
		if text(row, "uid") != uid {
			t.Errorf("%v", row)
		}
		ids = append(ids, text(row, "id"))
	}
	if got := ask(t, p, mine, "users/authentication/rest/signoutsessions", "uid", uid, "ids", "nothing").result(); got != 5 {
		t.Errorf("an unknown one: %d", got)
	}
	must(t, p, mine, "users/authentication/rest/signoutsessions", "uid", uid, "ids", strings.Join(ids, ","))
	if left := list("system/admin/rest/getsessions", "uid", uid); len(left) != 0 {
		t.Errorf("%v are left", left)
	}
	if got := ask(t, p, visit, "users/authentication/rest/checksign").result(); got != 702 {
		t.Errorf("the operator's visit: %d", got)
	}
	if now := len(list("users/authentication/rest/getsessions")); now != own {
		t.Errorf("%d sessions of the operator, %d before", now, own)
	}
}

// A long outbox shows its newest mails and says how many it leaves out; a mail is
// shown as it was written and cannot do anything.
func TestALongOutbox(t *testing.T) {
	p := start(t, demo.Options{})
	token, uid := account(t, p, "admin", false).Token.Reveal(), freshCustomer(t, p)
	for i := range 203 {
		must(t, p, token, "message/email/rest/sendtouser", "login", uid, "subject", "Mail number "+strconv.Itoa(i), "body", "<b>one</b>\ntwo")
	}
	response, err := browser(t).Get(p.OutboxURL())
	status, body, last := page(t, response, err)
	if status != http.StatusOK || !strings.Contains(body, "3 older ones are not shown") || strings.Count(body, "Mail number") != 200 ||
		!strings.Contains(body, "Mail number 202<") || strings.Contains(body, "Mail number 2<") {
		t.Errorf("HTTP %d, %d mails", status, strings.Count(body, "Mail number"))
	}
	if strings.Contains(body, "<b>one</b>") || !strings.Contains(body, "&lt;b&gt;one&lt;/b&gt;\ntwo") {
		t.Error("a mail is not shown as it was written")
	}
	if policy := last.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(body, "src=") || !strings.Contains(body, "prefers-color-scheme:dark") {
		t.Errorf("%s, %s", policy, body[:300])
	}
}
