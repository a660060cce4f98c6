package demo

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// billing is a question for the billing history.
type billing struct {
	period  string
	hours   span
	grouped bool // nodes of a layer and type are one row
	appid   string
	offset  int64 // minutes east of UTC
	tree    bool
}

func getBillingHistory(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	q := billing{period: strings.ToUpper(c.param("period")), appid: c.param("targetAppid"), tree: c.p.alternatives.Billing}
	if q.hours, err = c.hours(); err != nil {
		return err
	}
	if q.grouped, err = c.flag("groupNodes"); err != nil {
		return err
	}
	if c.has("timeOffset") {
		const mostMinutes = 14 * 60
		if q.offset, err = strconv.ParseInt(c.param("timeOffset"), 10, 16); err != nil || q.offset < -mostMinutes || q.offset > mostMinutes {
			return invalid("timeOffset")
		}
	}
	if _, known := q.next(0); !known {
		return invalid("period")
	}
	l, err := c.p.store.ledger(c.r.Context(), r)
	if err != nil {
		return err
	}
	return c.billing(l, &q)
}

// hours are those that begin in the period asked for.
func (c *call) hours() (span, error) {
	from, to, err := c.period()
	return span{(from + hour - 1) / hour, (to + hour - 1) / hour}, err
}

// next is the hour in which the interval of an hour ends.
func (q *billing) next(h int64) (end int64, known bool) {
	minutes := time.Duration(q.offset) * time.Minute
	t := time.Unix(h*hour, 0).UTC().Add(minutes)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	switch q.period {
	case "HOUR":
		return h + 1, true
	case "DAY":
		t = midnight.AddDate(0, 0, 1)
	case "WEEK":
		t = midnight.AddDate(0, 0, 7-(int(t.Weekday())+6)%7)
	case "MONTH":
		t = time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	case "YEAR":
		t = time.Date(t.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC)
	case "AGE":
		return q.hours.to, true
	default:
		return 0, false
	}
	return (t.Add(-minutes).Unix() + hour - 1) / hour, true
}

// billing writes the charges, interval by interval.
func (c *call) billing(l *ledger, q *billing) error {
	c.key("array")
	c.open('[')
	hours := q.hours.within(span{math.MinInt64, l.today / hour})
	if q.period == "HOUR" {
		hours.from = max(hours.from, l.first*24)
	}
	for from := hours.from; from < hours.to; {
		to, _ := q.next(from)
		if in := (span{from, min(to, hours.to)}); in.to > l.first*24 {
			if err := c.interval(l, q, in); err != nil {
				return err
			}
		}
		from = to
	}
	c.close(']')
	return nil
}

// interval writes the charges of some hours: those on the main balance, and
// those on the bonus.
func (c *call) interval(l *ledger, q *billing, in span) error {
	for _, bonus := range []bool{false, true} {
		if bonus && in.within(l.onBonus).length() == 0 {
			continue
		}
		if q.tree {
			c.beginTree(l, q, in, bonus)
		}
		for i := range l.owned {
			e := &l.owned[i]
			if q.appid != "" && q.appid != e.appid || in.within(e.exists).length() == 0 {
				continue
			}
			c.environmentCharges(l, q, e, in, bonus)
			if err := c.flush(); err != nil {
				return err
			}
		}
		if q.tree {
			c.close(']')
			c.close('}')
		}
	}
	return nil
}

// beginTree writes what holds the charges of an interval.
func (c *call) beginTree(l *ledger, q *billing, in span, bonus bool) {
	var sum int64
	for i := range l.owned {
		e := &l.owned[i]
		if q.appid != "" && q.appid != e.appid {
			continue
		}
		for j := range e.parts {
			u := l.part(e, &e.parts[j], in, bonus)
			sum += u.cost(l.scale) + u.addressCost(l.scale)
		}
	}
	c.open('{')
	c.time("dateTime", in.from*hour)
	c.micros("cost", sum)
	c.bool("isBonus", bonus)
	c.key("children")
	c.open('[')
}

// part is the usage of a node that was charged to the bonus, or to the main balance.
func (l *ledger) part(e *charged, n *node, in span, bonus bool) usage {
	onBonus := in.within(l.onBonus)
	if bonus {
		return e.usage(n, onBonus)
	}
	u := e.usage(n, in)
	if onBonus.length() > 0 {
		u.take(e.usage(n, onBonus))
	}
	return u
}

// environmentCharges writes the rows of an environment: nodes, or layers.
func (c *call) environmentCharges(l *ledger, q *billing, e *charged, in span, bonus bool) {
	for i := 0; i < len(e.parts); {
		n := &e.parts[i]
		u := l.part(e, n, in, bonus)
		for i++; q.grouped && i < len(e.parts) && e.parts[i].layer == n.layer && e.parts[i].kind == n.kind; i++ {
			u.add(l.part(e, &e.parts[i], in, bonus))
		}
		if u.hours > 0 || u.storage > 0 {
			c.nodeCharge(l, e, n, &u, in.from, bonus)
		}
		if u.address > 0 {
			c.addressCharge(l, e, n, &u, in.from, bonus)
		}
	}
}

// chargeHead writes what all rows begin with.
func (c *call) chargeHead(e *charged, n *node, kind string, u *usage, from int64) {
	c.open('{')
	c.time("dateTime", from*hour)
	c.text("appid", e.appid)
	c.text("domain", e.domain())
	c.int("nodeid", n.id)
	c.text("type", kind)
	c.int("group", 0)
	c.int("nodeCount", u.nodes)
	c.text("hostGroupDisplayName", regionNames[regionPlace(e.region)])
}

func (c *call) chargeTail(cost int64, bonus bool) {
	c.micros("cost", cost)
	c.bool("isBonus", bonus)
	c.bool("isPaid", true)
	c.bool("isWithdrawn", true)
	c.bool("isRemote", false)
	c.close('}')
}

func (c *call) nodeCharge(l *ledger, e *charged, n *node, u *usage, from int64, bonus bool) {
	c.chargeHead(e, n, n.kind, u, from)
	c.int("count", u.nodes)
	c.int("fixedCloudletsAmount", u.fixed)
	c.int("fixedCloudletsFreeAmount", 0)
	c.micros("fixedCloudletsCost", l.scale*u.fixed*fixedPrice)
	c.int("flexibleCloudletsAmount", u.flexible)
	c.int("flexibleCloudletsFreeAmount", 0)
	c.micros("flexibleCloudletsCost", l.scale*u.flexible*flexiblePrice)
	c.int("usedCloudletsAmount", u.fixed+u.flexible)
	c.int("usedStorageAmount", u.storage)
	c.micros("storageCost", l.scale*u.storage*storagePrice)
	const trafficPerHour = 2_700 // millionths of a gigabyte for each cloudlet; all of it is free
	c.micros("billNetworkExtAmount", u.flexible*trafficPerHour)
	c.micros("networkExtFreeAmount", u.flexible*trafficPerHour)
	c.int("networkExtCost", 0)
	c.b = append(c.b, `,"resourceBillableAmount":0,"resourceFreeAmount":0,"resourceFreeCost":0,"resourceCost":0,"minFeeResourceAmount":0,"licenceHours":0`...)
	c.chargeTail(u.cost(l.scale), bonus)
}

func (c *call) addressCharge(l *ledger, e *charged, n *node, u *usage, from int64, bonus bool) {
	c.chargeHead(e, n, "ip", u, from)
	c.int("count", u.address)
	c.int("resourceBillableAmount", u.address)
	c.micros("resourceCost", u.addressCost(l.scale))
	c.chargeTail(u.addressCost(l.scale), bonus)
}

// getSum tells what was charged in a period, and the balance.
func getSum(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	in, err := c.hours()
	if err != nil {
		return err
	}
	l, err := c.p.store.ledger(c.r.Context(), r)
	if err != nil {
		return err
	}
	var sum int64
	for i := range l.owned {
		for j := range l.owned[i].parts {
			u := l.owned[i].usage(&l.owned[i].parts[j], in)
			sum += u.cost(l.scale) + u.addressCost(l.scale)
		}
	}
	c.micros("debit", sum)
	c.micros("balance", r.balance)
	return nil
}
