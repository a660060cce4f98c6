package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/client/demo"
	"steward/views/customer"
	"steward/views/kit"
)

const (
	infoMethod    = "system/admin/getuserinfo"
	fundingMethod = "billing/account/getfundaccounthistory"
)

// Twenty customers in two seconds while the platform is slow: whoever is last stays
// on screen, with their own data, and nobody was asked about twice.
func TestTwentyCustomersInTwoSeconds(t *testing.T) {
	s := open(t)
	uids := s.uids()[20:40]
	s.must(s.platform.Faults().Add(quotasMethod, demo.Fault{Latency: 30 * time.Millisecond}))
	s.press("Down", "Enter", "Alt+5")
	s.until("the first one is read", func() bool { return s.inDetail("Meaning").Length() > 0 })
	before := s.platform.Requests(quotasMethod)
	for _, uid := range uids {
		s.window.Users().Select(uid)
		s.passes(100 * time.Millisecond)
		if email := s.truth(uid).Email; !s.shows(email) && !s.shows(fmt.Sprint(uid)) {
			t.Fatalf("%s is not in the header", email)
		}
	}
	last := uids[len(uids)-1]
	s.inFrame(last)
	s.until("the quotas of the last one are read", func() bool { return s.inDetail("Meaning").Length() > 0 && !s.shows("Reading…") })
	s.inFrame(last)
	s.sees(s.truth(last).Email)
	found, err := s.cluster.Quotas(s.ctx, last)
	s.must(err)
	list := s.inDetail("Meaning")
	same(t, "rows", list.Length(), len(found.Rows))
	for i, q := range found.Rows {
		cells, _ := tableRow(list, i)
		same(t, "quota", cells["name"].Text, q.Name)
	}
	asked := s.platform.Requests(quotasMethod) - before
	same(t, "nobody was asked about twice", asked <= len(uids), true)
}

// Refresh pressed again and again while it is under way asks once.
func TestOneFlightForOneSection(t *testing.T) {
	s := open(t)
	s.visit(s.uids()[5])
	s.press("Alt+5")
	s.until("quotas are read", func() bool { return s.inDetail("Meaning").Length() > 0 && !s.shows("Reading…") })
	s.must(s.platform.Faults().Add(quotasMethod, demo.Fault{Latency: 300 * time.Millisecond}))
	before := s.platform.Requests(quotasMethod)
	button := s.titled("Refresh")
	for range 6 {
		button.Action.Run()
	}
	s.until("it is over", func() bool { return s.platform.Requests(quotasMethod) > before && !s.shows("Reading…") })
	same(t, "questions", s.platform.Requests(quotasMethod)-before, 1)
}

// A section that fails leaves the seven other tabs working.
func TestOneFailingSectionLeavesTheOthers(t *testing.T) {
	for tab, methods := range map[string][]string{
		customer.TabEnvironments:  {"administration/cluster/searchenvs", "administration/cluster/getenvs"},
		customer.TabSubscriptions: {"administration/subscription/getsubscriptions"},
		customer.TabAudit:         {auditMethod},
		customer.TabBilling:       {"billing/account/getaccountbillinghistorybyperiodinner"},
		customer.TabQuotas:        {quotasMethod},
		customer.TabFunding:       {fundingMethod},
		customer.TabInfo:          {infoMethod},
		customer.TabCollaboration: {membersMethod},
	} {
		t.Run(tab, func(t *testing.T) {
			s := open(t)
			for _, method := range methods {
				s.must(s.platform.Faults().Add(method, demo.Fault{Result: 99}))
			}
			s.window.Users().Select(s.uids()[5])
			s.press("Alt+1")
			for i, other := range customer.Tabs {
				s.press(fmt.Sprintf("Alt+%d", i+1))
				if other == tab {
					s.until(tab+" says that it failed", func() bool { return s.shows("Retry") })
					continue
				}
				s.until(other+" is read", func() bool { return s.shows("Updated 0 s ago") && !s.shows("Reading…") })
				s.seesNot("Retry")
			}
		})
	}
}

// What stands still does not move while another customer is waited for: tabs,
// control row and list stay where they are, with and without data.
func TestNothingMovesWhileACustomerIsWaitedFor(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.visit(uids[5])
	for i := range customer.Tabs {
		s.press(fmt.Sprintf("Alt+%d", i+1))
		s.until("it is read", func() bool { return s.shows("Updated 0 s ago") && !s.shows("Reading…") })
		before := s.frames()
		s.must(s.platform.Faults().Add("*", demo.Fault{Latency: 60 * time.Millisecond}))
		s.window.Users().Select(uids[6+i])
		s.passes(100 * time.Millisecond)
		same(t, "places while it is waited for, tab "+customer.Tabs[i], s.frames(), before)
		s.platform.Faults().Clear("*")
		s.until("the other one is read", func() bool { return s.shows("Updated 0 s ago") && !s.shows("Reading…") })
		same(t, "places afterwards, tab "+customer.Tabs[i], s.frames(), before)
	}
}

// frames are the places of the detail's bars.
func (s *story) frames() (places []fyne.Position) {
	s.t.Helper()
	for _, p := range s.pieces() {
		inside := slices.ContainsFunc(p.in, func(a piece) bool { return a.CanvasObject == s.window.Users().Detail().Object() })
		_, tabs := p.CanvasObject.(*kit.Tabs)
		_, days := p.CanvasObject.(*kit.DateEntry)
		_, search := p.CanvasObject.(*kit.Entry)
		if inside && (tabs || days || search) {
			places = append(places, p.at)
		}
	}
	if len(places) == 0 {
		s.t.Fatal("the detail has no tabs")
	}
	return places
}

// Each tab with days remembers its own.
func TestDaysAreRememberedForEachTab(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.visit(uids[5])
	s.press("Alt+3")
	s.drops("30 days")
	s.clicks("Last month")
	s.press("Alt+6")
	s.drops("12 weeks")
	s.clicks("This month")
	s.press("Alt+3")
	same(t, "days of the log", s.days(), []string{"2026-10-01", "2026-10-31"})
	s.press("Alt+6")
	same(t, "days of the ledger", s.days(), []string{"2026-11-01", "2026-11-23"})
	s.window.Users().Select(uids[9])
	s.settle()
	same(t, "days of another customer's ledger", s.days(), []string{"2026-11-01", "2026-11-23"})
	s.again(true).everybodyRead()
	s.press("Down")
	s.until("the ledger is shown", func() bool { return len(s.days()) == 2 })
	same(t, "days of the ledger after a restart", s.days(), []string{"2026-11-01", "2026-11-23"})
}

// Another theme reaches the tabs that are not on screen when it is chosen, with
// their controls.
func TestTheThemeReachesTabsThatAreNotOnScreen(t *testing.T) {
	s := live(t, "admin")
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.chooses("Light")
	s.visit(s.platform.Notable(demo.NotableSubscriber))
	for i := range customer.Tabs {
		s.press(fmt.Sprintf("Alt+%d", i+1))
		s.until("it is read", func() bool { return !s.shows("Reading…") })
	}
	same(t, "it is light", len(s.lightRuns()) > 100, true)
	s.chooses("Dark")
	for i := range customer.Tabs {
		s.press(fmt.Sprintf("Alt+%d", i+1))
		same(t, "light places of "+customer.Tabs[i], s.lightRuns(), nil)
	}
}

// The log sorts by what its headers say, and says that only what was read is sorted.
func TestTheAuditLogSorts(t *testing.T) {
	s, _, log := audited(t)
	dates := says(log, "date")
	log.OnSort("date", false)
	s.settle()
	oldest := says(log, "date")
	same(t, "the oldest stand first", oldest[0] <= dates[len(dates)-1], true)
	same(t, "the oldest first", oldest, slices.Sorted(slices.Values(oldest)))
	log.OnSort("action", false)
	s.settle()
	names := says(log, "action")
	same(t, "there are some", len(names) > 3, true)
	same(t, "by action", slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }), true)
	log.OnSort("action", false)
	s.settle()
	same(t, "turned", slices.IsSortedFunc(says(log, "action"), func(a, b string) int { return strings.Compare(strings.ToLower(b), strings.ToLower(a)) }), true)
	s.sees("sorted is what was read, back to 25 Oct 2026")
	s.again(true).everybodyRead()
	s.press("Down")
	s.until("the log is shown", func() bool { return s.shows("Only errors") && s.inDetail("Action").Length() > 3 })
	same(t, "the order after a restart", slices.IsSortedFunc(says(s.inDetail("Action"), "action"), func(a, b string) int { return strings.Compare(strings.ToLower(b), strings.ToLower(a)) }), true)
}

// A small platform has nobody notable; all tabs work for everybody there.
func TestAPlatformOfTenCustomers(t *testing.T) {
	s := world(t, func(o *demo.Options) { o.Customers = 10 }).start(true)
	s.everybodyRead()
	same(t, "customers", len(s.uids()), 10)
	for _, uid := range s.uids() {
		s.window.Users().Select(uid)
		for i, tab := range customer.Tabs {
			s.press(fmt.Sprintf("Alt+%d", i+1))
			s.until(tab+" is read", func() bool { return s.shows("Updated 0 s ago") && !s.shows("Reading…") })
			s.seesNot("Retry")
		}
	}
	s.press("Ctrl+2")
	s.periodRead()
	same(t, "somebody did something", len(s.uids()) > 0, true)
}
