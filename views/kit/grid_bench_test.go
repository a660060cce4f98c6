package kit

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// timed runs a step b.N times and reports how long 95 of 100 take at most.
func timed(b *testing.B, step func()) {
	took := make([]time.Duration, 0, 100000)
	for b.Loop() {
		start := time.Now()
		step()
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

func BenchmarkGridWheelStep(b *testing.B) {
	s := wideSample(b, 1000000)
	timed(b, func() { s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)}) })
}

func BenchmarkGridRandomJump(b *testing.B) {
	s := wideSample(b, 1000000)
	random := rand.New(rand.NewPCG(1, 2))
	timed(b, func() { s.ScrollToRow(random.IntN(1000000)) })
}

func BenchmarkGridRefreshNewContent(b *testing.B) {
	s := wideSample(b, 1000000)
	random := rand.New(rand.NewPCG(1, 2))
	timed(b, func() {
		s.scroll.top = random.IntN(900000)
		s.Refresh()
	})
}

// BenchmarkGridMemory reports what a grid of a million rows keeps on the heap
// after a walk through it.
func BenchmarkGridMemory(b *testing.B) {
	for b.Loop() {
		newGridSample(b, 1, fyne.NewSize(700, 680), Light) // fonts and themes
		before := heap()
		s := wideSample(b, 1000000)
		for i := range 200 {
			s.ScrollToRow(i * 4999)
		}
		b.ReportMetric(float64(heap()-before)/(1<<20), "MB")
		runtime.KeepAlive(s)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
