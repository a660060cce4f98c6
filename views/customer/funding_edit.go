package customer

import (
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
)

// makeEditing makes the pane where the note of a row is changed.
func (f *funding) makeEditing(p place) {
	f.editing = newEditPane(p, "funding", model.SetFundingNote)
	f.edit = kit.NewIconButton(p.env.Host, text.T("funding.note.edit"), theme.DocumentCreateIcon(), f.editNote)
	f.edit.Small = true
	f.edit.Action.WhyNot = func() string {
		if row, ok := f.ledger.currentRow(); !ok || row.ID == 0 {
			return text.T("funding.note.none")
		}
		return forms.WhyNotChange(p.env)
	}
}

func (f *funding) openForm(op model.Operation) bool { return f.editing.openForm(op) }

func (f *funding) form() *forms.Panel { return f.editing.open() }

func (f *funding) leaveForm() { f.editing.leave() }

// editNote changes the note of the current row.
func (f *funding) editNote() {
	row, ok := f.ledger.currentRow()
	if !ok {
		return
	}
	op := forms.Prepared(model.SetFundingNote, f.place.customer())
	op.Change.FundingID, op.Change.Was, op.Change.Reseller = row.ID, row.Note, f.place.customer().Reseller.ID
	f.place.form(op)
}

// markColumn ticks the rows that were sent from Steward, by the mark in their note.
func markColumn() column[platform.Funding] {
	return column[platform.Funding]{
		id: "mark", title: text.T("funding.column.mark"), width: 28, fixed: true, unsorted: true,
		text: func(f platform.Funding) string {
			if _, ours := ours(f); ours {
				return text.T("funding.mark")
			}
			return ""
		},
		cell: func(f platform.Funding) kit.Cell {
			id, is := ours(f)
			if !is {
				return kit.Cell{}
			}
			return kit.Cell{Icon: kit.CellIcon{
				Resource: assets.Icon("st-active"), Color: theme.ColorNameSuccess, Hint: text.T("funding.mark.hint", text.With("ID", string(id))),
			}}
		},
	}
}

// ours is the operation whose mark a row has.
func ours(f platform.Funding) (model.OperationID, bool) {
	id, _, is := model.SplitStamp(f.Stamp())
	return id, is
}
