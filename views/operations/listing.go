package operations

import (
	"cmp"
	"context"
	"slices"
	"time"

	"steward/app"
	"steward/app/model"
	"steward/views/screen"
)

// Sizes of what is read at once and kept.
const (
	rowsAhead = 100  // rows read beyond the ones on screen, in both directions
	rowsKept  = 1200 // rows in memory; the ones far from the screen go first
)

// listRest is the least time between two readings of the whole list while
// operations keep moving on.
const listRest = 500 * time.Millisecond

// line is a row of the list: an operation, or a run with all its rows.
type line struct {
	key  int64 // of the operation; of a run its first row
	run  *run  // nil: a single operation
	head bool  // the run itself
}

// run is a batch as the list shows it: one row, which opens to its rows.
type run struct {
	model.Batch
	keys []int64 // of its rows that match, in its order
}

// sums are what the footer counts, whatever the filter.
type sums struct {
	kept     int
	rejected int
	review   int // single ones that a person looks at again
	waiting  int // those, and the single ones that are queued
	model.OperationCounts
}

// listing is what the list shows: the keys of what matches, and the operations
// near the screen. It lives on the UI thread; its jobs do not.
type listing struct {
	env    *screen.Env
	filter model.OperationFilter

	singles []int64 // newest first, those that need a person before all
	urgent  int     // how many of them stand at the top
	runs    []*run
	period  []model.Batch   // all that were started in the filter's period, newest first
	open    map[string]bool // runs that show their rows
	lines   []line
	sums    sums
	read    bool
	rows    map[int64]model.Operation
	from    int // the rows on screen
	to      int
	stale   bool // something moved on since the list was asked for

	replaced func()          // another list: go to its top
	updated  func()          // the same list, read again
	painted  func()          // operations arrived for rows on screen
	failed   func(err error) // nil: fine again
}

func newListing(env *screen.Env) *listing {
	return &listing{env: env, open: map[string]bool{}, rows: map[int64]model.Operation{}}
}

// ask shows another filter.
func (l *listing) ask(f model.OperationFilter) {
	l.filter, l.from, l.to = f, 0, rowsAhead
	l.order(l.replaced)
}

// reread asks for the same list again. A reading under way is let come to its
// end: operations may move on faster than that.
func (l *listing) reread() {
	if l.env.Tasks.Running(slotList) {
		l.stale = true
		return
	}
	l.order(l.updated)
}

// found is a list as it was read.
type found struct {
	urgent, singles []int64
	runs            []*run
	period          []model.Batch
	sums            sums
}

func (l *listing) order(then func()) {
	l.stale = false
	f := l.filter
	l.env.Tasks.Go(slotList, func(ctx context.Context) (func(), error) {
		list, err := readList(ctx, l.env.Cluster, f)
		if err != nil {
			return nil, err
		}
		return func() { l.apply(list, then) }, nil
	}, l.failed)
}

// readList asks for the keys of everything that matches.
func readList(ctx context.Context, c *app.Cluster, f model.OperationFilter) (list found, err error) {
	if f.Batch == "" {
		if err = list.readSingles(ctx, c, f); err != nil {
			return list, err
		}
	}
	batches, err := c.Batches(ctx)
	if err != nil {
		return list, err
	}
	for _, b := range batches {
		if b.ID == f.Batch || !b.Made.Before(f.Period.From) && b.State != model.BatchClosed {
			list.period = append(list.period, b)
		}
		if f.Batch != "" && b.ID != f.Batch {
			continue
		}
		r := &run{Batch: b}
		of := f
		of.Batch = b.ID
		if r.keys, err = c.OperationKeys(ctx, of); err != nil {
			return list, err
		}
		if len(r.keys) > 0 {
			list.runs = append(list.runs, r)
		}
	}
	list.sums, err = readSums(ctx, c)
	return list, err
}

// readSingles asks for what was done alone.
func (list *found) readSingles(ctx context.Context, c *app.Cluster, f model.OperationFilter) (err error) {
	f.Folded = true
	if list.singles, err = c.OperationKeys(ctx, f); err != nil {
		return err
	}
	if f.States = urgentOf(f.States); len(f.States) > 0 {
		list.urgent, err = c.OperationKeys(ctx, f)
	}
	return err
}

func readSums(ctx context.Context, c *app.Cluster) (s sums, err error) {
	rejected := model.OperationFilter{States: []model.OperationState{model.StateRejected}}
	for _, count := range []struct {
		of model.OperationFilter
		to *int
	}{{model.OperationFilter{}, &s.kept}, {rejected, &s.rejected}, {reviewed, &s.review}, {waitingAll, &s.waiting}} {
		keys, err := c.OperationKeys(ctx, count.of)
		if err != nil {
			return s, err
		}
		*count.to = len(keys)
	}
	s.OperationCounts, err = c.Counts(ctx)
	return s, err
}

// urgentOf are those of some states (none: all) that need a person.
func urgentOf(states []model.OperationState) (urgent []model.OperationState) {
	if len(states) == 0 {
		states = model.OperationStates
	}
	for _, s := range states {
		if s.NeedsPerson() {
			urgent = append(urgent, s)
		}
	}
	return urgent
}

func (l *listing) apply(list found, then func()) {
	above := make(map[int64]bool, len(list.urgent))
	for _, key := range list.urgent {
		above[key] = true
	}
	rest := slices.DeleteFunc(list.singles, func(key int64) bool { return above[key] })
	l.singles, l.urgent = append(list.urgent, rest...), len(list.urgent)
	l.runs, l.period, l.sums, l.read = list.runs, list.period, list.sums, true
	clear(l.rows)
	l.arrange()
	l.failed(nil)
	then()
	l.need(l.from, l.to)
	if l.stale {
		l.env.Tasks.After(slotListRest, listRest, l.reread)
	}
}

// arrange puts runs where their newest row would stand, and below an open run
// its rows.
func (l *listing) arrange() {
	tops := make([]line, 0, len(l.singles)+len(l.runs))
	for _, key := range l.singles[:l.urgent] {
		tops = append(tops, line{key: key})
	}
	calm := make([]line, 0, cap(tops))
	newest := map[*run]int64{}
	for _, key := range l.singles[l.urgent:] {
		calm = append(calm, line{key: key})
	}
	for _, r := range l.runs {
		newest[r] = slices.Max(r.keys)
		if head := (line{key: r.keys[0], run: r, head: true}); r.needsPerson() {
			tops = append(tops, head)
		} else {
			calm = append(calm, head)
		}
	}
	place := func(n line) int64 {
		if n.head {
			return newest[n.run]
		}
		return n.key
	}
	if len(l.runs) > 0 {
		byTime := func(a, b line) int { return cmp.Compare(place(b), place(a)) }
		slices.SortStableFunc(tops, byTime)
		slices.SortStableFunc(calm, byTime)
	}
	l.lines = l.lines[:0]
	for _, top := range append(tops, calm...) {
		l.lines = append(l.lines, top)
		if top.head && l.open[top.run.ID] {
			for _, key := range top.run.keys {
				l.lines = append(l.lines, line{key: key, run: top.run})
			}
		}
	}
}

// needsPerson reports whether a row of the run waits for somebody.
func (r *run) needsPerson() bool {
	for state, many := range r.Counts {
		if many > 0 && state.NeedsPerson() {
			return true
		}
	}
	return r.State == model.BatchPaused
}

// fold opens or closes a run; it reports whether there was anything to do.
func (l *listing) fold(row int, unfold bool) bool {
	n, ok := l.line(row)
	if !ok || n.run == nil || l.open[n.run.ID] == unfold {
		return false
	}
	l.open[n.run.ID] = unfold
	l.arrange()
	return true
}

// need reads the operations around the rows on screen that are not here yet.
func (l *listing) need(from, to int) {
	l.from, l.to = from, to
	missing := false
	for i := max(from, 0); i < min(to, len(l.lines)) && !missing; i++ {
		_, here := l.rows[l.lines[i].key]
		missing = !here
	}
	if !missing {
		return
	}
	keys := l.window(from-rowsAhead, to+rowsAhead)
	l.env.Tasks.Go(slotRows, func(ctx context.Context) (func(), error) {
		rows, err := l.env.Cluster.Operations(ctx, keys)
		if err != nil {
			return nil, err
		}
		return func() {
			l.keep(keys, rows)
			l.painted()
		}, nil
	}, l.failed)
}

// keep remembers operations and forgets those far from the screen. One that is
// not there any more is shown as empty rather than asked for for ever.
func (l *listing) keep(keys []int64, rows []model.Operation) {
	if len(l.rows)+len(rows) > rowsKept {
		near := make(map[int64]model.Operation, rowsKept)
		for _, key := range l.window(l.from-2*rowsAhead, l.to+2*rowsAhead) {
			if o, ok := l.rows[key]; ok {
				near[key] = o
			}
		}
		l.rows = near
	}
	if len(rows) != len(keys) {
		l.reread()
		return
	}
	for i, key := range keys {
		l.rows[key] = rows[i]
	}
}

// window are the keys of lines [from, to) within the list's bounds.
func (l *listing) window(from, to int) []int64 {
	var keys []int64
	for i := max(from, 0); i < min(to, len(l.lines)); i++ {
		keys = append(keys, l.lines[i].key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (l *listing) line(row int) (line, bool) {
	if row < 0 || row >= len(l.lines) {
		return line{}, false
	}
	return l.lines[row], true
}

// at is the operation of a row, if it is here.
func (l *listing) at(row int) (model.Operation, bool) {
	n, ok := l.line(row)
	if !ok {
		return model.Operation{}, false
	}
	o, here := l.rows[n.key]
	return o, here
}

// row is where a line stands; -1: nowhere.
func (l *listing) row(was line) int {
	return slices.IndexFunc(l.lines, func(n line) bool {
		return n.key == was.key && n.head == was.head
	})
}
