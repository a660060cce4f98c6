package forms

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// Measures of a form in a dialog at scale 1.
const (
	dialogWide  float32 = 560
	dialogFrame float32 = 150 // title, buttons, and some of the window around
)

// Modal reports whether a kind is asked over the window and not in a pane: it
// deletes what nobody brings back.
func Modal(kind model.OperationKind) bool { return specs[kind].modal }

// inDialog lays the form out for a dialog: what is lost stands before the fields.
func (f *form) inDialog() {
	f.follows.Width, f.warn.Width = dialogWide-72, dialogWide-72
	f.notes[0] = tinted(kit.ColorTintError, theme.ColorNameError, theme.WarningIcon(), kit.Stack(kit.NewBold(text.T("forms.lost")), f.follows))
	content := kit.Stack(f.whom(), spaced(f.notes[0]), f.rows, spaced(f.notes[1]), f.failure)
	scroll := container.NewVScroll(content)
	pad := kit.Key{Name: fyne.KeyEnter, Mod: kit.Ctrl}
	f.host.Keys.BindAction(f.send.Action)
	f.host.Keys.Bind(pad, f.send.Action)
	f.object = container.New(fitting{f.panel.env.Window.Canvas(), scroll}, scroll)
}

// ask shows the form over the window.
func (f *form) ask() {
	f.dialog.OnClosed = func() {
		if f.panel.form == f {
			f.panel.leave()
			f.panel.env.Changed()
		}
	}
	f.dialog.Show(screen.OperationName(f.op.Kind), dialogWide, f.object, nil, f.cancel, f.send)
}

// fitting gives a scroll the height of its content, or what the window has for it.
type fitting struct {
	window fyne.Canvas
	scroll *container.Scroll
}

// MinSize implements fyne.Layout.
func (l fitting) MinSize([]fyne.CanvasObject) fyne.Size {
	content := l.scroll.Content.MinSize()
	return fyne.NewSize(0, min(content.Height, l.window.Size().Height-kit.Px(dialogFrame)))
}

// Layout implements fyne.Layout.
func (fitting) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }
