package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// gridHeader holds the objects of the header: one title a column.
type gridHeader struct {
	base, rest *fyne.Container
	titles     []*gridTitle
}

// gridTitle is a column's head: title, sort arrow, the number of a second key,
// and a line under the column that keys mean.
type gridTitle struct {
	cell   gridCell
	arrow  *canvas.Image
	second *canvas.Text
	cursor *canvas.Rectangle
}

func (h *gridHeader) discard() {
	h.titles = nil
	h.base.RemoveAll()
	h.rest.RemoveAll()
}

func (h *gridHeader) title(i int, parent *fyne.Container) *gridTitle {
	for len(h.titles) <= i {
		t := &gridTitle{
			arrow:  newGridIcon(&gridPlace{parent: parent}),
			second: canvas.NewText("", color.Transparent),
			cursor: canvas.NewRectangle(color.Transparent),
		}
		parent.Add(t.second)
		parent.Add(t.cursor)
		h.titles = append(h.titles, t)
	}
	return h.titles[i]
}

// paintHeader shows titles, arrows and the box of all marks.
func (g *Grid) paintHeader() {
	if g.parts == nil {
		return
	}
	height := Px(GridHeaderHeight)
	g.header.rest.Move(fyne.NewPos(-g.scroll.left-g.columns.edge, 0))
	for i := range g.columns.all {
		column := &g.columns.all[i]
		parent := g.header.rest
		if i < g.columns.frozen {
			parent = g.header.base
		}
		t := g.header.title(i, parent)
		at := gridPlace{gridBox: g.columns.box(i, height), look: &g.look, parent: parent}
		at.slot = false // the title stands over number and slot
		cell := Cell{Text: column.Title, Bold: true}
		if column.Check {
			cell = tickIcon(g.ticks())
		}
		g.paintSort(t, column, &cell, &at)
		t.cell.show(&cell, at)
		g.paintCursor(t, i, at)
	}
}

// paintSort shows the arrow of a sorted column and makes room for it: right of
// the title, wherever that ends.
func (g *Grid) paintSort(t *gridTitle, column *Column, cell *Cell, at *gridPlace) {
	position := gridNowhere
	for i, s := range g.sorts {
		if s.Column == column.ID {
			position = i
		}
	}
	if position < 0 {
		hide(t.arrow)
		t.second.Hide()
		return
	}
	icon := theme.IconNameArrowDropUp
	if g.sorts[position].Desc {
		icon = theme.IconNameArrowDropDown
	}
	g.look.setIcon(t.arrow, theme.Icon(icon), theme.ColorNameForeground)
	font, arrow := g.look.font(true, false), Px(12)
	title := g.look.fit(cell.Text, at.w-Px(gridPad)-arrow, font) // a narrow title gives its padding
	x := at.x + Px(gridPad) + g.look.width(title, font)
	at.w -= arrow - Px(gridPad)
	if at.align == fyne.TextAlignTrailing {
		x = at.x + at.w - Px(gridPad)
		at.x -= Px(gridPad)
		at.w += Px(gridPad) - Px(1)
	}
	cell.Text = title
	t.arrow.Move(fyne.NewPos(x-Px(2), (at.h-Px(gridIconSide))/2))
	t.second.Hide()
	if position > 0 {
		setText(t.second, string(rune('1'+position)), g.look.color(theme.ColorNamePlaceHolder),
			gridFont{size: Px(9)}, fyne.TextAlignLeading)
		t.second.Move(fyne.NewPos(x+arrow-Px(2), Px(2)))
	}
}

// paintCursor underlines the column that keys mean while the grid has the focus.
func (g *Grid) paintCursor(t *gridTitle, i int, at gridPlace) {
	t.cursor.Move(fyne.NewPos(g.columns.x[i], at.h-Px(2)))
	t.cursor.Resize(fyne.NewSize(g.columns.w[i], Px(2)))
	fill := color.Color(color.Transparent)
	if g.input.focused && i == g.column {
		fill = g.look.color(theme.ColorNamePrimary)
	}
	setFill(t.cursor, fill)
}

// ticks is the state of the header's box.
func (g *Grid) ticks() Ticks {
	if g.Ticks != nil {
		return g.Ticks()
	}
	marked, rows := 0, 0
	for _, r := range g.body.slots {
		if r.base.Hidden || !r.known() || g.Marked == nil {
			continue
		}
		rows++
		if g.Marked(r.row.Key) {
			marked++
		}
	}
	switch {
	case marked == 0:
		return TicksNone
	case marked == rows:
		return TicksAll
	}
	return TicksSome
}

// gridParts are the parts of the picture that are there once.
type gridParts struct {
	headGround, headLine, edgeLine *canvas.Rectangle
	body, rest, head, headRest     *container.Clip
	vertical, horizontal           *canvas.Rectangle
	drop                           *canvas.Rectangle
	ring                           *canvas.Rectangle
}

func (g *Grid) newParts() *gridParts {
	rectangle := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	g.body.base, g.body.rest = container.NewWithoutLayout(), container.NewWithoutLayout()
	g.header.base, g.header.rest = container.NewWithoutLayout(), container.NewWithoutLayout()
	p := &gridParts{
		headGround: rectangle(), headLine: rectangle(), edgeLine: rectangle(),
		body: container.NewClip(g.body.base), rest: container.NewClip(g.body.rest),
		head: container.NewClip(g.header.base), headRest: container.NewClip(container.NewWithoutLayout(g.header.rest)),
		vertical: rectangle(), horizontal: rectangle(), drop: rectangle(), ring: rectangle(),
	}
	return p
}

func (p *gridParts) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		p.body, p.rest, p.headGround, p.head, p.headRest, p.headLine, p.edgeLine,
		p.vertical, p.horizontal, p.drop, p.ring,
	}
}
