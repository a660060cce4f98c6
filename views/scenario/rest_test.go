package scenario

import (
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"steward/views/customer"
)

// A window at rest stays at rest: laying out again what has not changed makes no
// new objects. The toolkit would lay out their parents for them at the next frame,
// they would make new ones, and the window would be painted for ever.
func TestAWindowAtRestStaysAtRest(t *testing.T) {
	s := live(t, "admin")
	s.rests("nobody chosen")
	s.press("Down")
	s.infoRead()
	s.rests("a customer chosen")
	for i, tab := range customer.Tabs {
		s.press("Alt+" + strconv.Itoa(i+1))
		s.rests(tab)
	}
	s.press("Ctrl+2")
	s.rests("Activity History")
}

// rests fails if a widget on screen makes other objects when it is laid out again.
func (s *story) rests(when string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		w, is := p.CanvasObject.(fyne.Widget)
		if !is {
			continue
		}
		r := test.WidgetRenderer(w)
		before := slices.Clone(r.Objects())
		r.Layout(w.Size())
		if after := r.Objects(); !slices.Equal(before, after) {
			s.t.Errorf("%s: %T made new objects when it was laid out again", when, w)
		}
	}
}
