package journal

import (
	"context"

	"steward/app/model"
	"steward/client/platform"
)

// Given is what goes with an operation and is never written down.
type Given struct {
	Password platform.Secret                     // the operator's, where the kind needs it
	Session  func(platform.UID, platform.Secret) // takes the session of SignInAsUser, on any goroutine
}

// Record writes operations down; what may go goes at once. Two are a pair: the
// second goes when the first is confirmed. It returns model.Invalid for what
// cannot be meant, model.Conflict while something else has to be settled first,
// and model.Forbidden where writing is not allowed or a limit is reached.
func (j *Journal) Record(ctx context.Context, given Given, ops ...model.Operation) ([]model.Operation, error) {
	recorded := make([]model.Operation, len(ops))
	err := j.commit(ctx, func(w *writer) error {
		for i, o := range ops {
			if i > 0 {
				o.After = ops[i-1].ID
			}
			e, err := j.prepare(w, o)
			if err != nil {
				return err
			}
			e.secret, e.session = given.Password, given.Session
			if err := j.enter(w, e); err != nil {
				return err
			}
			recorded[i] = e.Operation
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return recorded, nil
}

// prepare makes an entry of an operation, or says why not.
func (j *Journal) prepare(w *writer, o model.Operation) (*entry, error) {
	o.Class = model.ClassOf(o.Kind, o.Change)
	o.State, o.Attempt, o.Late, o.Erased, o.Refusal, o.Theirs = model.StateQueued, 0, false, false, nil, ""
	o.Operator, o.Profile, o.Recorded, o.Changed = j.operator, j.cfg.Profile, w.now, w.now
	waits := j.why(j.cfg.Elapsed())
	o.Waited = waits != nil
	if refused := j.refuse(w.tx, o); refused != nil {
		return nil, refused
	}
	if waits != nil && o.Kind.OnlineOnly() {
		if j.paused || j.flaw > 0 {
			return nil, model.NewError(model.Conflict, "journal.onlineonly.paused", waits)
		}
		return nil, model.NewError(model.Offline, "journal.onlineonly", waits)
	}
	return &entry{Operation: o}, nil
}

// enter records an entry and takes it into memory.
func (j *Journal) enter(w *writer, e *entry) error {
	switch there, err := w.holds(`SELECT count(*) FROM operation WHERE id=?`, e.ID); {
	case err != nil:
		return err
	case there: // twice on the same button
		return model.NewError(model.Conflict, "journal.recorded", nil).With("ID", string(e.ID))
	}
	if err := w.record(e); err != nil {
		return err
	}
	w.after(func() { j.add(e) })
	return nil
}

// holds reports whether the file has what a count asks for.
func (w *writer) holds(count string, id any) (bool, error) {
	var many int
	err := w.tx.QueryRowContext(w.ctx, count, id).Scan(&many)
	return many > 0, err
}

// refuse says why an operation cannot be recorded; nil: it can. q sees what is
// recorded with it. The lock is held.
func (j *Journal) refuse(q querier, o model.Operation) *model.Error {
	switch {
	case j.cfg.Path == "":
		return model.NewError(model.Forbidden, "journal.nokey", nil)
	case j.operator.UID == 0:
		return model.NewError(model.Unauthorized, "journal.signin", nil)
	case j.broken != nil:
		return j.broken
	case o.UID == 0:
		return model.NewError(model.Invalid, "journal.nocustomer", nil)
	}
	if may := j.cfg.MayWrite(); may != nil {
		return may
	}
	if o.Kind.Money() {
		return j.refuseMoney(q, o)
	}
	return badMark(o)
}

func (j *Journal) refuseMoney(q querier, o model.Operation) *model.Error {
	if wrong := j.badAmount(o); wrong != nil {
		return wrong
	}
	if stop := j.moneyStop(o.UID, &entry{Operation: o}); stop != nil {
		return stop
	}
	switch again, err := j.takenBack(q, o); {
	case err != nil:
		return model.NewError(model.Internal, "journal.disk", err)
	case again:
		return model.NewError(model.Conflict, "journal.money.takenback", nil).With("ID", string(o.Origin))
	}
	return j.overLimit(q, j.cfg.Limits(), o.Change.Amount, platform.Money{})
}

// badMark says that a booking would lose the mark by which it is recognised, or
// get one.
func badMark(o model.Operation) *model.Error {
	was, wanted := platform.Funding{Note: o.Change.Was}, platform.Funding{Note: o.Change.Wanted}
	switch {
	case o.Kind != model.SetFundingNote || was.Stamp() == wanted.Stamp():
		return nil
	case was.Stamp() != "":
		return model.NewError(model.Invalid, "journal.mark.lost", nil).With("Mark", "[st:"+was.Stamp()+"]")
	}
	return model.NewError(model.Invalid, "journal.mark.made", nil)
}

func (j *Journal) badAmount(o model.Operation) *model.Error {
	amount := o.Change.Amount
	exact := amount.Amount().Equal(amount.Amount().Truncate(model.CurrencyDigits(amount.Currency())))
	switch {
	case amount.Sign() <= 0:
		return model.NewError(model.Invalid, "journal.amount", nil)
	case !exact && !(o.Kind == model.Withdraw && o.Change.WholeSum):
		return model.NewError(model.Invalid, "journal.digits", nil)
	case o.Change.Balance != platform.BalanceMain && o.Change.Balance != platform.BalanceBonus:
		return model.NewError(model.Invalid, "journal.balance", nil)
	case o.Change.Reason == "":
		return model.NewError(model.Invalid, "journal.reason", nil)
	}
	return nil
}

// Cancel gives an operation up that was not sent.
func (j *Journal) Cancel(ctx context.Context, id model.OperationID) error {
	return j.decideOn(ctx, id, model.ActCancel, func(w *writer, e *entry) error { return j.cancel(w, e, &w.j.operator, "") })
}

func (j *Journal) cancel(w *writer, e *entry, by *model.Operator, why string) error {
	d := detail{}
	if why != "" {
		d.Refusal = &model.Refusal{Key: why}
	}
	return w.moveBy(e, model.StateCancelled, by, d)
}

// Edit puts another change in the place of one that was not sent, or of one
// that was rejected. It returns the new operation.
func (j *Journal) Edit(ctx context.Context, id model.OperationID, change model.Change) (model.Operation, error) {
	var edited model.Operation
	err := j.decideOn(ctx, id, model.ActEdit, func(w *writer, e *entry) error {
		if e.State.Waits() {
			if err := j.cancel(w, e, &j.operator, "journal.note.edited"); err != nil {
				return err
			}
		}
		o := model.NewOperation(e.Kind, e.UID, change)
		o.Origin, o.After = e.ID, e.After
		fresh, err := j.prepare(w, o)
		if err != nil {
			return err
		}
		fresh.afterState = e.afterState
		edited = fresh.Operation
		return j.enter(w, fresh)
	})
	return edited, err
}
