package scenario

import (
	"fmt"
	"strings"
	"testing"

	"steward/client/demo"
	"steward/client/platform"
)

// Ctrl+C in the list copies the cell that the keys mean: exact, with an ASCII sign.
func TestCopyACell(t *testing.T) {
	s := open(t)
	c := s.someone(s.everyone(), "in debt", func(c demo.Customer) bool { return c.Balance.Sign() < 0 && c.UID < 1062 })
	s.clicksRow(s.truth(c.UID).Email)
	s.press("Ctrl+Right", "Ctrl+Right", "Ctrl+Right", "Ctrl+C")
	same(t, "clipboard", s.clipboard(), c.Balance.Text())
}

// In the search field Ctrl+C copies the marked text, not a cell.
func TestCopyInTheSearchCopiesText(t *testing.T) {
	s := open(t)
	s.types("mail")
	s.press("Ctrl+A", "Ctrl+C")
	same(t, "clipboard", s.clipboard(), "mail")
}

func TestCopyRowAndEmailFromTheContextMenu(t *testing.T) {
	s := open(t)
	c := s.truth(s.uids()[0])
	s.rightClicksRow(c.Email)
	s.clicks("Copy email")
	same(t, "email", s.clipboard(), c.Email)
	s.rightClicksRow(c.Email)
	s.clicks("Copy row")
	cells := strings.Split(s.clipboard(), "\t")
	same(t, "row", cells[:6], []string{"Active", c.Email, plainUID(c.UID), c.Group.Name, c.Balance.Text(), c.Bonus.Text()})
	s.rightClicksRow(c.Email)
	s.clicks("Copy cell")
	same(t, "cell", s.clipboard(), c.Email)
}

func plainUID(uid platform.UID) string { return fmt.Sprint(uint64(uid)) }

// The whole card for a ticket.
func TestCopyTheCard(t *testing.T) {
	s := open(t)
	c := s.truth(s.uids()[3])
	s.doubleClicksRow(c.Email)
	s.clicks("Copy card")
	for _, part := range []string{c.Email, "UID " + plainUID(c.UID), c.Group.Name, "Balance " + c.Balance.Text() + " EUR"} {
		if !strings.Contains(s.clipboard(), part) {
			t.Errorf("the card %q has no %q", s.clipboard(), part)
		}
	}
}

// The context menu offers what can be done with a customer, by keys too.
func TestTheContextMenuByKeys(t *testing.T) {
	s := open(t)
	uid := s.uids()[1]
	s.press("Down", "Down", "Menu")
	for _, item := range []string{"Open", "Select", "Copy cell", "Copy row", "Copy email", "Filter by this value: ", "Refresh", "Columns"} {
		s.find(item)
	}
	s.types("s")
	s.press("Enter")
	same(t, "marked", s.marked(), []platform.UID{uid})
}

// What people write in any script is shown, and copied unharmed.
func TestNotesOfAllScriptsAreCopiedUnharmed(t *testing.T) {
	s := world(t)
	notes := map[string]string{
		"han": "客户要求中文发票", "kana": "お客様は日本語でのサポートを希望\n請求書は月末締め", "cyrillic": "Клієнт просив не надсилати розсилку",
		"arabic": "العميل يفضل التواصل عبر البريد الإلكتروني", "flag": "Pediu nota fiscal 🇧🇷 e mais",
	}
	for name, note := range notes {
		s.add(func(c *demo.Customer) { c.Email, c.Note = name+"@scripts.example", note })
	}
	s.start(true).everybodyRead()
	s.wide()
	for name, note := range notes {
		s.searches(name + "@scripts")
		s.sees(strings.SplitN(note, "\n", 2)[0])
		s.rightClicksRow(s.cell(0, "note").Text)
		s.clicks("Copy cell")
		same(t, "clipboard", s.clipboard(), note)
		same(t, "copied too", strings.HasSuffix(s.copiedRow(name+"@scripts.example"), strings.ReplaceAll(note, "\n", " ")), true)
	}
}

// copiedRow is the clipboard after Copy Row on the row of an e-mail.
func (s *story) copiedRow(email string) string {
	s.t.Helper()
	s.rightClicksRow(email)
	s.clicks("Copy row")
	return s.clipboard()
}

// A note that tries to turn text round, ring bells or run formulas is shown
// with its tricks named, on one line, and copied as it is.
func TestAHostileNoteIsShownNotObeyed(t *testing.T) {
	note := "Good customer\u202e remotsuc daB\u202c\x1b[31m\a\n=HYPERLINK(\"http://evil.example\")<script>alert(1)</script>"
	s := world(t)
	s.add(func(c *demo.Customer) { c.Note = note })
	s.start(true).everybodyRead()
	s.wide()
	s.searches("somebody.new")
	shown := `Good customer<U+202E> remotsuc daB<U+202C><U+001B>[31m<U+0007> / =HYPERLINK("http://evil.example")<script>alert(1)</script>`
	same(t, "cell", s.cell(0, "note").Text, shown)
	s.press("Enter")
	s.sees("Good customer<U+202E> remotsuc daB<U+202C><U+001B>[31m<U+0007>")
	if strings.ContainsAny(s.screen(), "\u202e\x1b\a") {
		t.Error("a control character is on screen")
	}
}
