package kit

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// calendar shows one month, Monday first. Arrows move by days and weeks, PgUp
// and PgDn by months, Enter picks. The toolkit's own takes no keys.
type calendar struct {
	widget.BaseWidget
	host       *Host
	day, today time.Time
	over       int // day of the month under the pointer, 0: none
	pick       func(day time.Time)
	back, next *Button
}

func newCalendar(host *Host, day, today time.Time, pick func(time.Time)) *calendar {
	c := &calendar{host: host, day: day, today: today, pick: pick}
	c.back = NewIconButton(host, "", theme.NavigateBackIcon(), func() { c.move(0, -1) })
	c.next = NewIconButton(host, "", theme.NavigateNextIcon(), func() { c.move(0, 1) })
	c.back.Small, c.next.Small = true, true
	c.ExtendBaseWidget(c)
	return c
}

// move goes on by days, or by months to the same day or the last before it.
func (c *calendar) move(days, months int) {
	if months != 0 {
		first := time.Date(c.day.Year(), c.day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		c.day = first.AddDate(0, 0, min(c.day.Day(), last)-1)
	}
	c.day = c.day.AddDate(0, 0, days)
	c.over = 0
	c.Refresh()
}

// FocusGained implements fyne.Focusable.
func (c *calendar) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (c *calendar) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (c *calendar) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *calendar) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyLeft:
		c.move(-1, 0)
	case fyne.KeyRight:
		c.move(1, 0)
	case fyne.KeyUp:
		c.move(-7, 0)
	case fyne.KeyDown:
		c.move(7, 0)
	case fyne.KeyPageUp:
		c.move(0, -1)
	case fyne.KeyPageDown:
		c.move(0, 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.pick(c.day)
	default:
		c.host.key(event)
	}
}

// Measures of the calendar at scale 1.
const (
	dayWidth  float32 = 32
	dayHeight float32 = 24
	daysTop   float32 = 50 // where the weeks begin: month and names of days stand above
	weeks             = 6
)

// lead is how many cells stand empty before the first.
func (c *calendar) lead() int {
	first := c.day.AddDate(0, 0, 1-c.day.Day())
	return (int(first.Weekday()) + 6) % 7
}

func (c *calendar) days() int {
	return time.Date(c.day.Year(), c.day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// at is the day of the month at a place, 0 for none.
func (c *calendar) at(pos fyne.Position) int {
	if pos.Y < Px(daysTop) || pos.X < 0 || pos.X >= 7*Px(dayWidth) {
		return 0
	}
	day := int((pos.Y-Px(daysTop))/Px(dayHeight))*7 + int(pos.X/Px(dayWidth)) - c.lead() + 1
	if day < 1 || day > c.days() {
		return 0
	}
	return day
}

// Tapped implements fyne.Tappable.
func (c *calendar) Tapped(event *fyne.PointEvent) {
	if day := c.at(event.Position); day > 0 {
		c.pick(c.day.AddDate(0, 0, day-c.day.Day()))
	}
}

// MouseIn implements desktop.Hoverable.
func (c *calendar) MouseIn(event *desktop.MouseEvent) { c.MouseMoved(event) }

// MouseMoved implements desktop.Hoverable.
func (c *calendar) MouseMoved(event *desktop.MouseEvent) {
	if over := c.at(event.Position); over != c.over {
		c.over = over
		c.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (c *calendar) MouseOut() {
	c.over = 0
	c.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (c *calendar) CreateRenderer() fyne.WidgetRenderer {
	r := &calendarRenderer{calendar: c, month: newText(), chosen: newRect(), hover: newRect(), today: newRect()}
	r.month.Alignment, r.month.TextStyle.Bold = fyne.TextAlignCenter, true
	for i := range 7 {
		name := newText()
		name.Text, name.Alignment = time.Weekday((i + 1) % 7).String()[:2], fyne.TextAlignCenter
		r.names = append(r.names, name)
	}
	for range 31 {
		day := newText()
		day.Alignment = fyne.TextAlignCenter
		r.days = append(r.days, day)
	}
	r.Refresh()
	return r
}

type calendarRenderer struct {
	calendar             *calendar
	month                *canvas.Text
	names, days          []*canvas.Text
	chosen, hover, today *canvas.Rectangle
}

func (r *calendarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(7*Px(dayWidth), Px(daysTop)+weeks*Px(dayHeight))
}

func (r *calendarRenderer) cell(day int) fyne.Position {
	n := day - 1 + r.calendar.lead()
	return fyne.NewPos(float32(n%7)*Px(dayWidth), Px(daysTop)+float32(n/7)*Px(dayHeight))
}

func (r *calendarRenderer) Layout(fyne.Size) {
	c, cell := r.calendar, fyne.NewSize(Px(dayWidth), Px(dayHeight))
	put(r.month, 0, fyne.NewSize(7*Px(dayWidth), r.month.MinSize().Height), Px(26))
	put(c.back, 0, c.back.MinSize(), Px(26))
	put(c.next, 7*Px(dayWidth)-c.next.MinSize().Width, c.next.MinSize(), Px(26))
	for i, name := range r.names {
		name.Resize(fyne.NewSize(cell.Width, name.MinSize().Height))
		name.Move(fyne.NewPos(float32(i)*cell.Width, Px(30)))
	}
	for i, day := range r.days {
		pos, height := r.cell(i+1), day.MinSize().Height
		day.Resize(fyne.NewSize(cell.Width, height))
		day.Move(pos.AddXY(0, (cell.Height-height)/2))
	}
	inset(r.chosen, r.cell(c.day.Day()).AddXY(2, 1), cell.SubtractWidthHeight(4, 2))
	inset(r.hover, r.cell(max(c.over, 1)).AddXY(2, 1), cell.SubtractWidthHeight(4, 2))
	inset(r.today, r.cell(c.today.Day()).AddXY(2, 1), cell.SubtractWidthHeight(4, 2))
}

func (r *calendarRenderer) Refresh() {
	c := r.calendar
	r.month.Text, r.month.TextSize = c.day.Format("January 2006"), themeSize(theme.SizeNameText)
	r.month.Color = Color(theme.ColorNameForeground)
	for _, name := range r.names {
		name.TextSize, name.Color = themeSize(theme.SizeNameCaptionText), Color(theme.ColorNamePlaceHolder)
	}
	for i, day := range r.days {
		day.Text, day.TextSize = strconv.Itoa(i+1), themeSize(theme.SizeNameText)
		day.Color, day.Hidden = Color(theme.ColorNameForeground), i >= c.days()
		if i+1 == c.day.Day() {
			day.Color = Color(theme.ColorNameForegroundOnPrimary)
		}
	}
	for _, rect := range []*canvas.Rectangle{r.chosen, r.hover, r.today} {
		rect.CornerRadius = themeSize(theme.SizeNameSelectionRadius)
	}
	r.chosen.FillColor = Color(theme.ColorNamePrimary)
	r.hover.FillColor, r.hover.Hidden = Color(theme.ColorNameHover), c.over == 0
	r.today.StrokeColor, r.today.StrokeWidth = Color(theme.ColorNamePrimary), 1
	r.today.Hidden = c.today.Year() != c.day.Year() || c.today.Month() != c.day.Month()
	r.Layout(c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *calendarRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.hover, r.today, r.chosen, r.month}
	for _, t := range append(append([]*canvas.Text{}, r.names...), r.days...) {
		objects = append(objects, t)
	}
	return append(objects, r.calendar.back, r.calendar.next)
}
func (r *calendarRenderer) Destroy() {}
