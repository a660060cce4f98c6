//go:build linux

package proof

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/assets/text"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
)

// whyVisited is the reason that is typed into the form.
const whyVisited = "ticket about an invoice"

// TestProofOfVisits: Sign In as User from the button of the real window to the
// customer's dashboard in a real Chromium, and what is left of it there. Without a
// browser the same is tested in app; only make proof asks for one to be installed.
func TestProofOfVisits(t *testing.T) {
	if !record.Full() {
		return
	}
	f := openFront(t, 200)
	v := &visitors{t: t, front: f, browser: newBrowser(t), sessions: map[string]string{}}
	for _, email := range []string{"anna.tab@post.example", "bert.late@post.example", "cleo.window@post.example", "dora.plain@post.example"} {
		uid, err := f.AddCustomer(t.Context(), demo.Customer{User: platform.User{Email: email}, Name: "Visited"})
		if err != nil {
			t.Fatal(err)
		}
		v.uids = append(v.uids, uid)
		v.emails = append(v.emails, email)
	}
	dir := here.folder(t)
	c := openCore(t, dir)
	owner := f.account(t, "owner@demo.test")
	profile := model.Profile{Name: "Proof", URL: f.url, Kind: model.Test, Proxy: model.ProxyNone, StaySignedIn: true}
	cluster := c.password(profile, owner.Login, owner.Password)
	complete(t, cluster)
	id := cluster.Profile().ID
	if _, err := cluster.NewRecoveryCode(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.shut()
	v.program = launch(t, v.browser.path(), "--home", dir)
	v.program.until("the desk", func() bool { return strings.Contains(v.program.title(), "Proof") })
	v.program.rested(f)

	v.inATab()
	v.withoutAClick()
	v.inAWindow()
	v.withoutScripts()
	ended := v.signedOut()
	v.browser.quit()
	found := v.traces()
	rows := v.recorded(dir, id, owner)

	record.Proven(t, record.Proof{
		ID: "visit.chromium", What: "Sign In as User from the button of the real window to the customer's dashboard in a real Chromium: in a tab, in a window of its own, without the click and without scripts; the one-time page opened again, back and reloaded; then addresses, Referer, and all that Chromium keeps on the disk searched for the sessions",
		Figure: fmt.Sprintf("%d of 4 show the customer, %d recorded with operator and reason, %d sessions ended; %d hits of %d sessions in %d files, %.1f MB", len(v.sessions), rows, ended, len(found.hits), len(v.sessions), found.files, float64(found.bytes)/1e6),
		Bound:  "4 of each, 0 hits", OK: !t.Failed() && len(v.sessions) == 4 && rows == 4 && ended == 4 && len(found.hits) == 0,
	})
}

// visitors are an operator who signs in as customers, and the browser.
type visitors struct {
	t        *testing.T
	front    *front
	program  *program
	browser  *browser
	uids     []platform.UID
	emails   []string
	sessions map[string]string // of the customers that were shown, by e-mail
}

// visit signs in as a customer, as a person does: finds them, presses the button
// (or takes Open in Popup from its menu), writes why, and sends. It returns the
// address that the program opened.
func (v *visitors) visit(nth int, keys ...string) (address string) {
	v.t.Helper()
	p := v.program
	before := len(v.browser.addresses())
	p.write("", "ctrl+f", "ctrl+a")
	p.write(v.emails[nth])
	p.rested(v.front)
	p.write("", "Down")
	p.rested(v.front)
	p.write("", "ctrl+f", "Tab", "Tab", "Tab", "Tab", "Tab")
	p.write("", keys...)
	p.rested(v.front)
	p.write(whyVisited)
	p.write("", "ctrl+Return")
	p.until("the browser to be opened", func() bool { return len(v.browser.addresses()) > before })
	address = v.browser.addresses()[before]
	if !strings.HasPrefix(address, "http://127.0.0.1:") {
		v.t.Errorf("the program opened %s", address)
	}
	return address
}

// The keys on the button Sign In as User.
var (
	press     = []string{"space"}
	fromPopup = []string{"Down", "Down", "Return"}
)

// shown waits until a customer's dashboard is on screen and notes its session.
func (v *visitors) shown(nth int) (handle string) {
	v.t.Helper()
	handle = v.browser.shows(v.program, "Dashboard of "+v.emails[nth])
	for _, a := range v.front.since(0) {
		if session := a.form.Get("session"); a.method == "/" && session != "" {
			v.sessions[v.emails[nth]] = session
		}
	}
	return handle
}

// inATab is the usual way, then everything by which the page could be had again.
func (v *visitors) inATab() {
	v.t.Helper()
	b := v.browser
	address := v.visit(0, press...)
	b.attach(v.program)
	dashboard := v.shown(0)
	session := v.sessions[v.emails[0]]
	dead := func(how string) (page string) {
		v.t.Helper()
		page = b.source()
		handed := 0
		for _, a := range v.front.since(0) {
			if a.form.Get("session") == session && a.method == "/" {
				handed++
			}
		}
		if strings.Contains(page, session) || strings.Contains(page, "<form id=") || handed != 1 {
			v.t.Errorf("%s: the one-time page is still there, it handed the session over %d times:\n%s", how, handed, page)
		}
		return page
	}
	b.newTab()
	_ = b.open(address) // after 15 s nobody answers
	told := strings.Contains(dead("opened again"), text.T("visit.page.gone"))
	b.photo("visit-gone")
	_ = b.call("/refresh", none{}, nil)
	dead("reloaded")
	if told {
		v.program.until("the session to end", v.front.got("users/authentication/signout", "session", session))
	}
	b.look(dashboard)
	b.ask("/refresh", none{}, nil)
	if told && !strings.Contains(b.source(), "Not signed in") {
		v.t.Error("opened twice, but the session lives on")
	}
	b.ask("/back", none{}, nil)
	dead("back")
	_ = b.call("/refresh", none{}, nil)
	dead("back and reloaded")
}

// withoutAClick asks for a window of its own, but nobody presses the button of
// the page: it goes on by itself.
func (v *visitors) withoutAClick() {
	v.t.Helper()
	v.visit(1, fromPopup...)
	v.shown(1)
}

// inAWindow presses the button: a window of its own. The page's clock stands
// still, so that it does not go on by itself on a slow computer.
func (v *visitors) inAWindow() {
	v.t.Helper()
	b := v.browser
	page := v.open(2, fromPopup, func() {
		b.tell("Page.enable", none{})
		b.tell("Page.addScriptToEvaluateOnNewDocument", map[string]string{"source": "window.setTimeout = function () {}"})
	})
	var loaded int
	if b.run("return performance.getEntriesByType('resource').length", &loaded); loaded != 0 {
		v.t.Errorf("the page loads %d other things", loaded)
	}
	schemes := map[string][]byte{}
	for _, scheme := range []string{"light", "dark"} {
		b.tell("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}})
		schemes[scheme] = b.photo("visit-" + scheme)
	}
	if bytes.Equal(schemes["light"], schemes["dark"]) {
		v.t.Error("the page looks the same in the dark")
	}
	b.click("button")
	window := v.shown(2)
	var size [2]int
	var reaches bool
	b.run("return [innerWidth, innerHeight]", &size)
	b.run("return window.opener !== null", &reaches)
	if window == page || size[0] != 1200 || size[1] < 790 || size[1] > 800 || reaches {
		v.t.Errorf("own window: %v, of %v, reaches the page that opened it: %v", window != page, size, reaches)
	}
	b.photo("dashboard-window")
	b.look(page)
	var left string
	b.run("return document.body.innerText", &left)
	if !strings.Contains(left, text.T("visit.page.done")) || strings.Contains(left, text.T("visit.page.wait")) || strings.Contains(b.source(), v.sessions[v.emails[2]]) {
		v.t.Errorf("the page says %q", left)
	}
	b.photo("visit-done")
}

// open has the program write the address down instead of starting the browser,
// and opens it in a tab that was prepared before.
func (v *visitors) open(nth int, keys []string, prepare func()) (handle string) {
	v.t.Helper()
	b := v.browser
	if err := os.WriteFile(b.keep, nil, 0o600); err != nil {
		v.t.Fatal(err)
	}
	handle = b.newTab()
	prepare()
	if err := b.open(v.visit(nth, keys...)); err != nil {
		v.t.Fatalf("open the page: %v", err)
	}
	return handle
}

// withoutScripts presses the button where scripts are off.
func (v *visitors) withoutScripts() {
	v.t.Helper()
	b := v.browser
	scripts := func(off bool) { b.tell("Emulation.setScriptExecutionDisabled", map[string]bool{"value": off}) }
	v.open(3, press, func() { scripts(true) })
	b.photo("visit-plain")
	if !strings.Contains(b.source(), v.emails[3]) { // it waits for the button
		for _, kind := range []string{"keyDown", "keyUp"} {
			b.tell("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13})
		}
	}
	v.shown(3)
	scripts(false)
}

// signedOut signs the last customer out in the browser and the others by quitting,
// and counts the sessions that the platform does not know any more.
func (v *visitors) signedOut() (ended int) {
	v.t.Helper()
	b := v.browser
	b.photo("dashboard")
	b.click("form button")
	b.shows(v.program, "Signed out")
	b.photo("dashboard-left")
	v.program.quit()
	for email, session := range v.sessions {
		resp, err := http.PostForm(v.front.Platform.URL(), url.Values{"session": {session}})
		if err != nil {
			v.t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden {
			v.t.Errorf("the session of %s outlives the program: %s", email, resp.Status)
			continue
		}
		ended++
	}
	return ended
}

// traces searches everything that was left for the sessions.
func (v *visitors) traces() (found finds) {
	v.t.Helper()
	secrets := map[string]string{}
	for email, session := range v.sessions {
		secrets["session of "+email] = session
	}
	n := newNeedles(secrets)
	found.below(v.t, n, "left", here.home, here.temp, here.run)
	for _, a := range v.front.since(0) {
		line, rest, _ := strings.Cut(a.head, "\n")
		found.look(n, "address", []byte(line))
		if _, referer, says := strings.Cut(rest, "Referer:"); says {
			v.t.Errorf("%s tells where it comes from: %s", line, referer)
		}
	}
	found.say(v.t)
	var control finds
	control.below(v.t, newNeedles(map[string]string{"address": v.browser.addresses()[0]}), "control", v.browser.profile)
	if len(control.hits) == 0 {
		v.t.Error("the search does not find in Chromium's history what is in it")
	}
	return found
}

// recorded counts the visits that name operator and reason in the journal, and
// the operator on the platform.
func (v *visitors) recorded(dir, id string, owner demo.Account) (rows int) {
	v.t.Helper()
	c := openCore(v.t, dir)
	defer c.shut()
	cluster, err := c.Resume(v.t.Context(), id)
	if err != nil {
		v.t.Fatal(err)
	}
	there, err := client.New(client.Config{BaseURL: v.front.url, UserAgent: "proof", Now: time.Now})
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := there.SignIn(v.t.Context(), owner.Login, owner.Password); err != nil {
		v.t.Fatal(err)
	}
	today := time.Now().UTC()
	for _, uid := range v.uids {
		keys, err := cluster.OperationKeys(v.t.Context(), model.OperationFilter{UID: uid, Kinds: []model.OperationKind{model.SignInAsUser}})
		if err != nil {
			v.t.Fatal(err)
		}
		ops, err := cluster.Operations(v.t.Context(), keys)
		if err != nil {
			v.t.Fatal(err)
		}
		log, err := there.Audit(v.t.Context(), client.AuditQuery{UID: uid, Period: platform.Period{From: today.AddDate(0, 0, -1), To: today.AddDate(0, 0, 1)}})
		if err != nil {
			v.t.Fatal(err)
		}
		named := slices.ContainsFunc(log.Rows, func(a platform.Action) bool {
			return a.Service == "AdminService.SigninAsClient" && a.Email == owner.Login
		})
		if len(ops) == 1 && ops[0].Change.Reason == whyVisited && ops[0].Operator.Login == owner.Login && ops[0].State == model.StateConfirmed && named {
			rows++
			continue
		}
		v.t.Errorf("recorded of %d: %+v; on the platform: %+v", uid, ops, log.Rows)
	}
	return rows
}
