package task

import (
	"context"
	"fmt"
	"strings"
	"sync"
)

// Queue is a Dispatcher for tests and headless driving: what is sent to it
// waits until Drain runs it on the caller's goroutine, which so is the UI
// thread. (Fyne's test driver runs fyne.Do on the calling goroutine: races.)
type Queue struct {
	mu      sync.Mutex
	waiting []func()
	arrived chan struct{} // holds one token while something may wait
}

// NewQueue makes an empty Queue.
func NewQueue() *Queue {
	return &Queue{arrived: make(chan struct{}, 1)}
}

// Do puts f at the end of the queue, from any goroutine.
func (q *Queue) Do(f func()) {
	q.mu.Lock()
	q.waiting = append(q.waiting, f)
	q.mu.Unlock()
	select {
	case q.arrived <- struct{}{}:
	default:
	}
}

// Drain runs what waits, and what that adds, and returns how many it ran.
func (q *Queue) Drain() int {
	n := 0
	for {
		f := q.next()
		if f == nil {
			return n
		}
		f()
		n++
	}
}

func (q *Queue) next() func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return nil
	}
	f := q.waiting[0]
	q.waiting = q.waiting[1:]
	return f
}

// Arrived has a token whenever something new may wait in the queue.
func (q *Queue) Arrived() <-chan struct{} { return q.arrived }

// WaitIdle drains until r is idle. The error names the slots that were still
// busy when ctx ended.
func (q *Queue) WaitIdle(ctx context.Context, r *Runner) error {
	for {
		q.Drain()
		if r.Idle() {
			return nil
		}
		select {
		case <-q.arrived:
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", strings.Join(r.BusySlots(), ", "), ctx.Err())
		}
	}
}

// Settle is WaitIdle that also fires the timers that run once (delays of
// typing, gathered notifications), until there is nothing left to happen.
func (q *Queue) Settle(ctx context.Context, r *Runner) error {
	for {
		if err := q.WaitIdle(ctx, r); err != nil {
			return err
		}
		if r.FirePending() == 0 {
			return nil
		}
	}
}
