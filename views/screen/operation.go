package screen

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// OperationLook is how the state of an operation is shown: always its word and
// its own shape, never the colour alone.
type OperationLook struct {
	Word  string
	Icon  fyne.Resource
	Color fyne.ThemeColorName
}

// operationIcons are the shapes of the states.
var operationIcons = map[model.OperationState]string{
	model.StateQueued: "pending", model.StateReview: "op-review", model.StateSending: "op-sending", model.StateAccepted: "op-verifying",
	model.StateConfirmed: "st-active", model.StateRejected: "op-rejected", model.StateUnknown: "op-unknown",
	model.StateNotApplied: "op-notbooked", model.StateDuplicate: "op-double", model.StateWrong: "op-wrong",
	model.StateSettled: "op-settled", model.StateCancelled: "st-deleted", model.StateDraft: "columns",
}

// operationColors are the colours of the states that have one.
var operationColors = map[model.OperationState]fyne.ThemeColorName{
	model.StateReview: theme.ColorNameWarning, model.StateUnknown: theme.ColorNameWarning, model.StateDuplicate: theme.ColorNameError,
	model.StateWrong: theme.ColorNameError, model.StateRejected: theme.ColorNameError, model.StateConfirmed: theme.ColorNameSuccess,
	model.StateSending: theme.ColorNamePrimary, model.StateAccepted: theme.ColorNamePrimary,
}

// LookOfOperation is how a state is shown; late is for what was confirmed after
// it was unknown.
func LookOfOperation(state model.OperationState, late bool) OperationLook {
	look := OperationLook{Word: OperationStateWord(state), Icon: assets.Icon(operationIcons[state]), Color: operationColors[state]}
	if late && state == model.StateConfirmed {
		look.Word = text.T("operation.late")
	}
	if look.Color == "" {
		look.Color = theme.ColorNamePlaceHolder
	}
	return look
}

// OperationStateWord is the word of a state: "Needs you".
func OperationStateWord(state model.OperationState) string {
	return text.T("operation.state." + strings.ReplaceAll(string(state), "-", ""))
}

// OperationName is what a kind of operation is called: "Refill Balance".
func OperationName(kind model.OperationKind) string { return text.T("operation.kind." + string(kind)) }

// SignedAmount is the amount of a refill or withdrawal with its sign: it is not
// given for what is no money.
func SignedAmount(kind model.OperationKind, amount platform.Money) platform.Money {
	if kind == model.Withdraw && amount.Given() {
		return platform.NewMoney(amount.Amount().Neg(), amount.Currency())
	}
	return amount
}

// BalanceWord is main or bonus.
func BalanceWord(b platform.Balance) string {
	if b == platform.BalanceBonus {
		return text.T("operation.bonus")
	}
	return text.T("operation.main")
}

// OperationChange is what an operation does to its customer, in short: "+40.00
// main", "billing → business".
func OperationChange(o model.Operation) string {
	c := o.Change
	switch {
	case o.Erased:
		return text.T("operation.erased")
	case o.Kind.Money():
		return signedDigits(SignedAmount(o.Kind, c.Amount)) + " " + BalanceWord(c.Balance)
	case o.Kind == model.DeletePersonalData:
		return text.T("operation.irreversible")
	case o.Kind == model.SetQuota:
		return text.Visible(c.Quota) + " " + fromTo(c)
	case o.Kind == model.ResetQuota:
		return text.Visible(c.Quota)
	case o.Kind == model.NoteEnvironment, o.Kind == model.RenameEnvironment:
		return text.Visible(c.Env) + ": " + text.Visible(c.Wanted)
	case o.Kind.OfEnvironment():
		return text.Visible(c.Env)
	case o.Kind == model.SetNote, o.Kind == model.SetFundingNote:
		return text.Visible(c.Wanted)
	}
	return fromTo(c)
}

// fromTo is the old and the new value.
func fromTo(c model.Change) string {
	was, wanted := text.Visible(c.Was), text.Visible(c.Wanted)
	switch {
	case wanted == "":
		return was
	case was == "" || was == wanted:
		return wanted
	}
	return was + " → " + wanted
}

// signedDigits is an exact amount with its sign and without its currency.
func signedDigits(m platform.Money) string {
	digits := text.Money(m, text.Exact).Digits
	if m.Sign() > 0 {
		return "+" + digits
	}
	return digits
}

// OperationCell is the state of an operation as a cell of a list.
func OperationCell(state model.OperationState, late bool) kit.Cell {
	look := LookOfOperation(state, late)
	cell := kit.Cell{Text: look.Word, Bold: state.NeedsPerson()}
	if state.NeedsPerson() || state == model.StateRejected {
		cell.Color = look.Color
	}
	return cell
}
