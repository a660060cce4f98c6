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

// arrangeColumns connects the columns to the list.
func (p *Page) arrangeColumns() {
	p.columns = &screen.Columns{
		Env: p.env, Grid: p.grid, Setting: settingColumns, Usual: usualColumns, Always: []model.Column{columnUID, columnLogin},
		Title: columnTitle, Dress: dress,
	}
	p.columns.Begin()
}

// dress gives a column what it has beside title and width.
func dress(g *kit.Column) {
	g.Sortable = true
	switch g.ID {
	case columnUID:
		g.Align, g.Identity = fyne.TextAlignTrailing, true
	case columnActions, columnPrevious:
		g.Align = fyne.TextAlignTrailing
	case columnBar:
		g.Title, g.Sortable, g.Flex = "", false, true
	}
}

// ChooseColumns opens the list of all columns: shown or not, and in which order.
func (p *Page) ChooseColumns() { p.columns.Choose() }
