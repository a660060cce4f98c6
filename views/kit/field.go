package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
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
	if _, chord := s.(*desktop.CustomShortcut); chord && f.owner.host.shortcut(s) {
		return
	}
	f.Entry.TypedShortcut(s)
}

// FocusGained implements fyne.Focusable.
func (f *field) FocusGained() {
	f.focused = true
	f.Entry.FocusGained()
	f.owner.host.hint().Focus(f, f.owner.hintText())
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
func (f *field) MouseIn(*desktop.MouseEvent) { f.owner.host.hint().Hover(f, f.owner.hintText()) }

// MouseMoved implements desktop.Hoverable.
func (f *field) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (f *field) MouseOut() { f.owner.host.hint().Unhover(f) }

// fieldTheme takes the toolkit's frame away and centres the text in the height
// of the owner.
type fieldTheme struct {
	owner *Entry
	box   *container.ThemeOverride
}

func newFieldTheme(owner *Entry) *fieldTheme {
	t := &fieldTheme{owner: owner}
	t.box = container.NewThemeOverride(owner.field, t)
	return t
}

func (t *fieldTheme) base() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color hides ground and outline.
func (t *fieldTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameInputBackground || name == theme.ColorNameInputBorder {
		name = ColorClear
	}
	return t.base().Color(name, v)
}

// Font is the theme's.
func (t *fieldTheme) Font(style fyne.TextStyle) fyne.Resource { return t.base().Font(style) }

// Icon is the theme's.
func (t *fieldTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base().Icon(name) }

// Size centres the text: what is left of the height goes above and below.
func (t *fieldTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameInputBorder:
		return 0
	case theme.SizeNameInnerPadding:
		line := fyne.MeasureText("M", t.base().Size(theme.SizeNameText), fyne.TextStyle{}).Height
		return max((t.owner.height()-2-line)/2, 0)
	}
	return t.base().Size(name)
}
