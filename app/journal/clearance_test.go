package journal

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// readied starts a batch behind a gate: some rows fly, others are written down
// and wait for their place.
func (b *bench) readied(g *gate) model.Plan {
	b.t.Helper()
	p := b.plan(model.Deactivate, atOnce+ahead+2, model.Change{Reason: "asked for"})
	b.start(p)
	b.until("rows fly and others are ready", func() bool {
		return g.arrived.Load() == atOnce && b.counts(p)[model.StateSending] == atOnce+ahead
	})
	b.until("it was told of each, and nobody needs the lock for that", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		told := map[model.OperationID]bool{}
		for _, e := range b.events {
			if e.Kind == model.OperationChanged && e.Batch == p.ID {
				told[e.Operation] = true
			}
		}
		return len(told) == atOnce+ahead
	})
	return p
}

// Who is ready takes a place that becomes free though the journal's lock is
// held, as it is while a transaction is synced.
func TestWhoIsReadyLeavesWithoutTheLock(t *testing.T) {
	b := newBench(t, 80)
	g := b.behindGate(status)
	p := b.readied(g)
	j := b.journal
	j.mu.Lock()
	unlock := sync.OnceFunc(j.mu.Unlock)
	defer unlock()
	close(g.opened)
	b.until("the ready rows are at the platform", func() bool { return g.arrived.Load() == atOnce+ahead })
	unlock()
	b.ends(p.ID, model.BatchDone)
	b.verified()
}

// While it is being written down that the platform asks to slow down, nothing
// leaves either.
func TestNothingLeavesWhileAPleaToWaitIsWrittenDown(t *testing.T) {
	b := newBench(t, 80)
	g := b.behindGate(status)
	p := b.readied(g)
	b.fault(status, demo.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Second, Times: 1})
	j := b.journal
	j.mu.Lock()
	unlock := sync.OnceFunc(j.mu.Unlock)
	defer unlock()
	g.opened <- struct{}{}
	b.until("the plea arrived", func() bool { return b.journal.hushed.Load() == 1 })
	g.opened <- struct{}{}
	b.until("who was ready is put back, or leaves", func() bool {
		b.journal.turns.Lock()
		defer b.journal.turns.Unlock()
		return len(b.journal.waiting) > 1 || g.arrived.Load() > atOnce
	})
	unlock()
	if came := g.arrived.Load(); came != atOnce {
		t.Errorf("%d rows left after the plea", came-atOnce)
	}
	close(g.opened)
	b.ends(p.ID, model.BatchDone)
	b.verified()
}

// Once it was said that nothing leaves any more, nothing does: not even rows
// that are written down and only wait for a place.
func TestNothingLeavesOnceItWasSaid(t *testing.T) {
	for name, c := range map[string]struct {
		stop func(b *bench, p model.Plan) error
		rest model.OperationState
	}{
		"paused":     {func(b *bench, _ model.Plan) error { b.journal.PauseSending(true); return nil }, model.StateQueued},
		"the batch":  {func(b *bench, p model.Plan) error { return b.journal.PauseBatch(b.ctx, p.ID) }, model.StateQueued},
		"given up":   {func(b *bench, p model.Plan) error { return b.journal.CancelBatch(b.ctx, p.ID) }, model.StateCancelled},
		"signed out": {func(b *bench, _ model.Plan) error { b.journal.SignedOut(); return nil }, model.StateQueued},
		"expired":    {func(b *bench, _ model.Plan) error { b.journal.SignInDue(b.boss); return nil }, model.StateQueued},
		"altered":    {func(b *bench, _ model.Plan) error { return b.journal.keepFlaw(b.ctx, 1) }, model.StateQueued},
		"another":    {func(b *bench, _ model.Plan) error { return b.journal.SignedIn(model.Operator{UID: 4711}) }, model.StateQueued},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 80)
			g := b.behindGate(status)
			p := b.readied(g)
			if err := c.stop(b, p); err != nil {
				t.Fatal(err)
			}
			close(g.opened)
			b.until("all is down", func() bool {
				now := b.counts(p)
				return now[model.StateSending] == 0 && now[c.rest] == ahead+2
			})
			if came := g.arrived.Load(); came != atOnce {
				t.Errorf("%d rows left after it was said", came-atOnce)
			}
			b.verified()
		})
	}
}

// Who may leave is said by what was published last.
func TestAClearance(t *testing.T) {
	row := func(batch string) *entry { return &entry{Operation: model.Operation{Batch: batch}} }
	c := &clearance{open: true, notUntil: time.Minute, operator: 7, running: map[string]platform.UID{"mine": 7, "theirs": 8}}
	shut := *c
	shut.open = false
	for name, k := range map[string]struct {
		c    *clearance
		e    *entry
		now  time.Duration
		want bool
	}{
		"a row":                      {c, row("mine"), time.Minute, true},
		"too early":                  {c, row("mine"), time.Minute - 1, false},
		"a row of another's":         {c, row("theirs"), time.Minute, false},
		"a row of none that runs":    {c, row("paused"), time.Minute, false},
		"one's own":                  {c, &entry{sender: 7}, time.Minute, true},
		"written down for another":   {c, &entry{sender: 8}, time.Minute, false},
		"a row sent alone":           {c, &entry{Operation: model.Operation{Batch: "paused"}, alone: true, sender: 7}, time.Minute, true},
		"all is held, and a row":     {&shut, row("mine"), time.Minute, false},
		"all is held, and one's own": {&shut, &entry{sender: 7}, time.Minute, false},
	} {
		if got := k.c.lets(k.e, k.now); got != k.want {
			t.Errorf("%s: leaves %v", name, got)
		}
	}
}
