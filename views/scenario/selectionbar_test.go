package scenario

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"steward/client/platform"
)

// ticks moves the pointer to the box of a row and presses there. It returns the
// place on the canvas.
func (s *story) ticks(uid platform.UID) fyne.Position {
	s.t.Helper()
	g, at := s.inGrid(s.truth(uid).Email)
	at.X = 14
	g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	on := fyne.CurrentApp().Driver().AbsolutePositionForObject(g).Add(at)
	s.mouse(g, at, desktop.MouseButtonPrimary, 0)
	s.settle()
	return on
}

// stands is where a row stands on the canvas.
func (s *story) stands(uid platform.UID) float32 {
	s.t.Helper()
	g, at := s.inGrid(s.truth(uid).Email)
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(g).Y + at.Y
}

// Wherever in the list a box is ticked: the bar of the selection comes and goes,
// and the row stays under the pointer, so that a second click takes it back.
func TestTheSelectionBarLeavesTheRowUnderThePointer(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.settle()
	for _, row := range []int{0, 1, 3, 12, 24} {
		uid := s.uids()[row]
		before := s.ticks(uid).Y
		same(t, "marked", s.marked(), []platform.UID{uid})
		s.sees("1 selected")
		same(t, "where the row stands", s.stands(uid), before)
		s.ticks(uid)
		same(t, "marked", len(s.marked()), 0)
		s.seesNot("1 selected")
		same(t, "where the row stands then", s.stands(uid), before)
	}
}

// A list that is too short to scroll stays too.
func TestTheSelectionBarLeavesAShortList(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.searches("weiss")
	uids := s.uids()
	same(t, "it is short", len(uids) > 0 && len(uids) < 12, true)
	last := uids[len(uids)-1]
	before := s.ticks(last).Y
	same(t, "marked", s.marked(), []platform.UID{last})
	same(t, "where the row stands", s.stands(last), before)
}

// With the keyboard the bar stands above, and the row that was marked in view.
func TestTheSelectionBarWithTheKeyboard(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.press("Down", "Space")
	bar := s.find("1 selected").at.Y
	same(t, "above the list", bar < s.stands(s.uids()[0]), true)
	s.press("End", "Space")
	s.clicks("Clear")
	from, to := s.grid().InView()
	same(t, "the last row is in view", from < customers && to == customers, true)
}

// Esc clears the search, Esc again what is marked, wherever the keyboard is.
func TestEscTwiceClearsSearchAndMarks(t *testing.T) {
	for _, list := range []bool{true, false} {
		s := open(t)
		s.press("Down", "Space")
		s.searches("weiss")
		if list {
			s.press("Down")
		}
		s.press("Esc")
		same(t, "search", s.window.Users().Search().Text(), "")
		same(t, "marked after one", len(s.marked()), 1)
		s.press("Esc")
		same(t, "marked after two", len(s.marked()), 0)
		s.press("Esc") // harms nothing
		same(t, "rows", s.grid().Length(), customers)
		s.quit()
	}
}
