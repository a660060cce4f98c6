package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Label is one line of text in a colour of the theme. Set the fields before it
// is first shown, or call Refresh after.
type Label struct {
	widget.BaseWidget
	Text   string
	Color  fyne.ThemeColorName // empty: foreground
	Height fyne.ThemeSizeName  // size of the letters; empty: text, 13
	Bold   bool
	Mono   bool // dates, ids: 12 px where Height is text
	Align  fyne.TextAlign
	Cut    bool // gives way: ends in "…" where there is too little room
}

// NewLabel returns a line in the foreground colour.
func NewLabel(text string) *Label {
	return newLabel(&Label{Text: text})
}

// NewBold returns a bold line: names of things and amounts that matter.
func NewBold(text string) *Label {
	return newLabel(&Label{Text: text, Bold: true})
}

// NewHeading returns a bold line of 15 px.
func NewHeading(text string) *Label {
	return newLabel(&Label{Text: text, Bold: true, Height: theme.SizeNameSubHeadingText})
}

// NewCaption returns a line of 11 px in the secondary colour.
func NewCaption(text string) *Label {
	return newLabel(&Label{Text: text, Height: theme.SizeNameCaptionText, Color: theme.ColorNamePlaceHolder})
}

// NewSecondary returns a line in the secondary colour: labels of fields, hints.
func NewSecondary(text string) *Label {
	return newLabel(&Label{Text: text, Color: theme.ColorNamePlaceHolder})
}

// NewMono returns a line in the monospace font: dates, ids.
func NewMono(text string) *Label {
	return newLabel(&Label{Text: text, Mono: true})
}

func newLabel(l *Label) *Label {
	l.ExtendBaseWidget(l)
	return l
}

// SetText shows another text.
func (l *Label) SetText(s string) {
	if l.Text != s {
		l.Text = s
		l.Refresh()
	}
}

// SetColor shows the text in another colour.
func (l *Label) SetColor(name fyne.ThemeColorName) {
	if l.Color != name {
		l.Color = name
		l.Refresh()
	}
}

func (l *Label) textSize() float32 {
	size := themeSize(orSize(l.Height, theme.SizeNameText))
	if l.Mono && orSize(l.Height, theme.SizeNameText) == theme.SizeNameText {
		return size * 12 / 13
	}
	return size
}

func (l *Label) style() fyne.TextStyle {
	return fyne.TextStyle{Bold: l.Bold, Monospace: l.Mono}
}

// Whole is how wide the whole text is, also of a label that gives way.
func (l *Label) Whole() float32 { return fyne.MeasureText(l.Text, l.textSize(), l.style()).Width }

// CreateRenderer implements fyne.Widget.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	r := &labelRenderer{label: l, text: newText()}
	r.Refresh()
	return r
}

type labelRenderer struct {
	label *Label
	text  *canvas.Text
}

func (r *labelRenderer) MinSize() fyne.Size {
	l := r.label
	size := fyne.MeasureText(l.Text, l.textSize(), l.style())
	if l.Cut {
		size.Width = min(size.Width, l.textSize())
	}
	return size
}

func (r *labelRenderer) Layout(size fyne.Size) {
	l := r.label
	r.text.Text = l.Text
	if l.Cut && size.Width < 1 {
		r.text.Text = ""
	} else if l.Cut {
		r.text.Text = cut(l.Text, size.Width, l.textSize(), l.style())
	}
	r.text.Text = arrowSpaced(r.text.Text)
	height := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(size.Width, height))
	r.text.Move(fyne.NewPos(0, (size.Height-height)/2))
}

func (r *labelRenderer) Refresh() {
	l := r.label
	r.text.TextSize, r.text.TextStyle, r.text.Alignment = l.textSize(), l.style(), l.Align
	r.text.Color = Color(orColor(l.Color, theme.ColorNameForeground))
	r.Layout(l.Size())
	canvas.Refresh(r.text)
}

func (r *labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *labelRenderer) Destroy()                     {}

// arrowSpaced gives an arrow a blank that is drawn: the space after it is looked for
// in the font of the symbols, which has none.
func arrowSpaced(s string) string { return strings.ReplaceAll(s, "→ ", "→\u2800") }

// cut shortens a text until it fits a width, with "…" at its end.
func cut(s string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 || fyne.MeasureText(s, size, style).Width <= width+0.5 {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:middle])+"…", size, style).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return string(runes[:low]) + "…"
}

// themeSize is a size of the theme in use.
func themeSize(name fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(name)
}

func orColor(name, otherwise fyne.ThemeColorName) fyne.ThemeColorName {
	if name == "" {
		return otherwise
	}
	return name
}

func orSize(name, otherwise fyne.ThemeSizeName) fyne.ThemeSizeName {
	if name == "" {
		return otherwise
	}
	return name
}
