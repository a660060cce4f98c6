package demo_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"steward/client/demo"
	"steward/client/platform"
)

// monday is when the tests' platforms live.
var monday = time.Date(2026, 5, 4, 10, 15, 0, 0, time.UTC)

func fixed() time.Time { return monday }

// platform starts a small demo platform for one test.
func start(t *testing.T, o demo.Options) *demo.Platform {
	t.Helper()
	if o.Customers == 0 {
		o.Customers = 300
	}
	if o.Now == nil {
		o.Now = fixed
	}
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

// account is the first operator of a role.
func account(t *testing.T, p *demo.Platform, role string, secondStep bool) demo.Account {
	t.Helper()
	for _, a := range p.Accounts() {
		if a.Role == role && a.TOTP.IsEmpty() != secondStep {
			return a
		}
	}
	t.Fatalf("no account of role %s", role)
	return demo.Account{}
}

// reply is an answer as plain JSON.
type reply map[string]any

func (r reply) result() int {
	n, ok := r["result"].(json.Number)
	if !ok {
		return -1
	}
	code, err := n.Int64()
	if err != nil {
		return -1
	}
	return int(code)
}

func (r reply) rows(t *testing.T, key string) []map[string]any {
	t.Helper()
	list, ok := r[key].([]any)
	if !ok {
		t.Fatalf("no list %q in %v", key, r)
	}
	rows := make([]map[string]any, len(list))
	for i := range list {
		rows[i] = list[i].(map[string]any)
	}
	return rows
}

// fields are parameters in pairs.
func fields(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// post calls a path and returns the HTTP response with its body read.
func post(t *testing.T, address string, form url.Values) (*http.Response, []byte, error) {
	t.Helper()
	response, err := http.PostForm(address, form)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, body, err
}

// ask calls a method with appid and a session or token.
func ask(t *testing.T, p *demo.Platform, session, method string, pairs ...string) reply {
	t.Helper()
	form := fields(pairs...)
	if !form.Has("appid") {
		form.Set("appid", "cluster")
	}
	if session != "" {
		form.Set("session", session)
	}
	response, body, err := post(t, p.URL()+"/1.0/"+method, form)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: HTTP %d %s", method, response.StatusCode, body)
	}
	return decode(t, body)
}

func decode(t *testing.T, body []byte) reply {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var r reply
	if err := decoder.Decode(&r); err != nil {
		t.Fatalf("%v in %.200s", err, body)
	}
	return r
}

// must is ask for what has to succeed.
func must(t *testing.T, p *demo.Platform, session, method string, pairs ...string) reply {
	t.Helper()
	r := ask(t, p, session, method, pairs...)
	if r.result() != 0 {
		t.Fatalf("%s: %v", method, r)
	}
	return r
}

func uidText(uid platform.UID) string { return strconv.FormatUint(uint64(uid), 10) }

// signInAs signs in with the password and returns the session, restricted
// where a second step is due.
func signInAs(t *testing.T, p *demo.Platform, a demo.Account) string {
	t.Helper()
	r := must(t, p, "", "users/authentication/rest/signin", "login", a.Login, "password", a.Password.Reveal())
	session, _ := r["session"].(string)
	if session == "" {
		t.Fatalf("no session in %v", r)
	}
	return session
}
