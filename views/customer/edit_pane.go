package customer

import (
	"steward/app/model"
	"steward/views/forms"
)

// editPane is the place below a table where one of its rows is changed.
type editPane struct {
	place  place
	panel  *forms.Panel
	kinds  []model.OperationKind
	toggle func(on bool) // shows or hides the place
	back   func()        // gives the keyboard back to the rows

	leaving bool // the form goes because something else comes on screen
}

func newEditPane(p place, name string, kinds ...model.OperationKind) *editPane {
	e := &editPane{place: p, panel: forms.NewPanel(p.env, name), kinds: kinds}
	e.panel.Sent = p.sent
	e.panel.Closed = func() {
		e.toggle(false)
		if !e.leaving {
			e.back()
		}
		p.env.Changed()
	}
	return e
}

// openForm shows a form that belongs here.
func (e *editPane) openForm(op model.Operation) bool {
	for _, kind := range e.kinds {
		if kind == op.Kind {
			e.toggle(true)
			e.panel.Open(op, e.place.customer())
			e.place.env.Changed()
			return true
		}
	}
	return false
}

// open is the form on screen; nil: none.
func (e *editPane) open() *forms.Panel {
	if !e.panel.IsOpen() {
		return nil
	}
	return e.panel
}

// leave takes the form away; what was typed is kept.
func (e *editPane) leave() {
	e.leaving = true
	e.panel.Close()
	e.leaving = false
}
