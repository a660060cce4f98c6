package operations

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// Columns of the list.
const (
	columnIcon      = "icon"
	columnState     = "state"
	columnTime      = "time"
	columnCustomer  = "customer"
	columnOperation = "operation"
	columnChange    = "change"
	columnReason    = "reason"
	columnUID       = "uid"
	columnOperator  = "operator"
	columnID        = "id"
)

// usualColumns are the columns before anybody changed them.
func usualColumns() model.Layout {
	return model.Layout{Columns: []model.ColumnLayout{
		{Column: columnState, Width: 108, Shown: true},
		{Column: columnTime, Width: 78, Shown: true},
		{Column: columnCustomer, Width: 204, Shown: true},
		{Column: columnOperation, Width: 122, Shown: true},
		{Column: columnChange, Width: 122, Shown: true},
		{Column: columnReason, Width: 96, Shown: true},
		{Column: columnUID, Width: 74},
		{Column: columnOperator, Width: 170},
		{Column: columnID, Width: 106},
	}}
}

func columnTitle(c model.Column) string { return text.T("operations.column." + string(c)) }

// arrangeColumns connects the columns to the list; the icon of the state stays first.
func (p *Page) arrangeColumns() {
	p.columns = &screen.Columns{
		Env: p.env, Grid: p.grid, Setting: settingColumns, Usual: usualColumns, Always: []model.Column{columnState, columnCustomer},
		Title: columnTitle, First: []kit.Column{{ID: columnIcon, Width: 26, Frozen: true, Fixed: true, Align: fyne.TextAlignCenter}},
		Dress: p.dress,
	}
	p.columns.Begin()
}

// dress gives a column what it has beside title and width.
func (p *Page) dress(g *kit.Column) {
	switch g.ID {
	case columnTime:
		g.Title = text.T("operations.column.zone", text.With("Title", g.Title), text.With("Zone", p.env.ZoneName()))
	case columnCustomer:
		g.Identity = true
	case columnReason:
		g.Flex = true
	}
}

// buildGrid makes the list and connects it.
func (p *Page) buildGrid() {
	g := kit.NewGrid(p.env.Host)
	p.grid = g
	p.setDensity()
	g.Length = func() int { return len(p.list.lines) }
	g.Fill = p.fill
	g.RowsNeeded = func(from, to int) { p.list.need(from, to) }
	g.OnCurrent = p.chosen
	g.OnActivate = p.activate
	g.OnFold = p.fold
	g.OnMenu = p.menu
	g.OnEscape = func() { p.search.Clear() }
	g.OnRune = func(r rune) {
		p.search.Focus()
		p.env.Window.Canvas().Focused().TypedRune(r)
	}
	g.OnShortcut = p.copyRow
	p.arrangeColumns()
}

func (p *Page) setDensity() {
	height := kit.GridRowHeight
	if p.env.Prefs.Comfortable {
		height = kit.GridRowHeightRoomy
	}
	p.grid.SetRowHeight(height)
}

// runKeys sets the rows of runs apart from those of operations.
const runKeys = 1 << 62

func (p *Page) fill(index int, shown []kit.Column, row *kit.Row) bool {
	n, ok := p.list.line(index)
	if !ok {
		return false
	}
	row.Key = uint64(n.key)
	if n.head {
		row.Key |= runKeys
	}
	o, here := p.list.at(index)
	if !here {
		return false
	}
	now, zone := p.env.App.Now(), p.env.Zone()
	for i, c := range shown {
		if n.head {
			row.Cells[i] = runCell(n.run, o, c.ID, p.list.open[n.run.ID], now, zone)
		} else {
			row.Cells[i] = operationCell(o, n.run != nil, c.ID, now, zone)
		}
	}
	return true
}

// operationCell is what stands of an operation in a column.
func operationCell(o model.Operation, within bool, column string, now time.Time, zone *time.Location) kit.Cell {
	switch column {
	case columnIcon:
		look := screen.LookOfOperation(o.State, o.Late)
		return kit.Cell{Icon: kit.CellIcon{Resource: look.Icon, Color: look.Color}} // its word stands beside it
	case columnState:
		return screen.OperationCell(o.State, o.Late)
	case columnTime:
		return kit.Cell{Text: moment(o.Recorded, now, zone), Mono: true, Hint: text.DateTime(o.Recorded, zone)}
	case columnCustomer:
		cell := kit.Cell{Text: customerName(o)}
		if within {
			cell.Text = "    " + cell.Text
		}
		return cell
	case columnOperation:
		return kit.Cell{Text: screen.OperationName(o.Kind)}
	case columnChange:
		return kit.Cell{Text: screen.OperationChange(o), Bold: o.Kind.Money() && o.State != model.StateRejected}
	case columnReason:
		return kit.Cell{Text: reasonAndTicket(o.Change)}
	case columnUID:
		return kit.Cell{Text: uidText(o.UID)}
	case columnOperator:
		return kit.Cell{Text: text.Visible(o.Operator.Login)}
	case columnID:
		return kit.Cell{Text: string(o.ID), Mono: true}
	}
	return kit.Cell{}
}

// runCell is what stands of a run in a column; first is its first row.
func runCell(r *run, first model.Operation, column string, open bool, now time.Time, zone *time.Location) kit.Cell {
	look := r.look()
	switch column {
	case columnIcon:
		return kit.Cell{Icon: kit.CellIcon{Resource: look.Icon, Color: look.Color}}
	case columnState:
		cell := kit.Cell{Text: look.Word, Bold: r.needsPerson()}
		if r.needsPerson() {
			cell.Color = look.Color
		}
		return cell
	case columnTime:
		return kit.Cell{Text: moment(r.Made, now, zone), Mono: true, Hint: text.DateTime(r.Made, zone)}
	case columnCustomer:
		icon := theme.NavigateNextIcon()
		if open {
			icon = theme.MenuDropDownIcon()
		}
		return kit.Cell{Text: text.T("operations.customers", text.N(r.Rows)), Bold: true, Icon: kit.CellIcon{Resource: icon}, Hint: text.T("operations.run.hint")}
	case columnOperation:
		return kit.Cell{Text: screen.OperationName(r.Kind)}
	case columnChange:
		if r.Kind.Money() {
			return kit.Cell{Text: text.MoneyChange(screen.SignedAmount(r.Kind, r.Amount)) + " " + screen.BalanceWord(first.Change.Balance), Bold: true}
		}
		return kit.Cell{Text: runChange(first)}
	case columnReason:
		return kit.Cell{Text: reasonAndTicket(first.Change)}
	case columnOperator:
		return kit.Cell{Text: text.Visible(r.By.Login)}
	}
	return kit.Cell{}
}

// activate is Enter or a double click: a run opens or closes, a story gets the
// keyboard.
func (p *Page) activate(row int) {
	if n, ok := p.list.line(row); ok && n.head {
		p.fold(row, !p.list.open[n.run.ID])
		return
	}
	if first := p.detail.first(); first != nil {
		p.env.Window.Canvas().Focus(first)
	}
}

func (p *Page) fold(row int, unfold bool) bool {
	if !p.list.fold(row, unfold) {
		return false
	}
	if n, ok := p.list.line(p.grid.Current()); !ok || n.run == nil {
		p.grid.SetCurrent(row)
	}
	p.grid.Refresh()
	p.grid.RefreshRows(0, len(p.list.lines))
	p.list.need(p.grid.InView())
	p.chosen(p.grid.Current())
	return true
}

// menu opens what can be done with a row.
func (p *Page) menu(row int, _ string, at fyne.Position) {
	p.grid.SetCurrent(row)
	p.chosen(row)
	kit.ShowMenu(p.env.Host, p.detail.actions(), p.grid, at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(p.grid)))
}

// copyRow copies the current row as one line.
func (p *Page) copyRow(s fyne.Shortcut) bool {
	if _, is := s.(*fyne.ShortcutCopy); !is {
		return false
	}
	if o, here := p.list.at(p.grid.Current()); here {
		fyne.CurrentApp().Clipboard().SetContent(oneLine(o))
		p.env.Host.Hint.Say(text.T("operations.copied"))
	}
	return true
}

// showMessage says in the list why there is nothing.
func (p *Page) showMessage() {
	var m *kit.GridMessage
	switch {
	case len(p.list.lines) > 0:
	case p.list.sums.kept == 0:
		m = &kit.GridMessage{Text: text.T("operations.empty")}
	case p.filtered():
		m = &kit.GridMessage{Text: text.T("operations.nomatch"), Action: text.T("operations.clear"), Run: p.clearFilter}
	default:
		m = &kit.GridMessage{Text: text.T("operations.noneinrange"), Action: text.T("operations.anytime"), Run: func() {
			p.view.Range = ""
			p.showView()
			p.refilter()
		}}
	}
	p.grid.SetMessage(m)
}

// ChooseColumns opens the list of all columns: shown or not, and in which order.
func (p *Page) ChooseColumns() { p.columns.Choose() }
