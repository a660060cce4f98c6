package task

import (
	"sort"
	"time"
)

// Timers starts timers. Production has SystemTimers, tests a Clock of their own.
type Timers interface {
	// AfterFunc calls f once after d, on any goroutine; stop prevents that.
	AfterFunc(d time.Duration, f func()) (stop func())
}

// SystemTimers are the timers of the system.
type SystemTimers struct{}

// AfterFunc calls f on its own goroutine after d.
func (SystemTimers) AfterFunc(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

// timer is what waits in a slot.
type timer struct {
	stop  func()
	run   func()
	every time.Duration // 0: once
}

// After runs f on the UI thread after d. A newer timer in the slot replaces an
// older one that still waits. Waiting does not count as busy, running does.
func (r *Runner) After(slot string, d time.Duration, f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopTimer(slot)
	r.arm(slot, &timer{run: f}, d)
}

// Debounce is After by the name of its use: f runs once, d after the last call.
func (r *Runner) Debounce(slot string, d time.Duration, f func()) { r.After(slot, d, f) }

// Every runs tick on the UI thread each interval until Cancel or Close. A tick
// counts as busy while it runs. The next interval begins after the tick.
func (r *Runner) Every(slot string, interval time.Duration, tick func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopTimer(slot)
	r.arm(slot, &timer{run: tick, every: interval}, interval)
}

// arm starts t; the caller holds the lock.
func (r *Runner) arm(slot string, t *timer, d time.Duration) {
	if r.closed {
		return
	}
	r.waiting[slot] = t
	t.stop = r.timers.AfterFunc(d, func() { r.fire(slot, t) })
}

// stopTimer ends what waits in a slot; the caller holds the lock.
func (r *Runner) stopTimer(slot string) {
	if t := r.waiting[slot]; t != nil {
		t.stop()
		delete(r.waiting, slot)
	}
}

func (r *Runner) isWaiting(slot string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.waiting[slot] != nil
}

// fire sends the timer's function to the UI thread. A timer that was replaced
// or cancelled on the way there does nothing.
func (r *Runner) fire(slot string, t *timer) {
	r.mu.Lock()
	if r.waiting[slot] != t { // a closed Runner has none
		r.mu.Unlock()
		return
	}
	r.busy[slot]++
	r.mu.Unlock()
	r.ui.Do(func() {
		defer r.done(slot)
		if !r.takeTimer(slot, t) {
			return
		}
		if err := guard(t.run); err != nil {
			r.failed(slot, err)
		}
		r.again(slot, t)
	})
}

// takeTimer says whether t still holds its slot; one that runs once frees it.
func (r *Runner) takeTimer(slot string, t *timer) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waiting[slot] != t {
		return false
	}
	if t.every == 0 {
		delete(r.waiting, slot)
	}
	return true
}

// again starts the next interval of an Every that its own tick did not cancel.
func (r *Runner) again(slot string, t *timer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.every > 0 && r.waiting[slot] == t {
		r.arm(slot, t, t.every)
	}
}

// FirePending fires, without waiting, the timers that run once, and returns how
// many there were. For tests and headless driving: nobody there waits 120 ms.
func (r *Runner) FirePending() int {
	r.mu.Lock()
	slots := make([]string, 0, len(r.waiting))
	for slot, t := range r.waiting {
		if t.every == 0 {
			slots = append(slots, slot)
		}
	}
	sort.Strings(slots)
	due := make([]*timer, len(slots))
	for i, slot := range slots {
		due[i] = r.waiting[slot]
		due[i].stop()
	}
	r.mu.Unlock()
	for i, t := range due {
		r.fire(slots[i], t)
	}
	return len(due)
}
