package activity

import (
	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// usualColumns are the columns before anybody changed them.
func usualColumns() model.Layout {
	return model.Layout{Columns: []model.ColumnLayout{
		{Column: columnUID, Width: 74, Shown: true},
		{Column: columnLogin, Width: 252, Shown: true},
		{Column: columnGroup, Width: 92, Shown: true},
		{Column: columnActions, Width: 112, Shown: true},
		{Column: columnBar, Width: 180, Shown: true},
		{Column: columnPrevious, Width: 92, Shown: true},
	}}
}

// always reports whether a column cannot be hidden: it says who it is.
func always(c model.ColumnLayout) bool { return c.Column == columnUID || c.Column == columnLogin }

func shows(c model.ColumnLayout) bool { return c.Shown || always(c) }

// columnTitle is the name of a column in the chooser.
func columnTitle(c model.Column) string {
	switch c {
	case columnActions:
		return text.T("activity.column.actions")
	case columnBar:
		return text.T("activity.column.bar")
	case columnPrevious:
		return text.T("activity.column.previous")
	}
	return text.T("list.column." + string(c))
}

// gridColumns are the columns of a layout that are on screen.
func gridColumns(l model.Layout) []kit.Column {
	var list []kit.Column
	for _, c := range l.Columns {
		if !shows(c) {
			continue
		}
		g := kit.Column{ID: string(c.Column), Title: columnTitle(c.Column), Width: c.Width, Sortable: true}
		switch c.Column {
		case columnUID:
			g.Align, g.Identity = fyne.TextAlignTrailing, true
		case columnActions, columnPrevious:
			g.Align = fyne.TextAlignTrailing
		case columnBar:
			g.Title, g.Sortable, g.Flex = "", false, true
		}
		list = append(list, g)
	}
	return list
}

// ChooseColumns opens the list of all columns: shown or not, and in which order.
func (p *Page) ChooseColumns() {
	movable := func() []int {
		var at []int
		for i, c := range p.layout.Columns {
			if !always(c) {
				at = append(at, i)
			}
		}
		return at
	}
	p.env.ChooseColumns(screen.Chooser{
		Count: func() int { return len(movable()) },
		Title: func(i int) string { return columnTitle(p.layout.Columns[movable()[i]].Column) },
		Shown: func(i int) bool { return p.layout.Columns[movable()[i]].Shown },
		Show: func(from, to int, on bool) {
			for _, at := range movable()[from:to] {
				p.layout.Columns[at].Shown = on
			}
			p.useLayout()
		},
		Swap: func(i, j int) {
			at, c := movable(), p.layout.Columns
			c[at[i]], c[at[j]] = c[at[j]], c[at[i]]
			p.useLayout()
		},
		Reset: func() {
			p.layout = usualColumns()
			p.useLayout()
		},
	})
}

// useLayout shows the layout and remembers it.
func (p *Page) useLayout() {
	p.grid.SetColumns(gridColumns(p.layout))
	p.env.Keep(settingColumns, p.layout)
}

// arranged keeps what a person did in the header: widths and order.
func (p *Page) arranged(grid []kit.Column) {
	p.layout = screen.Arranged(p.layout, shows, grid)
	p.env.Keep(settingColumns, p.layout)
}
