package demo

import (
	"sync"
	"time"
)

// RateLimit bounds the requests of all operators together. The zero value is
// no limit.
type RateLimit struct {
	Requests int
	Per      time.Duration // one second when 0
}

// limiter counts requests in windows of fixed length.
type limiter struct {
	RateLimit
	mu    sync.Mutex
	began time.Time
	used  int
}

func newLimiter(limit RateLimit) *limiter {
	if limit.Per == 0 {
		limit.Per = time.Second
	}
	return &limiter{RateLimit: limit}
}

// take is 0 when a request may pass, else how long to wait.
func (l *limiter) take(now time.Time) time.Duration {
	if l.Requests <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if age := now.Sub(l.began); age < 0 || age >= l.Per {
		l.began, l.used = now, 0
	}
	if l.used >= l.Requests {
		return l.began.Add(l.Per).Sub(now)
	}
	l.used++
	return 0
}

// counter counts requests by method and in total.
type counter struct {
	mu    sync.Mutex
	calls map[string]int
}

func (c *counter) add(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls == nil {
		c.calls = map[string]int{}
	}
	c.calls[everyMethod]++
	if method != "" {
		c.calls[method]++
	}
}

func (c *counter) count(method string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls[method]
}
