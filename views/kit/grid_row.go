package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// gridRow holds the objects of one line in view. base carries its picture, both
// the texts that the picture cannot write: rest those that scroll sideways.
type gridRow struct {
	base, rest *fyne.Container
	picture    *gridPicture
	cells      []gridCell
	notice     *gridNotice

	index int // the line that stands here, -1: none
	kind  gridLine
	fresh bool // filled since the last spoil
	ok    bool
	row   Row
	box   Cell // the check box
}

func newGridRow() *gridRow {
	r := &gridRow{index: gridNowhere}
	r.picture = newGridPicture(r)
	r.base = container.NewWithoutLayout(r.picture.raster)
	r.rest = container.NewWithoutLayout()
	return r
}

// known reports whether the line is a row whose key is known, read or not.
func (r *gridRow) known() bool { return r.kind == lineRow && (r.ok || r.row.Key != 0) }

// gridBody are the lines in view: line i stands in slot i modulo their number,
// so that a step down fills only the lines that come in.
type gridBody struct {
	slots      []*gridRow
	split      int // frozen columns when the objects were made
	base, rest *fyne.Container
}

// spoil has the rows [from, to) filled again when they are painted.
func (b *gridBody) spoil(from, to int) {
	for _, r := range b.slots {
		if r.index >= from && r.index < to {
			r.fresh = false
		}
	}
}

// repaint has all cells painted again, for another theme.
func (b *gridBody) repaint() {
	for _, r := range b.slots {
		for i := range r.cells {
			r.cells[i].valid = false
		}
	}
}

// provide makes sure that there are slots for n lines.
func (b *gridBody) provide(n int) {
	if n <= len(b.slots) {
		return
	}
	for len(b.slots) < n {
		r := newGridRow()
		b.slots = append(b.slots, r)
		b.base.Add(r.base)
		b.rest.Add(r.rest)
	}
	for _, r := range b.slots { // line i has moved to another slot
		r.index, r.fresh = gridNowhere, false
	}
}

// discard drops all objects, for other columns.
func (b *gridBody) discard() {
	b.slots = nil
	b.base.RemoveAll()
	b.rest.RemoveAll()
}

func (b *gridBody) slot(line int) *gridRow { return b.slots[line%len(b.slots)] }

// paintRows brings every line in view to what it should show.
func (g *Grid) paintRows() {
	if g.parts == nil {
		return
	}
	from, to := g.scroll.visible()
	g.body.provide(g.scroll.whole() + 2)
	for line := from; line < to; line++ {
		g.fill(g.body.slot(line), line)
	}
	if g.growIdentity(from, to) {
		g.layoutView()
	}
	for _, r := range g.body.slots {
		if r.index < from || r.index >= to {
			r.base.Hide()
			r.rest.Hide()
			continue
		}
		g.paintRow(r)
	}
}

// fill reads a line from the owner if the slot does not hold it already.
func (g *Grid) fill(r *gridRow, line int) {
	kind := g.line(line)
	if r.index == line && r.fresh && r.kind == kind {
		return
	}
	n := len(g.columns.all)
	if len(r.cells) != n {
		r.cells = make([]gridCell, n)
		r.row.Cells = make([]Cell, n)
	}
	clear(r.row.Cells)
	r.row.Key, r.row.Ground = 0, ""
	r.index, r.kind, r.fresh, r.ok = line, kind, true, true
	switch kind {
	case lineRow:
		r.ok = g.Fill != nil && g.Fill(line, g.columns.all, &r.row)
		if !r.ok {
			g.fillUnread(r)
		}
	case lineGrey:
		g.fillGrey(r)
	}
}

// fillUnread is a row that the owner has still to load.
func (g *Grid) fillUnread(r *gridRow) {
	clear(r.row.Cells)
	for i := range g.columns.all {
		if g.columns.all[i].Title != "" {
			r.row.Cells[i] = Cell{Text: "…", Color: theme.ColorNamePlaceHolder}
		}
	}
}

// fillGrey is a row of a list that was never read: bars of uneven length.
func (g *Grid) fillGrey(r *gridRow) {
	for i := range g.columns.all {
		if g.columns.all[i].Title != "" {
			length := gridPlaceholderBarMin + float32((r.index*7+i*5)%11)*0.05
			r.row.Cells[i] = Cell{Bar: length, BarColor: theme.ColorNameSeparator}
		}
	}
}

// growIdentity widens identity columns for what is in view.
func (g *Grid) growIdentity(from, to int) bool {
	grown := false
	for i := range g.columns.all {
		if !g.columns.all[i].Identity {
			continue
		}
		for line := from; line < to; line++ {
			r := g.body.slot(line)
			if r.kind == lineRow && r.ok {
				need := r.row.Cells[i].need(&g.columns.all[i], &g.look)
				grown = g.columns.grow(i, need, g.Size().Width) || grown
			}
		}
	}
	return grown
}

// paintRow puts a filled line into its place and shows it.
func (g *Grid) paintRow(r *gridRow) {
	y := g.scroll.y(r.index)
	width, height := g.Size().Width, g.scroll.row
	r.base.Move(fyne.NewPos(0, y))
	r.rest.Move(fyne.NewPos(-g.scroll.left-g.columns.edge, y))
	r.base.Show()
	r.rest.Show()
	marked := r.known() && g.Marked != nil && g.Marked(r.row.Key)
	current := r.index == g.current && r.kind != lineGrey
	g.paintNotice(r)
	changed := false
	for i := range g.columns.all {
		column := &g.columns.all[i]
		cell := &r.row.Cells[i]
		if column.Check && r.known() {
			r.box = tickCell(marked)
			cell = &r.box
		}
		at := gridPlace{gridBox: g.columns.box(i, height), look: &g.look, parent: r.rest, picture: true}
		frozen := i < g.columns.frozen
		if frozen {
			at.parent = r.base
		}
		changed = r.cells[i].show(cell, at) || changed
		r.cells[i].frozen = frozen
	}
	band := g.band(r, marked, current)
	band.size = fyne.NewSize(width, height)
	r.picture.show(band, &g.look, changed)
}

// band is the ground of a row, its edge and its line. A plain row lets the
// window's ground through: painting each pixel once more is what costs most of a
// frame where no graphics card helps.
func (g *Grid) band(r *gridRow, marked, current bool) gridBand {
	ground := ColorClear
	switch {
	case r.kind == lineRow && (marked && !g.PlainMarks || current):
		ground = theme.ColorNameSelection
	case r.row.Ground != "":
		ground = r.row.Ground
	case r.index%2 == 1 && r.kind == lineRow:
		ground = ColorZebra
	}
	b := gridBand{
		fill: g.look.color(ground), edge: color.Transparent, line: g.look.color(theme.ColorNameSeparator),
		left: g.scroll.left, frozen: g.columns.edge, ring: g.ringWidth(),
	}
	if r.index == g.input.hover.row && r.kind == lineRow {
		b.fill = g.look.over(theme.ColorNameHover, ground)
	}
	if current {
		b.edge = g.look.color(theme.ColorNamePrimary)
	}
	return b
}

func setFill(r *canvas.Rectangle, c color.Color) {
	if r.FillColor != c {
		r.FillColor = c
		canvas.Refresh(r)
	}
}

func tickCell(ticked bool) Cell {
	if ticked {
		return tickIcon(TicksAll)
	}
	return tickIcon(TicksNone)
}

func tickIcon(t Ticks) Cell {
	switch t {
	case TicksAll:
		return Cell{Icon: CellIcon{Resource: theme.Icon(theme.IconNameCheckButtonChecked), Color: theme.ColorNamePrimary}}
	case TicksSome:
		return Cell{Icon: CellIcon{Resource: theme.Icon(theme.IconNameCheckButtonPartial), Color: theme.ColorNamePrimary}}
	}
	return Cell{Icon: CellIcon{Resource: theme.Icon(theme.IconNameCheckButton), Color: theme.ColorNameInputBorder}}
}
