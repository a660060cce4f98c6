package scenario

import (
	"strings"
	"testing"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// Before anything was changed the tab says what it is for.
func TestOperationsAreEmptyAtFirst(t *testing.T) {
	s := desk(t)
	s.operations()
	same(t, "rows", s.grid().Length(), 0)
	s.sees("Nothing changed from this computer yet. Every change you make will be listed here with its proof.")
	same(t, "strip", strings.Contains(s.strip(), "unknown"), false)
}

// A refill that is answered is confirmed once the platform's own record shows it:
// the row, the story, the evidence, and a message.
func TestARefillIsConfirmedWithItsProof(t *testing.T) {
	s := desk(t)
	c := s.payers()[0]
	s.operations()
	o := s.tops(c, "40.00")
	s.becomes(o, model.StateConfirmed)
	same(t, "state", s.columnOf("state"), []string{"Confirmed"})
	same(t, "change", s.cell(0, "change").Text, "+40.00 main")
	same(t, "reason", s.cell(0, "reason").Text, "Outage 20 Nov, T-4711")
	s.sees("Refill Balance +40.00 " + c.Balance.Currency() + ", main balance")
	s.sees("Recorded in the journal before sending")
	s.sees("Marked [st:" + string(o.ID) + "/1] in the note")
	s.sees("The platform answered yes")
	s.sees("Confirmed: the platform's own record shows it")
	booked := s.booked(o)
	same(t, "booked", len(booked), 1)
	same(t, "said", strings.Contains(s.told(), "+40.00 "+c.Balance.Currency()+" to "+c.Email+" is confirmed, Funding History row"), true)
}

// An answer is lost and the booking comes late: unknown first, with a banner and
// marks everywhere, then found.
func TestALostAnswerIsFoundLate(t *testing.T) {
	s := desk(t, patient)
	c := s.payers()[0]
	o := s.unknown(c, "250.00", demo.LossEOF, demo.ApplyLate)
	same(t, "strip", strings.Contains(s.strip(), "1 unknown"), true)
	same(t, "banner", strings.HasPrefix(s.window.Banner(), "1 money operation has no certain outcome."), true)
	s.clicks("Open Operations")
	s.shown()
	same(t, "states", s.columnOf("state"), []string{"Unknown"})
	s.sees("We do not know whether this was booked.")
	s.sees("The answer was lost")
	s.until("the ledger was read", func() bool { return s.shows("Funding History read: no row with this mark") })
	s.sees("Waiting period ends in 6")
	s.sees("Check all now")
	same(t, "booked", len(s.booked(o)), 0)
	s.platform.Faults().Release()
	s.press("F5")
	s.becomes(o, model.StateConfirmed)
	s.sees("Confirmed: the platform's own record shows it")
	same(t, "banner", s.window.Banner(), "")
	same(t, "said", strings.Contains(s.told(), "Found: Refill Balance +250.00"), true)
	same(t, "booked once", len(s.booked(o)), 1)
}

// While it is unknown, what would end it is offered with the reason against it.
func TestUnknownMoneyWaitsOutItsQuarantine(t *testing.T) {
	s := desk(t, patient)
	list := s.payers()
	s.knownMark(list[1])
	s.unknown(list[0], "250.00", demo.LossReset, demo.ApplyNever)
	s.operations()
	same(t, "check", s.can("Check now"), true)
	same(t, "booked", s.can("It was booked…"), true)
	same(t, "not booked", s.can("It was not booked…"), false)
	same(t, "again", s.can("Send again as /2…"), false)
	s.sees("Free at 15:03")
	s.fits("an unknown")
	s.clicks("It was booked…")
	s.fits("its form")
	s.press("Esc")
	row := s.evidence(0)
	same(t, "expected", strings.HasPrefix(row[len(row)-1].Hint, "This row is expected here. It was not found in "), true)
}

// Lost and never applied: after the quarantine a person says that it was not
// booked, with a reason, and may send it again under the same id.
func TestNotBookedIsSaidByAPersonAndSentAgain(t *testing.T) {
	s := desk(t, hasty)
	list := s.payers()
	s.knownMark(list[1])
	o := s.unknown(list[0], "250.00", demo.LossEOF, demo.ApplyNever)
	s.operations()
	s.until("it may be said", func() bool { s.passes(1e9); return s.can("It was not booked…") })
	s.clicks("It was not booked…")
	s.clicks(s.button("It was not booked")) // still no reason
	s.press("Enter")
	s.sees("Say why; the next colleague sees it.")
	same(t, "state", s.state(o.ID), model.StateUnknown)
	s.types("Platform support says it never arrived")
	s.press("Ctrl+Enter")
	s.becomes(o, model.StateNotApplied)
	s.sees("It was not booked.")
	s.sees("Platform support says it never arrived")
	s.clicks("Send again as /2…")
	s.press("Ctrl+Enter")
	s.becomes(o, model.StateConfirmed)
	booked := s.booked(o)
	same(t, "booked", len(booked), 1)
	same(t, "marked", strings.Contains(booked[0].Note, string(o.ID)+"/2"), true)
	s.sees("Sent once, attempt 2")
}

// doubled is a desk whose refill of 60.00 the platform booked twice, in Operations.
func doubled(t *testing.T) (*story, demo.Customer, model.Operation) {
	t.Helper()
	s := desk(t)
	c := s.payers()[0]
	s.loses(demo.LossEOF, demo.ApplyTwice)
	o := s.tops(c, "60.00")
	s.becomes(o, model.StateDuplicate)
	s.operations()
	return s, c, o
}

// The record shows it twice: both rows are named and a withdrawal is prepared,
// never sent by itself.
func TestADoubleOffersThePreparedWithdrawal(t *testing.T) {
	s, c, o := doubled(t)
	s.sees("The platform's record shows this operation twice.")
	same(t, "booked", len(s.booked(o)), 2)
	s.clicks("Prepared withdrawal…")
	s.until("it is prepared", func() bool { return s.shows("Send –60.00 " + c.Balance.Currency()) })
	s.sees("Prepared: Withdraw Funds –60.00 " + c.Balance.Currency() + ", main balance")
	same(t, "nothing is recorded", s.recorded(), 1)
	s.press("Esc")
	s.seesNot("Send –60.00")
	same(t, "nothing is recorded", s.recorded(), 1)
}

// The platform reads the balance kind wrongly: it is shown as not as sent, and
// money stops until a person settles it with a reason.
func TestMoneyNotAsSentStopsMoney(t *testing.T) {
	s := desk(t)
	list := s.payers()
	s.platform.SetQuirks(demo.Quirks{SwapBonus: true})
	o := s.tops(list[0], "15.00", func(c *model.Change) { c.Balance = platform.BalanceBonus })
	s.becomes(o, model.StateWrong)
	s.operations()
	same(t, "state", s.columnOf("state"), []string{"Not as sent"})
	s.sees("The platform booked something else than was sent.")
	_, err := s.cluster.Record(s.ctx, given, model.NewOperation(model.Refill, list[1].UID, o.Change))
	if err == nil {
		t.Fatal("more money went out")
	}
	s.clicks("Settle by hand…")
	s.press("Enter")
	s.sees("Say why; the next colleague sees it.")
	s.types("Corrected with the platform's support")
	s.press("Enter")
	s.becomes(o, model.StateSettled)
	same(t, "state", s.columnOf("state"), []string{"Settled by a person"})
	s.sees("Corrected with the platform's support")
	same(t, "banner", s.window.Banner(), "")
}

// A row that is named has to be there, with the right size and kind.
func TestARowThatIsNamedIsCompared(t *testing.T) {
	s := desk(t, patient)
	c := s.payers()[0]
	o := s.unknown(c, "250.00", demo.LossEOF, demo.ApplyNever)
	s.operations()
	s.clicks("It was booked…")
	s.fill("Row number", "1")
	s.fillsIn("Why, for the next colleague", "I saw it")
	s.press("Ctrl+Enter")
	s.until("it is refused", func() bool { return !s.shows("This is being done.") && len(s.formSays()) > 0 })
	same(t, "state", s.state(o.ID), model.StateUnknown)
	s.press("Esc")
	s.seesNot("Name the row of Funding History")
}

// The prepared opposite of what is confirmed is one key away.
func TestAConfirmedRefillCanBeReversed(t *testing.T) {
	s := desk(t)
	c := s.payers()[0]
	s.becomes(s.tops(c, "40.00"), model.StateConfirmed)
	s.operations()
	same(t, "reverse", s.can("Reverse…"), true)
	s.clicks("Reverse…")
	s.until("it is prepared", func() bool { return s.shows("40.00") && s.window.Users() != nil && s.shows("Withdraw") })
	same(t, "nothing is recorded", s.recorded(), 1)
}
