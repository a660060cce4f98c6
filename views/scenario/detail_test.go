package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/customer"
	"steward/views/kit"
)

// fields are the fields of the Info tab on screen, by name.
func (s *story) fields() map[string]string {
	names := []string{"Email", "Status", "Group", "User ID", "Ext. Billing ID", "Phone Number", "Balance", "Bonus",
		"Two-Factor Auth", "Reseller", "Signup Date", "Notes"}
	var words []string
	for _, p := range s.pieces() {
		inside := slices.ContainsFunc(p.in, func(a piece) bool { return a.CanvasObject == s.window.Users().Detail().Object() })
		if w := p.words(); inside && w != "" {
			words = append(words, w)
		}
	}
	fields := map[string]string{}
	for i, w := range words[:max(len(words)-1, 0)] {
		if slices.Contains(names, w) {
			fields[w] = words[i+1]
		}
	}
	return fields
}

// visit opens a customer by User ID, as somebody who has it in a mail.
func (s *story) visit(uid platform.UID) {
	s.t.Helper()
	s.searches(fmt.Sprint(uid))
	s.press("Down", "Home")
	for range s.grid().Length() {
		if s.uids()[s.grid().Current()] == uid {
			break
		}
		s.press("Down")
	}
	s.press("Enter")
	same(s.t, "customer in the detail", s.window.Users().Detail().UID(), uid)
	s.infoRead()
}

// Holding the arrow down does not read everybody passed over: the detail
// follows where the row rests for 120 ms.
func TestTheDetailFollowsOnceTheRowRests(t *testing.T) {
	s := open(t)
	uids, detail := s.uids(), s.window.Users().Detail()
	s.press("Down")
	for range 3 {
		s.key(kit.Key{Name: fyne.KeyDown})
		s.passes(119 * time.Millisecond)
		same(t, "customer while the row moves", detail.UID(), uids[0])
	}
	s.passes(time.Millisecond)
	same(t, "customer once it rests", detail.UID(), uids[3])
}

// Info shows all twelve fields as the platform has them.
func TestInfoShowsEverything(t *testing.T) {
	s := world(t)
	uid := s.add(func(c *demo.Customer) {
		c.Email, c.Phone, c.ExtBillingID, c.Note = "whole.quince@orchard.example", "+44 7700 900123", "cus_7f3a", "Pays by card.\nCall before noon."
		c.Group.Name, c.TwoFactor, c.Reseller.ID = "billing", true, 1
		c.Balance, c.Bonus = money(t, "1234567.891011", "SEK"), money(t, "0.5", "SEK")
		c.SignedUp = time.Date(2024, 2, 29, 23, 59, 58, 0, time.UTC)
		c.StatusChanged = time.Date(2026, 11, 23, 11, 2, 11, 0, time.UTC)
	})
	s.start(true).everybodyRead()
	s.visit(uid)
	same(t, "Info", s.fields(), map[string]string{
		"Email": "whole.quince@orchard.example", "Status": "Active  since 23 Nov 11:02", "Group": "billing", "User ID": fmt.Sprint(uid),
		"Ext. Billing ID": "cus_7f3a", "Phone Number": "+44 7700 900123", "Balance": "1,234,567.891011 SEK", "Bonus": "0.50 SEK",
		"Two-Factor Auth": "On", "Reseller": "Fjord Hosting", "Signup Date": "2024-02-29 23:59:58 UTC",
		"Notes": "Pays by card.\nCall before noon.",
	})
}

// Everybody's Info is what the platform has, field by field.
func TestInfoOfManyCustomers(t *testing.T) {
	s := open(t)
	for i, c := range s.everyone() {
		if i%37 != 0 {
			continue
		}
		s.visit(c.UID)
		f := s.fields()
		same(t, "email", f["Email"], c.Email)
		same(t, "user ID", f["User ID"], fmt.Sprint(c.UID))
		same(t, "balance", f["Balance"], text.MoneyFull(c.Balance))
		same(t, "bonus", f["Bonus"], text.MoneyFull(c.Bonus))
		same(t, "phone", f["Phone Number"], c.Phone)
		same(t, "external ID", f["Ext. Billing ID"], c.ExtBillingID)
		same(t, "reseller", f["Reseller"], c.Reseller.Name)
		same(t, "signup", f["Signup Date"], c.SignedUp.Format(time.DateTime)+" UTC")
		same(t, "status", strings.HasPrefix(f["Status"], text.T("status."+c.State().String())), true)
		if c.State() != platform.StateDeleted {
			same(t, "two-factor", f["Two-Factor Auth"], map[bool]string{true: "On", false: "Off"}[c.TwoFactor])
		}
	}
}

// What a customer does not have is not there; what everybody has is.
func TestOptionalFieldsAreHidden(t *testing.T) {
	s := world(t)
	uid := s.add(func(c *demo.Customer) {})
	s.start(true).everybodyRead()
	s.visit(uid)
	fields := s.fields()
	for _, name := range []string{"Ext. Billing ID", "Phone Number", "Reseller"} {
		if value, there := fields[name]; there {
			t.Errorf("%s is there: %q", name, value)
		}
	}
	same(t, "notes", fields["Notes"], "No notes.")
	same(t, "fields", len(fields), 9)
}

func money(t *testing.T, amount, currency string) platform.Money {
	t.Helper()
	m, err := platform.ParseMoney(amount, currency)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Debt has a sign in the list and in Info, exact in Info; copied it is ASCII.
func TestDebtIsSigned(t *testing.T) {
	s := world(t)
	uid := s.add(func(c *demo.Customer) { c.Balance = money(t, "-1285.131663", "EUR") })
	s.start(true).everybodyRead()
	s.visit(uid)
	cell := s.cell(s.grid().Current(), "balance")
	same(t, "list", cell.Text, "–1,285.13")
	same(t, "more decimals are marked", cell.More, true)
	same(t, "colour", cell.Color, theme.ColorNameError)
	same(t, "Info", s.fields()["Balance"], "–1,285.131663 EUR")
	s.clicks("Copy Balance")
	same(t, "clipboard", s.clipboard(), "-1285.131663")
}

// Of a deleted customer there is a hash, and a sentence that says why.
func TestADeletedCustomer(t *testing.T) {
	s := open(t)
	c := s.someone(s.everyone(), "deleted", func(c demo.Customer) bool { return c.State() == platform.StateDeleted })
	s.visit(c.UID)
	cell := s.cell(s.grid().Current(), "login")
	same(t, "the hash in the list", []any{cell.Text, cell.Mono, cell.Color}, []any{c.Email, true, kit.ColorGone})
	same(t, "the hash in Info", s.fields()["Email"], c.Email)
	s.sees("E-mail and phone are hashes.")
}

// What changed on the platform meanwhile is read when the customer is opened.
func TestWhatChangedIsReadWhenTheCustomerIsOpened(t *testing.T) {
	s := open(t)
	uid := s.uids()[2]
	s.clock.pass(10 * time.Minute)
	s.must(s.platform.ChangeCustomer(s.ctx, uid, func(c *demo.Customer) { c.Note, c.TwoFactor = "changed a minute ago", true }))
	s.visit(uid)
	same(t, "notes", s.fields()["Notes"], "changed a minute ago")
	same(t, "two-factor", s.fields()["Two-Factor Auth"], "On")
	s.press("Esc")
}

// Somebody who is gone from the platform goes from the list, and that is said.
func TestACustomerWhoIsGone(t *testing.T) {
	s := open(t)
	uid := s.uids()[2]
	email := s.truth(uid).Email
	s.must(s.platform.DeleteCustomer(s.ctx, uid))
	s.clicksRow(email)
	s.until("the customer is gone from the list", func() bool { return !slices.Contains(s.uids(), uid) })
	s.until("it is said in the detail", func() bool {
		return s.shows(fmt.Sprintf("UID %d is no longer on the platform. It was removed from the list. Look for another one.", uid))
	})
}

// Alt and a number lead to each tab, and a restart remembers the one that was left.
func TestTabsByTheirNumbers(t *testing.T) {
	s := open(t)
	s.press("Down", "Enter")
	for i, tab := range customer.Tabs {
		s.press(fmt.Sprintf("Alt+%d", i+1))
		same(t, "tab", s.window.Users().Detail().Tab(), tab)
	}
	s.press("Alt+5")
	s.again(true).everybodyRead()
	same(t, "tab after a restart", s.window.Users().Detail().Tab(), "quotas")
}
