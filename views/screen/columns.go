package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// columnBox is the column of the boxes in the chooser.
const columnBox = "box"

// Chooser is what a page says of the columns of its list that can be hidden and
// moved.
type Chooser struct {
	Layout  *model.Layout
	Movable func(model.ColumnLayout) bool
	Title   func(model.Column) string
	Usual   func() model.Layout // before anybody changed it
	Changed func()              // the layout is another one: show and keep it
}

// at are the places of the columns that can be hidden and moved.
func (c Chooser) at() (places []int) {
	for i, l := range c.Layout.Columns {
		if c.Movable(l) {
			places = append(places, i)
		}
	}
	return places
}

func (c Chooser) column(i int) *model.ColumnLayout { return &c.Layout.Columns[c.at()[i]] }

// reset is the layout as it usually is; the order of the rows stays.
func (c Chooser) reset() {
	sort := c.Layout.Sort
	*c.Layout = c.Usual()
	c.Layout.Sort = sort
}

// ChooseColumns opens the list of all columns: shown or not, and in which order.
func (e *Env) ChooseColumns(c Chooser) {
	dialog := kit.NewDialog(e.Host, e.Window.Canvas())
	grid := kit.NewGrid(dialog.Host,
		kit.Column{ID: columnBox, Width: 28, Check: true, Frozen: true, Fixed: true},
		kit.Column{ID: "title", Title: text.T("list.columns"), Width: 200, Flex: true, Fixed: true})
	count := func() int { return len(c.at()) }
	change := func(change func()) {
		change()
		c.Changed()
		grid.Refresh()
		grid.RefreshRows(0, count())
	}
	grid.Length = count
	grid.Fill = func(i int, _ []kit.Column, row *kit.Row) bool {
		row.Key = uint64(i)
		row.Cells[1] = kit.Cell{Text: c.Title(c.column(i).Column)}
		return true
	}
	grid.Marked = func(key uint64) bool { return c.column(int(key)).Shown }
	grid.OnMark = func(from, to int, on bool) {
		change(func() {
			for i := from; i < to; i++ {
				c.column(i).Shown = on
			}
		})
	}
	grid.OnShortcut = func(s fyne.Shortcut) bool {
		by := 0
		if chord, ok := s.(fyne.KeyboardShortcut); ok && chord.Mod() == fyne.KeyModifierAlt {
			by = map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[chord.Key()]
		}
		row := grid.Current()
		if by == 0 || row < 0 || row+by < 0 || row+by >= count() {
			return false
		}
		change(func() {
			a, b := c.column(row), c.column(row+by)
			*a, *b = *b, *a
			grid.SetCurrent(row + by)
		})
		return true
	}
	grid.OnEscape = dialog.Close
	reset := kit.NewButton(dialog.Host, text.T("list.columns.reset"), nil, func() { change(c.reset) })
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	room := kit.NewGround(kit.ColorClear, nil)
	room.Least = fyne.NewSize(0, kit.GridHeaderHeight+kit.GridRowHeight*(float32(count())+0.5))
	hint := kit.NewCaption(text.T("list.columns.hint"))
	dialog.Show(text.T("list.columns.title"), 320,
		kit.Stack(container.NewStack(room, grid), kit.Margin(hint, 4, 6)), grid, reset, done)
	grid.SetCurrent(0)
}
