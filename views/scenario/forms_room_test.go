package scenario

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"steward/views/kit"
)

// wholeInView reports whether an object of a form stands above its foot.
func (s *story) wholeInView(o fyne.CanvasObject, below fyne.CanvasObject) bool {
	s.t.Helper()
	driver := s.fyne.Driver()
	at, foot := driver.AbsolutePositionForObject(o), driver.AbsolutePositionForObject(below)
	return at.Y > 0 && at.Y+o.Size().Height <= foot.Y && at.X+o.Size().Width <= s.window.Fyne().Canvas().Size().Width
}

// below is the paragraph that stands next below a heading.
func (s *story) below(heading piece) fyne.CanvasObject {
	s.t.Helper()
	var next fyne.CanvasObject
	least := float32(1e6)
	for _, p := range s.pieces() {
		if o, is := p.CanvasObject.(*kit.Paragraph); is && p.at.Y > heading.at.Y && p.at.X == heading.at.X && p.at.Y < least {
			next, least = o, p.at.Y
		}
	}
	if next == nil {
		s.t.Fatalf("nothing stands below %q. On screen:\n%s", heading.words(), s.screen())
	}
	return next
}

// In the smallest window what follows is in view before the button is pressed, and
// so is the first field.
func TestWhatFollowsIsInViewInASmallWindow(t *testing.T) {
	s, _ := changing(t, plain)
	s.window.Fyne().Resize(fyne.NewSize(1024, 640))
	for _, item := range []string{"Suspend…", "Destroy…", "Deactivate…"} {
		s.asksStatus(item)
		s.sees("What follows")
		if !s.wholeInView(s.below(s.find("What follows")), s.sendButton()) {
			t.Errorf("%s: what follows is not in view", item)
		}
		reason := s.fieldOf("Reason").(*kit.Entry)
		if !s.wholeInView(reason, s.sendButton()) {
			t.Errorf("%s: the reason is not in view", item)
		}
		s.press("Esc")
	}
	s.press("Ctrl+B")
	s.checked()
	if !s.wholeInView(s.below(s.find("What follows")), s.sendButton()) {
		t.Error("refill: what follows is not in view")
	}
}

// An amount is said in words to its last digit, below the field where there is no
// room beside it.
func TestAnAmountInWordsIsNotCut(t *testing.T) {
	s := writers(t)
	s.visit(s.plain(1)[0])
	s.press("Ctrl+B")
	s.settle()
	for _, it := range []struct{ typed, words string }{{"12.34", "twelve euro 34"}, {"1", "euro 00"}, {"1777.77", "seventy-seven euro 77"}} {
		s.fillsIn("Digits with . or , as decimal sign", it.typed)
		s.settle()
		if !s.saidWhole(it.words) {
			t.Errorf("%s is not said in words to its end. On screen:\n%s", it.typed, s.screen())
		}
	}
}

// saidWhole reports whether words stand on screen with room for all of them.
func (s *story) saidWhole(words string) bool {
	for _, p := range s.pieces() {
		switch o := p.CanvasObject.(type) {
		case *kit.Label:
			if strings.Contains(o.Text, words) {
				return o.Whole() <= o.Size().Width
			}
		case *kit.Paragraph:
			if strings.Contains(o.Text, words) {
				return o.MinSize().Height <= o.Size().Height
			}
		}
	}
	return false
}
