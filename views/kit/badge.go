package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Tone is what a badge, banner or toast is about; it names colours.
type Tone uint8

// The tones.
const (
	ToneInfo Tone = iota
	ToneSuccess
	ToneWarning
	ToneError
)

// Color is the ink of the tone.
func (t Tone) Color() fyne.ThemeColorName {
	return []fyne.ThemeColorName{
		theme.ColorNamePrimary, theme.ColorNameSuccess, theme.ColorNameWarning, theme.ColorNameError,
	}[t]
}

// Tint is the ground of the tone.
func (t Tone) Tint() fyne.ThemeColorName {
	return []fyne.ThemeColorName{ColorTintInfo, ColorTintSuccess, ColorTintWarning, ColorTintError}[t]
}

// Badge is a short word in an outline: LIVE, TEST, DEMO, "1 unknown".
type Badge struct {
	widget.BaseWidget
	text string
	tone Tone
}

// NewBadge returns a badge.
func NewBadge(text string, tone Tone) *Badge {
	b := &Badge{text: text, tone: tone}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows another word; an empty one hides the badge.
func (b *Badge) Set(text string, tone Tone) {
	b.text, b.tone, b.Hidden = text, tone, text == ""
	b.Refresh()
}

// Text is the word.
func (b *Badge) Text() string { return b.text }

// CreateRenderer implements fyne.Widget.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	r := &badgeRenderer{badge: b, rect: newRect(), text: newText()}
	r.Refresh()
	return r
}

type badgeRenderer struct {
	badge *Badge
	rect  *canvas.Rectangle
	text  *canvas.Text
}

func (r *badgeRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.text.MinSize().Width+Px(12), Px(16))
}

func (r *badgeRenderer) Layout(size fyne.Size) {
	inset(r.rect, fyne.Position{}, size)
	put(r.text, (size.Width-r.text.MinSize().Width)/2, r.text.MinSize(), size.Height)
}

func (r *badgeRenderer) Refresh() {
	b := r.badge
	r.text.Text, r.text.TextSize, r.text.Color = b.text, themeSize(theme.SizeNameCaptionText), Color(b.tone.Color())
	r.rect.FillColor, r.rect.StrokeColor, r.rect.StrokeWidth = Color(b.tone.Tint()), Color(b.tone.Color()), 1
	r.rect.CornerRadius = Px(3)
	r.Layout(b.Size())
	canvas.Refresh(r.rect)
	canvas.Refresh(r.text)
}

func (r *badgeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect, r.text} }
func (r *badgeRenderer) Destroy()                     {}
