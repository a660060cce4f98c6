package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// control is what all controls of kit share: focus, hover, the hint line, and
// handing on the keys they do not use.
type control struct {
	widget.BaseWidget
	self             fyne.Widget // as it stands in the window
	host             *Host
	focused, hovered bool
	says             func() string // for the hint line
}

// ExtendBaseWidget remembers what stands in the window.
func (c *control) ExtendBaseWidget(self fyne.Widget) {
	c.self = self
	c.BaseWidget.ExtendBaseWidget(self)
}

// Refresh paints the control anew, and has the hint line say anew what it says.
func (c *control) Refresh() {
	c.BaseWidget.Refresh()
	c.host.hint().changed(c)
}

// Focused reports whether the control has the keyboard.
func (c *control) Focused() bool { return c.focused }

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	c.focused = true
	c.host.hint().Focus(c, c.hint)
	c.Refresh()
}

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() {
	c.focused = false
	c.host.hint().Unfocus(c)
	c.Refresh()
}

// TypedRune implements fyne.Focusable.
func (c *control) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *control) TypedKey(event *fyne.KeyEvent) { c.host.key(event) }

// TypedShortcut implements fyne.Shortcutable.
func (c *control) TypedShortcut(s fyne.Shortcut) { c.host.shortcut(s) }

// MouseIn implements desktop.Hoverable.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.host.hint().Hover(c, c.hint)
	c.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *control) MouseOut() {
	c.hovered = false
	c.host.hint().Unhover(c)
	c.Refresh()
}

func (c *control) hint() string {
	if c.says == nil {
		return ""
	}
	return c.says()
}

// focusable is an object that takes the keyboard.
type focusable interface {
	fyne.CanvasObject
	fyne.Focusable
}

// focusOn gives the keyboard to an object. The driver knows the canvas of an
// object only once it was painted; before, it is the host's.
func focusOn(host *Host, object focusable) {
	c := fyne.CurrentApp().Driver().CanvasForObject(object)
	if c == nil && host != nil && host.Keys != nil {
		c = host.Keys.canvas
	}
	if c != nil {
		c.Focus(object)
	}
}

// isPress reports whether a key presses a button.
func isPress(event *fyne.KeyEvent) bool {
	return event.Name == fyne.KeySpace || event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter
}

// frame is the outline of entries and drop-downs: 1 px, 2 px in the primary
// colour with the focus, in the error colour when the content is wrong.
type frame struct{ rect *canvas.Rectangle }

func newFrame() frame { return frame{rect: newRect()} }

func (f frame) paint(focused, wrong, disabled bool) {
	f.rect.CornerRadius = themeSize(theme.SizeNameInputRadius)
	f.rect.FillColor = Color(theme.ColorNameInputBackground)
	f.rect.StrokeColor, f.rect.StrokeWidth = Color(theme.ColorNameInputBorder), 1
	switch {
	case disabled:
		f.rect.FillColor, f.rect.StrokeColor = Color(theme.ColorNameDisabledButton), Color(theme.ColorNameSeparator)
	case wrong:
		f.rect.StrokeColor = Color(theme.ColorNameError)
	}
	if focused {
		f.rect.StrokeWidth = 2
		if !wrong {
			f.rect.StrokeColor = Color(theme.ColorNamePrimary)
		}
	}
}

// place lays the outline on the inside of an area: a stroke is centred on the edge.
func (f frame) place(pos fyne.Position, size fyne.Size) { inset(f.rect, pos, size) }

func inset(rect *canvas.Rectangle, pos fyne.Position, size fyne.Size) {
	half := rect.StrokeWidth / 2
	rect.Move(pos.AddXY(half, half))
	rect.Resize(size.SubtractWidthHeight(2*half, 2*half))
}

// newImage returns an empty image for an icon.
func newImage() *canvas.Image { return &canvas.Image{FillMode: canvas.ImageFillContain} }

// put centres an object of a given size at x within a height.
func put(o fyne.CanvasObject, x float32, size fyne.Size, height float32) {
	o.Resize(size)
	o.Move(fyne.NewPos(x, (height-size.Height)/2))
}

// newRect returns an area that paints nothing yet.
func newRect() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }

// newText returns an empty line of text.
func newText() *canvas.Text { return canvas.NewText("", color.Transparent) }
