package scenario

import (
	"slices"
	"strings"

	"steward/client/demo"
	"steward/client/platform"
)

// those are the User IDs of the customers that a test is true of, ascending.
func those(all []demo.Customer, is func(demo.Customer) bool) []platform.UID {
	var uids []platform.UID
	for _, c := range all {
		if is(c) {
			uids = append(uids, c.UID)
		}
	}
	slices.Sort(uids)
	return uids
}

// has reports whether a text stands in an e-mail, a phone number or a note.
func has(part string) func(demo.Customer) bool {
	part = strings.ToLower(part)
	return func(c demo.Customer) bool {
		return strings.Contains(strings.ToLower(c.Email+"\n"+c.Phone+"\n"+c.Note), part)
	}
}

// someone is the first customer that a test is true of.
func (s *story) someone(all []demo.Customer, what string, is func(demo.Customer) bool) demo.Customer {
	s.t.Helper()
	i := slices.IndexFunc(all, is)
	if i < 0 {
		s.t.Fatalf("the demo platform has nobody %s", what)
	}
	return all[i]
}

// listed fails unless the list holds exactly these, in any order.
func (s *story) listed(what string, want []platform.UID) {
	s.t.Helper()
	if len(want) == 0 || len(want) == customers {
		s.t.Fatalf("%s: %d expected, that proves nothing", what, len(want))
	}
	got := slices.Sorted(slices.Values(s.uids()))
	same(s.t, what, got, want)
}

// dialled is what of a phone number is dialled; the list sorts by it.
func dialled(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '+' && (r < '0' || r > '9') {
			return -1
		}
		return r
	}, s)
}

func digits(s string) string {
	return strings.ReplaceAll(dialled(s), "+", "")
}
