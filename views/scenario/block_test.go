package scenario

import (
	"fmt"
	"testing"
	"time"

	"steward/client/demo"
	"steward/views/bench/record"
	"steward/views/task"
)

// stopwatch is a queue that notes the longest time that one of its functions
// keeps the UI thread once there is something to use, and how long it took to
// build that.
type stopwatch struct {
	*task.Queue
	usable  func() bool
	built   time.Duration
	longest time.Duration
	ran     int
}

func (s *stopwatch) Do(f func()) {
	s.Queue.Do(func() {
		usable, began := s.usable(), time.Now()
		f()
		took := time.Since(began)
		if !usable {
			s.built = max(s.built, took)
			return
		}
		s.longest = max(s.longest, took)
		s.ran++
	})
}

// blocked is the longest time that nothing could be typed or clicked.
const blocked = 50 * time.Millisecond

// TestProofOfAnUnblockedWindow reads 5,000 customers for the first time and
// scrolls and searches while they come: the window never stands still.
func TestProofOfAnUnblockedWindow(t *testing.T) {
	n := record.Amount(2000, 5000)
	s := world(t, func(o *demo.Options) { o.Customers = n })
	watch := &stopwatch{Queue: task.NewQueue(), usable: func() bool { return s.window != nil && s.window.Users() != nil }}
	s.queue = watch
	s.start(true)
	s.until("the first customers are there", func() bool { return s.window.Users() != nil && s.grid().Length() > 0 })
	s.press("Down", "PgDn", "PgDn", "End", "Home", "Enter")
	s.searches("mail")
	s.press("Esc")
	s.everybodyRead()
	t.Logf("the page was built once in %v, before there was anything to use", watch.built)
	record.Proven(t, record.Proof{
		ID:     "window.block",
		What:   fmt.Sprintf("longest time that the window stood still while %d customers were read for the first time (%d pieces of work)", n, watch.ran),
		Figure: fmt.Sprintf("%.1f ms", float64(watch.longest.Microseconds())/1000),
		Bound:  fmt.Sprintf("<= %d ms", blocked.Milliseconds()),
		OK:     watch.longest <= blocked || !record.Full(),
	})
}
