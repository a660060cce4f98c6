package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// chartPlot is the area of the bars.
type chartPlot struct {
	pos   fyne.Position
	size  fyne.Size
	bars  int
	slot  float32 // width of a bar with the room beside it
	group int     // bars that are drawn as one, since they are too narrow
}

// Measures of a chart at scale 1.
const (
	chartLine   float32 = 18 // height of the legend's lines and of the labels below
	chartSwatch float32 = 10
	chartGap    float32 = 14 // between entries of the legend
	chartSlot   float32 = 3  // below this width bars are drawn as groups
	chartBarMax float32 = 42
)

// fit divides the area between the bars.
func (p *chartPlot) fit(bars int) {
	p.bars, p.slot, p.group = bars, 0, 1
	if bars > 0 && p.size.Width > 0 {
		p.slot = p.size.Width / float32(bars)
		p.group = max(int(math.Ceil(float64(Px(chartSlot)/p.slot))), 1)
	}
}

// at is the bar below a position, -1 for none.
func (p chartPlot) at(pos fyne.Position) int {
	x, y := pos.X-p.pos.X, pos.Y-p.pos.Y
	if p.slot == 0 || x < 0 || x >= p.size.Width || y < 0 || y >= p.size.Height {
		return -1
	}
	return min(int(x/p.slot), p.bars-1)
}

// at is the bar that is seen below a position: of bars drawn as one, the highest.
func (c *Chart) at(pos fyne.Position) int {
	bar := c.plot.at(pos)
	if bar < 0 || c.plot.group == 1 {
		return bar
	}
	return c.highest(bar - bar%c.plot.group)
}

// highest is the one that is drawn of the bars of a group, by its first.
func (c *Chart) highest(first int) int {
	best := first
	for i := first + 1; i < min(first+c.plot.group, len(c.segments)); i++ {
		if extent(c.segments[i]) > extent(c.segments[best]) {
			best = i
		}
	}
	return best
}

// y is the place of a share of the axis.
func (p chartPlot) y(share float32) float32 { return snap(p.pos.Y + p.size.Height*(1-share)) }

// span is the area of the bars from one to before another, over the whole height.
func (p chartPlot) span(from, to int) (fyne.Position, fyne.Size) {
	left, right := snap(p.pos.X+p.slot*float32(from)), snap(p.pos.X+p.slot*float32(to))
	return fyne.NewPos(left, p.pos.Y), fyne.NewSize(max(right-left, 1), p.size.Height)
}

// column is left and width of the bar that stands for the group that begins at one.
func (p chartPlot) column(first int) (left, width float32) {
	slot := p.slot * float32(min(p.group, p.bars-first))
	width = min(slot-max(slot*0.24, 1), Px(chartBarMax))
	left = snap(p.pos.X + p.slot*float32(first) + (slot-width)/2)
	return left, max(snap(width), 1)
}

// snap moves a place onto a whole pixel, where lines are sharp.
func snap(v float32) float32 { return float32(math.Round(float64(v))) }

// unread are the rows of bars that were not read, from one to before another.
func (c *Chart) unread() (spans [][2]int) {
	for i, bar := range c.data.Bars {
		switch last := len(spans) - 1; {
		case !bar.Unread:
		case last >= 0 && spans[last][1] == i:
			spans[last][1]++
		default:
			spans = append(spans, [2]int{i, i + 1})
		}
	}
	return spans
}

// mark puts hover, choice and focus where they belong.
func (c *Chart) mark() {
	p := c.plot
	strip := func(bar int) (fyne.Position, fyne.Size, bool) {
		if bar < 0 || bar >= p.bars {
			return fyne.Position{}, fyne.Size{}, false
		}
		pos, size := p.span(bar, bar+1)
		return pos, size, true
	}
	for _, m := range []struct {
		rect fyne.CanvasObject
		bar  int
	}{{c.hoverStrip, c.hover}, {c.chosenStrip, c.chosen}} {
		pos, size, seen := strip(m.bar)
		place(m.rect, pos, size, seen)
	}
	pos, size, seen := strip(c.current)
	if c.focused && !seen { // the keyboard is here, though there is no bar
		pos, size, seen = p.pos, p.size, true
	}
	if least := Px(6); size.Width < least { // a frame around a thin bar can still be seen
		pos.X, size.Width = pos.X-(least-size.Width)/2, least
	}
	place(c.focusFrame, pos.AddXY(1, 1), size.SubtractWidthHeight(2, 2), c.focused && seen)
}

// place shows an object somewhere, or hides it. Nothing is painted when it was like
// that before; the toolkit paints when something moves, not when it is shown again.
func place(o fyne.CanvasObject, pos fyne.Position, size fyne.Size, seen bool) {
	if !seen {
		if o.Visible() {
			o.Hide()
		}
		return
	}
	o.Move(pos)
	o.Resize(size)
	if !o.Visible() {
		o.Show()
		canvas.Refresh(o)
	}
}

// ink gives the marks the colours of the theme.
func (c *Chart) ink() {
	c.hoverStrip.FillColor = Color(theme.ColorNameHover)
	c.chosenStrip.FillColor = Color(theme.ColorNameSelection)
	c.focusFrame.StrokeColor, c.focusFrame.StrokeWidth = Color(theme.ColorNamePrimary), 2
	c.focusFrame.CornerRadius = 2
}
