package scenario

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// changesOff fails unless every change is there and says why it cannot be.
func (s *story) changesOff(why string) {
	s.t.Helper()
	seen := 0
	var look func([]*kit.Action)
	look = func(actions []*kit.Action) {
		for _, a := range actions {
			if len(a.Menu) > 0 {
				look(a.Menu)
			} else if a != kit.Separator && strings.HasSuffix(a.Title, "…") && a.Run != nil {
				seen++
				same(s.t, a.Title, a.Reason(), why)
			}
		}
	}
	for _, m := range s.window.Menus() {
		if m.Title == "Customer" {
			look(m.Menu)
		}
	}
	if seen < 10 {
		s.t.Fatalf("only %d changes are in the menu", seen)
	}
	s.press("Ctrl+B")
	s.seesNot("What follows")
	same(s.t, "said in the hint line", s.hint(), why)
}

// Who may only look sees every change, and why it is off.
func TestTheRoleViewChangesNothing(t *testing.T) {
	s := live(t, "view")
	s.visit(s.uids()[3])
	s.changesOff("You may look but not change (role view). Actions are off. Ask the owner if you need more.")
	same(t, "notes", s.writesNotes(), false)
}

// A live profile that starts read-only: the same, until writing is unlocked.
func TestAReadOnlyProfileIsUnlocked(t *testing.T) {
	s := live(t, "admin", func(p *model.Profile) { p.ReadOnly = true })
	c := s.someone(s.everyone(), "plain", plain)
	s.visit(c.UID)
	why := s.cluster.MayWrite()
	s.changesOff(s.sentence(why))
	s.must(s.cluster.UnlockWriting())
	s.settle()
	s.fillsRefill("3", "Unlocked")
	s.sends()
}

// With several marked, forms of one customer are off and the others lead to a plan.
func TestSeveralMarkedLeadToAPlan(t *testing.T) {
	s := open(t)
	uids := s.uids()[:3]
	var planned []platform.UID
	s.window.Users().Bulk = func(_ model.OperationKind, uids []platform.UID, _ string) { planned = uids }
	for _, uid := range uids {
		s.ticks(uid)
	}
	s.sees("Change Status of 3")
	s.sees("Actions for 3")
	s.press("Ctrl+E")
	same(t, "said", s.hint(), "Needs exactly one customer.")
	s.press("Ctrl+Shift+S")
	same(t, "said", s.hint(), "Needs exactly one customer.")
	s.press("Ctrl+B")
	same(t, "planned", planned, uids)
	s.seesNot("What follows")
}

// Offline nobody signs in as a customer.
func TestOfflineNobodySignsInAsACustomer(t *testing.T) {
	s, _ := changing(t, plain)
	s.offline()
	s.press("Ctrl+Shift+S")
	s.seesNot("What follows")
	same(t, "said", strings.HasPrefix(s.hint(), "Needs the platform."), true)
}

// Sign In as User asks why, and makes a page that hands the session over once.
func TestSigningInAsACustomer(t *testing.T) {
	s, c := changing(t, plain)
	page := s.signsInAs()
	browser := &http.Client{}
	answer, err := browser.Get(page.URL)
	body := s.whole(answer, err)
	browser.CloseIdleConnections()
	same(t, "a form that is sent by itself", strings.Contains(body, "<form"), true)
	same(t, "no session in the address", strings.Contains(page.URL, "session"), false)
	s.until("it is known that it was fetched", func() bool { v := s.cluster.Visits(); return len(v) == 1 && v[0].Fetched })
	op, _ := s.newest()
	same(t, "whom", op.UID, c.UID)
	same(t, "reason", op.Change.Reason, "Caller sees an error")
	s.must(s.cluster.EndVisit(s.ctx, page.Operation))
}

// signsInAs signs in as the customer in the detail.
func (s *story) signsInAs() (page struct {
	URL       string
	Operation model.OperationID
}) {
	s.t.Helper()
	s.press("Ctrl+Shift+S")
	s.sees("Opens the dashboard as this customer.")
	same(s.t, "why not", s.sendButton().Action.Reason(), "Say why; the next colleague sees it.")
	s.fill("Reason", "Caller sees an error")
	s.press("Ctrl+Enter")
	s.until("the page is there", func() bool { return len(s.cluster.Visits()) == 1 })
	s.until("the form is gone", func() bool { return !s.shows("What follows") })
	v := s.cluster.Visits()[0]
	page.URL, page.Operation = v.URL, v.Operation
	return page
}

// In a browser the one-time page leads to the customer's dashboard: in Chromium where
// there is one, else in a client that sends the form as a browser does.
func TestSigningInAsACustomerInABrowser(t *testing.T) {
	s, c := changing(t, plain)
	page := s.signsInAs()
	same(t, "dashboard of the customer", strings.Contains(s.browsed(page.URL), html.EscapeString(c.Email)), true)
	s.must(s.cluster.EndVisit(s.ctx, page.Operation))
	s.until("it is signed out", func() bool { return len(s.cluster.Visits()) == 0 })
}

// browsed is the page that a browser ends at.
func (s *story) browsed(address string) string {
	s.t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		browser, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		out, err := exec.CommandContext(s.ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+s.t.TempDir(),
			"--virtual-time-budget=8000", "--dump-dom", address).Output()
		s.must(err)
		return string(out)
	}
	s.t.Log("there is no Chromium on this computer: the form is sent by the test")
	jar, err := cookiejar.New(nil)
	s.must(err)
	browser := &http.Client{Jar: jar}
	defer browser.CloseIdleConnections()
	answer, err := browser.Get(address)
	form := regexp.MustCompile(`action="([^"]*)"[^>]*><input type="hidden" name="([^"]*)" value="([^"]*)"`).FindStringSubmatch(s.whole(answer, err))
	if form == nil {
		s.t.Fatal("the page has no form")
	}
	answer, err = browser.PostForm(html.UnescapeString(form[1]), url.Values{html.UnescapeString(form[2]): {html.UnescapeString(form[3])}})
	return s.whole(answer, err)
}

// whole is the text of an answer.
func (s *story) whole(answer *http.Response, err error) string {
	s.t.Helper()
	s.must(err)
	body, err := io.ReadAll(answer.Body)
	s.must(err)
	s.must(answer.Body.Close())
	return string(body)
}

// Where the dashboard opened the last time, it opens again.
func TestThePopupIsRemembered(t *testing.T) {
	s, _ := changing(t, plain)
	s.press("Ctrl+Shift+S")
	s.fill("Reason", "Caller sees an error")
	s.picks("New tab", "Open in Popup")
	s.press("Ctrl+Enter")
	s.until("the page is there", func() bool { return len(s.cluster.Visits()) == 1 })
	s.until("the form is gone", func() bool { return !s.shows("What follows") })
	s.press("Ctrl+Shift+S")
	s.sees("Open in Popup")
	s.press("Esc")
	s.must(s.cluster.EndVisit(s.ctx, s.cluster.Visits()[0].Operation))
}

// The pencils of the balances lead to the forms of money, with their balance.
func TestThePencilOfABalance(t *testing.T) {
	s, c := changing(t, plain)
	s.clicks("Edit Bonus")
	s.clicks("Refill Balance…")
	s.sees("Bonus 0.00 EUR (read 0 s ago)")
	s.types("2")
	s.fill("Reason", "Goodwill")
	s.checked()
	same(t, "kind", s.booked(s.sends())[0].Operation, platform.BonusFunded)
	same(t, "main balance", s.truth(c.UID).Balance.Equal(c.Balance), true)
}

// A form belongs to its customer: another one on screen takes it away, in a pane too.
func TestAFormDoesNotStayWithAnotherCustomer(t *testing.T) {
	s, uid, _ := numeric(t)
	s.press("Enter")
	s.types("7777")
	other := s.someone(s.platformEveryone(), "else", func(c demo.Customer) bool { return plain(c) && c.UID != uid })
	s.visit(other.UID)
	s.press("Alt+5")
	s.seesNot("New value")
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 0)
}

// sentence is what a person is told of an error.
func (s *story) sentence(e *model.Error) string {
	s.t.Helper()
	return text.Error(e.Key, e.Args)
}

// writesNotes reports whether the notes take text.
func (s *story) writesNotes() bool {
	s.t.Helper()
	before := len(s.screen())
	s.press("Ctrl+N")
	return before != len(s.screen()) && s.shows("not saved")
}
