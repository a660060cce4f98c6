package kit

import (
	"math"

	"fyne.io/fyne/v2"
)

// gridDragKind is what a drag moves.
type gridDragKind uint8

const (
	dragNothing gridDragKind = iota
	dragVertical
	dragHorizontal
	dragBorder
	dragColumn
)

// gridDrag is a press on the frame that may become a drag.
type gridDrag struct {
	kind   gridDragKind
	column int
	target int     // the column whose place a dragged one would take
	grip   float32 // where the thumb or border was taken, from its start
	start  fyne.Position
	moved  bool
	shift  bool
}

// pressFrame begins what a press on header or bars begins.
func (g *Grid) pressFrame(h gridHit, p fyne.Position, shift bool) {
	d := gridDrag{column: h.column, target: gridNowhere, start: p, shift: shift}
	switch h.zone {
	case zoneVertical:
		t, ok := g.verticalThumb()
		if !ok {
			return
		}
		y := p.Y - Px(GridHeaderHeight)
		if y < t.at || y > t.at+t.length {
			g.page(y > t.at)
			return
		}
		d.kind, d.grip = dragVertical, y-t.at
	case zoneHorizontal:
		t, ok := g.horizontalThumb()
		if !ok {
			return
		}
		x := p.X - g.columns.edge
		if x < t.at || x > t.at+t.length {
			g.sideways(x > t.at, g.scroll.width)
			return
		}
		d.kind, d.grip = dragHorizontal, x-t.at
	case zoneBorder:
		d.kind = dragBorder
		d.grip = p.X - g.columns.left(h.column, g.scroll.left) - g.columns.w[h.column]
	case zoneHeader:
		if h.column < 0 {
			return
		}
		d.kind = dragColumn
	}
	g.input.drag = d
}

// page scrolls by a view down or up.
func (g *Grid) page(down bool) {
	by := g.scroll.height - g.scroll.row
	if !down {
		by = -by
	}
	g.scroll.by(0, by)
	g.paint()
}

// sideways scrolls the columns by pixels to the right or left.
func (g *Grid) sideways(right bool, by float32) {
	if !right {
		by = -by
	}
	g.scroll.by(by, 0)
	g.paint()
}

// Dragged implements fyne.Draggable.
func (g *Grid) Dragged(e *fyne.DragEvent) {
	d := &g.input.drag
	p := e.Position
	switch d.kind {
	case dragVertical:
		if t, ok := g.verticalThumb(); ok && t.track > t.length {
			g.scroll.jump(float64(p.Y-Px(GridHeaderHeight)-d.grip) / float64(t.track-t.length))
			g.paint()
		}
	case dragHorizontal:
		if t, ok := g.horizontalThumb(); ok && t.track > t.length {
			g.scroll.left = (p.X - g.columns.edge - d.grip) / (t.track - t.length) * (g.scroll.content - g.scroll.width)
			g.paint()
		}
	case dragBorder:
		d.moved = true
		g.columns.resize(d.column, p.X-d.grip-g.columns.left(d.column, g.scroll.left))
		g.paint()
	case dragColumn:
		g.dragHeader(p)
	}
}

// dragHeader shows where the column would go.
func (g *Grid) dragHeader(p fyne.Position) {
	d := &g.input.drag
	if far := p.X - d.start.X; !d.moved && far < Px(gridPad) && far > -Px(gridPad) {
		return
	}
	d.moved, d.target = true, gridNowhere
	if to := g.columns.at(p.X, g.scroll.left); g.columns.mayMove(d.column, to) {
		d.target = to
	}
	g.paintDrop()
}

// DragEnd implements fyne.Draggable.
func (g *Grid) DragEnd() { g.endDrag() }

// endDrag finishes a drag, or the press on a header that was none.
func (g *Grid) endDrag() {
	d := g.input.drag
	if d.kind == dragNothing {
		return
	}
	g.input.drag = gridDrag{}
	switch {
	case d.kind == dragBorder && d.moved:
		g.tellColumns()
	case d.kind == dragColumn && d.moved:
		g.moveColumn(d.column, d.target)
	case d.kind == dragColumn:
		g.clickHeader(d.column, d.shift)
	}
	if g.parts != nil {
		g.paintDrop()
		g.paintBars()
	}
}

// clickHeader sorts, or marks what is in view.
func (g *Grid) clickHeader(column int, add bool) {
	c := g.columns.all[column]
	if c.Check {
		g.markInView(g.ticks() != TicksAll)
		return
	}
	g.column = column
	if c.Sortable && g.OnSort != nil {
		g.OnSort(c.ID, add)
	}
	g.paintHeader()
}

// moveColumn puts a column where another stands.
func (g *Grid) moveColumn(from, to int) {
	if !g.columns.move(from, to) {
		return
	}
	if g.column == from {
		g.column = to
	}
	g.body.spoil(0, math.MaxInt)
	g.paint()
	g.tellColumns()
}

// fitColumn makes a column as wide as what is in view needs.
func (g *Grid) fitColumn(i int) {
	column := &g.columns.all[i]
	head := Cell{Text: column.Title, Bold: true}
	need := head.need(column, &g.look) + Px(12) // the arrow of the order
	from, to := g.InView()
	for row := from; row < to; row++ {
		if cell := g.cell(row, i); cell != nil {
			need = max(need, cell.need(column, &g.look))
		}
	}
	g.columns.resize(i, min(need, Px(gridLargestFitted)))
	g.paint()
	g.tellColumns()
}

func (g *Grid) tellColumns() {
	if g.OnColumns != nil {
		g.OnColumns(g.Columns())
	}
}
