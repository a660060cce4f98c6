package scenario

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
)

const listMethod = "billing/account/getaccounts"

func (s *story) fault(f demo.Fault) {
	s.t.Helper()
	s.must(s.platform.Faults().Add(listMethod, f))
}

// The platform goes away: a banner says since when, the list stays and can be
// searched. It comes back, and a click goes on.
func TestThePlatformGoesAwayAndComesBack(t *testing.T) {
	s := open(t)
	rows := s.uids()
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return s.window.Banner() != "" })
	same(t, "banner", s.window.Banner(), "Offline since 14:02. You see what was read before; changes are queued, money is reviewed again before it is sent.")
	same(t, "strip", s.window.Strip()[0], "Offline since 14:02")
	same(t, "nothing is read", strings.Contains(strings.Join(s.window.Strip(), " "), "Reading customers"), false)
	same(t, "rows", s.uids(), rows)
	s.searches("weiss")
	same(t, "the search works", s.grid().Length() > 0, true)
	s.press("Esc")
	s.must(s.platform.Offline(false))
	s.clicks("Try now")
	s.until("the banner is gone", func() bool { return s.window.Banner() == "" })
	same(t, "strip", s.window.Strip()[0], "Demo")
}

// A bad day with bad answers of every kind: each is said in a banner, the list
// stays, and it goes on once the platform is well.
func TestBadAnswersAreSaidAndGoneOnFrom(t *testing.T) {
	s := open(t)
	rows := s.uids()
	for _, answer := range []struct {
		fault demo.Fault
		says  string
	}{
		{demo.Fault{Status: 429, RetryAfter: time.Second}, "The platform asks to slow down."},
		{demo.Fault{Status: 503}, "Offline since 14:07."},
		{demo.Fault{Cut: true}, "Offline since 14:12."},
		{demo.Fault{HTML: true}, "Offline since 14:17."},
		{demo.Fault{Result: 99, Message: "internal error"}, "The platform could not do this (code 99)."},
	} {
		s.must(s.platform.Faults().Add("*", answer.fault))
		s.press("F5")
		s.until("it is said: "+answer.says, func() bool { return strings.Contains(s.window.Banner(), answer.says) })
		same(t, "rows", s.uids(), rows)
		s.platform.Faults().Clear("*")
		s.clicks("Try now")
		s.until("the banner is gone", func() bool { return s.window.Banner() == "" && s.nothingRead() })
		same(t, "rows", s.uids(), rows)
		s.clock.pass(5 * time.Minute) // one that goes away again at once is not called offline
	}
}

// The detail says in place that it could not be read; what was read stays.
func TestTheDetailSaysWhatFailed(t *testing.T) {
	s := open(t)
	uid := s.uids()[4]
	s.visit(uid)
	before := s.fields()
	s.fault(demo.Fault{Status: 500})
	s.clock.pass(time.Minute)
	s.press("F5")
	s.until("it is said in the detail", func() bool {
		return s.shows("The platform is out of order at the moment (HTTP 500). You see what was read before. It is tried again by itself.")
	})
	same(t, "balance", s.fields()["Balance"], before["Balance"])
	s.fits("what failed")
}

// large is a world that takes three pages to read.
func large(t *testing.T) *story {
	return world(t, func(o *demo.Options) { o.Customers = 1200 })
}

// The connection breaks after the first page of the first reading: what is
// there can be searched, and reading goes on where it stopped.
func TestTheFirstReadingBreaksAndGoesOn(t *testing.T) {
	s := large(t)
	s.fault(demo.Fault{Latency: time.Nanosecond, Times: 2}) // signing in and the first page
	s.fault(demo.Fault{Drop: demo.DropBefore})
	s.start(true)
	s.until("the first page is there and the second is not", func() bool {
		return s.window.Users() != nil && s.grid().Length() == 500 && s.window.Banner() != ""
	})
	same(t, "strip", s.window.Strip()[2], "Reading customers 500 of 1,200")
	s.searches("weiss")
	same(t, "the search works", s.grid().Length() > 0, true)
	s.sees("Not everybody is here yet.")
	s.press("Esc")
	asked := s.platform.Requests(listMethod)
	s.platform.Faults().Clear("*")
	s.everybodyRead() // nobody has to ask for it; F5 would have all of it read anew afterwards
	same(t, "rows", s.grid().Length(), 1200)
	same(t, "the first page was not asked for again", s.platform.Requests(listMethod)-asked <= 3, true)
}

// Reading is paused, and goes on when the person wants.
func TestReadingIsPausedAndResumed(t *testing.T) {
	s := large(t)
	s.fault(demo.Fault{Latency: time.Nanosecond, Times: 2})
	s.fault(demo.Fault{Drop: demo.DropBefore})
	s.start(true)
	s.until("the first page is there", func() bool { return s.window.Users() != nil && s.window.Banner() != "" && s.grid().Length() == 500 })
	s.clicks("Pause reading")
	s.platform.Faults().Clear("*")
	s.press("F5") // the banner may be gone already: other parts were answered
	s.settle()
	same(t, "strip", s.window.Strip()[2], "Reading is paused at 500 of 1,200")
	same(t, "rows", s.grid().Length(), 500)
	s.clicks("Go on reading")
	s.everybodyRead()
	same(t, "rows", s.grid().Length(), 1200)
}

// Steward is closed in the middle of the first reading: the next start shows
// what is there and goes on behind it.
func TestQuitInTheMiddleAndStartAgain(t *testing.T) {
	s := large(t)
	a := s.core()
	s.signUp(a, "admin")
	s.must(a.Close())
	s.fault(demo.Fault{Latency: time.Nanosecond, Times: 1})
	s.fault(demo.Fault{Drop: demo.DropBefore})
	s.start(false)
	s.until("the first page is there", func() bool { return s.window.Users() != nil && s.window.Banner() != "" && s.grid().Length() == 500 })
	s.quit() // a window that is open would go on asking
	asked := s.platform.Requests(listMethod)
	s.platform.Faults().Clear("*")
	s.start(false).everybodyRead()
	same(t, "rows", s.grid().Length(), 1200)
	same(t, "questions for the rest", s.platform.Requests(listMethod)-asked, 2)
}

// A start while the platform is away shows the stored list and how old it is.
func TestAStartWithoutAConnection(t *testing.T) {
	s := live(t, "admin")
	rows := s.uids()
	s.quit()
	s.must(s.platform.Offline(true))
	s.clock.pass(3 * time.Hour)
	s.start(false)
	s.until("the list is there and the platform is missed", func() bool {
		return s.window.Users() != nil && s.grid().Length() == customers && s.window.Banner() != ""
	})
	same(t, "rows", s.uids(), rows)
	same(t, "strip", s.window.Strip()[:2], []string{"Offline since 17:02", "Users: 3 h old"})
	s.types("weiss")
	s.press("Enter")
	same(t, "Info is there", s.fields()["Email"], s.truth(s.window.Users().Detail().UID()).Email)
}

// The demo's own switches for bad days say that they are on.
func TestTheDemoFaultsSwitch(t *testing.T) {
	s := open(t)
	item := func() string {
		for _, m := range s.window.Menus() {
			for _, a := range m.Menu {
				for _, f := range a.Menu {
					if strings.HasPrefix(f.Title, "No answer") {
						f.Start(nil)
						s.settle()
						return f.Title
					}
				}
			}
		}
		return ""
	}
	same(t, "item", item(), "No answer")
	s.press("F5")
	s.until("it is noticed", func() bool { return s.cluster.Connection().State == model.Away })
	same(t, "item", item(), "No answer (on)")
	same(t, "menu bar", fmt.Sprint(s.window.Fyne().MainMenu() != nil), "true")
}
