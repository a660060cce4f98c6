package users

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// chooseColumns opens the list of all columns: shown or not, and in which order.
func (p *Page) chooseColumns() {
	dialog := kit.NewDialog(p.env.Host, p.env.Window.Canvas())
	var grid *kit.Grid
	movable := func() []int { return movableColumns(p.layout) }
	change := func(change func()) {
		change()
		p.useLayout()
		grid.Refresh()
		grid.RefreshRows(0, len(movable()))
	}
	grid = kit.NewGrid(dialog.Host,
		kit.Column{ID: columnCheck, Width: 28, Check: true, Frozen: true, Fixed: true},
		kit.Column{ID: "title", Title: text.T("list.columns"), Width: 200, Flex: true, Fixed: true})
	grid.Length = func() int { return len(movable()) }
	grid.Fill = func(i int, _ []kit.Column, row *kit.Row) bool {
		row.Key = uint64(i)
		row.Cells[1] = kit.Cell{Text: title(p.layout.Columns[movable()[i]].Column)}
		return true
	}
	grid.Marked = func(key uint64) bool { return p.layout.Columns[movable()[int(key)]].Shown }
	grid.OnMark = func(from, to int, on bool) {
		change(func() {
			for _, at := range movable()[from:to] {
				p.layout.Columns[at].Shown = on
			}
		})
	}
	grid.OnShortcut = func(s fyne.Shortcut) bool {
		by := 0
		if chord, ok := s.(fyne.KeyboardShortcut); ok && chord.Mod() == fyne.KeyModifierAlt {
			by = map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[chord.Key()]
		}
		row, at := grid.Current(), movable()
		if by == 0 || row < 0 || row+by < 0 || row+by >= len(at) {
			return false
		}
		change(func() {
			p.layout.Columns[at[row]], p.layout.Columns[at[row+by]] = p.layout.Columns[at[row+by]], p.layout.Columns[at[row]]
			grid.SetCurrent(row + by)
		})
		return true
	}
	grid.OnEscape = dialog.Close
	reset := kit.NewButton(dialog.Host, text.T("list.columns.reset"), nil, func() {
		change(func() {
			sort := p.layout.Sort
			p.layout = model.DefaultLayout()
			p.layout.Sort = sort
		})
	})
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	height := kit.GridHeaderHeight + kit.GridRowHeight*(float32(len(movable()))+0.5)
	hint := kit.NewCaption(text.T("list.columns.hint"))
	dialog.Show(text.T("list.columns.title"), 320, kit.Stack(tall(height, grid), kit.Margin(hint, 4, 6)), grid, reset, done)
	grid.SetCurrent(0)
}

// useLayout shows the layout and remembers it.
func (p *Page) useLayout() {
	p.grid.SetColumns(gridColumns(p.layout, p.unused))
	p.env.Keep(settingLayout, p.layout)
}

// movableColumns are the places of the columns that can be hidden and moved.
func movableColumns(l model.Layout) []int {
	var at []int
	for i, c := range l.Columns {
		if !columns[c.Column].always {
			at = append(at, i)
		}
	}
	return slices.Clip(at)
}

// tall gives an object a fixed height, at scale 1.
func tall(height float32, object fyne.CanvasObject) fyne.CanvasObject {
	room := kit.NewGround(kit.ColorClear, nil)
	room.Least = fyne.NewSize(0, height)
	return container.NewStack(room, object)
}
