package scenario

import (
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
)

// One method loses every answer while others are answered: what failed is said,
// and goes on being said. It is not called offline in turns with that.
func TestOneMethodThatFailsIsNotCalledOffline(t *testing.T) {
	s := open(t)
	s.fault(demo.Fault{Drop: demo.DropBefore})
	s.press("F5")
	s.until("the list cannot be read", func() bool { return s.cluster.Progress().Err != nil })
	other := func() {
		s.press("Ctrl+2", "F5") // the actions of everybody are another method
		s.until("something was answered", func() bool { return s.cluster.Connection().State == model.Online })
		s.press("Ctrl+1")
	}
	other()
	for range 3 {
		s.clock.pass(20 * time.Second)
		asked := s.platform.Requests(listMethod)
		s.press("F5")
		s.until("the list is asked for again", func() bool { return s.platform.Requests(listMethod) > asked })
		s.passes(10 * time.Second) // "Online again" has gone
		same(t, "banner", strings.HasPrefix(s.window.Banner(), "The customers could not be read again."), true)
		same(t, "strip", s.window.Strip()[0], "Demo")
		other()
		same(t, "banner", strings.HasPrefix(s.window.Banner(), "The customers could not be read again."), true)
	}
}

// A platform that then gives no answer at all is called offline after a while.
func TestNoAnswerForLongIsCalledOffline(t *testing.T) {
	s := open(t)
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.HasPrefix(s.window.Banner(), "Offline since") })
	s.must(s.platform.Offline(false))
	s.clicks("Try now")
	s.until("it is back", func() bool { return s.window.Banner() == "" && s.nothingRead() })
	s.clock.pass(30 * time.Second)
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is away again", func() bool { return s.cluster.Connection().State == model.Away })
	same(t, "banner at once", strings.HasPrefix(s.window.Banner(), "Offline since"), false)
	s.clock.pass(time.Minute)
	s.passes(5 * time.Second)
	same(t, "banner", s.window.Banner(), "Offline since 14:02. You see what was read before; changes are queued, money is reviewed again before it is sent.")
}
