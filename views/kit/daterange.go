package kit

import (
	"time"

	"fyne.io/fyne/v2"

	"steward/assets/text"
	"steward/client/platform"
)

// The ready-made periods of a DateRange. RangeDays are any other days.
const (
	RangeToday     = "today"
	RangeWeek      = "week" // 7 days, today among them
	RangeMonth     = "month"
	RangeThisMonth = "thismonth"
	RangeLastMonth = "lastmonth"
	RangeQuarter   = "quarter" // 12 weeks
	RangeDays      = ""
)

var ranges = []string{RangeToday, RangeWeek, RangeMonth, RangeThisMonth, RangeLastMonth, RangeQuarter, RangeDays}

// RangePeriod is a ready-made period as of a moment: whole days in UTC.
func RangePeriod(preset string, now time.Time) platform.Period {
	today := now.UTC().Truncate(24 * time.Hour)
	tomorrow := today.AddDate(0, 0, 1)
	firstOfMonth := today.AddDate(0, 0, 1-today.Day())
	switch preset {
	case RangeToday:
		return platform.Period{From: today, To: tomorrow}
	case RangeMonth:
		return platform.Period{From: today.AddDate(0, 0, -29), To: tomorrow}
	case RangeThisMonth:
		return platform.Period{From: firstOfMonth, To: tomorrow}
	case RangeLastMonth:
		return platform.Period{From: firstOfMonth.AddDate(0, -1, 0), To: firstOfMonth}
	case RangeQuarter:
		return platform.Period{From: today.AddDate(0, 0, 1-12*7), To: tomorrow}
	}
	return platform.Period{From: today.AddDate(0, 0, -6), To: tomorrow}
}

// DateRange is a piece of a control row: first and last day, both shown, and
// ready-made periods. Put its Objects into a bar.
type DateRange struct {
	// OnChanged is called with the period after a person has chosen another one
	// that is right: the end is not before the start.
	OnChanged func(period platform.Period)

	now         func() time.Time
	first, last *DateEntry
	preset      *Select
	period      platform.Period
	objects     []fyne.CanvasObject
}

// NewDateRange returns the last 7 days.
func NewDateRange(host *Host, now func() time.Time, changed func(period platform.Period)) *DateRange {
	r := &DateRange{OnChanged: changed, now: now}
	r.first, r.last = NewDateEntry(host, now), NewDateEntry(host, now)
	for _, day := range []*DateEntry{r.first, r.last} {
		day.OnPicked = func(time.Time) { r.take() }
		day.OnSubmitted = func(string) { r.leave(day) }
		day.OnLeft = func() { r.leave(day) }
	}
	options := make([]Option, len(ranges))
	for i, key := range ranges {
		title := "kit.range." + key
		if key == RangeDays {
			title = "kit.range.days"
		}
		options[i] = Option{Key: key, Title: text.T(title)}
	}
	r.preset = NewSelect(host, options, r.choose)
	r.preset.Small, r.preset.Width = true, 108
	r.objects = []fyne.CanvasObject{
		NewSecondary(text.T("kit.range.from")), Wide(112, r.first), NewSecondary(text.T("kit.range.to")), Wide(112, r.last), r.preset,
	}
	r.Set(RangeWeek)
	return r
}

// Objects are the parts from left to right.
func (r *DateRange) Objects() []fyne.CanvasObject { return r.objects }

// Period is the chosen period; the last right one while the fields hold a wrong one.
func (r *DateRange) Period() platform.Period { return r.period }

// Preset is the key of the ready-made period, RangeDays for any other.
func (r *DateRange) Preset() string { return r.preset.Selected() }

// Error is what is wrong with the fields; empty if nothing is.
func (r *DateRange) Error() string {
	if r.first.Error() != "" {
		return r.first.Error()
	}
	return r.last.Error()
}

// Set shows a ready-made period without calling OnChanged. RangeDays leaves the days.
func (r *DateRange) Set(preset string) {
	if preset != RangeDays {
		r.show(preset, RangePeriod(preset, r.now()))
	}
}

// SetPeriod shows a period without calling OnChanged. Its To is exclusive, as
// everywhere; the field shows the day before.
func (r *DateRange) SetPeriod(period platform.Period) { r.show(RangeDays, period) }

// Renew moves a ready-made period on with the days, without calling OnChanged, and
// reports whether it is another one now. Call it before the period is read again.
func (r *DateRange) Renew() bool {
	before := r.period
	r.Set(r.Preset())
	return r.period != before
}

// Focus gives the first field the keyboard.
func (r *DateRange) Focus() { r.first.Focus() }

func (r *DateRange) show(preset string, period platform.Period) {
	r.period = period
	r.first.SetDay(period.From)
	r.last.SetDay(period.To.AddDate(0, 0, -1))
	r.preset.Set(preset)
}

// choose takes a choice of the drop-down.
func (r *DateRange) choose(preset string) {
	r.Set(preset)
	r.tell()
}

// leave takes what was typed; a day that stayed the same may still be a wrong one.
func (r *DateRange) leave(day *DateEntry) {
	day.take()
	r.judge()
}

// judge says under the second field that the days are in the wrong order, and
// returns the period if there is one.
func (r *DateRange) judge() (period platform.Period, ok bool) {
	first, okFirst := r.first.Day()
	last, okLast := r.last.Day()
	if !okFirst || !okLast {
		return period, false
	}
	problem, hint := "", ""
	if last.Before(first) {
		problem, hint = text.T("kit.range.wrong"), text.T("kit.range.wrong.hint")
	}
	if r.last.Error() != problem {
		r.last.SetError(problem)
		r.last.host.hint().Say(hint)
	}
	return platform.Period{From: first, To: last.AddDate(0, 0, 1)}, problem == ""
}

// take takes the two days.
func (r *DateRange) take() {
	period, ok := r.judge()
	if !ok || period == r.period {
		return
	}
	r.period = period
	r.preset.Set(RangeDays)
	r.tell()
}

func (r *DateRange) tell() {
	if r.OnChanged != nil {
		r.OnChanged(r.period)
	}
}
