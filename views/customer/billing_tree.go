package customer

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// billingRow is a row of Billing History on screen.
type billingRow struct {
	model.BillingRow
	key      uint64
	at       int // of model.Billing.Rows: the interval that it belongs to
	interval platform.Interval
	open     bool // what is below it is shown
}

// folds reports whether there is something below the row.
func (r *billingRow) folds() bool { return r.Level != model.LevelResource }

// fewEnvironments are as many as are shown with their resources at once when
// their interval is unfolded.
const fewEnvironments = 4

// billingTree is Billing History with what was unfolded of it.
type billingTree struct {
	found     model.Billing
	intervals []*billingRow
	inside    map[int][]*billingRow // of the intervals that were unfolded
	unfolded  map[uint64]bool       // by key, as a person wants it
}

// newBillingTree prepares what is unfolded; it may run off the UI thread.
func newBillingTree(found model.Billing, interval platform.Interval, unfolded map[uint64]bool) *billingTree {
	t := &billingTree{found: found, inside: map[int][]*billingRow{}, unfolded: unfolded}
	rows := make([]billingRow, len(found.Rows))
	t.intervals = make([]*billingRow, len(found.Rows))
	for i, r := range found.Rows {
		rows[i] = billingRow{BillingRow: r, key: intervalKey(r.From), at: i, interval: interval}
		t.intervals[i] = &rows[i]
	}
	t.begin()
	t.inside = t.read(t.missing())
	return t
}

// begin unfolds the newest interval where a person has not unfolded any yet.
func (t *billingTree) begin() {
	if len(t.unfolded) == 0 && len(t.intervals) > 0 {
		t.unfolded[t.intervals[0].key] = true
	}
}

func intervalKey(from time.Time) uint64 { return uint64(from.Unix()) }

// wholeKey stands for all that is below an interval.
func wholeKey(from time.Time) uint64 { return ^intervalKey(from) }

// isOpen reports whether what is below a row is shown.
func (t *billingTree) isOpen(r *billingRow) bool {
	open, told := t.unfolded[r.key]
	if told || r.Level != model.LevelEnvironment {
		return r.folds() && open
	}
	return t.unfolded[wholeKey(r.From)] || t.intervals[r.at].Under <= fewEnvironments
}

// missing are the unfolded intervals whose rows below are not there yet.
func (t *billingTree) missing() (list []*billingRow) {
	for _, r := range t.intervals {
		if _, known := t.inside[r.at]; !known && t.isOpen(r) {
			list = append(list, r)
		}
	}
	return list
}

// read makes the rows below intervals. It takes a while for long intervals with many
// environments, changes nothing, and may run off the UI thread.
func (t *billingTree) read(intervals []*billingRow) map[int][]*billingRow {
	inside := make(map[int][]*billingRow, len(intervals))
	for _, interval := range intervals {
		found := t.found.Inside(interval.at)
		rows, list := make([]billingRow, len(found)), make([]*billingRow, len(found))
		for i, r := range found {
			rows[i] = billingRow{BillingRow: r, at: interval.at, interval: interval.interval, key: rowKey(&r)}
			list[i] = &rows[i]
		}
		inside[interval.at] = list
	}
	return inside
}

// rowKey is what a row below an interval is known by when charges are read again.
func rowKey(r *model.BillingRow) uint64 {
	parts := []string{strconv.FormatInt(r.From.Unix(), 10), r.AppID}
	if r.Level == model.LevelResource {
		parts = append(parts, strconv.FormatInt(r.Node, 10), r.Detail, string(r.Resource), r.Region)
	}
	return keyOf(strings.Join(parts, "\x00"))
}

// rows are those that are not folded away.
func (t *billingTree) rows() []*billingRow {
	list := make([]*billingRow, 0, len(t.intervals))
	for _, r := range t.intervals {
		r.open = t.isOpen(r)
		list = append(list, r)
		if !r.open {
			continue
		}
		shown := true
		for _, in := range t.inside[r.at] {
			if in.Level == model.LevelEnvironment {
				in.open = t.isOpen(in)
				shown = in.open
				list = append(list, in)
			} else if shown {
				list = append(list, in)
			}
		}
	}
	return list
}

// barFrom is the bar of an interval, -1: none.
func (t *billingTree) barFrom(from time.Time) int {
	return slices.IndexFunc(t.found.Bars, func(b model.BillingBar) bool { return b.Period.From.Equal(from) })
}

// ofBar is the row of an interval; nil: it has none, nothing was charged.
func (t *billingTree) ofBar(from time.Time) *billingRow {
	at := slices.IndexFunc(t.intervals, func(r *billingRow) bool { return r.From.Equal(from) })
	if at < 0 {
		return nil
	}
	return t.intervals[at]
}

// resources are the rows that are made of no others, of one interval or of all of
// them (zero). It works on what was read and may run off the UI thread.
func (t *billingTree) resources(only time.Time) func(yield func(*billingRow) bool) {
	found, intervals := t.found, t.intervals
	return func(yield func(*billingRow) bool) {
		for i, interval := range intervals {
			if !only.IsZero() && !interval.From.Equal(only) {
				continue
			}
			for _, r := range found.Inside(i) {
				if r.Level == model.LevelResource && !yield(&billingRow{BillingRow: r, at: i, interval: interval.interval}) {
					return
				}
			}
		}
	}
}
