package kit

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Row is what a Grid shows of one row.
type Row struct {
	Key    uint64              // what marks are kept by
	Ground fyne.ThemeColorName // a tint; empty: the zebra
	Cells  []Cell
}

// Cell is the content of a cell. Colours are names of the theme.
type Cell struct {
	Text  string
	Color fyne.ThemeColorName // empty: foreground; a link: hyperlink
	Bold  bool
	Mono  bool
	Link  bool
	More  bool       // the amount has more decimals: "…" in the slot of its own
	Icon  CellIcon   // before the text, or alone in the middle
	Marks []CellIcon // at the right end
	Bar   float32    // 0 to 1 of the cell's width
	// BarColor is primary if empty.
	BarColor fyne.ThemeColorName
	// Hint is the full text for the hint line; empty: Text.
	Hint string
}

// CellIcon is a small icon of a cell. The hint line shows Hint under the pointer.
type CellIcon struct {
	Resource fyne.Resource
	Color    fyne.ThemeColorName
	Hint     string
}

func (c *Cell) same(other *Cell) bool {
	return c.Text == other.Text && c.Color == other.Color && c.Bold == other.Bold && c.Mono == other.Mono &&
		c.Link == other.Link && c.More == other.More && c.Icon == other.Icon && c.Bar == other.Bar &&
		c.BarColor == other.BarColor && slices.Equal(c.Marks, other.Marks)
}

// hint is the full content in words.
func (c *Cell) hint() string {
	if c.Hint != "" {
		return c.Hint
	}
	if c.Text == "" {
		return c.Icon.Hint
	}
	return c.Text
}

func (c *Cell) textColor() fyne.ThemeColorName {
	if c.Color == "" && c.Link {
		return theme.ColorNameHyperlink
	}
	return c.Color
}

// gridCell holds the objects of a cell. They are made when first needed and
// used again by whatever row comes to stand here. Those of the header stand in the
// window; those of a row only say what its picture shows, and where.
type gridCell struct {
	text, more *canvas.Text
	shaped     *canvas.Text // stands in the window: a text that the picture cannot write
	icon       *canvas.Image
	marks      []*canvas.Image
	bar        *canvas.Rectangle

	shown  Cell
	box    gridBox
	valid  bool // the objects show what shown and box say
	frozen bool
}

// gridBox is where a cell stands and how it lies there.
type gridBox struct {
	x, w, h float32
	align   fyne.TextAlign
	slot    bool // keeps the slot of Cell.More
}

// gridPlace is a box with what it takes to paint into it.
type gridPlace struct {
	gridBox
	look    *gridLook
	parent  *fyne.Container // of what stands in the window
	picture bool            // all that can be is painted into the row's picture
}

// add puts an object into the window if no picture shows it.
func (at *gridPlace) add(o fyne.CanvasObject) {
	if !at.picture {
		at.parent.Add(o)
	}
}

// show makes the objects show a cell, touches only those that change, and reports
// whether any did.
func (c *gridCell) show(cell *Cell, at gridPlace) bool {
	if c.valid && c.box == at.gridBox && c.shown.same(cell) {
		return false
	}
	marks := append(c.shown.Marks[:0], cell.Marks...)
	c.shown = *cell
	c.shown.Marks = marks
	c.box, c.valid = at.gridBox, true
	left, right := at.x+Px(gridPad), at.x+at.w-Px(gridPad)
	right = c.showMarks(cell, at, right)
	if at.slot {
		right -= Px(gridMoreSlot)
	}
	left = c.showIcon(cell, at, left)
	c.showBar(cell, at, left, right)
	whole := c.showText(cell, at, left, right)
	c.showMore(cell.More && whole, cell, at, right)
	return true
}

// showIcon returns where the text may begin.
func (c *gridCell) showIcon(cell *Cell, at gridPlace, left float32) float32 {
	if cell.Icon.Resource == nil {
		hide(c.icon)
		return left
	}
	side := Px(gridIconSide)
	if c.icon == nil {
		c.icon = newGridIcon(&at)
	}
	x := left
	if cell.Text == "" && at.align == fyne.TextAlignCenter {
		x = at.x + (at.w-side)/2
	}
	c.icon.Move(fyne.NewPos(x, (at.h-side)/2))
	at.look.setIcon(c.icon, cell.Icon.Resource, cell.Icon.Color)
	return left + side + Px(4)
}

// showMarks returns where the text must end.
func (c *gridCell) showMarks(cell *Cell, at gridPlace, right float32) float32 {
	side := Px(gridIconSide)
	for i, m := range cell.Marks {
		if i == len(c.marks) {
			c.marks = append(c.marks, newGridIcon(&at))
		}
		right -= side
		c.marks[i].Move(fyne.NewPos(right, (at.h-side)/2))
		at.look.setIcon(c.marks[i], m.Resource, m.Color)
		right -= Px(3)
	}
	for _, unused := range c.marks[len(cell.Marks):] {
		hide(unused)
	}
	return right
}

func (c *gridCell) showBar(cell *Cell, at gridPlace, left, right float32) {
	if cell.Bar <= 0 {
		if c.bar != nil && !c.bar.Hidden {
			c.bar.Hide()
		}
		return
	}
	if c.bar == nil {
		c.bar = canvas.NewRectangle(color.Transparent)
		at.add(c.bar)
	}
	name := orColor(cell.BarColor, theme.ColorNamePrimary)
	height := Px(12)
	c.bar.FillColor = at.look.color(name)
	c.bar.Move(fyne.NewPos(left, (at.h-height)/2))
	c.bar.Resize(fyne.NewSize(max(Px(1), (right-left)*min(cell.Bar, 1)), height))
	c.bar.Show()
	canvas.Refresh(c.bar)
}

// showText reports whether the whole text has room.
func (c *gridCell) showText(cell *Cell, at gridPlace, left, right float32) (whole bool) {
	f := at.look.font(cell.Bold, cell.Mono)
	text := at.look.fit(cell.Text, right-left, f)
	if c.text == nil {
		c.text = canvas.NewText("", color.Transparent)
		at.add(c.text)
	}
	if text == "" {
		hideText(c.text)
		hideText(c.shaped)
		return cell.Text == ""
	}
	place := func(t *canvas.Text) {
		setText(t, text, at.look.color(cell.textColor()), f, at.align)
		t.Move(fyne.NewPos(left, 0))
		t.Resize(fyne.NewSize(right-left, at.h))
	}
	place(c.text)
	if !at.picture || at.look.writes(c.text) {
		hideText(c.shaped)
		return text == cell.Text
	}
	if c.shaped == nil {
		c.shaped = canvas.NewText("", color.Transparent)
		at.parent.Add(c.shaped)
	}
	place(c.shaped)
	return text == cell.Text
}

// showMore marks an amount that has more decimals; one that is cut says so already.
func (c *gridCell) showMore(more bool, cell *Cell, at gridPlace, right float32) {
	if !more {
		hideText(c.more)
		return
	}
	if c.more == nil {
		c.more = canvas.NewText("", color.Transparent)
		at.add(c.more)
	}
	setText(c.more, "…", at.look.color(cell.textColor()), at.look.font(false, false), fyne.TextAlignLeading)
	c.more.Move(fyne.NewPos(right, 0))
	c.more.Resize(fyne.NewSize(Px(gridMoreSlot), at.h))
}

// setText changes a text object and repaints it only if it differs.
func setText(t *canvas.Text, s string, c color.Color, f gridFont, align fyne.TextAlign) {
	s, style := arrowSpaced(s), f.style()
	if t.Hidden {
		t.Show()
	}
	if t.Text == s && t.Color == c && t.TextStyle == style && t.TextSize == f.size && t.Alignment == align {
		return
	}
	t.Text, t.Color, t.TextStyle, t.TextSize, t.Alignment = s, c, style, f.size, align
	canvas.Refresh(t)
}

func newGridIcon(at *gridPlace) *canvas.Image {
	i := &canvas.Image{}
	at.add(i)
	return i
}

func hideText(t *canvas.Text) {
	if t != nil && !t.Hidden {
		t.Hide()
	}
}

func hide(i *canvas.Image) {
	if i != nil && !i.Hidden {
		i.Hide()
	}
}

// need is how wide a column must be to show a cell whole.
func (c *Cell) need(column *Column, look *gridLook) float32 {
	need := look.width(c.Text, look.font(c.Bold, c.Mono)) + 2*Px(gridPad) + 1
	if c.Icon.Resource != nil {
		need += Px(gridIconSide) + Px(4)
	}
	need += float32(len(c.Marks)) * (Px(gridIconSide) + Px(3))
	if column.MoreSlot {
		need += Px(gridMoreSlot)
	}
	return need
}
