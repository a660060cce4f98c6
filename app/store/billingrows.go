package store

import (
	"cmp"
	"slices"

	"steward/app/model"
	"steward/client/platform"
)

// line is what a row of LevelResource gathers.
type line struct {
	appID, region, detail string
	resource              platform.ResourceKind
	node                  int64
}

type lineSum struct {
	line
	nodes       map[int64]int64 // by node, what the charges say
	main, bonus exact
	units, free exact

	paid, withdrawn bool // all of them
	balance         platform.Balance
	charges         int
}

type envSum struct {
	domain      string
	main, bonus exact
	lines       map[line]*lineSum
}

func (e *envSum) cost() exact {
	both := e.main
	both.sum(e.bonus)
	return both
}

// inside are the rows below an interval: each environment, dearest first,
// followed by its resources.
func (g *gathering) inside(interval int) []model.BillingRow {
	envs := map[string]*envSum{}
	for _, span := range g.sums[interval].spans {
		g.addSpan(envs, span)
	}
	apps := make([]string, 0, len(envs))
	for app := range envs {
		apps = append(apps, app)
	}
	slices.SortFunc(apps, func(a, b string) int {
		return cmp.Or(envs[b].cost().compare(envs[a].cost()), cmp.Compare(envs[a].domain, envs[b].domain), cmp.Compare(a, b))
	})
	var rows []model.BillingRow
	for _, app := range apps {
		rows = g.envRows(rows, g.parts[interval], app, envs[app])
	}
	return rows
}

// addSpan reads the charges of a span again, which were read well before.
func (g *gathering) addSpan(envs map[string]*envSum, span chargeSpan) {
	r := *span.reader
	r.at, r.left, r.charge.from = span.at, span.n, span.from
	for r.next() {
		it := &r.items[r.charge.item]
		if g.query.AppID != "" && it.appID != g.query.AppID {
			continue
		}
		env := envs[it.appID]
		if env == nil {
			env = &envSum{domain: it.domain, lines: map[line]*lineSum{}}
			envs[it.appID] = env
		}
		key := line{appID: it.appID, region: it.region, detail: it.detail, resource: it.resource, node: it.node}
		if g.query.GroupNodes {
			key.node = 0
		}
		sum := env.lines[key]
		if sum == nil {
			sum = &lineSum{line: key, nodes: map[int64]int64{}, paid: true, withdrawn: true, balance: it.balance}
			env.lines[key] = sum
		}
		if it.balance == platform.BalanceBonus {
			env.bonus.take(r.charge.cost)
		} else {
			env.main.take(r.charge.cost)
		}
		sum.add(it, &r.charge)
	}
}

func (s *lineSum) add(it *item, c *charge) {
	s.charges++
	s.nodes[it.node] = max(s.nodes[it.node], it.nodeCount)
	s.paid = s.paid && c.flags&chargePaid != 0
	s.withdrawn = s.withdrawn && c.flags&chargeWithdrawn != 0
	if s.balance != it.balance {
		s.balance = platform.BalanceUnknown
	}
	if it.balance == platform.BalanceBonus {
		s.bonus.take(c.cost)
	} else {
		s.main.take(c.cost)
	}
	s.units.take(c.units)
	s.free.take(c.free)
}

func (s *lineSum) nodeCount() (n int) {
	for _, count := range s.nodes {
		n += int(count)
	}
	return n
}

// resourceRank is the order of resources within a node.
var resourceRank = func() map[platform.ResourceKind]int {
	rank := map[platform.ResourceKind]int{}
	for i, kind := range platform.ResourceKinds {
		rank[kind] = i
	}
	return rank
}()

func (g *gathering) envRows(rows []model.BillingRow, interval platform.Period, app string, env *envSum) []model.BillingRow {
	lines := make([]*lineSum, 0, len(env.lines))
	for _, sum := range env.lines {
		lines = append(lines, sum)
	}
	slices.SortFunc(lines, func(a, b *lineSum) int {
		return cmp.Or(cmp.Compare(a.detail, b.detail), cmp.Compare(a.node, b.node),
			cmp.Compare(resourceRank[a.resource], resourceRank[b.resource]), cmp.Compare(a.resource, b.resource), cmp.Compare(a.region, b.region))
	})
	head := model.BillingRow{Level: model.LevelEnvironment, Main: env.main.money(g.currency), Bonus: env.bonus.money(g.currency), Under: len(lines)}
	head.From, head.To, head.AppID, head.Domain = interval.From, interval.To, app, env.domain
	head.Cost = env.cost().money(g.currency)
	rows = append(rows, head)
	for _, sum := range lines {
		both := sum.main
		both.sum(sum.bonus)
		rows = append(rows, model.BillingRow{
			Level: model.LevelResource, Main: sum.main.money(g.currency), Bonus: sum.bonus.money(g.currency),
			Charge: platform.Charge{
				From: interval.From, To: interval.To, AppID: app, Domain: env.domain, Region: sum.region, Node: sum.node,
				NodeCount: sum.nodeCount(), Detail: sum.detail, Resource: sum.resource, Units: trim(sum.units), Free: trim(sum.free),
				Cost: both.money(g.currency), Balance: sum.balance, Paid: sum.paid, Withdrawn: sum.withdrawn,
			},
		})
	}
	return rows
}
