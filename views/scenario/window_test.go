package scenario

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// A platform where nobody has a phone or a reseller shows neither column; the
// layout keeps them, and they come with the first who has one.
func TestColumnsNobodyUsesHideThemselves(t *testing.T) {
	s := world(t, func(o *demo.Options) { o.Customers = 30 })
	s.start(true).everybodyRead()
	for _, uid := range s.uids() {
		s.must(s.platform.ChangeCustomer(s.ctx, uid, func(c *demo.Customer) { c.Phone, c.Reseller = "", platform.ResellerRef{} }))
	}
	s.readAgain()
	hidden := []string{"Phone Number", "Reseller"}
	s.until("the columns are gone", func() bool {
		return !slices.ContainsFunc(s.titles(), func(title string) bool { return slices.Contains(hidden, title) })
	})
	s.drags("Group", true, 30) // widths are kept without taking the hidden ones for shown
	s.must(s.platform.ChangeCustomer(s.ctx, s.uids()[3], func(c *demo.Customer) { c.Phone = "+49 30 1234" }))
	s.readAgain()
	s.until("the phone column is back", func() bool { return slices.Contains(s.titles(), "Phone Number") })
	same(t, "columns", s.titles(), []string{"Login", "User ID", "Group", "Balance", "Bonus", "Phone Number", "Signup Date, UTC", "Notes"})
}

// From one platform to another and back: the one that kept its session is open
// at once.
func TestSwitchPlatform(t *testing.T) {
	s := enrolled(t, "admin").start(true)
	s.everybodyRead()
	s.until("the other platform is known", func() bool { return s.offers("Harbor Cloud EU  LIVE") })
	s.chooses("Harbor Cloud EU  LIVE")
	s.everybodyRead()
	same(t, "title", s.window.Fyne().Title(), "Steward – Harbor Cloud EU (live)")
	s.until("the demo platform is known", func() bool { return s.offers("Demo platform  DEMO") })
	s.chooses("Demo platform  DEMO")
	s.everybodyRead()
	same(t, "title", s.window.Fyne().Title(), "Steward – Demo platform (demo)")
}

// Working offline by choice: the stored copy, without a question to anybody.
func TestWorkOfflineFromTheMenu(t *testing.T) {
	s := live(t, "admin")
	rows := s.uids()
	s.chooses("Work Offline")
	s.until("the stored copy is open", func() bool {
		return s.window.Cluster() != nil && s.window.Cluster().Connection().State == model.Cached && s.grid().Length() == customers
	})
	same(t, "rows", s.uids(), rows)
	s.press("F5")
	same(t, "hint", s.hint(), "You work offline. Sign in to refresh.")
}

// What a platform's keys did is over with its page.
func TestKeysGoWithTheirPage(t *testing.T) {
	s := open(t)
	s.chooses("Sign In to…")
	s.until("the sign-in page is there", func() bool { return s.window.SignIn() != nil })
	for _, key := range []kit.Key{{Name: fyne.KeyF, Mod: kit.Ctrl}, {Name: fyne.Key2, Mod: kit.Ctrl}, {Name: fyne.KeyF5}} {
		same(t, key.String()+" is bound", s.window.Press(key), false)
	}
	same(t, "Settings are there", s.window.Press(kit.Key{Name: fyne.KeyComma, Mod: kit.Ctrl}), true)
}

// The list's own actions do not run unseen behind Activity History.
func TestActionsOfTheListNeedTheList(t *testing.T) {
	s := activity(t)
	s.press("Ctrl+Shift+A")
	same(t, "hint", s.hint(), "Only while the Users list is on screen")
	s.press("Ctrl+1")
	same(t, "marked", len(s.marked()), 0)
}

// In a window as narrow as it gets, lists and details stand one above the
// other, and nothing is cut off at the right.
func TestTheNarrowWindowFits(t *testing.T) {
	s := activity(t)
	s.window.Fyne().Resize(fyne.NewSize(1024, 640))
	for _, tab := range []string{"Ctrl+2", "Ctrl+1"} {
		s.press("Down", tab)
		if least := s.window.Fyne().Canvas().Content().MinSize(); least.Width > 1024 || least.Height > 640 {
			t.Errorf("with %s the window needs %v", tab, least)
		}
		grid := s.grid()
		same(t, tab+": the list is as wide as the window", grid.Size().Width > 1000, true)
	}
}

// offers reports whether a menu has an item.
func (s *story) offers(title string) (found bool) {
	leaves(s.window.Menus(), func(a *kit.Action) { found = found || a.Title == title })
	return found
}

// Whoever types quickly and presses Enter at once gets the first of what was
// typed, not the first of the list that is still on screen.
func TestEnterWaitsForWhatWasTyped(t *testing.T) {
	s := open(t)
	before := s.uids()[0]
	field := s.focused()
	for _, r := range "weiss" {
		field.TypedRune(r)
	}
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settle()
	same(t, "another list", s.uids()[0] == before, false)
	same(t, "customer in the detail", s.window.Users().Detail().UID(), s.uids()[0])
}
