package bench

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
	"steward/views/customer"
	"steward/views/kit"
)

const (
	logCustomers = 60      // of the platform; one of them has the long log
	logRows      = 190_000 // that log has about 200,000
)

// TestBenchAudit measures the wheel over the longest Audit Log there is, in the test
// driver.
func TestBenchAudit(t *testing.T) {
	dir := folder(t)
	h, _ := filledHome(t, dir, serve(t, dir, logCustomers), logCustomers)
	h.tidy(t)
	d := openDesk(t, h)
	defer d.close()
	log := d.longLog(notable(t, logCustomers, demo.NotableAudit), record.Amount(1000, logRows))
	t.Logf("%d rows in the log", log.Length())
	var times []time.Duration
	log.ScrollToTop()
	steps := record.Amount(50, 1000)
	for range steps {
		began := time.Now()
		log.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
		took := time.Since(began)
		times = append(times, took+d.pump(began.Add(stepEvery)))
	}
	spread(t, "scroll.audit", times)
	if from, _ := log.InView(); from < steps {
		t.Errorf("%d steps led to row %d", steps, from)
	}
	record.Measured(t, record.Figure{
		ID: "scroll.audit", Name: "UI thread's time for a step of the wheel over an audit log of 200,000 rows, 95 of 100",
		Value: ms(share(95, times)), Unit: "ms", Bound: 1, Better: record.Lower,
	})
}

// longLog opens the log of a customer and follows it into the past until it has so
// many rows, as somebody does who presses End again and again.
func (d *desk) longLog(uid platform.UID, rows int) *kit.Grid {
	d.t.Helper()
	frame := d.window.Users().Detail()
	d.window.Users().Select(uid)
	frame.ChooseTab(customer.TabAudit)
	frame.FocusBody()
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	moved := make(chan struct{}, 1)
	defer d.window.Cluster().Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})()
	key := model.SectionKey{Section: model.SectionAudit, UID: uid}
	for {
		d.settle()
		log, is := d.window.Fyne().Canvas().Focused().(*kit.Grid)
		state, err := d.window.Cluster().State(ctx, key)
		if err != nil {
			d.t.Fatal(err)
		}
		switch {
		case state.Err != nil:
			d.t.Fatal(state.Err)
		case !is || log == d.page.Grid():
			frame.FocusBody()
		case log.Length() >= rows && !state.Reading:
			d.settle()
			return log
		case !state.Reading && !state.ReadAt.IsZero():
			log.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
			log.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		}
		select {
		case <-moved:
		case <-d.queue.Arrived():
		case <-time.After(time.Second): // the log may have been complete before
		case <-ctx.Done():
			d.t.Fatal("the log never had as many rows")
		}
	}
}
