package journal

import (
	"context"
	"time"

	"steward/app/model"
	"steward/client"
)

// decideOn lets a person do something with an operation, if it is possible now.
func (j *Journal) decideOn(ctx context.Context, id model.OperationID, act model.OperationAction, work func(*writer, *entry) error) error {
	known := act == model.ActNotApplied && j.markKnown(ctx)
	if err := j.atRest(ctx, id); err != nil {
		return err
	}
	return j.commit(ctx, func(w *writer) error {
		e, err := j.summoned(ctx, id)
		if err != nil {
			return err
		}
		if why := j.whyNot(e, act, known); why != nil {
			return why
		}
		return work(w, e)
	})
}

// courtesy is how long a person waits for the look that comes before sending.
const courtesy = 3 * time.Second

// atRest waits a moment while somebody looks whether an operation may go: who
// cancels it then means it, and is told whether it went.
func (j *Journal) atRest(ctx context.Context, id model.OperationID) error {
	late := j.cfg.After(courtesy)
	for {
		j.mu.Lock()
		e, err := j.summoned(ctx, id)
		if err != nil || !e.busy || !e.State.Waits() {
			j.mu.Unlock()
			return err
		}
		if j.rested == nil {
			j.rested = make(chan struct{})
		}
		rested := j.rested
		j.mu.Unlock()
		select {
		case <-rested:
		case <-late:
			return nil // the reason why not will be said
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// summon is a copy of an operation as it is in memory, or as the file has it.
func (j *Journal) summon(ctx context.Context, id model.OperationID) (*entry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e, err := j.summoned(ctx, id)
	if err != nil {
		return nil, err
	}
	now := *e
	return &now, nil
}

// summoned is the operation itself. The lock is held.
func (j *Journal) summoned(ctx context.Context, id model.OperationID) (*entry, error) {
	if e, open := j.entries[id]; open {
		return e, nil
	}
	found, err := j.entriesWhere(ctx, j.db.Read, `WHERE id=?`, id)
	switch {
	case err != nil:
		return nil, model.NewError(model.Internal, "journal.disk", err)
	case len(found) == 0:
		return nil, model.NewError(model.NotFound, "journal.nooperation", nil)
	}
	return found[0], j.recall(ctx, found[0])
}

// SendNow lets an operation go that a person looked at again: the live value is
// what it starts from now.
func (j *Journal) SendNow(ctx context.Context, id model.OperationID) error {
	return j.decideOn(ctx, id, model.ActSendNow, func(w *writer, e *entry) error {
		w.keep(e)
		e.looked = e.looked || e.Refusal != nil && e.Refusal.Key == latemark
		e.sender = j.operator.UID
		if e.Refusal != nil && e.Refusal.Key == "journal.note.changed" {
			e.Change.Was = e.Theirs
			if lost := badMark(e.Operation); lost != nil {
				return lost
			}
			if err := w.rebody(e); err != nil {
				return err
			}
		}
		e.Waited, e.tries, e.alone = false, 0, j.batches[e.Batch] == nil
		p := sealable(e.Change)
		return w.moveBy(e, model.StateQueued, &j.operator, detail{Change: &p})
	})
}

// Settle ends an operation with a reason and the evidence so far.
func (j *Journal) Settle(ctx context.Context, id model.OperationID, reason string) error {
	return j.end(ctx, id, model.ActSettle, model.StateSettled, reason)
}

// NotApplied says that an unknown operation never arrived. It is offered only
// when that is proven as far as it can be.
func (j *Journal) NotApplied(ctx context.Context, id model.OperationID, reason string) error {
	return j.end(ctx, id, model.ActNotApplied, model.StateNotApplied, reason)
}

func (j *Journal) end(ctx context.Context, id model.OperationID, act model.OperationAction, state model.OperationState, reason string) error {
	if reason == "" {
		return model.NewError(model.Invalid, "journal.reason", nil)
	}
	return j.decideOn(ctx, id, act, func(w *writer, e *entry) error {
		return w.moveBy(e, state, &j.operator, detail{Reason: reason, Refusal: e.Refusal})
	})
}

// SendAgain sends an operation that was not booked a second time, with the same
// id: if the first comes late it is recognised.
func (j *Journal) SendAgain(ctx context.Context, id model.OperationID) error {
	return j.decideOn(ctx, id, model.ActSendAgain, func(w *writer, e *entry) error {
		w.keep(e)
		e.busy, e.alone = true, true // whatever its batch does
		w.after(func() {
			if _, known := j.entries[e.ID]; !known {
				j.add(e)
			}
			j.sending[e] = struct{}{}
			j.spawn(func(ctx context.Context) { j.deliver(ctx, e) })
		})
		return w.step(e, cover{From: e.State, By: &j.operator}, detail{Refusal: e.Refusal})
	})
}

// Booked says which row of the funding history an unknown operation is. The row
// is read and compared: kind and amount have to be right, and it must not carry
// the mark of another operation. It waits for the network.
func (j *Journal) Booked(ctx context.Context, id model.OperationID, funding int64, reason string) error {
	if reason == "" {
		return model.NewError(model.Invalid, "journal.reason", nil)
	}
	e, err := j.summon(ctx, id)
	if err != nil {
		return err
	}
	s, err := j.look(client.Interactive(ctx), e)
	if err != nil {
		return model.NewError(model.Offline, "journal.unread", err)
	}
	for _, seen := range s.witness {
		f := seen.Funding
		if f.ID != funding || !seen.Fits || !seen.New || f.Stamp() != "" && !seen.Ours {
			continue
		}
		return j.decideOn(ctx, id, model.ActBooked, func(w *writer, e *entry) error {
			read := model.Reading{At: w.now, Attempt: e.Attempt, Clean: s.clean, Rows: s.rows, Witness: []model.Witness{seen}, Note: "journal.note.named"}
			return w.moveBy(e, model.StateConfirmed, &j.operator, detail{Reason: reason, Reading: &read})
		})
	}
	return model.NewError(model.Invalid, "journal.notrow", nil)
}

// Reverse prepares the operation that undoes a confirmed one, or one half of a
// double. Nothing is recorded.
func (j *Journal) Reverse(ctx context.Context, id model.OperationID) (model.Operation, error) {
	e, err := j.summon(ctx, id)
	if err != nil {
		return model.Operation{}, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if why := j.whyNot(e, model.ActReverse, false); why != nil {
		return model.Operation{}, why
	}
	back, _ := e.Operation.Reverse()
	return back, nil
}

// markKnown reports whether a mark of ours was ever read back here: only then
// does its absence say anything.
func (j *Journal) markKnown(ctx context.Context) bool {
	var known int
	err := j.db.Read.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM operation WHERE marked=1 LIMIT 1)`).Scan(&known)
	return err == nil && known > 0
}

// possible says in which states an action has a meaning, and what is said in
// all others.
var possible = map[model.OperationAction]struct {
	when      func(*entry) bool
	otherwise string
}{
	model.ActCheck:      {func(e *entry) bool { return e.State.Flying() || e.rechecks > 0 }, "journal.why.rest"},
	model.ActCancel:     {func(e *entry) bool { return e.State.Waits() }, "journal.why.sent"},
	model.ActEdit:       {func(e *entry) bool { return e.State.Waits() || e.State == model.StateRejected }, "journal.why.sent"},
	model.ActSendNow:    {func(e *entry) bool { return e.State == model.StateReview }, "journal.why.notreview"},
	model.ActSettle:     {func(e *entry) bool { return e.State.CanBecome(model.StateSettled) }, "journal.why.notopen"},
	model.ActBooked:     {func(e *entry) bool { return e.State == model.StateUnknown && e.Class == model.ClassMoney }, "journal.why.notunknown"},
	model.ActNotApplied: {func(e *entry) bool { return e.State == model.StateUnknown }, "journal.why.notunknown"},
	model.ActSendAgain:  {func(e *entry) bool { return e.State == model.StateNotApplied }, "journal.why.notabsent"},
	model.ActReverse:    {func(e *entry) bool { return e.State == model.StateConfirmed || e.State == model.StateDuplicate }, "journal.why.notconfirmed"},
}

// whyNot says why a person cannot do something with an operation now; nil: they
// can. The lock is held.
func (j *Journal) whyNot(e *entry, act model.OperationAction, markKnown bool) *model.Error {
	no := func(key string) *model.Error { return model.NewError(model.Conflict, key, nil) }
	if e.busy && act != model.ActCheck {
		return no("journal.why.busy")
	}
	if state, known := possible[act]; known && !state.when(e) {
		return no(state.otherwise)
	}
	switch act {
	case model.ActCancel, model.ActEdit:
		if j.restored && !e.observed { // it may have been sent after the backup was made
			return no("journal.restored")
		}
	case model.ActSendNow:
		return j.why(j.cfg.Elapsed())
	case model.ActNotApplied:
		return j.whyNotAbsent(e, markKnown)
	case model.ActSendAgain:
		return j.whyNotAgain(e)
	case model.ActReverse:
		if _, known := e.Operation.Reverse(); !known {
			return no("journal.why.noreverse")
		}
	}
	return nil
}

// whyNotAbsent says why it is not proven that an unknown operation never
// arrived.
func (j *Journal) whyNotAbsent(e *entry, markKnown bool) *model.Error {
	no := func(key string) *model.Error { return model.NewError(model.Conflict, key, nil) }
	left := e.quarantine - j.cfg.Elapsed()
	switch {
	case left > 0:
		return no("journal.why.quarantine").With("Seconds", int(left.Seconds())+1)
	case e.Class == model.ClassMoney && e.before.NewestID == "":
		return no("journal.why.norow")
	case e.clean < 2 || !e.cleanAfter:
		return no("journal.why.unclean")
	case e.Class == model.ClassMoney && !markKnown:
		return no("journal.why.nomark")
	case e.Class == model.ClassMoney && e.similar:
		return no("journal.why.similar")
	}
	return nil
}

func (j *Journal) whyNotAgain(e *entry) *model.Error {
	switch {
	case e.Kind.NeedsPassword():
		return model.NewError(model.Conflict, "journal.why.password", nil)
	case e.Class == model.ClassMoney && j.moneyStop(e.UID, e) != nil:
		return j.moneyStop(e.UID, e)
	case j.held(e):
		return model.NewError(model.Conflict, "journal.why.held", nil)
	}
	if may := j.cfg.MayWrite(); may != nil {
		return may
	}
	return j.why(j.cfg.Elapsed())
}
