package scenario

import (
	"strconv"
	"strings"
	"testing"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

// colleague books by hand, past Steward: no mark, and another call than ours.
func (s *story) colleague(c demo.Customer, amount platform.Money) {
	s.t.Helper()
	panel, err := client.New(client.Config{BaseURL: s.platform.URL(), Now: s.clock.Now})
	s.must(err)
	defer panel.Close()
	admin := s.account("admin")
	_, err = panel.SignIn(s.ctx, admin.Login, admin.Password)
	s.must(err)
	done := panel.FundAccount(s.ctx, "9d2f9f8e-6f5a-4b0e-9e0c-0d7f3a7c1b11", client.Transfer{UID: c.UID, Amount: amount, Balance: platform.BalanceMain, Note: "by hand"})
	s.must(done.Err)
}

// It never arrived, and a colleague booked it by hand meanwhile: a person names
// that row, it is read and compared, and the operation ends with their name.
func TestItWasBookedIsSaidWithItsRow(t *testing.T) {
	s := desk(t, patient)
	c := s.payers()[0]
	o := s.unknown(c, "250.00", demo.LossEOF, demo.ApplyNever)
	s.operations()
	s.colleague(c, o.Change.Amount)
	s.press("F5")
	s.until("the row is seen", func() bool { return s.shows("1 of this size and kind") })
	same(t, "marked as alike", s.evidence(1)[0].Icon.Hint, "Same size and kind, but without the mark of this operation")
	number := s.evidence(1)[4].Text
	s.clicks("It was booked…")
	s.sees("Name the row of Funding History")
	same(t, "the row is filled in", s.entryOf("Number of the row in Funding History"), number)
	s.types("Maria booked it by hand") // the first empty field has the keyboard
	s.press("Ctrl+Enter")
	s.becomes(o, model.StateConfirmed)
	s.sees("Maria booked it by hand")
	s.sees("Confirmed: the platform's own record shows it, by " + s.account("admin").Login)
	same(t, "banner", s.window.Banner(), "")
	same(t, "nothing was sent again", len(s.booked(o)), 0)
	s.becomes(s.tops(c, "5.00"), model.StateConfirmed) // money of this customer is free again
}

// A person ends an unknown with a reason; the evidence stays, nothing is sent.
func TestAnUnknownIsSettledByHand(t *testing.T) {
	s := desk(t, patient)
	c := s.payers()[0]
	o := s.unknown(c, "250.00", demo.LossReset, demo.ApplyNever)
	_, err := s.cluster.Record(s.ctx, given, s.refillOf(c, "5.00"))
	if err == nil {
		t.Fatal("more money goes to this customer")
	}
	s.operations()
	s.clicks("Settle by hand…")
	s.types("Support looked: neither booked nor on its way")
	s.press("Enter")
	s.becomes(o, model.StateSettled)
	s.sees("Support looked: neither booked nor on its way")
	s.sees("not found in")
	same(t, "booked", len(s.booked(o)), 0)
	s.becomes(s.tops(c, "5.00"), model.StateConfirmed)
}

// The withdrawal that is prepared after a double names both rows; sent by a
// person it takes one of them back, and the double is settled then.
func TestThePreparedWithdrawalTakesADoubleBack(t *testing.T) {
	s, c, o := doubled(t)
	rows := s.booked(o)
	before := s.truth(c.UID).Balance
	s.clicks("Prepared withdrawal…")
	s.until("it is prepared", func() bool { return s.shows("Send –60.00 " + c.Balance.Currency()) })
	why := s.entryOf("Why, for the next colleague")
	for _, row := range rows {
		same(t, "names both rows", strings.Contains(why, strconv.FormatInt(row.ID, 10)), true)
	}
	s.seesNot("There is no reason.")
	s.press("Ctrl+Enter")
	s.until("it is recorded", func() bool { return s.recorded() == 2 })
	back, _ := s.newest()
	s.becomes(back, model.StateConfirmed)
	same(t, "operation", back.Kind, model.Withdraw)
	same(t, "taken back once", len(s.booked(back)), 1)
	same(t, "balance", s.truth(c.UID).Balance.Amount().String(), before.Amount().Sub(o.Change.Amount.Amount()).String())
	same(t, "both rows stand", len(rows), 2)
	s.window.Operations().ShowOperation(o.ID)
	s.shown()
	s.clicks("Settle by hand…")
	s.types("One of the two was taken back")
	s.press("Enter")
	s.becomes(o, model.StateSettled)
	same(t, "banner", s.window.Banner(), "")
}

// After the waiting period the clock stays, and says what it means.
func TestTheClockSaysWhatFollowsFromItsEnd(t *testing.T) {
	s := desk(t, hasty)
	list := s.payers()
	s.knownMark(list[1])
	o := s.unknown(list[0], "250.00", demo.LossEOF, demo.ApplyNever)
	s.operations()
	s.sees("Waiting period ends in")
	s.until("it is over", func() bool { s.passes(1e9); return s.can("It was not booked…") })
	s.sees("The waiting period is over")
	s.sees("The audit log lists no such call, but can lag")
	s.sees("at least one after it. You may say now that it never arrived.")
	same(t, "state", s.state(o.ID), model.StateUnknown)
	s.clicks("It was not booked…")
	same(t, "one filled button", s.filled(), []string{"It was not booked"})
	s.press("Esc")
	same(t, "one filled button", s.filled(), []string{"Check now"})
	same(t, "the list has the keyboard", s.focused() == s.grid(), true)
}
