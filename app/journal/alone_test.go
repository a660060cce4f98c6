package journal

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
)

// lostRow runs a batch of money whose first row never arrives, up to where that
// is proven and the batch is paused or, without another row, done.
func (b *bench) lostRow(rows int) (p model.Plan, lost model.OperationID) {
	b.t.Helper()
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed) // a mark was read back here
	p = b.plan(model.Refill, rows, five)
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyNever))
	b.start(p)
	lost = p.Rows[0].Operation
	b.becomes(lost, model.StateUnknown)
	b.absent(lost)
	return p, lost
}

// resumeToEnd lets a batch that rests go on to its end.
func (b *bench) resumeToEnd(p model.Plan) {
	b.t.Helper()
	b.ends(p.ID, model.BatchPaused)
	if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
		b.t.Fatal(err)
	}
	b.ends(p.ID, model.BatchDone)
}

// A person sends a row again: it goes by itself, whether its batch rests, is at
// its end or was given up.
func TestARowIsSentAgainWhateverItsBatchDoes(t *testing.T) {
	for name, end := range map[string]func(b *bench, p model.Plan){
		"done":   (*bench).resumeToEnd,
		"paused": func(b *bench, p model.Plan) { b.ends(p.ID, model.BatchPaused) },
		"given up": func(b *bench, p model.Plan) {
			b.ends(p.ID, model.BatchPaused)
			if err := b.journal.CancelBatch(b.ctx, p.ID); err != nil {
				b.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			rows := 3
			if name == "done" {
				rows = 1
			}
			p, lost := b.lostRow(rows)
			end(b, p)
			if err := b.journal.SendAgain(b.ctx, lost); err != nil {
				t.Fatal(err)
			}
			if o := b.becomes(lost, model.StateConfirmed); o.Attempt != 2 || b.booked(o.UID, lost) != 1 {
				t.Errorf("attempt %d, booked %d times", o.Attempt, b.booked(o.UID, lost))
			}
			b.verified()
		})
	}
}

// Outside a running batch a row of money that was put back is looked at again.
func TestARowThatIsPutBackOutsideItsBatchNeedsAPerson(t *testing.T) {
	b := newBench(t, 60)
	p, lost := b.lostRow(1)
	b.resumeToEnd(p)
	b.fault(fund, demo.Fault{Status: 429, RetryAfter: time.Second, Times: 1})
	if err := b.journal.SendAgain(b.ctx, lost); err != nil {
		t.Fatal(err)
	}
	b.becomes(lost, model.StateReview)
	if n := b.booked(p.Rows[0].UID, lost); n != 0 {
		t.Errorf("booked %d times", n)
	}
}

// While a second attempt is looked at before it goes, nothing else of that
// customer goes.
func TestNothingOvertakesASecondAttempt(t *testing.T) {
	b := newBench(t, 60)
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed)
	u := b.customer()
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyNever))
	id := b.record(refill(u, "2"))
	b.becomes(id, model.StateUnknown)
	b.absent(id)
	b.slowly(history, 150*time.Millisecond)
	before := b.demo.Requests(history)
	if err := b.journal.SendAgain(b.ctx, id); err != nil {
		t.Fatal(err)
	}
	b.until("it is looked at", func() bool { return b.demo.Requests(history) > before })
	other := b.record(change(model.SetNote, u, "meanwhile"))
	b.becomes(other, model.StateConfirmed)
	s, err := b.journal.Story(b.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	later, err := b.journal.Story(b.ctx, other)
	if err != nil {
		t.Fatal(err)
	}
	if sent := s.Attempts[len(s.Attempts)-1].SentAt; len(s.Attempts) != 2 || later.Attempts[0].SentAt.Before(sent) {
		t.Errorf("%d attempts; the note left %v before the second", len(s.Attempts), sent.Sub(later.Attempts[0].SentAt))
	}
}
