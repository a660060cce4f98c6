package demo

// What an hour costs, in millionths of a euro.
const (
	fixedPrice    = 2_500 // a reserved cloudlet
	flexiblePrice = 3_000 // a dynamic cloudlet
	storagePrice  = 30    // a gigabyte
	addressPrice  = 4_100 // a public address
	hour          = 60 * 60
)

// priceScale is how many times as large a number is in the money of a reseller.
func priceScale(reseller int64) int64 {
	switch reseller {
	case 1: // Swedish kronor
		return 11
	case 2: // yen
		return 150
	}
	return 1
}

// The load of a day: one of so many levels, with a shape over its hours.
const loadLevels = 16

var dayShape = [24]int64{2, 1, 1, 0, 0, 1, 3, 6, 10, 14, 17, 19, 18, 17, 19, 20, 19, 17, 15, 14, 12, 9, 6, 4}

// used is how many dynamic cloudlets a node uses before an hour of a day, by
// the limit of the node, the level of the day and the hour; 24 is the whole day.
var used = func() map[int64]*[loadLevels][25]int64 {
	tables := map[int64]*[loadLevels][25]int64{}
	for _, limit := range flexibles {
		table := &[loadLevels][25]int64{}
		for level := range table {
			for h, shape := range dayShape {
				table[level][h+1] = table[level][h] + limit*(3+int64(level)+shape)/40
			}
		}
		tables[limit] = table
	}
	return tables
}()

// usage is what a node consumed in some hours.
type usage struct {
	hours    int64 // in which it ran
	fixed    int64 // reserved cloudlets times hours
	flexible int64 // dynamic cloudlets times hours
	storage  int64 // gigabytes times hours, of the hours in which it existed
	address  int64 // public addresses times hours
	nodes    int64 // in the row
}

func (u *usage) add(v usage) {
	u.hours += v.hours
	u.fixed += v.fixed
	u.flexible += v.flexible
	u.storage += v.storage
	u.address += v.address
	u.nodes += v.nodes
}

func (u *usage) take(v usage) {
	u.hours -= v.hours
	u.fixed -= v.fixed
	u.flexible -= v.flexible
	u.storage -= v.storage
	u.address -= v.address
}

// cost is what the node itself costs, addressCost what its addresses cost.
func (u *usage) cost(scale int64) int64 {
	return scale * (u.fixed*fixedPrice + u.flexible*flexiblePrice + u.storage*storagePrice)
}

func (u *usage) addressCost(scale int64) int64 { return scale * u.address * addressPrice }

// span is some hours since 1970, the last one not included.
type span struct{ from, to int64 }

func (s span) within(other span) span {
	return span{max(s.from, other.from), min(s.to, other.to)}
}

func (s span) length() int64 { return max(0, s.to-s.from) }

// charged is an environment with what decides its charges.
type charged struct {
	environment
	parts  []node
	runs   span // hours in which it ran
	exists span // hours in which its disks were there
}

// charge says in which hours an environment costs: only whole ones are booked.
func charge(e *environment, booked, quiet int64) charged {
	began := (e.created + hour - 1) / hour
	c := charged{environment: *e, parts: e.nodes(), exists: span{began, min(booked, quiet) / hour}}
	c.runs = c.exists
	if e.stopped != 0 {
		c.runs.to = min(c.runs.to, e.stopped/hour)
	}
	return c
}

// usage is what a node of the environment consumed in some hours.
func (c *charged) usage(n *node, in span) usage {
	runs := in.within(c.runs)
	u := usage{hours: runs.length(), storage: n.disk * in.within(c.exists).length(), nodes: 1}
	u.fixed, u.address = n.fixed*u.hours, n.ips*u.hours
	table := used[n.flexible]
	for date := runs.from / 24; u.hours > 0 && date*24 < runs.to; date++ {
		level := &table[scramble(n.seed^uint64(date))%loadLevels]
		u.flexible += level[min(24, runs.to-date*24)] - level[max(0, runs.from-date*24)]
	}
	return u
}

// days adds what the environment cost on each day from the first one on.
func (c *charged) days(costs []int64, first, scale int64) {
	for i := range c.parts {
		n := &c.parts[i]
		for date := c.exists.from / 24; date*24 < c.exists.to; date++ {
			u := c.usage(n, span{date * 24, date*24 + 24})
			costs[date-first] += u.cost(scale) + u.addressCost(scale)
		}
	}
}
