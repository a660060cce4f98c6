package journal

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
)

// Who asks for a reading while one is under way gets one that begins after that.
func TestCheckingDuringAReadingReadsOnceMore(t *testing.T) {
	b := newBench(t, 40)
	u := b.customer()
	b.shut()
	b.cfg.Times.Rechecks = []time.Duration{time.Hour, time.Hour, time.Hour}
	g := b.behindGate(history)
	passing := func(what string, happened func() bool) {
		t.Helper()
		b.until(what, func() bool {
			select {
			case g.opened <- struct{}{}:
			default:
			}
			return happened()
		})
	}
	b.fault(fund, demo.Fault{Result: 8, Message: "no", Times: 1})
	id := b.record(refill(u, "3"))
	passing("it is rejected", func() bool { return b.state(id).State == model.StateRejected })
	readings := func() int {
		s, err := b.journal.Story(b.ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return len(s.Readings)
	}
	before, calls := readings(), g.arrived.Load()
	b.journal.Check(id)
	b.until("it is being read", func() bool { return g.arrived.Load() == calls+1 })
	b.journal.Check(id)
	b.journal.Check(id)
	passing("it is read once more", func() bool { return readings() == before+2 })
	close(g.opened)
}
