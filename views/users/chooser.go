package users

import (
	"slices"

	"steward/app/model"
	"steward/views/screen"
)

// chooseColumns opens the list of all columns: shown or not, and in which order.
func (p *Page) chooseColumns() {
	movable := func() []int { return movableColumns(p.layout) }
	p.env.ChooseColumns(screen.Chooser{
		Count: func() int { return len(movable()) },
		Title: func(i int) string { return title(p.layout.Columns[movable()[i]].Column) },
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
			sort := p.layout.Sort
			p.layout = model.DefaultLayout()
			p.layout.Sort = sort
			p.useLayout()
		},
	})
}

// useLayout shows the layout and remembers it.
func (p *Page) useLayout() {
	p.showColumns()
	p.env.Keep(settingLayout, p.layout)
}

// showColumns shows the columns of the layout.
func (p *Page) showColumns() {
	p.zone = p.env.ZoneName()
	p.grid.SetColumns(gridColumns(p.layout, p.unused, p.zone))
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
