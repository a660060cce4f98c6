package screen

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// columnBox is the column of the boxes in the chooser.
const columnBox = "box"

// Chooser is what a page says of the columns of its list that can be hidden and
// moved, in their order. Show, Swap and Reset take effect at once.
type Chooser struct {
	Count func() int
	Title func(i int) string
	Shown func(i int) bool
	Show  func(from, to int, on bool) // the columns [from, to)
	Swap  func(i, j int)
	Reset func()
}

// ChooseColumns opens the list of all columns: shown or not, and in which order.
func (e *Env) ChooseColumns(c Chooser) {
	dialog := kit.NewDialog(e.Host, e.Window.Canvas())
	grid := kit.NewGrid(dialog.Host,
		kit.Column{ID: columnBox, Width: 28, Check: true, Frozen: true, Fixed: true},
		kit.Column{ID: "title", Title: text.T("list.columns"), Width: 200, Flex: true, Fixed: true})
	change := func(change func()) {
		change()
		grid.Refresh()
		grid.RefreshRows(0, c.Count())
	}
	grid.Length = c.Count
	grid.Fill = func(i int, _ []kit.Column, row *kit.Row) bool {
		row.Key = uint64(i)
		row.Cells[1] = kit.Cell{Text: c.Title(i)}
		return true
	}
	grid.Marked = func(key uint64) bool { return c.Shown(int(key)) }
	grid.OnMark = func(from, to int, on bool) { change(func() { c.Show(from, to, on) }) }
	grid.OnShortcut = func(s fyne.Shortcut) bool {
		by := 0
		if chord, ok := s.(fyne.KeyboardShortcut); ok && chord.Mod() == fyne.KeyModifierAlt {
			by = map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[chord.Key()]
		}
		row := grid.Current()
		if by == 0 || row < 0 || row+by < 0 || row+by >= c.Count() {
			return false
		}
		change(func() {
			c.Swap(row, row+by)
			grid.SetCurrent(row + by)
		})
		return true
	}
	grid.OnEscape = dialog.Close
	reset := kit.NewButton(dialog.Host, text.T("list.columns.reset"), nil, func() { change(c.Reset) })
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	room := kit.NewGround(kit.ColorClear, nil)
	room.Least = fyne.NewSize(0, kit.GridHeaderHeight+kit.GridRowHeight*(float32(c.Count())+0.5))
	hint := kit.NewCaption(text.T("list.columns.hint"))
	dialog.Show(text.T("list.columns.title"), 320,
		kit.Stack(container.NewStack(room, grid), kit.Margin(hint, 4, 6)), grid, reset, done)
	grid.SetCurrent(0)
}

// Arranged is a layout with the widths and the order that a grid has now. on
// tells which columns of the layout the grid shows; columns of the grid that
// the layout does not know are left alone.
func Arranged(l model.Layout, on func(model.ColumnLayout) bool, grid []kit.Column) model.Layout {
	known := make(map[model.Column]bool, len(l.Columns))
	for _, c := range l.Columns {
		known[c.Column] = true
	}
	shown := make([]model.ColumnLayout, 0, len(grid))
	for _, g := range grid {
		if known[model.Column(g.ID)] {
			shown = append(shown, model.ColumnLayout{Column: model.Column(g.ID), Width: g.Width, Shown: true})
		}
	}
	out := model.Layout{Sort: l.Sort, Columns: slices.Clone(l.Columns)}
	for i, next := 0, 0; i < len(out.Columns) && next < len(shown); i++ {
		if on(out.Columns[i]) {
			out.Columns[i] = shown[next]
			next++
		}
	}
	return out
}
