package scenario

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// funded opens the Funding History of a customer and waits until it was read. It
// returns the sums of the operations and the ledger.
func (s *story) funded(uid platform.UID) (sums, ledger *kit.Grid) {
	s.t.Helper()
	s.visit(uid)
	s.press("Alt+6")
	s.fundingRead(uid)
	return s.inDetail("Billing operation"), s.inDetail("Date")
}

func (s *story) fundingRead(uid platform.UID) {
	s.t.Helper()
	s.until("the funding history is read", func() bool {
		state, err := s.cluster.State(s.ctx, model.SectionKey{Section: model.SectionFunding, UID: uid, Period: s.chosenDays()})
		s.must(err)
		return len(state.Missing) == 0 && !state.ReadAt.IsZero() && !state.Reading && !s.shows("Reading…")
	})
}

// amount is an amount as it stands on screen: with a sign, its thousands grouped.
func amount(t *testing.T, words string) decimal.Decimal {
	t.Helper()
	words = strings.NewReplacer("–", "-", ",", "", "+", "").Replace(words)
	if words == "-" {
		return decimal.Zero
	}
	d, err := decimal.NewFromString(words)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// payer is somebody whose main balance and bonus moved, in and out, within 12 weeks.
func payer(t *testing.T, s *story) (uid platform.UID, sums, ledger *kit.Grid) {
	t.Helper()
	weeks := kit.RangePeriod(kit.RangeQuarter, s.clock.Now())
	for _, uid := range s.uids() {
		s.cluster.Show(model.SectionKey{Section: model.SectionFunding, UID: uid, Period: weeks})
		var found model.Funding
		s.until("money is read", func() bool {
			var err error
			found, err = s.cluster.Funding(s.ctx, uid, weeks)
			s.must(err)
			return !found.State.ReadAt.IsZero() && !found.State.Reading
		})
		signs := map[int]bool{}
		for _, row := range found.Rows {
			signs[row.Amount.Sign()] = true
		}
		if signs[1] && signs[-1] && found.Main.Given() && found.Bonus.Given() {
			sums, ledger = s.funded(uid)
			return uid, sums, ledger
		}
	}
	t.Fatal("nobody's money moved in and out of both balances")
	return 0, nil, nil
}

// The sums of each operation are those of the ledger, exact; the last row is what
// the balances gained.
func TestFundingSumsAgreeWithTheLedger(t *testing.T) {
	s := open(t)
	_, sums, ledger := payer(t, s)
	counts, main, bonus := map[string]int{}, decimal.Zero, decimal.Zero
	operations, amounts := says(ledger, "operation"), says(ledger, "amount")
	for i, operation := range operations {
		counts[operation]++
		if strings.Contains(operation, "Bonus") {
			bonus = bonus.Add(amount(t, amounts[i]))
		} else {
			main = main.Add(amount(t, amounts[i]))
		}
	}
	names := says(sums, "operation")
	same(t, "the six operations and their sum", names, []string{
		"Funding", "Bonus Funding", "Registration Bonus Funding (trial)", "Extra Bonus Funding (auto)", "Withdrawal", "Bonus Withdrawal", "Sum of the period",
	})
	for i, words := range says(sums, "count")[:6] {
		same(t, "count of "+names[i], amount(t, words).IntPart(), int64(counts[names[i]]))
	}
	same(t, "net of the balance", amount(t, says(sums, "main")[6]).String(), main.String())
	same(t, "net of the bonus", amount(t, says(sums, "bonus")[6]).String(), bonus.String())
	same(t, "count of all", amount(t, says(sums, "count")[6]).IntPart(), int64(len(operations)))
	s.sees("Sum of the period")
}

// Payments carry a sign; copied they are exact and ASCII, the newest stand first.
func TestTheLedgerIsSignedAndExact(t *testing.T) {
	s := open(t)
	_, _, ledger := payer(t, s)
	for i, words := range says(ledger, "amount") {
		cells, _ := tableRow(ledger, i)
		out := strings.Contains(cells["operation"].Text, "Withdrawal")
		if strings.HasPrefix(words, "–") != out || strings.HasPrefix(words, "+") == out {
			t.Errorf("%s of a %s", words, cells["operation"].Text)
		}
	}
	if dates := says(ledger, "date"); !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("the ledger is not in order: %v", dates)
	}
	at := slices.IndexFunc(says(ledger, "amount"), func(words string) bool { return strings.HasPrefix(words, "–") })
	if at < 0 {
		at = 0
	}
	ledger.SetCurrent(at)
	s.window.Fyne().Canvas().Focus(ledger)
	for ledger.CurrentColumn() != "amount" {
		s.press("Ctrl+Right")
	}
	s.press("Ctrl+C")
	same(t, "copied", amount(t, s.clipboard()).String(), amount(t, says(ledger, "amount")[at]).String())
	if strings.ContainsAny(s.clipboard(), "–+,") {
		t.Errorf("copied %q", s.clipboard())
	}
}

// Shorter periods have fewer operations; the last one is remembered for this tab
// alone.
func TestThePeriodOfTheFundingHistory(t *testing.T) {
	s := open(t)
	uid, _, ledger := payer(t, s)
	before := ledger.Length()
	s.drops("12 weeks")
	s.clicks("Today")
	s.fundingRead(uid)
	same(t, "fewer rows", ledger.Length() < before, true)
	same(t, "days", s.days(), []string{"2026-11-23", "2026-11-23"})
	s.press("Alt+3")
	s.logRead(uid)
	same(t, "days of the log", s.days(), []string{"2026-10-25", "2026-11-23"})
	s.press("Alt+6")
	s.again(true).everybodyRead()
	s.press("Down")
	s.until("the funding history is shown", func() bool { return s.shows("Payment Size") })
	same(t, "days after a restart", s.days(), []string{"2026-11-23", "2026-11-23"})
}

// A bar leads to its operations in the ledger.
func TestABarLeadsToItsOperations(t *testing.T) {
	s := open(t)
	_, _, ledger := payer(t, s)
	var chart *kit.Chart
	for _, p := range s.pieces() {
		if c, is := p.CanvasObject.(*kit.Chart); is {
			chart = c
		}
	}
	if chart == nil {
		t.Fatal("there is no chart")
	}
	oldest := says(ledger, "date")[ledger.Length()-1]
	found := false
	s.window.Fyne().Canvas().Focus(chart)
	s.press("Home")
	for range 13 {
		s.press("Enter")
		if row := ledger.Current(); row >= 0 && says(ledger, "date")[row] == oldest {
			found = true
			break
		}
		s.press("Right")
	}
	same(t, "a bar of the oldest operation", found, true)
	same(t, "the hint line names amounts", strings.Contains(s.hint(), "EUR") || strings.ContainsAny(s.hint(), "+–"), true)
}

// Who never paid sees sums of nothing and a sentence.
func TestTheFundingHistoryOfSomebodyWhoNeverPaid(t *testing.T) {
	s := open(t)
	sums, ledger := s.funded(s.platform.Notable(demo.NotableNothing))
	same(t, "rows", ledger.Length(), 0)
	same(t, "counts", says(sums, "count"), []string{"0", "0", "0", "0", "0", "0", "0"})
	s.sees("Nothing was paid or withdrawn in this period.")
}

// Offline: what was read stays, what never was says so, and bars are not zero but
// not read.
func TestTheFundingHistoryWithoutThePlatform(t *testing.T) {
	s := open(t)
	uid, _, ledger := payer(t, s)
	rows := ledger.Length()
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
	same(t, "rows", ledger.Length(), rows)
	s.window.Users().Select(uid + 1)
	s.until("it is said", func() bool { return s.shows("Not read yet. It is read as soon as the platform answers.") })
	same(t, "rows of somebody never read", ledger.Length(), 0)
}

// A money section that fails says so in place and leaves the others alone.
func TestAFailingFundingHistory(t *testing.T) {
	s := open(t)
	s.must(s.platform.Faults().Add("billing/account/getfundaccounthistory", demo.Fault{Result: 99, Message: "internal error"}))
	uid := s.platform.Notable(demo.NotableBilling)
	s.visit(uid)
	s.press("Alt+6")
	s.until("it is said", func() bool { return s.shows("code 99") })
	s.press("Alt+3")
	s.logRead(uid)
	s.seesNot("code 99")
	same(t, "the log has rows", s.inDetail("Action").Length() > 0, true)
	s.platform.Faults().Clear("*")
	s.platform.Faults().Clear("billing/account/getfundaccounthistory")
	s.press("Alt+6")
	s.clicks("Retry")
	s.fundingRead(uid) // to the end: while slices are missing, what failed is still said
	same(t, "the ledger has rows", s.inDetail("Date").Length() > 0, true)
	s.seesNot("code 99")
}

// Nobody else's money is ever on screen while customers are switched quickly.
func TestQuickSwitchingLeavesNoLateLedger(t *testing.T) {
	s := open(t)
	uid, _, ledger := payer(t, s)
	want := says(ledger, "date")
	list := s.everyoneListed()
	for _, other := range list[:20] {
		s.window.Users().Select(other)
	}
	s.window.Users().Select(uid)
	s.fundingRead(uid)
	s.until("the ledger is this customer's", func() bool { return slices.Equal(says(ledger, "date"), want) })
	same(t, "focus is somewhere", s.focused() != fyne.Focusable(nil), true)
}

// everyoneListed are the customers of the whole list.
func (s *story) everyoneListed() []platform.UID {
	s.t.Helper()
	s.searches("")
	return s.uids()
}
