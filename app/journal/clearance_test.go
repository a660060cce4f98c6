package journal

import (
	"testing"

	"steward/app/model"
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
	return p
}

// Who is ready takes a place that becomes free though the journal's lock is
// held, as it is while a transaction is synced.
func TestWhoIsReadyLeavesWithoutTheLock(t *testing.T) {
	b := newBench(t, 80)
	g := b.behindGate(status)
	p := b.readied(g)
	b.journal.mu.Lock()
	close(g.opened)
	b.until("the ready rows are at the platform", func() bool { return g.arrived.Load() == atOnce+ahead })
	b.journal.mu.Unlock()
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
