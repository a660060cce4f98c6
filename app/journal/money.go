package journal

import (
	"context"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// finding is what a sight means for a money operation.
type finding struct {
	state  model.OperationState // where it goes; empty: nowhere
	marked bool                 // by a mark of ours
	denied *platform.Action     // the audit log says that it failed
}

// find says what the platform's record means. settled says that the present
// attempt is not waited for any more: an earlier one alone is then the answer.
func find(attempt int, settled bool, s sight) finding {
	unmarked := s.unmarked()
	fits, present := true, unmarked[attempt]
	for _, row := range s.ours {
		fits = fits && row.fits
		present = present || row.attempt == attempt
	}
	switch count := len(s.ours) + len(unmarked); {
	case count > 1:
		return finding{state: model.StateDuplicate, marked: len(s.ours) > 0}
	case count == 1 && !fits:
		return finding{state: model.StateWrong, marked: true}
	case count == 1 && (present || settled):
		return finding{state: model.StateConfirmed, marked: len(s.ours) > 0}
	case count == 1:
		return finding{}
	}
	if a, told := s.audit[attempt]; told && a.Failed() {
		return finding{denied: &a}
	}
	return finding{}
}

// unmarked are the attempts that the audit log calls done without a row of
// their mark, if there is exactly one unmarked row for each.
func (s sight) unmarked() map[int]bool {
	done := map[int]bool{}
	for attempt, a := range s.audit {
		if a.Result == 0 {
			done[attempt] = true
		}
	}
	for _, row := range s.ours {
		delete(done, row.attempt)
	}
	if len(done) != len(s.loose) {
		return nil
	}
	return done
}

// judged is what a reading of the record does to a money operation.
func (j *Journal) judged(w *writer, e *entry, s sight) error {
	over := j.cfg.Elapsed() >= e.quarantine
	settled := !e.State.Flying() || e.State == model.StateUnknown && over || e.refused
	f := find(e.Attempt, settled, s)
	w.keep(e)
	e.observed, e.similar = true, s.similar || e.similar && !s.clean
	e.marked = e.marked || f.marked
	after := over && s.clean
	if s.clean {
		e.clean++
		e.cleanAfter = e.cleanAfter || after
	}
	read := model.Reading{At: w.now, Attempt: e.Attempt, Clean: s.clean, After: after, Rows: s.rows, Found: len(s.ours), Witness: s.witness}
	d := detail{Reading: &read, Refusal: e.Refusal}
	switch {
	case f.state != "" && f.state != e.State:
		return j.found(w, e, f.state, d)
	case f.denied != nil && !e.refused && e.State.Flying():
		return j.denied(w, e, f.denied, d)
	}
	return j.notFound(w, e, s, d)
}

// denied is for what the audit log calls failed, whatever was answered: one more
// clean reading decides.
func (j *Journal) denied(w *writer, e *entry, a *platform.Action, d detail) error {
	e.refused, e.answered = true, j.cfg.Elapsed()
	e.Refusal = &model.Refusal{Result: a.Result, Message: a.Error, Key: "journal.note.denied"}
	d.Refusal = e.Refusal
	if e.State == model.StateAccepted {
		return w.move(e, model.StateUnknown, d)
	}
	w.after(func() { j.schedule(e, j.cfg.Elapsed()) })
	return w.note(e, d)
}

// notFound is for a reading that does not show anything new: it may prove that a
// no was meant, or that enough was waited for.
func (j *Journal) notFound(w *writer, e *entry, s sight, d detail) error {
	now := j.cfg.Elapsed()
	switch {
	case s.clean && len(s.ours) == 0 && j.noStands(e, now):
		return w.move(e, model.StateRejected, d)
	case e.State == model.StateSending && e.refused && j.refusalStands(e, now): // nothing is proven: a person looks
		return w.move(e, model.StateUnknown, d)
	case e.State == model.StateAccepted && now >= e.quarantine:
		return w.move(e, model.StateUnknown, detail{Reading: d.Reading, Refusal: &model.Refusal{Key: "journal.note.noshow"}})
	}
	return w.note(e, d)
}

// noStands reports whether a clean reading without our mark makes an operation
// rejected now.
func (j *Journal) noStands(e *entry, now time.Duration) bool {
	switch e.State {
	case model.StateSending:
		return e.refused && j.refusalStands(e, now)
	case model.StateUnknown:
		return e.refused && j.refusalStands(e, now) || e.unclear && j.unclearStands(e, now)
	}
	return false
}

// refusalStands reports whether a known no has waited as long as it has to
// before a reading without our mark decides, and unclearStands the same of an
// answer that was neither yes nor a known no: a person who looks early, or
// often, makes nothing rejected.
func (j *Journal) refusalStands(e *entry, now time.Duration) bool {
	return now >= e.answered+j.cfg.Times.Refused
}

func (j *Journal) unclearStands(e *entry, now time.Duration) bool {
	waits := j.unclearWaits(e)
	return e.clean >= len(waits) && (len(waits) == 0 || now >= e.answered+waits[len(waits)-1])
}

// unclearWaits is when an unclear answer is read back. Where a password was given
// with the call it is most likely the password, for which platforms have codes of
// their own: one reading, as after a known no, lets the person type it again.
func (j *Journal) unclearWaits(e *entry) []time.Duration {
	if e.Kind.NeedsPassword() {
		return []time.Duration{j.cfg.Times.Refused}
	}
	return j.cfg.Times.Unclear
}

// found takes the arrows to where the record says that an operation is.
func (j *Journal) found(w *writer, e *entry, to model.OperationState, d detail) error {
	if e.State.Waits() { // before it was sent, or after a backup was restored
		if e.State == model.StateReview {
			if err := w.move(e, model.StateQueued, d); err != nil {
				return err
			}
		}
		if err := w.move(e, model.StateSending, d); err != nil {
			return err
		}
	}
	if e.State == model.StateSending {
		if err := w.move(e, model.StateUnknown, d); err != nil {
			return err
		}
	}
	if (e.State == model.StateRejected || e.State == model.StateCancelled) && to == model.StateDuplicate {
		if err := w.move(e, model.StateConfirmed, d); err != nil {
			return err
		}
	}
	if !e.State.CanBecome(to) {
		return w.note(e, d)
	}
	d.Refusal = nil
	if to == model.StateWrong {
		d.Refusal = &model.Refusal{Key: "journal.note.wrong"}
	}
	w.after(func() { j.spawn(func(context.Context) { j.touch(e) }) })
	return w.move(e, to, d)
}

// rechecksAt is how often an operation is read again once it is at rest.
func (j *Journal) rechecksAt(e *entry, state model.OperationState) int {
	if e.Class != model.ClassMoney {
		return 0
	}
	many := len(j.cfg.Times.Rechecks)
	switch state {
	case model.StateConfirmed:
		if e.Attempt > 1 {
			return many
		}
		return 1
	case model.StateRejected, model.StateNotApplied:
		return many
	case model.StateCancelled:
		if e.Attempt > 0 { // it was sent before, or nearly: a late one is recognised
			return many
		}
	}
	return 0
}
