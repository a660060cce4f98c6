package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
)

func TestMarkWithSpace(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.press("Down", "Space", "Down", "Down", "Space")
	same(t, "marked", s.marked(), []platform.UID{uids[0], uids[2]})
	s.sees("2 selected")
}

// Shift extends; going back takes back.
func TestMarkARangeWithShift(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.press("Down", "Shift+Down", "Shift+Down", "Shift+Down", "Shift+Up")
	same(t, "marked", s.marked(), uids[:3])
}

func TestMarkWithTheMouse(t *testing.T) {
	s := open(t)
	uids := s.uids()
	login := func(i int) string { return s.truth(uids[i]).Email }
	s.clicksRow(login(1), "Ctrl")
	s.clicksRow(login(4), "Ctrl")
	s.clicksBox(login(6))
	s.clicksRow(login(8), "Shift")
	s.clicksRow(login(4), "Ctrl")
	same(t, "marked", s.marked(), []platform.UID{uids[1], uids[6], uids[7], uids[8]})
}

// The header's box takes what is in view, and gives it back.
func TestMarkWhatIsInViewWithTheHeader(t *testing.T) {
	s := open(t)
	uids := s.uids()
	_, to := s.grid().InView()
	s.clicksBox("Login")
	same(t, "marked", s.marked(), uids[:to])
	_, to = s.grid().InView() // the selection bar took some rows' place
	s.clicksBox("Login")
	same(t, "marked", s.marked(), uids[to:len(s.marked())+to])
}

// Ctrl+A takes what is in view, the button and Ctrl+Shift+A everybody who matches.
func TestMarkEverybodyWhoMatches(t *testing.T) {
	s := open(t)
	s.searches("mail")
	match := s.uids()
	s.press("Down")
	_, to := s.grid().InView()
	s.press("Ctrl+A")
	same(t, "marked by Ctrl+A", s.marked(), match[:to])
	s.clicks(fmt.Sprintf("Select all %d matching", len(match)))
	same(t, "marked by the button", s.marked(), match)
	s.sees(fmt.Sprintf("%d selected", len(match)))
	s.press("Esc", "Down", "Esc") // the search, then the marks
	same(t, "marked after Esc", len(s.marked()), 0)
	s.press("Down", "Ctrl+Shift+A")
	same(t, "marked by Ctrl+Shift+A", len(s.marked()), customers)
}

// In the search field Ctrl+A marks the text, as everywhere.
func TestCtrlAInTheSearchMarksTheText(t *testing.T) {
	s := open(t)
	s.types("mail")
	s.press("Ctrl+A")
	same(t, "marked rows", len(s.marked()), 0)
	same(t, "marked text", s.focused().(interface{ SelectedText() string }).SelectedText(), "mail")
}

func TestShowSelectedOnly(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.press("Down", "Space", "Down", "Down", "Space")
	s.clicks("Show selected only")
	same(t, "rows", s.uids(), []platform.UID{uids[0], uids[2]})
	s.clicks("Show everybody")
	same(t, "rows", len(s.uids()), customers)
}

// Marks are kept by User ID: another order, a filter and another reading of
// everybody leave them as they are.
func TestMarksOutliveOrderFilterAndRefresh(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.press("Down", "Space", "Down", "Down", "Space")
	want := []platform.UID{uids[0], uids[2]}
	s.clicksRow("Balance")
	s.readAgain()
	s.searches("nobody at all")
	s.press("Esc")
	same(t, "marked", slices.Sorted(slices.Values(s.marked())), want)
	s.sees("2 selected")
}

// The sums of what is marked are exact; currencies are never added up.
func TestSumsOfTheMarkedAreExact(t *testing.T) {
	s := open(t)
	s.press("Down", "Ctrl+Shift+A")
	euro := sumsOf(t, s.everyone())["EUR"]
	s.sees("Balance " + euro[0] + "   Bonus " + euro[1] + "   and 3 more currencies")
}

// The footer adds up what matches, and has the sums of every currency.
func TestSumsOfWhatMatchesAreExact(t *testing.T) {
	s := open(t)
	all := slices.DeleteFunc(s.everyone(), func(c demo.Customer) bool { return !has("mail.example")(c) })
	s.searches("mail.example")
	s.clicks(s.button(" currencies"))
	for _, sum := range sumsOf(t, all) {
		if words := "Balance " + sum[0] + ", Bonus " + sum[1]; !strings.Contains(s.clipboard(), words) {
			t.Errorf("the clipboard %q has no %q", s.clipboard(), words)
		}
	}
}

// sumsOf are exact sums of balance and bonus in words, by currency.
func sumsOf(t *testing.T, all []demo.Customer) map[string][2]string {
	t.Helper()
	totals := map[string][2]platform.Money{}
	for _, c := range all {
		sum, known := totals[c.Balance.Currency()]
		if !known {
			totals[c.Balance.Currency()] = [2]platform.Money{c.Balance, c.Bonus}
			continue
		}
		for i, m := range []platform.Money{c.Balance, c.Bonus} {
			var err error
			if sum[i], err = sum[i].Add(m); err != nil {
				t.Fatal(err)
			}
		}
		totals[c.Balance.Currency()] = sum
	}
	words := map[string][2]string{}
	for currency, sum := range totals {
		words[currency] = [2]string{text.MoneyFull(sum[0]), text.MoneyFull(sum[1])}
	}
	return words
}

// A list from a mail: e-mails, User IDs, a CSV line; whoever is unknown is named.
func TestPasteAListWithMissingLines(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.fyne.Clipboard().SetContent(fmt.Sprintf("%s\n%d\nnobody@nowhere.example\n\"Some, One\";%s;12.50\n99999999",
		strings.ToUpper(s.truth(uids[7]).Email), uids[200], s.truth(uids[31]).Email))
	s.press("Ctrl+Shift+V")
	same(t, "marked", s.marked(), []platform.UID{uids[7], uids[31], uids[200]})
	same(t, "said", s.window.Toasts(), []string{"3 selected, 2 not found here: nobody@nowhere.example, 99999999"})
}

func TestPasteFromAnEmptyClipboard(t *testing.T) {
	s := open(t)
	s.fyne.Clipboard().SetContent("nothing of use")
	s.press("Ctrl+Shift+V")
	s.sees("The clipboard holds no e-mails or User IDs.")
}

// The list can be marked to its last row, also where nothing was read yet.
func TestMarkFarDown(t *testing.T) {
	s := open(t)
	uids := s.uids()
	s.press("Down", "End", "Space")
	same(t, "marked", s.marked(), uids[customers-1:])
}
