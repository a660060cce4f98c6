package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/platform"
)

// meter invents charges: of every hour or day, for each environment, three
// resources of a node, an address paid by bonus, with awkward amounts.
type meter struct {
	r    *rand.Rand
	envs int
}

func (m meter) charges(from, to time.Time, interval platform.Interval) []platform.Charge {
	var list []platform.Charge
	for at := from; at.Before(to); at = interval.After(at) {
		for env := range m.envs {
			base := platform.Charge{
				From: at, To: interval.After(at), AppID: fmt.Sprintf("%032x", env), Domain: fmt.Sprintf("shop-%d.sim.test", env),
				Region: "EU North", Node: int64(90_000 + env), NodeCount: 1, Detail: "tomcat", Paid: true, Withdrawn: true,
			}
			for i, kind := range []platform.ResourceKind{platform.ResourceDynamic, platform.ResourceReserved, platform.ResourceStorage} {
				c := base
				c.Resource, c.Balance = kind, platform.BalanceMain
				c.Units = decimal.New(int64(m.r.IntN(2000)), -2)
				c.Cost = platform.NewMoney(decimal.New(int64(m.r.IntN(100_000)), int32(-4-i*2)), "EUR")
				list = append(list, c)
			}
			if env%5 == 0 {
				c := base
				c.Resource, c.Balance, c.Detail = platform.ResourceOption, platform.BalanceBonus, "ip"
				c.Units, c.Free = decimal.NewFromInt(24), decimal.NewFromInt(4)
				c.Cost = platform.NewMoney(decimal.New(int64(m.r.IntN(1000)), -4), "EUR")
				list = append(list, c)
			}
		}
	}
	return list
}

// fill stores the slices of a period and gives all charges.
func (m meter) fill(t testing.TB, s *Store, section model.Section, p platform.Period) (all []platform.Charge) {
	t.Helper()
	interval := platform.IntervalDay
	if section == model.SectionHours {
		interval = platform.IntervalHour
	}
	for _, slice := range section.Slices(p, p.To) {
		list := m.charges(slice.From, slice.To, interval)
		key := model.SectionKey{Section: section, UID: owner, Period: slice}
		if changed, err := s.PutCharges(t.Context(), key, start, list); err != nil || !changed {
			t.Fatal(changed, err)
		}
		all = append(all, list...)
	}
	return all
}

func TestChargesAreStoredExactly(t *testing.T) {
	odd := []platform.Charge{
		{From: start, To: start.Add(time.Hour), Cost: euro("0.00000000000000000001"), Units: decimal.RequireFromString("123456789012345678901234567890.5")},
		{From: start.Add(time.Second), To: start.Add(time.Hour), Cost: euro("-922337203.6854775808"), Free: decimal.RequireFromString("0.1"), Balance: platform.BalanceBonus, Paid: true},
		{From: start.Add(-time.Hour), To: start, Cost: platform.Money{}, AppID: "4f0e", Detail: "ip", Withdrawn: true, NodeCount: 3, Node: -1},
	}
	r, err := readCharges(encodeCharges(odd))
	if err != nil || len(r.items) != 3 || r.left != 3 {
		t.Fatal(r, err)
	}
	for _, want := range []platform.Charge{odd[2], odd[0], odd[1]} {
		if !r.next() {
			t.Fatal("too few")
		}
		c, it := r.charge, r.items[r.charge.item]
		var cost, units, free exact
		cost.take(c.cost)
		units.take(c.units)
		free.take(c.free)
		given := c.flags&chargeHasCost != 0
		if !cost.decimal().Equal(want.Cost.Amount()) || given != want.Cost.Given() || !units.decimal().Equal(want.Units) || !free.decimal().Equal(want.Free) {
			t.Errorf("read %v %v %v, want %+v", cost.decimal(), units.decimal(), free.decimal(), want)
		}
		if it != itemOf(&want) || !seconds(c.from).Equal(want.From) || !seconds(c.to).Equal(want.To) {
			t.Errorf("read %+v %v, want %+v", it, seconds(c.from), want)
		}
		if (c.flags&chargePaid != 0) != want.Paid || (c.flags&chargeWithdrawn != 0) != want.Withdrawn {
			t.Errorf("flags %b of %+v", c.flags, want)
		}
	}
	if r.next() || r.err() != nil {
		t.Error("one more", r.err())
	}
	whole := encodeCharges(odd)
	for n := range whole {
		r, err := readCharges(whole[:n])
		for err == nil && r.next() {
		}
		if err == nil && r.err() == nil {
			t.Errorf("%d of %d bytes were taken for all", n, len(whole))
		}
	}
}

func TestSumsOutgrowIntegers(t *testing.T) {
	var e exact
	want := decimal.Zero
	for _, text := range []string{"922337203.6854775807", "922337203.6854775807", "-5.5", "0.00000000000001", "-1844674407"} {
		d := decimal.RequireFromString(text)
		want = want.Add(d)
		if units, fits := scaled(d); fits {
			e.add(units)
		} else {
			e.more(d)
		}
	}
	if !e.decimal().Equal(want) {
		t.Errorf("%v, want %v", e.decimal(), want)
	}
}

// total adds up with decimals what a gathered billing history has to say.
func total(all []platform.Charge, p platform.Period, keep func(*platform.Charge) bool) (main, bonus decimal.Decimal, n int) {
	for i := range all {
		c := &all[i]
		if c.From.Before(p.From) || !c.From.Before(p.To) || keep != nil && !keep(c) {
			continue
		}
		n++
		if c.Balance == platform.BalanceBonus {
			bonus = bonus.Add(c.Cost.Amount())
		} else {
			main = main.Add(c.Cost.Amount())
		}
	}
	return main, bonus, n
}

func same(m platform.Money, d decimal.Decimal) bool { return m.Amount().Equal(d) }

func TestChargesAreGatheredExactly(t *testing.T) {
	s := withOwner(t)
	p := platform.Period{From: time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)}
	all := meter{rand.New(rand.NewPCG(4, 2)), 6}.fill(t, s, model.SectionBilling, p)
	hours := meter{rand.New(rand.NewPCG(4, 3)), 2}.fill(t, s, model.SectionHours, platform.Period{From: p.To.AddDate(0, 0, -20), To: p.To})
	for _, interval := range model.BillingIntervals {
		for _, stack := range []model.Stacking{model.StackResource, model.StackEnvironment, model.StackBalance} {
			q := model.BillingQuery{Period: p, Interval: interval, Stack: stack, GroupNodes: stack == model.StackBalance}
			from := all
			if interval == platform.IntervalHour {
				q.Period.From, from = p.To.AddDate(0, 0, -9), hours
			}
			b, err := s.Billing(t.Context(), owner, q)
			if err != nil {
				t.Fatal(err)
			}
			main, bonus, n := total(from, q.Period, nil)
			if !same(b.Main, main) || !same(b.Bonus, bonus) || !same(b.Cost, main.Add(bonus)) || b.Charges != n || n == 0 {
				t.Errorf("%s %s: %v + %v = %v of %d, want %v + %v of %d", interval, stack, b.Main, b.Bonus, b.Cost, b.Charges, main, bonus, n)
			}
			if stack != model.StackEnvironment {
				wantRows(t, b, q, from)
			}
			wantBars(t, b, q)
		}
	}
}

// wantRows compares every row, also the folded ones, with what decimals say.
func wantRows(t *testing.T, b model.Billing, q model.BillingQuery, all []platform.Charge) {
	t.Helper()
	for i, row := range b.Rows {
		period := platform.Period{From: row.From, To: row.To}
		main, bonus, _ := total(all, period, nil)
		if !same(row.Main, main) || !same(row.Bonus, bonus) || !same(row.Cost, main.Add(bonus)) || i > 0 && !row.From.Before(b.Rows[i-1].From) {
			t.Fatalf("%s from %v: %+v", q.Interval, row.From, row)
		}
		inside := b.Inside(i)
		envs, under := 0, 0
		for _, r := range inside {
			keep := func(c *platform.Charge) bool { return c.AppID == r.AppID }
			if r.Level == model.LevelEnvironment {
				if under != 0 {
					t.Errorf("%d rows are missing before %s", under, r.AppID)
				}
				envs, under = envs+1, r.Under
			} else {
				under--
				keep = func(c *platform.Charge) bool {
					return c.AppID == r.AppID && c.Resource == r.Resource && c.Detail == r.Detail
				}
				if (r.Node == 0) != q.GroupNodes || r.NodeCount != 1 || !r.Paid {
					t.Errorf("%+v", r)
				}
			}
			if main, bonus, _ := total(all, period, keep); !same(r.Main, main) || !same(r.Bonus, bonus) || r.From != row.From {
				t.Fatalf("%s: %+v, want %v + %v", q.Interval, r, main, bonus)
			}
		}
		if envs != row.Under || under != 0 {
			t.Errorf("%d environments inside, %d told", envs, row.Under)
		}
		if i == 2 {
			return // the others differ in nothing but the interval
		}
	}
}

func wantBars(t *testing.T, b model.Billing, q model.BillingQuery) {
	t.Helper()
	var sum decimal.Decimal
	if len(b.Series) > 4 || len(b.Series) == 0 {
		t.Errorf("%d series", len(b.Series))
	}
	for i, bar := range b.Bars {
		var parts decimal.Decimal
		for _, part := range bar.Parts {
			parts = parts.Add(part.Amount())
		}
		if !same(bar.Cost, parts) || bar.Unread || len(bar.Parts) != len(b.Series) {
			t.Errorf("bar %d of %s: %v, parts %v", i, q.Interval, bar, parts)
		}
		sum = sum.Add(parts)
	}
	if !same(b.Cost, sum) || b.Bars[0].Period.From != q.Period.From || b.Bars[len(b.Bars)-1].Period.To != q.Period.To {
		t.Errorf("%s: the bars add up to %v, want %v", q.Interval, sum, b.Cost)
	}
}

func TestBillingOfOneEnvironmentAndWhatWasNotRead(t *testing.T) {
	s := withOwner(t)
	slice := model.SectionBilling.Slice(start)
	list := meter{rand.New(rand.NewPCG(1, 1)), 3}.charges(slice.From, start, platform.IntervalDay)
	key := model.SectionKey{Section: model.SectionBilling, UID: owner, Period: slice}
	if _, err := s.PutCharges(t.Context(), key, start, list); err != nil {
		t.Fatal(err)
	}
	if changed, err := s.PutCharges(t.Context(), key, start.Add(time.Hour), list); err != nil || changed {
		t.Errorf("the same again: changed %v, %v", changed, err)
	}
	q := model.BillingQuery{Period: platform.Period{From: slice.From.AddDate(0, -1, 0), To: start}, Interval: platform.IntervalMonth, AppID: list[0].AppID}
	b, err := s.Billing(t.Context(), owner, q)
	if err != nil {
		t.Fatal(err)
	}
	main, bonus, n := total(list, q.Period, func(c *platform.Charge) bool { return c.AppID == q.AppID })
	if !same(b.Main, main) || !same(b.Bonus, bonus) || b.Charges != n || len(b.Rows) != 2 || b.Rows[0].Under != 1 || len(b.Inside(0)) != 5 {
		t.Errorf("%v + %v of %d in %d rows, want %v + %v of %d", b.Main, b.Bonus, b.Charges, len(b.Rows), main, bonus, n)
	}
	if len(b.Bars) != 3 || !b.Bars[0].Unread || b.Bars[0].Cost.Given() || b.Bars[1].Unread || b.Bars[2].Unread {
		t.Errorf("bars %+v", b.Bars)
	}
	if len(b.State.Missing) != 1 || !b.State.Missing[0].To.Equal(slice.From) || !b.State.ReadAt.Equal(start.Add(time.Hour)) || b.State.Settled {
		t.Errorf("state %+v", b.State)
	}
}

func yearOfHours(t testing.TB, envs int) (*Store, platform.Period) {
	t.Helper()
	s := withOwner(t)
	p := platform.Period{From: time.Date(2025, 11, 17, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)}
	m := meter{rand.New(rand.NewPCG(9, 9)), envs}
	for _, slice := range model.SectionHours.Slices(p, p.To) {
		key := model.SectionKey{Section: model.SectionHours, UID: owner, Period: slice}
		if _, err := s.PutCharges(t.Context(), key, start, m.charges(slice.From, slice.To, platform.IntervalHour)); err != nil {
			t.Fatal(err)
		}
	}
	return s, p
}

// BenchmarkBillingYear measures a year of hours of 50 environments (about
// 440,000 platform rows, 1.4 million charges), and a month of days of 400.
func BenchmarkBillingYear(b *testing.B) {
	s, p := yearOfHours(b, 50)
	for _, stack := range []model.Stacking{model.StackResource, model.StackEnvironment, model.StackBalance} {
		b.Run("hours "+string(stack), func(b *testing.B) {
			for b.Loop() {
				found, err := s.Billing(b.Context(), owner, model.BillingQuery{Period: p, Interval: platform.IntervalHour, Stack: stack})
				if err != nil {
					b.Fatal(err)
				}
				found.Inside(17)
				b.ReportMetric(float64(found.Charges), "charges")
			}
		})
	}
	days := withOwner(b)
	m := meter{rand.New(rand.NewPCG(9, 9)), 400}
	m.fill(b, days, model.SectionBilling, p)
	for _, interval := range model.BillingIntervals[1:] {
		b.Run("400 environments by "+string(interval), func(b *testing.B) {
			for b.Loop() {
				found, err := days.Billing(b.Context(), owner, model.BillingQuery{Period: platform.Period{From: p.To.AddDate(0, -1, 0), To: p.To}, Interval: interval})
				if err != nil {
					b.Fatal(err)
				}
				found.Inside(0)
			}
		})
	}
}

// BenchmarkEnvironments measures the question of a tab with 400 environments.
func BenchmarkEnvironments(b *testing.B) {
	s := withOwner(b)
	list := make([]platform.Environment, 400)
	for i := range list {
		list[i] = platform.Environment{
			AppID: fmt.Sprintf("%032x", i), Name: fmt.Sprintf("shop-%d", i), Domain: fmt.Sprintf("shop-%d.sim.test", i),
			Status: platform.EnvironmentRunning, Owner: owner, Created: start, Region: platform.RegionRef{ID: "eu-north", Name: "EU North"},
		}
	}
	if _, err := s.PutEnvironments(b.Context(), owner, start, list); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if found, err := s.Environments(b.Context(), owner); err != nil || len(found) != len(list) {
			b.Fatal(len(found), err)
		}
	}
}
