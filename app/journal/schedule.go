package journal

import (
	"context"
	"slices"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

const (
	atOnce = 4 // changes in the air at a time; of money it is one
	ahead  = 4 // rows of batches that are written down while others fly
)

// run decides what is done next, until Close.
func (j *Journal) run() {
	for {
		wait := j.decide()
		select {
		case <-j.ctx.Done():
			return
		case <-j.wake:
		case <-j.cfg.After(wait):
		}
	}
}

const longestWait = time.Hour

// decide starts all that is due and returns how long nothing else will be.
func (j *Journal) decide() time.Duration {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := j.cfg.Elapsed()
	next := now + longestWait
	if j.broken != nil {
		j.spawnMend()
		next = min(next, now+j.cfg.Times.Retry)
	}
	next = min(next, j.readDue(now))
	j.reconcile()
	if j.notUntil > now {
		next = min(next, j.notUntil)
	}
	if j.why(now) == nil {
		next = min(next, j.sendDue(now))
	} else if !j.online || j.expired || j.operator.UID == 0 || j.restored {
		j.interrupt()
	}
	return max(next-now, time.Millisecond)
}

// spawnMend tries whether the file takes writes again. The lock is held.
func (j *Journal) spawnMend() {
	j.spawn(func(ctx context.Context) {
		_ = j.commit(ctx, func(w *writer) error {
			_, err := w.tx.ExecContext(w.ctx, `INSERT INTO meta (name, value) VALUES ('mended', 1) ON CONFLICT (name) DO UPDATE SET value=value+1`)
			return err
		})
	})
}

// Why says why nothing is sent at present; nil: what may go goes.
func (j *Journal) Why() *model.Error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.why(j.cfg.Elapsed())
}

func (j *Journal) why(now time.Duration) *model.Error {
	switch {
	case j.cfg.Path == "":
		return model.NewError(model.Forbidden, "journal.nokey", nil)
	case j.broken != nil:
		return j.broken
	case j.operator.UID == 0 || j.expired:
		return model.NewError(model.Unauthorized, "journal.signin", nil)
	case j.flaw > 0:
		return model.NewError(model.Conflict, "journal.damaged", nil)
	case j.paused:
		return model.NewError(model.Conflict, "journal.paused", nil)
	case !j.online:
		return model.NewError(model.Offline, "journal.offline", nil)
	case j.notUntil > now:
		return model.NewError(model.RateLimited, "journal.rate", nil).With("Seconds", int((j.notUntil-now+time.Second-1)/time.Second))
	case j.restored:
		return model.NewError(model.Conflict, "journal.restored", nil)
	}
	return nil
}

// reconcile ends the state of a restored file once each open entry was
// observed in this run.
func (j *Journal) reconcile() {
	if !j.restored {
		return
	}
	for _, e := range j.entries {
		if e.State.Open() && !e.observed {
			return
		}
	}
	if j.reconciling {
		return
	}
	j.reconciling = true
	j.spawn(func(ctx context.Context) {
		err := j.commit(ctx, func(w *writer) error {
			w.after(func() { j.restored = false })
			w.tell(model.Event{Kind: model.JournalChanged})
			_, err := w.tx.ExecContext(w.ctx, `UPDATE meta SET value=0 WHERE name='restored'`)
			return err
		})
		if err != nil {
			j.log.WithError(err).Warn("record that the journal was read again")
		}
		j.mu.Lock()
		j.reconciling = false
		j.mu.Unlock()
	})
}

// sendDue starts sending what may go, and returns when something may go that
// only waits for time.
func (j *Journal) sendDue(now time.Duration) time.Duration {
	next := j.watchBatches(now)
	for kind, room := range j.roomLeft() {
		if room > 0 {
			j.sendSome(kind, room)
		}
	}
	return next
}

func (j *Journal) sendSome(kind, room int) {
	for _, e := range slices.Clone(j.queues[kind]) {
		if room == 0 {
			return
		}
		if e.busy || e.State != model.StateQueued {
			continue
		}
		if b := j.batches[e.Batch]; e.row() && (b == nil || !b.mayGo(e, j.operator.UID)) {
			continue
		}
		if e.Class == model.ClassMoney && j.moneyHeld(e) || j.held(e) {
			continue
		}
		room--
		e.busy = true
		j.sending[e] = struct{}{}
		j.spawn(func(ctx context.Context) { j.deliver(ctx, e) })
	}
}

// What is sent has room by its kind: money, the rows of batches, and a person's
// own changes.
const (
	roomOfMoney = iota
	roomOfRows
	roomOfOwn
	kindsOfRoom
)

func roomOf(e *entry) int {
	switch {
	case e.Class == model.ClassMoney:
		return roomOfMoney
	case e.Batch != "":
		return roomOfRows
	}
	return roomOfOwn
}

// roomLeft is what those leave that are being sent. The lock is held.
func (j *Journal) roomLeft() [kindsOfRoom]int {
	left := [kindsOfRoom]int{1, atOnce + ahead, atOnce + 1}
	for e := range j.sending {
		left[roomOf(e)]--
	}
	return left
}

// held reports whether something else of the same customer goes first: one
// write at a time, and nothing after a write whose fate is not known. Money that
// is unknown holds money only.
func (j *Journal) held(e *entry) bool {
	if e.After != "" && !j.followed(e) {
		return true
	}
	for _, other := range j.of[e.UID] {
		if other == e {
			continue
		}
		switch {
		case other.busy, other.State == model.StateSending, other.State == model.StateAccepted:
			return true
		case other.State == model.StateUnknown && (other.Class != model.ClassMoney || e.Class == model.ClassMoney):
			return true
		}
	}
	return false
}

// moneyHeld reports whether money waits for a person: a row that is not as sent
// stops all money, what is unknown or double that of the customer.
func (j *Journal) moneyHeld(e *entry) bool { return j.moneyStop(e.UID, e) != nil }

// moneyStop says why no money of a customer may go; nil: it may. What takes one
// half of a double back is no further money.
func (j *Journal) moneyStop(uid platform.UID, but *entry) *model.Error {
	for _, other := range j.entries {
		if other == but || other.Class != model.ClassMoney {
			continue
		}
		switch {
		case other.State == model.StateWrong:
			return model.NewError(model.Conflict, "journal.money.wrong", nil).With("ID", string(other.ID))
		case other.UID != uid:
		case other.State == model.StateUnknown:
			return model.NewError(model.Conflict, "journal.money.unknown", nil).With("ID", string(other.ID))
		case other.State == model.StateDuplicate && !takesBack(but, other):
			return model.NewError(model.Conflict, "journal.money.duplicate", nil).With("ID", string(other.ID))
		}
	}
	return nil
}

// takesBack reports whether an operation takes back no more than one half of a
// double.
func takesBack(e, double *entry) bool {
	if e == nil || e.Origin != double.ID {
		return false
	}
	back, possible := double.Operation.Reverse()
	return possible && e.Kind == back.Kind && e.Change.Balance == back.Change.Balance && e.Change.Amount.Currency() == back.Change.Amount.Currency() &&
		e.Change.Amount.Amount().LessThanOrEqual(back.Change.Amount.Amount())
}

// takenBack reports whether one half of the double that an operation takes back
// was taken back before. The lock is held.
func (j *Journal) takenBack(q querier, o model.Operation) (bool, error) {
	double, open := j.entries[o.Origin]
	if !o.Kind.Money() || !open || double.State != model.StateDuplicate {
		return false, nil
	}
	before, err := j.entriesWhere(j.ctx, q, `WHERE uid=? AND origin=? AND kind=? AND id<>?`, o.UID, o.Origin, o.Kind, o.ID)
	return slices.ContainsFunc(before, func(e *entry) bool { return e.State.Moved() }), err
}

// followed reports whether the first half of a pair is confirmed. If it ended
// otherwise, the second half goes to a person.
func (j *Journal) followed(e *entry) bool {
	first, open := j.entries[e.After]
	if open && first.State != model.StateConfirmed {
		if first.State.Open() {
			return false
		}
	}
	state := e.afterState
	if open {
		state = first.State
	}
	if state == model.StateConfirmed {
		return true
	}
	e.busy = true
	j.spawn(func(ctx context.Context) {
		_ = j.release(ctx, e, func(w *writer) error {
			return w.move(e, model.StateReview, detail{Refusal: &model.Refusal{Key: "journal.note.pair"}})
		})
	})
	return false
}

// arrived keeps the queue in step with a transition. The lock is held.
func (j *Journal) arrived(w *writer, e *entry, from model.OperationState) {
	to, late, odd := e.State, e.Late, e.unclear
	w.after(func() {
		switch {
		case e.State == model.StateQueued:
			j.enqueue(e)
		case from == model.StateQueued:
			j.dequeue(e)
		}
		for _, other := range j.of[e.UID] {
			if other.After == e.ID {
				other.afterState = e.State
			}
		}
		if b := j.batches[e.Batch]; b != nil {
			b.moved(from, to, late, odd)
		}
		j.schedule(e, j.cfg.Elapsed())
		if _, known := j.entries[e.ID]; !j.keeps(e) {
			j.drop(e)
		} else if !known {
			j.add(e)
		}
		if e.Kind == model.DeletePersonalData && e.State == model.StateConfirmed {
			j.spawn(func(ctx context.Context) { j.purge(ctx, e.UID) })
		}
	})
}

// keeps reports whether an entry is still of interest to the journal.
func (j *Journal) keeps(e *entry) bool {
	return e.State.Open() || e.State.NeedsPerson() || e.rechecks > 0
}

// add and drop keep all that finds an entry in memory.
func (j *Journal) add(e *entry) {
	j.entries[e.ID] = e
	j.of[e.UID] = append(j.of[e.UID], e)
	if e.State == model.StateQueued {
		j.enqueue(e)
	}
}

func (j *Journal) drop(e *entry) {
	delete(j.entries, e.ID)
	delete(j.watched, e)
	rest := slices.DeleteFunc(j.of[e.UID], func(other *entry) bool { return other == e })
	if len(rest) == 0 {
		delete(j.of, e.UID)
		return
	}
	j.of[e.UID] = rest
}

func (j *Journal) enqueue(e *entry) {
	e.queued = j.cfg.Elapsed()
	queue := &j.queues[roomOf(e)]
	if at, there := slices.BinarySearchFunc(*queue, e, byNumber); !there {
		*queue = slices.Insert(*queue, at, e)
	}
}

func (j *Journal) dequeue(e *entry) {
	queue := &j.queues[roomOf(e)]
	if at, there := slices.BinarySearchFunc(*queue, e, byNumber); there {
		*queue = slices.Delete(*queue, at, at+1)
	}
}

func byNumber(a, b *entry) int { return int(a.num - b.num) }

func (j *Journal) byNumber() []*entry {
	all := make([]*entry, 0, len(j.entries))
	for _, e := range j.entries {
		all = append(all, e)
	}
	slices.SortFunc(all, byNumber)
	return all
}

// release runs the last transaction of somebody's work for an entry and lets
// others at it.
func (j *Journal) release(ctx context.Context, e *entry, work func(*writer) error) error {
	err := j.join(ctx, func(w *writer) error {
		w.keep(e)
		w.after(func() { j.idle(e) })
		return work(w)
	})
	if err != nil {
		j.mu.Lock()
		j.idle(e)
		j.mu.Unlock()
		j.nudge()
	}
	return err
}

func (j *Journal) idle(e *entry) {
	e.busy = false
	delete(j.sending, e)
	if j.rested != nil {
		close(j.rested)
		j.rested = nil
	}
}
