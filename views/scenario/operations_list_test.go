package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
)

// several is a desk that did four things: three refills and a suspension.
func several(t *testing.T) (*story, []demo.Customer, []model.Operation) {
	t.Helper()
	s := desk(t)
	list := s.payers()
	var done []model.Operation
	for i, amount := range []string{"40.00", "12.50", "500.00"} {
		o := s.tops(list[i], amount, func(c *model.Change) { c.Ticket = "T-" + amount })
		s.becomes(o, model.StateConfirmed)
		done = append(done, o)
	}
	c := list[3]
	o := s.journals(model.NewOperation(model.Suspend, c.UID, model.Change{Login: c.Email, Was: "active", Wanted: "suspended", Reason: "Abuse report"}))
	s.becomes(o, model.StateConfirmed)
	s.operations()
	return s, list, append(done, o)
}

// The newest stands first; search finds by e-mail, User ID, ticket and
// operation id; drop-downs narrow it.
func TestOperationsAreFoundAndFiltered(t *testing.T) {
	s, list, done := several(t)
	same(t, "operations", s.columnOf("operation"), []string{"Suspend", "Refill Balance", "Refill Balance", "Refill Balance"})
	find := func(what string) []string {
		s.press("Ctrl+F")
		s.types(what)
		s.shown()
		found := s.columnOf("customer")
		s.press("Esc")
		s.shown()
		return found
	}
	same(t, "by operation id", find(strings.ToLower(string(done[1].ID))), []string{list[1].Email})
	same(t, "by ticket", find("T-500"), []string{list[2].Email})
	same(t, "by e-mail", find(list[0].Email), []string{list[0].Email})
	same(t, "by reason", find("abuse"), []string{list[3].Email})
	same(t, "nothing", find("nobody at all"), []string(nil))
	s.picks("All operations", "Suspend")
	s.press("Esc")
	s.shown()
	same(t, "by kind", s.columnOf("customer"), []string{list[3].Email})
	s.sees("4 operations kept")
}

// What matches nothing says so and offers to clear the filter.
func TestAnEmptyFilterCanBeCleared(t *testing.T) {
	s, _, _ := several(t)
	s.picks("All states", "Cancelled")
	s.press("Esc")
	s.shown()
	same(t, "rows", s.grid().Length(), 0)
	s.clicks("Clear the filter")
	s.shown()
	same(t, "rows", s.grid().Length(), 4)
}

// Everything is reached by keys: the tab, the list, the story, the choices.
func TestOperationsByKeysAlone(t *testing.T) {
	s, list, _ := several(t)
	s.press("Ctrl+1", "Ctrl+3")
	s.shown()
	same(t, "the list has the keyboard", s.focused() == s.grid(), true)
	s.press("Home", "Down")
	s.shown()
	s.sees(list[2].Email + " · UID")
	s.press("Enter")
	same(t, "the choices have the keyboard", s.focused() == s.grid(), false)
	s.press("F6")
	same(t, "the search has the keyboard", s.hint(), "Find by email, UID, ticket, operation id")
	s.press("F6")
	same(t, "the list has it again", s.focused() == s.grid(), true)
	s.press("Menu")
	s.sees("Copy dossier")
	s.press("Esc")
}

// The dossier has times, ids and the exchange, and no secret.
func TestTheDossierIsCopied(t *testing.T) {
	s, list, done := several(t)
	s.clicksRow(list[0].Email)
	s.shown()
	s.clicks("Copy dossier")
	copied := s.clipboard()
	for _, want := range []string{string(done[0].ID), fund, "Recorded in the journal before sending", "40", done[0].ID.RequestKey(1)} {
		if !strings.Contains(copied, want) {
			t.Errorf("no %q in the dossier:\n%s", want, copied)
		}
	}
	if secret := s.account("admin").Password.Reveal(); strings.Contains(copied, secret) || strings.Contains(strings.ToLower(copied), "session=") {
		t.Errorf("a secret in the dossier:\n%s", copied)
	}
}

// Verify Journal counts the links and says when.
func TestTheJournalIsVerified(t *testing.T) {
	s, _, _ := several(t)
	s.clicks("Verify Journal")
	s.until("it is verified", func() bool { return s.shows("Journal intact, ") })
	s.sees("links checked 14:02")
}

// The list goes to a file like every other one.
func TestOperationsAreExported(t *testing.T) {
	s, list, done := several(t)
	s.clicks("Export")
	folder := s.goesTo("journal")
	s.press("Enter")
	s.done()
	content, err := os.ReadFile(filepath.Join(folder, "journal.csv"))
	s.must(err)
	for _, want := range []string{string(done[0].ID), list[0].Email, "Confirmed", "Refill Balance", "T-40.00", "Abuse report"} {
		if !strings.Contains(string(content), want) {
			t.Errorf("no %q in the file:\n%s", want, content)
		}
	}
}

// A run is one row that opens to its rows.
func TestARunIsOneRowThatOpens(t *testing.T) {
	s := desk(t)
	list := s.payers()[:3]
	s.runs(list...)
	s.operations()
	same(t, "rows", s.columnOf("customer"), []string{"3 customers"})
	same(t, "state", s.columnOf("state"), []string{"Confirmed"})
	s.sees("Every row has come to its end.")
	s.fits("a run")
	s.press("Home", "Right")
	s.shown()
	same(t, "rows", s.grid().Length(), 4)
	same(t, "first", strings.TrimSpace(s.cell(1, "customer").Text), list[0].Email)
	s.press("Down")
	s.shown()
	s.sees("Suspend active → suspended")
	s.press("Up", "Left")
	same(t, "rows", s.grid().Length(), 1)
	same(t, "nothing to pause", s.count("Pause")+s.count("Resume")+s.count("Cancel the rest"), 0)
	s.clicks("Open the report")
	same(t, "the report is on screen", s.window.OnBulk(), true)
	s.sees("3 rows: 3 confirmed.")
}

// A reminder that time is told by the clock of the story.
func TestOperationsOfOtherDaysNameTheDay(t *testing.T) {
	s, _, _ := several(t)
	same(t, "time", s.cell(0, "time").Text, "14:02:11")
	s.clock.pass(48 * time.Hour)
	s.press("Ctrl+1", "Ctrl+3")
	s.shown()
	same(t, "time", s.cell(0, "time").Text, "Mon 14:02")
}
