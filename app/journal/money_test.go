package journal

import (
	"fmt"
	"slices"
	"testing"

	"steward/app/model"
	"steward/client/demo"
	"steward/views/bench/record"
)

func TestARefillIsBookedOnceAndConfirmedByItsMark(t *testing.T) {
	b := newBench(t, 40)
	u := b.customer()
	id := b.record(refill(u, "12.50"))
	o := b.becomes(id, model.StateConfirmed)
	if o.Late || o.Attempt != 1 || b.booked(u.UID, id) != 1 {
		t.Errorf("%+v, booked %d times", o, b.booked(u.UID, id))
	}
	s, err := b.journal.Story(b.ctx, id)
	if err != nil || len(s.Attempts) != 1 || s.Attempts[0].Verdict != verdictAccepted || s.Attempts[0].Sent["amount"] != "12.5" ||
		len(s.Readings) == 0 || s.Readings[0].Found != 1 || !s.MarkKnown {
		t.Errorf("story %+v, %v", s, err)
	}
	if b.demo.Requests(fund) != 1 || b.verified() < 4 {
		t.Errorf("%d requests", b.demo.Requests(fund))
	}
	back, err := b.journal.Reverse(b.ctx, id)
	if err != nil || back.Kind != model.Withdraw || !back.Change.Amount.Equal(o.Change.Amount) {
		t.Errorf("reverse %+v, %v", back, err)
	}
}

// TestProofOfLostAnswers is T5: every way to lose an answer, whatever the
// platform did.
func TestProofOfLostAnswers(t *testing.T) {
	right := make(chan int, len(demo.Losses))
	t.Run("matrix", func(t *testing.T) {
		for _, loss := range demo.Losses {
			t.Run(loss.String(), func(t *testing.T) {
				t.Parallel()
				b := newBench(t, 60)
				first := b.record(refill(b.customer(), "1")) // a mark is read back here
				b.becomes(first, model.StateConfirmed)
				cells := 0
				for name, cell := range map[string]func(*testing.T, *bench, demo.Loss){
					"not applied": lostNever, "applied": lostOnce, "late": lostLate, "twice": lostTwice,
				} {
					if t.Run(name, func(t *testing.T) { b.t = t; cell(t, b, loss) }) {
						cells++
					}
				}
				b.t = t
				b.verified()
				right <- cells
			})
		}
	})
	close(right)
	cells := 0
	for n := range right {
		cells += n
	}
	record.Proven(t, record.Proof{ID: "T5", What: "lost answers: {not applied, applied, late, twice} x 8 ways to lose one",
		Figure: fmt.Sprintf("%d of 32 cells in the right state", cells), Bound: "32 of 32", OK: cells == 32})
}

// odd is an answer that is complete and neither yes nor a known no.
func odd(loss demo.Loss) bool { return loss == demo.LossCode }

func lostNever(t *testing.T, b *bench, loss demo.Loss) {
	u := b.customer()
	b.fault(fund, demo.Lost(loss, demo.ApplyNever))
	id := b.record(refill(u, "2"))
	if odd(loss) {
		b.becomes(id, model.StateRejected)
	} else {
		b.becomes(id, model.StateUnknown)
		if err := b.journal.NotApplied(b.ctx, id, "too early"); code(err) != model.Conflict {
			t.Errorf("within the quarantine: %v", err)
		}
		if err := b.journal.SendAgain(b.ctx, id); code(err) != model.Conflict {
			t.Errorf("sent again while unknown: %v", err)
		}
		b.absent(id)
	}
	if n := b.booked(u.UID, id); n != 0 {
		t.Errorf("booked %d times", n)
	}
}

// absent waits until an operation may be called not booked, and calls it so.
func (b *bench) absent(id model.OperationID) {
	b.t.Helper()
	var err error
	b.until("not booked can be said", func() bool {
		err = b.journal.NotApplied(b.ctx, id, "nothing there after the quarantine")
		return err == nil || code(err) != model.Conflict
	})
	if err != nil {
		b.t.Fatalf("not booked: %v", err)
	}
	b.becomes(id, model.StateNotApplied)
}

func lostOnce(t *testing.T, b *bench, loss demo.Loss) {
	u := b.customer()
	b.fault(fund, demo.Lost(loss, demo.ApplyOnce))
	id := b.record(refill(u, "3"))
	o := b.becomes(id, model.StateConfirmed)
	if n := b.booked(u.UID, id); n != 1 || !o.Late && loss != demo.LossRedirect {
		t.Errorf("booked %d times, late %v", n, o.Late)
	}
}

func lostLate(t *testing.T, b *bench, loss demo.Loss) {
	u := b.customer() // within the quarantine
	b.fault(fund, demo.Lost(loss, demo.ApplyLate))
	id := b.record(refill(u, "4"))
	b.becomes(id, model.StateUnknown)
	b.demo.Faults().Release()
	if o := b.becomes(id, model.StateConfirmed); !o.Late || b.booked(u.UID, id) != 1 {
		t.Errorf("late %v, booked %d times", o.Late, b.booked(u.UID, id))
	}
	u = b.customer() // after it
	b.fault(fund, demo.Lost(loss, demo.ApplyLate))
	id = b.record(refill(u, "5"))
	if odd(loss) { // it was rejected meanwhile, and not sent again
		b.becomes(id, model.StateRejected)
		b.demo.Faults().Release()
		b.becomes(id, model.StateConfirmed)
		return
	}
	b.becomes(id, model.StateUnknown)
	b.absent(id)
	if err := b.journal.SendAgain(b.ctx, id); err != nil {
		t.Fatalf("send again: %v", err)
	}
	if o := b.becomes(id, model.StateConfirmed); o.Attempt != 2 {
		t.Errorf("attempt %d", o.Attempt)
	}
	b.demo.Faults().Release()
	b.becomes(id, model.StateDuplicate)
	if n := b.booked(u.UID, id); n != 2 {
		t.Errorf("booked %d times", n)
	}
}

func lostTwice(t *testing.T, b *bench, loss demo.Loss) {
	u := b.customer()
	b.fault(fund, demo.Lost(loss, demo.ApplyTwice))
	id := b.record(refill(u, "6"))
	b.becomes(id, model.StateDuplicate)
	if n := b.booked(u.UID, id); n != 2 {
		t.Errorf("booked %d times", n)
	}
	next := refill(u, "7")
	if _, err := b.journal.Record(b.ctx, Given{}, next); code(err) != model.Conflict {
		t.Errorf("more money while it is double: %v", err)
	}
	if err := b.journal.Settle(b.ctx, id, "withdrawn by hand"); err != nil {
		t.Errorf("settle: %v", err)
	}
	b.record(next)
	b.becomes(next.ID, model.StateConfirmed)
	if n := b.demo.Requests(fund); slices.Contains([]int{0, 1}, n) {
		t.Errorf("%d requests", n)
	}
}
