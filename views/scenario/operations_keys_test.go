package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steward/app/model"
	"steward/client/demo"
	"steward/views/kit"
)

// titled is what a control with the keyboard says of itself.
func titled(o any) string {
	switch c := o.(type) {
	case *kit.Button:
		return c.Action.Title
	case *kit.Check:
		return c.Title
	case interface{ Title() string }:
		return c.Title()
	}
	return ""
}

// tabsTo presses Tab until a control has the keyboard.
func (s *story) tabsTo(title string) {
	s.t.Helper()
	canvas := s.window.Fyne().Canvas()
	for range 60 {
		if titled(canvas.Focused()) == title {
			return
		}
		canvas.FocusNext()
		s.settle()
	}
	s.t.Fatalf("Tab does not lead to %q. On screen:\n%s", title, s.screen())
}

// ticksByKeys opens a drop-down with boxes and ticks those that are typed.
func (s *story) ticksByKeys(list string, typed ...string) {
	s.t.Helper()
	s.press("Ctrl+F")
	s.tabsTo(list)
	s.press("Space")
	for _, words := range typed {
		s.types(words)
		s.press("Enter", "Ctrl+A", "Delete")
	}
	s.press("Esc")
	s.shown()
}

// Every filter of the tab is set and taken back without a mouse.
func TestOperationsAreFilteredByKeysAlone(t *testing.T) {
	s, list, _ := several(t)
	s.ticksByKeys("All states", "r")
	same(t, "rejected", s.grid().Length(), 0)
	s.ticksByKeys("Rejected", "r")
	same(t, "all again", s.grid().Length(), 4)
	s.ticksByKeys("All operations", "end susp", "refill")
	same(t, "refills", s.columnOf("operation"), []string{"Refill Balance", "Refill Balance", "Refill Balance"})
	s.press("Ctrl+F")
	s.tabsTo("Only mine")
	s.press("Space")
	s.shown()
	same(t, "mine", s.grid().Length(), 3)
	s.press("Space")
	s.tabsTo("Last 7 days")
	s.press("Space", "Home", "Enter")
	s.shown()
	same(t, "today", s.grid().Length(), 3)
	s.clock.pass(3 * 24 * 3600e9)
	s.press("Ctrl+1", "Ctrl+3")
	s.shown()
	same(t, "nothing today", s.grid().Length(), 0)
	s.press("Ctrl+F")
	s.tabsTo("Today")
	s.press("Space", "End", "Enter")
	s.shown()
	same(t, "any time", s.grid().Length(), 3)
	s.press("Ctrl+F")
	s.types(list[0].Email)
	s.shown()
	same(t, "of a customer", s.columnOf("customer"), []string{list[0].Email})
}

// Export, Verify Journal and the dossier are reached by Tab, and pressed by Enter.
func TestTheJournalIsKeptByKeysAlone(t *testing.T) {
	s, _, done := several(t)
	s.press("Ctrl+F")
	s.tabsTo("Export")
	s.press("Enter")
	folder := s.goesTo("journal")
	s.press("Enter")
	s.done()
	content, err := os.ReadFile(filepath.Join(folder, "journal.csv"))
	s.must(err)
	same(t, "in the file", strings.Contains(string(content), string(done[0].ID)), true)
	s.press("Ctrl+3")
	s.tabsTo("Verify Journal")
	s.press("Enter")
	s.until("it is verified", func() bool { return s.shows("Journal intact, ") })
	s.press("Ctrl+3", "Home", "Enter")
	s.tabsTo("Copy dossier")
	s.press("Enter")
	same(t, "copied", strings.Contains(s.clipboard(), string(done[3].ID)), true)
	s.press("Esc")
	same(t, "the list has the keyboard", s.focused() == s.grid(), true)
}

// What was refused is edited and sent as a new operation, by keys.
func TestARefusalIsEditedAndSentAgainByKeysAlone(t *testing.T) {
	s := desk(t)
	c := s.payers()[0]
	s.must(s.platform.Faults().Add(fund, demo.Fault{Result: 3, Message: "invalid parameter [note]", Times: 1}))
	o := s.tops(c, "40.00")
	s.becomes(o, model.StateRejected)
	s.operations()
	s.sees("invalid parameter [note]")
	s.press("Enter")
	s.tabsTo("Edit and send again…")
	s.press("Enter")
	s.fillsField("Amount", "41.00")
	s.press("Enter")
	s.until("it is recorded anew", func() bool { return s.recorded() == 2 })
	again, _ := s.newest()
	s.becomes(again, model.StateConfirmed)
	same(t, "amount", again.Change.Amount.Text(), "41")
	same(t, "the refused one stays", s.state(o.ID), model.StateRejected)
	same(t, "booked", len(s.booked(o))+len(s.booked(again)), 1)
}
