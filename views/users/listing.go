package users

import (
	"context"
	"slices"
	"time"

	"steward/app/model"
	"steward/client/platform"
	"steward/views/screen"
)

// Sizes of what is read at once and kept.
const (
	firstPage = 100  // rows read while nobody knows how many have room
	pageAhead = 100  // rows read beyond the ones on screen, in both directions
	keepRows  = 1200 // rows in memory; the ones far from the screen go first
)

// spareRows are painted by a wheel that turns before the whole list is there. More
// would be looked for while a person waits for the first.
const spareRows = 12

// restAfterOrder is the least time between two readings of the whole list while
// customers keep changing: of a million, one takes longer than the next page of
// the platform.
const restAfterOrder = 500 * time.Millisecond

// orderRest is how long a first page has to rest before its whole list is read:
// who types on does not wait for lists that nobody sees. openRest is the same
// for the page that opens with the window; until it is painted nothing else
// shall work.
const (
	orderRest = 40 * time.Millisecond
	openRest  = 300 * time.Millisecond
)

// sumsRest is how long a list has to rest before it is added up.
const sumsRest = 200 * time.Millisecond

// Slots of the list's jobs.
const (
	slotFirst = "users.list"
	slotOrder = "users.order"
	slotRows  = "users.rows"
	slotSums  = "users.sums"
	slotRest  = "users.rest"
)

// listing is what the list shows: the User IDs that match, in order, and the
// customers near the screen. It lives on the UI thread; its jobs do not.
type listing struct {
	env    *screen.Env
	filter model.Filter

	uids   []platform.UID
	whole  bool // uids is the whole list, not only its first page
	total  int  // customers in the cache, whatever the filter
	sums   []model.Sum
	rows   map[platform.UID]model.Customer
	from   int // the rows on screen
	to     int
	opened bool // the first page of all was shown
	stale  bool // what is stored changed since the whole list was asked for

	fit      func() int      // how many rows have room on screen
	replaced func()          // another list: go to its top
	updated  func()          // the same list, read again
	painted  func(rows int)  // customers arrived for rows on screen
	failed   func(err error) // nil: fine again
}

// ask shows another filter or order: its first page at once, the whole list
// and its sums after.
func (l *listing) ask(f model.Filter) {
	l.filter = f
	l.stale = false
	l.env.Tasks.Cancel(slotRest)
	l.env.Tasks.Cancel(slotOrder)
	l.env.Tasks.Cancel(slotRows)
	l.env.Tasks.Cancel(slotSums)
	n := l.fit() + spareRows
	l.env.Tasks.Go(slotFirst, func(ctx context.Context) (func(), error) {
		page, err := l.env.Cluster.FirstPage(ctx, f, n)
		if err != nil {
			return nil, err
		}
		return func() { l.applyFirst(page) }, nil
	}, l.failed)
}

func (l *listing) applyFirst(page []model.Customer) {
	l.rows = make(map[platform.UID]model.Customer, keepRows)
	l.uids = make([]platform.UID, len(page))
	for i, c := range page {
		l.uids[i] = c.UID
		l.rows[c.UID] = c
	}
	l.whole, l.sums = false, nil
	l.from, l.to = 0, len(page)
	l.failed(nil)
	l.replaced()
	rest := orderRest
	if !l.opened {
		rest, l.opened = openRest, true
	}
	l.env.Tasks.After(slotOrder, rest, l.order)
}

// awaited reports whether another list is on its way.
func (l *listing) awaited() bool { return l.env.Tasks.Running(slotFirst) }

// reread asks for the same list again, because what is stored has changed. A
// reading under way is let come to its end: changes may come faster than that.
func (l *listing) reread() {
	switch {
	case l.awaited(): // the new list is on its way anyhow
	case l.env.Tasks.Running(slotOrder):
		l.stale = true
	default:
		l.order()
	}
}

// order reads the whole list of the filter and the customers on screen.
func (l *listing) order() {
	l.stale = false
	f, from, to := l.filter, l.from, l.to
	l.env.Tasks.Go(slotOrder, func(ctx context.Context) (func(), error) {
		list, err := l.env.Cluster.List(ctx, f)
		if err != nil {
			return nil, err
		}
		seen, err := l.env.Cluster.Customers(ctx, window(list.UIDs, from, to))
		if err != nil {
			return nil, err
		}
		return func() { l.applyOrder(list, seen) }, nil
	}, l.failed)
}

func (l *listing) applyOrder(list model.List, seen []model.Customer) {
	l.uids, l.total, l.whole = list.UIDs, list.Total, true
	clear(l.rows)
	l.keep(seen)
	l.failed(nil)
	l.updated()
	l.addUp()
	if l.stale {
		l.env.Tasks.After(slotRest, restAfterOrder, l.reread)
	}
}

// addUp reads the exact sums of what matches, once nobody types any more: they
// take long, and each key would throw them away.
func (l *listing) addUp() {
	uids := l.uids
	if l.filter.IsZero() {
		uids = nil
	}
	l.env.Tasks.After(slotSums, sumsRest, func() {
		l.env.Tasks.Go(slotSums, func(ctx context.Context) (func(), error) {
			sums, err := l.env.Cluster.Sums(ctx, uids)
			if err != nil {
				return nil, err
			}
			return func() {
				l.sums = sums
				l.painted(0)
			}, nil
		}, l.failed)
	})
}

// need reads the customers around the rows on screen that are not here yet.
func (l *listing) need(from, to int) {
	l.from, l.to = from, to
	missing := false
	for i := max(from, 0); i < min(to, len(l.uids)); i++ {
		if _, ok := l.rows[l.uids[i]]; !ok {
			missing = true
			break
		}
	}
	if !missing {
		return
	}
	uids := window(l.uids, from-pageAhead, to+pageAhead)
	l.env.Tasks.Go(slotRows, func(ctx context.Context) (func(), error) {
		list, err := l.env.Cluster.Customers(ctx, uids)
		if err != nil {
			return nil, err
		}
		return func() {
			l.keep(list)
			l.painted(len(list))
		}, nil
	}, l.failed)
}

// keep remembers customers and forgets those far from the screen.
func (l *listing) keep(list []model.Customer) {
	if len(l.rows)+len(list) > keepRows {
		near := make(map[platform.UID]model.Customer, keepRows)
		for _, uid := range window(l.uids, l.from-2*pageAhead, l.to+2*pageAhead) {
			if c, ok := l.rows[uid]; ok {
				near[uid] = c
			}
		}
		l.rows = near
	}
	for _, c := range list {
		l.rows[c.UID] = c
	}
}

// at is the customer of a row, if it is here.
func (l *listing) at(row int) (model.Customer, bool) {
	if row < 0 || row >= len(l.uids) {
		return model.Customer{}, false
	}
	c, ok := l.rows[l.uids[row]]
	return c, ok
}

// row is where a customer stands in the list; -1: not in it.
func (l *listing) row(uid platform.UID) int {
	return slices.Index(l.uids, uid)
}

// window is uids[from:to] within the slice's bounds, copied: the jobs that get
// it outlive the list.
func window(uids []platform.UID, from, to int) []platform.UID {
	from, to = max(from, 0), min(to, len(uids))
	if from >= to {
		return nil
	}
	return append([]platform.UID(nil), uids[from:to]...)
}
