package demo_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"steward/client/demo"
	"steward/client/platform"
)

const notePath = "billing/account/rest/setusernote"

// noted sends a note and returns what came back, and what the customer has.
func noted(t *testing.T, p *demo.Platform, uid, note string) (response *http.Response, body []byte, has string, err error) {
	t.Helper()
	form := fields("appid", "cluster", "uid", uid, "note", note, "session", account(t, p, "admin", false).Token.Reveal())
	response, body, err = post(t, p.URL()+"/1.0/"+notePath, form)
	return response, body, noteOf(t, p, uid), err
}

func noteOf(t *testing.T, p *demo.Platform, uid string) string {
	t.Helper()
	c, err := p.Customer(t.Context(), parseUID(t, uid))
	if err != nil {
		t.Fatal(err)
	}
	return c.Note
}

func addFault(t *testing.T, p *demo.Platform, method string, fault demo.Fault) {
	t.Helper()
	if err := p.Faults().Add(method, fault); err != nil {
		t.Fatal(err)
	}
}

const noteMethod = "billing/account/setusernote"

func TestFaults_OnTheWire(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	uid := freshCustomer(t, p)
	tests := []struct {
		name    string
		fault   demo.Fault
		applied bool
		check   func(response *http.Response, body []byte, err error) bool
	}{
		{"result", demo.Fault{Result: 2207, Message: "External billing system error"}, false, func(r *http.Response, body []byte, err error) bool {
			return err == nil && r.StatusCode == 200 && decode(t, body).result() == 2207 && strings.Contains(string(body), "External billing")
		}},
		{"status", demo.Fault{Status: 503, RetryAfter: 1500 * time.Millisecond}, false, func(r *http.Response, _ []byte, err error) bool {
			return err == nil && r.StatusCode == 503 && r.Header.Get("Retry-After") == "2"
		}},
		{"rate limited", demo.Fault{Status: 429, RetryAfter: time.Minute}, false, func(r *http.Response, _ []byte, err error) bool {
			return err == nil && r.StatusCode == 429 && r.Header.Get("Retry-After") == "60"
		}},
		{"web page", demo.Fault{HTML: true}, false, func(r *http.Response, body []byte, err error) bool {
			return err == nil && r.StatusCode == 200 && strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") && bytes.HasPrefix(body, []byte("<!DOCTYPE"))
		}},
		{"gateway's page", demo.Fault{HTML: true, Status: 502}, false, func(r *http.Response, body []byte, err error) bool {
			return err == nil && r.StatusCode == 502 && bytes.HasPrefix(body, []byte("<!DOCTYPE"))
		}},
		{"lost before", demo.Fault{Drop: demo.DropBefore}, false, func(_ *http.Response, _ []byte, err error) bool {
			return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET)
		}},
		{"lost after", demo.Fault{Drop: demo.DropAfter}, true, func(_ *http.Response, _ []byte, err error) bool {
			return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET)
		}},
		{"cut", demo.Fault{Cut: true}, true, func(r *http.Response, body []byte, err error) bool {
			return errors.Is(err, io.ErrUnexpectedEOF) && r.StatusCode == 200 && bytes.HasPrefix(body, []byte(`{"result":0`)) && !bytes.HasSuffix(body, []byte("}"))
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.fault.Times = 1
			addFault(t, p, noteMethod, test.fault)
			response, body, note, err := noted(t, p, uid, test.name)
			if !test.check(response, body, err) {
				t.Errorf("%v %q %v", response, body, err)
			}
			if applied := note == test.name; applied != test.applied {
				t.Errorf("applied: %v, want %v", applied, test.applied)
			}
			if _, body, note, err := noted(t, p, uid, "after "+test.name); err != nil || decode(t, body).result() != 0 || note != "after "+test.name {
				t.Errorf("the fault stayed: %q %v", body, err)
			}
		})
	}
}

func TestFaults_CutOfALongAnswer(t *testing.T) {
	p := start(t, demo.Options{Customers: 2000})
	addFault(t, p, "billing/account/getaccounts", demo.Fault{Cut: true})
	form := fields("appid", "cluster", "session", account(t, p, "admin", false).Token.Reveal())
	_, body, err := post(t, p.URL()+"/1.0/"+listPath, form)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
		t.Errorf("%d bytes, %v", len(body), err)
	}
	p.Faults().Clear("*")
	addFault(t, p, "billing/account/getaccounts", demo.Fault{Drop: demo.DropAfter})
	if response, _, err := post(t, p.URL()+"/1.0/"+listPath, form); err == nil || response != nil {
		t.Errorf("a lost answer began with HTTP %d", response.StatusCode)
	}
}

func TestFaults_Latency(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	uid := freshCustomer(t, p)
	addFault(t, p, "*", demo.Fault{Latency: 60 * time.Millisecond, Times: 1})
	began := time.Now()
	if _, _, note, err := noted(t, p, uid, "late"); err != nil || note != "late" || time.Since(began) < 60*time.Millisecond {
		t.Errorf("after %v: %q %v", time.Since(began), note, err)
	}
}

func TestFaults_OrderCountAndClear(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	token := account(t, p, "admin", false).Token.Reveal()
	version := func() int { return ask(t, p, token, "system/service/rest/getversion").result() }
	const method = "system/service/getversion"
	addFault(t, p, "*", demo.Fault{Result: 99})
	addFault(t, p, method, demo.Fault{Result: 5, Times: 2})
	addFault(t, p, method, demo.Fault{Result: 8, Times: 1})
	for i, want := range []int{5, 5, 8, 99, 99} {
		if got := version(); got != want {
			t.Errorf("call %d: result %d, want %d", i, got, want)
		}
	}
	p.Faults().Clear("*")
	if got := version(); got != 0 {
		t.Errorf("after clearing: result %d", got)
	}
	addFault(t, p, method, demo.Fault{Result: 5})
	p.Faults().Clear(method)
	if got := version(); got != 0 {
		t.Errorf("after clearing the method: result %d", got)
	}
	if err := p.Faults().Add("system/service/nothing", demo.Fault{}); err == nil {
		t.Error("a fault of an unknown method was taken")
	}
	if n := p.Requests(method); n != 7 {
		t.Errorf("%d requests counted, 7 made", n)
	}
}

func TestFaults_Together(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	token := account(t, p, "admin", false).Token.Reveal()
	addFault(t, p, "*", demo.Fault{Result: 5, Times: 10})
	var refused sync.Map
	var all sync.WaitGroup
	for i := range 30 {
		all.Go(func() {
			if ask(t, p, token, "system/service/rest/getversion").result() == 5 {
				refused.Store(i, true)
			}
		})
	}
	all.Wait()
	n := 0
	refused.Range(func(any, any) bool { n++; return true })
	if n != 10 || p.Requests("*") != 30 {
		t.Errorf("%d of %d refused, want 10 of 30", n, p.Requests("*"))
	}
}

func TestRateLimit(t *testing.T) {
	now := monday
	p := start(t, demo.Options{Customers: 20, Now: func() time.Time { return now }, RateLimit: demo.RateLimit{Requests: 3, Per: 10 * time.Second}})
	form := fields("appid", "cluster", "session", account(t, p, "admin", false).Token.Reveal())
	get := func() (int, string) {
		response, _, err := post(t, p.URL()+"/1.0/system/service/rest/getversion", form)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, response.Header.Get("Retry-After")
	}
	for range 3 {
		if status, _ := get(); status != 200 {
			t.Errorf("HTTP %d within the limit", status)
		}
	}
	now = now.Add(4 * time.Second)
	if status, wait := get(); status != 429 || wait != "6" {
		t.Errorf("HTTP %d, wait %q", status, wait)
	}
	now = now.Add(6 * time.Second)
	if status, _ := get(); status != 200 {
		t.Errorf("HTTP %d after the wait", status)
	}
}

func TestOffline_RefusesAndComesBack(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	token := account(t, p, "admin", false).Token.Reveal()
	address := p.URL()
	must(t, p, token, "system/service/rest/getversion")
	for range 2 { // twice is the same as once
		if err := p.Offline(true); err != nil {
			t.Fatal(err)
		}
	}
	http.DefaultClient.CloseIdleConnections() // a kept one would only end
	_, _, err := post(t, address+"/1.0/system/service/rest/getversion", fields("appid", "cluster", "session", token))
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("offline: %v", err)
	}
	if err := p.Offline(false); err != nil {
		t.Fatal(err)
	}
	if p.URL() != address {
		t.Errorf("the address changed from %s to %s", address, p.URL())
	}
	must(t, p, token, "system/service/rest/getversion")
	if err := errors.Join(p.Offline(true), p.Close()); err != nil {
		t.Error(err)
	}
	if p.Offline(false) == nil {
		t.Error("a closed platform came back")
	}
}

func TestStart_LoopbackOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.test:80", "localhost:0"} {
		p, err := demo.Start(t.Context(), demo.Options{Listen: address, Customers: 5, Now: fixed})
		if !errors.Is(err, demo.ErrNotLoopback) || p != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if p := start(t, demo.Options{Listen: "127.0.0.2:0", Customers: 5}); !strings.HasPrefix(p.URL(), "http://127.0.0.2:") {
		t.Errorf("listens on %s", p.URL())
	}
}

func TestWorld(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	token := account(t, p, "admin", false).Token.Reveal()
	ctx := t.Context()
	uid, err := p.AddCustomer(ctx, demo.Customer{Name: "New", User: platform.User{Email: "New@Post.example", Balance: platform.MicrosMoney(-1_500_001, "EUR")}})
	if err != nil {
		t.Fatal(err)
	}
	row := everybody(t, p, token, "filterField", "uid", "filterValue", uidText(uid))[0]
	if text(row, "balance") != "-1.500001" || text(row, "createdOn") != "2026-05-04 10:15:00" || p.Customers() != 21 {
		t.Errorf("added: %v", row)
	}
	if r := must(t, p, token, "users/account/rest/checkuser", "login", "NEW@post.EXAMPLE"); text(r, "uid") != uidText(uid) {
		t.Errorf("found by e-mail: %v", r)
	}
	if err := p.ChangeCustomer(ctx, uid, func(c *demo.Customer) { c.Note = "changed outside"; c.Status = platform.AccountDestroyed }); err != nil {
		t.Fatal(err)
	}
	row = everybody(t, p, token, "filterField", "email;status", "filterValue", "new@;3")[0]
	if text(row, "note") != "changed outside" {
		t.Errorf("changed: %v", row)
	}
	if err := p.DeleteCustomer(ctx, uid); err != nil {
		t.Fatal(err)
	}
	if rows := everybody(t, p, token, "filterField", "email;status", "filterValue", "new@;3"); len(rows) != 0 || len(everybody(t, p, token)) != 20 {
		t.Errorf("deleted: %v", rows)
	}
	for name, err := range map[string]error{
		"delete": p.DeleteCustomer(ctx, uid), "change": p.ChangeCustomer(ctx, uid, func(*demo.Customer) {}), "act": p.Act(ctx, uid, "x", "y"),
	} {
		if !errors.Is(err, demo.ErrNoCustomer) {
			t.Errorf("%s nobody: %v", name, err)
		}
	}
}

// What falls on every change leaves readings alone.
func TestAFaultOfEveryChange(t *testing.T) {
	p := start(t, demo.Options{Customers: 40})
	uid := freshCustomer(t, p)
	addFault(t, p, demo.EveryChange, demo.Fault{Drop: demo.DropAfter})
	if _, _, has, err := noted(t, p, uid, "kept"); err == nil || has != "kept" {
		t.Errorf("the answer came with error %v, the note is %q", err, has)
	}
	form := fields("appid", "cluster", "session", account(t, p, "admin", false).Token.Reveal())
	if response, _, err := post(t, p.URL()+"/1.0/billing/groupquota/rest/getgroups", form); err != nil || response.StatusCode != 200 {
		t.Errorf("a reading was lost: %v", err)
	}
}
