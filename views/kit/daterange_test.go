package kit

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/client/platform"
)

func dayOf(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC)
}

// showRange puts a range into a control row at half past two of 23 Nov 2026.
func showRange(t *testing.T, heard *[]platform.Period) (*DateRange, *desk, *time.Time) {
	t.Helper()
	now := dayOf(11, 23).Add(14*time.Hour + 30*time.Minute)
	var r *DateRange
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		r = NewDateRange(h, func() time.Time { return now }, func(p platform.Period) { *heard = append(*heard, p) })
		return Stack(NewControlRow(r.Objects(), nil))
	})
	return r, d, &now
}

// write types a day into a field and leaves it with Enter.
func (d *DateEntry) write(day string) {
	d.Focus()
	d.SetText(day)
	press(d.Focusable(), fyne.KeyReturn)
}

func TestRangePeriods(t *testing.T) {
	late := time.Date(2026, 3, 31, 23, 30, 0, 0, time.FixedZone("CEST", 2*3600)) // the day before in UTC it is not
	for preset, want := range map[string]platform.Period{
		RangeToday:     {From: dayOf(3, 31), To: dayOf(4, 1)},
		RangeWeek:      {From: dayOf(3, 25), To: dayOf(4, 1)},
		RangeMonth:     {From: dayOf(3, 2), To: dayOf(4, 1)},
		RangeThisMonth: {From: dayOf(3, 1), To: dayOf(4, 1)},
		RangeLastMonth: {From: dayOf(2, 1), To: dayOf(3, 1)},
		RangeQuarter:   {From: dayOf(1, 7), To: dayOf(4, 1)},
	} {
		if got := RangePeriod(preset, late); got != want {
			t.Errorf("%s: %v", preset, got)
		}
	}
}

func TestDateRangeChoosesAPresetByKeys(t *testing.T) {
	var heard []platform.Period
	r, d, _ := showRange(t, &heard)
	if r.Preset() != RangeWeek || r.first.Text() != "2026-11-17" || r.last.Text() != "2026-11-23" || len(heard) != 0 {
		t.Fatalf("begins with %q, %s to %s", r.Preset(), r.first.Text(), r.last.Text())
	}
	r.Focus()
	d.window.Canvas().FocusNext() // the calendar's button
	d.window.Canvas().FocusNext()
	if d.top() != r.last.Focusable() {
		t.Errorf("after the first field comes %T", d.top())
	}
	d.window.Canvas().Focus(r.preset)
	press(d.top(), fyne.KeyDown)
	press(d.top(), fyne.KeyHome, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	want := platform.Period{From: dayOf(10, 1), To: dayOf(11, 1)}
	if !slices.Equal(heard, []platform.Period{want}) || r.Preset() != RangeLastMonth || r.first.Text() != "2026-10-01" || r.last.Text() != "2026-10-31" {
		t.Errorf("heard %v, %s to %s", heard, r.first.Text(), r.last.Text())
	}
}

func TestDateRangeTakesDays(t *testing.T) {
	var heard []platform.Period
	r, _, _ := showRange(t, &heard)
	r.first.write("2026-11-01")
	r.first.write("2026-11-01")
	want := platform.Period{From: dayOf(11, 1), To: dayOf(11, 24)}
	if !slices.Equal(heard, []platform.Period{want}) || r.Preset() != RangeDays || r.Period() != want {
		t.Errorf("heard %v, preset %q", heard, r.Preset())
	}
	r.choose(RangeDays)
	if r.Period() != want || len(heard) != 2 {
		t.Errorf("the choice of other days changes them: %v", r.Period())
	}
	r.SetPeriod(platform.Period{From: dayOf(5, 1), To: dayOf(5, 2)})
	if r.first.Text() != "2026-05-01" || r.last.Text() != "2026-05-01" || len(heard) != 2 {
		t.Errorf("%s to %s", r.first.Text(), r.last.Text())
	}
}

func TestDateRangeSaysWhatIsWrong(t *testing.T) {
	var heard []platform.Period
	r, d, _ := showRange(t, &heard)
	before := r.Period()
	const wrong = "Before the start."
	r.last.write("2026-11-16")
	r.last.write("2026-11-16") // still wrong
	if r.Error() != wrong || r.last.Error() != wrong || r.Period() != before || len(heard) != 0 {
		t.Fatalf("%q, period %v, heard %v", r.Error(), r.Period(), heard)
	}
	if want := "The end is before the start, so nothing is read. Choose a later end or an earlier start."; d.host.Hint.Text != want {
		t.Errorf("the hint line says %q", d.host.Hint.Text)
	}
	r.first.Focus() // leaving the field does not make it right
	if r.Error() != wrong {
		t.Error("the error goes when the field is left")
	}
	r.first.write("16 Nov")
	if r.first.Error() != "Write the day as 2026-11-23." || len(heard) != 0 {
		t.Errorf("%q, heard %v", r.Error(), heard)
	}
	r.first.write("2026-11-10")
	if want := (platform.Period{From: dayOf(11, 10), To: dayOf(11, 17)}); r.Error() != "" || !slices.Equal(heard, []platform.Period{want}) {
		t.Errorf("%q, heard %v", r.Error(), heard)
	}
	r.last.write("2026-11-01")
	r.choose(RangeToday)
	if r.Error() != "" || r.first.Text() != "2026-11-23" {
		t.Errorf("a preset leaves %q", r.Error())
	}
}

func TestDateRangeMovesOnWithTheDays(t *testing.T) {
	var heard []platform.Period
	r, _, now := showRange(t, &heard)
	if r.Renew() {
		t.Error("another period on the same day")
	}
	*now = now.Add(24 * time.Hour)
	if !r.Renew() || r.last.Text() != "2026-11-24" || r.Preset() != RangeWeek {
		t.Errorf("ends at %s", r.last.Text())
	}
	r.SetPeriod(platform.Period{From: dayOf(5, 1), To: dayOf(5, 2)})
	if r.Renew() || r.first.Text() != "2026-05-01" || len(heard) != 0 {
		t.Errorf("chosen days moved to %s", r.first.Text())
	}
}

func TestDateRangePicture(t *testing.T) {
	for name, variant := range map[string]Variant{"range-light": Light, "range-dark": Dark} {
		now := func() time.Time { return dayOf(11, 23) }
		var ranges []*DateRange
		d := newDesk(t, variant, 1, func(h *Host) fyne.CanvasObject {
			var rows []fyne.CanvasObject
			for range 2 {
				r := NewDateRange(h, now, nil)
				ranges = append(ranges, r)
				rows = append(rows, NewControlRow(r.Objects(), []fyne.CanvasObject{NewLowButton(h, "Refresh", nil, nil)}))
			}
			return NewGround("background", Stack(rows...))
		})
		d.window.Resize(fyne.NewSize(713, 120))
		ranges[0].Set(RangeQuarter)
		ranges[1].last.write("2026-11-16")
		d.window.Resize(fyne.NewSize(712, 120)) // as a window does when something became higher
		d.save(t, name)
		if row := ranges[1].last; row.MinSize().Height > Px(HeightControlRow)+2 {
			t.Errorf("the error makes the field %v high, the row is %v", row.MinSize().Height, Px(HeightControlRow))
		}
	}
}
