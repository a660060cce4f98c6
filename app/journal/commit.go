package journal

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"steward/app/model"
)

// writer is one piece of work in a transaction of the journal: all of it or
// nothing, in the file and in memory.
type writer struct {
	ctx    context.Context
	tx     *sql.Tx
	j      *Journal
	now    time.Time
	chain  head
	undo   []func()
	done   []func()
	events []model.Event
}

// turn is work that waits for its transaction.
type turn struct {
	work  func(*writer) error
	w     *writer
	err   error
	ended bool
}

// commit runs work in one synced transaction of its own. Memory that work
// changed (keep) is put back if it fails. What was begun is ended, whatever
// becomes of ctx.
func (j *Journal) commit(ctx context.Context, work func(*writer) error) error {
	t := &turn{work: work}
	j.mu.Lock()
	j.transact(ctx, t)
	return j.committed(t)
}

// join is commit for a step of one operation that others may share the
// transaction with: those that wait while one is being synced go into the next
// one together. Work may run twice, and must not ask the file about others.
func (j *Journal) join(ctx context.Context, work func(*writer) error) error {
	t := &turn{work: work}
	j.turns.Lock()
	j.waiting = append(j.waiting, t)
	j.turns.Unlock()
	j.mu.Lock()
	if !t.ended {
		j.turns.Lock()
		together := j.waiting
		j.waiting = nil
		j.turns.Unlock()
		j.transact(ctx, together...)
	}
	return j.committed(t)
}

// transact runs turns in one transaction. If one of several fails, each gets a
// transaction of its own, so that none fails for another. The lock is held.
func (j *Journal) transact(ctx context.Context, turns ...*turn) {
	err := j.attempt(context.WithoutCancel(ctx), turns)
	if err != nil && len(turns) > 1 {
		for _, t := range turns {
			j.transact(ctx, t)
		}
		return
	}
	for _, t := range turns {
		t.err, t.ended = err, true
		if err != nil {
			t.w.failed(t)
			continue
		}
		for _, f := range t.w.done {
			f()
		}
		t.w.health(nil)
	}
}

// attempt is one transaction; if it fails, memory is as it was.
func (j *Journal) attempt(ctx context.Context, turns []*turn) error {
	chain := j.chain
	err := j.db.Update(ctx, func(tx *sql.Tx) error {
		for _, t := range turns {
			t.w = &writer{ctx: ctx, tx: tx, j: j, now: j.now(), chain: chain}
			if err := t.work(t.w); err != nil {
				return err
			}
			chain = t.w.chain
		}
		return nil
	})
	if err == nil {
		j.chain = chain
		return nil
	}
	for _, t := range slices.Backward(turns) {
		if t.w == nil { // not begun
			t.w = &writer{ctx: ctx, j: j}
		}
		t.w.rollback()
	}
	return err
}

// failed tells a refusal of the work from a file that takes no writes.
func (w *writer) failed(t *turn) {
	var refused *model.Error
	if errors.As(t.err, &refused) || errors.Is(t.err, errMoved) || errors.Is(t.err, errArrow) || errors.Is(t.err, errElsewhere) {
		return
	}
	w.health(model.NewError(model.Internal, "journal.disk", t.err))
	t.err = w.j.broken
}

// committed tells what a turn did. The lock is held, and is given back.
func (j *Journal) committed(t *turn) error {
	err, seq, events := t.err, j.chain.seq, t.w.events
	j.mu.Unlock()
	if err == nil {
		j.cfg.Highest(seq)
	}
	j.emit(events...)
	j.nudge()
	return err
}

func (w *writer) rollback() {
	for _, back := range slices.Backward(w.undo) {
		back()
	}
	w.events, w.undo, w.done = nil, nil, nil
	w.j.keys.Lock()
	clear(w.j.people) // a key that was made went with the transaction
	w.j.keys.Unlock()
}

// health notes whether the file takes writes.
func (w *writer) health(now *model.Error) {
	if (now == nil) != (w.j.broken == nil) {
		w.events = append(w.events, model.Event{Kind: model.JournalChanged})
	}
	w.j.broken = now
}

// keep remembers an entry for the case that the transaction fails.
func (w *writer) keep(e *entry) {
	before := *e
	w.undo = append(w.undo, func() { *e = before })
}

// after runs something in memory once the transaction stands.
func (w *writer) after(f func()) { w.done = append(w.done, f) }

// tell lets an event go out once the transaction stands.
func (w *writer) tell(e model.Event) {
	if !slices.Contains(w.events, e) {
		w.events = append(w.events, e)
	}
}

var (
	errArrow = errors.New("no such transition")
	errMoved = errors.New("the operation moved on meanwhile")

	errElsewhere = errors.New("what goes with it was not written")
)
