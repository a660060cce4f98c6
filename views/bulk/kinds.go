package bulk

import (
	"slices"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// kinds are the operations that can be done to many, in the order of the menu.
var kinds = []model.OperationKind{
	model.Activate, model.Deactivate, model.Suspend, model.EndSuspension, model.Destroy, model.DeletePersonalData,
	model.ChangeGroup, model.Refill, model.Withdraw, model.SetQuota, model.ResetQuota, model.SetNote, model.ResetSignins,
}

// kindOptions are the choices of what to do.
func kindOptions() []kit.Option {
	options := make([]kit.Option, len(kinds))
	for i, k := range kinds {
		options[i] = kit.Option{Key: string(k), Title: screen.OperationName(k)}
	}
	return options
}

// fields says which fields an operation has.
type fields struct{ amount, group, mode, quota, value, note bool }

func fieldsOf(k model.OperationKind) fields {
	return fields{
		amount: k.Money(), group: k == model.ChangeGroup, mode: k == model.DeletePersonalData,
		quota: k == model.SetQuota || k == model.ResetQuota, value: k == model.SetQuota, note: k == model.SetNote,
	}
}

// needsReason tells whether an operation is refused without one.
func needsReason(k model.OperationKind) bool {
	return k.Money() || k.Irreversible() || slices.Contains([]model.OperationKind{model.Deactivate, model.Suspend}, k)
}

// sendWords is the title of the button that starts a plan.
func sendWords(k model.OperationKind, rows int) string {
	switch k {
	case model.Refill:
		return text.T("bulk.send.refills", text.N(rows))
	case model.Withdraw:
		return text.T("bulk.send.withdrawals", text.N(rows))
	}
	return text.T("bulk.send.others", text.With("Operation", screen.OperationName(k)), text.N(rows))
}

// titleOf names an operation on some customers.
func titleOf(k model.OperationKind, customers int) string {
	return text.T("bulk.title", text.With("Operation", screen.OperationName(k)), text.N(customers))
}
