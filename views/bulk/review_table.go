package bulk

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// The chips over the list, in their order.
var (
	chipKeys   = []string{"bulk.chip.all", "bulk.chip.ready", "bulk.chip.warning", "bulk.chip.leftout"}
	chipChecks = []model.PlanCheck{"", model.PlanReady, model.PlanWarning, model.PlanLeftOut}
	chipTones  = []fyne.ThemeColorName{theme.ColorNamePlaceHolder, theme.ColorNameSuccess, theme.ColorNameWarning, theme.ColorNameError}
)

func (r *review) buildTable() {
	g := kit.NewGrid(r.page.env.Host)
	r.table = g
	g.Length = func() int { return len(r.shown) }
	g.Fill = r.fill
	g.PlainMarks = true
	g.Marked = func(key uint64) bool {
		i := r.rowOf(platform.UID(key))
		return i >= 0 && r.plan.Rows[i].Goes()
	}
	g.Ticks = r.ticks
	g.OnMark = r.tick
	g.OnMarkAll = func() { r.tick(0, len(r.shown), true) }
	g.OnEscape = r.page.Leave
	g.OnActivate = r.openRow
}

// showColumns are the columns of the operation.
func (r *review) showColumns() {
	left, right := fyne.TextAlignLeading, fyne.TextAlignTrailing
	list := []kit.Column{
		{ID: "check", Width: 28, Check: true, Frozen: true, Fixed: true},
		{ID: "state", Width: 24, Frozen: true, Fixed: true},
		{ID: "login", Title: text.T("bulk.column.login"), Width: 226, Frozen: true, Identity: true},
		column("uid", text.T("bulk.column.uid"), 64, right), column("group", text.T("bulk.column.group"), 80, left),
	}
	money := func(id, key string, width float32, more bool) kit.Column {
		c := column(id, text.T(key), width, right)
		c.MoreSlot = more
		return c
	}
	switch {
	case !r.kind.Money():
		list = append(list, column("before", text.T("bulk.column.before"), 150, left), column("after", text.T("bulk.column.after"), 170, left))
	case r.form.chosenBalance() == platform.BalanceBonus:
		balance := column("other", text.T("bulk.column.balance", text.With("Currency", r.currency)), 100, right)
		balance.MoreSlot = true
		list = append(list, balance, money("before", "bulk.column.bonusnow", 84, true), money("change", "bulk.column.change", 84, false),
			money("after", "bulk.column.bonusafter", 92, true))
	default:
		list = append(list, money("other", "bulk.column.bonus", 72, true), money("before", "bulk.column.balancenow", 96, true),
			money("change", "bulk.column.change", 84, false), money("after", "bulk.column.balanceafter", 100, true))
	}
	if r.kind == model.ChangeGroup { // what it is now stands in the next column
		list = slices.DeleteFunc(list, func(c kit.Column) bool { return c.ID == "group" })
	}
	if r.again.IconOnly { // a narrow window: what changes comes first
		list = slices.DeleteFunc(list, func(c kit.Column) bool { return c.ID == "group" || c.ID == "other" })
	}
	r.table.SetColumns(append(list, flexible(column("why", text.T("bulk.column.check"), 250, left))))
}

// rowOf is where a customer stands in the plan; -1: nowhere. Rows in view ask
// for themselves, so the place they were filled from is tried first.
func (r *review) rowOf(uid platform.UID) int {
	from, to := r.table.InView()
	for i := from; i < to && i < len(r.shown); i++ {
		if r.plan.Rows[r.shown[i]].UID == uid {
			return r.shown[i]
		}
	}
	return slices.IndexFunc(r.plan.Rows, func(row model.PlanRow) bool { return row.UID == uid })
}

// fill shows one row of the plan.
func (r *review) fill(i int, columns []kit.Column, row *kit.Row) bool {
	p := &r.plan.Rows[r.shown[i]]
	row.Key = uint64(p.UID)
	switch {
	case p.Check == model.PlanLeftOut:
		row.Ground = kit.ColorTintError
	case p.Check == model.PlanWarning:
		row.Ground = kit.ColorTintWarning
	}
	for at, c := range columns {
		row.Cells[at] = r.cell(p, c.ID)
	}
	return true
}

func (r *review) cell(p *model.PlanRow, id string) kit.Cell {
	c := r.customers[p.UID]
	switch id {
	case "state":
		return stateCell(stateOf(p.State))
	case "login":
		cell := kit.Cell{Text: text.Visible(p.Login)}
		if !p.Goes() {
			cell.Color = theme.ColorNamePlaceHolder
		}
		return cell
	case "uid":
		return uidCell(p.UID)
	case "group":
		return kit.Cell{Text: text.Visible(c.Group.Name)}
	case "other":
		if p.Change.Balance == platform.BalanceBonus {
			return balanceCell(c.Balance)
		}
		return balanceCell(c.Bonus)
	case "before":
		return beforeCell(r.kind, p)
	case "change":
		return changeCell(r.kind, p)
	case "after":
		return afterCell(r.kind, p)
	case "why":
		return checkCell(p)
	}
	return kit.Cell{}
}

// beforeCell is what there is now.
func beforeCell(kind model.OperationKind, p *model.PlanRow) kit.Cell {
	if kind.Money() {
		return balanceCell(p.Change.Before)
	}
	return kit.Cell{Text: valueWord(kind, p.Change.Was)}
}

// changeCell is what is added or taken.
func changeCell(kind model.OperationKind, p *model.PlanRow) kit.Cell {
	if !p.Goes() {
		return kit.Cell{Text: text.T("bulk.leftout.cell"), Color: theme.ColorNamePlaceHolder}
	}
	return kit.Cell{Text: signed(signedOf(kind, p.Change.Amount)), Bold: true}
}

// afterCell is what there will be.
func afterCell(kind model.OperationKind, p *model.PlanRow) kit.Cell {
	switch {
	case !p.Goes() && kind.Money():
		return kit.Cell{}
	case !p.Goes():
		return kit.Cell{Text: text.T("bulk.leftout.cell"), Color: theme.ColorNamePlaceHolder}
	case !kind.Money() && p.Change.Quota != "":
		return kit.Cell{Text: strings.TrimSpace(text.Visible(p.Change.Quota) + " " + p.Change.Wanted), Bold: true}
	case !kind.Money():
		return kit.Cell{Text: valueWord(kind, p.Change.Wanted), Bold: true}
	}
	after, err := p.Change.Before.Add(signedOf(kind, p.Change.Amount))
	if err != nil || !p.Change.Amount.Given() || !p.Change.Before.Given() {
		return kit.Cell{}
	}
	cell := balanceCell(after)
	cell.Bold = true
	return cell
}

// checkCell is what was found about a row.
func checkCell(p *model.PlanRow) kit.Cell {
	words := make([]string, len(p.Why))
	for i, key := range p.Why {
		words[i] = text.T(key)
	}
	why := strings.Join(words, " ")
	switch {
	case p.Check == model.PlanLeftOut:
		return kit.Cell{Text: text.T("bulk.check.leftout", text.With("Why", why)), Icon: kit.CellIcon{Resource: theme.ErrorIcon(), Color: theme.ColorNameError}}
	case p.Unticked:
		return kit.Cell{Text: text.T("bulk.check.unticked"), Color: theme.ColorNamePlaceHolder}
	case p.Check == model.PlanWarning:
		return kit.Cell{Text: why, Icon: kit.CellIcon{Resource: theme.WarningIcon(), Color: theme.ColorNameWarning}}
	}
	return kit.Cell{Text: text.T("bulk.check.ready"), Icon: kit.CellIcon{Resource: theme.ConfirmIcon(), Color: theme.ColorNameSuccess}}
}

// ticks is the header's box: the rows of the list that can go.
func (r *review) ticks() kit.Ticks {
	on, off := 0, 0
	for _, i := range r.shown {
		switch row := &r.plan.Rows[i]; {
		case row.Check == model.PlanLeftOut:
		case row.Goes():
			on++
		default:
			off++
		}
	}
	switch {
	case on == 0:
		return kit.TicksNone
	case off > 0 || on < len(r.shown):
		return kit.TicksSome
	}
	return kit.TicksAll
}

// tick leaves the rows [from, to) of the list out, or in again.
func (r *review) tick(from, to int, on bool) {
	if r.from == fromFileRead {
		r.page.env.Host.Hint.Say(r.page.env.Sentence(r.plan.ReadOnly))
		return
	}
	for i := max(from, 0); i < min(to, len(r.shown)); i++ {
		row := &r.plan.Rows[r.shown[i]]
		if row.Check == model.PlanLeftOut {
			if to-from == 1 {
				r.page.env.Host.Hint.Say(checkCell(row).Text)
			}
			continue
		}
		row.Unticked = !on
		r.unticked[row.UID] = !on
	}
	r.form.showFollows(&r.plan)
	r.table.RefreshRows(0, len(r.shown))
	r.table.RefreshMarks()
	r.refresh()
}

// openRow leads to the customer of a row; the plan is kept.
func (r *review) openRow(i int) {
	if i >= 0 && i < len(r.shown) {
		r.page.Leave()
		r.page.env.OpenCustomer(r.plan.Rows[r.shown[i]].UID)
	}
}

// filter shows the rows of one check.
func (r *review) filter(check model.PlanCheck) {
	r.check = check
	r.narrow()
	r.showChips()
}

// narrow shows the rows that the chips and the search leave.
func (r *review) narrow() {
	part := strings.ToLower(strings.TrimSpace(r.find.Text()))
	r.shown = r.shown[:0]
	for i := range r.plan.Rows {
		row := &r.plan.Rows[i]
		if r.check != "" && row.Check != r.check {
			continue
		}
		if part != "" && !strings.Contains(strings.ToLower(row.Login), part) && !strings.HasPrefix(strconv.FormatUint(uint64(row.UID), 10), part) {
			continue
		}
		r.shown = append(r.shown, i)
	}
	r.table.Refresh()
	r.table.RefreshRows(0, len(r.shown))
}

// showChips counts the rows of each check.
func (r *review) showChips() {
	count := map[model.PlanCheck]int{"": len(r.plan.Rows)}
	for i := range r.plan.Rows {
		count[r.plan.Rows[i].Check]++
	}
	for i, chip := range r.chips {
		chip.Outline = chipTones[i]
		if r.check == chipChecks[i] {
			chip.Outline = ""
		}
		chip.SetTitle(text.T(chipKeys[i], text.With("Rows", count[chipChecks[i]])))
	}
	r.tools.Refresh()
}

// valueWord is a value as people read it: states by their word.
func valueWord(kind model.OperationKind, value string) string {
	if _, isState := wantedState[kind]; isState || kind == model.DeletePersonalData {
		return kit.StatusOf(stateOf(value)).Word
	}
	return text.Visible(value)
}
