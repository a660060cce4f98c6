package scenario

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"steward/client/demo"
	"steward/client/platform"
)

func micros(m platform.Money) string {
	n, _ := m.Micros()
	return number(n)
}

// number is a whole number as a text that sorts like it.
func number[T int64 | platform.UID](n T) string { return fmt.Sprintf("%020d", int64(n)+1<<60) }

// sortable are the columns, by title, and what each is sorted by.
var sortable = []struct {
	title string
	value func(demo.Customer) string
}{
	{"Login", func(c demo.Customer) string { return strings.ToLower(c.Email) }},
	{"Group", func(c demo.Customer) string { return c.Group.Name }},
	{"Balance", func(c demo.Customer) string { return micros(c.Balance) }},
	{"Bonus", func(c demo.Customer) string { return micros(c.Bonus) }},
	{"Phone Number", func(c demo.Customer) string { return dialled(c.Phone) }},
	{"Signup Date, UTC", func(c demo.Customer) string { return number(c.SignedUp.Unix()) }},
	{"Reseller", func(c demo.Customer) string { return c.Reseller.Name }},
	{"User ID", func(c demo.Customer) string { return number(c.UID) }},
}

// wide hides the detail, so that every column is on screen.
func (s *story) wide() *story {
	s.t.Helper()
	s.press("Ctrl+Shift+D")
	return s
}

// A click on any header sorts by it, a second click turns the order.
func TestSortByEveryColumn(t *testing.T) {
	s := open(t).wide()
	all := byUID(s.everyone())
	for _, column := range sortable {
		s.clicksRow(column.title)
		s.ordered(column.title, all, func(a, b demo.Customer) int { return cmp.Compare(column.value(a), column.value(b)) })
		s.clicksRow(column.title)
		s.ordered(column.title+" turned", all, func(a, b demo.Customer) int { return cmp.Compare(column.value(b), column.value(a)) })
	}
}

// The status icon has no title to click on: its column is reached with keys.
func TestSortByStatusWithKeys(t *testing.T) {
	s := open(t)
	all := byUID(s.everyone())
	s.press("Down", "Down", "Ctrl+Left", "Alt+Up")
	s.ordered("status", all, func(a, b demo.Customer) int { return cmp.Compare(a.State(), b.State()) })
}

// Shift adds a second key: by group, the highest balance of each first.
func TestSortByTwoColumns(t *testing.T) {
	s := open(t)
	all := byUID(s.everyone())
	s.clicksRow("Group")
	s.clicksRow("Balance", "Shift")
	s.clicksRow("Balance", "Shift")
	s.ordered("group, then balance", all, func(a, b demo.Customer) int {
		return cmp.Or(cmp.Compare(a.Group.Name, b.Group.Name), cmp.Compare(micros(b.Balance), micros(a.Balance)))
	})
}

// A search keeps the order, whatever the column.
func TestASearchKeepsTheOrder(t *testing.T) {
	s := open(t)
	all := byUID(s.everyone())
	s.clicksRow("Balance")
	s.searches("mail")
	s.ordered("balance", all, func(a, b demo.Customer) int { return cmp.Compare(micros(a.Balance), micros(b.Balance)) })
}

func byUID(all []demo.Customer) map[platform.UID]demo.Customer {
	m := make(map[platform.UID]demo.Customer, len(all))
	for _, c := range all {
		m[c.UID] = c
	}
	return m
}

// ordered fails unless the list is in an order that tells some customers apart.
func (s *story) ordered(what string, all map[platform.UID]demo.Customer, compare func(a, b demo.Customer) int) {
	s.t.Helper()
	var list []demo.Customer
	for _, uid := range s.uids() {
		list = append(list, all[uid])
	}
	apart := 0
	for i := 1; i < len(list); i++ {
		switch c := compare(list[i-1], list[i]); {
		case c > 0:
			s.t.Fatalf("%s: %d stands before %d", what, list[i-1].UID, list[i].UID)
		case c < 0:
			apart++
		}
	}
	if apart == 0 {
		s.t.Fatalf("%s: all alike proves nothing", what)
	}
}
