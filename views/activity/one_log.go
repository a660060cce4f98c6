package activity

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// latestRows are how many of the latest actions are shown.
const latestRows = 200

// Measures of the pane at scale 1.
const (
	chartHigh  float32 = 190
	chartLeast float32 = 230 // below this height there is no room for the chart
)

// oneLog are the actions a day as bars, and the latest actions below. A click on
// a bar shows those of its day alone.
type oneLog struct {
	env       *screen.Env
	openOwner func()
	changed   func() // another day was chosen

	chart  *kit.Chart
	title  *kit.Label
	all    *kit.Button // back to all days
	head   *kit.Bar
	grid   *kit.Grid
	object *fyne.Container

	days    model.AuditDays
	latest  []platform.Action
	day     time.Time // the chosen one; zero: all
	waiting bool      // nothing is known yet of this customer
}

func newOneLog(env *screen.Env) *oneLog {
	l := &oneLog{env: env, chart: kit.NewChart(env.Host), title: kit.NewBold(text.T("activity.one.latest"))}
	l.chart.OnChosen = l.choose
	l.chart.OnEscape = l.allDays
	l.all = kit.NewLowButton(env.Host, text.T("activity.one.alldays"), theme.CancelIcon(), func() { l.allDays() })
	l.all.Small = true
	l.all.Hide()
	l.head = kit.NewBar(30, []fyne.CanvasObject{l.title}, []fyne.CanvasObject{l.all})
	l.grid = kit.NewGrid(env.Host, latestColumns(env.ZoneName())...)
	l.restyle()
	l.grid.Length = func() int { return len(l.latest) }
	l.grid.Fill = l.fill
	l.grid.OnActivate = func(int) { l.openOwner() }
	l.grid.OnEscape = func() { l.allDays() }
	l.object = container.New(oneLayout{}, kit.Margin(l.chart, 12, 4), kit.Pillar(l.head, l.grid, kit.Stack()))
	return l
}

func latestColumns(zone string) []kit.Column {
	title := text.T("list.column.in", text.With("Column", text.T("audit.column.date")), text.With("Zone", zone))
	return []kit.Column{
		{ID: "date", Title: title, Width: 156},
		{ID: "action", Title: text.T("audit.column.action"), Width: 118, Flex: true},
		{ID: "environment", Title: text.T("activity.one.on"), Width: 80},
		{ID: "duration", Title: text.T("audit.column.duration"), Width: 82, Align: fyne.TextAlignTrailing},
		{ID: "result", Title: text.T("audit.column.result"), Width: 90},
	}
}

func (l *oneLog) restyle() {
	height := kit.GridRowHeight
	if l.env.Prefs.Comfortable {
		height = kit.GridRowHeightRoomy
	}
	l.grid.SetRowHeight(height)
	l.grid.SetColumns(latestColumns(l.env.ZoneName()))
}

func (l *oneLog) fill(index int, shown []kit.Column, row *kit.Row) bool {
	if index >= len(l.latest) {
		return false
	}
	a := &l.latest[index]
	row.Key = uint64(index)
	for i, c := range shown {
		cell := &row.Cells[i]
		switch c.ID {
		case "date":
			*cell = kit.Cell{Text: text.DateTime(a.Started, l.env.Zone()), Mono: true}
		case "action":
			*cell = kit.Cell{Text: screen.ActionName(a)}
		case "environment":
			*cell = kit.Cell{Text: text.Visible(a.Environment)}
		case "duration":
			*cell = kit.Cell{Text: screen.ActionTook(a)}
		case "result":
			*cell = screen.ActionResult(a, l.env.App.Now())
		}
	}
	return true
}

// filter is what of the log is listed: the chosen day, or the whole period.
func (l *oneLog) filter(period platform.Period) model.AuditFilter {
	if !l.day.IsZero() {
		return model.AuditFilter{From: l.day, To: l.day.AddDate(0, 0, 1)}
	}
	return model.AuditFilter{From: period.From, To: period.To}
}

// another forgets what belongs to another customer or period.
func (l *oneLog) another() {
	l.day, l.waiting = time.Time{}, true
	l.show(model.AuditDays{}, nil)
	l.grid.SetCurrent(-1)
	l.grid.ScrollToTop()
}

// show puts days and latest actions on screen.
func (l *oneLog) show(days model.AuditDays, latest []platform.Action) {
	l.waiting = l.waiting && len(days.Days) == 0
	l.days, l.latest = days, latest
	l.chart.SetData(daysChart(days))
	chosen := -1
	for i, d := range days.Days {
		if d.Day.Equal(l.day) {
			chosen = i
		}
	}
	l.chart.SetChosen(chosen)
	l.title.SetText(text.T("activity.one.latest"))
	l.all.Hide()
	if !l.day.IsZero() {
		l.title.SetText(text.T("activity.one.ofday", text.With("Day", text.DayMonthYear(l.day, time.UTC))))
		l.all.Show()
	}
	l.head.Refresh()
	l.grid.SetMessage(l.message())
	l.grid.RefreshRows(0, len(latest))
	l.grid.Refresh()
}

// message says why there are no actions.
func (l *oneLog) message() *kit.GridMessage {
	switch s := l.days.State; {
	case len(l.latest) > 0 || l.waiting:
		return nil
	case s.Reading:
		return &kit.GridMessage{Text: text.T("audit.reading")}
	case len(s.Missing) > 0:
		return &kit.GridMessage{Text: text.T("activity.neverread")}
	case !l.day.IsZero():
		return &kit.GridMessage{Text: text.T("activity.one.nothing")}
	}
	return &kit.GridMessage{Text: text.T("activity.empty")}
}

// choose shows the actions of a day alone; the same day again: all of them.
func (l *oneLog) choose(bar int) {
	if day := l.days.Days[bar].Day; !day.Equal(l.day) {
		l.day = day
		l.grid.ScrollToTop()
		l.changed()
		return
	}
	l.allDays()
}

// allDays shows the latest actions of all days; false: it did already.
func (l *oneLog) allDays() bool {
	if l.day.IsZero() {
		return false
	}
	l.day = time.Time{}
	l.grid.ScrollToTop()
	l.changed()
	return true
}

// daysChart are the actions of days as bars, errors on top.
func daysChart(found model.AuditDays) kit.ChartData {
	data := kit.ChartData{
		Title: text.T("activity.one.aday"), Whole: true, Total: text.T("activity.one.total"),
		Series: []kit.ChartSeries{{Name: text.T("audit.success")}, {Name: text.T("activity.one.ontop"), Color: theme.ColorNameError}},
		Say:    func(n decimal.Decimal) string { return text.Count(n.IntPart()) },
	}
	for _, d := range found.Days {
		data.Bars = append(data.Bars, kit.ChartBar{
			Label: dayLabel(d.Day, len(found.Days)), Name: text.DayMonthYear(d.Day, time.UTC), Unread: d.Unread,
			Values: []decimal.Decimal{decimal.NewFromInt(int64(d.Done)), decimal.NewFromInt(int64(d.Failed))},
		})
	}
	return data
}

// dayLabel is a day below its bar: with the day of the week where there is room.
func dayLabel(day time.Time, bars int) string {
	if bars > 8 {
		return text.DayMonth(day, time.UTC)
	}
	return text.T("activity.day."+strconv.Itoa(int(day.Weekday()))) + " " + strconv.Itoa(day.Day())
}

// oneLayout puts the chart above the actions, and leaves it out where the pane is
// low.
type oneLayout struct{}

// MinSize implements fyne.Layout.
func (oneLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(kit.Px(200), kit.Px(40))
}

// Layout implements fyne.Layout.
func (oneLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	high := min(kit.Px(chartHigh), size.Height*0.5)
	if size.Height < kit.Px(chartLeast) {
		o[0].Hide()
		high = 0
	} else {
		o[0].Show()
	}
	o[0].Resize(fyne.NewSize(size.Width, high))
	o[1].Move(fyne.NewPos(0, high))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-high))
}
