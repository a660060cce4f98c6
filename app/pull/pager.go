package pull

import (
	"slices"
	"time"

	"steward/client/platform"
)

// The sizes of the users section's pages.
const (
	fullPage  = 500 // customers a page
	smallPage = 100 // while answers are slow
	overlap   = 20  // rows asked for once more, so that pages join

	tooSlow   = 10 * time.Second // one such answer makes pages small
	slow      = 4 * time.Second  // two in a row do as well
	quickRuns = 5                // so many quick small pages in a row make them full again
)

// pace decides how many customers are asked for at a time.
type pace struct {
	small       bool
	slow, quick int // answers of that kind in a row
}

// size is the number of rows to ask for.
func (p *pace) size() int {
	if p.small {
		return smallPage
	}
	return fullPage
}

// took takes note of how long an answer took.
func (p *pace) took(d time.Duration) {
	if d > slow {
		p.slow, p.quick = p.slow+1, 0
	} else {
		p.slow, p.quick = 0, p.quick+1
	}
	switch {
	case d > tooSlow || p.slow >= 2:
		p.small, p.quick = true, 0
	case p.small && p.quick >= quickRuns:
		p.small = false
	}
}

// position is where the reading of all customers stands; it is what survives a
// restart.
type position struct {
	Start int          // the first row not read yet, as the platform counts rows
	Last  platform.UID // the highest uid read
	Read  int          // customers read in this run, each counted once
	Total int          // what the platform said last
}

// pager walks through a list that changes while it is read. The platform only
// knows row numbers, so when customers before the next page go away, those
// behind move up, past the page's beginning. Therefore a page counts only if
// it begins at or before the last uid read; if not, the walk steps back, twice
// as far each time, until it does. So whoever is on the platform all the time
// is read.
//
// A platform that does not order by uid is walked in its own order: then a
// page has to begin with somebody already read.
type pager struct {
	position
	pace
	unread    int // rows of this walk that could not be read
	back      int // rows to step back from Start
	limit     int // the platform gives no more rows a page; 0: as many as asked for
	scattered bool
	seen      map[platform.UID]bool // only while scattered
}

// resume goes on at a stored position.
func resume(at position) *pager { return &pager{position: at, back: overlap} }

// request is a page to ask for.
type request struct{ start, count int }

// next is the page to ask for.
func (p *pager) next() request {
	count := p.size()
	if p.limit > 0 {
		count = min(p.limit, count)
	}
	return request{start: max(0, p.Start-p.back), count: count}
}

// verdict is what an answer meant for the walk.
type verdict uint8

const (
	again verdict = iota // the page does not join: ask next() again, drop these rows
	more                 // rows are good, the walk goes on
	done                 // rows are good, they were the last
)

// take judges the answer to a request: the customers, how many more rows there
// were that could not be read, and the number of all customers at that moment
// (0 or less: not told).
func (p *pager) take(r request, users []platform.User, unread, total int) verdict {
	if !p.scattered && !ascending(users) {
		p.scatter()
		return again
	}
	if r.start > 0 && !p.joins(users) {
		p.back *= 2
		return again
	}
	rows, fresh := len(users)+unread, p.note(users)
	end, cut := r.start+rows, rows < r.count
	p.Start, p.Total, p.back = end, max(0, total), overlap
	p.unread += unread
	switch {
	case end >= total && (total > 0 || cut):
		return done
	case cut && fresh == 0:
		return done // the platform counts customers that it does not list
	case cut && rows > 2*overlap:
		p.limit = rows
	}
	return more
}

// joins reports whether nobody can be missing between the rows and what was
// read before.
func (p *pager) joins(users []platform.User) bool {
	switch {
	case len(users) == 0:
		return false
	case p.scattered:
		return p.seen[users[0].UID]
	}
	return users[0].UID <= p.Last
}

// note counts the rows that were not read before.
func (p *pager) note(users []platform.User) (fresh int) {
	for _, u := range users {
		switch {
		case p.scattered && !p.seen[u.UID]:
			p.seen[u.UID] = true
			fresh++
		case !p.scattered && u.UID > p.Last:
			fresh++
		}
		p.Last = max(p.Last, u.UID)
	}
	p.Read += fresh
	return fresh
}

// scatter starts over on a platform that does not order by uid.
func (p *pager) scatter() {
	p.position = position{}
	p.scattered, p.seen, p.back = true, map[platform.UID]bool{}, overlap
}

// over starts another walk over the list; who was read is still counted once
// where that can be told.
func (p *pager) over() {
	p.Start, p.back, p.unread = 0, overlap, 0
	if !p.scattered {
		p.Last, p.Read = 0, 0
	}
}

// short reports whether the platform has more customers than were read:
// somebody came in where the walk had passed already.
func (p *pager) short() bool { return p.Read+p.unread < p.Total }

func ascending(users []platform.User) bool {
	return slices.IsSortedFunc(users, func(a, b platform.User) int { return int(int64(a.UID) - int64(b.UID)) })
}
