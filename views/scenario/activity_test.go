package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/client/platform"
	"steward/views/kit"
)

// activity is a window on Activity History with its period read.
func activity(t *testing.T) *story {
	t.Helper()
	s := open(t)
	s.press("Ctrl+2")
	s.periodRead()
	return s
}

func (s *story) periodRead() {
	s.t.Helper()
	s.until("the period is read", func() bool { return !s.window.Activity().ReadAt().IsZero() && !s.shows("Reading the period…") })
}

// counts are the actions of the rows in their order.
func (s *story) counts() []int {
	s.t.Helper()
	var list []int
	for i := range s.grid().Length() {
		n, err := strconv.Atoi(strings.ReplaceAll(s.cell(i, "actions").Text, ",", ""))
		s.must(err)
		list = append(list, n)
	}
	return list
}

// The last seven days, the busiest first.
func TestActivityShowsTheBusiestFirst(t *testing.T) {
	s := activity(t)
	counts := s.counts()
	same(t, "there are some", len(counts) > 10, true)
	same(t, "the busiest first", slices.IsSortedFunc(counts, func(a, b int) int { return cmp.Compare(b, a) }), true)
	s.sees(fmt.Sprintf("%d active customers", len(counts)))
	s.sees(fmt.Sprintf("%d customers did nothing in this period", customers-len(counts)))
	s.dates("2026-11-17", "2026-11-23")
}

// dates fails unless these days stand in the two fields.
func (s *story) dates(first, last string) {
	s.t.Helper()
	var days []string
	for _, p := range s.pieces() {
		if d, ok := p.CanvasObject.(*kit.DateEntry); ok {
			days = append(days, d.Text())
		}
	}
	same(s.t, "days", days, []string{first, last})
}

func TestActivityPeriods(t *testing.T) {
	s := activity(t)
	before := "Last 7 days"
	for _, p := range []struct{ title, first, last string }{
		{"Today", "2026-11-23", "2026-11-23"}, {"Last 30 days", "2026-10-25", "2026-11-23"}, {"This month", "2026-11-01", "2026-11-23"},
		{"Last month", "2026-10-01", "2026-10-31"}, {"12 weeks", "2026-09-01", "2026-11-23"},
	} {
		s.drops(before)
		s.clicks(p.title)
		s.periodRead()
		s.dates(p.first, p.last)
		before = p.title
	}
	s.again(true).everybodyRead()
	s.periodRead() // the tab is remembered too
	s.dates("2026-09-01", "2026-11-23")
}

// What a customer does now counts after Refresh.
func TestActivityCountsWhatIsDoneNow(t *testing.T) {
	s := open(t)
	uid := s.uids()[100]
	s.press("Ctrl+2")
	s.drops("Last 7 days")
	s.clicks("Today")
	s.periodRead()
	count := func() int {
		if at := slices.Index(s.uids(), uid); at >= 0 {
			return s.counts()[at]
		}
		return 0
	}
	before := count()
	for range 3 {
		s.must(s.platform.Act(s.ctx, uid, "ControlService.StopEnv", "stopped"))
	}
	s.clock.pass(time.Second)
	s.press("F5")
	s.until("three more are counted", func() bool { return count() == before+3 })
}

// Days in the wrong order are told in place; nothing is asked.
func TestActivityDaysInTheWrongOrder(t *testing.T) {
	s := activity(t)
	rows, asked := s.uids(), s.platform.Requests("administration/cluster/getusersactivities")
	s.fills(1, "2026-11-01")
	s.sees("The end is before the start.")
	same(t, "rows", s.uids(), rows)
	same(t, "questions", s.platform.Requests("administration/cluster/getusersactivities"), asked)
	s.fills(1, "yesterday")
	s.sees("Write the day as 2026-11-23.")
}

// fills writes a day into one of the two fields, and Enter.
func (s *story) fills(field int, day string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		d, ok := p.CanvasObject.(*kit.DateEntry)
		if !ok {
			continue
		}
		if field--; field >= 0 {
			continue
		}
		d.Focus()
		for range d.Text() {
			s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
			s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		}
		s.types(day)
		s.press("Enter")
		return
	}
	s.t.Fatal("there is no such field")
}

func TestActivitySorts(t *testing.T) {
	s := activity(t)
	s.clicksRow("User ID")
	same(t, "by User ID", slices.IsSorted(s.uids()), true)
	s.clicksRow("User ID")
	same(t, "turned", slices.IsSortedFunc(s.uids(), func(a, b platform.UID) int { return cmp.Compare(b, a) }), true)
	s.clicksRow("Actions Count")
	same(t, "by count", slices.IsSortedFunc(s.counts(), func(a, b int) int { return cmp.Compare(b, a) }), true)
	s.clicksRow("Actions Count")
	same(t, "turned", slices.IsSorted(s.counts()), true)
}

// A click on a User ID leads to Users with that customer, whatever is filtered there.
func TestActivityLeadsToTheCustomer(t *testing.T) {
	s := open(t)
	s.types("nobody has this")
	s.press("Ctrl+2")
	s.periodRead()
	uid := s.uids()[0]
	s.clicksRow(fmt.Sprint(uid))
	same(t, "customer in the detail", s.window.Users().Detail().UID(), uid)
	same(t, "current row", s.uids()[s.grid().Current()], uid)
	same(t, "rows of the list", len(s.uids()), customers)
}

func TestActivityLeadsToTheCustomerWithKeys(t *testing.T) {
	s := activity(t)
	uid := s.uids()[1]
	s.press("Home", "Down", "Enter")
	same(t, "customer in the detail", s.window.Users().Detail().UID(), uid)
}

func TestActivitySearches(t *testing.T) {
	s := activity(t)
	email := s.truth(s.uids()[3]).Email
	s.press("Ctrl+F")
	s.types(email)
	same(t, "rows", s.logins(), []string{email})
	s.press("Esc")
	s.press("Ctrl+F")
	s.types("no such person")
	s.clicks("Clear search and filter")
	same(t, "there are rows", s.grid().Length() > 10, true)
}
