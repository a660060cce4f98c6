package journal

import (
	"os"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

// books lets the platform book something with a note of any text, as another
// desk, or the same one before its backup, did.
func (b *bench) books(u platform.User, amount, note string) {
	b.t.Helper()
	key := platform.RequestKey(note, 1)
	o := b.there.FundAccount(b.ctx, key, client.Transfer{UID: u.UID, Amount: euros(amount), Balance: platform.BalanceMain, Note: note})
	if o.Err != nil {
		b.t.Fatalf("book: %v", o.Err)
	}
}

// stopsFor says that an operation waits for a person because of a late mark.
func (b *bench) stopsFor(id, late model.OperationID) {
	b.t.Helper()
	o := b.becomes(id, model.StateReview)
	if o.Refusal == nil || o.Refusal.Key != "journal.note.latemark" || o.Refusal.Message != string(late) {
		b.t.Errorf("stopped for %+v, want the mark of %s", o.Refusal, late)
	}
}

// A mark of something that was given up stops the next money of that customer,
// and shows what became of it.
func TestTheMarkOfSomethingCancelledStopsTheNextMoney(t *testing.T) {
	for name, c := range map[string]struct {
		amounts []string
		want    model.OperationState
		late    bool
	}{
		"booked": {[]string{"2"}, model.StateConfirmed, true}, "twice": {[]string{"2", "2"}, model.StateDuplicate, true},
		"another amount": {[]string{"3"}, model.StateWrong, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			u := b.customer()
			b.offline()
			given := refill(u, "2")
			b.record(given)
			if err := b.journal.Cancel(b.ctx, given.ID); err != nil {
				t.Fatal(err)
			}
			b.online()
			b.until("online", func() bool { return b.journal.Why() == nil })
			for _, amount := range c.amounts {
				b.books(u, amount, given.ID.Note(1, "from a copy of this journal"))
			}
			next := b.record(refill(u, "4"))
			b.stopsFor(next, given.ID)
			if o := b.becomes(given.ID, c.want); o.Late != c.late {
				t.Errorf("late %v", o.Late)
			}
			if n := b.booked(u.UID, next); n != 0 {
				t.Errorf("booked %d times", n)
			}
			if c.want == model.StateConfirmed { // a person looked
				if err := b.journal.SendNow(b.ctx, next); err != nil {
					t.Fatal(err)
				}
				b.becomes(next, model.StateConfirmed)
			}
			b.verified()
		})
	}
}

// The mark of another desk is everyday life.
func TestTheMarkOfAnotherDeskStopsNothing(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.books(u, "2", model.NewOperationID().Note(1, "another desk"))
	b.becomes(b.record(refill(u, "4")), model.StateConfirmed)
}

// What waits here and was booked elsewhere stops the money before it too.
func TestTheMarkOfSomethingQueuedStopsTheNextMoney(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.offline()
	waits := b.record(refill(u, "2"))
	b.online()
	b.becomes(waits, model.StateReview)
	b.books(u, "2", waits.Note(1, "from a copy of this journal"))
	next := b.record(refill(u, "4"))
	b.stopsFor(next, waits)
	b.becomes(waits, model.StateConfirmed)
	if n := b.booked(u.UID, waits); n != 1 {
		t.Errorf("booked %d times", n)
	}
}

// What was confirmed and stands there twice by now is a double before it is
// anything else.
func TestASecondMarkOfSomethingConfirmedStopsTheNextMoney(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	first := b.record(refill(u, "2"))
	b.becomes(first, model.StateConfirmed)
	b.until("it is at rest", func() bool {
		s, err := b.journal.Story(b.ctx, first)
		return err == nil && s.NextCheck.IsZero()
	})
	b.books(u, "2", first.Note(1, "again"))
	next := b.record(refill(u, "4"))
	b.stopsFor(next, first)
	b.becomes(first, model.StateDuplicate)
}

// A second attempt that was given up before it went leaves the first one, which
// may still come: it is read again by itself.
func TestALateFirstAttemptOfACancelledSecondIsSeen(t *testing.T) {
	b := newBench(t, 60)
	b.shut()
	b.cfg.Times.Rechecks = []time.Duration{50 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond}
	b.open()
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed)
	u := b.customer()
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyLate))
	id := b.record(refill(u, "2"))
	b.becomes(id, model.StateUnknown)
	b.absent(id)
	b.fault(fund, demo.Fault{Status: 429, RetryAfter: time.Second, Times: 1})
	if err := b.journal.SendAgain(b.ctx, id); err != nil {
		t.Fatal(err)
	}
	b.becomes(id, model.StateReview)
	if err := b.journal.Cancel(b.ctx, id); err != nil {
		t.Fatal(err)
	}
	b.demo.Faults().Release()
	if o := b.becomes(id, model.StateConfirmed); !o.Late || b.booked(u.UID, id) != 1 {
		t.Errorf("late %v, booked %d times", o.Late, b.booked(u.UID, id))
	}
	b.verified()
}

// A backup in which money still waits, although it went out since: the mark
// answers, nothing goes twice, and what was given up in the backup is found
// before new money of that customer.
func TestABackupThatIsBehindTheLedger(t *testing.T) {
	b := newBench(t, 60)
	u, v := b.customer(), b.customer()
	b.offline()
	sent, given := refill(u, "2"), refill(v, "3")
	b.record(sent)
	b.record(given)
	if err := b.journal.Cancel(b.ctx, given.ID); err != nil {
		t.Fatal(err)
	}
	b.shut()
	backup, err := os.ReadFile(b.cfg.Path)
	if err != nil {
		t.Fatal(err)
	}
	b.online()
	b.open()
	b.becomes(sent.ID, model.StateReview)
	if err := b.journal.SendNow(b.ctx, sent.ID); err != nil {
		t.Fatal(err)
	}
	b.becomes(sent.ID, model.StateConfirmed)
	b.cfg.Seen = b.journal.Sequence()
	b.shut()
	for _, file := range []string{b.cfg.Path + "-wal", b.cfg.Path + "-shm"} {
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(b.cfg.Path, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	b.books(v, "3", given.ID.Note(1, "went out after all"))
	b.open()
	b.becomes(sent.ID, model.StateConfirmed)
	b.until("all that is open was read again", func() bool { return !b.journal.Restored() })
	next := b.record(refill(v, "4"))
	b.stopsFor(next, given.ID)
	b.becomes(given.ID, model.StateConfirmed)
	if n := b.booked(u.UID, sent.ID); n != 1 {
		t.Errorf("booked %d times", n)
	}
	b.verified()
}

// What a person settled without having seen its mark is no exception: it came
// after all. Whoever looked may go on.
func TestAMarkThatCameAfterSettlingStopsTheNextMoney(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyLate))
	id := b.record(refill(u, "2"))
	b.becomes(id, model.StateUnknown)
	if err := b.journal.Settle(b.ctx, id, "not booked, says the platform's owner"); err != nil {
		t.Fatal(err)
	}
	b.demo.Faults().Release()
	next := b.record(refill(u, "2"))
	b.stopsFor(next, id)
	b.until("the evidence shows it", func() bool {
		s, err := b.journal.Story(b.ctx, id)
		return err == nil && len(s.Readings) > 0 && s.Readings[0].Found == 1
	})
	if err := b.journal.SendNow(b.ctx, next); err != nil {
		t.Fatal(err)
	}
	b.becomes(next, model.StateConfirmed)
	b.verified()
}

// A booking keeps the mark by which it is recognised, whatever its note is
// changed to, and none is given to another.
func TestANoteDoesNotTakeTheMarkAway(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	id := b.record(refill(u, "2"))
	b.becomes(id, model.StateConfirmed)
	rows, err := b.demo.Ledger(b.ctx, u.UID)
	if err != nil {
		t.Fatal(err)
	}
	var row demo.Booking
	for _, r := range rows {
		if strings.HasPrefix(r.Note, "[st:"+string(id)) {
			row = r
		}
	}
	noted := func(was, wanted string) error {
		o := model.NewOperation(model.SetFundingNote, u.UID, model.Change{FundingID: row.ID, Was: was, Wanted: wanted})
		_, err := b.journal.Record(b.ctx, Given{}, o)
		if err == nil {
			b.becomes(o.ID, model.StateConfirmed)
		}
		return err
	}
	for _, wanted := range []string{"", "asked for by phone", model.NewOperationID().Note(1, "x")} {
		if err := noted(row.Note, wanted); code(err) != model.Invalid {
			t.Errorf("%q in the place of %q: %v", wanted, row.Note, err)
		}
	}
	if err := noted("plain", id.Note(1, "x")); code(err) != model.Invalid {
		t.Errorf("a mark for a row without one: %v", err)
	}
	if err := noted(row.Note, id.Note(1, "asked for by phone")); err != nil {
		t.Error(err)
	}
}
