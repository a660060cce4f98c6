package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/client/demo"
	"steward/views/kit"
)

// foot is what the footer of the list says, part by part.
func (s *story) foot() (words []string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		inFooter := slices.ContainsFunc(p.in, func(a piece) bool {
			bar, ok := a.CanvasObject.(*kit.Bar)
			return ok && bar.Height == kit.HeightFooter && bar.Line == kit.LineAbove && bar.Position().Y == 0
		})
		if w := p.words(); inFooter && w != "" {
			words = append(words, w)
		}
	}
	return words
}

// The footer says how old the list is, and stands out once that is too old or
// cannot be helped.
func TestTheFooterSaysHowOldTheListIs(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.chooses("Hide Detail")
	same(t, "fresh", slices.Contains(s.foot(), "Updated 0 s ago"), true)
	s.clock.pass(31 * time.Minute)
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return s.window.Banner() != "" })
	same(t, "offline", slices.Contains(s.foot(), "as of 14:02, 31 min old"), true)
	same(t, "as a warning", s.find("as of 14:02, 31 min old").CanvasObject.(*kit.Label).Color, theme.ColorNameWarning)
	s.clock.pass(26 * time.Hour)
	s.passes(5 * time.Second)
	same(t, "the next day", slices.Contains(s.foot(), "as of 23 Nov, 26 h old"), true)
}

// However narrow the list is: what there is no room for is left out, and no sum
// is cut. That there are other currencies is said to the last.
func TestSumsInTheFooterAreNeverCut(t *testing.T) {
	s := open(t)
	s.must(s.platform.ChangeCustomer(s.ctx, s.uids()[0], func(c *demo.Customer) { c.Balance = money(t, "98765432109.123456", "EUR") }))
	s.readAgain()
	left := map[string]bool{}
	for width := float32(1440); width >= 1184; width -= 32 {
		s.window.Fyne().Resize(fyne.NewSize(width, 900))
		s.settle()
		words := s.foot()
		for _, start := range []string{"Balance ", "Bonus "} {
			at := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, start) })
			if at < 0 {
				left[start] = true
				continue
			}
			p := s.find(words[at])
			if need := fyne.MeasureText(words[at], kit.Px(13), fyne.TextStyle{}).Width; p.Size().Width+0.5 < need {
				t.Errorf("at %v %q has %v of %v", width, words[at], p.Size().Width, need)
			}
		}
		same(t, fmt.Sprintf("other currencies at %v", width), slices.Contains(words, "and 3 more currencies"), true)
	}
	same(t, "left out", left["Bonus "], true)
}

// What the list is filtered by can be read, if not to its end, however narrow
// the list is.
func TestTheFilterInTheFooterCanBeRead(t *testing.T) {
	s := open(t)
	s.window.Users().FilterStates("suspended", "inactive")
	for _, width := range []float32{1440, 1312, 1184} {
		s.window.Fyne().Resize(fyne.NewSize(width, 900))
		s.settle()
		p := s.find("status inactive or suspended")
		same(t, fmt.Sprintf("room at %v", width), p.Size().Width >= kit.Px(90), true)
	}
}

// Dates name their zone in the title, which is not cut by the arrow of an order.
func TestTitlesOfDatesNameTheZone(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.chooses("Hide Detail")
	for _, title := range []string{"Signup Date, UTC", "Signup Date, EET"} {
		same(t, title, slices.Contains(s.titles(), title), true)
		s.clicksRow(title)
		s.find(title) // whole, with its arrow
		s.press("Ctrl+,")
		s.clicks("Dates in this computer's zone instead of the platform's UTC")
		s.press("Esc")
	}
}
