package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Level is how much a button stands out.
type Level uint8

// The levels. One screen has one primary button.
const (
	Plain Level = iota
	Primary
	Low
	Quiet // Low in the colour of secondary text, for buttons beside values
	Danger
)

// Button runs an action with click, Enter or Space. It is 28 px high, 24 when
// Small. Change its fields, or what its action's WhyNot depends on, and call
// Refresh.
type Button struct {
	control
	Action   *Action
	Level    Level
	Small    bool
	IconOnly bool                // the title is left to the hint line
	Items    func() []*Action    // not nil: a menu opens with click (or at the arrow, if Split)
	Split    bool                // the action runs with a click, the arrow opens Items
	Outline  fyne.ThemeColorName // not empty: an outline instead of a ground (platform selector)
	Tail     fyne.CanvasObject   // not nil: stands after the title, such as a Badge
	IconInk  fyne.ThemeColorName // not empty: the colour of the icon, for states
	Says     string              // not empty: what the hint line says

	ink fyne.ThemeColorName // not empty: instead of the level's
}

// NewButton returns a plain button that runs something.
func NewButton(host *Host, title string, icon fyne.Resource, run func()) *Button {
	return NewActionButton(host, &Action{Title: title, Icon: icon, Run: run})
}

// NewPrimaryButton returns the one filled button of a screen.
func NewPrimaryButton(host *Host, title string, icon fyne.Resource, run func()) *Button {
	b := NewButton(host, title, icon, run)
	b.Level = Primary
	return b
}

// NewLowButton returns a button without a ground.
func NewLowButton(host *Host, title string, icon fyne.Resource, run func()) *Button {
	b := NewButton(host, title, icon, run)
	b.Level = Low
	return b
}

// NewIconButton returns a button without a ground that shows its icon only;
// the title stands in the hint line.
func NewIconButton(host *Host, title string, icon fyne.Resource, run func()) *Button {
	b := NewLowButton(host, title, icon, run)
	b.IconOnly = true
	return b
}

// NewActionButton returns a plain button for an action.
func NewActionButton(host *Host, action *Action) *Button {
	b := newButton(host, action)
	b.ExtendBaseWidget(b)
	return b
}

func newButton(host *Host, action *Action) *Button {
	b := &Button{Action: action}
	b.host = host
	b.says = b.hintText
	return b
}

// NewMenuButton returns a plain button that opens a menu.
func NewMenuButton(host *Host, title string, icon fyne.Resource, items func() []*Action) *Button {
	b := NewButton(host, title, icon, nil)
	b.Items = items
	return b
}

// NewSplitButton returns a button whose arrow opens a menu of variants.
func NewSplitButton(host *Host, action *Action, items func() []*Action) *Button {
	b := NewActionButton(host, action)
	b.Items, b.Split = items, true
	return b
}

// SetTitle shows another title.
func (b *Button) SetTitle(title string) {
	b.Action.Title = title
	b.Refresh()
}

// Enabled reports whether the action can run now.
func (b *Button) Enabled() bool { return b.Action.Reason() == "" }

// Press runs the action or opens the menu, as a click does.
func (b *Button) Press() {
	if b.Items != nil && !b.Split {
		b.openMenu()
		return
	}
	b.Action.Start(b.host.hint())
	b.Refresh()
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(event *fyne.PointEvent) {
	if b.Split && event.Position.X > b.Size().Width-Px(arrowZone) {
		b.openMenu()
		return
	}
	b.Press()
}

// TypedKey presses with Enter and Space, opens the menu with Down.
func (b *Button) TypedKey(event *fyne.KeyEvent) {
	switch {
	case isPress(event):
		b.Press()
	case event.Name == fyne.KeyDown && b.Items != nil:
		b.openMenu()
	default:
		b.control.TypedKey(event)
	}
}

func (b *Button) openMenu() {
	if reason := b.Action.Reason(); reason != "" {
		b.host.hint().Say(reason)
		return
	}
	ShowMenu(b.host, b.Items(), b, fyne.NewPos(0, b.Size().Height+2))
}

// hintText is why the button is disabled, else its title and key.
func (b *Button) hintText() string {
	if reason := b.Action.Reason(); reason != "" {
		return reason
	}
	if b.Says != "" {
		return b.Says
	}
	if key := b.Action.Key.String(); key != "" {
		return b.Action.Title + "  " + key
	}
	if b.IconOnly {
		return b.Action.Title
	}
	return ""
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b, ground: newRect(), ring: newRect(), hover: newRect(),
		icon: newImage(), title: newText(), arrow: newImage(), line: newRect(),
	}
	r.objects = []fyne.CanvasObject{r.ground, r.hover, r.line, r.icon, r.title, r.arrow, r.ring}
	if b.Tail != nil {
		r.objects = append(r.objects, b.Tail)
	}
	r.Refresh()
	return r
}

// Measures of a button at scale 1.
const (
	buttonPad  float32 = 10
	buttonGap  float32 = 7
	buttonIcon float32 = 16
	arrowZone  float32 = 28
)

type buttonRenderer struct {
	button              *Button
	ground, ring, hover *canvas.Rectangle
	line                *canvas.Rectangle
	icon, arrow         *canvas.Image
	title               *canvas.Text
	objects             []fyne.CanvasObject
}

func (r *buttonRenderer) height() float32 {
	if r.button.Small {
		return Px(HeightSmallControl)
	}
	return Px(HeightControl)
}

func (r *buttonRenderer) MinSize() fyne.Size {
	width := r.layout(fyne.Size{}, false)
	return fyne.NewSize(max(width, r.height()), r.height())
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	for _, rect := range []*canvas.Rectangle{r.ground, r.hover} {
		inset(rect, fyne.Position{}, size)
	}
	r.ring.Resize(size)
	inset(r.ring, fyne.Position{}, size)
	if r.button.Level == Primary || r.button.Level == Danger {
		inset(r.ring, fyne.NewPos(2, 2), size.SubtractWidthHeight(4, 4))
	}
	r.line.Move(fyne.NewPos(size.Width-Px(arrowZone), Px(6)))
	r.line.Resize(fyne.NewSize(1, size.Height-Px(12)))
	r.layout(size, true)
}

// layout places the parts one after the other and returns the width they need;
// with place false it only measures.
func (r *buttonRenderer) layout(size fyne.Size, place bool) float32 {
	b := r.button
	side := fyne.NewSquareSize(Px(buttonIcon))
	pad := Px(buttonPad)
	if b.IconOnly && b.Items == nil && b.Tail == nil {
		if place {
			put(r.icon, (size.Width-side.Width)/2, side, size.Height)
		}
		return 2*Px(6) + side.Width
	}
	x := pad
	step := func(o fyne.CanvasObject, width fyne.Size) {
		if x > pad {
			x += Px(buttonGap)
		}
		if place {
			put(o, x, width, size.Height)
		}
		x += width.Width
	}
	if b.Action.Icon != nil {
		step(r.icon, side)
	}
	if !b.IconOnly {
		width := r.title.MinSize()
		if spare := size.Width - r.layoutTail() - x; place && spare < width.Width {
			width.Width = max(spare, 0)
		}
		step(r.title, width)
	}
	if b.Tail != nil {
		step(b.Tail, b.Tail.MinSize())
	}
	if b.Items == nil {
		return x + pad
	}
	if place {
		put(r.arrow, size.Width-Px(6)-side.Width, side, size.Height)
	}
	if b.Split {
		x += Px(buttonGap)
	}
	return x + Px(arrowZone)
}

// layoutTail is what must stay free right of the title.
func (r *buttonRenderer) layoutTail() float32 {
	width := Px(buttonGap) + Px(2)
	if r.button.Tail != nil {
		width += r.button.Tail.MinSize().Width + Px(buttonGap)
	}
	if r.button.Items != nil {
		width += Px(arrowZone) - Px(buttonGap)
	}
	return width
}

func (r *buttonRenderer) Refresh() {
	b := r.button
	ground, ink := levelColors(b.Level, b.Enabled())
	if b.ink != "" && b.Enabled() {
		ink = b.ink
	}
	radius := themeSize(theme.SizeNameButtonRadius)
	r.ground.CornerRadius, r.hover.CornerRadius, r.ring.CornerRadius = radius, radius, radius
	r.ground.FillColor = Color(ground)
	r.ground.StrokeWidth = 0
	if b.Outline != "" {
		r.ground.FillColor = Color(theme.ColorNameInputBackground)
		r.ground.StrokeColor, r.ground.StrokeWidth = Color(b.Outline), 1
	}
	r.hover.FillColor = Color(theme.ColorNameHover)
	r.hover.Hidden = !b.hovered || !b.Enabled()
	r.ring.FillColor, r.ring.StrokeWidth = Color(ColorClear), 2
	r.ring.StrokeColor = Color(theme.ColorNamePrimary)
	if b.Level == Primary || b.Level == Danger {
		r.ring.StrokeColor, r.ring.StrokeWidth = Color(ink), 1.5
	}
	r.ring.Hidden = !b.focused
	r.line.FillColor, r.line.Hidden = Color(theme.ColorNameSeparator), !b.Split
	r.title.Text, r.title.TextSize = b.Action.Title, themeSize(theme.SizeNameText)
	r.title.Color, r.title.Hidden = Color(ink), b.IconOnly
	r.icon.Resource, r.icon.Hidden = Tinted(b.Action.Icon, ink), b.Action.Icon == nil
	if ink := orColor(b.IconInk, b.Outline); ink != "" && b.Enabled() {
		r.icon.Resource = Tinted(b.Action.Icon, ink)
	}
	r.arrow.Resource, r.arrow.Hidden = Tinted(theme.MenuDropDownIcon(), ink), b.Items == nil
	r.Layout(b.Size())
	for _, o := range r.objects {
		canvas.Refresh(o)
	}
	r.icon.Refresh()
	r.arrow.Refresh()
}

// levelColors are ground and ink of a button.
func levelColors(level Level, enabled bool) (ground, ink fyne.ThemeColorName) {
	switch {
	case level == Low && enabled:
		return ColorClear, theme.ColorNameForeground
	case level == Quiet && enabled:
		return ColorClear, theme.ColorNamePlaceHolder
	case level == Low || level == Quiet:
		return ColorClear, theme.ColorNameDisabled
	case !enabled:
		return theme.ColorNameDisabledButton, theme.ColorNameDisabled
	case level == Primary:
		return theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case level == Danger:
		return theme.ColorNameError, theme.ColorNameForegroundOnError
	}
	return theme.ColorNameButton, theme.ColorNameForeground
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *buttonRenderer) Destroy()                     {}
