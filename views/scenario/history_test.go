package scenario

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/client/platform"
	"steward/views/kit"
)

// three is a window in which three customers were visited, one after the other.
func three(t *testing.T) (*story, []platform.UID) {
	t.Helper()
	s := open(t)
	uids := slices.Clone(s.uids()[10:13])
	for _, uid := range uids {
		s.visit(uid)
	}
	return s, uids
}

// inFrame fails unless a customer is in the detail.
func (s *story) inFrame(uid platform.UID) {
	s.t.Helper()
	same(s.t, "customer in the detail", s.window.Users().Detail().UID(), uid)
}

// titled is the button of the detail's header with a title.
func (s *story) titled(title string) *kit.Button {
	s.t.Helper()
	for _, p := range s.pieces() {
		if b, is := p.CanvasObject.(*kit.Button); is && b.Action.Title == title {
			return b
		}
	}
	s.t.Fatalf("there is no button %q. On screen:\n%s", title, s.screen())
	return nil
}

// Alt+Left goes back through the customers visited, Alt+Right forward again.
func TestBackAndForward(t *testing.T) {
	s, uids := three(t)
	for _, step := range []struct {
		key string
		at  int
	}{{"Alt+Left", 1}, {"Alt+Left", 0}, {"Alt+Left", 0}, {"Alt+Right", 1}, {"Alt+Right", 2}, {"Alt+Right", 2}, {"Alt+Left", 1}} {
		s.press(step.key)
		s.inFrame(uids[step.at])
		s.sees(s.truth(uids[step.at]).Email)
	}
}

// Who is visited after Back takes the place of those one could have gone forward to.
func TestForwardIsForgottenByAnotherVisit(t *testing.T) {
	s, uids := three(t)
	s.searches("")
	other := s.uids()[40]
	s.press("Alt+Left", "Alt+Left")
	s.inFrame(uids[0])
	s.visit(other)
	s.press("Alt+Right")
	s.inFrame(other)
	same(t, "Forward", s.titled("Forward").Action.Reason(), "No customer was left by Back")
	s.press("Alt+Left")
	s.inFrame(uids[0])
}

// The buttons in the header do the same, and say why they cannot.
func TestTheButtonsOfBackAndForward(t *testing.T) {
	s := open(t)
	uids := slices.Clone(s.uids()[10:12])
	s.visit(uids[0])
	same(t, "Back", s.titled("Back").Action.Reason(), "No customer was visited before this one")
	same(t, "Forward", s.titled("Forward").Action.Reason(), "No customer was left by Back")
	s.clicks("Back")
	s.inFrame(uids[0])
	s.visit(uids[1])
	same(t, "Back", s.titled("Back").Action.Reason(), "")
	s.clicks("Back")
	s.inFrame(uids[0])
	same(t, "Back at the first", s.titled("Back").Action.Reason(), "No customer was visited before this one")
	s.clicks("Forward")
	s.inFrame(uids[1])
}

// Whom the row only passed over was not visited.
func TestWhoIsPassedOverIsNotVisited(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.press("Down")
	for range 5 {
		s.key(kit.Key{Name: fyne.KeyDown})
		s.passes(50 * time.Millisecond)
	}
	s.passes(120 * time.Millisecond)
	s.inFrame(uids[5])
	s.press("Alt+Left")
	s.inFrame(uids[0])
}

// Back keeps search and tab: it shows somebody whom the list may leave out.
func TestBackKeepsSearchAndTab(t *testing.T) {
	s, uids := three(t)
	s.press("Alt+5")
	search := s.window.Users().Search().Text()
	s.press("Alt+Left")
	s.inFrame(uids[1])
	same(t, "tab", s.window.Users().Detail().Tab(), "quotas")
	same(t, "search", s.window.Users().Search().Text(), search)
}

// Back leads to somebody who is gone from the platform, and says so.
func TestBackToSomebodyWhoIsGone(t *testing.T) {
	s, uids := three(t)
	s.clock.pass(10 * time.Minute)
	s.must(s.platform.DeleteCustomer(s.ctx, uids[1]))
	s.press("Alt+Left")
	s.until("it is said", func() bool { return s.shows("is no longer on the platform") || s.shows("is not in the stored list") })
	s.press("Alt+Left")
	s.inFrame(uids[0])
	s.until("the first one is shown", func() bool { return s.shows(s.truth(uids[0]).Email) })
	same(t, "no other sentence stays", strings.Contains(s.screen(), "no longer on the platform"), false)
}
