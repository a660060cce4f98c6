package forms

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/screen"
)

// show writes everything that follows from what the form says.
func (f *form) show() {
	if f.panel.form != nil && f.panel.form != f || f.object == nil {
		return
	}
	f.showRows()
	f.showProblems()
	f.showNotes()
	f.send.Action.Icon = theme.ConfirmIcon()
	f.send.SetTitle(f.title())
	f.arrange()
}

// arrange lays everything out that may have another size now.
func (f *form) arrange() {
	f.object.Refresh()
	if f.dialog != nil {
		f.dialog.Arrange()
		return
	}
	f.foot.Refresh()
}

// showRows shows the fields that are asked now.
func (f *form) showRows() {
	rows := make([]fyne.CanvasObject, 0, len(f.fields))
	for _, it := range f.fields {
		if it.absent == nil || !it.absent() {
			rows = append(rows, it.row)
		}
	}
	if len(rows) != len(f.rows.Objects) {
		f.rows.Objects = rows
	}
	f.rows.Refresh()
}

// showProblems says under each field what is wrong with it: what was written at
// once, what is missing when the button was pressed.
func (f *form) showProblems() {
	for _, it := range f.fields {
		if it.say == nil {
			continue
		}
		problem := it.problem()
		if !f.tried && !it.touched() {
			problem = ""
		}
		it.say(problem)
		it.enable(!f.sending)
	}
}

// showNotes says what follows, and what speaks against it.
func (f *form) showNotes() {
	follows := f.spec.follows(f)
	if f.op.Kind.Irreversible() {
		follows = append(follows, text.T("forms.irreversible"))
	}
	f.follows.SetText(join(follows))
	f.notes[0].Hidden = len(follows) == 0
	var warnings []string
	if f.facts.conflict != "" {
		warnings = append(warnings, f.facts.conflict)
	}
	for _, key := range f.warnings() {
		warnings = append(warnings, text.T(key))
	}
	if refused := f.refused(); refused != "" {
		warnings = append(warnings, refused)
	}
	switch {
	case f.offline() && !f.op.Kind.OnlineOnly():
		warnings = append(warnings, text.T("forms.queued"))
	case f.unread != nil:
		warnings = append(warnings, f.panel.env.Sentence(f.unread))
	case f.checking && f.spec.checked:
		follows = append(follows, text.T("forms.checking"))
		f.follows.SetText(join(follows))
	}
	if why := WhyNotChange(f.panel.env); why != "" {
		warnings = append(warnings, why)
	}
	f.warn.SetText(join(warnings))
	f.notes[1].Hidden = len(warnings) == 0
}

// title is what the button says: the signed amount, and that it only queues.
func (f *form) title() string {
	name := screen.OperationName(f.op.Kind)
	switch {
	case f.op.Kind.Money():
		name = text.T("forms.button." + string(f.op.Kind))
		if amount := f.amount.Amount(); amount.Given() {
			name += " " + text.MoneyChange(screen.SignedAmount(f.op.Kind, amount))
		}
	case f.spec.button != "":
		name = text.T(f.spec.button)
	}
	if f.offline() && !f.op.Kind.OnlineOnly() {
		return text.T("forms.button.queue", text.With("What", name))
	}
	return name
}
