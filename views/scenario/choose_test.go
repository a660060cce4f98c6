package scenario

import (
	"slices"
	"testing"
)

// columnIDs are the columns of the list in their order.
func (s *story) columnIDs() (ids []string) {
	for _, c := range s.grid().Columns() {
		ids = append(ids, c.ID)
	}
	return ids
}

// Columns of Activity History are hidden, moved and made wider; a restart keeps
// that, and Reset takes it back.
func TestColumnsOfActivityHistory(t *testing.T) {
	s := activity(t)
	usual := []string{"uid", "login", "group", "actions", "bar", "previous"}
	same(t, "columns", s.columnIDs(), usual)
	s.clicks("Columns")
	s.sees("Columns of the list")
	s.press("Space")            // hides Group
	s.press("Down", "Alt+Down") // Actions Count goes behind the bar
	s.press("Esc")
	want := []string{"uid", "login", "bar", "actions", "previous"}
	same(t, "columns", s.columnIDs(), want)
	s.drags("Login", true, 30) // the border between User ID and Login
	same(t, "width", s.grid().Columns()[0].Width, 104)
	s.again(true).everybodyRead()
	s.periodRead() // the tab is remembered too
	same(t, "columns after a restart", s.columnIDs(), want)
	same(t, "width after a restart", s.grid().Columns()[0].Width, 104)
	s.chooses("Columns")
	s.clicks("Reset")
	s.press("Esc")
	same(t, "columns after Reset", s.columnIDs(), usual)
}

// Who a row is about cannot be hidden.
func TestWhoCannotBeHiddenInActivityHistory(t *testing.T) {
	s := activity(t)
	s.clicks("Columns")
	for range 6 {
		s.press("Space", "Down")
	}
	s.press("Esc")
	same(t, "columns", s.columnIDs()[:2], []string{"uid", "login"})
	same(t, "nothing of the rest", slices.Contains(s.columnIDs(), "group"), false)
}
