package signin

import (
	"fyne.io/fyne/v2"

	"steward/app"
	"steward/views/kit"
)

// Again is the form for signing in again in place, in a dialog.
type Again struct {
	cfg    Config
	object *fyne.Container
	first  fyne.Focusable
}

// NewAgain makes the form; host is the dialog's. done is called once signed in.
func NewAgain(cfg Config, host *kit.Host, attempt *app.Attempt, done func()) *Again {
	return &Again{cfg: cfg, object: &fyne.Container{}}
}

// Object is what stands in the dialog.
func (a *Again) Object() fyne.CanvasObject { return a.object }

// First is what gets the keyboard.
func (a *Again) First() fyne.Focusable { return a.first }

// Buttons stand at the foot of the dialog.
func (a *Again) Buttons(cancel func()) []fyne.CanvasObject { return nil }
