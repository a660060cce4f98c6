package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
)

// DateEntry is a field for a day as 2026-11-23, with a calendar. The toolkit's
// own follows the system's locale only.
type DateEntry struct {
	Entry
	// OnPicked is called with a valid day that differs from the one before: after
	// Enter, when the field is left, or from the calendar. The time is midnight UTC.
	OnPicked func(day time.Time)
	// Today is the day that the calendar opens at while the field is empty.
	Today func() time.Time

	day time.Time
	pop *popup
}

// NewDateEntry returns an empty field of 24 px.
func NewDateEntry(host *Host, today func() time.Time) *DateEntry {
	d := &DateEntry{Today: today}
	d.small = true
	d.init(d, host, text.T("kit.date.placeholder"))
	d.SetAction(NewIconButton(host, text.T("kit.calendar"), theme.CalendarIcon(), d.openCalendar))
	d.OnSubmitted = func(string) { d.take() }
	d.OnLeft = d.take
	d.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name != fyne.KeyDown {
			return false
		}
		d.openCalendar()
		return true
	}
	return d
}

// NewWideDateEntry returns a field of 28 px, for toolbars.
func NewWideDateEntry(host *Host, today func() time.Time) *DateEntry {
	d := NewDateEntry(host, today)
	d.small = false
	return d
}

// Day is the day in the field, and whether there is a valid one.
func (d *DateEntry) Day() (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(d.Text()))
	return day, err == nil
}

// SetDay shows a day without calling OnPicked; the zero time empties the field.
func (d *DateEntry) SetDay(day time.Time) {
	d.day = day
	d.SetError("")
	d.SetText(text.Date(day, time.UTC))
}

// take reads what was typed.
func (d *DateEntry) take() {
	day, ok := d.Day()
	if !ok && strings.TrimSpace(d.Text()) != "" {
		d.SetError(text.T("kit.date.wrong"))
		return
	}
	d.SetError("")
	if ok && !day.Equal(d.day) {
		d.day = day
		if d.OnPicked != nil {
			d.OnPicked(day)
		}
	}
}

func (d *DateEntry) openCalendar() {
	at, ok := d.Day()
	if !ok {
		at = d.Today()
	}
	inner := d.host.modal(func() {
		d.pop.close()
		d.Focus()
	})
	calendar := newCalendar(inner, at, d.Today(), func(day time.Time) {
		d.pop.close()
		d.SetText(day.Format(time.DateOnly))
		d.take()
		d.Focus()
	})
	if d.pop = showPopup(d.host, d, fyne.NewPos(0, d.height()+2), 0, Margin(calendar, 8, 2)); d.pop != nil {
		d.pop.over.Canvas.Focus(calendar)
	}
}
