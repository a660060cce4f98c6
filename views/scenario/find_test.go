package scenario

import (
	"fmt"
	"strings"
	"testing"

	"steward/client/demo"
	"steward/views/customer"
	"steward/views/kit"
)

// A caller gives a part of the address. Nothing has to be clicked first.
func TestFindByAPartOfTheEmail(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), has("wEis"))
	s.types("wEis")
	s.listed("who matches", want)
	s.sees(fmt.Sprintf("%d match of 300", len(want)))
}

func TestFindByUserID(t *testing.T) {
	s := open(t)
	uid := s.uids()[120]
	s.types(fmt.Sprint(uid))
	same(t, "the first row", s.uids()[0], uid)
}

// The caller reads the number from a telephone, with other blanks than ours.
func TestFindByPhoneDigits(t *testing.T) {
	s := open(t)
	c := s.someone(s.everyone(), "with a phone", func(c demo.Customer) bool { return strings.Contains(c.Phone, " ") })
	number := digits(c.Phone)
	s.types(number[len(number)-7:])
	same(t, "rows", s.uids(), those([]demo.Customer{c}, has("")))
	s.sees("1 match of 300")
}

func TestFindByNoteText(t *testing.T) {
	s := open(t)
	c := s.someone(s.everyone(), "with a note of ours", func(c demo.Customer) bool { return strings.HasPrefix(c.Note, "Prefers phone") })
	want := those(s.everyone(), has(c.Note))
	s.types("prefers phone CALLS")
	s.listed("who has the note", want)
}

// Whoever does not want notes in the results says so once.
func TestFindInLoginsOnly(t *testing.T) {
	s := open(t)
	s.press("Ctrl+,")
	s.clicks("Reading")
	s.clicks("Search e-mails and User IDs only, not phones and notes")
	s.press("Esc")
	s.searches("prefers phone")
	same(t, "rows", s.grid().Length(), 0)
}

func TestEscClearsTheSearch(t *testing.T) {
	s := open(t)
	s.types("weiss")
	s.press("Esc")
	same(t, "search", s.window.Users().Search().Text(), "")
	same(t, "rows", s.grid().Length(), customers)
}

// Typing goes into the search even while the list has the keyboard.
func TestTypingInTheListSearches(t *testing.T) {
	s := open(t)
	want := those(s.everyone(), has("wall"))
	s.press("Down", "Down")
	s.types("wall")
	s.listed("who matches", want)
}

func TestEnterOpensTheFirstAndTheKeyboardMovesThere(t *testing.T) {
	s := open(t)
	s.types("weiss")
	first := s.uids()[0]
	s.press("Enter")
	same(t, "customer in the detail", s.window.Users().Detail().UID(), first)
	tabs, ok := s.focused().(*kit.Tabs)
	same(t, "the tabs have the keyboard", ok && tabs.Selected() == customer.TabInfo, true)
}

// Somebody signed up a minute ago: the platform is asked, by keyboard alone.
func TestAskThePlatformForSomebodyNew(t *testing.T) {
	s := open(t)
	uid := s.add(func(c *demo.Customer) { c.Email = "fresh.quince@orchard.example" })
	s.types("fresh.quince")
	s.sees("Nobody matches 'fresh.quince'. Clear the search, or ask the platform.")
	s.sees("Ask the platform for fresh.quince")
	s.press("Enter")
	same(t, "who is listed", s.uids(), those([]demo.Customer{s.truth(uid)}, has("")))
}

// The same from the list: the last line is a link that keys reach.
func TestAskThePlatformFromTheList(t *testing.T) {
	s := open(t)
	s.add(func(c *demo.Customer) { c.Email = "fresh.quince@orchard.example" })
	s.types("fresh.quince")
	s.clicks("Ask the platform for fresh.quince")
	same(t, "who is listed", s.logins(), []string{"fresh.quince@orchard.example"})
}

func TestThePlatformKnowsNobodyEither(t *testing.T) {
	s := open(t)
	s.types("no-such-person")
	s.press("Enter")
	s.sees("The platform knows nobody by 'no-such-person'.")
}
