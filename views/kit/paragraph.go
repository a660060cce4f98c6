package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is text that wraps at words, in one colour.
type Paragraph struct {
	widget.BaseWidget
	Text    string
	Color   fyne.ThemeColorName // empty: foreground
	Caption bool                // 11 px
	Width   float32             // for the height before it has a place, at scale 1; 320 unless told

	lines []string
}

// NewParagraph returns a wrapping text; an empty colour means foreground.
// caption makes it 11 px.
func NewParagraph(text string, color fyne.ThemeColorName, caption bool) *Paragraph {
	p := &Paragraph{Text: text, Color: color, Caption: caption, Width: 320}
	p.ExtendBaseWidget(p)
	return p
}

// SetText shows another text.
func (p *Paragraph) SetText(text string) {
	p.Text = text
	p.Refresh()
}

// SetColor shows the text in another colour.
func (p *Paragraph) SetColor(color fyne.ThemeColorName) {
	p.Color = color
	p.Refresh()
}

func (p *Paragraph) textSize() float32 {
	if p.Caption {
		return themeSize(theme.SizeNameCaptionText)
	}
	return themeSize(theme.SizeNameText)
}

// wrap breaks a text into lines of at most a width. A word that is wider than
// that is broken.
func wrap(text string, width, size float32) []string {
	fits := func(s string) bool { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width <= width }
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if joined := strings.TrimSpace(line + " " + word); fits(joined) {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for !fits(word) && len([]rune(word)) > 1 {
				part := strings.TrimSuffix(cut(word, width, size, fyne.TextStyle{}), "…")
				if part == "" {
					part = string([]rune(word)[:1])
				}
				lines, word = append(lines, part), strings.TrimPrefix(word, part)
			}
			line = word
		}
		lines = append(lines, line)
	}
	return lines
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{paragraph: p}
	r.Refresh()
	return r
}

type paragraphRenderer struct {
	paragraph *Paragraph
	texts     []fyne.CanvasObject
	width     float32 // of the last wrapping
	wrapped   string
	size      float32
	stale     bool // wrapped anew since the texts were made
}

// arrange wraps again if the text or the room for it is another one.
func (r *paragraphRenderer) arrange() {
	p := r.paragraph
	width := p.Size().Width
	if width <= 0 {
		width = Px(p.Width)
	}
	if r.width != width || r.wrapped != p.Text || r.size != p.textSize() {
		r.width, r.wrapped, r.size = width, p.Text, p.textSize()
		p.lines, r.stale = wrap(p.Text, width, r.size), true
	}
}

func (r *paragraphRenderer) lineHeight() float32 {
	return fyne.MeasureText("M", r.paragraph.textSize(), fyne.TextStyle{}).Height
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	r.arrange()
	if r.paragraph.Text == "" {
		return fyne.Size{}
	}
	return fyne.NewSize(0, float32(len(r.paragraph.lines))*r.lineHeight())
}

// Layout touches nothing while the lines stay: new objects would have the
// window laid out again, and that this again, at every frame.
func (r *paragraphRenderer) Layout(fyne.Size) {
	if r.arrange(); r.stale {
		r.Refresh()
	}
}

func (r *paragraphRenderer) Refresh() {
	r.arrange()
	r.stale = false
	p := r.paragraph
	r.texts = r.texts[:0]
	for i, line := range p.lines {
		t := canvas.NewText(arrowSpaced(line), Color(orColor(p.Color, theme.ColorNameForeground)))
		t.TextSize = p.textSize()
		t.Move(fyne.NewPos(0, float32(i)*r.lineHeight()))
		t.Resize(fyne.NewSize(r.width, r.lineHeight()))
		r.texts = append(r.texts, t)
	}
	canvas.Refresh(p)
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.texts }
func (r *paragraphRenderer) Destroy()                     {}
