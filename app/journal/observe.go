package journal

import (
	"context"
	"errors"
	"slices"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// tooMany is the HTTP status that asks to slow down.
const tooMany = 429

// readersAtOnce is how many readings run at a time.
const readersAtOnce = 3

// schedule says when an entry is read back next. The lock is held.
func (j *Journal) schedule(e *entry, now time.Duration) {
	t := j.cfg.Times
	var due []time.Duration
	plus := func(waits []time.Duration) {
		for _, d := range waits {
			due = append(due, now+d)
		}
	}
	switch {
	case e.State == model.StateSending && e.refused, e.State == model.StateUnknown && e.refused:
		due = []time.Duration{now + t.Refused}
	case e.State == model.StateUnknown && e.unclear:
		plus(j.unclearWaits(e))
	case e.State == model.StateAccepted, e.State == model.StateUnknown:
		plus(t.Polls)
		due = append(due, e.quarantine)
	case e.rechecks > 0 && e.State == model.StateConfirmed:
		due = []time.Duration{max(now, e.quarantine)}
		if e.rechecks > 1 {
			plus(t.Rechecks[len(t.Rechecks)-e.rechecks+1:])
		}
	case e.rechecks > 0:
		plus(t.Rechecks[len(t.Rechecks)-min(e.rechecks, len(t.Rechecks)):])
	case e.State.Waits() && j.restored:
		due = []time.Duration{now}
	}
	slices.Sort(due)
	j.plan(e, due)
}

func (j *Journal) plan(e *entry, due []time.Duration) {
	e.due = due
	if len(due) == 0 {
		delete(j.watched, e)
		return
	}
	j.watched[e] = struct{}{}
}

// Check lets the platform's record be read now. If it is just being read it is
// read once more after that: what is under way may have begun too early to see
// what the person is after.
func (j *Journal) Check(id model.OperationID) {
	j.mu.Lock()
	if e, open := j.entries[id]; open {
		j.checkNow(e)
	}
	j.mu.Unlock()
	j.nudge()
}

// checkNow is Check for who holds the lock.
func (j *Journal) checkNow(e *entry) {
	if e.checkAgain = e.reading; e.reading {
		return
	}
	j.plan(e, append([]time.Duration{j.cfg.Elapsed()}, e.due...))
}

// readDue starts the readings that are due and returns when the next one is.
// The lock is held.
func (j *Journal) readDue(now time.Duration) time.Duration {
	next := now + longestWait
	if j.operator.UID == 0 || j.expired || !j.online || j.cfg.Path == "" {
		return next
	}
	var rows []*entry // of customers' rows: one page tells many
	for e := range j.watched {
		switch {
		case e.reading || e.busy || len(e.due) == 0:
		case e.due[0] > now:
			next = min(next, e.due[0])
		case e.Kind.OfAccountRow():
			rows = append(rows, e)
		case j.readers < readersAtOnce:
			j.read(e)
		}
	}
	return min(next, j.gather(rows, now))
}

// read starts the reading of one entry. The lock is held.
func (j *Journal) read(es ...*entry) {
	j.readers++
	for _, e := range es {
		e.reading = true
	}
	j.spawn(func(ctx context.Context) {
		j.observe(ctx, es)
		j.mu.Lock()
		j.readers--
		for _, e := range es {
			e.reading = false
			if e.checkAgain && j.entries[e.ID] == e {
				j.checkNow(e)
			}
		}
		j.mu.Unlock()
		j.nudge()
	})
}

const (
	fewRows    = 8 // read one by one
	manyRows   = 500
	gatherTime = 5 * time.Second // how long rows of a running batch are gathered
)

// gather reads rows one by one where there are few, many together else. Rows of
// a running batch wait for each other a while.
func (j *Journal) gather(rows []*entry, now time.Duration) time.Duration {
	next := now + longestWait
	if len(rows) == 0 {
		return next
	}
	oldest, batch := now, false
	for _, e := range rows {
		oldest = min(oldest, e.due[0])
		b := j.batches[e.Batch]
		batch = batch || b != nil && b.State == model.BatchRunning && b.left() > 0
	}
	wait := min(gatherTime, j.cfg.Times.Deadline/4)
	if batch && len(rows) < manyRows && now-oldest < wait {
		return oldest + wait
	}
	if len(rows) > fewRows {
		if j.readers < readersAtOnce && !j.sweeping {
			j.sweeping = true
			j.read(rows...)
		}
		return next
	}
	for _, e := range rows {
		if j.readers < readersAtOnce {
			j.read(e)
		}
	}
	return next
}

// observe reads the platform's record of entries and draws the conclusion.
func (j *Journal) observe(ctx context.Context, es []*entry) {
	if len(es) > 1 {
		j.sweep(ctx, es)
		return
	}
	e := es[0]
	seen := j.seen(e)
	version := seen.version
	if seen.Class == model.ClassMoney {
		s, err := j.look(ctx, seen)
		j.conclude(ctx, e, version, err, func(w *writer) error { return j.judged(w, e, s) })
		return
	}
	v, err := j.readBack(ctx, seen)
	j.conclude(ctx, e, version, err, func(w *writer) error { return j.observedSet(w, e, v) })
}

// seen is an entry as it is now, for work that does not hold the lock.
func (j *Journal) seen(e *entry) *entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := *e
	return &now
}

// conclude writes down what a reading means, unless the entry moved on while it
// was read, and sets the next reading.
func (j *Journal) conclude(ctx context.Context, e *entry, version int, failure error, work func(*writer) error) {
	if failure != nil {
		j.mu.Lock()
		e.failure = failure.Error()
		j.unread(failure)
		j.mu.Unlock()
	} else {
		failure = j.commit(ctx, func(w *writer) error {
			if e.version != version {
				return errMoved
			}
			w.keep(e)
			e.failure = ""
			if !e.State.Open() && e.rechecks > 0 {
				e.rechecks--
				if err := w.change(e); err != nil {
					return err
				}
			}
			w.after(func() { j.passed(e) })
			return work(w)
		})
		if failure == nil {
			return
		}
	}
	j.mu.Lock()
	if len(e.due) > 0 {
		e.due[0] = j.cfg.Elapsed() + min(j.cfg.Times.Retry, j.cfg.Times.Every)
	}
	j.mu.Unlock()
}

// passed takes the readings off that are done. The lock is held.
func (j *Journal) passed(e *entry) {
	now := j.cfg.Elapsed()
	due := e.due
	for len(due) > 0 && due[0] <= now {
		due = due[1:]
	}
	if len(due) == 0 && e.State.Flying() {
		due = []time.Duration{now + j.cfg.Times.Every}
	}
	j.plan(e, due)
	if !j.keeps(e) {
		j.drop(e)
	}
}

// sessionLost reports whether nobody is signed in any more. An answer to a call
// that began before the last sign-in says nothing about it.
func (j *Journal) sessionLost() bool { return j.cfg.Client.Session().IsEmpty() }

// unread notes what a failed reading says about the connection.
func (j *Journal) unread(err error) {
	var refused *client.APIError
	var lost *client.NetError
	switch {
	case errors.As(err, &refused) && refused.Result == client.ResultNoSession:
		j.expired = j.sessionLost()
	case errors.As(err, &refused) && refused.HTTPStatus == tooMany:
		j.notUntil = j.cfg.Elapsed() + max(refused.RetryAfter, j.cfg.Times.Retry/10)
	case errors.As(err, &lost) && lost.Kind == client.KindDial:
		j.lost()
	}
}

// sweep reads many customers' rows: page by page where that is less, else one
// by one.
func (j *Journal) sweep(ctx context.Context, es []*entry) {
	defer func() {
		j.mu.Lock()
		j.sweeping = false
		j.mu.Unlock()
	}()
	wanted := map[platform.UID]*entry{}
	versions := map[*entry]int{}
	first := es[0].UID
	for _, e := range es {
		now := j.seen(e)
		wanted[now.UID], versions[e] = e, now.version
		first = min(first, now.UID)
	}
	for start := j.swept.before(first); len(wanted) > 0; {
		page, err := j.cfg.Client.Accounts(ctx, client.AccountsQuery{Start: start, Count: manyRows, OrderField: "uid"})
		if err != nil {
			j.failed(err, wanted)
			return
		}
		if len(page.Users) > 0 {
			j.swept = sweptTo{page.Users[0].UID, start}
		}
		j.concludeRows(ctx, page, wanted, versions)
		start += len(page.Users) + page.Skipped
		left := (page.Total - start + manyRows - 1) / manyRows
		if len(page.Users)+page.Skipped == 0 || page.Total >= 0 && start >= page.Total || left > len(wanted) {
			break
		}
	}
	for _, e := range wanted { // not on any page, or too far away
		if ctx.Err() == nil {
			v, err := j.readBack(ctx, j.seen(e))
			j.conclude(ctx, e, versions[e], err, func(w *writer) error { return j.observedSet(w, e, v) })
		}
	}
}

// sweptTo is where the last page of customers began. A batch goes through them
// in their order mostly, so the next sweep need not begin at the first page. It
// is only where to look first: who is not found is read alone.
type sweptTo struct {
	uid platform.UID
	at  int
}

func (s sweptTo) before(uid platform.UID) int {
	if uid >= s.uid {
		return s.at
	}
	return 0
}

// failed puts off the readings that could not be made.
func (j *Journal) failed(err error, wanted map[platform.UID]*entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.unread(err)
	for _, e := range wanted {
		e.failure = err.Error()
		if len(e.due) > 0 {
			e.due[0] = j.cfg.Elapsed() + min(j.cfg.Times.Retry, j.cfg.Times.Every)
		}
	}
}

// rowsAtOnce is how many readings one transaction writes down: more would keep
// the next rows of a batch waiting for it.
const rowsAtOnce = 50

// toldRow is a customer's row that was read for an operation.
type toldRow struct {
	e       *entry
	version int
	user    platform.User
}

// concludeRows draws the conclusions of one page.
func (j *Journal) concludeRows(ctx context.Context, page client.AccountsPage, wanted map[platform.UID]*entry, versions map[*entry]int) {
	var rows []toldRow
	for _, user := range page.Users {
		if e := wanted[user.UID]; e != nil {
			rows = append(rows, toldRow{e, versions[e], user})
			delete(wanted, user.UID)
			j.cfg.Fresh(user, page.Began)
		}
	}
	for some := range slices.Chunk(rows, rowsAtOnce) {
		if err := j.commit(ctx, func(w *writer) error { return j.observedRows(w, some) }); err != nil {
			j.log.WithError(err).Warn("record what was read back")
		}
	}
}

func (j *Journal) observedRows(w *writer, rows []toldRow) error {
	for _, row := range rows {
		if row.e.version != row.version {
			continue
		}
		w.keep(row.e)
		w.after(func() { j.passed(row.e) })
		if err := j.observedSet(w, row.e, ofRow(row.e.Operation, row.user)); err != nil {
			return err
		}
	}
	return nil
}
