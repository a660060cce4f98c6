package pull

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"steward/views/bench/record"
)

// TestProofOfGrowth is T19: goroutines and memory over 200 refreshes.
func TestProofOfGrowth(t *testing.T) {
	customers, refreshes := record.Amount(1_000, 100_000), record.Amount(60, 200)
	b := newBench(t, customers)
	b.pull.Start()
	b.complete()
	refresh := func(times int) {
		for i := range times {
			b.again()
			b.pull.Refresh(groupsKey)
			b.landed(groupsKey, 1)
			b.forget()
			b.clock.forward(time.Duration(i%7) * time.Minute)
		}
	}
	refresh(refreshes / 4)
	routines, heap := footprint()
	refresh(refreshes)
	moreRoutines, moreHeap := footprint()
	growth := 100 * (float64(moreHeap)/float64(heap) - 1)
	t.Logf("heap %d -> %d bytes, goroutines %d -> %d", heap, moreHeap, routines, moreRoutines)
	record.Proven(t, record.Proof{
		ID: "T19", What: fmt.Sprintf("growth over %d refreshes at %d customers", refreshes, customers),
		Figure: fmt.Sprintf("memory %+.1f %%, goroutines %+d", growth, moreRoutines-routines), Bound: "< 5 %, no goroutine",
		OK: growth < 5 && moreRoutines <= routines,
	})
}

// forget drops what was noted, so that the bench itself does not grow.
func (b *bench) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events, b.waits = b.events[:0], b.waits[:0]
}

func footprint() (routines int, heap uint64) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), m.HeapAlloc
}
