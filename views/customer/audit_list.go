package customer

import (
	"context"
	"slices"
	"time"

	"steward/app/model"
	"steward/client/platform"
	"steward/views/screen"
)

// Sizes of what is read of a log at once and kept.
const (
	auditFirst = 60   // actions painted before the whole list is known
	auditAhead = 100  // rows read beyond the ones on screen, in both directions
	auditKept  = 1000 // rows in memory; the ones far from the screen go first
)

// auditRest is the least time between two readings of the whole list while a
// long log is being read.
const auditRest = 500 * time.Millisecond

// Slots of the log's jobs.
const (
	slotAuditList = "detail.audit.list"
	slotAuditRows = "detail.audit.rows"
	slotAuditRest = "detail.audit.rest"
)

// auditList is what the log shows: the keys of all actions that match, newest
// first, and the actions near the screen. It lives on the UI thread; its jobs do
// not.
type auditList struct {
	env    *screen.Env
	uid    platform.UID
	filter model.AuditFilter

	first   []*auditRow // until the whole list is known
	keys    []int64
	whole   bool // keys is the list of the filter
	running int  // of the list
	failed  int
	state   model.SectionState
	rows    map[int64]*auditRow
	from    int // the rows on screen
	to      int
	stale   bool // what is stored changed since the whole list was asked for

	replaced func()          // another list: go to its top
	updated  func()          // the same list, read again
	painted  func(rows int)  // actions arrived for rows on screen
	trouble  func(err error) // nil: fine again
}

// begin shows the beginning of the log of a customer and filter; the whole list
// follows.
func (l *auditList) begin(uid platform.UID, f model.AuditFilter, page []platform.Action) {
	l.leave()
	l.forget()
	l.uid, l.filter, l.stale = uid, f, false
	l.first = make([]*auditRow, len(page))
	for i := range page {
		l.first[i] = &auditRow{Action: page[i]}
	}
	l.from, l.to = 0, len(page)
	l.replaced()
	l.order()
}

// forget drops what is shown.
func (l *auditList) forget() {
	l.keys, l.first, l.whole, l.running, l.failed = nil, nil, false, 0, 0
	l.rows = make(map[int64]*auditRow, auditKept)
}

// leave gives up what is on its way.
func (l *auditList) leave() {
	for _, slot := range []string{slotAuditList, slotAuditRows, slotAuditRest} {
		l.env.Tasks.Cancel(slot)
	}
}

// reread asks for the same list again, because what is stored has changed. A
// reading under way is let come to its end: pages may come faster than that.
func (l *auditList) reread() {
	if l.env.Tasks.Running(slotAuditList) {
		l.stale = true
		return
	}
	l.order()
}

// extend shows the same log with more of the past at its end.
func (l *auditList) extend(from time.Time) {
	l.filter.From = from
	l.reread()
}

// order reads the whole list of the filter and the actions on screen.
func (l *auditList) order() {
	l.stale = false
	uid, f, from, to := l.uid, l.filter, l.from, l.to
	l.env.Tasks.Go(slotAuditList, func(ctx context.Context) (func(), error) {
		list, err := l.env.Cluster.AuditList(ctx, uid, f)
		if err != nil {
			return nil, err
		}
		keys := span(list.Keys, from, to)
		seen, err := l.env.Cluster.AuditRows(ctx, uid, keys)
		if err != nil {
			return nil, err
		}
		return func() { l.apply(list, keys, seen) }, nil
	}, l.trouble)
}

func (l *auditList) apply(list model.AuditList, keys []int64, seen []platform.Action) {
	l.keys, l.first, l.whole = list.Keys, nil, true
	l.running, l.failed, l.state = list.Running, list.Failed, list.State
	clear(l.rows)
	l.keep(keys, seen)
	l.trouble(nil)
	l.updated()
	if l.stale {
		l.env.Tasks.After(slotAuditRest, auditRest, l.reread)
	}
}

// need reads the actions around the rows on screen that are not here yet.
func (l *auditList) need(from, to int) {
	l.from, l.to = from, to
	missing := false
	for i := max(from, 0); i < min(to, len(l.keys)) && !missing; i++ {
		_, here := l.rows[l.keys[i]]
		missing = !here
	}
	if !missing {
		return
	}
	uid, keys := l.uid, span(l.keys, from-auditAhead, to+auditAhead)
	l.env.Tasks.Go(slotAuditRows, func(ctx context.Context) (func(), error) {
		rows, err := l.env.Cluster.AuditRows(ctx, uid, keys)
		if err != nil {
			return nil, err
		}
		return func() {
			l.keep(keys, rows)
			l.painted(len(rows))
		}, nil
	}, l.trouble)
}

// keep remembers actions and forgets those far from the screen.
func (l *auditList) keep(keys []int64, rows []platform.Action) {
	if len(l.rows)+len(rows) > auditKept {
		near := make(map[int64]*auditRow, auditKept)
		for _, key := range span(l.keys, l.from-2*auditAhead, l.to+2*auditAhead) {
			if a, ok := l.rows[key]; ok {
				near[key] = a
			}
		}
		l.rows = near
	}
	for i, key := range keys {
		l.rows[key] = &auditRow{key: key, Action: rows[i]}
	}
}

// len is the number of rows.
func (l *auditList) len() int {
	if l.whole {
		return len(l.keys)
	}
	return len(l.first)
}

// at is a row, if it is here.
func (l *auditList) at(row int) (r *auditRow, ok bool) {
	switch {
	case row < 0 || row >= l.len():
		return nil, false
	case !l.whole:
		return l.first[row], true
	}
	r, ok = l.rows[l.keys[row]]
	return r, ok
}

// row is where an action stands; -1: nowhere.
func (l *auditList) row(key int64) int {
	if key == 0 {
		return -1
	}
	return slices.Index(l.keys, key)
}

// span is keys[from:to] within the slice's bounds, copied: the jobs that get it
// outlive the list.
func span(keys []int64, from, to int) []int64 {
	from, to = max(from, 0), min(to, len(keys))
	if from >= to {
		return nil
	}
	return slices.Clone(keys[from:to])
}
