package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// field is the toolkit's entry without a look of its own: it hands on the keys
// that it would swallow, and reports focus and pointer.
type field struct {
	widget.Entry
	owner   *Entry
	focused bool
	silent  bool // the text is set by the program
}

func newField(owner *Entry) *field {
	f := &field{owner: owner}
	f.Wrapping = fyne.TextWrapOff
	f.Scroll = container.ScrollHorizontalOnly
	f.ExtendBaseWidget(f)
	return f
}

// fieldKeys are the keys that an entry uses itself.
var fieldKeys = map[fyne.KeyName]bool{
	fyne.KeyBackspace: true, fyne.KeyDelete: true, fyne.KeyLeft: true, fyne.KeyRight: true,
	fyne.KeyHome: true, fyne.KeyEnd: true, fyne.KeyTab: true, fyne.KeySpace: true,
}

// TypedKey gives keys to the owner first.
func (f *field) TypedKey(event *fyne.KeyEvent) {
	if !f.owner.key(event) {
		f.Entry.TypedKey(event)
	}
}

// TypedRune leaves out a space at the beginning of a search: it is the one that
// opened the list around the field.
func (f *field) TypedRune(r rune) {
	if r == ' ' && f.owner.clears && f.Text == "" {
		return
	}
	f.Entry.TypedRune(r)
}

// TypedShortcut keeps cut, copy, paste, undo and moving by words; the key table
// gets the other chords first.
func (f *field) TypedShortcut(s fyne.Shortcut) {
	if _, chord := s.(*desktop.CustomShortcut); chord && f.owner.shortcut(s) {
		return
	}
	f.Entry.TypedShortcut(s)
}

// FocusGained implements fyne.Focusable.
func (f *field) FocusGained() {
	f.focused = true
	f.Entry.FocusGained()
	f.owner.host.hint().Focus(f, f.owner.hintText)
	f.owner.Refresh()
}

// FocusLost implements fyne.Focusable.
func (f *field) FocusLost() {
	f.focused = false
	f.Entry.FocusLost()
	f.owner.host.hint().Unfocus(f)
	f.owner.Refresh()
	if f.owner.OnLeft != nil {
		f.owner.OnLeft()
	}
}

// MouseIn implements desktop.Hoverable.
func (f *field) MouseIn(*desktop.MouseEvent) { f.owner.host.hint().Hover(f, f.owner.hintText) }

// MouseMoved implements desktop.Hoverable.
func (f *field) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (f *field) MouseOut() { f.owner.host.hint().Unhover(f) }

// CreateRenderer takes the toolkit's frame away: the owner draws one. (A theme of
// its own would do that too, but the toolkit then reads all fonts again for every
// field, and keeps them.)
func (f *field) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	return frameless{f.Entry.CreateRenderer()}
}

type frameless struct{ fyne.WidgetRenderer }

// Objects leaves out the ground and the outline.
func (r frameless) Objects() (shown []fyne.CanvasObject) {
	for _, o := range r.WidgetRenderer.Objects() {
		if _, frame := o.(*canvas.Rectangle); !frame {
			shown = append(shown, o)
		}
	}
	return shown
}

// place puts the field so that its text is in the middle of an area and begins as
// far from its left edge as from the upper. The toolkit leaves more room around
// the text than there is: it lies outside the area.
func (f *field) place(at fyne.Position, area fyne.Size) {
	line := fyne.MeasureText("M", themeSize(theme.SizeNameText), fyne.TextStyle{}).Height
	out := themeSize(theme.SizeNameInnerPadding) - max((area.Height-line)/2, 0)
	f.Move(at.SubtractXY(out, out))
	f.Resize(area.AddWidthHeight(2*out, 2*out))
}
