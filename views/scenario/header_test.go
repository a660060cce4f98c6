package scenario

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// inHeader is the button of the detail's header that does this.
func (s *story) inHeader(title string) *kit.Button {
	s.t.Helper()
	for _, p := range s.pieces() {
		if b, is := p.CanvasObject.(*kit.Button); is && b.Action.Title == title && b.Level == kit.Low && !b.Split {
			return b
		}
	}
	s.t.Fatalf("the header has no %q. On screen:\n%s", title, s.screen())
	return nil
}

// The header refills and signs in as the customer in the detail, by keys too, also
// while others are marked.
func TestTheHeaderActsOnWhomItShows(t *testing.T) {
	s, c := changing(t, plain)
	s.searches("")
	s.press("Ctrl+A")
	refill := s.inHeader("Refill")
	same(t, "why not", refill.Action.Reason(), "")
	s.window.Fyne().Canvas().Focus(refill)
	s.press("Return")
	s.sees("for " + c.Email)
	s.types("4.50")
	s.fill("Reason", "Goodwill")
	s.checked()
	op := s.sends()
	same(t, "whose", op.UID, c.UID)
	same(t, "rows of the ledger", len(s.booked(op)), 1)
	s.inHeader("Sign In as User").Tapped(&fyne.PointEvent{})
	s.sees("Opens the dashboard as this customer.")
}

// Where there is little room the buttons of the header lose their titles, the
// customer never a letter.
func TestTheHeaderKeepsWhoItIs(t *testing.T) {
	s, c := changing(t, plain)
	for _, size := range []struct {
		fyne.Size
		titled bool
	}{{fyne.NewSize(1920, 900), true}, {fyne.NewSize(1200, 800), false}, {fyne.NewSize(1024, 640), true}} {
		s.window.Fyne().Resize(size.Size)
		s.settle()
		for _, title := range []string{"Refill", "Sign In as User"} {
			same(t, title+" has its title", !s.inHeader(title).IconOnly, size.titled)
		}
		for _, p := range s.pieces() {
			if l, is := p.CanvasObject.(*kit.Label); is && l.Text == c.Email && l.Bold && l.Cut {
				same(t, fmt.Sprint("room of the e-mail at ", size, l.Size(), l.Whole()), l.Size().Width >= l.Whole(), true)
			}
		}
	}
}

// What cannot be done with the customer says why.
func TestTheHeaderSaysWhyNot(t *testing.T) {
	s, _ := changing(t, func(c demo.Customer) bool { return c.State() == platform.StateDestroyed })
	for _, title := range []string{"Refill", "Sign In as User"} {
		same(t, title, s.inHeader(title).Action.Reason() != "", true)
		s.inHeader(title).Tapped(&fyne.PointEvent{})
		s.seesNot("What follows")
	}
}
