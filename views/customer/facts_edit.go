package customer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// pencil gives a field a button that begins to change it.
func (f *facts) pencil(it *fact, name string, whyNot func() string, run func()) {
	it.pencil = kit.NewIconButton(f.host, text.T("customer.edit", text.With("Field", text.T(name))), theme.DocumentCreateIcon(), run)
	it.pencil.Small, it.pencil.Level = true, kit.Quiet
	it.pencil.Action.WhyNot = whyNot
	f.box.Add(it.pencil)
}

// factEditor is a field of the customer being changed in its row.
type factEditor struct {
	of    *fact
	entry *kit.Entry
	row   *fyne.Container
	save  *kit.Button
}

// edit turns a value into a field with Save and Cancel in the same row: Enter and
// Esc do the same. save reports whether the field may go.
func (f *facts) edit(it *fact, value string, save func(value string)) {
	f.endEdit()
	e := &factEditor{of: it, entry: kit.NewSmallEntry(f.host, value)}
	e.entry.SetText(value)
	e.entry.OnSubmitted = func(string) { save(e.entry.Text()) }
	e.entry.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name == fyne.KeyEscape {
			f.endEdit()
			f.focus()
			return true
		}
		return false
	}
	e.save = kit.NewIconButton(f.host, text.T("customer.edit.save"), theme.ConfirmIcon(), func() { save(e.entry.Text()) })
	away := kit.NewIconButton(f.host, text.T("kit.cancel"), theme.CancelIcon(), f.endEdit)
	e.save.Small, away.Small = true, true
	e.row = container.NewBorder(nil, nil, nil, container.NewHBox(e.save, away), e.entry)
	f.editing = e
	f.box.Add(e.row)
	f.refresh()
	e.entry.Focus()
	e.entry.SelectAll()
}

// endEdit shows the value again.
func (f *facts) endEdit() {
	if f.editing == nil {
		return
	}
	f.box.Remove(f.editing.row)
	f.editing = nil
	f.refresh()
}

// placeEdit lays out what can be done with a field: it takes room at the end of the
// row, and the whole row while the field is changed.
func (f *facts) placeEdit(it *fact, x, width, y, row float32) (left float32) {
	if f.editing != nil && f.editing.of == it {
		f.editing.row.Move(fyne.NewPos(x, y))
		f.editing.row.Resize(fyne.NewSize(width, row))
	}
	if it.pencil == nil {
		return width
	}
	size := it.pencil.MinSize()
	it.pencil.Move(fyne.NewPos(x+width-size.Width, y+(row-size.Height)/2))
	it.pencil.Resize(size)
	return width - size.Width
}
