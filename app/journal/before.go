package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// comparedFirst reports whether the live value is always read before: a note is
// never overwritten unseen.
func comparedFirst(kind model.OperationKind) bool {
	return kind == model.SetNote || kind == model.SetFundingNote || kind == model.NoteEnvironment
}

// lookBefore looks at the platform before an operation is sent: always for
// money and notes, for the rest if it had to wait. goes is false if it is not to be sent
// now; what becomes of it is then written down.
func (j *Journal) lookBefore(ctx context.Context, e, seen *entry) (base baseline, goes bool) {
	if seen.Class == model.ClassMoney {
		return j.lookBeforeMoney(ctx, e, seen)
	}
	late := j.tooLong(seen)
	if !seen.Waited && !late && !comparedFirst(seen.Kind) {
		return baseline{}, true
	}
	v, err := j.readBack(ctx, seen)
	switch {
	case err != nil:
		j.notNow(ctx, e, err)
		return base, false
	case v.done && seen.Attempt > 0: // an earlier attempt did it after all
		_ = j.release(ctx, e, func(w *writer) error {
			read := model.Reading{At: w.now, Attempt: e.Attempt, Clean: true, Value: v.text, Note: "journal.note.late"}
			return j.found(w, e, model.StateConfirmed, detail{Reading: &read})
		})
		return base, false
	case changedMeanwhile(seen.Operation, v):
		_ = j.release(ctx, e, func(w *writer) error {
			return w.move(e, model.StateReview, detail{Theirs: v.text, Refusal: &model.Refusal{Key: "journal.note.changed"}})
		})
		return base, false
	case late:
		_ = j.release(ctx, e, func(w *writer) error {
			return w.move(e, model.StateReview, detail{Refusal: &model.Refusal{Key: "journal.note.toolong"}})
		})
		return base, false
	}
	return baseline{}, true
}

func (j *Journal) lookBeforeMoney(ctx context.Context, e, now *entry) (base baseline, goes bool) {
	user, began, err := j.cfg.Client.Account(ctx, now.UID)
	if err != nil {
		j.notNow(ctx, e, err)
		return base, false
	}
	j.cfg.Fresh(user, began)
	if why := j.forAPerson(now); why != "" {
		_ = j.release(ctx, e, func(w *writer) error {
			return w.move(e, model.StateReview, detail{Theirs: balanceOf(user, e.Change.Balance).Text(), Refusal: &model.Refusal{Key: why}})
		})
		return base, false
	}
	if live := balanceOf(user, now.Change.Balance).Currency(); live != "" && live != now.Change.Amount.Currency() && now.Change.Amount.Currency() != "" {
		_ = j.release(ctx, e, func(w *writer) error { // the platform is sent a number and no currency
			return w.hold(e, detail{Refusal: &model.Refusal{Key: "journal.note.currency", Message: live}})
		})
		return base, false
	}
	base, seen, err := j.baselineOf(ctx, now)
	if err != nil {
		j.notNow(ctx, e, err)
		return base, false
	}
	stop, err := j.marks(ctx, e, *now, seen)
	if err != nil {
		j.notNow(ctx, e, err)
	}
	return base, err == nil && !stop
}

// forAPerson says why money that waited is not sent by itself; empty: it is.
func (j *Journal) forAPerson(e *entry) (note string) {
	switch {
	case e.row() || e.State != model.StateQueued:
		return ""
	case e.Waited:
		return "journal.note.waited"
	case j.tooLong(e):
		return "journal.note.toolong"
	}
	return ""
}

// marks looks for marks of ours in a customer's history before money is sent:
// its own means that it is there already; one of an operation that counts as not
// booked means that a late one came, and stops the new one.
func (j *Journal) marks(ctx context.Context, e *entry, own entry, seen ledger) (stop bool, err error) {
	own.before = baseline{} // everything is new
	s := sightOf(&own, seen, nil)
	s.clean = false
	if len(s.ours) > 0 {
		f := find(max(own.Attempt, 1), true, s)
		err := j.release(ctx, e, func(w *writer) error {
			read := model.Reading{At: w.now, Rows: s.rows, Found: len(s.ours), Note: "journal.note.already", Witness: s.witness}
			w.keep(e)
			e.marked = true
			return j.found(w, e, f.state, detail{Reading: &read})
		})
		return true, err
	}
	late, err := j.lateMarks(ctx, own, seen)
	if err != nil || len(late) == 0 {
		return err != nil, err
	}
	return true, j.release(ctx, e, func(w *writer) error {
		return w.hold(e, detail{Refusal: &model.Refusal{Key: latemark, Message: string(late[0])}})
	})
}

const latemark = "journal.note.latemark"

// hold keeps back what was about to be sent: a person looks at it again. What was
// to be sent again stays not booked.
func (w *writer) hold(e *entry, d detail) error {
	if e.State != model.StateQueued {
		return w.note(e, d)
	}
	return w.move(e, model.StateReview, d)
}

// repeats is the operation that another one, edited or retried, stands for;
// empty: none, or a person saw that both are booked.
func (j *Journal) repeats(ctx context.Context, e *entry) (model.OperationID, error) {
	switch {
	case e.looked:
		return "", nil
	case e.Batch == "":
		return e.Origin, nil
	}
	b, err := j.Batch(ctx, e.Batch)
	if err != nil || b.Origin == "" {
		return "", err
	}
	return model.PlannedOperationID(b.Origin, e.UID), nil
}

// lateMarks are a customer's operations that this journal takes for not booked,
// or for booked once, while the history says otherwise. They are read again at
// once, so that they become visible as what they are. A mark of another desk's
// is none of them, nor one that a person settled who had seen it. What the new
// operation only repeats is one of them also where it is known to be booked.
func (j *Journal) lateMarks(ctx context.Context, own entry, seen ledger) (late []model.OperationID, err error) {
	repeated, err := j.repeats(ctx, &own)
	if err != nil {
		return nil, err
	}
	rows, again := map[model.OperationID][]time.Time{}, false
	for _, row := range seen.rows {
		if id, _, ours := model.SplitStamp(row.Stamp()); ours {
			rows[id] = append(rows[id], row.At)
			again = again || id == repeated && row.Operation == own.Expected()
		}
	}
	if again { // whatever this journal knows of it: a plan may come from another desk
		late = append(late, repeated)
	}
	for id, at := range rows {
		is, err := j.belied(ctx, own, id, at)
		if err != nil {
			return late, err
		}
		if is {
			late = append(late, id)
			if err := j.readAgain(ctx, id); err != nil {
				return late, err
			}
		}
	}
	slices.Sort(late)
	return slices.Compact(late), nil
}

// belied reports whether this journal takes the operation of a mark, which the
// history shows at some times, for something else.
func (j *Journal) belied(ctx context.Context, own entry, id model.OperationID, at []time.Time) (bool, error) {
	found, err := j.entriesWhere(ctx, j.db.Read, `WHERE id=? AND uid=? AND state IN ('queued','review','rejected','not-applied','cancelled','confirmed','settled')`, id, own.UID)
	if err != nil || len(found) == 0 {
		return false, err
	}
	e := found[0]
	if e.State == model.StateConfirmed && len(at) < 2 {
		return false, nil
	}
	if err := j.recall(ctx, e); err != nil {
		return false, err
	}
	at = slices.DeleteFunc(at, func(at time.Time) bool { return at.Before(e.before.from()) })
	if e.State == model.StateConfirmed && len(at) < 2 || e.State == model.StateSettled && (e.marked || own.looked) {
		return false, nil
	}
	return true, nil
}

// readAgain reads the record of an operation once more, though it may be at rest.
// It is taken from the file under the lock: it may have moved on since it was
// looked at.
func (j *Journal) readAgain(ctx context.Context, id model.OperationID) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	e, err := j.summoned(ctx, id)
	if err != nil {
		return err
	}
	if _, known := j.entries[id]; !known {
		e.rechecks = 1
		j.add(e)
	}
	j.checkNow(e)
	j.nudge()
	return nil
}

// notNow puts an operation back that could not even be looked at. Nothing of
// it was sent.
func (j *Journal) notNow(ctx context.Context, e *entry, cause error) {
	u := unreadFor(cause)
	_ = j.release(ctx, e, func(w *writer) error {
		w.after(func() {
			j.unread(cause)
			if u.gone {
				j.lost()
			}
		})
		w.tell(model.Event{Kind: model.JournalChanged})
		switch {
		case e.State != model.StateQueued: // a second attempt: it stays not booked
			return w.note(e, detail{Refusal: u.said})
		case e.Kind.OnlineOnly():
			return w.move(e, model.StateCancelled, detail{Refusal: u.said})
		case u.final:
			return w.move(e, model.StateReview, detail{Refusal: u.said})
		}
		w.keep(e)
		e.Waited = true
		if err := w.change(e); err != nil {
			return err
		}
		if b := j.batches[e.Batch]; b != nil {
			return j.haltBatch(w, b, u.verdict)
		}
		return nil
	})
}

// unlooked is what an error says that kept an operation from being looked at.
type unlooked struct {
	said    *model.Refusal
	verdict string // as of a change that met the same
	final   bool   // asking again says the same
	gone    bool   // nobody answers
}

func unreadFor(cause error) unlooked {
	u := unlooked{verdict: verdictUnsent, said: &model.Refusal{Key: "journal.note.unread", Message: cause.Error()}}
	u.final = errors.Is(cause, client.ErrNotFound) || errors.Is(cause, client.ErrFilterIgnored)
	var lost *client.NetError
	u.gone = errors.As(cause, &lost)
	var refused *client.APIError
	if !errors.As(cause, &refused) {
		return u
	}
	u.said.Result, u.said.Status, u.said.Message = refused.Result, refused.HTTPStatus, refused.Message
	u.gone = u.gone || refused.HTTPStatus >= 500
	switch {
	case refused.Result == client.ResultNoSession:
		u.verdict = verdictSession
	case refused.HTTPStatus == tooMany:
		u.verdict = verdictRate
	}
	u.final = u.final || refused.Result != client.ResultNoSession && refused.HTTPStatus == 200
	return u
}

// balanceOf is the balance that an operation moves.
func balanceOf(u platform.User, b platform.Balance) platform.Money {
	if b == platform.BalanceBonus {
		return u.Bonus
	}
	return u.Balance
}

// Preview asks the platform what a person should know before an operation is
// recorded: the customer as they are now, what else was booked lately, and what
// speaks against it. It waits for the network.
func (j *Journal) Preview(ctx context.Context, o model.Operation) (model.Preview, error) {
	ctx = client.Interactive(ctx)
	user, began, err := j.cfg.Client.Account(ctx, o.UID)
	if err != nil {
		return model.Preview{}, fmt.Errorf("look at customer %d: %w", o.UID, err)
	}
	j.cfg.Fresh(user, began)
	p := model.Preview{User: user, ReadAt: began, Current: ofRow(o, user).text}
	if o.Kind.Money() {
		e := &entry{Operation: o}
		_, seen, err := j.baselineOf(ctx, e)
		if err != nil {
			return p, fmt.Errorf("look at funding history: %w", err)
		}
		p.Recent = lately(seen, o)
		if len(p.Recent) > 0 || j.onItsWay(o) {
			p.Warnings = append(p.Warnings, "journal.warn.same")
		}
		if user.ExtBillingID != "" {
			p.Warnings = append(p.Warnings, "journal.warn.external")
		}
		change := o.Change.Amount
		if o.Kind == model.Withdraw {
			change = platform.NewMoney(change.Amount().Neg(), change.Currency())
		}
		if p.After, err = balanceOf(user, o.Change.Balance).Add(change); err != nil {
			return p, fmt.Errorf("count balance: %w", err)
		}
		if o.Kind == model.Withdraw && p.After.Amount().Add(user.Credit.Amount()).Sign() < 0 {
			p.Warnings = append(p.Warnings, "journal.warn.short")
		}
	}
	if user.State() == platform.StateSuspended {
		p.Warnings = append(p.Warnings, "journal.warn.suspended")
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	p.Refused = j.refuse(j.db.Read, o)
	return p, nil
}

// onItsWay reports whether the same money of a customer waits here or was sent
// and does not stand in the history yet.
func (j *Journal) onItsWay(o model.Operation) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.of[o.UID] {
		same := e.Kind == o.Kind && e.Change.Balance == o.Change.Balance && e.Change.Amount.Amount().Equal(o.Change.Amount.Amount())
		if e.ID != o.ID && e.State.Open() && same {
			return true
		}
	}
	return false
}

// lately are the bookings of the same kind and amount of the last 24 hours
// before the newest one known, by anybody.
func lately(l ledger, o model.Operation) (same []platform.Funding) {
	newest, some := l.newest()
	for _, f := range l.rows {
		if some && f.Operation == o.Expected() && f.Amount.Amount().Abs().Equal(o.Change.Amount.Amount()) && !f.At.Before(newest.At.AddDate(0, 0, -1)) {
			same = append(same, f)
		}
	}
	return same
}
