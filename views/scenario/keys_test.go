package scenario

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"steward/client/demo"
	"steward/views/kit"
)

// F6 goes round the panes, Shift+F6 the other way; nobody gets lost.
func TestF6GoesRoundThePanes(t *testing.T) {
	s := open(t)
	s.press("Down", "Enter")
	search, list := s.window.Users().Search().Focusable(), fyne.Focusable(s.grid())
	tabs := s.focused()
	round := func(key string) (panes []fyne.Focusable) {
		for s.press(key); s.focused() != tabs; s.press(key) {
			if panes = append(panes, s.focused()); len(panes) > 3 {
				t.Fatalf("%s does not come back to the tabs", key)
			}
		}
		return panes
	}
	there := round("F6")
	same(t, "panes from the tabs on", len(there) >= 2 && there[len(there)-2] == search && there[len(there)-1] == list, true)
	back := round("Shift+F6")
	slices.Reverse(back)
	same(t, "the other way", slices.Equal(there, back), true)
}

// F1 lists every key that a menu has; Esc closes it and the keyboard is back.
func TestTheKeysDialog(t *testing.T) {
	s := open(t)
	before := s.focused()
	s.press("F1")
	var with func([]*kit.Action)
	with = func(actions []*kit.Action) {
		for _, a := range actions {
			if a.Key.Name != "" {
				s.sees(a.Key.String())
				s.sees(a.Title)
			}
			with(a.Menu)
		}
	}
	with(s.window.Menus())
	s.press("Esc")
	s.seesNot("Next and previous pane")
	same(t, "the search has the keyboard again", s.focused() == before, true)
}

// Whatever is on screen, the title of the window names nobody: it is seen in
// task bars and in shared screens.
func TestTheTitleNamesNobody(t *testing.T) {
	s := open(t)
	s.types("weiss")
	s.press("Enter", "Ctrl+2", "Ctrl+1")
	same(t, "title", s.window.Fyne().Title(), "Steward – Demo platform (demo)")
}

// The detail goes away and comes back with the customer who is current then.
func TestTheDetailHidesAndComesBack(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.press("Down", "Ctrl+Shift+D")
	same(t, "the detail is hidden", s.onScreen(s.window.Users().Detail().Object()), false)
	s.press("Down", "Down", "Ctrl+Shift+D")
	same(t, "customer", s.window.Users().Detail().UID(), uids[2])
	same(t, "the detail is shown", s.onScreen(s.window.Users().Detail().Object()), true)
}

// The hint line says the whole text of a cell, whatever the column cuts.
func TestTheHintLineSaysTheWholeText(t *testing.T) {
	s := world(t)
	note := strings.TrimSpace(strings.Repeat("a story that is longer than its column ", 4))
	s.add(func(c *demo.Customer) { c.Note = note })
	s.start(true).everybodyRead()
	s.wide()
	s.searches("somebody.new")
	s.press("Down")
	for s.grid().CurrentColumn() != "note" {
		s.press("Ctrl+Right")
	}
	same(t, "hint", strings.Contains(s.hint(), note), true)
}

// hint is what the hint line says.
func (s *story) hint() string {
	for _, p := range s.pieces() {
		if h, ok := p.CanvasObject.(*kit.HintLine); ok {
			return h.Text
		}
	}
	return ""
}
