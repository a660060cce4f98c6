package bench

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/views/bench/record"
)

// planRows is how many customers the plan has in a full run.
const planRows = 10_000

// TestBenchPlan measures from the choice of an operation on very many customers
// to their plan on screen, painted.
func TestBenchPlan(t *testing.T) {
	rows := record.Amount(500, planRows)
	dir := folder(t)
	h, _ := filledHome(t, dir, serve(t, dir, rows), rows)
	h.tidy(t)
	d := openDesk(t, h)
	defer d.close()
	uids := d.window.Users().Matching()
	for uids == nil {
		d.settle()
		uids = d.window.Users().Matching()
	}
	if len(uids) < rows {
		t.Fatalf("%d customers, %d are planned", len(uids), rows)
	}
	var times []time.Duration
	for range record.Amount(1, 5) {
		began := time.Now()
		d.window.Bulk().Begin(model.Deactivate, uids[:rows], "")
		d.settle()
		d.window.Fyne().Canvas().Capture()
		times = append(times, time.Since(began))
		if shown := d.window.Bulk().Grid().Length(); shown != rows {
			t.Fatalf("%d rows of %d are shown", shown, rows)
		}
	}
	spread(t, "plan.10000", times)
	record.Measured(t, record.Figure{
		ID: "plan.10000", Name: "the plan of 10,000 customers made and painted", Value: ms(share(95, times)), Unit: "ms", Bound: 1000, Better: record.Lower,
	})
}
