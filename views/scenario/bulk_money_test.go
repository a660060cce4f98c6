package scenario

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
)

const slowAnswer = 300 * time.Millisecond

func euro(text string) platform.Money {
	return platform.NewMoney(decimal.RequireFromString(text), "EUR")
}

// Five refills go after their total was typed, each is booked once, with its
// mark first in the note.
func TestBulkRefillsFive(t *testing.T) {
	s := writers(t)
	who := s.plain(5)
	s.refills("20.00", who...)
	s.sees("+100.00 EUR")
	s.sees("[st:<id>/1] Outage 20 Nov, T-4711")
	same(t, "change", s.columnOf("change")[0], "+20.00")
	s.confirms("100")
	s.clicks("Send 5 refills")
	s.ends()
	s.sees("5 rows: 5 confirmed. +100.00 EUR of +100.00 EUR.")
	s.bookedOnce("booked", "20", who...)
	for _, uid := range who {
		same(t, "note", s.ours(uid)[0].Note[len("[st:0123456789"):], "/1] Outage 20 Nov, T-4711")
	}
}

// Without the right total nothing goes, and the button says what is missing.
func TestBulkRefusesAWrongTotal(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.sendsRefills("20.00", "61", who...)
	s.sees("Type the total, 60.00, to go on.")
	s.confirms("1.000")
	s.press("Ctrl+Enter")
	s.sees("Send 3 refills")
	for _, uid := range who {
		same(t, "booked", len(s.ours(uid)), 0)
	}
	s.confirms("60,00")
	s.press("Ctrl+Enter")
	s.ends()
	s.bookedOnce("booked", "20", who...)
}

// An amount that can be read two ways, or is none, is said under its field.
func TestBulkSaysWhatIsWrongWithTheAmount(t *testing.T) {
	s := writers(t)
	s.refills("1.000", s.plain(2)...)
	s.sees("This can be read two ways: 1.000.")
	s.fillsIn("Amount for each", "nothing")
	s.settle()
	s.sees("Enter an amount above 0, for example 12.50.")
	s.fillsIn("Amount for each", "0.001")
	s.settle()
	s.sees("EUR has 2 decimals. Write fewer digits.")
}

// The same amount to the same customer within a day is a warning, not a refusal.
func TestBulkWarnsOfTheSameAmount(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.refilled("7.00", "7", who[0])
	s.refills("7.00", who...)
	s.clicks("Warning 1")
	same(t, "warned of", s.uids(), []platform.UID{who[0]})
	same(t, "why", s.columnOf("why"), []string{"The same amount of the same kind was booked within 24 hours."})
}

// Above a limit of this computer the button says which, and nothing goes.
func TestBulkRefusesWhatIsAboveALimit(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.must(s.cluster.PutLimits(s.ctx, model.Limits{Operation: euro("50"), Batch: euro("100"), Day: euro("200")}))
	s.sendsRefills("60.00", "180", who...)
	s.sees("60.00 EUR is above your limit of 50.00 EUR for one operation.")
	s.fillsIn("Amount for each", "40.00")
	s.confirms("120")
	s.press("Ctrl+Enter")
	s.sees("120.00 EUR is above your limit of 100.00 EUR for one run.")
	s.sees("120.00 of 200.00 EUR")
	for _, uid := range who {
		same(t, "booked", len(s.ours(uid)), 0)
	}
}

// Pause lets the row in flight end and sends no other; Resume goes on, Cancel
// asks once in place and gives the rest up.
func TestBulkPausesResumesAndCancels(t *testing.T) {
	s := writers(t)
	who := s.plain(6)
	s.slowRefills()
	s.sendsRefills("3.00", "18", who...)
	s.until("the first is booked", func() bool { return len(s.ours(who[0])) == 1 })
	s.types("p")
	s.until("it is paused", func() bool { return s.shows("Paused by you.") })
	s.clicks("Resume")
	s.until("it runs", func() bool { return s.shows("Pause") && !s.shows("Paused by you.") })
	s.types("P")
	s.until("it is paused again", func() bool { return s.shows("Paused by you.") })
	s.clicks(s.button("Cancel the "))
	s.sees("Keep them")
	s.clicks(s.button("Yes, give "))
	s.ends()
	s.sees("cancelled")
	booked := 0
	for _, uid := range who {
		n := len(s.ours(uid))
		same(t, "never twice", n <= 1, true)
		booked += n
	}
	same(t, "some were, some were not", booked > 0 && booked < len(who), true)
}

// Bulk work has room in the smallest window, at every step, however it got that small.
func TestBulkFitsTheSmallestWindow(t *testing.T) {
	s := writers(t)
	who := s.plain(6)
	s.must(s.cluster.PutLimits(s.ctx, model.Limits{Operation: euro("50000"), Batch: euro("100000"), Day: euro("200000")}))
	s.window.Bulk().Choose()
	s.fits("choosing")
	s.window.Bulk().Plans()
	s.fits("the plans")
	s.slowRefills()
	s.refills("12345.67", who...)
	s.fits("the plan")
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.confirms("74074.02")
	s.fits("the plan, confirmed")
	s.press("Ctrl+Enter")
	s.until("the first is booked", func() bool { return len(s.ours(who[0])) == 1 })
	s.fits("the run")
	s.types("p")
	s.until("it is paused", func() bool { return s.shows("Paused by you.") })
	s.fits("the paused run")
	s.clicks(s.button("Cancel the "))
	s.fits("the question")
	s.clicks(s.button("Yes, give "))
	s.until("the run ends", func() bool { return s.shows("cancelled.") })
	s.fits("the report")
}

// slowRefills lets every refill take long enough for a person to act.
func (s *story) slowRefills() {
	s.t.Helper()
	s.must(s.platform.Faults().Add(fund, demo.Fault{Latency: slowAnswer}))
}

// An answer that is lost in the middle pauses the run; what was done is found,
// and nothing is sent twice.
func TestBulkPausesAtALostAnswer(t *testing.T) {
	s := writers(t)
	who := s.plain(4)
	s.must(s.platform.Faults().Add(fund, demo.Fault{Drop: demo.DropBefore, Skip: 1, Times: 1}))
	s.sendsRefills("9.00", "36", who...)
	s.until("it pauses by itself", func() bool {
		return s.shows("Paused at row 2: the answer was lost. 2 rows have not been sent.")
	})
	same(t, "outcomes", s.columnOf("outcome"), []string{"Confirmed", "Unknown", "Queued", "Queued"})
	same(t, "the first", len(s.ours(who[0])), 1)
	for _, uid := range who[1:] {
		same(t, "not the others", len(s.ours(uid)), 0)
	}
}

// An answer that is lost after the platform booked is found by its mark: late,
// and the run goes on.
func TestBulkFindsALostAnswerAndGoesOn(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.must(s.platform.Faults().Add(fund, demo.Fault{Drop: demo.DropAfter, Skip: 1, Times: 1}))
	s.refilled("9.00", "27", who...)
	s.sees("3 rows: 2 confirmed, 1 confirmed late. +27.00 EUR of +27.00 EUR.")
	s.bookedOnce("booked", "9", who...)
}

// Three rejections in a row stop the run; only those are tried again.
func TestBulkStopsAfterThreeRejectionsAndRetriesThem(t *testing.T) {
	s := writers(t)
	who := s.plain(5)
	s.must(s.platform.Faults().Add(fund, demo.Fault{Result: 3, Message: "invalid parameter [note]", Times: 3}))
	s.sendsRefills("4.00", "20", who...)
	s.until("it stops", func() bool { return s.shows("Paused at row 3: three rows in a row were rejected.") })
	same(t, "outcomes", s.columnOf("outcome"), []string{"Rejected", "Rejected", "Rejected", "Queued", "Queued"})
	s.sees("not booked")
	s.sees("Confirmed so far 0.00 EUR")
	s.clicks("Resume")
	s.ends()
	s.sees("5 rows: 2 confirmed, 3 rejected. +8.00 EUR of +20.00 EUR.")
	s.clicks("Retry failed")
	same(t, "only the rejected", s.uids(), who[:3])
	s.confirms("12")
	s.press("Ctrl+Enter")
	s.ends()
	s.bookedOnce("booked", "4", who...)
}

// Told to, a run goes on past three rejections in a row; the plan keeps that.
func TestBulkGoesPastRejectionsIfTold(t *testing.T) {
	s := writers(t)
	who := s.plain(5)
	s.must(s.platform.Faults().Add(fund, demo.Fault{Result: 3, Message: "invalid parameter [note]", Times: 3}))
	s.refills("4.00", who...)
	s.flips("Stop after 3 rejections in a row")
	s.passes(time.Second)
	s.confirms("20")
	s.press("Ctrl+Enter")
	s.ends()
	s.sees("5 rows: 2 confirmed, 3 rejected. +8.00 EUR of +20.00 EUR.")
	same(t, "one filled button", s.filled(), []string{"Retry failed"})
	s.bookedOnce("booked", "4", who[3:]...)
}

// A run of refills is undone by a plan of withdrawals that needs its own reason
// and total.
func TestBulkReversesRefills(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.refilled("6.00", "18", who...)
	s.clicks("Reverse")
	s.sees("Withdraw Funds for 3 customers")
	digits := func(by string) (list []string) {
		for _, uid := range who {
			m, err := s.truth(uid).Balance.Add(euro(by))
			s.must(err)
			list = append(list, text.Money(m, text.List).Digits)
		}
		return list
	}
	same(t, "nothing is said from before the run", append(s.columnOf("before"), s.columnOf("after")...), make([]string, 6))
	s.clock.pass(time.Second)
	s.clicks("Read again")
	s.until("balances are read", func() bool { return s.columnOf("before")[2] != "" })
	same(t, "what they have now", s.columnOf("before"), digits("0"))
	same(t, "what they will have", s.columnOf("after"), digits("-6"))
	s.types("Was a mistake") // the reason waits for it, nothing else can be filled in
	s.settle()
	s.confirms("18")
	s.press("Ctrl+Enter")
	s.ends()
	for _, uid := range who {
		rows := s.ours(uid)
		same(t, "two rows", len(rows), 2)
		same(t, "the other way", rows[1].Operation, platform.Withdrawn)
	}
}

// Balances that are older than a minute are read again before the button is
// free.
func TestBulkReadsOldBalancesAgain(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.clock.pass(7 * time.Minute)
	s.refills("5.00", who...)
	s.until("they are read again", func() bool { return s.shows("Balances read 14:09:11") })
	s.confirms("10")
	s.press("Ctrl+Enter")
	s.ends()
	s.bookedOnce("booked", "5", who...)
}

// Without a connection old balances stay old, and money does not go.
func TestBulkKeepsMoneyBackWhileOffline(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.must(s.platform.Offline(true))
	s.clock.pass(7 * time.Minute)
	s.sendsRefills("5.00", "10", who...)
	s.settle()
	s.sees("Send 2 refills")
	s.must(s.platform.Offline(false))
	for _, uid := range who {
		same(t, "booked", len(s.ours(uid)), 0)
	}
}
