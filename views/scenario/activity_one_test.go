package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// chosenInActivity is Activity History with the busiest customer chosen, whose log
// is read.
func chosenInActivity(t *testing.T) (*story, platform.UID) {
	t.Helper()
	s := activity(t)
	uid := s.uids()[0]
	s.choosesInActivity(uid)
	s.oneRead(uid)
	return s, uid
}

func (s *story) choosesInActivity(uid platform.UID) {
	s.t.Helper()
	s.press("Ctrl+F")
	s.types(fmt.Sprint(uid))
	s.press("Down", "Home")
	for i := range s.grid().Length() {
		if s.uids()[i] == uid {
			break
		}
		s.press("Down")
	}
	same(s.t, "current row", s.uids()[s.grid().Current()], uid)
	s.passes(120 * time.Millisecond)
}

// oneRead waits until the log of the chosen customer is read for the days.
func (s *story) oneRead(uid platform.UID) {
	s.t.Helper()
	s.until("the log is read", func() bool {
		state, err := s.cluster.State(s.ctx, model.SectionKey{Section: model.SectionAudit, UID: uid, Period: s.chosenDays()})
		s.must(err)
		return len(state.Missing) == 0 && !state.Reading && !state.ReadAt.IsZero() && !s.shows("Reading the audit log…")
	})
}

// barsOfDays is the chart of the chosen customer.
func (s *story) barsOfDays() *kit.Chart {
	s.t.Helper()
	for _, p := range s.pieces() {
		if c, is := p.CanvasObject.(*kit.Chart); is {
			return c
		}
	}
	s.t.Fatalf("there is no chart. On screen:\n%s", s.screen())
	return nil
}

// latest is the list of the latest actions.
func (s *story) latest() *kit.Grid {
	s.t.Helper()
	for _, p := range s.pieces() {
		if g, is := p.CanvasObject.(*kit.Grid); is && g != s.grid() {
			return g
		}
	}
	s.t.Fatalf("there are no latest actions. On screen:\n%s", s.screen())
	return nil
}

// What the pane counts is what the platform's log has, day by day.
func TestActionsADayOfTheChosenCustomer(t *testing.T) {
	s, uid := chosenInActivity(t)
	days := s.chosenDays()
	list, err := s.cluster.AuditFirst(s.ctx, uid, model.AuditFilter{From: days.From, To: days.To}, 10_000)
	s.must(err)
	failed, perDay := 0, map[string]int{}
	for _, a := range list {
		if a.Failed() {
			failed++
		}
		perDay[a.Started.Format("2 Jan 2006")]++
	}
	same(t, "there is something", len(list) > 20 && failed > 0, true)
	s.sees(text.Count(len(list)) + " actions")
	s.sees(fmt.Sprintf("%d error", failed))
	chart := s.barsOfDays()
	for i := range 7 {
		day := days.From.AddDate(0, 0, i)
		hint := chart.Hint(i)
		same(t, "the day of a bar", strings.Contains(hint, day.Format("2 Jan 2006")), true)
		if n := perDay[day.Format("2 Jan 2006")]; n > 0 && !strings.Contains(hint, fmt.Sprint(n)) {
			t.Errorf("bar %d says %q, the log has %d", i, hint, n)
		}
	}
	same(t, "the latest first", says(s.latest(), "date")[0], list[0].Started.Format(time.DateTime))
}

// A click on a bar lists that day alone; another click, or Esc, lists all.
func TestADayOfTheChosenCustomer(t *testing.T) {
	s, _ := chosenInActivity(t)
	all := s.latest().Length()
	chart := s.barsOfDays()
	s.window.Fyne().Canvas().Focus(chart)
	s.press("End", "Left", "Enter")
	day := s.chosenDays().To.AddDate(0, 0, -2)
	s.sees("Actions of " + day.Format("2 Jan 2006"))
	same(t, "chosen bar", chart.Chosen(), 5)
	for _, date := range says(s.latest(), "date") {
		same(t, "day", strings.HasPrefix(date, day.Format(time.DateOnly)), true)
	}
	same(t, "fewer rows", s.latest().Length() < all, true)
	s.press("Esc")
	same(t, "all rows", s.latest().Length(), all)
	s.press("Enter")
	s.clicks("All days")
	same(t, "all rows again", s.latest().Length(), all)
	same(t, "no bar is chosen", chart.Chosen(), -1)
}

// Days that were not read are said to be so, and never shown as days without actions.
func TestUnreadDaysOfTheChosenCustomer(t *testing.T) {
	s := activity(t)
	uids := s.uids()
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
	s.choosesInActivity(uids[3])
	s.sees("Not read yet. It is read as soon as the platform answers.")
	for _, p := range s.pieces() {
		same(t, "what is not read is not counted", p.words() == "0 actions", false)
	}
	for i := range 7 {
		same(t, "a day says that it is not read", strings.Contains(s.barsOfDays().Hint(i), "not read"), true)
	}
	s.must(s.platform.Offline(false))
}

// Without the platform what was read of the chosen customer stays, with its age.
func TestTheChosenCustomerWithoutThePlatform(t *testing.T) {
	s, _ := chosenInActivity(t)
	rows := says(s.latest(), "action")
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
	s.press("Ctrl+1")
	s.press("Ctrl+2")
	same(t, "actions", says(s.latest(), "action"), rows)
	s.must(s.platform.Offline(false))
}

// A log that cannot be read is said in the pane; the list stays as it is.
func TestAFailingLogOfTheChosenCustomer(t *testing.T) {
	s := activity(t)
	rows := s.grid().Length()
	s.must(s.platform.Faults().Add(auditMethod, demo.Fault{Result: 99}))
	s.choosesInActivity(s.uids()[2])
	s.until("it is said", func() bool { return s.shows("99") && s.shows("Retry") })
	s.press("Ctrl+F", "Esc")
	same(t, "rows", s.grid().Length(), rows)
	s.platform.Faults().Clear(auditMethod)
	s.clicks("Retry")
	s.until("it is read", func() bool { return !s.shows("Retry") })
}

// Moving along the list reads nobody's log before the row rests; another customer
// is shown with their own actions only.
func TestAnotherChosenCustomer(t *testing.T) {
	s := activity(t)
	before := s.platform.Requests(auditMethod)
	s.press("Ctrl+F")
	s.press("Down", "Home")
	s.passes(time.Millisecond)
	for range 5 {
		s.key(kit.Key{Name: fyne.KeyDown})
	}
	same(t, "logs read while the row moves", s.platform.Requests(auditMethod)-before <= 1, true)
	s.passes(120 * time.Millisecond)
	uid := s.uids()[s.grid().Current()]
	s.oneRead(uid)
	s.sees(s.truth(uid).Email)
	s.clicks("Open in Users")
	same(t, "customer in Users", s.window.Users().Detail().UID(), uid)
}

// Twelve weeks have a bar for each day; a period without a chosen row says so.
func TestTheChosenCustomerOverTwelveWeeks(t *testing.T) {
	s, uid := chosenInActivity(t)
	s.drops("Last 7 days")
	s.clicks("12 weeks")
	s.periodRead()
	if !slices.Contains(s.uids(), uid) {
		t.Fatal("the busiest did nothing in twelve weeks")
	}
	s.choosesInActivity(uid)
	s.oneRead(uid)
	same(t, "first bar", strings.Contains(s.barsOfDays().Hint(0), "1 Sep 2026"), true)
	same(t, "last bar", strings.Contains(s.barsOfDays().Hint(83), "23 Nov 2026"), true)
}
