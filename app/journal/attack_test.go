package journal

import (
	"bytes"
	"encoding/json"
	"sync/atomic"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
)

const disable = "system/admin/disable2fa"

func forbidden() *model.Error { return model.NewError(model.Forbidden, "journal.nokey", nil) }

// slowly lets a method answer late, from now on.
func (b *bench) slowly(method string, by time.Duration) {
	b.t.Helper()
	b.fault(method, demo.Fault{Latency: by})
}

func TestABatchRunsUnderItsOwnOperatorOnly(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 6, five)
	b.start(p)
	b.until("the first row is sent", func() bool { return b.demo.Requests(fund) > 0 })
	b.journal.SignedOut()
	if err := b.journal.SignedIn(model.Operator{UID: 4711, Login: "somebody else"}); err != nil {
		t.Fatal(err)
	}
	if got := b.ends(p.ID, model.BatchPaused); got.Why == nil || got.Why.Code != model.Unauthorized && got.Why.Code != model.Forbidden {
		t.Errorf("paused for %+v", got.Why)
	}
	if n := b.demo.Requests(fund); n > 2 {
		t.Errorf("%d rows went out under another operator", n-1)
	}
}

func TestARestoredFileStaysRestoredUntilItWasReadAgain(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.offline()
	id := b.record(refill(u, "7"))
	b.cfg.Seen = b.journal.Sequence() + 10
	b.shut()
	for range 2 { // the second start must not take the first one's word
		b.openQuietly()
		if !b.journal.Restored() {
			t.Fatal("not restored any more, and nothing was read")
		}
		if err := b.journal.Cancel(b.ctx, id); code(err) != model.Conflict {
			t.Errorf("given up although it may have been sent: %v", err)
		}
		b.shut()
	}
	b.online()
	b.open()
	b.until("reconciled", func() bool { return !b.journal.Restored() })
	b.shut()
	b.openQuietly()
	if b.journal.Restored() {
		t.Error("restored for ever")
	}
	b.verified()
}

func TestWhatNeedsAPasswordDoesNotOutliveTheRun(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.shut()
	b.openQuietly()
	if err := b.journal.SignedIn(b.boss); err != nil {
		t.Fatal(err)
	}
	id := b.record(model.NewOperation(model.Disable2FA, u.UID, model.Change{Login: u.Email})) // never started: a stop at once
	b.shut()
	b.open()
	b.becomes(id, model.StateCancelled)
	if n := b.demo.Requests(disable); n != 0 {
		t.Errorf("sent %d times without its password", n)
	}
}

func TestMoneyThatWaitedThroughAnOutageIsLookedAt(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.fault(fund, demo.Fault{Drop: demo.DropAfter, Times: 1})
	b.fault(history, demo.Fault{Latency: 50 * time.Millisecond, Times: 1})
	first, second := refill(u, "5"), refill(u, "6")
	b.record(first)
	b.record(second)
	b.becomes(first.ID, model.StateUnknown)
	if err := b.demo.Offline(true); err != nil {
		t.Fatal(err)
	}
	b.journal.Connected(false)
	b.until("it is offline", func() bool { return b.journal.Why() != nil })
	if err := b.demo.Offline(false); err != nil {
		t.Fatal(err)
	}
	b.becomes(first.ID, model.StateConfirmed)
	b.becomes(second.ID, model.StateReview)
	if n := b.booked(u.UID, second.ID); n != 0 {
		t.Errorf("money fired by itself after an outage, %d times", n)
	}
}

func TestCheckingInAHurryRejectsNothing(t *testing.T) {
	for name, fault := range map[string]demo.Fault{"unclear": {Result: 2207, Times: 1}, "refused": {Result: 8, Times: 1}} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			b.shut()
			b.cfg.Times.Refused, b.cfg.Times.Unclear = time.Hour, []time.Duration{time.Hour, 2 * time.Hour}
			b.open()
			b.fault(fund, fault)
			id := b.record(refill(b.customer(), "5"))
			b.until("it was answered", func() bool { o := b.state(id); return o.State.Flying() && o.Refusal != nil })
			for range 3 {
				seen, err := b.journal.Story(b.ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				b.journal.Check(id)
				b.until("read again", func() bool {
					s, err := b.journal.Story(b.ctx, id)
					return err == nil && len(s.Readings) > len(seen.Readings)
				})
			}
			if o := b.state(id); o.State == model.StateRejected {
				t.Error("rejected before its time")
			}
		})
	}
}

func TestALateFirstAttemptIsNoRejection(t *testing.T) {
	b := newBench(t, 60)
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed)
	u := b.customer()
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyLate))
	id := b.record(refill(u, "2"))
	b.becomes(id, model.StateUnknown)
	b.absent(id)
	b.fault(fund, demo.Fault{Latency: 150 * time.Millisecond, Result: 8, Message: "no", Times: 1})
	sent := b.demo.Requests(fund)
	if err := b.journal.SendAgain(b.ctx, id); err != nil {
		t.Fatal(err)
	}
	b.until("the second is on the wire", func() bool { return b.demo.Requests(fund) > sent })
	b.demo.Faults().Release()
	b.becomes(id, model.StateConfirmed)
	s, err := b.journal.Story(b.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range s.Steps {
		if step.To == model.StateRejected {
			t.Error("rejected with its own mark in the history")
		}
	}
}

func TestANoteIsComparedFirst(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	if err := b.demo.ChangeCustomer(b.ctx, u.UID, func(c *demo.Customer) { c.Note = "theirs" }); err != nil {
		t.Fatal(err)
	}
	o := change(model.SetNote, u, "mine")
	b.record(o)
	if got := b.becomes(o.ID, model.StateReview); got.Theirs != "theirs" {
		t.Errorf("%+v", got)
	}
	if b.demo.Requests(note) != 0 {
		t.Error("a note was overwritten unseen")
	}
	if err := b.journal.SendNow(b.ctx, o.ID); err != nil {
		t.Fatal(err)
	}
	b.becomes(o.ID, model.StateConfirmed)
}

func TestAPlanFileWithACustomerTwiceIsRefused(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 2, five)
	p.Rows = append(p.Rows, p.Rows[0])
	var text bytes.Buffer
	if err := b.journal.SavePlan(b.ctx, &text, p, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := b.journal.OpenPlan(b.ctx, &text); code(err) != model.Invalid {
		t.Errorf("opened: %v", err)
	}
	if _, err := b.journal.StartPlan(b.ctx, p, p.Confirmation()); code(err) != model.Invalid {
		t.Errorf("started: %v", err)
	}
	if why := b.journal.Why(); why != nil {
		t.Errorf("the journal calls itself broken: %v", why)
	}
}

// An edited file whose sum was made anew is whole; the ids tell that it is not ours.
func TestAPlanFileCannotGiveARowAnotherID(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 2, five)
	var text bytes.Buffer
	if err := b.journal.SavePlan(b.ctx, &text, p, ""); err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(*planFile){
		"another id":   func(f *planFile) { f.Rows[0].ID = model.NewOperationID() },
		"another plan": func(f *planFile) { f.ID = "X" },
		"an old one":   func(f *planFile) { f.Made = f.Made.Add(-8 * 24 * time.Hour) },
	} {
		var f planFile
		if err := json.Unmarshal(text.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		edit(&f)
		f.Sum = f.sum()
		if _, err := b.journal.OpenPlan(b.ctx, bytes.NewReader(encode(f))); code(err) != model.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPlanGrowsOldWhileItIsLookedAt(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 2, five)
	p.Made = p.Made.Add(-8 * 24 * time.Hour)
	if _, err := b.journal.StartPlan(b.ctx, p, p.Confirmation()); code(err) != model.Invalid {
		t.Errorf("started: %v", err)
	}
}

func TestFailedRowsAreRetriedOnce(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 3, five)
	b.fault(fund, demo.Fault{Result: 8, Message: "no", Skip: 1, Times: 1})
	b.start(p)
	b.ends(p.ID, model.BatchDone)
	retry, err := b.journal.RetryFailed(b.ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	also, err := b.journal.RetryFailed(b.ctx, p.ID) // made before the first was started
	if err != nil {
		t.Fatal(err)
	}
	b.start(retry)
	b.ends(retry.ID, model.BatchDone)
	if twice, err := b.journal.RetryFailed(b.ctx, p.ID); err == nil {
		if rows, _, _ := twice.Total(); rows != 0 {
			t.Errorf("%d rows that were retried and booked would be booked again", rows)
		}
	}
	if _, err := b.journal.StartPlan(b.ctx, also, also.Confirmation()); code(err) != model.Conflict {
		t.Errorf("a second retry of the same rows started: %v", err)
	}
	back, err := b.journal.ReversePlan(b.ctx, retry.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := range back.Rows {
		back.Rows[i].Change.Reason = "booked by mistake"
	}
	b.start(back)
	b.ends(back.ID, model.BatchDone)
	if twice, err := b.journal.ReversePlan(b.ctx, retry.ID); err == nil {
		if rows, _, _ := twice.Total(); rows != 0 {
			t.Errorf("%d rows would be withdrawn twice", rows)
		}
	}
}

func TestTheFirstRowOfMoneyDecides(t *testing.T) {
	for name, fault := range map[string]demo.Fault{"unclear": {Result: 2207, Times: 1}, "double": demo.Lost(demo.LossEOF, demo.ApplyTwice)} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			b.shut()
			b.cfg.Times.Unclear = []time.Duration{time.Hour, 2 * time.Hour}
			b.open()
			b.fault(fund, fault)
			p := b.plan(model.Refill, 3, five)
			b.start(p)
			want := model.StateUnknown
			if name == "double" {
				want = model.StateDuplicate
			}
			b.becomes(p.Rows[0].Operation, want)
			b.ends(p.ID, model.BatchPaused)
			if n := b.demo.Requests(fund); n != 1 {
				t.Errorf("%d rows sent, and the first is not confirmed", n)
			}
			if err := b.journal.Settle(b.ctx, p.Rows[0].Operation, "by hand"); err != nil {
				t.Fatal(err)
			}
			if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
				t.Fatal(err)
			}
			b.ends(p.ID, model.BatchDone)
		})
	}
}

func TestALockedProfileSendsNothingOfTheQueue(t *testing.T) {
	b := newBench(t, 60)
	var locked atomic.Bool
	b.shut()
	b.cfg.MayWrite = func() *model.Error {
		if locked.Load() {
			return forbidden()
		}
		return nil
	}
	b.open()
	u := b.customer()
	b.offline()
	id := b.record(change(model.SetNote, u, "mine"))
	locked.Store(true)
	b.online()
	b.becomes(id, model.StateReview)
	if b.demo.Requests(note) != 0 {
		t.Error("sent while the profile was locked")
	}
}

// What happens while the platform is looked at before sending still counts.
func TestAStopDuringTheLookBeforeHolds(t *testing.T) {
	for name, stop := range map[string]func(*bench, model.Plan) error{
		"paused":     func(b *bench, p model.Plan) error { return b.journal.PauseBatch(b.ctx, p.ID) },
		"cancelled":  func(b *bench, p model.Plan) error { return b.journal.CancelBatch(b.ctx, p.ID) },
		"signed out": func(b *bench, _ model.Plan) error { b.journal.SignedOut(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			p := b.plan(model.Refill, 2, five)
			b.slowly(history, 200*time.Millisecond)
			before := b.demo.Requests(history)
			b.start(p)
			b.until("it is looked at", func() bool { return b.demo.Requests(history) > before })
			if err := stop(b, p); err != nil {
				t.Fatal(err)
			}
			b.until("it was looked at", func() bool {
				b.journal.mu.Lock()
				defer b.journal.mu.Unlock()
				return len(b.journal.sending) == 0
			})
			if n := b.demo.Requests(fund); n != 0 {
				t.Errorf("%d rows sent", n)
			}
			if o := b.state(p.Rows[0].Operation); o.State.Flying() || o.State == model.StateConfirmed || name == "cancelled" && o.State != model.StateCancelled {
				t.Errorf("the row is %s", o.State)
			}
			b.verified()
		})
	}
}

func TestTheSameRefillTwiceAtOnceIsWarnedOf(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.slowly(fund, 200*time.Millisecond)
	b.record(refill(u, "5"))
	p, err := b.journal.Preview(b.ctx, refill(u, "5"))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range p.Warnings {
		if w == "journal.warn.same" {
			return
		}
	}
	t.Errorf("the same refill is on its way, and the warnings are %v", p.Warnings)
}

func TestTheChainCoversWhoAndWhat(t *testing.T) {
	for name, damage := range map[string]string{
		"another customer": `UPDATE operation SET uid=uid+1`,
		"another kind":     `UPDATE operation SET kind='withdraw'`,
		"another attempt":  `UPDATE operation SET attempt=attempt+1`,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 30)
			u := b.customer()
			b.offline()
			b.record(change(model.SetNote, u, "x"))
			if _, err := b.journal.db.Write.ExecContext(b.ctx, damage); err != nil {
				t.Fatal(err)
			}
			if _, err := b.journal.Verify(b.ctx); err == nil {
				t.Error("not noticed")
			}
		})
	}
}

// A profile's journal in a file that cannot be told from the one before: no
// amount of starts makes a once operation go out twice.
func TestARestoredOnceOperationNeedsAPerson(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.offline()
	o := model.NewOperation(model.Destroy, u.UID, model.Change{Login: u.Email})
	b.record(o)
	b.cfg.Seen = b.journal.Sequence() + 10
	b.shut()
	b.online()
	b.open()
	b.becomes(o.ID, model.StateReview)
	if b.demo.Requests(status) != 0 {
		t.Error("destroyed by a backup")
	}
}

// A row of a run that ended goes by itself once a person says so.
func TestARowOutlivesItsRun(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 1, five)
	b.fault("billing/account/getaccounts", demo.Fault{Result: 5, Message: "not now", Times: 1})
	id := p.Rows[0].Operation
	b.start(p)
	b.becomes(id, model.StateReview)
	b.ends(p.ID, model.BatchDone)
	if err := b.journal.SendNow(b.ctx, id); err != nil {
		t.Fatal(err)
	}
	b.becomes(id, model.StateConfirmed)
}
