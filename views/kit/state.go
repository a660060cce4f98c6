package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/assets"
)

// AgeLabel says when something was read; older than its limit it has a clock in
// the warning colour.
type AgeLabel struct {
	widget.BaseWidget
	bar   *Bar
	icon  *Icon
	label *Label
}

// NewAgeLabel returns an empty age.
func NewAgeLabel() *AgeLabel {
	a := &AgeLabel{icon: NewIconSize(assets.Icon("pending"), theme.ColorNamePlaceHolder, 13), label: NewCaption("")}
	a.bar = NewBar(20, []fyne.CanvasObject{a.icon, a.label}, nil)
	a.bar.Pad, a.bar.Gap = 0, 4
	a.Hidden = true
	a.ExtendBaseWidget(a)
	return a
}

// Set shows an age; stale turns it into a warning. An empty text hides it.
func (a *AgeLabel) Set(text string, stale bool) {
	color := theme.ColorNamePlaceHolder
	if stale {
		color = theme.ColorNameWarning
	}
	a.label.Color = color
	a.label.SetText(text)
	a.label.Refresh()
	a.icon.Set(assets.Icon("pending"), color)
	a.Hidden = text == ""
	a.Refresh()
}

// Text is what it says.
func (a *AgeLabel) Text() string { return a.label.Text }

// Stale reports whether it is shown as a warning.
func (a *AgeLabel) Stale() bool { return a.label.Color == theme.ColorNameWarning }

// CreateRenderer implements fyne.Widget.
func (a *AgeLabel) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(a.bar) }

// ProgressLine is a text with a bar of 90 px after it.
type ProgressLine struct {
	widget.BaseWidget
	label *Label
	share float32
}

// NewProgressLine returns a hidden progress.
func NewProgressLine() *ProgressLine {
	p := &ProgressLine{label: NewLabel("")}
	p.Hidden = true
	p.ExtendBaseWidget(p)
	return p
}

// Set shows a text and how much is done, of all; with all 0 there is no bar. An
// empty text hides it.
func (p *ProgressLine) Set(text string, done, all int) {
	p.label.SetText(text)
	p.share = -1
	if all > 0 {
		p.share = min(float32(done)/float32(all), 1)
	}
	p.Hidden = text == ""
	p.Refresh()
}

// Text is what it says.
func (p *ProgressLine) Text() string { return p.label.Text }

// Share is how much of the bar is filled, 0 to 1; negative without a bar.
func (p *ProgressLine) Share() float32 { return p.share }

// CreateRenderer implements fyne.Widget.
func (p *ProgressLine) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{progress: p, track: newRect(), fill: newRect()}
	r.Refresh()
	return r
}

type progressRenderer struct {
	progress    *ProgressLine
	track, fill *canvas.Rectangle
}

const (
	progressWidth  float32 = 90
	progressHeight float32 = 6
)

func (r *progressRenderer) MinSize() fyne.Size {
	size := r.progress.label.MinSize()
	if r.progress.share >= 0 {
		size.Width += Px(8) + Px(progressWidth)
	}
	return size
}

func (r *progressRenderer) Layout(size fyne.Size) {
	label := r.progress.label
	put(label, 0, label.MinSize(), size.Height)
	x := label.MinSize().Width + Px(8)
	put(r.track, x, fyne.NewSize(Px(progressWidth), Px(progressHeight)), size.Height)
	put(r.fill, x, fyne.NewSize(Px(progressWidth)*max(r.progress.share, 0), Px(progressHeight)), size.Height)
}

func (r *progressRenderer) Refresh() {
	r.track.FillColor, r.track.CornerRadius = Color(theme.ColorNameSeparator), Px(2)
	r.fill.FillColor, r.fill.CornerRadius = Color(theme.ColorNamePrimary), Px(2)
	r.track.Hidden, r.fill.Hidden = r.progress.share < 0, r.progress.share <= 0
	r.Layout(r.progress.Size())
	canvas.Refresh(r.track)
	canvas.Refresh(r.fill)
}

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.progress.label, r.track, r.fill}
}
func (r *progressRenderer) Destroy() {}
