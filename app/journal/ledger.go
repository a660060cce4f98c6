package journal

import (
	"context"
	"fmt"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// The open ends of what is asked for. Nothing here goes by this computer's
// clock, nor by what the platform says its clock is.
var (
	beginning = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	openEnd   = time.Date(2199, 1, 1, 0, 0, 0, 0, time.UTC)
)

const (
	window      = 26 * time.Hour // before the newest row seen before sending
	ledgerPage  = 100
	ledgerPages = 200 // more are not read: then nothing is proven
	auditPages  = 4
)

// ledger is a funding history as it was read.
type ledger struct {
	rows  []platform.Funding
	whole bool // to an empty page, no page came twice, and each row could be read
}

// nameOf names a row: by its id, else by all that it says.
func nameOf(f platform.Funding) string {
	if f.ID != 0 {
		return fmt.Sprint(f.ID)
	}
	return fmt.Sprintf("%d/%s/%s/%s", f.At.UnixMilli(), f.Operation, f.Amount.Text(), f.Note)
}

// readLedger reads a customer's funding history from a moment on.
func (j *Journal) readLedger(ctx context.Context, uid platform.UID, reseller int64, from time.Time) (ledger, error) {
	var l ledger
	seen, unread := map[string]int{}, 0 // by name, on which page
	q := client.FundingQuery{UID: uid, Reseller: reseller, Period: platform.Period{From: from, To: openEnd}, Count: ledgerPage}
	for page := 1; page <= ledgerPages; page++ {
		got, err := j.cfg.Client.FundingHistory(ctx, q)
		if err != nil {
			return l, err
		}
		if len(got.Rows)+got.Skipped == 0 {
			l.whole = unread == 0
			return l, nil
		}
		fresh := false
		for _, row := range got.Rows {
			name := nameOf(row)
			if before, twice := seen[name]; twice && (row.ID != 0 || before != page) {
				continue
			}
			for _, twice := seen[name]; twice; _, twice = seen[name] {
				name += "'" // rows without an id may be the same in all they say
			}
			seen[name], fresh = page, true
			l.rows = append(l.rows, row)
		}
		if !fresh {
			return l, nil // a page came twice: the platform does not page
		}
		unread += got.Skipped
		q.Start += len(got.Rows) + got.Skipped
	}
	return l, nil
}

// newest is the newest row of a history; ok is false without one.
func (l ledger) newest() (row platform.Funding, ok bool) {
	for i, f := range l.rows {
		if i == 0 || f.At.After(row.At) || f.At.Equal(row.At) && f.ID > row.ID {
			row, ok = f, true
		}
	}
	return row, ok
}

// holds reports whether a row is there.
func (l ledger) holds(name string) bool {
	for _, f := range l.rows {
		if nameOf(f) == name {
			return true
		}
	}
	return false
}

// readActions reads the newest part of a customer's audit log, down to an
// action that was seen before.
func (j *Journal) readActions(ctx context.Context, uid platform.UID, seen int64, pages int) ([]platform.Action, error) {
	var all []platform.Action
	q := client.AuditQuery{UID: uid, Period: platform.Period{From: beginning, To: openEnd}, Count: ledgerPage}
	if pages == 0 {
		q.Count, pages = 1, 1
	}
	for range pages {
		got, err := j.cfg.Client.Audit(ctx, q)
		if err != nil {
			return all, err
		}
		for _, a := range got.Rows {
			if seen != 0 && a.ID == seen {
				return all, nil
			}
			all = append(all, a)
		}
		if len(got.Rows)+got.Skipped == 0 || len(got.Rows) < q.Count {
			return all, nil
		}
		q.Start += len(got.Rows) + got.Skipped
	}
	return all, nil
}

// baselineOf is what the record shows before sending.
func (j *Journal) baselineOf(ctx context.Context, e *entry) (baseline, ledger, error) {
	var base baseline
	now := j.now() // only to ask for little first: what lies outside is asked for then
	recent, err := j.readLedger(ctx, e.UID, e.Change.Reseller, now.Add(-40*24*time.Hour))
	if err != nil {
		return base, recent, err
	}
	if _, some := recent.newest(); !some || !recent.whole {
		if recent, err = j.readLedger(ctx, e.UID, e.Change.Reseller, beginning); err != nil {
			return base, recent, err
		}
	}
	if newest, some := recent.newest(); some {
		base.Newest, base.NewestID = newest.At, nameOf(newest)
		for _, f := range recent.rows {
			if !f.At.Before(newest.At.Add(-window)) {
				base.Rows = append(base.Rows, nameOf(f))
			}
		}
	}
	actions, err := j.readActions(ctx, e.UID, 0, 0)
	if len(actions) > 0 {
		base.Audit = actions[0].ID
	}
	return base, recent, err
}

// from is where a reading of a customer's history begins.
func (b baseline) from() time.Time {
	if b.Newest.IsZero() {
		return beginning
	}
	return b.Newest.Add(-window)
}

// sight is what a reading of the record showed about one money operation.
type sight struct {
	clean   bool
	ours    []seenRow               // with our mark, any attempt
	loose   []platform.Funding      // new, unmarked, of our kind and amount
	similar bool                    // an unmarked row of our kind and amount lies in the window
	audit   map[int]platform.Action // by attempt
	rows    int
	witness []model.Witness
}

type seenRow struct {
	row     platform.Funding
	attempt int
	fits    bool
}

// look reads the record of a money operation.
func (j *Journal) look(ctx context.Context, e *entry) (sight, error) {
	l, err := j.readLedger(ctx, e.UID, e.Change.Reseller, e.before.from())
	if err != nil {
		return sight{}, err
	}
	actions, err := j.readActions(ctx, e.UID, e.before.Audit, auditPages)
	if err != nil {
		return sight{}, err
	}
	return sightOf(e, l, actions), nil
}

// sightOf sorts what was read.
func sightOf(e *entry, l ledger, actions []platform.Action) sight {
	s := sight{audit: map[int]platform.Action{}, rows: len(l.rows)}
	s.clean = l.whole && e.before.NewestID != "" && l.holds(e.before.NewestID)
	known := make(map[string]bool, len(e.before.Rows))
	for _, name := range e.before.Rows {
		known[name] = true
	}
	for _, f := range l.rows {
		s.sawRow(e, f, !known[nameOf(f)] && !f.At.Before(e.before.Newest))
	}
	for _, a := range actions {
		s.sawAction(e, a)
	}
	return s
}

// sawRow takes in a row of the funding history; fresh: it was not
// there before sending.
func (s *sight) sawRow(e *entry, f platform.Funding, fresh bool) {
	fits := f.Operation == e.Expected() && f.Amount.Amount().Abs().Equal(e.Change.Amount.Amount())
	id, attempt, marked := model.SplitStamp(f.Stamp())
	ours := marked && id == e.ID
	switch {
	case ours:
		s.ours = append(s.ours, seenRow{f, attempt, fits})
	case fits && f.Stamp() == "":
		s.similar = true
		if fresh {
			s.loose = append(s.loose, f)
		}
	}
	if ours || fits || fresh {
		s.witness = append(s.witness, model.Witness{Funding: f, Ours: ours, Attempt: attempt, Fits: fits, New: fresh})
	}
}

// sawAction takes in an action of the audit log.
func (s *sight) sawAction(e *entry, a platform.Action) {
	for attempt := 1; attempt <= e.Attempt && a.RequestKey != ""; attempt++ {
		if a.RequestKey == e.ID.RequestKey(attempt) {
			s.audit[attempt] = a
			s.witness = append(s.witness, model.Witness{Action: a, Ours: true, Attempt: attempt, Fits: a.Result == 0, New: true})
		}
	}
}
