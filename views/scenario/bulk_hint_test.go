package scenario

import (
	"testing"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// The pointer may rest on the button that sends while a person fills the plan in:
// the hint line follows with why it is still off.
func TestBulkSaysWhyItWaitsWhileOneTypes(t *testing.T) {
	s := writers(t)
	s.refills("2.50", s.plain(2)...)
	send := s.find("Send 2 refills").CanvasObject.(*kit.Button)
	send.MouseIn(nil)
	same(t, "asked for", s.hint(), "Type the total, 5.00, to go on.")
	s.fillsIn("Amount for each", "1.000")
	s.settle()
	same(t, "wrong", s.hint(), "This can be read two ways: 1.000. Write it without a sign between thousands, or with two decimals.")
	s.fillsIn("Amount for each", "3")
	s.settle()
	same(t, "right again", s.hint(), "Type the total, 6.00, to go on.")
}

// Once the list is back, the hint line speaks of the list, whatever becomes of the run
// that was left.
func TestTheHintLineLeavesARunWithThePage(t *testing.T) {
	s := writers(t)
	s.refilled("11.00", "22", s.plain(2)...)
	s.press("Esc")
	s.window.Fyne().Resize(fyne.NewSize(1024, 640))
	s.window.Fyne().Canvas().Unfocus()
	s.settle()
	same(t, "at rest", s.hint(), "Type to find · Enter opens · Space marks")
}

// Whose money is in another currency than the amount is left out and says so; the
// others go.
func TestBulkLeavesOutAnotherCurrency(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	foreign := s.someone(s.everyone(), "with another currency", func(c demo.Customer) bool {
		code := c.Balance.Currency()
		return code != "" && code != "EUR" && c.State() == platform.StateActive
	})
	s.plans(model.Refill, append(who, foreign.UID)...)
	s.fillsIn("Amount for each", "2.50")
	s.fillsIn("Reason", "Outage 20 Nov")
	s.settle()
	s.sees("3 of 4")
	s.sees("+7.50 EUR")
	s.clicks("Left out 1")
	same(t, "left out", s.uids(), []platform.UID{foreign.UID})
	same(t, "why", s.columnOf("why"), []string{"Left out: Another currency than the amount. Plan it apart."})
	s.clicks("All 4")
	s.confirms("7.5")
	s.press("Ctrl+Enter")
	s.ends()
	s.bookedOnce("booked", "2.5", who...)
	same(t, "nothing of the other", len(s.ours(foreign.UID)), 0)
}

// A plan of one other currency than most customers have is made in that.
func TestBulkPlansInTheCurrencyOfItsCustomers(t *testing.T) {
	s := writers(t)
	foreign := s.someone(s.everyone(), "with another currency", func(c demo.Customer) bool {
		code := c.Balance.Currency()
		return code != "" && code != "EUR" && c.State() == platform.StateActive
	})
	s.refills("2.50", s.plain(2)...)
	s.refills("4.00", foreign.UID)
	s.sees("1 of 1")
	s.sees("+4.00 " + foreign.Balance.Currency())
}
