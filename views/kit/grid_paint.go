package kit

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer implements fyne.Widget.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer {
	g.ExtendBaseWidget(g)
	if g.parts == nil { // the toolkit forgets what was out of sight for a minute and asks again
		g.parts = g.newParts()
	}
	return &gridRenderer{grid: g, objects: g.parts.objects()}
}

type gridRenderer struct {
	grid    *Grid
	objects []fyne.CanvasObject
}

func (r *gridRenderer) Layout(fyne.Size) {
	r.grid.paint()
}

// MinSize is enough for the header and a few rows; a list takes what it gets.
func (r *gridRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Px(120), Px(GridHeaderHeight)+3*Px(r.grid.rowHeight))
}

func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *gridRenderer) Destroy()                     {}

func (r *gridRenderer) Refresh() {
	g := r.grid
	if len(g.header.titles) != len(g.columns.all) || g.columns.frozen != g.body.split {
		g.body.discard()
		g.header.discard()
	}
	g.body.spoil(0, math.MaxInt)
	g.needed = [2]int{gridNowhere, gridNowhere}
	g.paint()
}

// layoutView computes where everything stands, and paints nothing.
func (g *Grid) layoutView() {
	g.look.renew()
	size := g.Size()
	g.columns.place(size.Width)
	s := &g.scroll
	s.row = g.onPixels(Px(g.rowHeight))
	s.lines = g.lines()
	s.width = max(0, size.Width-g.columns.edge)
	s.content = max(0, g.columns.width-g.columns.edge)
	s.height = max(0, size.Height-Px(GridHeaderHeight))
	if g.bars.needsHorizontal(s) {
		s.height = max(0, s.height-Px(gridBar))
		s.content += Px(gridBar)
	}
	s.clamp()
}

// onPixels rounds a height to whole pixels of the screen: a picture that had to be
// stretched to a part of one would be blurred.
func (g *Grid) onPixels(height float32) float32 {
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil && c.Scale() > 0 {
		scale = c.Scale()
	}
	return max(1, float32(pixels(height, scale))) / scale
}

// paint brings the whole picture up to date; what did not change is not touched.
func (g *Grid) paint() {
	if g.parts == nil {
		return
	}
	if g.look.renew() {
		g.body.repaint()
		for _, t := range g.header.titles {
			t.cell.valid = false
		}
	}
	g.layoutView()
	if g.columns.frozen != g.body.split {
		g.body.discard()
		g.header.discard()
		g.body.split = g.columns.frozen
	}
	g.paintRows()
	g.paintFrame()
	g.paintHeader()
	g.paintBars()
	g.tellNeeded()
}

// paintFrame places what is there once.
func (g *Grid) paintFrame() {
	p, size, head := g.parts, g.Size(), Px(GridHeaderHeight)
	s := &g.scroll
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	place(p.body, 0, head, size.Width, s.height)
	place(p.rest, g.columns.edge, head, s.width, s.height)
	place(p.headGround, 0, 0, size.Width, head)
	place(p.head, 0, 0, size.Width, head)
	place(p.headRest, g.columns.edge, 0, s.width, head)
	place(p.headLine, 0, head-1, size.Width, 1)
	place(p.edgeLine, g.columns.edge, 0, 1, head+s.height)
	place(p.ring, 1, 1, size.Width-2, size.Height-2) // the stroke lies on the edge
	setFill(p.headGround, g.look.color(theme.ColorNameHeaderBackground))
	setFill(p.headLine, g.look.color(theme.ColorNameSeparator))
	edge := color.Color(color.Transparent)
	if s.left > 0 {
		edge = g.look.color(theme.ColorNameInputBorder)
	}
	setFill(p.edgeLine, edge)
	g.paintRing()
}

// ringWidth is what the focus ring covers; the current row's edge stands inside.
func (g *Grid) ringWidth() float32 {
	if g.input.focused {
		return 2
	}
	return 0
}

// paintRing shows that the grid has the focus.
func (g *Grid) paintRing() {
	ring := g.parts.ring
	stroke := color.Color(color.Transparent)
	if g.input.focused {
		stroke = g.look.color(theme.ColorNamePrimary)
	}
	if ring.StrokeColor != stroke {
		ring.FillColor, ring.StrokeColor, ring.StrokeWidth = color.Transparent, stroke, 2
		canvas.Refresh(ring)
	}
}

// tellNeeded tells the owner which rows are in view, when they are others.
func (g *Grid) tellNeeded() {
	from, to := g.InView()
	if g.needed == [2]int{from, to} {
		return
	}
	g.needed = [2]int{from, to}
	if g.RowsNeeded != nil && to > from {
		g.RowsNeeded(from, to)
	}
}
