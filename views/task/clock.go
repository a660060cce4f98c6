package task

import (
	"sync"
	"time"
)

// Clock is a Timers for tests: time stands still until Advance.
type Clock struct {
	mu      sync.Mutex
	now     time.Duration
	started int
	alarms  map[int]alarm // by the order they were started in
}

type alarm struct {
	at time.Duration
	f  func()
}

// NewClock makes a Clock.
func NewClock() *Clock {
	return &Clock{alarms: map[int]alarm{}}
}

// AfterFunc calls f, once, in the Advance that passes d.
func (c *Clock) AfterFunc(d time.Duration, f func()) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.started
	c.started++
	c.alarms[id] = alarm{at: c.now + d, f: f}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.alarms, id)
	}
}

// Advance moves time on by d and calls what falls due, in order, on the
// caller's goroutine.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	end := c.now + d
	c.mu.Unlock()
	for {
		f := c.next(end)
		if f == nil {
			return
		}
		f()
	}
}

// next takes the first alarm up to end and sets the time to it.
func (c *Clock) next(end time.Duration) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := -1
	for id, a := range c.alarms {
		earlier := first < 0 || a.at < c.alarms[first].at || a.at == c.alarms[first].at && id < first
		if a.at <= end && earlier {
			first = id
		}
	}
	if first < 0 {
		c.now = end
		return nil
	}
	due := c.alarms[first]
	delete(c.alarms, first)
	c.now = due.at
	return due.f
}
