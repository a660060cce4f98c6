package users

import (
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
	for _, op := range l.pending[c.UID] {
		own := columnOf(op) == column
		if !own && column != model.ColumnLogin {
			continue
		}
		mark := kit.CellIcon{Resource: assets.Icon("pending"), Color: theme.ColorNameWarning, Hint: l.pendingHint(op)}
		if op.State == model.StateUnknown {
			mark.Resource = theme.QuestionIcon()
		}
		if column == model.ColumnLogin {
			cell.Marks = append(cell.Marks, mark)
			return cell // one says enough
		}
		cell.Hint = mark.Hint
		cell.Color = theme.ColorNameWarning
	}
	return cell
}

// pendingHint says what an operation shall change, and since when it is on its way.
func (l look) pendingHint(op model.Operation) string {
	return text.T("list.pending", text.With("What", screen.OperationName(op.Kind)), text.With("Change", screen.OperationChange(op)),
		text.With("State", screen.LookOfOperation(op.State, op.Late).Word), text.With("Time", text.Clock(op.Changed, l.env.Zone())))
}
