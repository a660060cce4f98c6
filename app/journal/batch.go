package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// batch is a plan that runs, or rests. Its rows are operations; what it knows
// itself is how many are where.
type batch struct {
	model.Batch
	inRow   int           // rejections one after the other
	unknown time.Duration // elapsed, since when a row is unknown; 0: none is
	turning bool          // somebody is about to pause or end it
	odd     int           // unknown rows whose answer was complete: they hold their customer only
	doubled bool          // a row was booked twice, and nobody looked yet
	within  model.Limits  // of money: the limits that were found to allow it
}

const (
	rejectionsInRow = 3
	planAge         = 7 * 24 * time.Hour
)

const batchColumns = `id, kind, state, why, made, operator, login, origin, rows, amount, currency, past_rejections`

func scanBatch(row scanner) (model.Batch, error) {
	var b model.Batch
	var why, amount, currency string
	var made int64
	err := row.Scan(&b.ID, &b.Kind, &b.State, &why, &made, &b.By.UID, &b.By.Login, &b.Origin, &b.Rows, &amount, &currency, &b.PastRejections)
	if err != nil {
		return b, err
	}
	b.Made = moment(made)
	if why != "" {
		b.Why = &model.Error{}
		if err := json.Unmarshal([]byte(why), b.Why); err != nil {
			return b, fmt.Errorf("read batch: %w", err)
		}
	}
	b.Amount, err = moneyOf(amount, currency)
	return b, err
}

// loadBatches reads those that are not at their end.
func (j *Journal) loadBatches(ctx context.Context) error {
	all, err := j.batchesWhere(ctx, `WHERE state IN ('running','paused')`)
	for _, b := range all {
		j.batches[b.ID] = &batch{Batch: b}
	}
	return err
}

func (j *Journal) batchesWhere(ctx context.Context, condition string, args ...any) ([]model.Batch, error) {
	rows, err := j.db.Read.QueryContext(ctx, `SELECT `+batchColumns+` FROM batch `+condition+` ORDER BY made DESC, id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read batches: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	var all []model.Batch
	for rows.Next() {
		b, err := scanBatch(rows)
		if err != nil {
			return nil, fmt.Errorf("read batches: %w", err)
		}
		all = append(all, b)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read batches: %w", err)
	}
	for i := range all {
		if err := j.count(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// count asks how many rows of a batch are where.
func (j *Journal) count(ctx context.Context, b *model.Batch) error {
	b.Counts, b.Late = map[model.OperationState]int{}, 0
	rows, err := j.db.Read.QueryContext(ctx, `SELECT state, count(*), sum(late) FROM operation WHERE batch=? GROUP BY state`, b.ID)
	if err != nil {
		return fmt.Errorf("count rows of a batch: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	for rows.Next() {
		var state model.OperationState
		var many, late int
		if err := rows.Scan(&state, &many, &late); err != nil {
			return fmt.Errorf("count rows of a batch: %w", err)
		}
		b.Counts[state] = many
		b.Late += late
	}
	return rows.Err()
}

// Batches are all batches, newest first.
func (j *Journal) Batches(ctx context.Context) ([]model.Batch, error) { return j.batchesWhere(ctx, "") }

// Batch is one batch. It returns model.NotFound.
func (j *Journal) Batch(ctx context.Context, id string) (model.Batch, error) {
	if b, is := j.counted(id); is {
		return b, nil
	}
	b, err := scanBatch(j.db.Read.QueryRowContext(ctx, `SELECT `+batchColumns+` FROM batch WHERE id=?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return b, model.NewError(model.NotFound, "journal.nobatch", nil)
	}
	if err == nil {
		err = j.count(ctx, &b)
	}
	return b, err
}

// counted is a batch that is not at its end, as memory counts it: to count its
// rows in the file at every look would take longer than to send them.
func (j *Journal) counted(id string) (model.Batch, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	b, is := j.batches[id]
	if !is {
		return model.Batch{}, false
	}
	now := b.Batch
	now.Counts = maps.Clone(now.Counts)
	return now, true
}

// left is how many rows wait to be sent.
func (b *batch) left() int { return b.Counts[model.StateQueued] }

// adopt takes a row of an earlier run in.
func (b *batch) adopt(e *entry) {
	if e.State == model.StateUnknown && e.unclear {
		b.odd++
	}
}

// moved counts a transition of a row; odd says that its answer was complete and
// yet neither yes nor a known no.
func (b *batch) moved(from, to model.OperationState, late, odd bool) {
	b.Counts[from]--
	b.Counts[to]++
	switch {
	case odd && to == model.StateUnknown:
		b.odd++
	case odd && from == model.StateUnknown:
		b.odd--
	}
	switch to {
	case model.StateConfirmed:
		b.inRow = 0
		if late {
			b.Late++
		}
	case model.StateRejected:
		b.inRow++
	case model.StateDuplicate:
		b.doubled = true
	}
}

// waiting is how many rows stop money from going on: on their way, or unknown.
func (b *batch) waiting() int {
	many := b.Counts[model.StateSending] + b.lost()
	if b.Counts[model.StateConfirmed] == 0 { // the first has to be confirmed before the second
		many += b.Counts[model.StateAccepted]
	}
	return many
}

// lost is how many unknown rows hold the others: one whose answer was complete
// does only as the first, which has to be confirmed before the second.
func (b *batch) lost() int {
	if b.Counts[model.StateConfirmed] == 0 {
		return b.Counts[model.StateUnknown]
	}
	return b.Counts[model.StateUnknown] - b.odd
}

// refused reports whether so many rows in a row were rejected that a person looks.
func (b *batch) refused() bool { return b.inRow >= rejectionsInRow && !b.PastRejections }

// mayGo reports whether the next row may be sent by an operator: only by who
// started the batch.
func (b *batch) mayGo(e *entry, operator platform.UID) bool {
	return b.State == model.BatchRunning && !b.turning && b.By.UID == operator && (e.Class != model.ClassMoney || b.waiting() == 0 && !b.refused() && !b.doubled)
}

// watchBatches ends batches that are through, pauses those that must not go on,
// and returns when the next one has waited enough. The lock is held.
func (j *Journal) watchBatches(now time.Duration) time.Duration {
	next := now + longestWait
	for _, b := range j.batches {
		if b.State != model.BatchRunning || b.turning {
			continue
		}
		if j.operator.UID != 0 && j.operator.UID != b.By.UID {
			j.turn(b, model.BatchPaused, model.NewError(model.Forbidden, "journal.batch.other", nil).With("Login", b.By.Login))
			continue
		}
		flying := b.Flying()
		if b.left() == 0 && flying == 0 {
			j.turn(b, model.BatchDone, nil)
			continue
		}
		if b.Kind.Money() {
			next = min(next, j.watchMoney(b, now))
		}
	}
	return next
}

// watchMoney pauses a batch of money that must not go on, and returns when it
// has waited enough for what is unknown. The lock is held.
func (j *Journal) watchMoney(b *batch, now time.Duration) time.Duration {
	if b.lost() <= 0 {
		b.unknown = 0
	} else if b.unknown == 0 {
		b.unknown = now
	}
	switch {
	case b.refused():
		j.turn(b, model.BatchPaused, model.NewError(model.Rejected, "journal.batch.rejections", nil))
	case b.doubled:
		j.turn(b, model.BatchPaused, model.NewError(model.Conflict, "journal.batch.double", nil))
	case b.unknown > 0 && now-b.unknown >= j.cfg.Times.BatchWait:
		j.turn(b, model.BatchPaused, model.NewError(model.Unknown, "journal.batch.unknown", nil))
	case j.overLowered(b):
	case b.unknown > 0:
		return b.unknown + j.cfg.Times.BatchWait
	}
	return now + longestWait
}

// overLowered pauses a batch of money that limits do not allow any more, and
// reports whether it did. They are looked at again only when they are others.
// The lock is held.
func (j *Journal) overLowered(b *batch) bool {
	l := j.cfg.Limits()
	if l == b.within {
		return false
	}
	if why := j.limitReached(j.db.Read, b, l); why != nil {
		j.turn(b, model.BatchPaused, why)
		return true
	}
	b.within = l
	return false
}

// interrupt is for when nobody may send, or nobody answers: what waits is looked
// at again before it goes, and what moves money does not go on by itself. The
// lock is held.
func (j *Journal) interrupt() {
	for _, e := range j.entries {
		e.Waited = e.Waited || e.State == model.StateQueued
	}
	for _, b := range j.batches {
		switch {
		case b.State != model.BatchRunning || b.turning || b.left() == 0:
		case j.expired || j.operator.UID == 0:
			j.turn(b, model.BatchPaused, model.NewError(model.Unauthorized, "journal.batch.session", nil))
		case !j.online && b.Kind.Money():
			j.turn(b, model.BatchPaused, model.NewError(model.Offline, "journal.batch.offline", nil))
		}
	}
}

// turn changes a batch's state by itself. The lock is held.
func (j *Journal) turn(b *batch, state model.BatchState, why *model.Error) {
	b.turning = true
	j.spawn(func(ctx context.Context) {
		err := j.commit(ctx, func(w *writer) error { return w.turnBatch(b, state, why) })
		j.mu.Lock()
		b.turning = false
		j.mu.Unlock()
		if err != nil {
			j.log.WithError(err).Warn("record state of a batch")
		}
	})
}

// turnBatch writes a batch's state down.
func (w *writer) turnBatch(b *batch, state model.BatchState, why *model.Error) error {
	before := *b
	w.undo = append(w.undo, func() { b.State, b.Why = before.State, before.Why })
	b.State, b.Why = state, why
	text := ""
	if why != nil {
		text = string(encode(&model.Error{Code: why.Code, Key: why.Key, Args: why.Args}))
	}
	w.tell(model.Event{Kind: model.BatchChanged, Batch: b.ID})
	if state != model.BatchRunning && state != model.BatchPaused {
		w.after(func() { delete(w.j.batches, b.ID) })
	}
	if _, err := w.tx.ExecContext(w.ctx, `UPDATE batch SET state=?, why=? WHERE id=?`, state, text, b.ID); err != nil {
		return fmt.Errorf("record batch: %w", err)
	}
	return nil
}

// haltBatch pauses the batch of a row that was put back; only a platform that
// asks to wait is waited for.
func (j *Journal) haltBatch(w *writer, b *batch, verdict string) error {
	if b.State != model.BatchRunning {
		return nil
	}
	switch verdict {
	case verdictSession:
		if !j.sessionLost() {
			return nil
		}
		return w.turnBatch(b, model.BatchPaused, model.NewError(model.Unauthorized, "journal.batch.session", nil))
	case verdictUnsent:
		return w.turnBatch(b, model.BatchPaused, model.NewError(model.Offline, "journal.batch.offline", nil))
	}
	return nil
}

// running finds a batch that is not at its end. The lock is held.
func (j *Journal) runningBatch(id string) (*batch, error) {
	if b, is := j.batches[id]; is {
		return b, nil
	}
	return nil, model.NewError(model.Conflict, "journal.batch.ended", nil)
}

// PauseBatch sends no further row; what is on its way goes on.
func (j *Journal) PauseBatch(ctx context.Context, id string) error {
	return j.commit(ctx, func(w *writer) error {
		b, err := j.runningBatch(id)
		if err != nil || b.State == model.BatchPaused {
			return err
		}
		return w.turnBatch(b, model.BatchPaused, nil)
	})
}

// ResumeBatch goes on with the rows that were not sent. Only who started the
// batch may: model.Forbidden.
func (j *Journal) ResumeBatch(ctx context.Context, id string) error {
	return j.commit(ctx, func(w *writer) error {
		b, err := j.runningBatch(id)
		switch {
		case err != nil || b.State == model.BatchRunning:
			return err
		case j.operator.UID == 0:
			return model.NewError(model.Unauthorized, "journal.signin", nil)
		case j.operator.UID != b.By.UID:
			return model.NewError(model.Forbidden, "journal.batch.other", nil).With("Login", b.By.Login)
		case b.Kind.Money() && b.lost() > 0:
			return model.NewError(model.Conflict, "journal.batch.unknown", nil)
		}
		if b.Kind.Money() {
			l := j.cfg.Limits()
			if why := j.limitReached(w.tx, b, l); why != nil {
				return why
			}
			b.within = l
		}
		b.inRow, b.unknown, b.doubled = 0, 0, false
		return w.turnBatch(b, model.BatchRunning, nil)
	})
}

// CancelBatch gives up the rows that were not sent.
func (j *Journal) CancelBatch(ctx context.Context, id string) error {
	return j.commit(ctx, func(w *writer) error {
		b, err := j.runningBatch(id)
		if err != nil {
			return err
		}
		for _, e := range j.byNumber() {
			if e.Batch == id && e.State.Waits() && !e.busy {
				if j.restored && !e.observed { // it may have been sent after the backup was made
					return model.NewError(model.Conflict, "journal.restored", nil)
				}
				if err := j.cancel(w, e, &j.operator, ""); err != nil {
					return err
				}
			}
		}
		return w.turnBatch(b, model.BatchCancelled, nil)
	})
}
