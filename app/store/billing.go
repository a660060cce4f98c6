package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/platform"
)

// gathering adds up charges by interval, and by series within it.
type gathering struct {
	query   model.BillingQuery
	parts   []platform.Period // the intervals, oldest first
	ends    []int64           // seconds
	sums    []intervalSum
	stacks  []exact // by interval, then series
	series  int
	stackOf func(*item) int

	envs     map[string]int
	met      []int // by environment: the interval, from 1 on, in which it was met last
	currency string
	charges  int
}

type intervalSum struct {
	main, bonus exact
	envs        int
	spans       []chargeSpan
}

// chargeSpan is where charges of an interval lie in a blob.
type chargeSpan struct {
	reader *chargeReader // the blob's; only buf and items are used again
	at     int
	from   int64 // the beginning that the first charge counts from
	n      int
}

// gather makes the rows and bars of Billing History.
func gather(ctx context.Context, found *model.Billing, q model.BillingQuery, blobs [][]byte) error {
	readers := make([]*chargeReader, len(blobs))
	for i, blob := range blobs {
		r, err := readCharges(blob)
		if err != nil {
			return err
		}
		readers[i] = r
	}
	g := &gathering{query: q, parts: model.SplitPeriod(q.Interval, q.Period), envs: map[string]int{}}
	g.sums = make([]intervalSum, len(g.parts))
	g.ends = make([]int64, len(g.parts))
	for i, p := range g.parts {
		g.ends[i] = p.To.Unix()
	}
	var err error
	if found.Series, g.stackOf, err = seriesOf(q, readers); err != nil {
		return err
	}
	g.series = len(found.Series)
	g.stacks = make([]exact, g.series*len(g.parts))
	at := 0
	for _, r := range readers {
		if at, err = g.read(*r, r, at); err != nil || ctx.Err() != nil {
			return cmp.Or(err, ctx.Err())
		}
	}
	g.present(found)
	return nil
}

// role is what the charges of an item have in common for the gathering.
type role struct {
	env, series int
	bonus, skip bool
}

// roles looks every item of a blob up, once.
func (g *gathering) roles(items []item) []role {
	list := make([]role, len(items))
	for i := range items {
		it := &items[i]
		env, known := g.envs[it.appID]
		if !known {
			env = len(g.envs)
			g.envs[it.appID] = env
			g.met = append(g.met, 0)
		}
		list[i] = role{env: env, series: g.stackOf(it), bonus: it.balance == platform.BalanceBonus, skip: g.query.AppID != "" && it.appID != g.query.AppID}
		if it.currency != "" {
			g.currency = it.currency // a customer has one; the newest blob knows it best
		}
	}
	return list
}

// read adds one blob, beginning with the interval at; it gives the interval
// that the last charge was in.
func (g *gathering) read(r chargeReader, blob *chargeReader, at int) (int, error) {
	roles := g.roles(r.items)
	start := g.query.Period.From.Unix()
	var span *chargeSpan
	for before, from := r.at, r.charge.from; r.next(); before, from = r.at, r.charge.from {
		c := &r.charge
		if c.from < start {
			continue
		}
		for at < len(g.ends) && c.from >= g.ends[at] {
			at, span = at+1, nil
		}
		if at == len(g.ends) {
			return at, nil
		}
		p := roles[c.item]
		sum := &g.sums[at]
		if span == nil {
			sum.spans = append(sum.spans, chargeSpan{reader: blob, at: before, from: from})
			span = &sum.spans[len(sum.spans)-1]
		}
		span.n++
		if p.skip {
			continue
		}
		g.charges++
		if g.met[p.env] != at+1 {
			g.met[p.env] = at + 1
			sum.envs++
		}
		if p.bonus {
			sum.bonus.take(c.cost)
		} else {
			sum.main.take(c.cost)
		}
		g.stacks[at*g.series+p.series].take(c.cost)
	}
	return at, r.err()
}

// present turns the sums into rows and bars.
func (g *gathering) present(found *model.Billing) {
	var main, bonus exact
	found.Charges = g.charges
	found.Bars = make([]model.BillingBar, len(g.parts))
	gap := 0
	for i := range g.parts {
		sum := &g.sums[i]
		main.sum(sum.main)
		bonus.sum(sum.bonus)
		bar := model.BillingBar{Period: g.parts[i], Parts: make([]platform.Money, g.series)}
		for n := range bar.Parts {
			bar.Parts[n] = g.stacks[i*g.series+n].money(g.currency)
		}
		bar.Cost = g.both(sum)
		for gap < len(found.State.Missing) && !found.State.Missing[gap].To.After(bar.Period.From) {
			gap++
		}
		bar.Unread = gap < len(found.State.Missing) && found.State.Missing[gap].From.Before(bar.Period.To)
		found.Bars[i] = bar
	}
	shown := g.rows(found)
	found.Main, found.Bonus = main.money(g.currency), bonus.money(g.currency)
	main.sum(bonus)
	found.Cost = main.money(g.currency)
	found.Inside = func(i int) []model.BillingRow { return g.inside(shown[i]) }
}

// rows are the intervals that have a charge, newest first; it gives their
// numbers.
func (g *gathering) rows(found *model.Billing) (shown []int) {
	for i := len(g.parts) - 1; i >= 0; i-- {
		sum := &g.sums[i]
		if sum.envs == 0 {
			continue
		}
		row := model.BillingRow{Level: model.LevelInterval, Main: sum.main.money(g.currency), Bonus: sum.bonus.money(g.currency), Under: sum.envs}
		row.From, row.To, row.Cost = g.parts[i].From, g.parts[i].To, g.both(sum)
		found.Rows = append(found.Rows, row)
		shown = append(shown, i)
	}
	return shown
}

func (g *gathering) both(sum *intervalSum) platform.Money {
	both := sum.main
	both.sum(sum.bonus)
	return both.money(g.currency)
}

// seriesOf are the series of a query and the one of an item.
func seriesOf(q model.BillingQuery, readers []*chargeReader) ([]model.BillingSeries, func(*item) int, error) {
	switch q.Stack {
	case model.StackBalance:
		list := []model.BillingSeries{{Balance: platform.BalanceMain}, {Balance: platform.BalanceBonus}}
		return list, func(it *item) int { return int(integer(it.balance == platform.BalanceBonus)) }, nil
	case model.StackEnvironment:
		return dearest(q, readers)
	}
	kinds := []platform.ResourceKind{platform.ResourceDynamic, platform.ResourceReserved, platform.ResourceStorage}
	list := make([]model.BillingSeries, 0, len(kinds)+1)
	for _, kind := range append(kinds, platform.ResourceOther) {
		list = append(list, model.BillingSeries{Resource: kind})
	}
	return list, func(it *item) int {
		if i := slices.Index(kinds, it.resource); i >= 0 {
			return i
		}
		return len(kinds)
	}, nil
}

// most is how many environments have a series of their own.
const most = 3

// appCosts are the costs of the environments of a query, and their domains.
func appCosts(q model.BillingQuery, readers []*chargeReader) (costs map[string]*exact, domains map[string]string, err error) {
	costs, domains = map[string]*exact{}, map[string]string{}
	from, to := q.Period.From.Unix(), q.Period.To.Unix()
	for _, reader := range readers {
		sums := make([]*exact, len(reader.items))
		for i, it := range reader.items {
			if costs[it.appID] == nil {
				costs[it.appID] = &exact{}
			}
			sums[i], domains[it.appID] = costs[it.appID], it.domain
		}
		r := *reader
		for r.next() {
			if r.charge.from >= from && r.charge.from < to && (q.AppID == "" || r.items[r.charge.item].appID == q.AppID) {
				sums[r.charge.item].take(r.charge.cost)
			}
		}
		if err := r.err(); err != nil {
			return nil, nil, err
		}
	}
	return costs, domains, nil
}

// dearest are the environments with the highest costs, and one for the rest.
func dearest(q model.BillingQuery, readers []*chargeReader) ([]model.BillingSeries, func(*item) int, error) {
	costs, domains, err := appCosts(q, readers)
	if err != nil {
		return nil, nil, err
	}
	var apps []string
	for app, sum := range costs {
		if sum.given {
			apps = append(apps, app)
		}
	}
	slices.SortFunc(apps, func(a, b string) int { return cmp.Or(costs[b].compare(*costs[a]), cmp.Compare(a, b)) })
	rest := len(apps) > most+1
	if rest {
		apps = apps[:most]
	}
	list := make([]model.BillingSeries, len(apps), len(apps)+1)
	number := make(map[string]int, len(apps))
	for i, app := range apps {
		list[i], number[app] = model.BillingSeries{AppID: app, Domain: domains[app]}, i
	}
	if rest || len(list) == 0 {
		list = append(list, model.BillingSeries{Rest: true})
	}
	return list, func(it *item) int {
		if i, own := number[it.appID]; own {
			return i
		}
		return len(list) - 1
	}, nil
}

// perDay is the mean of so many days, rounded to as many decimals as people see.
func perDay(m platform.Money, days int) platform.Money {
	if !m.Given() {
		return m
	}
	return platform.NewMoney(m.Amount().DivRound(decimal.NewFromInt(int64(days)), 6), m.Currency())
}
