package scenario

import (
	"fmt"
	"testing"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// Three marked customers are deactivated: each once, and the platform has it.
func TestBulkDeactivatesThreeMarked(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.plans(model.Deactivate, who...)
	s.sees("Deactivate for 3 customers")
	same(t, "checks", s.columnOf("why"), []string{"Ready", "Ready", "Ready"})
	same(t, "after", s.columnOf("after"), []string{"Inactive", "Inactive", "Inactive"})
	s.sees("Running environments of 3 customers stop at once.")
	s.fillsIn("Reason", "They asked for it")
	s.press("Ctrl+Enter")
	s.ends()
	s.sees("3 rows: 3 confirmed.")
	for _, uid := range who {
		same(t, "on the platform", s.truth(uid).State(), platform.StateInactive)
	}
}

// A reason that is missing is said under its field, and nothing goes.
func TestBulkWantsAReason(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.plans(model.Suspend, who...)
	s.press("Ctrl+Enter")
	s.fillsIn("Ticket", "T-1")
	s.sees("Say why; the next colleague sees it.")
	s.press("Ctrl+Enter")
	same(t, "still the plan", s.button("Suspend: send"), "Suspend: send 2")
	for _, uid := range who {
		same(t, "on the platform", s.truth(uid).State(), platform.StateActive)
	}
}

// "All N matching" is frozen into a plan of forty, and its number is typed.
func TestBulkChangesTheGroupOfAllMatching(t *testing.T) {
	s := writers(t)
	all := s.plain(40)
	s.plans(model.ChangeGroup, all...)
	s.sees("Change Group for 40 customers")
	target := s.otherGroup(all)
	s.setsTo("User Group", target)
	s.settle()
	same(t, "with nothing typed", s.window.Bulk().Object() != nil && s.shows("Type the number of customers"), true)
	goes := 0
	for _, why := range s.columnOf("why") {
		if why == "Ready" {
			goes++
		}
	}
	s.confirms(fmt.Sprint(goes))
	s.press("Ctrl+Enter")
	s.ends()
	for _, uid := range all {
		same(t, "group on the platform", s.truth(uid).Group.Name, target)
	}
}

// otherGroup is a group of the platform that fewest of these are in.
func (s *story) otherGroup(uids []platform.UID) string {
	s.t.Helper()
	counts, err := s.cluster.GroupCounts(s.ctx)
	s.must(err)
	best, least := "", len(uids)+1
	for _, c := range counts {
		n := 0
		for _, uid := range uids {
			if s.truth(uid).Group.Name == c.Name {
				n++
			}
		}
		if n < least {
			best, least = c.Name, n
		}
	}
	return best
}

// The choices lead there too: marked, matching, and the operation.
func TestBulkChoosesTheMatching(t *testing.T) {
	s := writers(t)
	s.searches("mail")
	n := len(s.uids())
	s.chooses("New Plan…")
	s.clicks(fmt.Sprintf("All %d matching", n))
	same(t, "rows", s.grid().Length(), n)
	s.clicks(fmt.Sprintf("Review %d customers", n))
	same(t, "planned", s.grid().Length(), n)
	s.sees(fmt.Sprintf("Refill Balance for %d customers", n))
}

// A pasted list finds customers by e-mail and User ID, and names the lines that
// match nobody.
func TestBulkTakesAPastedList(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.fyne.Clipboard().SetContent(fmt.Sprintf("%s\nnobody@nowhere.example\n%d\n\n%s\nwhatever this is\n", s.truth(who[0]).Email, who[1], s.truth(who[2]).Email))
	s.chooses("New Plan…")
	s.press("Ctrl+Shift+V")
	same(t, "lines that match nobody", s.columnOf("login")[:2], []string{"nobody@nowhere.example", "whatever this is"})
	same(t, "their numbers", s.columnOf("line")[:2], []string{"2", "6"})
	s.sees("3 customers found. 2 lines match nobody; they are listed first.")
	s.clicks("Review 3 customers")
	same(t, "planned", s.uids(), who)
}

// Space leaves rows out; a row that the plan leaves out stays out. Chips show
// them apart.
func TestBulkRowsAreLeftOut(t *testing.T) {
	s := writers(t)
	who := s.plain(4)
	gone := s.someone(s.everyone(), "destroyed", func(c demo.Customer) bool { return c.State() == platform.StateDestroyed })
	s.plans(model.Deactivate, append(who, gone.UID)...)
	s.window.Bulk().FocusList()
	s.press("Home", "Space", "Down", "Space", "End", "Space")
	same(t, "what goes", s.button("Deactivate: send"), "Deactivate: send 2")
	s.sees("2 of 5")
	s.clicks("Left out 1")
	same(t, "left out", s.uids(), []platform.UID{gone.UID})
	same(t, "why", s.columnOf("why"), []string{"Left out: The customer is destroyed or deleted."})
	s.clicks("All 5")
	s.press("Home", "Space")
	s.fillsIn("Reason", "They asked for it")
	s.press("Ctrl+Enter")
	s.ends()
	for i, want := range []platform.State{platform.StateInactive, platform.StateActive, platform.StateInactive, platform.StateInactive} {
		same(t, fmt.Sprint("customer ", i), s.truth(who[i]).State(), want)
	}
	same(t, "the destroyed one", s.truth(gone.UID).State(), platform.StateDestroyed)
}

// What was done is undone by a prepared plan, which is looked over too.
func TestBulkReversesAStatus(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.plans(model.Deactivate, who...)
	s.fillsIn("Reason", "By mistake")
	s.press("Ctrl+Enter")
	s.ends()
	s.clicks("Reverse")
	s.sees("Activate for 3 customers")
	s.press("Ctrl+Enter")
	s.ends()
	for _, uid := range who {
		same(t, "on the platform", s.truth(uid).State(), platform.StateActive)
	}
}

// With the keyboard alone: mark, plan, fill in, leave a row out, confirm, send.
func TestBulkWithTheKeyboardAlone(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.press("Down")
	for i, uid := range s.uids() {
		if uid == who[0] || uid == who[1] {
			s.grid().SetCurrent(i)
			s.press("Space")
		}
	}
	s.chooses("New Plan…")
	s.press("Ctrl+Enter")
	s.sees("Refill Balance for 2 customers")
	s.types("5")
	s.fillsIn("Reason", "Outage")
	s.press("F6", "Home", "Space", "F6")
	s.types("5")
	s.press("Ctrl+Enter")
	s.ends()
	same(t, "the one left out", len(s.ours(who[0])), 0)
	s.bookedOnce("the other", "5", who[1])
	s.press("Esc")
	same(t, "the list again", s.window.OnBulk(), false)
}

// What is irreversible asks for the number of customers, however few they are.
func TestBulkDestroyAsksForTheCount(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.plans(model.Destroy, who...)
	s.sees("2 customers and their environments will be removed for good. This cannot be undone. Type 2 below to go on.")
	s.fillsIn("Reason", "The contract ended")
	s.settle()
	s.press("Ctrl+Enter")
	s.sees("Type the number of customers, 2, to go on.")
	s.confirms("3")
	s.press("Ctrl+Enter")
	for _, uid := range who {
		same(t, "still there", s.truth(uid).State(), platform.StateActive)
	}
	s.confirms("2")
	s.press("Ctrl+Enter")
	s.ends()
	for _, uid := range who {
		same(t, "on the platform", s.truth(uid).State(), platform.StateDestroyed)
	}
	s.clicks("Reverse")
	s.sees("There is no operation that takes this back.")
}

// Three marked customers and the key of an operation lead to their plan; what
// goes is fixed there, whatever becomes of the marks.
func TestBulkFromTheMarkedOfTheList(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.press("Down")
	for i, uid := range s.uids() {
		if uid == who[0] || uid == who[1] || uid == who[2] {
			s.grid().SetCurrent(i)
			s.press("Space")
		}
	}
	same(t, "the menu says how many", s.button("Actions for"), "Actions for 3")
	s.press("Ctrl+B")
	s.sees("Refill Balance for 3 customers")
	same(t, "planned", s.uids(), who)
	s.press("Esc")
	s.press("Down", "Esc")
	s.plans(model.Suspend, who[0])
	s.chooses("Plans…")
	s.press("Ctrl+1")
	s.press("Esc")
	same(t, "the list again", s.window.OnBulk(), false)
}
