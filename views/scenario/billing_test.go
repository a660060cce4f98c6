package scenario

import (
	"fmt"
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

const billingMethod = "billing/account/getaccountbillinghistorybyperiodinner"

// billed opens the Billing History of a customer and waits until it was read.
func (s *story) billed(uid platform.UID) *kit.Grid {
	s.t.Helper()
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.visit(uid)
	s.press("Alt+4")
	s.billingRead(uid, platform.IntervalDay)
	return s.charges()
}

// charges are the rows of Billing History.
func (s *story) charges() *kit.Grid { return s.inDetail("Interval") }

func (s *story) billingRead(uid platform.UID, interval platform.Interval) {
	s.t.Helper()
	s.until("the billing history is read", func() bool {
		state, err := s.cluster.State(s.ctx, model.SectionKey{Section: model.BillingSection(interval), UID: uid, Period: s.chosenDays()})
		s.must(err)
		return len(state.Missing) == 0 && !state.ReadAt.IsZero() && !state.Reading && !s.shows("Reading…")
	})
}

// inHand gives the rows the keyboard.
func (s *story) inHand(g *kit.Grid) *kit.Grid {
	s.window.Users().Detail().FocusBody()
	s.press("Home")
	return g
}

// periodSum is the sum that the footer names, with its sign.
func (s *story) periodSum() decimal.Decimal {
	s.t.Helper()
	for _, p := range s.pieces() {
		if rest, is := strings.CutPrefix(p.words(), "Sum of the period "); is {
			return amount(s.t, strings.Fields(rest)[0])
		}
	}
	s.t.Fatalf("no sum of the period. On screen:\n%s", s.screen())
	return decimal.Zero
}

// levels are the costs of the rows: of intervals, of environments, of resources.
func levels(t *testing.T, g *kit.Grid) (sums [3]decimal.Decimal, counts [3]int) {
	t.Helper()
	for i := range g.Length() {
		cells, _ := tableRow(g, i)
		level := 0
		switch {
		case cells["resource"].Text != "":
			level = 2
		case !strings.HasSuffix(cells["environment"].Text, "environments") && !strings.HasSuffix(cells["environment"].Text, "1 environment"):
			level = 1
		}
		sums[level] = sums[level].Add(amount(t, cells["cost"].Text))
		counts[level]++
	}
	return sums, counts
}

// shownBy chooses how long intervals are.
func (s *story) shownBy(uid platform.UID, from, to string, interval platform.Interval) *kit.Grid {
	s.t.Helper()
	s.drops(from)
	s.clicks(to)
	s.billingRead(uid, interval)
	return s.charges()
}

// Every sum is that of what it is made of, to the last digit, and has its sign;
// days and hours are two answers of the platform with one sum.
func TestBillingSumsAreExact(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableBilling)
	g := s.billed(uid)
	s.drops("30 days")
	s.clicks("7 days")
	s.billingRead(uid, platform.IntervalDay)
	sum := s.periodSum()
	same(t, "money that is taken has a minus", sum.IsNegative(), true)
	s.inHand(g)
	for row := 0; row < g.Length(); row = g.Current() + 1 {
		g.SetCurrent(row)
		s.key(kit.Key{Name: fyne.KeyAsterisk})
		s.settle()
		for next := row + 1; ; next++ { // on to the next interval
			if cells, _ := tableRow(g, next); cells == nil || strings.HasSuffix(cells["environment"].Text, "environments") {
				g.SetCurrent(next - 1)
				break
			}
		}
	}
	sums, counts := levels(t, g)
	if counts[0] < 6 || counts[1] != 50*counts[0] || counts[2] <= counts[1] {
		t.Fatalf("rows of each level: %v", counts)
	}
	for level, got := range sums {
		same(t, fmt.Sprintf("sum of level %d", level), got.String(), sum.String())
	}
	s.shownBy(uid, "Days", "Hours", platform.IntervalHour)
	same(t, "sum of hours", s.periodSum().String(), sum.String())
}

// Right unfolds, then goes inside; Left goes out, then folds. + - and Enter do too.
func TestBillingIsATree(t *testing.T) {
	s := open(t)
	g := s.inHand(s.billed(s.platform.Notable(demo.NotableBilling)))
	days := g.Length() - 50
	s.press("Left")
	same(t, "folded", g.Length(), days)
	s.press("Right")
	same(t, "unfolded to the environments", g.Length(), days+50)
	s.press("Right")
	same(t, "inside", g.Current(), 1)
	s.press("Right")
	same(t, "the resources of the first environment", g.Length() > days+50, true)
	all := g.Length()
	s.press("Down", "Left")
	same(t, "back at the environment", g.Current(), 1)
	s.press("Left")
	same(t, "environment folded", g.Length(), days+50)
	s.press("Left", "Left")
	same(t, "day folded", []int{g.Length(), g.Current()}, []int{days, 0})
	s.press("Enter")
	same(t, "Enter unfolds", g.Length(), days+50)
	s.press("-")
	same(t, "minus folds", g.Length(), days)
	s.key(kit.Key{Name: fyne.KeyPlus})
	s.settle()
	same(t, "plus unfolds", g.Length(), days+50)
	s.clicks(tableText(g, 1, "environment"))
	same(t, "a click unfolds", g.Length(), all)
	s.clock.pass(model.SectionBilling.StaleAfter() * 2)
	s.press("Alt+7", "Alt+4")
	s.billingRead(s.platform.Notable(demo.NotableBilling), platform.IntervalDay)
	same(t, "what was unfolded stays so when it is read again", g.Length(), all)
}

func tableText(g *kit.Grid, row int, column string) string {
	cells, _ := tableRow(g, row)
	return cells[column].Text
}

// Each interval has the same sum; interval, days and stacking are remembered.
func TestIntervalsOfBilling(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableCyrillic)
	s.billed(uid)
	s.drops("30 days")
	s.clicks("12 weeks")
	s.billingRead(uid, platform.IntervalDay)
	sum, before := s.periodSum(), "Days"
	for _, c := range []struct {
		to       string
		interval platform.Interval
		bars     int
		newest   string
	}{
		{"Weeks", platform.IntervalWeek, 13, "16 Nov – 22 Nov"}, {"Months", platform.IntervalMonth, 3, "2026-11"}, {"Years", platform.IntervalYear, 1, "2026"},
		{"Hours", platform.IntervalHour, 84 * 24, "22 Nov 23:00"},
	} {
		g := s.shownBy(uid, before, c.to, c.interval)
		same(t, "sum by "+c.to, s.periodSum().String(), sum.String())
		same(t, "newest row by "+c.to, tableText(g, 0, "interval"), c.newest)
		same(t, "bars by "+c.to, s.bars().Hint(c.bars-1) != "" && s.bars().Hint(c.bars) == "", true)
		before = c.to
	}
	s.drops("Resource")
	s.clicks("Balance")
	s.again(true).everybodyRead()
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.press("Down")
	s.until("the charges are shown", func() bool {
		return s.shows("Charges") && s.shows("Hours") && s.shows("Balance") && s.shows("12 weeks")
	})
}

// Nodes of one type are one row, or each is its own; the sum does not change.
func TestGroupByNode(t *testing.T) {
	s := open(t)
	g := s.inHand(s.billed(s.platform.Notable(demo.NotableBilling)))
	sum := s.periodSum()
	s.key(kit.Key{Name: fyne.KeyAsterisk})
	s.settle()
	_, grouped := levels(t, g)
	s.clicksCheck("Group by Node")
	_, single := levels(t, g)
	same(t, "more rows without groups", single[2] > grouped[2], true)
	same(t, "sum", s.periodSum().String(), sum.String())
	s.clicksCheck("Group by Node")
	_, again := levels(t, g)
	same(t, "grouped again", again, grouped)
}

// clicksCheck turns a box.
func (s *story) clicksCheck(title string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if c, is := p.CanvasObject.(*kit.Check); is && c.Title == title {
			c.Tapped(nil)
			s.settle()
			return
		}
	}
	s.t.Fatalf("no box %q", title)
}

// A bar shows its interval alone, by mouse and by keyboard; Esc, the button and the
// Without the platform, days that were not read are a field of their own, never
// A failing Billing History says so in place; other tabs go on.
func TestAFailingBillingHistory(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableSubscriber)
	s.must(s.platform.Faults().Add(billingMethod, demo.Fault{Result: 99, Message: "internal error"}))
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.visit(uid)
	s.press("Alt+4")
	s.until("it is said", func() bool { return s.shows("code 99") })
	s.press("Alt+3")
	s.logRead(uid)
	s.seesNot("code 99")
	same(t, "the log has rows", s.inDetail("Action").Length() > 0, true)
	s.platform.Faults().Clear(billingMethod)
	s.press("Alt+4")
	s.clicks("Retry")
	s.billingRead(uid, platform.IntervalDay) // to the end: while slices are missing, what failed is still said
	same(t, "it has rows", s.charges().Length() > 0 && s.shows("Sum of the period"), true)
	s.seesNot("code 99")
}

// Who has nothing sees a sentence and no sum.
func TestBillingOfSomebodyWithNothing(t *testing.T) {
	s := open(t)
	g := s.billed(s.platform.Notable(demo.NotableNothing))
	same(t, "rows", g.Length(), 0)
	s.sees("Nothing was charged in this period.")
	s.seesNot("Sum of the period")
	s.seesNot("not read")
	s.bars()
	s.press("Right", "Enter", "Esc", "Left")
	s.seesNot("Only ")
}

// Nothing of one customer stays when another one is chosen: rows, filter, folds.
func TestSwitchingCustomersInBilling(t *testing.T) {
	s := open(t)
	uid, other := s.platform.Notable(demo.NotableBilling), s.platform.Notable(demo.NotableSubscriber)
	g := s.billed(uid)
	want := says(g, "cost")
	s.bars()
	s.press("Home", "Enter")
	s.sees("Only 25 Oct 2026")
	s.window.Users().Select(other)
	s.settle()
	s.seesNot("Only 25 Oct 2026")
	s.searches("")
	for _, each := range s.uids()[:20] {
		s.window.Users().Select(each)
	}
	s.window.Users().Select(uid)
	s.billingRead(uid, platform.IntervalDay)
	s.until("the rows are this customer's", func() bool { return slices.Equal(says(g, "cost"), want) })
}

// An export has every resource row of what is filtered, folded or not; its sum is
// The context menu shows one environment alone, in bars, rows and sum; a year
