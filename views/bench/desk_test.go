package bench

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"steward/app"
	"steward/app/model"
	"steward/views"
	"steward/views/kit"
	"steward/views/task"
	"steward/views/users"
)

// desk is the real window with the real application behind it, in the toolkit's
// test driver: everything but drawing pixels. Its UI thread is the test's
// goroutine, which works while pump or settle run.
type desk struct {
	t      *testing.T
	core   *app.App
	window *views.Window
	queue  *task.Queue
	page   *users.Page
}

// openDesk opens a filled home in the window; its platform opens by itself.
func openDesk(t *testing.T, h home) *desk {
	t.Helper()
	d := &desk{t: t, core: h.open(t), queue: task.NewQueue()}
	d.window = views.New(t.Context(), views.Config{App: d.core, Fyne: test.NewTempApp(t), Dispatcher: d.queue})
	d.window.Fyne().Show()
	d.settle()
	if d.page = d.window.Users(); d.page == nil {
		t.Fatal("the platform did not open by itself")
	}
	return d
}

// close ends window and application.
func (d *desk) close() {
	d.window.Close()
	if err := d.core.Close(); err != nil {
		d.t.Error(err)
	}
}

// settle lets everything happen that is under way.
func (d *desk) settle() {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	if err := d.queue.Settle(ctx, d.window.Tasks()); err != nil {
		d.t.Fatal(err)
	}
}

// pump lets the UI thread work until a moment and says how long it was busy.
func (d *desk) pump(until time.Time) (busy time.Duration) {
	over := time.NewTimer(time.Until(until))
	defer over.Stop()
	for {
		began := time.Now()
		d.queue.Drain()
		busy += time.Since(began)
		select {
		case <-d.queue.Arrived():
		case <-over.C:
			return busy
		}
	}
}

// typed runs a key when it is due and returns how long after that moment the
// list showed the first page it asks for. Work that was on the UI thread when
// the key was due counts.
func (d *desk) typed(due time.Time, key func(fyne.Focusable)) time.Duration {
	d.t.Helper()
	key(d.window.Fyne().Canvas().Focused())
	tasks := d.window.Tasks()
	if !tasks.Running("users.list") {
		d.t.Fatal("the key asked for no list")
	}
	for tasks.Running("users.list") {
		if d.queue.Drain() == 0 {
			<-d.queue.Arrived()
		}
	}
	return time.Since(due)
}

// sort sorts by a column, as a click on its header does.
func (d *desk) sort(column model.Column) {
	d.page.Grid().OnSort(string(column), false)
	d.settle()
}

// shows reports whether a text stands in a row on screen.
func (d *desk) shows(part string) bool {
	return slices.ContainsFunc(d.page.Grid().Written(), func(w kit.Written) bool {
		return strings.Contains(strings.ToLower(w.Text), part)
	})
}
