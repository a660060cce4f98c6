package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// columnCheck is the column of the boxes; it is the grid's own, not a fact
// about a customer.
const columnCheck = "check"

// column is how a column of the list looks and what its cells say.
type column struct {
	align  fyne.TextAlign
	more   bool // an amount with a slot for "…"
	always bool // cannot be hidden, stands first
	dated  bool // has dates: the title names their zone
	cell   func(l look, c model.Customer) kit.Cell
}

// look is what the cells depend on besides the customer.
type look struct {
	env     *screen.Env
	exact   bool
	pending map[platform.UID][]model.Operation // what was sent and is not settled
}

// columns are all columns that know how to show themselves.
var columns = map[model.Column]column{
	model.ColumnState:     {align: fyne.TextAlignCenter, always: true, cell: stateCell},
	model.ColumnLogin:     {always: true, cell: loginCell},
	model.ColumnUID:       {align: fyne.TextAlignTrailing, cell: uidCell},
	model.ColumnGroup:     {cell: groupCell},
	model.ColumnBalance:   {align: fyne.TextAlignTrailing, more: true, cell: balanceCell},
	model.ColumnBonus:     {align: fyne.TextAlignTrailing, more: true, cell: bonusCell},
	model.ColumnPhone:     {cell: phoneCell},
	model.ColumnSignup:    {dated: true, cell: signupCell},
	model.ColumnReseller:  {cell: resellerCell},
	model.ColumnNote:      {cell: noteCell},
	model.ColumnWord:      {cell: wordCell},
	model.ColumnExtID:     {cell: extIDCell},
	model.ColumnTwoFactor: {cell: twoFactorCell},
	model.ColumnReadAt:    {dated: true, cell: readAtCell},
}

// title is the name of a column in header, chooser and copies.
func title(c model.Column) string { return text.T("list.column." + string(c)) }

// unused are columns that hide themselves because nobody has anything in them.
type unused map[model.Column]bool

// shows reports whether a column of a layout is on screen.
func (u unused) shows(c model.ColumnLayout) bool {
	return columns[c.Column].always || c.Shown && !u[c.Column]
}

// gridColumns are the columns of a layout that are on screen, as the grid wants
// them; zone is the name of the zone of dates.
func gridColumns(l model.Layout, u unused, zone string) []kit.Column {
	list := []kit.Column{{ID: columnCheck, Width: 28, Check: true, Frozen: true, Fixed: true}}
	for _, c := range l.Columns {
		known := columns[c.Column]
		if !u.shows(c) {
			continue
		}
		g := kit.Column{
			ID: string(c.Column), Title: title(c.Column), Width: c.Width, Align: known.align, Sortable: true,
			Frozen: known.always, MoreSlot: known.more, Identity: c.Column == model.ColumnLogin || c.Column == model.ColumnUID,
		}
		if c.Column == model.ColumnState {
			g.Fixed, g.Title = true, ""
		}
		if known.dated {
			g.Title = text.T("list.column.in", text.With("Column", g.Title), text.With("Zone", zone))
			g.MinWidth = kit.TitleWidth(g.Title)
		}
		g.Flex = c.Column == model.ColumnNote
		list = append(list, g)
	}
	return list
}

func stateCell(_ look, c model.Customer) kit.Cell {
	s := kit.StatusOf(c.State())
	return kit.Cell{Icon: kit.CellIcon{Resource: s.Icon, Color: s.Color, Hint: s.Word}}
}

func wordCell(_ look, c model.Customer) kit.Cell {
	return kit.Cell{Text: kit.StatusOf(c.State()).Word}
}

func loginCell(_ look, c model.Customer) kit.Cell {
	cell := kit.Cell{Text: text.Visible(c.Email)}
	switch c.State() {
	case platform.StateDestroyed:
		cell.Color = kit.ColorGone
	case platform.StateDeleted:
		cell.Color, cell.Mono = kit.ColorGone, true
	}
	if c.Upgrading() {
		cell.Marks = []kit.CellIcon{{Resource: assets.Icon("upgrade"), Color: theme.ColorNamePrimary, Hint: text.T("list.upgrading")}}
	}
	return cell
}

func uidCell(_ look, c model.Customer) kit.Cell { return kit.Cell{Text: uidText(c.UID)} }

func groupCell(_ look, c model.Customer) kit.Cell { return kit.Cell{Text: text.Visible(c.Group.Name)} }

func balanceCell(l look, c model.Customer) kit.Cell { return moneyCell(l, c.Balance) }

func bonusCell(l look, c model.Customer) kit.Cell {
	cell := moneyCell(l, c.Bonus)
	if c.Bonus.Sign() == 0 {
		cell.Color = theme.ColorNamePlaceHolder
	}
	return cell
}

// moneyCell shows two decimals, or all if the person wants them, the exact
// amount in the hint line, and a sign and a colour on what is negative.
func moneyCell(l look, m platform.Money) kit.Cell {
	form := text.List
	if l.exact {
		form = text.Exact
	}
	a := text.Money(m, form)
	cell := kit.Cell{Text: a.Digits, More: a.More, Hint: text.MoneyFull(m)}
	if a.Negative {
		cell.Color = theme.ColorNameError
	}
	if !m.Given() {
		cell.Text, cell.Color = text.T("list.notgiven"), theme.ColorNamePlaceHolder
	}
	return cell
}

func phoneCell(_ look, c model.Customer) kit.Cell {
	if c.Phone == "" {
		return kit.Cell{Text: text.T("list.notgiven"), Color: theme.ColorNamePlaceHolder}
	}
	return kit.Cell{Text: text.Visible(c.Phone)}
}

func signupCell(l look, c model.Customer) kit.Cell {
	return kit.Cell{Text: text.Date(c.SignedUp, l.env.Zone()), Hint: text.DateTime(c.SignedUp, l.env.Zone())}
}

func resellerCell(_ look, c model.Customer) kit.Cell {
	return kit.Cell{Text: text.Visible(c.Reseller.Name)}
}

func noteCell(_ look, c model.Customer) kit.Cell {
	return kit.Cell{Text: text.Visible(c.Note), Color: theme.ColorNamePlaceHolder}
}

func extIDCell(_ look, c model.Customer) kit.Cell {
	return kit.Cell{Text: text.Visible(c.ExtBillingID)}
}

func twoFactorCell(_ look, c model.Customer) kit.Cell {
	return kit.Cell{Text: twoFactorWord(c.TwoFactor)}
}

func readAtCell(l look, c model.Customer) kit.Cell {
	return kit.Cell{Text: text.DateTime(c.ReadAt, l.env.Zone()), Mono: true}
}

// twoFactorWord is On, Off, or nothing while it is not known.
func twoFactorWord(t platform.TwoFactor) string {
	switch t {
	case platform.TwoFactorOn:
		return text.T("customer.twofactor.on")
	case platform.TwoFactorOff:
		return text.T("customer.twofactor.off")
	}
	return ""
}
