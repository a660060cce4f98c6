package task

import (
	"sync"

	"fyne.io/fyne/v2"
)

// Fyne is the Dispatcher of the running program. Its zero value is ready to use.
//
// Between two frames the toolkit takes one function or draws the next frame, as
// chance has it. So what waits goes to it as one function: where frames take long,
// a result would else wait for a frame behind each result before it.
type Fyne struct {
	mu      sync.Mutex
	waiting []func()
}

// Do queues f for Fyne's UI thread.
func (d *Fyne) Do(f func()) {
	d.mu.Lock()
	d.waiting = append(d.waiting, f)
	first := len(d.waiting) == 1
	d.mu.Unlock()
	if first {
		fyne.Do(d.run)
	}
}

// run runs what waits; what comes meanwhile is for the next time.
func (d *Fyne) run() {
	d.mu.Lock()
	due := d.waiting
	d.waiting = nil
	d.mu.Unlock()
	for _, f := range due {
		f()
	}
}
