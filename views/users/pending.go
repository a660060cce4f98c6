package users

import (
	"slices"

	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// changedColumn is the column that shows what a kind of operation changes.
var changedColumn = map[model.OperationKind]model.Column{
	model.Activate: model.ColumnState, model.Deactivate: model.ColumnState, model.Suspend: model.ColumnState, model.EndSuspension: model.ColumnState,
	model.Destroy: model.ColumnState, model.DeletePersonalData: model.ColumnState, model.ChangeGroup: model.ColumnGroup, model.ChangeEmail: model.ColumnLogin,
	model.ChangePhone: model.ColumnPhone, model.Refill: model.ColumnBalance, model.Withdraw: model.ColumnBalance, model.SetNote: model.ColumnNote,
	model.Disable2FA: model.ColumnTwoFactor,
}

// columnOf is the column that shows what an operation changes.
func columnOf(op model.Operation) model.Column {
	if op.Kind.Money() && op.Change.Balance == platform.BalanceBonus {
		return model.ColumnBonus
	}
	return changedColumn[op.Kind]
}

// marked adds to a cell what was sent from here and is not settled: the cell keeps
// the platform's value, the hint says what it shall be. The Login says that there is
// anything at all.
func (l look) marked(cell kit.Cell, c model.Customer, column model.Column) kit.Cell {
	if column == model.ColumnLogin {
		cell.Marks = append(cell.Marks, l.loginMarks(l.pending[c.UID])...)
		return cell
	}
	for _, op := range l.pending[c.UID] {
		if columnOf(op) == column {
			cell.Hint, cell.Color = l.pendingHint(op), theme.ColorNameWarning
		}
	}
	return cell
}

// loginMarks are the marks behind a Login: one for changes that wait or are being
// sent, one for money of which nobody knows.
func (l look) loginMarks(ops []model.Operation) (marks []kit.CellIcon) {
	money := func(op model.Operation) bool { return op.State == model.StateUnknown && op.Kind.Money() }
	if i := slices.IndexFunc(ops, func(op model.Operation) bool { return !money(op) }); i >= 0 {
		marks = append(marks, kit.CellIcon{Resource: assets.Icon("pending"), Color: theme.ColorNameWarning, Hint: l.pendingHint(ops[i])})
	}
	if i := slices.IndexFunc(ops, money); i >= 0 {
		marks = append(marks, kit.CellIcon{Resource: theme.QuestionIcon(), Color: theme.ColorNameWarning, Hint: l.pendingHint(ops[i])})
	}
	return marks
}

// pendingHint says what an operation shall change, and since when it is on its way.
func (l look) pendingHint(op model.Operation) string {
	return text.T("list.pending", text.With("What", screen.OperationName(op.Kind)), text.With("Change", screen.OperationChange(op)),
		text.With("State", screen.LookOfOperation(op.State, op.Late).Word), text.With("Time", text.Clock(op.Changed, l.env.Zone())))
}
