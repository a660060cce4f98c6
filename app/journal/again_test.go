package journal

import (
	"bytes"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// rejectedThenLate is a batch whose second row was rejected, and stands in the
// history after all.
func (b *bench) rejectedThenLate() (p model.Plan, late model.PlanRow) {
	b.t.Helper()
	p = b.plan(model.Refill, 3, five)
	b.fault(fund, demo.Fault{Result: 8, Message: "no", Apply: demo.ApplyLate, Skip: 1, Times: 1})
	b.start(p)
	b.ends(p.ID, model.BatchDone)
	return p, p.Rows[1]
}

// foundLate lets the record be read until a booking that came late is found: a
// reading that began before it came may be on its way.
func (b *bench) foundLate(id model.OperationID) {
	b.t.Helper()
	b.until("found", func() bool {
		b.journal.Check(id)
		return b.state(id).State == model.StateConfirmed
	})
}

// A row that came late after its plan was made anew is not booked a second time.
func TestARetriedRowThatCameLateIsNotBookedTwice(t *testing.T) {
	b := newBench(t, 60)
	p, late := b.rejectedThenLate()
	retry, err := b.journal.RetryFailed(b.ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	b.demo.Faults().Release()
	b.foundLate(late.Operation)
	if _, err := b.journal.StartPlan(b.ctx, retry, retry.Confirmation()); code(err) != model.Conflict {
		t.Errorf("started: %v", err)
	}
	if again, err := b.journal.RetryFailed(b.ctx, p.ID); code(err) != model.NotFound {
		t.Errorf("a new plan: %d rows, %v", len(again.Rows), err)
	}
}

// Nor one that comes late when its retry was started already, or what was edited
// of it. Whoever saw both may send it still.
func TestWhatIsRepeatedAndCameLateStopsTheRepetition(t *testing.T) {
	b := newBench(t, 60)
	p, late := b.rejectedThenLate()
	retry, err := b.journal.RetryFailed(b.ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	const accounts = "billing/account/getaccounts"
	b.slowly(accounts, 150*time.Millisecond)
	b.start(retry)
	if err := b.journal.PauseBatch(b.ctx, retry.ID); err != nil {
		t.Fatal(err)
	}
	b.demo.Faults().Clear(accounts)
	b.demo.Faults().Release()
	b.foundLate(late.Operation)
	if err := b.journal.ResumeBatch(b.ctx, retry.ID); err != nil {
		t.Fatal(err)
	}
	b.stopsFor(retry.Rows[0].Operation, late.Operation)

	u := b.customer()
	b.fault(fund, demo.Fault{Result: 8, Message: "no", Apply: demo.ApplyLate, Times: 1})
	first := b.record(refill(u, "2"))
	b.becomes(first, model.StateRejected)
	b.offline()
	c := b.state(first).Change
	c.Amount = euros("3")
	edited, err := b.journal.Edit(b.ctx, first, c)
	if err != nil {
		t.Fatal(err)
	}
	b.online()
	b.becomes(edited.ID, model.StateReview)
	b.demo.Faults().Release()
	b.foundLate(first)
	if err := b.journal.SendNow(b.ctx, edited.ID); err != nil {
		t.Fatal(err)
	}
	b.stopsFor(edited.ID, first)
	if err := b.journal.SendNow(b.ctx, edited.ID); err != nil {
		t.Fatal(err)
	}
	b.becomes(edited.ID, model.StateConfirmed)
}

// Nor where the retry is run by another desk, whose journal knows nothing of
// the first run.
func TestARetryOfAnotherDeskSeesWhatCameLate(t *testing.T) {
	b := newBench(t, 60)
	p, late := b.rejectedThenLate()
	retry, err := b.journal.RetryFailed(b.ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := b.journal.SavePlan(b.ctx, &file, retry, "desk-2"); err != nil {
		t.Fatal(err)
	}
	back, err := b.journal.ReversePlan(b.ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := range back.Rows {
		back.Rows[i].Change.Reason = "by mistake"
	}
	b.demo.Faults().Release()
	b.shut()
	b.cfg.Desk, b.cfg.Path = "desk-2", b.cfg.Path+".2"
	b.open()
	if retry, err = b.journal.OpenPlan(b.ctx, &file); err != nil {
		t.Fatal(err)
	}
	b.start(retry)
	b.stopsFor(retry.Rows[0].Operation, late.Operation)
	if n := b.booked(late.UID, retry.Rows[0].Operation); n != 0 {
		t.Errorf("booked %d times", n)
	}
	back.Desk = "desk-2" // what is only taken back repeats nothing
	b.start(back)
	b.ends(back.ID, model.BatchDone)
	if once, _ := b.bookedInAll(back); once != 2 {
		t.Errorf("taken back: %d", once)
	}
}

// The platform is sent a number: where the customer has another currency by now
// it would mean something else.
func TestAnAmountInAnotherCurrencyThanTheCustomersIsNotSent(t *testing.T) {
	b := newBench(t, 60)
	o := refill(b.customer(), "5")
	o.Change.Amount = o.Change.Amount.In("USD")
	b.record(o)
	if got := b.becomes(o.ID, model.StateReview); got.Refusal == nil || got.Refusal.Key != "journal.note.currency" {
		t.Errorf("%+v", got.Refusal)
	}
	if n := b.demo.Requests(fund); n != 0 {
		t.Errorf("sent %d times", n)
	}
}

// What one person recorded does not go out in the name of the next who signs in.
func TestAQueuedChangeIsNotSentInAnothersName(t *testing.T) {
	b := newBench(t, 60)
	boss := b.boss
	u := b.customer()
	b.offline()
	id := b.record(change(model.SetNote, u, "mine"))
	other := model.Operator{UID: 4711, Login: "somebody else"}
	if err := b.journal.SignedIn(other); err != nil {
		t.Fatal(err)
	}
	b.online()
	if o := b.becomes(id, model.StateReview); o.Refusal == nil || o.Refusal.Key != "journal.note.operator" || o.Refusal.Message != boss.Login {
		t.Errorf("%+v", o.Refusal)
	}
	if n := b.demo.Requests(note); n != 0 {
		t.Errorf("sent %d times", n)
	}
	if err := b.journal.SendNow(b.ctx, id); err != nil {
		t.Fatal(err)
	}
	b.becomes(id, model.StateConfirmed)
}

// Rows of a backup may have been sent since: the batch is not given up before
// they were read again.
func TestABatchOfABackupIsNotGivenUpUnseen(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 3, five)
	b.slowly(history, 100*time.Millisecond)
	b.start(p)
	if err := b.journal.PauseBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	b.cfg.Seen = b.journal.Sequence() + 10
	b.shut()
	b.openQuietly()
	if err := b.journal.CancelBatch(b.ctx, p.ID); code(err) != model.Conflict {
		t.Errorf("given up: %v", err)
	}
	b.shut()
	b.open()
	b.until("read again", func() bool { return !b.journal.Restored() })
	if err := b.journal.CancelBatch(b.ctx, p.ID); err != nil {
		t.Error(err)
	}
}

// A plan file is text that anybody may have edited, its sum with it.
func TestAnEditedPlanFileDoesNoMoreThanAPlan(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Deactivate, 2, model.Change{Reason: "audit"})
	var text bytes.Buffer
	if err := b.journal.SavePlan(b.ctx, &text, p, ""); err != nil {
		t.Fatal(err)
	}
	edited := func(edit func(*planFile)) (model.Plan, error) {
		var f planFile
		if err := json.Unmarshal(text.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		edit(&f)
		f.Sum = f.sum()
		return b.journal.OpenPlan(b.ctx, bytes.NewReader(encode(f)))
	}
	if _, err := edited(func(f *planFile) { f.Rows[0].Change.Amount, f.Kind = "1e2000000000", model.Refill }); code(err) != model.Invalid {
		t.Errorf("an amount that fills the memory: %v", err)
	}
	for _, kind := range []model.OperationKind{model.StopEnvironment, model.RestartEnvironment, model.SetFundingNote, "format"} {
		got, err := edited(func(f *planFile) { f.Kind = kind })
		if err != nil {
			continue
		}
		if _, err := b.journal.StartPlan(b.ctx, got, got.Confirmation()); code(err) != model.Invalid {
			t.Errorf("%s of many: %v", kind, err)
		}
	}
	gone := p.Rows[0].UID
	b.record(model.NewOperation(model.Destroy, gone, model.Change{}))
	b.until("destroyed", func() bool {
		u, _, err := b.there.Account(b.ctx, gone)
		return err == nil && u.State() == platform.StateDestroyed
	})
	got, err := edited(func(f *planFile) { f.Rows[0].State = platform.StateDestroyed.String() })
	if err != nil || got.Rows[0].Goes() || !got.Rows[1].Goes() {
		t.Errorf("a destroyed customer goes: %+v, %v", got.Rows, err)
	}
}

// A button pressed twice at once does a thing once, and breaks nothing.
func TestWhatIsRecordedTwiceAtOnceIsThereOnce(t *testing.T) {
	b := newBench(t, 60)
	p, o := b.plan(model.Refill, 3, five), refill(b.customer(), "2")
	for what, do := range map[string]func() error{
		"a plan":       func() error { _, err := b.journal.StartPlan(b.ctx, p, p.Confirmation()); return err },
		"an operation": func() error { _, err := b.journal.Record(b.ctx, Given{}, o); return err },
	} {
		var wait sync.WaitGroup
		ended := make(chan error, 4)
		for range cap(ended) {
			wait.Go(func() { ended <- do() })
		}
		wait.Wait()
		close(ended)
		for err := range ended {
			if err != nil && code(err) != model.Conflict {
				t.Errorf("%s: %v", what, err)
			}
		}
		if why := b.journal.Why(); why != nil {
			t.Errorf("after %s the journal says %v", what, why)
		}
	}
	b.becomes(o.ID, model.StateConfirmed)
	b.ends(p.ID, model.BatchDone)
	if once, twice := b.bookedInAll(p); once != 3 || twice != 0 || b.booked(o.UID, o.ID) != 1 {
		t.Errorf("booked once %d, twice %d; %d", once, twice, b.booked(o.UID, o.ID))
	}
}
