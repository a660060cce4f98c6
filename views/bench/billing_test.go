package bench

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
	"steward/views/customer"
	"steward/views/kit"
)

// yearOfRows is how many charges of hours a year has at the least.
const yearOfRows = 5_000_000

// TestBenchBilling measures Billing History of a year of hours of 50 environments:
// how long it takes from the cache to the screen, and how long the UI thread is kept
// from anything else meanwhile, in the test driver.
func TestBenchBilling(t *testing.T) {
	dir := folder(t)
	h, _ := filledHome(t, dir, serve(t, dir, logCustomers), logCustomers)
	h.tidy(t)
	d := openDesk(t, h)
	defer d.close()
	uid := notable(t, logCustomers, demo.NotableBilling)
	today := model.IntervalStart(platform.IntervalDay, time.Now())
	year := platform.Period{From: today.AddDate(0, 0, -record.Amount(14, 365)), To: today}
	d.readHours(uid, year)

	frame := d.window.Users().Detail()
	d.window.Users().Select(uid)
	frame.ChooseTab(customer.TabBilling)
	d.settle()
	d.chooseHours(year)
	found, err := d.window.Cluster().Billing(t.Context(), uid, model.BillingQuery{Period: year, Interval: platform.IntervalHour})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d charges in %d hours", found.Charges, len(found.Bars))
	if len(found.Rows) < len(found.Bars)-24 || found.Charges < record.Amount(14*24*50, yearOfRows) {
		t.Fatalf("%d charges in %d rows are too few", found.Charges, len(found.Rows))
	}

	var whole, kept []time.Duration
	for range record.Amount(1, 20) {
		frame.ChooseTab(customer.TabInfo)
		d.settle()
		took, longest := d.untilRead(func() { frame.ChooseTab(customer.TabBilling) })
		whole, kept = append(whole, took), append(kept, longest)
	}
	rows := d.charges()
	if rows.Length() < len(found.Rows) {
		t.Fatalf("%d rows on screen of %d", rows.Length(), len(found.Rows))
	}
	spread(t, "billing.year", whole)
	spread(t, "billing.year.ui", kept)
	record.Measured(t, record.Figure{
		ID: "billing.year", Name: "a year of hourly charges of 50 environments (5.8 million), from the cache to bars and rows on screen, middle of 20",
		Value: ms(share(50, whole)), Unit: "ms", Bound: 1000, Better: record.Lower,
	})
	record.Measured(t, record.Figure{
		ID: "billing.year.ui", Name: "longest time the UI thread was busy meanwhile, of all 20",
		Value: ms(share(100, kept)), Unit: "ms", Bound: 50, Better: record.Lower,
	})
}

// notable is a customer of a kind. The platform's own process does not tell; one of
// the same size and seed does.
func notable(t *testing.T, customers int, kind demo.Notable) platform.UID {
	t.Helper()
	p, err := demo.Start(t.Context(), demo.Options{Customers: customers, Seed: 1, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	uid := p.Notable(kind)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return uid
}

// readHours has the charges of hours read into the cache.
func (d *desk) readHours(uid platform.UID, period platform.Period) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	moved := make(chan struct{}, 1)
	defer d.window.Cluster().Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})()
	key := model.SectionKey{Section: model.SectionHours, UID: uid, Period: period}
	for {
		d.window.Cluster().Show(key)
		state, err := d.window.Cluster().State(ctx, key)
		switch {
		case err != nil:
			d.t.Fatal(err)
		case state.Err != nil:
			d.t.Fatal(state.Err)
		case len(state.Missing) == 0 && !state.ReadAt.IsZero() && !state.Reading:
			return
		}
		select {
		case <-moved:
		case <-d.queue.Arrived():
			d.queue.Drain()
		case <-ctx.Done():
			d.t.Fatal("the charges were not read")
		}
	}
}

// chooseHours chooses a period and hours in the controls, as a person does.
func (d *desk) chooseHours(period platform.Period) {
	d.t.Helper()
	days := below[*kit.DateEntry](d)
	if len(days) != 2 {
		d.t.Fatalf("%d fields of days", len(days))
	}
	for i, day := range []time.Time{period.From, period.To.AddDate(0, 0, -1)} {
		days[i].SetDay(day)
		days[i].OnPicked(day)
		d.settle()
	}
	for _, s := range below[*kit.Select](d) {
		if s.Selected() == string(platform.IntervalDay) {
			s.Set(string(platform.IntervalHour))
			s.OnChanged(string(platform.IntervalHour))
		}
	}
	d.settle()
}

// charges are the rows of Billing History.
func (d *desk) charges() *kit.Grid {
	d.t.Helper()
	for _, g := range below[*kit.Grid](d) {
		if columns := g.Columns(); len(columns) > 0 && columns[0].ID == "interval" {
			return g
		}
	}
	d.t.Fatal("no charges on screen")
	return nil
}

// below are the visible widgets of a kind in the customer's frame.
func below[T fyne.CanvasObject](d *desk) (found []T) {
	var look func(o fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if is, ok := o.(T); ok {
			found = append(found, is)
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, each := range o.Objects {
				look(each)
			}
		case fyne.Widget:
			for _, each := range test.WidgetRenderer(o).Objects() {
				look(each)
			}
		}
	}
	look(d.window.Users().Detail().Object())
	return found
}

// untilRead runs a step and the UI thread until its answer is on screen. It says how
// long that took, and the longest that the UI thread worked on without a pause.
func (d *desk) untilRead(step func()) (took, longest time.Duration) {
	d.t.Helper()
	began := time.Now()
	step()
	longest = time.Since(began)
	tasks := d.window.Tasks()
	if !tasks.Running("detail.read") {
		d.t.Fatal("the step asked for nothing")
	}
	for tasks.Running("detail.read") {
		at := time.Now()
		if d.queue.Drain() == 0 {
			<-d.queue.Arrived()
			continue
		}
		longest = max(longest, time.Since(at))
	}
	return time.Since(began), longest
}
