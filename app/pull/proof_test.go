package pull

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"steward/client"
	"steward/views/bench/record"
)

// TestProofOfSpeed compares reading everyone into an empty store with a loop
// that only downloads and decodes the same pages.
func TestProofOfSpeed(t *testing.T) {
	customers := record.Amount(2_000, 100_000)
	b := newBench(t, customers)
	b.download()                                       // the platform's own caches
	quickest := [2]time.Duration{time.Hour, time.Hour} // bare, into the store: other work on the machine only adds
	for range record.Amount(1, 3) {
		bare := b.download()
		began := time.Now()
		b.pull.Start()
		b.complete()
		took := time.Since(began)
		t.Logf("bare loop %v, into the store %v, %.0f customers/s", bare, took, float64(customers)/took.Seconds())
		quickest = [2]time.Duration{min(quickest[0], bare), min(quickest[1], took)}
		b.shut()
		b.path += "+"
		b.open()
	}
	ratio := quickest[0].Seconds() / quickest[1].Seconds()
	record.Proven(t, record.Proof{
		ID: "pull", What: fmt.Sprintf("speed of reading %d customers into the store, a bare loop being 1", customers),
		Figure: fmt.Sprintf("%.2f", ratio), Bound: ">= 0.70", OK: ratio >= 0.7 || !record.Full(),
	})
}

// download is how long a loop takes that throws away what it reads.
func (b *bench) download() time.Duration {
	b.t.Helper()
	began := time.Now()
	for start := 0; ; start += fullPage {
		page, err := b.there.Accounts(b.ctx, client.AccountsQuery{Start: start, Count: fullPage, OrderField: client.FilterUID, OrderDirection: "ASC"})
		if err != nil {
			b.t.Fatalf("download: %v", err)
		}
		if len(page.Users) < fullPage || start+len(page.Users) >= page.Total {
			return time.Since(began)
		}
	}
}

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
