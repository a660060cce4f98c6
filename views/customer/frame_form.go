package customer

import (
	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
)

// newForms makes the place of the forms of this frame.
func (f *Frame) newForms() *forms.Panel {
	p := forms.NewPanel(f.env, "detail")
	p.Closed = f.formClosed
	p.Sent = f.Sent
	return p
}

// Forms is the place of the forms.
func (f *Frame) Forms() *forms.Panel { return f.forms }

// OpenForm shows the form of a prepared operation of the customer in the frame, at
// once or as soon as the customer is on screen.
func (f *Frame) OpenForm(op model.Operation) {
	switch {
	case op.UID != f.uid || !forms.Has(op.Kind):
		return
	case !f.reading.found:
		f.prepared = &op
		return
	}
	f.prepared = nil
	f.outcome.settle()
	if p := f.page(); p != nil {
		if pane, is := p.tab.(former); is && pane.openForm(op) {
			return
		}
	}
	if forms.Modal(op.Kind) {
		f.forms.Close()
		f.forms.Open(op, f.reading.customer)
		f.env.Changed()
		return
	}
	if !f.forms.IsOpen() {
		f.beforeForm = f.env.Window.Canvas().Focused()
	}
	f.row.object.Hide()
	f.setBody(f.forms.Object())
	f.forms.Open(op, f.reading.customer)
	f.whole.Refresh()
	f.env.Changed()
}

// former is a tab that has a place of its own for the forms of some kinds.
type former interface {
	// openForm shows the form if it belongs there.
	openForm(op model.Operation) bool
	// form is the place of the forms; nil: none is open.
	form() *forms.Panel
	// leaveForm takes the form away because another customer comes.
	leaveForm()
}

// Prepare is an operation of a kind for the customer in the frame.
func (f *Frame) Prepare(kind model.OperationKind) (model.Operation, bool) {
	if f.Nobody() != "" {
		return model.Operation{}, false
	}
	return forms.Prepared(kind, f.reading.customer), true
}

// Customer is who is in the frame; false: nobody yet.
func (f *Frame) Customer() (model.Customer, bool) { return f.reading.customer, f.Nobody() == "" }

// formOpen is the form on screen; nil: none.
func (f *Frame) formOpen() *forms.Panel {
	if f.forms.IsOpen() {
		return f.forms
	}
	if p := f.made[f.tabs.Selected()]; p != nil {
		if pane, is := p.tab.(former); is {
			return pane.form()
		}
	}
	return nil
}

// SendForm sends the form on screen.
func (f *Frame) SendForm() {
	if form := f.formOpen(); form != nil {
		form.Send()
	}
}

// CloseForm takes the form on screen away and reports whether there was one.
func (f *Frame) CloseForm() bool {
	form := f.formOpen()
	if form != nil {
		form.Close()
	}
	return form != nil
}

// formClosed shows the tab again.
func (f *Frame) formClosed() {
	f.row.object.Show()
	if p := f.page(); p != nil {
		f.setBody(p.shown)
	} else {
		f.setBody(f.absent)
	}
	f.whole.Refresh()
	if before := f.beforeForm; before != nil && onCanvas(before) {
		f.env.Window.Canvas().Focus(before)
	} else {
		f.FocusTabs()
	}
	f.beforeForm = nil
	f.env.Changed()
}

// onCanvas reports whether something that had the keyboard can still be seen.
func onCanvas(focusable fyne.Focusable) bool {
	o, is := focusable.(fyne.CanvasObject)
	return is && o.Visible() && fyne.CurrentApp().Driver().CanvasForObject(o) != nil
}

// leaveForm takes the form away because something else comes on screen; what was
// typed is kept.
func (f *Frame) leaveForm() {
	f.prepared = nil
	if f.forms.IsOpen() {
		f.beforeForm = nil
		f.forms.Close()
	}
}

// Sent follows what was recorded for the customer.
func (f *Frame) Sent(ops []model.Operation) {
	if len(ops) > 0 {
		f.outcome.follow(ops[0])
	}
	f.env.Changed()
}

// OperationChanged shows where an operation stands now.
func (f *Frame) OperationChanged(uid platform.UID, id model.OperationID) {
	f.outcome.changed(id)
	if uid != f.uid {
		return
	}
	f.head.pending(f.env, f.uid)
	if p := f.made[f.tabs.Selected()]; p != nil {
		if t, is := p.tab.(journaled); is {
			t.operationChanged()
		}
	}
}

// journaled is a tab that shows what was sent from here.
type journaled interface{ operationChanged() }

// WhyNotSend is why there is no form to be sent.
func (f *Frame) WhyNotSend() string {
	if f.formOpen() == nil {
		return text.T("forms.none")
	}
	return ""
}

// SaveInPlace saves what is edited in place: a form, or what a tab is editing.
func (f *Frame) SaveInPlace() {
	if f.formOpen() != nil {
		f.SendForm()
		return
	}
	if p := f.page(); p != nil && p.uid == f.uid {
		if t, is := p.tab.(editor); is {
			t.save()
		}
	}
}

// editor is a tab whose values are edited in place.
type editor interface {
	save()
	edit()
}

// EditField begins to edit what the tab has to be edited first.
func (f *Frame) EditField() {
	if p := f.page(); p != nil && p.uid == f.uid {
		if t, is := p.tab.(editor); is {
			t.edit()
		}
	}
}

// EditNotes gives the keyboard to the notes in Info.
func (f *Frame) EditNotes() {
	if f.tabs.Selected() != TabInfo {
		f.ChooseTab(TabInfo)
	}
	if p := f.made[TabInfo]; p != nil {
		if i, is := p.tab.(*info); is {
			i.notes.focus()
		}
	}
}

// statuses are the changes of status that the customer may get.
func (f *Frame) statuses() []*kit.Action {
	if f.Statuses == nil {
		return nil
	}
	return f.Statuses()
}

// belowButton is where the menu of a button opens.
func belowButton(b *kit.Button) fyne.Position { return fyne.NewPos(0, b.Size().Height+2) }

// leaveForms takes all forms of a customer away.
func (f *Frame) leaveForms() {
	f.leaveForm()
	for _, p := range f.made {
		if pane, is := p.tab.(former); is {
			pane.leaveForm()
		}
	}
}
