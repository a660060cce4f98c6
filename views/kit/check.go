package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Check is a box with a word beside it; Space, Enter or a click turn it.
type Check struct {
	control
	Title     string
	OnChanged func(on bool)
	Hint      string
	WhyNot    func() string // why it cannot be turned now; nil: it can

	on, partial bool
}

// NewCheck returns an empty box.
func NewCheck(host *Host, title string, changed func(on bool)) *Check {
	c := &Check{Title: title, OnChanged: changed}
	c.host = host
	c.says = c.hintText
	c.ExtendBaseWidget(c)
	keepClear(host, c)
	return c
}

// On reports whether the box is ticked.
func (c *Check) On() bool { return c.on }

// Set ticks the box or not, without calling OnChanged.
func (c *Check) Set(on bool) {
	c.on, c.partial = on, false
	c.Refresh()
}

// SetPartial shows the box as ticked for some.
func (c *Check) SetPartial() {
	c.on, c.partial = false, true
	c.Refresh()
}

// Tapped implements fyne.Tappable.
func (c *Check) Tapped(*fyne.PointEvent) {
	if reason := c.reason(); reason != "" {
		c.host.hint().Say(reason)
		return
	}
	c.Set(!c.on)
	if c.OnChanged != nil {
		c.OnChanged(c.on)
	}
}

// TypedKey turns the box with Space and Enter.
func (c *Check) TypedKey(event *fyne.KeyEvent) {
	if isPress(event) {
		c.Tapped(nil)
		return
	}
	c.control.TypedKey(event)
}

func (c *Check) reason() string {
	if c.WhyNot == nil {
		return ""
	}
	return c.WhyNot()
}

func (c *Check) hintText() string {
	if reason := c.reason(); reason != "" {
		return reason
	}
	return c.Hint
}

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{check: c, box: newTickBox(), title: newText(), ring: newRect()}
	r.Refresh()
	return r
}

type checkRenderer struct {
	check *Check
	box   *tickBox
	title *canvas.Text
	ring  *canvas.Rectangle
}

func (r *checkRenderer) MinSize() fyne.Size {
	width := Px(4) + Px(16)
	if r.check.Title != "" {
		width += Px(7) + r.title.MinSize().Width + Px(4)
	}
	return fyne.NewSize(width, Px(HeightSmallControl))
}

func (r *checkRenderer) Layout(size fyne.Size) {
	r.box.place(Px(2), size.Height)
	put(r.title, Px(2)+Px(16)+Px(7), r.title.MinSize(), size.Height)
	inset(r.ring, fyne.NewPos(0, 0), size)
}

func (r *checkRenderer) Refresh() {
	c := r.check
	enabled := c.reason() == ""
	r.box.paint(c.on, c.partial, enabled)
	r.title.Text, r.title.TextSize = c.Title, themeSize(theme.SizeNameText)
	r.title.Color = Color(theme.ColorNameForeground)
	if !enabled {
		r.title.Color = Color(theme.ColorNameDisabled)
	}
	r.ring.CornerRadius, r.ring.StrokeWidth = themeSize(theme.SizeNameInputRadius), 2
	r.ring.FillColor, r.ring.StrokeColor, r.ring.Hidden = Color(ColorClear), Color(theme.ColorNamePrimary), !c.focused
	r.Layout(c.Size())
	canvas.Refresh(r.title)
	canvas.Refresh(r.ring)
}

func (r *checkRenderer) Objects() []fyne.CanvasObject {
	return append(r.box.objects(), r.title, r.ring)
}
func (r *checkRenderer) Destroy() {}

// tickBox is the drawn box: an outline when empty, filled with a tick or a bar
// when on. It serves checks and lists.
type tickBox struct {
	rect *canvas.Rectangle
	mark *canvas.Image
}

func newTickBox() *tickBox { return &tickBox{rect: newRect(), mark: newImage()} }

func (t *tickBox) objects() []fyne.CanvasObject { return []fyne.CanvasObject{t.rect, t.mark} }

func (t *tickBox) place(x, height float32) {
	side := Px(14)
	top := (height - side) / 2
	inset(t.rect, fyne.NewPos(x+Px(1), top), fyne.NewSquareSize(side))
	t.mark.Resize(fyne.NewSquareSize(side))
	t.mark.Move(fyne.NewPos(x+Px(1), top))
}

func (t *tickBox) paint(on, partial, enabled bool) {
	fill, stroke := theme.ColorNameInputBackground, theme.ColorNameInputBorder
	if on || partial {
		fill, stroke = theme.ColorNamePrimary, theme.ColorNamePrimary
	}
	if !enabled {
		stroke = theme.ColorNameDisabled
		if on || partial {
			fill = theme.ColorNameDisabled
		}
	}
	t.rect.FillColor, t.rect.StrokeColor = Color(fill), Color(stroke)
	t.rect.StrokeWidth, t.rect.CornerRadius = 1, Px(2)
	t.mark.Hidden = !on && !partial
	t.mark.Resource = Tinted(theme.ConfirmIcon(), theme.ColorNameForegroundOnPrimary)
	if partial {
		t.mark.Resource = Tinted(theme.ContentRemoveIcon(), theme.ColorNameForegroundOnPrimary)
	}
	canvas.Refresh(t.rect)
	t.mark.Refresh()
}
