package bench

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/views/bench/record"
)

// stepEvery is how often a wheel turns that is turned all the time.
const stepEvery = 16 * time.Millisecond

// keyEvery is how often a quick typist presses a key; a small run is in a hurry.
var keyEvery = time.Duration(record.Amount(10, 100)) * time.Millisecond

// TestBenchList measures the list of a whole platform in the test driver.
func TestBenchList(t *testing.T) {
	customers := record.Amount(2000, 1_000_000)
	dir := folder(t)
	h, w := filledHome(t, dir, serve(t, dir, customers), customers)
	h.tidy(t)
	d := openDesk(t, h)
	defer d.close()
	keystrokes(d, w)
	wheel(d)
	heap(t, d)
}

// keystrokes types words letter by letter and deletes them again, in several
// orders of the list. The next key comes whatever the window is still doing.
func keystrokes(d *desk, w words) {
	sorts := []model.Column{model.ColumnUID, model.ColumnLogin, model.ColumnBalance, model.ColumnSignup}
	kinds := map[string][]string{"rare": w.rare, "frequent": w.frequent, "letter": w.letters}
	if !record.Full() {
		sorts, kinds = sorts[:2], map[string][]string{"rare": w.rare[:1], "letter": w.letters[:1]}
	}
	var all []time.Duration
	for _, column := range sorts {
		d.sort(column)
		for kind, list := range kinds {
			var times []time.Duration
			for _, word := range list {
				times = append(times, d.search(word)...)
			}
			spread(d.t, "search.keystroke, by "+string(column)+", "+kind, times)
			all = append(all, times...)
		}
	}
	spread(d.t, "search.keystroke", all)
	record.Measured(d.t, record.Figure{
		ID: "search.keystroke", Name: "a key in the search field to the list showing the new first page, 1,000,000 customers, 95 of 100",
		Value: ms(share(95, all)), Unit: "ms", Bound: 16, Better: record.Lower,
	})
}

// search types a word and deletes it; every key is timed.
func (d *desk) search(word string) (times []time.Duration) {
	d.t.Helper()
	d.page.FocusSearch()
	due := time.Now()
	key := func(press func(fyne.Focusable)) {
		times = append(times, d.typed(due, press))
		due = due.Add(keyEvery)
		d.pump(due)
	}
	letters := []rune(word)
	for _, r := range letters {
		key(func(f fyne.Focusable) { f.TypedRune(r) })
	}
	if strings.Contains(word, "@") && !d.shows(word[:5]) {
		d.t.Errorf("the list does not show %s", word)
	}
	for range letters {
		key(func(f fyne.Focusable) { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) })
	}
	return times
}

// wheel turns the wheel down the list. A step costs what the UI thread does for
// it: moving the rows, and showing the customers that arrive for them.
func wheel(d *desk) {
	d.t.Helper()
	d.sort(model.ColumnUID)
	grid := d.page.Grid()
	var times []time.Duration
	for range record.Amount(50, 1000) {
		began := time.Now()
		grid.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
		took := time.Since(began)
		times = append(times, took+d.pump(began.Add(stepEvery)))
	}
	spread(d.t, "scroll.step", times)
	if from, _ := grid.InView(); from < len(times) {
		d.t.Errorf("%d steps led to row %d", len(times), from)
	}
	record.Measured(d.t, record.Figure{
		ID: "scroll.step", Name: "UI thread's time for a step of the wheel over 1,000,000 customers, 95 of 100",
		Value: ms(share(95, times)), Unit: "ms", Bound: 1, Better: record.Lower,
	})
}

// heap is what the Go runtime has in use after all that: heap memory in spans
// with live objects, right after a collection, with application, cache, index and
// the whole window open.
func heap(t *testing.T, d *desk) {
	t.Helper()
	d.settle()
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("memory.heap: %.1f MB of objects in %.1f MB in use, %.1f MB from the system", mb(m.HeapAlloc), mb(m.HeapInuse), mb(m.Sys))
	record.Measured(t, record.Figure{
		ID: "memory.heap", Name: "Go heap in use after a collection, window open on 1,000,000 customers (test driver)",
		Value: mb(m.HeapInuse), Unit: "MB", Bound: 80, Better: record.Lower,
	})
	runtime.KeepAlive(d)
}

func mb(bytes uint64) float64 { return float64(bytes) / 1e6 }
