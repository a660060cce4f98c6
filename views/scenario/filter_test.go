package scenario

import (
	"testing"

	"steward/client/demo"
	"steward/client/platform"
)

func inGroup(names ...string) func(demo.Customer) bool {
	return func(c demo.Customer) bool {
		for _, n := range names {
			if c.Group.Name == n {
				return true
			}
		}
		return false
	}
}

func TestFilterByGroups(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), inGroup("trial", "beta"))
	s.drops("All groups")
	s.clicks("trial")
	s.clicks("beta")
	s.press("Esc")
	s.listed("trials and testers", want)
	s.sees("group beta or trial")
}

// By keyboard: Down opens the list, letters jump, Space ticks.
func TestFilterByGroupWithKeys(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), inGroup("post"))
	s.drops("All groups")
	s.types("pp")
	s.press("Space", "Esc")
	s.listed("postpaid", want)
}

func TestFilterNotInGroup(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), func(c demo.Customer) bool { return c.Group.Name != "billing" })
	s.drops("All groups")
	s.clicks("billing")
	s.clicks("is not")
	s.press("Esc")
	s.listed("everybody but billing", want)
	s.sees("not in group billing")
}

func TestFilterByStatus(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), func(c demo.Customer) bool {
		return c.State() == platform.StateSuspended || c.State() == platform.StateDeleted
	})
	s.drops("All statuses")
	s.clicks("Suspended")
	s.clicks("Deleted")
	s.press("Esc")
	s.listed("suspended and deleted", want)
	s.sees("status suspended or deleted")
}

// Search, group and status hold together; Esc takes back the search alone.
func TestFiltersHoldTogether(t *testing.T) {
	s := open(t)
	all := s.everyone()
	group, text := inGroup("billing"), has("example")
	active := func(c demo.Customer) bool { return c.State() == platform.StateActive && group(c) }
	s.drops("All groups")
	s.clicks("billing")
	s.press("Esc")
	s.drops("All statuses")
	s.clicks("Active")
	s.press("Esc")
	s.searches("example")
	s.listed("with the search", those(all, func(c demo.Customer) bool { return active(c) && text(c) }))
	s.press("Esc")
	s.listed("without", those(all, active))
}

// Filters hold after a restart; the search and a selection do not.
func TestFiltersHoldAfterARestart(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), inGroup("trial"))
	s.drops("All groups")
	s.clicks("trial")
	s.press("Esc")
	s.searches("example")
	s.again(true).everybodyRead()
	s.listed("trials", want)
	same(t, "search", s.window.Users().Search().Text(), "")
}

func TestNobodyMatchesTheFilter(t *testing.T) {
	s := open(t)
	s.drops("All groups")
	s.clicks("collaborators")
	s.press("Esc")
	s.drops("All statuses")
	s.clicks("Deleted")
	s.press("Esc")
	same(t, "deleted collaborators", s.grid().Length(), 0)
	s.sees("Nobody matches the filter. Change or clear it.")
	s.clicks("Clear the filter")
	same(t, "rows", s.grid().Length(), customers)
}

// A right click on a cell filters by what it says.
func TestFilterByThisValue(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), inGroup("trial"))
	s.rightClicksRow("trial")
	s.clicks("Filter by this value: trial")
	s.listed("trials", want)
	s.drops("trial")
	s.clicks("Clear")
	same(t, "rows", s.grid().Length(), customers)
}
