package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ desktop.Mouseable      = (*Grid)(nil)
	_ desktop.Hoverable      = (*Grid)(nil)
	_ desktop.Cursorable     = (*Grid)(nil)
	_ fyne.Scrollable        = (*Grid)(nil)
	_ fyne.DoubleTappable    = (*Grid)(nil)
	_ fyne.SecondaryTappable = (*Grid)(nil)
	_ fyne.Draggable         = (*Grid)(nil)
)

// gridZone is a part of the grid under the pointer.
type gridZone uint8

const (
	zoneNone gridZone = iota
	zoneRow
	zoneMessage
	zoneHeader
	zoneBorder // between two headers
	zoneVertical
	zoneHorizontal
)

// gridHit is what is under a point; row and column are -1 for none.
type gridHit struct {
	zone        gridZone
	row, column int
}

// gridInput is what pointer and keys are about.
type gridInput struct {
	hover   gridHit
	pointer fyne.Position
	inside  bool
	clicks  [2]gridHit // the last two, the newer second
	shift   bool       // held, by the key events
	focused bool
	drag    gridDrag
}

// hit is what is at a position of the grid.
func (g *Grid) hit(p fyne.Position) gridHit {
	h := gridHit{row: gridNowhere, column: gridNowhere}
	size, head := g.Size(), Px(GridHeaderHeight)
	switch {
	case p.X < 0 || p.Y < 0 || p.X >= size.Width || p.Y >= size.Height:
	case p.Y < head:
		h.zone, h.column = zoneHeader, g.columns.at(p.X, g.scroll.left)
		if border := g.columns.border(p.X, g.scroll.left); border >= 0 {
			h.zone, h.column = zoneBorder, border
		}
	case p.Y >= head+g.scroll.height:
		h.zone = zoneHorizontal
	case p.X >= size.Width-Px(gridBar) && g.scroll.end() > 0:
		h.zone = zoneVertical
	default:
		g.hitLine(&h, fyne.NewPos(p.X, p.Y-head))
	}
	return h
}

func (g *Grid) hitLine(h *gridHit, p fyne.Position) {
	line := g.scroll.lineAt(p.Y)
	if line < 0 {
		return
	}
	switch g.line(line) {
	case lineRow:
		h.zone, h.row, h.column = zoneRow, line, g.columns.at(p.X, g.scroll.left)
	case lineMessage:
		h.row = line
		if n := g.body.slot(line).notice; n != nil && p.X >= n.from && p.X < n.to {
			h.zone = zoneMessage
		}
	}
}

// cell is the content of a cell in view; nil if it is not there.
func (g *Grid) cell(row, column int) *Cell {
	from, to := g.scroll.visible()
	if row < from || row >= to || column < 0 || len(g.body.slots) == 0 {
		return nil
	}
	if r := g.body.slot(row); r.index == row && r.ok && column < len(r.row.Cells) {
		return &r.row.Cells[column]
	}
	return nil
}

// MouseDown acts at once: waiting for a possible double click would make the
// list feel slow.
func (g *Grid) MouseDown(e *desktop.MouseEvent) {
	g.takeFocus()
	h := g.hit(e.Position)
	shift := e.Modifier&fyne.KeyModifierShift != 0
	toggle := e.Modifier&fyne.KeyModifierShortcutDefault != 0
	if e.Button == desktop.MouseButtonPrimary {
		if shift || toggle {
			g.input.clicks = [2]gridHit{} // two quick marks are no double click
		} else {
			g.input.clicks = [2]gridHit{g.input.clicks[1], h}
		}
	}
	switch h.zone {
	case zoneRow:
		g.pressRow(h, e.Button, shift, toggle, e.Position)
	case zoneMessage:
		g.runMessage()
	default:
		if e.Button == desktop.MouseButtonPrimary {
			g.pressFrame(h, e.Position, shift)
		}
	}
}

func (g *Grid) pressRow(h gridHit, button desktop.MouseButton, shift, toggle bool, p fyne.Position) {
	if h.column >= 0 && !g.columns.all[h.column].Check {
		g.column = h.column
	}
	check := h.column >= 0 && g.columns.all[h.column].Check
	switch {
	case button != desktop.MouseButtonPrimary:
		g.makeCurrent(h.row)
		g.anchor = h.row
	case shift:
		g.markRange(h.row)
	case toggle, check:
		g.makeCurrent(h.row)
		g.anchor = h.row
		g.toggleMark(h.row)
	default:
		g.makeCurrent(h.row)
		g.anchor = h.row
		if g.onLink(h, p) && g.OnLink != nil {
			g.OnLink(h.row, g.columns.all[h.column].ID)
		}
	}
}

// onLink reports whether the pointer is on the text of a link.
func (g *Grid) onLink(h gridHit, p fyne.Position) bool {
	cell := g.cell(h.row, h.column)
	if cell == nil || !cell.Link {
		return false
	}
	column := &g.columns.all[h.column]
	x := g.columns.left(h.column, g.scroll.left)
	width := g.columns.w[h.column]
	text := min(g.look.width(cell.Text, g.look.font(cell.Bold, cell.Mono)), width) + 2*Px(gridPad)
	if column.Align == fyne.TextAlignTrailing {
		return p.X >= x+width-text
	}
	return p.X < x+text
}

// MouseUp implements desktop.Mouseable.
func (g *Grid) MouseUp(*desktop.MouseEvent) { g.endDrag() }

// DoubleTapped opens the row if both clicks hit it, and fits the column if both
// hit its border. (Two quick clicks on two rows arrive here too.)
func (g *Grid) DoubleTapped(*fyne.PointEvent) {
	first, second := g.input.clicks[0], g.input.clicks[1]
	g.input.clicks = [2]gridHit{}
	if first.zone != second.zone {
		return
	}
	switch second.zone {
	case zoneRow:
		check := second.column >= 0 && g.columns.all[second.column].Check
		if first.row == second.row && !check && g.OnActivate != nil {
			g.OnActivate(second.row)
		}
	case zoneBorder:
		if first.column == second.column {
			g.fitColumn(second.column)
		}
	}
}

// TappedSecondary opens the context menu; the press made the row current.
func (g *Grid) TappedSecondary(e *fyne.PointEvent) {
	h := g.hit(e.Position)
	if h.zone != zoneRow || g.OnMenu == nil {
		return
	}
	g.OnMenu(h.row, g.CurrentColumn(), e.AbsolutePosition)
}

// Scrolled moves by three rows a notch of a wheel, as native lists do, and by
// pixels for a touchpad. Shift turns the wheel sideways.
func (g *Grid) Scrolled(e *fyne.ScrollEvent) {
	dx, dy := e.Scrolled.DX, e.Scrolled.DY
	if g.shiftHeld() && dx == 0 {
		dx, dy = dy, 0
	}
	const notch = 25 // of Fyne's driver on Linux and Windows
	if dy != 0 && math.Mod(float64(dy), notch) == 0 {
		dy = dy / notch * gridWheelRows * g.scroll.row
	}
	if dx != 0 && math.Mod(float64(dx), notch) == 0 {
		dx *= 2
	}
	g.scroll.by(-dx, -dy)
	g.paint()
	g.rehover()
}

// MouseIn implements desktop.Hoverable.
func (g *Grid) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (g *Grid) MouseMoved(e *desktop.MouseEvent) {
	g.input.pointer, g.input.inside = e.Position, true
	g.rehover()
}

// MouseOut implements desktop.Hoverable.
func (g *Grid) MouseOut() {
	g.input.inside = false
	g.rehover()
}

// rehover finds out what is under the pointer now, after it or the rows moved.
func (g *Grid) rehover() {
	h := gridHit{row: gridNowhere, column: gridNowhere}
	if g.input.inside {
		h = g.hit(g.input.pointer)
	}
	vertical, horizontal := h.zone == zoneVertical, h.zone == zoneHorizontal
	if vertical != g.bars.overVertical || horizontal != g.bars.overHorizontal {
		g.bars.overVertical, g.bars.overHorizontal = vertical, horizontal
		g.paintBars()
	}
	if h == g.input.hover {
		return
	}
	before := g.input.hover.row
	g.input.hover = h
	if before != h.row {
		g.repaintGround(before)
		g.repaintGround(h.row)
	}
	g.tellHover(h)
}

// repaintGround recolours one line in view.
func (g *Grid) repaintGround(line int) {
	from, to := g.scroll.visible()
	if line >= from && line < to && len(g.body.slots) > 0 {
		if r := g.body.slot(line); r.index == line {
			g.paintRow(r)
		}
	}
}

// Cursor tells what a click would do. Fyne asks before it says where the
// pointer went, so this is one movement late.
func (g *Grid) Cursor() desktop.Cursor {
	h := g.input.hover
	switch {
	case h.zone == zoneBorder || g.input.drag.kind == dragBorder:
		return desktop.HResizeCursor
	case h.zone == zoneMessage, h.zone == zoneRow && g.onLink(h, g.input.pointer):
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
