package journal

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"testing"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
)

// killed ends a journal as if the power went: what its file holds this moment is
// all that is left of it, and nothing more is sent.
func (b *bench) killed() {
	b.t.Helper()
	left := b.cfg.Path + ".left"
	b.journal.mu.Lock()
	b.journal.stop()
	for _, part := range []string{"", "-wal"} {
		text, err := os.ReadFile(b.cfg.Path + part)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(left+part, text, 0o600)
		}
		if err != nil {
			b.t.Error(err)
		}
	}
	b.journal.mu.Unlock()
	b.shut()
	b.cfg.Path = left
}

// patient waits longer for answers than a test lasts.
func (b *bench) patient() {
	b.t.Helper()
	b.shut()
	b.waitsAt(b.demo.URL())
}

// waitsAt opens the journal with a client that waits for long at an address.
func (b *bench) waitsAt(address string) {
	b.t.Helper()
	var err error
	b.there, err = client.New(client.Config{BaseURL: address, Now: model.SystemClock{}.Now,
		Deadlines: client.Deadlines{Connect: enough, Change: enough, Long: enough}})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(b.there.Close)
	b.signIn()
	b.cfg.Client = b.there
	b.open()
}

// tallied compares how a batch counts in memory with the rows of the file.
func (b *bench) tallied(id string) model.Batch {
	b.t.Helper()
	got, err := b.journal.Batch(b.ctx, id)
	if err != nil {
		b.t.Fatal(err)
	}
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	if b.journal.batches[id] != nil {
		got = b.journal.batches[id].Batch
	}
	file := model.Batch{ID: id}
	if err := b.journal.count(b.ctx, &file); err != nil {
		b.t.Fatal(err)
	}
	known := maps.Clone(got.Counts)
	maps.DeleteFunc(known, func(_ model.OperationState, n int) bool { return n == 0 })
	if !maps.Equal(known, file.Counts) || got.Late != file.Late {
		b.t.Errorf("counts %v, %d late; the file has %v, %d late", known, got.Late, file.Counts, file.Late)
	}
	got.Counts = maps.Clone(got.Counts)
	return got
}

// killedNotes starts a batch of notes and kills it while some rows fly and some
// are ahead of them.
func (b *bench) killedNotes(rows int) (p model.Plan, flew int) {
	b.t.Helper()
	b.patient()
	p = b.plan(model.SetNote, rows, model.Change{Wanted: outage})
	b.fault(note, demo.Fault{Drop: demo.DropHang}) // done, and no answer
	b.start(p)
	b.until("some fly and some are ahead", func() bool {
		return b.noted(p) == atOnce && b.tallied(p.ID).Counts[model.StateSending] == atOnce+ahead
	})
	b.killed()
	b.demo.Faults().Clear(note)
	return p, b.demo.Requests(note)
}

const outage = "told of the outage"

// noted is how many customers of a plan have its note.
func (b *bench) noted(p model.Plan) (many int) {
	b.t.Helper()
	for _, r := range p.Rows {
		c, err := b.demo.Customer(b.ctx, r.UID)
		if err != nil {
			b.t.Fatal(err)
		}
		if c.Note == outage {
			many++
		}
	}
	return many
}

// A kill in the middle of a batch leaves rows that may have been sent. Those that
// only set something come back by themselves, before a person resumes the rest.
func TestRowsOfAKilledBatchComeBackByThemselves(t *testing.T) {
	b := newBench(t, 80)
	const rows = 16
	p, flew := b.killedNotes(rows)
	b.openQuietly()
	if got := b.tallied(p.ID); got.State != model.BatchPaused || got.Counts[model.StateUnknown] != atOnce+ahead || got.Flying() != atOnce+ahead {
		t.Errorf("after the kill: %s, %v", got.State, got.Counts)
	}
	b.shut()
	b.open()
	b.until("nothing is unknown", func() bool { return b.tallied(p.ID).Flying() == 0 })
	got := b.tallied(p.ID)
	if got.State != model.BatchPaused || got.Counts[model.StateConfirmed] != flew || got.Late != flew || got.Counts[model.StateQueued] != rows-flew || b.demo.Requests(note) != flew {
		t.Errorf("read back: %s, %v, %d late, %d sent, want %d confirmed", got.State, got.Counts, got.Late, b.demo.Requests(note), flew)
	}
	if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	b.ends(p.ID, model.BatchDone)
	if got := b.tallied(p.ID); got.Counts[model.StateConfirmed] != rows || b.noted(p) != rows || b.demo.Requests(note) != rows {
		t.Errorf("done: %v, %d noted, %d sent", got.Counts, b.noted(p), b.demo.Requests(note))
	}
	b.verified()
}

// What was read back as not done and is done by the time it would go again is no
// conflict: it is what was sent, only late.
func TestALateRowOfAKilledBatchIsNoConflict(t *testing.T) {
	b := newBench(t, 80)
	p, flew := b.killedNotes(12)
	for _, r := range p.Rows { // as if it were still to come
		if err := b.demo.ChangeCustomer(b.ctx, r.UID, func(c *demo.Customer) { c.Note = r.Change.Was }); err != nil {
			t.Fatal(err)
		}
	}
	b.open()
	b.until("nothing is unknown", func() bool { return b.tallied(p.ID).Flying() == 0 })
	for _, r := range p.Rows[:flew] {
		if err := b.demo.ChangeCustomer(b.ctx, r.UID, func(c *demo.Customer) { c.Note = outage }); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	b.ends(p.ID, model.BatchDone)
	if got := b.tallied(p.ID); got.Counts[model.StateConfirmed] != 12 || got.Late != flew || b.demo.Requests(note) != 12 {
		t.Errorf("%v, %d late, %d sent", got.Counts, got.Late, b.demo.Requests(note))
	}
}

// The same of money: nothing goes by itself, and what was booked is found.
func TestRowsOfAKilledBatchOfMoneyAreFound(t *testing.T) {
	b := newBench(t, 60)
	b.patient()
	p := b.plan(model.Refill, 5, five)
	b.fault(fund, demo.Fault{Drop: demo.DropHang, Skip: 2})
	b.start(p)
	b.until("the third is booked, and nobody told", func() bool { return b.booked(p.Rows[2].UID, p.Rows[2].Operation) == 1 })
	b.killed()
	b.demo.Faults().Clear(fund)
	b.open()
	b.until("nothing is unknown", func() bool { return b.tallied(p.ID).Flying() == 0 })
	got := b.tallied(p.ID)
	if got.State != model.BatchPaused || got.Counts[model.StateConfirmed] != 3 || got.Late == 0 || b.demo.Requests(fund) != 3 {
		t.Errorf("%s, %v, %d late, %d sent", got.State, got.Counts, got.Late, b.demo.Requests(fund))
	}
	if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	b.ends(p.ID, model.BatchDone)
	if once, twice := b.bookedInAll(p); once != 5 || twice != 0 {
		t.Errorf("booked once %d, twice %d", once, twice)
	}
	b.tallied(p.ID)
}
