package users

import (
	"steward/app/model"
	"steward/views/screen"
)

// chooseColumns opens the list of all columns: shown or not, and in which order.
func (p *Page) chooseColumns() {
	p.env.ChooseColumns(screen.Chooser{
		Layout: &p.layout, Title: title, Usual: model.DefaultLayout, Changed: p.useLayout,
		Movable: func(l model.ColumnLayout) bool { return !columns[l.Column].always },
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
