package journal

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

func TestACutNoteIsConfirmedByTheSecondWitness(t *testing.T) {
	for name, q := range map[string]demo.Quirks{"cut": {NoteLength: 8}, "not kept": {NoNotes: true}} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			b.demo.SetQuirks(q)
			u := b.customer()
			id := b.record(refill(u, "12.34"))
			if o := b.becomes(id, model.StateConfirmed); o.Late || b.booked(u.UID, id) != 1 {
				t.Errorf("%+v", o)
			}
			u = b.customer()
			b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyNever))
			id = b.record(refill(u, "12.35"))
			b.becomes(id, model.StateUnknown)
			b.until("the quarantine is over and read", func() bool {
				s, err := b.journal.Story(b.ctx, id)
				return err == nil && s.Quarantine == 0 && s.CleanReads > 1 && s.CleanAfter
			})
			if err := b.journal.NotApplied(b.ctx, id, "no mark"); code(err) != model.Conflict {
				t.Errorf("no mark was ever read back here: %v", err)
			}
			if err := b.journal.Settle(b.ctx, id, "asked the platform's owner"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestASwappedBonusStopsAllMoney(t *testing.T) {
	b := newBench(t, 60)
	b.demo.SetQuirks(demo.Quirks{SwapBonus: true})
	id := b.record(refill(b.customer(), "5"))
	b.becomes(id, model.StateWrong)
	next := refill(b.customer(), "5")
	if _, err := b.journal.Record(b.ctx, Given{}, next); code(err) != model.Conflict {
		t.Errorf("other money: %v", err)
	}
	b.demo.SetQuirks(demo.Quirks{})
	if err := b.journal.Settle(b.ctx, id, "bonus moved by hand; the setting is corrected"); err != nil {
		t.Fatal(err)
	}
	b.becomes(b.record(next), model.StateConfirmed)
}

func TestARowThatComesLateIsWaitedFor(t *testing.T) {
	b := newBench(t, 60)
	b.demo.SetQuirks(demo.Quirks{FundingLate: 1500 * time.Millisecond})
	u := b.customer()
	id := b.record(refill(u, "5"))
	b.becomes(id, model.StateUnknown) // the quarantine of this test is shorter
	if o := b.becomes(id, model.StateConfirmed); !o.Late || b.booked(u.UID, id) != 1 {
		t.Errorf("%+v", o)
	}
}

func TestALateMarkStopsTheNextMoney(t *testing.T) {
	b := newBench(t, 60)
	b.cfg.Times.Rechecks = []time.Duration{time.Hour}
	b.shut()
	b.open()
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed)
	u := b.customer()
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyLate))
	first := b.record(refill(u, "2"))
	b.becomes(first, model.StateUnknown)
	b.absent(first)
	b.demo.Faults().Release()
	second := b.record(refill(u, "3"))
	if o := b.becomes(second, model.StateReview); o.Refusal == nil || o.Refusal.Key != "journal.note.latemark" {
		t.Errorf("%+v", o.Refusal)
	}
	b.becomes(first, model.StateConfirmed)
	if n := b.booked(u.UID, second); n != 0 {
		t.Errorf("booked %d times", n)
	}
}

func TestWhatAnOutcomeDoesToAnOperation(t *testing.T) {
	refused := func(status, result int) client.Outcome {
		return client.Outcome{Written: true, HTTPStatus: status, Complete: true, Result: result}
	}
	lost := client.Outcome{Written: true}
	for _, c := range []struct {
		name              string
		o                 client.Outcome
		money, row, other model.OperationState
	}{
		{"yes", refused(200, 0), model.StateAccepted, model.StateAccepted, model.StateAccepted},
		{"invalid", refused(200, 3), model.StateSending, model.StateSending, model.StateSending},
		{"not found", refused(200, 5), model.StateSending, model.StateSending, model.StateSending},
		{"forbidden", refused(200, 8), model.StateSending, model.StateSending, model.StateSending},
		{"no environment", refused(200, 11), model.StateSending, model.StateSending, model.StateSending},
		{"wrong password", refused(200, 701), model.StateSending, model.StateSending, model.StateSending},
		{"token", refused(200, 8202), model.StateSending, model.StateSending, model.StateSending},
		{"expired", refused(200, 702), model.StateReview, model.StateQueued, model.StateQueued},
		{"slow down", client.Outcome{Written: true, HTTPStatus: 429}, model.StateReview, model.StateQueued, model.StateQueued},
		{"billing", refused(200, 2207), model.StateUnknown, model.StateUnknown, model.StateUnknown},
		{"billing no", refused(200, 2223), model.StateUnknown, model.StateUnknown, model.StateUnknown},
		{"99", refused(200, 99), model.StateUnknown, model.StateUnknown, model.StateUnknown},
		{"unheard of", refused(200, 31337), model.StateUnknown, model.StateUnknown, model.StateUnknown},
		{"5xx", refused(503, 0), model.StateUnknown, model.StateUnknown, model.StateUnknown},
		{"cut", client.Outcome{Written: true, HTTPStatus: 200}, model.StateUnknown, model.StateUnknown, model.StateUnknown},
		{"nothing", lost, model.StateUnknown, model.StateUnknown, model.StateUnknown},
		{"never written", client.Outcome{}, model.StateQueued, model.StateQueued, model.StateQueued},
		{"read-only", client.Outcome{Err: client.ErrReadOnly}, model.StateReview, model.StateReview, model.StateReview},
		{"unfit", client.Outcome{Err: client.ErrUnfit}, model.StateReview, model.StateReview, model.StateReview},
	} {
		verdict := verdictOf(c.o)
		for i, want := range []model.OperationState{c.money, c.row, c.other} {
			class := []model.OperationClass{model.ClassMoney, model.ClassMoney, model.ClassSet}[i]
			if got := after(class, i == 1, verdict); got != want {
				t.Errorf("%s (%s) of %s, in a batch %v: %s, want %s", c.name, verdict, class, i == 1, got, want)
			}
		}
	}
}

func TestWhatARecordMeans(t *testing.T) {
	row := func(attempt int, fits bool) seenRow { return seenRow{attempt: attempt, fits: fits} }
	yes, no := platform.Action{Result: 0}, platform.Action{Result: 8}
	for _, c := range []struct {
		name    string
		attempt int
		settled bool
		s       sight
		want    model.OperationState
		denied  bool
	}{
		{"nothing", 1, true, sight{}, "", false},
		{"mark", 1, false, sight{ours: []seenRow{row(1, true)}}, model.StateConfirmed, false},
		{"mark of another kind", 1, false, sight{ours: []seenRow{row(1, false)}}, model.StateWrong, false},
		{"twice", 1, false, sight{ours: []seenRow{row(1, true), row(1, true)}}, model.StateDuplicate, false},
		{"first and second", 2, false, sight{ours: []seenRow{row(1, true), row(2, true)}}, model.StateDuplicate, false},
		{"only the first, the second on its way", 2, false, sight{ours: []seenRow{row(1, true)}}, "", false},
		{"only the first, the second not booked", 2, true, sight{ours: []seenRow{row(1, true)}}, model.StateConfirmed, false},
		{"unmarked with a witness", 1, false, sight{loose: make([]platform.Funding, 1), audit: map[int]platform.Action{1: yes}}, model.StateConfirmed, false},
		{"unmarked without", 1, true, sight{loose: make([]platform.Funding, 1)}, "", false},
		{"two unmarked, one witness", 1, true, sight{loose: make([]platform.Funding, 2), audit: map[int]platform.Action{1: yes}}, "", false},
		{"marked first, unmarked second", 2, false, sight{ours: []seenRow{row(1, true)}, loose: make([]platform.Funding, 1), audit: map[int]platform.Action{1: yes, 2: yes}}, model.StateDuplicate, false},
		{"the log says no", 1, false, sight{audit: map[int]platform.Action{1: no}}, "", true},
		{"the log says no of the first only", 2, false, sight{audit: map[int]platform.Action{1: no}}, "", false},
	} {
		f := find(c.attempt, c.settled, c.s)
		if f.state != c.want || (f.denied != nil) != c.denied {
			t.Errorf("%s: %+v, want %q", c.name, f, c.want)
		}
	}
}
