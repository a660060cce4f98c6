// Package task is the one place of the views where goroutines start and where
// results come back to the UI thread.
//
// Work runs in slots ("users.list", "detail.info"). A slot has one job at a
// time: a newer one cancels the older, whose late result is dropped. A job
// counts as busy from before its goroutine starts until its result has been
// applied, so a test acts, waits until idle and asserts once.
package task

import (
	"context"
	"sort"
	"sync"
)

// Work is done off the UI thread. It must not touch widgets; it returns apply,
// which runs on the UI thread and does. apply may be nil.
type Work func(ctx context.Context) (apply func(), err error)

// Dispatcher hands functions to the UI thread, in order, without waiting.
type Dispatcher interface {
	Do(f func())
}

// Runner runs the jobs and timers of one window.
type Runner struct {
	ctx    context.Context
	cancel context.CancelFunc
	ui     Dispatcher
	timers Timers
	failed func(slot string, err error)

	mu      sync.Mutex
	jobs    map[string]*job
	waiting map[string]*timer
	busy    map[string]int // by slot
	closed  bool
	running sync.WaitGroup
}

// job is one generation of a slot.
type job struct {
	cancel context.CancelFunc
}

// Option changes how a Runner is made.
type Option func(*Runner)

// WithTimers takes time from elsewhere than the system's clock.
func WithTimers(t Timers) Option {
	return func(r *Runner) { r.timers = t }
}

// WithFailed sets who hears, on the UI thread, of errors that have no handler
// of their own, panics in timers among them.
func WithFailed(f func(slot string, err error)) Option {
	return func(r *Runner) { r.failed = f }
}

// New makes a Runner whose jobs end when ctx does.
func New(ctx context.Context, ui Dispatcher, options ...Option) *Runner {
	ctx, cancel := context.WithCancel(ctx)
	r := &Runner{
		ctx: ctx, cancel: cancel, ui: ui,
		timers:  SystemTimers{},
		failed:  func(string, error) {},
		jobs:    map[string]*job{},
		waiting: map[string]*timer{},
		busy:    map[string]int{},
	}
	for _, o := range options {
		o(r)
	}
	return r
}

// Go starts work in a slot and cancels the job that was there. apply, or failed
// with the error, runs on the UI thread unless a newer job took the slot
// meanwhile. A panic in work or apply reaches failed as a *PanicError. With a
// nil failed the Runner's own handler hears of it.
func (r *Runner) Go(slot string, work Work, failed func(error)) {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return
	}
	if old := r.jobs[slot]; old != nil {
		old.cancel()
	}
	ctx, cancel := context.WithCancel(r.ctx)
	j := &job{cancel: cancel}
	r.jobs[slot] = j
	r.busy[slot]++
	r.running.Add(1)
	r.mu.Unlock()

	if failed == nil {
		failed = func(err error) { r.failed(slot, err) }
	}
	go func() {
		defer r.running.Done()
		apply, err := guardWork(ctx, work)
		r.ui.Do(func() { r.finish(slot, j, apply, err, failed) })
	}()
}

// finish runs on the UI thread when a job has ended, however it ended.
func (r *Runner) finish(slot string, j *job, apply func(), err error, failed func(error)) {
	defer r.done(slot)
	defer j.cancel()
	if !r.take(slot, j) {
		return
	}
	if err == nil && apply != nil {
		err = guard(apply)
	}
	if err != nil {
		failed(err)
	}
}

// take says whether j still holds its slot, and frees it.
func (r *Runner) take(slot string, j *job) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.jobs[slot] != j { // a closed Runner has none
		return false
	}
	delete(r.jobs, slot)
	return true
}

func (r *Runner) done(slot string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy[slot]--; r.busy[slot] == 0 {
		delete(r.busy, slot)
	}
}

// Cancel ends what runs or waits in a slot. Its result is dropped.
func (r *Runner) Cancel(slot string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if j := r.jobs[slot]; j != nil {
		j.cancel()
		delete(r.jobs, slot)
	}
	r.stopTimer(slot)
}

// Running reports whether a job that was not cancelled holds the slot.
func (r *Runner) Running(slot string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.jobs[slot] != nil
}

// Idle reports whether nothing runs and every result has been applied. Timers
// that wait do not count.
func (r *Runner) Idle() bool { return len(r.BusySlots()) == 0 }

// BusySlots names the slots that are not idle, for messages of failed tests.
func (r *Runner) BusySlots() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	slots := make([]string, 0, len(r.busy))
	for s := range r.busy {
		slots = append(slots, s)
	}
	sort.Strings(slots)
	return slots
}

// Close cancels everything and waits until no goroutine of the Runner is left.
// Nothing is applied afterwards. It may be called on the UI thread.
func (r *Runner) Close() {
	r.mu.Lock()
	r.closed = true
	for slot := range r.waiting {
		r.stopTimer(slot)
	}
	clear(r.jobs)
	r.mu.Unlock()
	r.cancel()
	r.running.Wait()
}
