package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/views/kit"
)

// A stored copy that was damaged is moved aside, that is said, and everybody
// is read again. Settings are another file.
func TestABrokenCacheIsMovedAsideAndReadAgain(t *testing.T) {
	s := live(t, "admin")
	s.clicksRow("Balance")
	rows := s.uids()
	s.quit()
	cache := filepath.Join(s.home, "profiles", "harbor", "cache.db")
	body, err := os.ReadFile(cache)
	s.must(err)
	for i := range body[:min(len(body), 20000)] {
		body[i] ^= 0x5a
	}
	s.must(os.WriteFile(cache, body, 0o600))
	s.start(false)
	s.until("it is said", func() bool { return s.window.Users() != nil && s.window.Banner() != "" })
	same(t, "said", strings.TrimSpace(s.window.Banner()), "The stored copy cannot be opened with this key. It was moved aside and will be read again. Your settings are separate and intact.")
	s.clicks("OK")
	same(t, "said once it was read", s.window.Banner(), "")
	s.everybodyRead()
	same(t, "rows, in the order that was set", s.uids(), rows)
	aside, err := filepath.Glob(cache + "*")
	s.must(err)
	same(t, "the broken file is kept", strings.Contains(strings.Join(aside, " "), "broken") || len(aside) > 1, true)
}

// Theme, size and rows change at once and keep everything that is on screen.
func TestTheLookChangesAndNothingIsLost(t *testing.T) {
	s := open(t)
	s.types("mail")
	s.press("Down", "Down", "Space", "Enter")
	rows, marked, focused, uid := s.uids(), s.marked(), s.focused(), s.window.Users().Detail().UID()
	ground := kit.Color(theme.ColorNameBackground)
	for _, look := range []string{"Dark", "Light", "Follow System", "Density", "Larger", "Larger", "Smaller"} {
		s.chooses(look)
		same(t, "rows, "+look, s.uids(), rows)
		same(t, "marked, "+look, s.marked(), marked)
		same(t, "customer, "+look, s.window.Users().Detail().UID(), uid)
		same(t, "search, "+look, s.window.Users().Search().Text(), "mail")
		same(t, "keyboard, "+look, s.focused() == focused, true)
		if look == "Dark" {
			same(t, "the ground is another colour", kit.Color(theme.ColorNameBackground) == ground, false)
		}
	}
	same(t, "letters are larger", s.fyne.Settings().Theme().Size(theme.SizeNameText) > 14, true)
}

// chooses runs an item of the menu bar.
func (s *story) chooses(title string) {
	s.t.Helper()
	var find func(items []*fyne.MenuItem) *fyne.MenuItem
	find = func(items []*fyne.MenuItem) *fyne.MenuItem {
		for _, i := range items {
			if i.Label == title && i.Action != nil && i.ChildMenu == nil {
				return i
			}
			if i.ChildMenu != nil {
				if in := find(i.ChildMenu.Items); in != nil {
					return in
				}
			}
		}
		return nil
	}
	for _, m := range s.window.Fyne().MainMenu().Items {
		if i := find(m.Items); i != nil {
			i.Action()
			s.settle()
			return
		}
	}
	s.t.Fatalf("the menu bar has no %q", title)
}

// Settings hold at once, and after a restart.
func TestSettingsHoldAfterARestart(t *testing.T) {
	s := open(t)
	uid := s.uids()[0]
	s.chooses("Dark")
	s.press("Ctrl+,")
	s.clicks("Comfortable rows (30 instead of 25 pixels)")
	s.clicks("Show all decimals in lists")
	s.press("Esc")
	dark := kit.Color(theme.ColorNameBackground)
	exact := s.truth(uid).Balance.Text()
	same(t, "all decimals", s.cell(0, "balance").Text, exact)
	_, rows := s.grid().InView()
	s.again(true).everybodyRead()
	same(t, "theme", kit.Color(theme.ColorNameBackground), dark)
	same(t, "all decimals after a restart", s.cell(0, "balance").Text, exact)
	_, now := s.grid().InView()
	same(t, "rows in view", now, rows)
	s.press("Ctrl+,")
	s.sees("Dark")
}

// The age of what is on screen grows while nobody does anything.
func TestTheAgeOfTheListGrows(t *testing.T) {
	s := open(t)
	same(t, "strip", s.window.Strip()[1], "Users: 0 s ago")
	s.clock.pass(7 * time.Minute)
	s.passes(5 * time.Second)
	same(t, "strip", s.window.Strip()[1], "Users: 7 min ago")
}
