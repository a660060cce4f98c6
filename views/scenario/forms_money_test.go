package scenario

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/client/demo"
	"steward/client/platform"
)

// Somebody refills a balance by keys alone: the ledger has it once, with the mark,
// the reason and the ticket.
func TestARefillByKeys(t *testing.T) {
	s, c := changing(t, plain)
	s.press("Ctrl+B")
	s.sees("Refill Balance")
	s.sees("for " + c.Email)
	s.types("40,00")
	s.sees("forty euro 00")
	s.fill("Reason", "Outage 20 Nov")
	s.fill("Ticket", "T-4711")
	s.checked()
	same(t, "button", s.sendButton().Action.Title, "Refill +40.00 EUR")
	op := s.sends()
	rows := s.booked(op)
	same(t, "rows of the ledger", len(rows), 1)
	same(t, "note", rows[0].Note, "[st:"+string(op.ID)+"/1] Outage 20 Nov, T-4711")
	after, err := c.Balance.Add(money(t, "40", c.Balance.Currency()))
	s.must(err)
	same(t, "balance", s.truth(c.UID).Balance.Amount().Equal(after.Amount()), true)
	s.until("it says so", func() bool { return s.shows("is confirmed, Funding History row") })
	s.seesNot("What follows")
}

// The same with the mouse, from the balance out, by bonus; before the button all of
// it can be read.
func TestABonusRefillByMouse(t *testing.T) {
	s, c := changing(t, plain)
	s.clicks("Actions")
	s.clicks("Refill Balance…")
	s.types("12.50")
	s.picks("Main balance", "Bonus")
	s.fill("Reason", "Goodwill")
	s.checked()
	s.sees("Bonus 0.00 → 12.50 EUR (read 0 s ago)")
	s.sees("Note as written: [st:")
	s.clicks("Refill +12.50 EUR")
	rows := s.booked(s.confirmed())
	same(t, "rows", len(rows), 1)
	same(t, "kind", rows[0].Operation, platform.BonusFunded)
	same(t, "main balance", s.truth(c.UID).Balance.Equal(c.Balance), true)
}

// A withdrawal takes out what it says; more than there is, it does not.
func TestAWithdrawalOfNoMoreThanThereIs(t *testing.T) {
	s, c := changing(t, plain)
	s.press("Ctrl+Shift+B")
	s.types("99999999")
	s.sees("on the main balance.")
	s.fill("Reason", "Correction")
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 0)
	s.fieldOf("Amount").Focus()
	for range "99999999" {
		s.press("BackSpace")
	}
	s.types("1.50")
	s.checked()
	same(t, "button", s.sendButton().Action.Title, "Withdraw –1.50 EUR")
	rows := s.booked(s.sends())
	same(t, "kind", rows[0].Operation, platform.Withdrawn)
	same(t, "taken out", s.truth(c.UID).Balance.Amount().LessThan(c.Balance.Amount()), true)
}

// The whole balance goes, whatever its digits.
func TestTheWholeBalanceIsWithdrawn(t *testing.T) {
	s, c := changing(t, func(c demo.Customer) bool {
		return plain(c) && !c.Balance.Amount().Equal(c.Balance.Amount().Truncate(2))
	})
	s.press("Ctrl+Shift+B")
	s.clicks("Whole balance")
	s.fill("Reason", "Account is closed")
	s.checked()
	s.sends()
	same(t, "balance", s.truth(c.UID).Balance.Sign(), 0)
}

// Amounts that can be meant two ways, or not at all, are not taken.
func TestAmountsThatAreNotTaken(t *testing.T) {
	s, _ := changing(t, plain)
	s.press("Ctrl+B")
	s.fill("Reason", "Goodwill")
	for _, amount := range []struct{ typed, said string }{
		{"1.000", "Two readings possible: 1.000 could be 1.00 or 1,000.00. Write 1000 or 1.00."},
		{"0", "Enter an amount above 0, for example 12.50."},
		{"abc", "Enter an amount above 0, for example 12.50."},
		{"1.2345", "EUR has 2 digits after the point."},
	} {
		s.fieldOf("Amount").Focus()
		s.types(amount.typed)
		s.sees(amount.said)
		same(t, "button of "+amount.typed, s.sendButton().Enabled(), false)
		s.press("Ctrl+Enter")
		for range amount.typed {
			s.press("BackSpace")
		}
	}
	same(t, "recorded", s.recorded(), 0)
}

// Without a reason nothing is sent, and the form says what is missing.
func TestARefillWantsAReason(t *testing.T) {
	s, _ := changing(t, plain)
	s.press("Ctrl+B")
	s.types("5")
	s.checked()
	same(t, "why not", s.sendButton().Action.Reason(), "Give a reason. It stands in the ledger beside the amount.")
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 0)
}

// The limit of this desk is said under the amount.
func TestALimitIsKept(t *testing.T) {
	s, _ := changing(t, plain)
	s.must(s.cluster.PutLimits(s.ctx, model.Limits{Operation: money(t, "500", "EUR"), Day: money(t, "600", "EUR")}))
	s.press("Ctrl+B")
	s.types("700")
	s.sees("Above your limit of 500.00 EUR (Settings, Money).")
	s.press("BackSpace", "BackSpace", "BackSpace")
	s.types("400")
	s.fill("Reason", "First")
	s.checked()
	s.sends()
	s.fillsRefill("300", "Second")
	same(t, "the day's limit holds", s.sendButton().Enabled(), false)
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 1)
}

// The same amount again within a day is warned of, not refused.
func TestTheSameRefillAgainIsWarnedOf(t *testing.T) {
	s, _ := changing(t, plain)
	for range 2 {
		s.fillsRefill("20", "Goodwill")
		if s.recorded() == 1 {
			s.sees("was booked within 24 hours")
		}
		s.sends()
	}
	same(t, "recorded", s.recorded(), 2)
}

// A customer whose bills are made elsewhere is warned of.
func TestExternalBillingIsWarnedOf(t *testing.T) {
	s, _ := changing(t, func(c demo.Customer) bool { return c.ExtBillingID != "" && c.State() == platform.StateActive })
	s.press("Ctrl+B")
	s.checked()
	s.until("it is said", func() bool { return s.shows("Billing of this customer is kept elsewhere too") })
}

// The list says of whom money is unknown, and beside it that another change waits.
func TestTheListMarksUnknownMoneyAndWhatWaits(t *testing.T) {
	s, c := changing(t, plain)
	s.must(s.platform.Faults().Add("billing/account/fundaccount", demo.Fault{Drop: demo.DropBefore, Times: 1}))
	marks := func() (names []string) {
		for _, m := range s.cell(slices.Index(s.uids(), c.UID), "login").Marks {
			names = append(names, m.Resource.Name())
		}
		return names
	}
	s.fillsRefill("40", "Outage")
	s.press("Ctrl+Enter")
	question, pending := theme.QuestionIcon().Name(), assets.Icon("pending").Name()
	s.until("it is unknown", func() bool { return slices.Equal(marks(), []string{question}) })
	s.offline()
	s.press("Ctrl+N")
	s.types("Called")
	s.press("Ctrl+S")
	s.until("both are marked", func() bool { return slices.Equal(marks(), []string{pending, question}) })
}

// While a refill is unknown, money of that customer is on hold.
func TestMoneyIsOnHoldWhileARefillIsUnknown(t *testing.T) {
	s, c := changing(t, plain)
	s.must(s.platform.Faults().Add("billing/account/fundaccount", demo.Fault{Drop: demo.DropBefore, Times: 1}))
	s.fillsRefill("40", "Outage")
	s.press("Ctrl+Enter")
	s.until("it is unknown", func() bool {
		op, found := s.newest()
		return found && op.State == model.StateUnknown
	})
	s.until("it says so", func() bool { return s.shows("may or may not be booked") })
	s.sees("1 unknown")
	same(t, "said as pending", s.shows("1 pending"), false)
	s.fillsRefill("5", "Another")
	same(t, "refused", s.sendButton().Enabled(), false)
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 1)
	same(t, "balance", s.truth(c.UID).Balance.Equal(c.Balance), true)
}

// What was typed is there again, also after other customers and after Esc.
func TestTheTextOfAFormIsKept(t *testing.T) {
	s, c := changing(t, plain)
	s.press("Ctrl+B")
	s.types("33")
	s.fill("Reason", "Kept for later")
	s.press("Esc")
	s.seesNot("What follows")
	other := s.someone(s.platformEveryone(), "else", func(o demo.Customer) bool { return plain(o) && o.UID != c.UID })
	s.visit(other.UID)
	s.press("Ctrl+B")
	s.seesNot("thirty-three euro 00")
	s.visit(c.UID)
	s.seesNot("What follows")
	s.press("Ctrl+B")
	s.sees("thirty-three euro 00")
	s.checked()
	op := s.sends()
	same(t, "reason", op.Change.Reason, "Kept for later")
	s.press("Ctrl+B")
	s.seesNot("thirty-three euro 00")
}

// The button held down sends once.
func TestPressingTwiceSendsOnce(t *testing.T) {
	s, c := changing(t, plain)
	s.fillsRefill("7", "Twice")
	b := s.sendButton()
	b.Press()
	b.Press()
	s.key(parseKey("Ctrl+Enter"))
	s.confirmed()
	same(t, "recorded", s.recorded(), 1)
	rows, err := s.platform.Ledger(s.ctx, c.UID)
	s.must(err)
	same(t, "rows", len(rows), 1)
}

// What was confirmed can be taken back: the opposite is prepared, and sent by a
// person.
func TestARefillIsReversed(t *testing.T) {
	s, c := changing(t, plain)
	s.fillsRefill("11", "By mistake")
	s.sends()
	s.until("it is offered", func() bool { return s.shows("is confirmed, Funding History row") })
	s.clicks("Reverse…")
	s.sees("Withdraw Funds")
	s.seesNot("Reverse…") // what was before has gone
	same(t, "button", s.sendButton().Action.Title, "Withdraw –11.00 EUR")
	s.fill("Reason", "Taken back")
	s.checked()
	op := s.sends()
	same(t, "it says what it reverses", op.Origin != "", true)
	same(t, "balance", s.truth(c.UID).Balance.Equal(c.Balance), true)
}

// Without the platform the button queues, and money waits for a person.
func TestOfflineARefillIsQueued(t *testing.T) {
	s, c := changing(t, plain)
	s.offline()
	s.press("Ctrl+B")
	s.types("15")
	s.fill("Reason", "Later")
	same(t, "button", s.sendButton().Action.Title, "Queue Refill +15.00 EUR")
	s.press("Ctrl+Enter")
	s.until("it is queued", func() bool {
		op, found := s.newest()
		return found && op.State.Waits()
	})
	s.sees("queued")
	same(t, "balance", s.truth(c.UID).Balance.Equal(c.Balance), true)
}

// The balance on the list shows that something is on its way.
func TestAPendingRefillIsMarkedInTheList(t *testing.T) {
	s, c := changing(t, plain)
	s.offline()
	s.press("Ctrl+B")
	s.types("15")
	s.fill("Reason", "Later")
	s.press("Ctrl+Enter")
	s.until("it is marked", func() bool { return s.shows("1 pending") })
	at := 0
	for i, uid := range s.uids() {
		if uid == c.UID {
			at = i
		}
	}
	same(t, "mark", len(s.cell(at, "login").Marks), 1)
	same(t, "hint", strings.Contains(s.cell(at, "balance").Hint, "+15.00 main: Queued"), true)
	s.sees("+15.00 EUR (Queued)")
}

// platformEveryone is what the platform itself has, without a filter of the list.
func (s *story) platformEveryone() []demo.Customer {
	s.t.Helper()
	s.searches("")
	return s.everyone()
}
