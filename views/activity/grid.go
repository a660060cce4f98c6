package activity

import (
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// buildGrid makes the list and connects it.
func (p *Page) buildGrid() {
	g := kit.NewGrid(p.env.Host)
	p.grid = g
	g.SetPlaceholders(kit.GridPlaceholderRows)
	p.setDensity()
	g.Length = func() int { return len(p.rows) }
	g.Fill = p.fill
	g.OnCurrent = p.chosen
	g.OnActivate = func(row int) { p.open(row) }
	g.OnLink = func(row int, _ string) { p.open(row) }
	g.OnEscape = p.search.Clear
	g.OnSort = p.sortBy
	g.OnRune = func(r rune) {
		p.search.Focus()
		p.env.Window.Canvas().Focused().TypedRune(r)
	}
	p.arrangeColumns()
	p.showOrder()
}

// chosen shows the customer of a row in the detail; nobody, if there is no such row.
func (p *Page) chosen(row int) {
	if row < 0 || row >= len(p.rows) {
		p.one.leave()
		return
	}
	r := p.rows[row]
	p.one.show(chosenOne{uid: r.UID, period: p.period(), now: r.Actions, before: r.Previous, known: p.table.Previous})
}

func (p *Page) setDensity() {
	height := kit.GridRowHeight
	if p.env.Prefs.Comfortable {
		height = kit.GridRowHeightRoomy
	}
	p.grid.SetRowHeight(height)
}

func (p *Page) fill(index int, shown []kit.Column, row *kit.Row) bool {
	if index >= len(p.rows) {
		return false
	}
	r := p.rows[index]
	row.Key = uint64(r.UID)
	for i, c := range shown {
		cell := &row.Cells[i]
		switch c.ID {
		case columnUID:
			*cell = kit.Cell{Text: uidText(r), Link: true, Hint: text.T("activity.open")}
		case columnLogin:
			*cell = kit.Cell{Text: text.Visible(r.Login)}
			if r.Login == "" {
				*cell = kit.Cell{Text: text.T("activity.unknown"), Color: theme.ColorNamePlaceHolder}
			}
		case columnGroup:
			*cell = kit.Cell{Text: text.Visible(r.Group)}
		case columnActions:
			*cell = kit.Cell{Text: text.Count(r.Actions), Bold: true}
		case columnBar:
			if p.most > 0 {
				*cell = kit.Cell{Bar: float32(r.Actions) / float32(p.most)}
			}
		case columnPrevious:
			words, stands := changeText(r, p.table.Previous)
			*cell = kit.Cell{Text: words, Bold: stands, Color: theme.ColorNamePlaceHolder}
			if stands {
				cell.Color = theme.ColorNameWarning
			}
		}
	}
	return true
}

// open goes to Users with the customer of a row selected.
func (p *Page) open(row int) {
	if row >= 0 && row < len(p.rows) {
		p.env.OpenCustomer(p.rows[row].UID)
	}
}

func (p *Page) currentUID() platform.UID {
	if row := p.grid.Current(); row >= 0 && row < len(p.rows) {
		return p.rows[row].UID
	}
	return 0
}

func (p *Page) sortBy(column string, _ bool) {
	if column == columnBar {
		column = columnActions
	}
	desc := column == columnActions
	if p.view.Order.Column == column {
		desc = !p.view.Order.Desc
	}
	p.view.Order = order{Column: column, Desc: desc}
	p.keep()
	p.showOrder()
	p.grid.ScrollToTop()
	p.arrange()
}

func (p *Page) showOrder() {
	p.grid.SetSort(kit.GridSort{Column: p.view.Order.Column, Desc: p.view.Order.Desc})
}

// showMessage says in the list why there is nothing.
func (p *Page) showMessage() {
	state := p.table.State
	read := !state.ReadAt.IsZero()
	var m *kit.GridMessage
	switch {
	case len(p.rows) > 0:
	case !read && state.Reading:
		m = &kit.GridMessage{Text: text.T("activity.reading")}
	case !read:
		m = &kit.GridMessage{Text: text.T("activity.neverread")}
	case len(p.table.Rows) > 0:
		m = &kit.GridMessage{Text: text.T("activity.nomatch"), Action: text.T("activity.clear"), Run: p.clearFilter}
	default:
		m = &kit.GridMessage{Text: text.T("activity.empty")}
	}
	p.grid.SetPlaceholders(0)
	if !read && state.Reading {
		p.grid.SetPlaceholders(kit.GridPlaceholderRows)
	}
	p.grid.SetMessage(m)
}

func (p *Page) clearFilter() {
	p.view.Groups, p.view.NotGroups = nil, false
	p.groups.Set(nil, false)
	p.groups.Refresh()
	p.keep()
	p.search.Clear()
	p.arrange()
}
