package scenario

import (
	"slices"
	"testing"

	"steward/views/kit"
)

// Columns are hidden and moved with keys in the chooser; a restart keeps that.
func TestColumnsHiddenAndMovedStaySo(t *testing.T) {
	s := open(t)
	same(t, "columns", s.titles(), []string{"Login", "User ID", "Group", "Balance", "Bonus", "Phone Number", "Signup Date, UTC", "Reseller", "Notes"})
	s.clicks("Columns")
	s.press("Down", "Space")                    // hides Group
	s.press("Down", "Down", "Down", "Alt+Down") // Phone Number goes behind Signup Date
	s.press("Down", "Down", "Down", "Space")    // shows Status
	s.press("Esc")
	want := []string{"Login", "User ID", "Balance", "Bonus", "Signup Date, UTC", "Phone Number", "Reseller", "Notes", "Status"}
	same(t, "columns", s.titles(), want)
	s.again(true).everybodyRead()
	same(t, "columns after a restart", s.titles(), want)
}

func TestColumnsMovedUpInTheChooser(t *testing.T) {
	s := open(t)
	s.clicks("Columns")
	s.press("Down", "Down", "Alt+Up", "Esc")
	same(t, "columns", s.titles()[:4], []string{"Login", "User ID", "Balance", "Group"})
}

func TestColumnsResetKeepsTheOrderOfRows(t *testing.T) {
	s := open(t)
	before := s.titles()
	s.clicksRow("Balance")
	rows := s.uids()
	s.clicks("Columns")
	s.press("Space")
	s.clicks("Reset")
	s.press("Esc")
	same(t, "columns", s.titles(), before)
	same(t, "rows", s.uids(), rows)
}

// A column's border is dragged: 30 pixels wider, also after a restart.
func TestAColumnWidthIsKept(t *testing.T) {
	s := open(t)
	width := func() float32 {
		g := s.grid()
		return g.Columns()[slices.IndexFunc(g.Columns(), func(c kit.Column) bool { return c.ID == "uid" })].Width
	}
	s.drags("Group", true, 30) // the border between User ID and Group
	same(t, "width", width(), 98)
	s.again(true).everybodyRead()
	same(t, "width after a restart", width(), 98)
}

// A header is dragged to another place.
func TestAColumnIsDraggedToAnotherPlace(t *testing.T) {
	s := open(t)
	s.drags("Group", false, 100)
	same(t, "columns", s.titles()[:4], []string{"Login", "User ID", "Balance", "Group"})
}

// The order of rows is kept too.
func TestTheOrderIsKept(t *testing.T) {
	s := open(t)
	s.clicksRow("Balance")
	s.clicksRow("Balance")
	rows := s.uids()
	s.again(true).everybodyRead()
	same(t, "rows", s.uids(), rows)
}

// The last customer is there again after a restart.
func TestTheLastCustomerIsThereAgain(t *testing.T) {
	s := open(t)
	uid := s.uids()[5]
	s.clicksRow(s.truth(uid).Email)
	s.again(true).everybodyRead()
	same(t, "customer in the detail", s.window.Users().Detail().UID(), uid)
	same(t, "row", s.uids()[s.grid().Current()], uid)
}
