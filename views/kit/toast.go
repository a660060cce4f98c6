package kit

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ToastTime is how long a toast stays.
const ToastTime = 4 * time.Second

// Toasts shows messages about finished background work at the bottom right. Put
// it on top of the window's content in a stack, and let a ticker call Advance.
type Toasts struct {
	widget.BaseWidget
	// Clear is the host of the fields that no message covers; nil: there are none.
	Clear  *Host
	toasts []*toast
}

// NewToasts returns an empty layer.
func NewToasts() *Toasts {
	t := &Toasts{}
	t.ExtendBaseWidget(t)
	return t
}

// Say shows a message for ToastTime; click takes it away.
func (t *Toasts) Say(tone Tone, text string) {
	one := newToast(t, tone, text)
	t.toasts = append(t.toasts, one)
	t.Refresh()
}

// Lead shows a message as Say does; click takes it away and leads to what it is
// about.
func (t *Toasts) Lead(tone Tone, text string, run func()) {
	t.Say(tone, text)
	t.toasts[len(t.toasts)-1].run = run
}

// Advance lets time pass: toasts that had their time go, the one under the
// pointer waits.
func (t *Toasts) Advance(d time.Duration) {
	t.toasts = slices.DeleteFunc(t.toasts, func(o *toast) bool {
		if !o.hovered {
			o.left -= d
		}
		return o.left <= 0
	})
	t.Refresh() // what is below may have changed too
}

// Texts are the messages on screen, oldest first.
func (t *Toasts) Texts() []string {
	texts := make([]string, len(t.toasts))
	for i, o := range t.toasts {
		texts[i] = o.text
	}
	return texts
}

func (t *Toasts) drop(one *toast) {
	t.toasts = slices.DeleteFunc(t.toasts, func(o *toast) bool { return o == one })
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer { return &toastsRenderer{toasts: t} }

type toastsRenderer struct{ toasts *Toasts }

func (r *toastsRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *toastsRenderer) Layout(size fyne.Size) {
	var all fyne.Size
	for _, o := range r.toasts.toasts {
		least := o.MinSize()
		o.Resize(fyne.NewSize(min(least.Width, size.Width-2*Px(12)), least.Height))
		all.Width = max(all.Width, o.Size().Width)
		all.Height += o.Size().Height + Px(6)
	}
	y := r.top(size, all)
	for _, o := range r.toasts.toasts {
		o.Move(fyne.NewPos(size.Width-o.Size().Width-Px(12), y))
		y += o.Size().Height + Px(6)
	}
}

// top is where the messages begin: at the foot of the window, or as far above as
// fields want.
func (r *toastsRenderer) top(window, all fyne.Size) float32 {
	at := fyne.NewPos(window.Width-all.Width-Px(12), window.Height-Px(HeightStatusStrip+toastLift)-all.Height)
	if r.toasts.Clear == nil || len(r.toasts.toasts) == 0 {
		return at.Y
	}
	fields := r.toasts.Clear.clear.areas(fyne.CurrentApp().Driver().AbsolutePositionForObject(r.toasts))
	return lift(fields, at, all, Px(HeightMainTabs))
}

// Refresh paints what is left too: a message that went must not stay until
// something else on screen changes.
func (r *toastsRenderer) Refresh() {
	r.Layout(r.toasts.Size())
	canvas.Refresh(r.toasts)
}

func (r *toastsRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.toasts.toasts))
	for i, o := range r.toasts.toasts {
		objects[i] = o
	}
	return objects
}
func (r *toastsRenderer) Destroy() {}

// toastLift is the room below the toasts: the buttons at the foot of a form or of
// a page stand there.
const toastLift float32 = 60

// From how many bytes on a toast has more than one line, and how wide it is then.
const (
	longToast          = 70
	toastWidth float32 = 440
)

// toast is one message.
type toast struct {
	widget.BaseWidget
	layer   *Toasts
	text    string
	left    time.Duration
	hovered bool
	run     func() // where a click leads; nil: nowhere
	ground  *Ground
}

func newToast(layer *Toasts, tone Tone, text string) *toast {
	t := &toast{layer: layer, text: text, left: ToastTime}
	if len(text) > longToast {
		t.left = ToastTime * 3 / 2 // so many words want more time
	}
	icon := theme.InfoIcon()
	switch tone {
	case ToneSuccess:
		icon = theme.ConfirmIcon()
	case ToneWarning:
		icon = theme.WarningIcon()
	case ToneError:
		icon = theme.ErrorIcon()
	}
	words := fyne.CanvasObject(NewLabel(text))
	if len(text) > longToast {
		words = Wide(toastWidth, NewParagraph(text, theme.ColorNameForeground, false))
	}
	mark := container.NewCenter(NewIcon(icon, tone.Color()))
	t.ground = NewGround(tone.Tint(), Margin(container.NewBorder(nil, nil, Margin(mark, 4, 0), nil, Margin(words, 4, 0)), 10, 10))
	t.ground.Outline, t.ground.Radius, t.ground.Edge = tone.Color(), theme.SizeNamePopupRadius, tone.Color()
	t.ExtendBaseWidget(t)
	return t
}

// Tapped takes the toast away, and leads to what it is about.
func (t *toast) Tapped(*fyne.PointEvent) {
	t.layer.drop(t)
	if t.run != nil {
		t.run()
	}
}

// MouseIn stops the time.
func (t *toast) MouseIn(*desktop.MouseEvent) { t.hovered = true }

// MouseMoved implements desktop.Hoverable.
func (t *toast) MouseMoved(*desktop.MouseEvent) {}

// MouseOut lets the time go on.
func (t *toast) MouseOut() { t.hovered = false }

// CreateRenderer implements fyne.Widget.
func (t *toast) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.ground) }
