package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/assets/text"
)

// Entry is a field of one line (28 px, 24 when small), with an optional icon
// before the text, an action after it, and a line for an error below.
type Entry struct {
	widget.BaseWidget
	// OnChanged is called with the text after every change a person makes.
	OnChanged func(text string)
	// OnSubmitted is called with Enter. Without it, Enter goes on to the key table.
	OnSubmitted func(text string)
	// OnKey gets every key before the field does and reports whether it used it:
	// Down into a list, for example.
	OnKey func(event *fyne.KeyEvent) bool
	// OnLeft is called when the field loses the focus.
	OnLeft func()
	// Hint is what the hint line says; empty: the placeholder.
	Hint string

	host     *Host
	field    *field
	frame    frame
	icon     *Icon
	action   *Button
	problem  *Label
	small    bool
	clears   bool    // a search field: the action is a cross that clears it
	lettered bool    // room for an error line is kept below
	lines    int     // of a field of several; 0: one
	trailing bool    // the text stands at the right end
	boxWide  float32 // of the frame, where the error below may be wider; 0: the whole width
}

// NewEntry returns an empty field.
func NewEntry(host *Host, placeholder string) *Entry {
	e := &Entry{}
	e.init(e, host, placeholder)
	return e
}

// init makes the parts; self is the widget that stands in the window.
func (e *Entry) init(self fyne.Widget, host *Host, placeholder string) {
	e.host, e.frame = host, newFrame()
	e.problem = newLabel(&Label{Color: theme.ColorNameError, Height: theme.SizeNameCaptionText, Cut: true})
	e.problem.Hide()
	e.field = newField(e)
	e.field.PlaceHolder = placeholder
	e.field.OnChanged = e.changed
	e.ExtendBaseWidget(self)
	keepClear(host, e.field)
}

// NewSmallEntry returns a field of 24 px for control rows.
func NewSmallEntry(host *Host, placeholder string) *Entry {
	e := NewEntry(host, placeholder)
	e.small = true
	return e
}

// NewSearch returns a field with a magnifier and a cross that clears it; Esc
// clears it too.
func NewSearch(host *Host, placeholder string) *Entry {
	e := NewEntry(host, placeholder)
	e.SetIcon(theme.SearchIcon())
	e.SetAction(NewIconButton(host, text.T("kit.clear"), theme.CancelIcon(), e.Clear))
	e.action.Hide()
	e.clears = true
	return e
}

// NewPassword returns a field that hides its text, with an eye that shows it. Tab
// goes on to what comes next; RevealKey is the eye's.
func NewPassword(host *Host, placeholder string) *Entry {
	e := NewEntry(host, placeholder)
	e.field.Password = true
	e.field.ActionItem = &fyne.Container{} // else the toolkit adds an eye of its own
	eye := newAside(host, &Action{Title: text.T("kit.reveal"), Icon: theme.VisibilityIcon(), Key: RevealKey})
	eye.Action.Run = func() {
		e.field.Password = !e.field.Password
		eye.Action.Icon, eye.Action.Title = theme.VisibilityIcon(), text.T("kit.reveal")
		if !e.field.Password {
			eye.Action.Icon, eye.Action.Title = theme.VisibilityOffIcon(), text.T("kit.conceal")
		}
		e.field.Refresh()
		eye.Refresh()
		e.Focus() // a click on the eye took it
	}
	e.SetAction(eye)
	return e
}

// SetIcon shows an icon before the text.
func (e *Entry) SetIcon(icon fyne.Resource) {
	e.icon = NewIcon(icon, theme.ColorNamePlaceHolder)
}

// SetAction puts a button after the text. Call it before the field is shown.
func (e *Entry) SetAction(action *Button) {
	action.Small, action.ink = true, theme.ColorNamePlaceHolder
	e.action = action
}

// Text is the text of the field.
func (e *Entry) Text() string { return e.field.Text }

// SetText shows another text without calling OnChanged.
func (e *Entry) SetText(s string) {
	e.field.silent = true
	e.field.SetText(s)
	e.field.silent = false
	e.showClear()
	if e.trailing {
		e.Refresh()
	}
}

// Clear empties the field as a person would.
func (e *Entry) Clear() {
	e.field.SetText("")
	e.Focus()
}

// SetPlaceHolder shows another text while the field is empty.
func (e *Entry) SetPlaceHolder(s string) { e.field.SetPlaceHolder(s) }

// Focus gives the field the keyboard.
func (e *Entry) Focus() { focusOn(e.host, e.field) }

// Focused reports whether the field has the keyboard.
func (e *Entry) Focused() bool { return e.field.focused }

// Focusable is the part that takes the keyboard, for tests and for the order of panes.
func (e *Entry) Focusable() fyne.Focusable { return e.field }

// SelectAll marks the whole text.
func (e *Entry) SelectAll() { e.field.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// SetEnabled makes the field take text or not.
func (e *Entry) SetEnabled(on bool) {
	if on {
		e.field.Enable()
	} else {
		e.field.Disable()
	}
	e.Refresh()
}

// KeepErrorRoom keeps the room of an error line below the field, so that
// nothing moves when an error comes.
func (e *Entry) KeepErrorRoom() *Entry {
	e.lettered = true
	return e
}

// SetError shows what is wrong under the field; empty takes it away.
func (e *Entry) SetError(problem string) {
	if e.problem.Text == problem && e.problem.Hidden == (problem == "") {
		return
	}
	e.problem.SetText(problem)
	e.problem.Hidden = problem == ""
	e.Refresh()
	e.host.hint().changed(e.field)
}

// Error is what is wrong with the content, empty if nothing is.
func (e *Entry) Error() string { return e.problem.Text }

func (e *Entry) changed(s string) {
	e.showClear()
	if e.trailing {
		e.Refresh()
	}
	if e.OnChanged != nil && !e.field.silent {
		e.OnChanged(s)
	}
}

// showClear shows the cross of a search field only while there is text.
func (e *Entry) showClear() {
	if e.clears {
		e.action.Hidden = e.field.Text == ""
		e.Refresh()
	}
}

func (e *Entry) hintText() string {
	hint := e.field.PlaceHolder
	switch {
	case e.Error() != "":
		return e.Error()
	case e.Hint != "":
		hint = e.Hint
	}
	if e.action != nil && e.action.Action.Key != (Key{}) {
		hint = strings.TrimSpace(hint + "  " + e.action.hintText())
	}
	return hint
}

// shortcut runs the button beside the text by its key, or what the window has.
func (e *Entry) shortcut(s fyne.Shortcut) bool {
	chord, is := s.(fyne.KeyboardShortcut)
	if is && e.action != nil && e.action.Action.Key == (Key{Name: chord.Key(), Mod: chord.Mod()}) {
		e.action.Press()
		return true
	}
	return e.host.shortcut(s)
}

// key takes a key before the field does.
func (e *Entry) key(event *fyne.KeyEvent) bool {
	if e.OnKey != nil && e.OnKey(event) {
		return true
	}
	if e.lines > 0 && areaKeys[event.Name] {
		return false
	}
	switch event.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.OnSubmitted != nil {
			e.OnSubmitted(e.field.Text)
			return true
		}
		return e.host.key(event)
	case fyne.KeyEscape:
		if e.clears && e.field.Text != "" {
			e.Clear()
			return true
		}
		return e.host.key(event)
	}
	return !fieldKeys[event.Name] && e.host.key(event)
}

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{entry: e, hover: newRect()}
	r.objects = []fyne.CanvasObject{e.frame.rect, r.hover, e.field, e.problem}
	if e.icon != nil {
		r.objects = append(r.objects, e.icon)
	}
	if e.action != nil {
		r.objects = append(r.objects, e.action.self)
	}
	r.Refresh()
	return r
}

type entryRenderer struct {
	entry   *Entry
	hover   *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (e *Entry) height() float32 {
	if e.lines > 0 {
		return e.areaHeight()
	}
	if e.small {
		return Px(HeightSmallControl)
	}
	return Px(HeightControl)
}

func (r *entryRenderer) MinSize() fyne.Size {
	size := fyne.NewSize(Px(60), r.entry.height())
	if r.entry.lettered || !r.entry.problem.Hidden {
		size.Height += r.entry.problem.MinSize().Height + Px(1)
	}
	return size
}

func (r *entryRenderer) Layout(size fyne.Size) {
	e := r.entry
	area := fyne.NewSize(size.Width, e.height())
	if e.boxWide > 0 {
		area.Width = min(e.boxWide, size.Width)
	}
	e.frame.place(fyne.Position{}, area)
	left, right := Px(3), Px(3)
	if e.trailing {
		left = max(left, area.Width-right-fyne.MeasureText(e.field.Text, themeSize(theme.SizeNameText), fyne.TextStyle{}).Width-Px(10))
	}
	if e.icon != nil {
		put(e.icon, Px(9), e.icon.MinSize(), area.Height)
		left = Px(9) + e.icon.MinSize().Width + Px(1)
	}
	if e.action != nil && !e.action.Hidden {
		width := fyne.NewSquareSize(area.Height - 4)
		put(e.action, area.Width-width.Width-2, width, area.Height)
		right = width.Width + 2
	}
	e.place(fyne.NewPos(left, 1), fyne.NewSize(max(area.Width-left-right, 0), area.Height-2))
	e.problem.Move(fyne.NewPos(0, area.Height+Px(1)))
	e.problem.Resize(fyne.NewSize(size.Width, e.problem.MinSize().Height))
}

// place puts the text: of one line in the middle of the height, of several from
// the top on.
func (e *Entry) place(at fyne.Position, area fyne.Size) {
	if e.lines == 0 {
		e.field.place(at, area)
		return
	}
	out := themeSize(theme.SizeNameInnerPadding) - Px(4)
	e.field.Move(at.SubtractXY(out, out))
	e.field.Resize(area.AddWidthHeight(2*out, 2*out))
}

func (r *entryRenderer) Refresh() {
	e := r.entry
	e.frame.paint(e.field.focused, !e.problem.Hidden, e.field.Disabled())
	r.Layout(e.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (r *entryRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *entryRenderer) Destroy()                     {}
