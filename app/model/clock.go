package model

import "time"

// Clock tells the time. It is the only home of time.Now.
type Clock interface {
	// Now is the present moment in UTC.
	Now() time.Time
}

// SystemClock is the computer's clock.
type SystemClock struct{}

// Now is the present moment in UTC.
func (SystemClock) Now() time.Time { return time.Now().UTC() }

// Stopwatch begins to count and tells how long ago that was, whatever becomes
// of the computer's clock.
func Stopwatch() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
