package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/shopspring/decimal"

	"steward/assets/text"
)

// ChartSeries is one kind of value that all bars have.
type ChartSeries struct {
	Name   string
	Color  fyne.ThemeColorName // empty: chart1 to chart4 by its place
	Hollow bool                // only an outline: what goes out
}

// ChartBar is one interval.
type ChartBar struct {
	Label string // below the bar, left out where there is no room; empty: none
	Name  string // for the hint line: "21 Nov 2026"; empty: Label
	// Values are exact, one a series, in its order; they are stacked from the zero
	// line up, negative ones down. Nothing is drawn for zero.
	Values []decimal.Decimal
	Unread bool // not read: a tinted field, which is something else than zero
}

// ChartData is what a Chart shows.
type ChartData struct {
	Title  string        // with the unit: "Charges a day, EUR"; empty: none
	Series []ChartSeries // at most four, from the zero line outwards
	Bars   []ChartBar
	Whole  bool // values are counts: the axis has no fractions
	// Say writes an exact value for the hint line; nil: its digits.
	Say func(value decimal.Decimal) string
	// Total is the word before the sum of a bar in the hint line; empty: no sum.
	Total string

	drawn *chartDrawing // worked out before
}

// chartDrawing is what bars come to on their axis.
type chartDrawing struct {
	scale    chartScale
	segments [][]chartSegment // of each bar, without zeros
}

// Prepared works out how the bars are drawn, which takes a while for thousands of
// them: call it off the UI thread then. SetData does it where it was not done.
func (d ChartData) Prepared() ChartData {
	d.Series = d.Series[:min(len(d.Series), maxSeries)]
	drawn := &chartDrawing{scale: newChartScale(d), segments: make([][]chartSegment, 0, len(d.Bars))}
	for _, bar := range d.Bars {
		drawn.segments = append(drawn.segments, drawn.scale.segments(d.values(bar)))
	}
	d.drawn = drawn
	return d
}

// maxSeries is how many kinds of value can still be told apart.
const maxSeries = 4

// Chart shows stacked bars. Arrows, Home and End move along the bars, Enter or a
// click chooses one; the hint line says the exact values. Of bars closer than 3 px
// the highest of each group is drawn.
type Chart struct {
	control
	// OnChosen is called with the bar that a person chose.
	OnChosen func(bar int)
	// OnEscape is Esc; it reports whether there was anything to take away. If not,
	// or nil, Esc goes on to the window.
	OnEscape func() bool
	// OnShortcut is a chord typed in the chart, false: it goes on to the window.
	OnShortcut func(s fyne.Shortcut) bool
	// Height is the least height at scale 1; 180 unless told.
	Height float32

	data           ChartData
	scale          chartScale
	segments       [][]chartSegment // of each bar, without zeros
	version        int              // counts SetData
	current, hover int              // bars, -1: none
	chosen         int
	plot           chartPlot

	// Where pointer, keyboard and choice are; they move without a new layout.
	hoverStrip, chosenStrip, focusFrame *canvas.Rectangle
}

// NewChart returns a chart without bars.
func NewChart(host *Host) *Chart {
	c := &Chart{Height: 180, current: -1, hover: -1, chosen: -1, hoverStrip: newRect(), chosenStrip: newRect(), focusFrame: newRect()}
	c.host, c.says = host, c.hintText
	c.ExtendBaseWidget(c)
	return c
}

// SetData shows other bars; the current and the chosen bar stay where they were as
// long as there are as many. Series above the fourth are not shown.
func (c *Chart) SetData(data ChartData) {
	if data.drawn == nil {
		data = data.Prepared()
	}
	if len(data.Bars) != len(c.data.Bars) {
		c.current, c.hover, c.chosen = -1, -1, -1
	}
	c.data = data
	c.scale, c.segments = data.drawn.scale, data.drawn.segments
	c.version++
	c.Refresh()
	c.tell()
}

func (c *Chart) currentHint() string { return c.Hint(c.current) }

func (c *Chart) hoverHint() string { return c.Hint(c.hover) }

// tell has the hint line say anew what stands where pointer and keyboard are.
func (c *Chart) tell() {
	if c.focused {
		c.host.hint().Focus(&c.control, c.currentHint)
	}
	if c.hover >= 0 {
		c.host.hint().Hover(&c.control, c.hoverHint)
	}
}

// Chosen is the bar that is shown as chosen, -1 for none.
func (c *Chart) Chosen() int { return c.chosen }

// SetChosen shows a bar as chosen, -1 none, without calling OnChosen.
func (c *Chart) SetChosen(bar int) {
	if bar >= len(c.data.Bars) {
		bar = -1
	}
	c.chosen = max(bar, -1)
	c.mark()
}

// Current is the bar that the arrows are at, -1 for none.
func (c *Chart) Current() int { return c.current }

// SetCurrent moves the arrows to a bar, as a person does with them.
func (c *Chart) SetCurrent(bar int) {
	if bar >= 0 && bar < len(c.data.Bars) {
		c.move(bar)
	}
}

// values are the values of a bar that have a series.
func (d ChartData) values(bar ChartBar) []decimal.Decimal {
	return bar.Values[:min(len(bar.Values), len(d.Series))]
}

// Hint is what the hint line says about a bar: its name and its exact values.
func (c *Chart) Hint(bar int) string {
	if bar < 0 || bar >= len(c.data.Bars) {
		return ""
	}
	b := c.data.Bars[bar]
	name := text.With("Bar", b.Name)
	if b.Name == "" {
		name = text.With("Bar", b.Label)
	}
	var words []string
	sum := decimal.Zero
	for i, value := range c.data.values(b) {
		if !value.IsZero() {
			words = append(words, strings.TrimSpace(c.data.Series[i].Name+" "+c.data.say(value)))
			sum = sum.Add(value)
		}
	}
	if len(words) > 1 && c.data.Total != "" {
		words = append(words, c.data.Total+" "+c.data.say(sum))
	}
	switch {
	case len(words) > 0:
		return text.T("kit.chart.bar", name, text.With("Values", strings.Join(words, " · ")))
	case b.Unread:
		return text.T("kit.chart.unread", name)
	}
	return text.T("kit.chart.nothing", name)
}

func (d ChartData) say(value decimal.Decimal) string {
	if d.Say == nil {
		return value.String()
	}
	return d.Say(value)
}

func (c *Chart) hintText() string {
	if c.hover >= 0 {
		return c.Hint(c.hover)
	}
	if hint := c.Hint(c.current); hint != "" {
		return hint
	}
	return c.data.Title
}

// AccessibilityLabel is the current bar, or the title.
func (c *Chart) AccessibilityLabel() string {
	if hint := c.Hint(c.current); hint != "" {
		return hint
	}
	return c.data.Title
}

// AccessibilityRole is a text; Fyne has no role for charts.
func (*Chart) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained implements fyne.Focusable.
func (c *Chart) FocusGained() {
	c.focused = true
	if c.current < 0 {
		c.current = c.lastRead()
	}
	c.host.hint().Focus(&c.control, c.hintText)
	c.mark()
}

// lastRead is the newest bar that was read.
func (c *Chart) lastRead() int {
	for i := len(c.data.Bars) - 1; i > 0; i-- {
		if !c.data.Bars[i].Unread {
			return i
		}
	}
	return len(c.data.Bars[:min(1, len(c.data.Bars))]) - 1
}

// FocusLost implements fyne.Focusable.
func (c *Chart) FocusLost() {
	c.focused = false
	c.host.hint().Unfocus(&c.control)
	c.mark()
}

// TypedKey implements fyne.Focusable.
func (c *Chart) TypedKey(event *fyne.KeyEvent) {
	last := len(c.data.Bars) - 1
	switch {
	case event.Name == fyne.KeyEscape && c.OnEscape != nil && c.OnEscape():
	case last < 0:
		c.control.TypedKey(event)
	case event.Name == fyne.KeyLeft:
		c.move(max(c.current-1, 0))
	case event.Name == fyne.KeyRight:
		c.move(min(c.current+1, last))
	case event.Name == fyne.KeyHome:
		c.move(0)
	case event.Name == fyne.KeyEnd:
		c.move(last)
	case isPress(event) && c.current >= 0:
		c.choose(c.current)
	default:
		c.control.TypedKey(event)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (c *Chart) TypedShortcut(s fyne.Shortcut) {
	if c.OnShortcut == nil || !c.OnShortcut(s) {
		c.control.TypedShortcut(s)
	}
}

// move makes another bar the current one.
func (c *Chart) move(bar int) {
	c.current = bar
	if c.focused {
		c.host.hint().Focus(&c.control, c.currentHint)
	}
	c.mark()
}

func (c *Chart) choose(bar int) {
	c.move(bar)
	if c.OnChosen != nil {
		c.OnChosen(bar)
	}
}

// Tapped implements fyne.Tappable.
func (c *Chart) Tapped(event *fyne.PointEvent) {
	if bar := c.at(event.Position); bar >= 0 {
		focusOn(c.host, c)
		c.choose(bar)
	}
}

// MouseIn implements desktop.Hoverable.
func (c *Chart) MouseIn(event *desktop.MouseEvent) { c.MouseMoved(event) }

// MouseMoved implements desktop.Hoverable.
func (c *Chart) MouseMoved(event *desktop.MouseEvent) {
	bar := c.at(event.Position)
	if bar == c.hover {
		return
	}
	if c.hover = bar; bar < 0 {
		c.host.hint().Unhover(&c.control)
	} else {
		c.host.hint().Hover(&c.control, c.hoverHint)
	}
	c.mark()
}

// MouseOut implements desktop.Hoverable.
func (c *Chart) MouseOut() {
	c.hover = -1
	c.host.hint().Unhover(&c.control)
	c.mark()
}
