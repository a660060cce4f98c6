package scenario

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"steward/app/export"
	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/customer"
	"steward/views/kit"
)

// bars is the chart on screen, with the keyboard.
func (s *story) bars() *kit.Chart {
	s.t.Helper()
	for _, p := range s.pieces() {
		if c, is := p.CanvasObject.(*kit.Chart); is {
			s.window.Fyne().Canvas().Focus(c)
			s.settle()
			return c
		}
	}
	s.t.Fatalf("there is no chart. On screen:\n%s", s.screen())
	return nil
}

// legend is what the colours of the bars are said to mean.
func (s *story) legend() (names []string) {
	var at float32 = -1
	for _, p := range s.pieces() {
		inChart := slices.ContainsFunc(p.in, func(a piece) bool { _, is := a.CanvasObject.(*kit.Chart); return is })
		if !inChart || p.words() == "" {
			continue
		}
		if at < 0 { // the title stands first, the meanings beside it
			at = p.at.Y + p.Size().Height/2
		} else if middle := p.at.Y + p.Size().Height/2; middle > at-4 && middle < at+4 {
			names = append(names, p.words())
		}
	}
	return names
}

// someoneOnBonus is a customer whose bonus paid something in the last 30 days.
func (s *story) someoneOnBonus() platform.UID {
	s.t.Helper()
	month := kit.RangePeriod(kit.RangeMonth, s.clock.Now())
	for _, uid := range s.uids() {
		s.cluster.Show(model.SectionKey{Section: model.SectionBilling, UID: uid, Period: month})
		var found model.Billing
		s.until("charges are read", func() bool {
			var err error
			found, err = s.cluster.Billing(s.ctx, uid, model.BillingQuery{Period: month, Interval: platform.IntervalDay})
			s.must(err)
			return !found.State.ReadAt.IsZero() && !found.State.Reading
		})
		if found.Bonus.Sign() > 0 && found.Main.Sign() > 0 {
			return uid
		}
	}
	s.t.Fatal("nobody's bonus paid anything")
	return 0
}

// the footer's.
func TestBillingIsExported(t *testing.T) {
	s := open(t)
	g := s.billed(s.platform.Notable(demo.NotableBilling))
	frame := s.window.Users().Detail()
	var taken customer.Exported
	frame.Export = func(e customer.Exported) { taken = e }
	sum := func() decimal.Decimal {
		frame.ExportTab()
		path := filepath.Join(t.TempDir(), "billing.csv")
		_, err := export.Write(s.ctx, export.Target{Path: path, Scratch: t.TempDir()}, taken.Sheet, taken.Rows(s.ctx))
		s.must(err)
		written, err := os.ReadFile(path)
		s.must(err)
		records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(written), "\ufeff"))).ReadAll()
		s.must(err)
		total := decimal.Zero
		for _, r := range records[1:] {
			d, err := decimal.NewFromString(r[len(r)-1])
			s.must(err)
			total = total.Add(d)
		}
		return total
	}
	same(t, "sum of all", sum().String(), s.periodSum().String())
	same(t, "what it says", strings.Contains(taken.Shows, "25 Oct 2026 to 23 Nov 2026"), true)
	s.bars()
	s.press("Home", "Enter")
	same(t, "sum of the bar", sum().String(), amount(t, tableText(g, 0, "cost")).String())
	same(t, "what it says of the bar", strings.Contains(taken.Shows, "Only 25 Oct 2026"), true)
}

// bar itself show all again. Ctrl+Shift+T leads from bars to rows and back.
func TestABarFiltersTheCharges(t *testing.T) {
	s := open(t)
	g := s.billed(s.platform.Notable(demo.NotableBilling))
	whole, chart := g.Length(), s.bars()
	s.press("Home", "Right", "Right", "Enter")
	same(t, "the day unfolded", g.Length(), 51)
	same(t, "its day", tableText(g, 0, "interval"), "2026-10-27")
	s.sees("Only 27 Oct 2026")
	s.sees("Sum of 2026-10-27 " + tableText(g, 0, "cost") + " EUR")
	same(t, "chosen", chart.Chosen(), 2)
	s.press("Ctrl+Shift+T")
	same(t, "the keyboard is in the rows", s.focused() == fyne.Focusable(g), true)
	s.press("Esc")
	s.seesNot("Only 27 Oct 2026")
	same(t, "all rows and the day unfolded", g.Length(), whole+50)
	same(t, "none chosen", chart.Chosen(), -1)
	s.press("Ctrl+Shift+T")
	same(t, "the keyboard is in the bars", s.focused() == fyne.Focusable(chart), true)
	same(t, "at the row's bar", chart.Current(), 2)
	s.press("Enter", "Enter")
	s.seesNot("Only 27 Oct 2026")
	s.press("Enter")
	s.drops("Resource")
	s.clicks("Environment")
	s.sees("Only 27 Oct 2026")
	s.clicks("Show All")
	s.seesNot("Only 27 Oct 2026")
	s.bars()
	s.press("End", "Enter")
	same(t, "rows of a day without charges", g.Length(), 0)
	s.sees("Nothing was charged here.")
	s.press("Esc")
	same(t, "all rows", g.Length(), whole+50)
}

// Bars tell apart resources, environments or the two balances.
func TestWhatBarsTellApart(t *testing.T) {
	s := open(t)
	uid := s.someoneOnBonus()
	s.billed(uid)
	same(t, "resources", s.legend(), []string{"Cloudlets, dynamic", "Cloudlets, reserved", "Disk space", "Other"})
	sum := s.periodSum()
	s.drops("Resource")
	s.clicks("Balance")
	same(t, "balances", s.legend(), []string{"Main balance", "Bonus balance"})
	s.sees("of it bonus –")
	chart := s.bars()
	s.press("Home")
	for range 29 {
		if strings.Contains(s.hint(), "Bonus balance") {
			break
		}
		s.press("Right")
	}
	same(t, "a bar names what the bonus paid", strings.Contains(chart.Hint(chart.Current()), "Bonus balance"), true)
	s.drops("Balance")
	s.clicks("Environment")
	found, err := s.cluster.Billing(s.ctx, uid, model.BillingQuery{
		Period: s.chosenDays(), Interval: platform.IntervalDay, Stack: model.StackEnvironment})
	s.must(err)
	var names []string
	for _, series := range found.Series {
		name, _, _ := strings.Cut(series.Domain, ".")
		names = append(names, name)
	}
	same(t, "environments", s.legend(), names)
	same(t, "sum", s.periodSum().String(), sum.String())
}

// zero; what was read stays.
func TestDaysNotReadAreNeverZero(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableBilling)
	g := s.billed(uid)
	rows, sum := g.Length(), s.periodSum()
	s.seesNot("not read")
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
	same(t, "rows", g.Length(), rows)
	same(t, "sum", s.periodSum().String(), sum.String())
	s.drops("30 days")
	s.clicks("12 weeks")
	s.until("it is said", func() bool { return s.shows("Not read yet: 1 Sep 2026 to 30 Sep 2026") })
	s.sees("not read")
	s.sees("54 of 84 days read")
	chart := s.bars()
	s.press("Home")
	same(t, "the first bar", s.hint(), "1 Sep 2026: not read")
	same(t, "the last bar", chart.Hint(83), "23 Nov 2026: nothing")
	s.press("Enter")
	same(t, "rows of a day not read", g.Length(), 0)
	s.sees("This was not read yet. It is read when the platform answers.")
	s.press("Esc")
	if slices.ContainsFunc(says(g, "interval"), func(day string) bool { return strings.Contains(day, "2026-09") }) {
		t.Error("a day that was not read has a row")
	}
	s.window.Users().Select(s.platform.Notable(demo.NotableSubscriber))
	s.until("nothing is known of others", func() bool { return s.shows("Not read yet. It is read as soon as the platform answers.") })
	s.sees("not read")
	s.seesNot("Sum of the period")
}

// unfolds to everything in it.
func TestChargesOfOneEnvironment(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableCyrillic)
	g := s.inHand(s.billed(uid))
	s.shownBy(uid, "Days", "Years", platform.IntervalYear)
	whole := s.periodSum()
	s.inHand(g)
	s.key(kit.Key{Name: fyne.KeyAsterisk})
	s.settle()
	sums, counts := levels(t, g)
	same(t, "one year, five environments", counts[:2], []int{1, 5})
	same(t, "sum of the resources", sums[2].String(), whole.String())
	name, cost := tableText(g, 1, "environment"), tableText(g, 1, "cost")
	s.press("Down", "Menu")
	s.clicks("Only " + name)
	s.sees("Only " + name)
	same(t, "sum", s.periodSum().String(), amount(t, cost).String())
	_, counts = levels(t, g)
	same(t, "its rows", counts[1], 1)
	s.bars()
	s.press("Home", "Enter")
	s.sees("Only 25 Oct 2026 to 23 Nov 2026, " + name)
	s.press("Esc")
	s.seesNot("Only " + name)
	same(t, "sum of all", s.periodSum().String(), whole.String())
}
