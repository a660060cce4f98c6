package task

import (
	"slices"
	"sync"
	"time"
)

// CoalesceTime is how long notifications are gathered before the views hear of
// them: short for the eye, long enough for the pages of a running read.
const CoalesceTime = 80 * time.Millisecond

// Coalesce returns a function that takes keys from any goroutine. deliver gets
// them on the UI thread, each once and in the order of their first arrival, at
// most one time each CoalesceTime.
func Coalesce[K comparable](r *Runner, slot string, deliver func(keys []K)) (add func(key K)) {
	var mu sync.Mutex
	var keys []K
	flush := func() {
		mu.Lock()
		ready := keys
		keys = nil
		mu.Unlock()
		if len(ready) > 0 {
			deliver(ready)
		}
	}
	return func(key K) {
		mu.Lock()
		defer mu.Unlock()
		if slices.Contains(keys, key) {
			return
		}
		keys = append(keys, key)
		if !r.isWaiting(slot) {
			r.After(slot, CoalesceTime, flush)
		}
	}
}
