package journal

import (
	"context"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// deliver sends an operation that may go: it looks first where it has to, writes
// down that it sends, sends once, and writes down what came back.
func (j *Journal) deliver(ctx context.Context, e *entry) {
	seen := j.seen(e)
	if may := j.cfg.MayWrite(); may != nil && !seen.row() { // a batch has the answer of its start; the transport holds it
		j.locked(ctx, e, may)
		return
	}
	if j.foreign(seen) {
		_ = j.release(ctx, e, func(w *writer) error {
			return w.hold(e, detail{Refusal: &model.Refusal{Key: "journal.note.operator", Message: seen.Operator.Login}})
		})
		return
	}
	if seen.Batch == "" {
		ctx = client.Interactive(ctx)
	}
	base, goes := j.lookBefore(ctx, e, seen)
	if !goes {
		return
	}
	flies, err := j.takeOff(ctx, e, base)
	if err != nil {
		return
	}
	leave, goes := j.depart(ctx, e, flies)
	if !goes {
		return
	}
	o := j.dispatch(ctx, flies, flies.Attempt)
	if verdict := verdictOf(o); seen.Class == model.ClassMoney || verdict != verdictAccepted { // it may stop the others: nothing takes its place before that is known
		done := j.hush(verdict)
		j.land(ctx, e, flies, o)
		done()
		leave()
		return
	}
	leave()
	j.makeRoom(e)
	j.land(ctx, e, flies, o)
}

// foreign reports whether an operation would go out in the name of somebody who
// neither recorded it nor let it go. A batch says so itself.
func (j *Journal) foreign(e *entry) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.foreignTo(e)
}

// foreignTo is foreign for who holds the lock.
func (j *Journal) foreignTo(e *entry) bool {
	sender := e.sender
	if sender == 0 {
		sender = e.Operator.UID
	}
	return e.State == model.StateQueued && !e.row() && j.operator.UID != 0 && j.operator.UID != sender
}

// makeRoom lets the next row be made ready while this one is written down.
func (j *Journal) makeRoom(e *entry) {
	j.mu.Lock()
	delete(j.sending, e)
	j.mu.Unlock()
	j.nudge()
}

// depart waits for a place in the air. The times of the attempt count from then
// on. What must not go any more is put back: nothing of it was written.
func (j *Journal) depart(ctx context.Context, e, flies *entry) (leave func(), goes bool) {
	leave, goes = j.place(ctx, flies)
	if goes {
		now := j.cfg.Elapsed()
		if j.mayLeave(flies, now) {
			flies.quarantine = j.quarantineOf(flies, now)
			return leave, true
		}
		leave()
	}
	j.putBack(ctx, e)
	return nil, false
}

// place waits for a place in the air; a person's own change has one more.
func (j *Journal) place(ctx context.Context, flies *entry) (leave func(), taken bool) {
	if flies.Class == model.ClassMoney { // one at a time anyhow
		return func() {}, true
	}
	var extra chan struct{}
	if !flies.row() {
		extra = j.extra
	}
	select {
	case j.places <- struct{}{}:
		return func() { <-j.places }, true
	case extra <- struct{}{}:
		return func() { <-extra }, true
	case <-ctx.Done():
		return nil, false
	}
}

// putBack queues again what was about to be sent.
func (j *Journal) putBack(ctx context.Context, e *entry) {
	j.finish(ctx, e, func(w *writer) error {
		w.keep(e)
		e.trying.Verdict = verdictUnsent
		e.Waited = !e.row()
		trying := e.trying
		if err := w.move(e, model.StateQueued, detail{Attempt: &trying}); err != nil {
			return err
		}
		if e.Kind.OnlineOnly() || e.row() && j.batches[e.Batch] == nil { // its batch was given up meanwhile
			return w.move(e, model.StateCancelled, detail{})
		}
		return nil
	})
}

// locked keeps back what was recorded before writing was locked: a person looks
// at it again.
func (j *Journal) locked(ctx context.Context, e *entry, why *model.Error) {
	_ = j.release(ctx, e, func(w *writer) error {
		d := detail{Refusal: &model.Refusal{Key: why.Key}}
		switch {
		case e.State != model.StateQueued:
			return w.note(e, d)
		case e.Kind.OnlineOnly():
			return w.move(e, model.StateCancelled, d)
		}
		return w.move(e, model.StateReview, d)
	})
}

// stopped says why an operation is not sent after all: what came to pass while
// the platform was looked at counts. The lock is held.
func (j *Journal) stopped(e *entry) *model.Error {
	if why := j.why(j.cfg.Elapsed()); why != nil {
		return why
	}
	if e.Class == model.ClassMoney {
		if why := j.moneyStop(e.UID, e); why != nil {
			return why
		}
	}
	if j.foreignTo(e) { // somebody else signed in meanwhile
		return model.NewError(model.Unauthorized, "journal.signin", nil)
	}
	if !e.row() || e.State != model.StateQueued {
		return nil
	}
	if b := j.batches[e.Batch]; b == nil || !b.mayGo(e, j.operator.UID) {
		return model.NewError(model.Conflict, "journal.batch.ended", nil)
	}
	return nil
}

// leave lets others at an operation that is not sent after all. A row of a batch
// that was given up goes with the batch.
func (j *Journal) leave(ctx context.Context, e *entry) {
	j.mu.Lock()
	over := e.State == model.StateQueued && e.row() && j.batches[e.Batch] == nil
	if !over {
		j.idle(e)
	}
	j.mu.Unlock()
	if over {
		_ = j.release(ctx, e, func(w *writer) error { return w.move(e, model.StateCancelled, detail{}) })
	}
}

// takeOff writes down that an attempt is sent and returns the operation as it
// flies. Nothing is sent if this fails.
func (j *Journal) takeOff(ctx context.Context, e *entry, base baseline) (flies *entry, err error) {
	err = j.join(ctx, func(w *writer) error {
		if why := j.stopped(e); why != nil {
			return why
		}
		w.keep(e)
		number := e.Attempt + 1
		switch e.trying.Verdict {
		case verdictUnsent, verdictUnfit, verdictSession, verdictRate:
			number = e.Attempt // the one before did nothing
		}
		e.Attempt = number
		e.trying = model.Attempt{Number: number, RequestKey: e.ID.RequestKey(number), SentAt: w.now, Sent: parametersOf(e, number)}
		e.before, e.unclear, e.refused = base, false, false
		e.quarantine = j.quarantineOf(e, j.cfg.Elapsed())
		e.clean, e.cleanAfter = 0, false
		trying := e.trying
		w.after(func() {
			now := *e
			now.sender = j.operator.UID
			flies = &now
		})
		return w.move(e, model.StateSending, detail{Attempt: &trying, Baseline: &base})
	})
	if err != nil {
		j.leave(ctx, e)
	}
	return flies, err
}

// quarantineOf is when the quarantine of an attempt ends that leaves now.
func (j *Journal) quarantineOf(e *entry, now time.Duration) time.Duration {
	return now + j.deadline(e) + j.cfg.Times.Quarantine
}

// deadline is until when the call of an operation may still do something.
func (j *Journal) deadline(e *entry) time.Duration {
	switch e.Kind {
	case model.Activate, model.Deactivate, model.Suspend, model.EndSuspension, model.Destroy, model.DeletePersonalData,
		model.StartEnvironment, model.StopEnvironment, model.SleepEnvironment, model.RestartEnvironment, model.DeleteEnvironment:
		return j.cfg.Times.Long
	}
	return j.cfg.Times.Deadline
}

// land writes down what came back.
func (j *Journal) land(ctx context.Context, e, flew *entry, o client.Outcome) {
	verdict := verdictOf(o)
	if j.finish(ctx, e, func(w *writer) error {
		w.keep(e)
		e.quarantine = flew.quarantine
		return j.landed(w, e, o, verdict)
	}) {
		j.touch(e)
	}
}

// finish runs the last transaction of a sending. It cannot be lost: if the file
// takes no writes it is tried until it does; a stop before that leaves the
// operation unknown.
func (j *Journal) finish(ctx context.Context, e *entry, work func(*writer) error) bool {
	for {
		if j.release(ctx, e, work) == nil {
			return true
		}
		j.mu.Lock() // release let others at it
		e.busy = true
		j.sending[e] = struct{}{}
		j.mu.Unlock()
		select {
		case <-ctx.Done():
			return false
		case <-j.cfg.After(j.cfg.Times.Retry):
		}
	}
}

func (j *Journal) landed(w *writer, e *entry, o client.Outcome, verdict string) error {
	a := e.trying
	a.Method, a.Took, a.Written, a.Status, a.Result, a.Message, a.Verdict = o.Method, o.Ended.Sub(o.Began), o.Written, o.HTTPStatus, o.Result, o.Message, verdict
	if !o.ServerTime.IsZero() {
		a.Offset = o.ServerTime.Sub(o.Ended)
	}
	if a.Message == "" && o.Err != nil {
		a.Message = o.Err.Error()
	}
	e.secret, e.session = platform.Secret{}, nil
	e.answered = j.cfg.Elapsed()
	e.trying, e.refused, e.unclear = a, verdict == verdictRefused, verdict == verdictUnclear
	d := detail{Attempt: &a, Refusal: refusalOf(o, verdict)}
	j.heed(w, o, verdict)
	to := after(e.Class, e.row(), verdict)
	if to == model.StateSending {
		e.Refusal = d.Refusal
		e.version++
		w.after(func() { j.schedule(e, j.cfg.Elapsed()) })
		return w.note(e, d)
	}
	if to == model.StateQueued {
		e.Waited = verdict == verdictUnsent || verdict == verdictSession
	}
	if err := w.move(e, to, d); err != nil {
		return err
	}
	if to == model.StateQueued && e.Kind.OnlineOnly() {
		return w.move(e, model.StateCancelled, d)
	}
	if b := j.batches[e.Batch]; b != nil && to == model.StateQueued {
		return j.haltBatch(w, b, verdict)
	}
	return nil
}

// touch lets the application read again what an operation changed.
func (j *Journal) touch(e *entry) {
	j.mu.Lock()
	kind, uid, app := e.Kind, e.UID, e.Change.AppID
	j.mu.Unlock()
	key := func(s model.Section) { j.cfg.Touched(model.SectionKey{Section: s, UID: uid}) }
	key(model.SectionAudit)
	switch {
	case kind.Money():
		key(model.SectionFunding)
		key(model.SectionInfo) // the balance
		key(model.SectionEnvironments)
	case kind == model.SetFundingNote:
		key(model.SectionFunding)
	case kind == model.SetQuota, kind == model.ResetQuota:
		key(model.SectionQuotas)
	case kind.OfEnvironment():
		key(model.SectionEnvironments)
		j.cfg.Touched(model.SectionKey{Section: model.SectionTopology, UID: uid, Part: app})
	default:
		key(model.SectionInfo)
		key(model.SectionEnvironments)
	}
}

// purge removes a customer whose personal data is gone from the platform: from
// what else is kept, then from here.
func (j *Journal) purge(ctx context.Context, uid platform.UID) {
	err := j.commit(ctx, func(w *writer) error {
		for _, e := range j.of[uid] {
			if e.State.Waits() && !e.busy {
				if err := j.cancel(w, e, nil, "journal.note.gone"); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil && j.cfg.Purge != nil {
		err = j.cfg.Purge(ctx, uid)
	}
	if err == nil {
		err = j.Erase(ctx, uid)
	}
	if err != nil {
		j.log.WithField("uid", uid).WithError(err).Warn("purge after deleting personal data")
	}
}
