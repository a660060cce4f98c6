package journal

import (
	"database/sql"
	"errors"
	"testing"

	"steward/app/model"
)

// altered is a journal in which somebody with its key altered an entry.
func (b *bench) altered() {
	b.t.Helper()
	b.becomes(b.record(change(model.SetNote, b.customer(), "one")), model.StateConfirmed)
	if _, err := b.journal.db.Write.ExecContext(b.ctx, `DROP TRIGGER step_holds; UPDATE step SET at=at+1 WHERE seq=2`); err != nil {
		b.t.Fatal(err)
	}
	if whole, err := b.journal.Verify(b.ctx); whole != 1 || !errors.Is(err, ErrChain) {
		b.t.Fatalf("%d steps hold, %v", whole, err)
	}
}

// A journal that was altered sends nothing, in the next run neither, until a
// person lets it go on with a reason, which is written down.
func TestAnAlteredJournalSendsNothingUntilAPersonSaysWhy(t *testing.T) {
	b := newBench(t, 60)
	b.altered()
	noted, money := b.record(change(model.SetNote, b.customer(), "two")), b.record(refill(b.customer(), "3"))
	for _, run := range []string{"this run", "the next", "the one after"} {
		whole, found := b.journal.Flaw()
		if why := b.journal.Why(); !found || whole != 1 || why == nil || why.Key != "journal.damaged" {
			t.Errorf("%s: %d steps hold, found %v, %v", run, whole, found, why)
		}
		b.shut()
		b.open()
	}
	if err := b.journal.Trust(b.ctx, ""); code(err) != model.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	b.journal.SignedOut()
	if err := b.journal.Trust(b.ctx, "compared"); code(err) != model.Unauthorized {
		t.Errorf("by nobody: %v", err)
	}
	if err := b.journal.SignedIn(b.boss); err != nil {
		t.Fatal(err)
	}
	if o, p := b.state(noted), b.state(money); o.State != model.StateQueued || p.State != model.StateQueued {
		t.Errorf("meanwhile %s and %s", o.State, p.State)
	}
	if err := b.journal.Trust(b.ctx, "compared"); err != nil {
		t.Fatal(err)
	}
	b.becomes(noted, model.StateConfirmed)
	b.becomes(money, model.StateReview)
	b.shut()
	b.open()
	if why := b.journal.Why(); why != nil {
		t.Errorf("let go on, and then %v", why)
	}
	var said int
	err := b.journal.db.Read.QueryRowContext(b.ctx, `SELECT count(*) FROM step WHERE op='' AND instr(head, '"Trusted":"compared"')>0`).Scan(&said)
	if err != nil || said != 1 {
		t.Errorf("written down %d times, %v", said, err)
	}
	if _, err := b.journal.Verify(b.ctx); !errors.Is(err, ErrChain) || b.journal.Why() == nil {
		t.Errorf("asked again: %v", err)
	}
}

// What waits and was given another amount is found before it is sent.
func TestAnotherAmountThanRecordedIsFound(t *testing.T) {
	b := newBench(t, 40)
	b.journal.PauseSending(true)
	noted := b.record(change(model.SetNote, b.customer(), "later"))
	o := refill(b.customer(), "3")
	b.record(o)
	b.verified()
	more := o.Change
	more.Amount = euros("300")
	err := b.journal.db.Update(b.ctx, func(tx *sql.Tx) error {
		body, err := b.journal.seal(tx, o.UID, o.ID, sealable(more))
		if err == nil {
			_, err = tx.ExecContext(b.ctx, `UPDATE operation SET body=? WHERE id=?`, body, o.ID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.journal.Verify(b.ctx); !errors.Is(err, ErrChain) {
		t.Errorf("300 instead of 3: %v", err)
	}
	if why := b.journal.Why(); why == nil || why.Key != "journal.damaged" {
		t.Errorf("%v", why)
	}
	if got := b.state(noted); got.State != model.StateQueued {
		t.Errorf("%s", got.State)
	}
}

// A run rests when the journal is found altered, and goes on when a person who let
// the journal go on resumes it.
func TestARunRestsWhenTheJournalIsFoundAltered(t *testing.T) {
	b := newBench(t, 80)
	g := b.behindGate(status)
	p := b.readied(g)
	if err := b.journal.keepFlaw(b.ctx, 1); err != nil {
		t.Fatal(err)
	}
	close(g.opened)
	if got := b.ends(p.ID, model.BatchPaused); got.Why == nil || got.Why.Key != "journal.damaged" {
		t.Errorf("%v", got.Why)
	}
	if err := b.journal.Trust(b.ctx, "compared"); err != nil {
		t.Fatal(err)
	}
	b.until("what flew has landed", func() bool { return b.counts(p)[model.StateConfirmed] == atOnce })
	if came := g.arrived.Load(); came != atOnce {
		t.Errorf("%d rows left before the run was resumed", came-atOnce)
	}
	if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	b.ends(p.ID, model.BatchDone)
	b.verified()
}

// That a person let it go on is a step of the chain like others.
func TestLettingAJournalGoOnIsAStepOfTheChain(t *testing.T) {
	b := newBench(t, 40)
	before := b.verified()
	if err := b.journal.keepFlaw(b.ctx, 1); err != nil {
		t.Fatal(err)
	}
	if err := b.journal.Trust(b.ctx, "a backup was brought back"); err != nil {
		t.Fatal(err)
	}
	if now := b.verified(); now != before+1 {
		t.Errorf("%d steps, %d before", now, before)
	}
}
