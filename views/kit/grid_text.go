package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// gridLook is what the theme says, remembered between two themes: looking
// colours up and measuring letters for each cell would cost more than painting.
type gridLook struct {
	colors  map[fyne.ThemeColorName]color.Color
	letters map[gridFont]*[128]float32
	icons   map[gridIconKey]image.Image
	inks    map[inkKey]*ink
	page    *image.RGBA // see paper
	mark    [3]any      // tells themes apart
}

type gridFont struct {
	size       float32
	bold, mono bool
}

func (f gridFont) style() fyne.TextStyle { return fyne.TextStyle{Bold: f.bold, Monospace: f.mono} }

// renew forgets everything if the theme is another one, and reports that.
func (l *gridLook) renew() bool {
	mark := [3]any{Color(theme.ColorNameBackground), Color(theme.ColorNameForeground), Px(1)}
	if l.mark == mark && l.colors != nil {
		return false
	}
	*l = gridLook{
		colors:  map[fyne.ThemeColorName]color.Color{},
		letters: map[gridFont]*[128]float32{},
		icons:   map[gridIconKey]image.Image{},
		inks:    map[inkKey]*ink{},
		mark:    mark,
	}
	return true
}

// color is a colour by name, foreground for an empty one.
func (l *gridLook) color(name fyne.ThemeColorName) color.Color {
	if name == "" {
		name = theme.ColorNameForeground
	}
	c, ok := l.colors[name]
	if !ok {
		c = Color(name)
		l.colors[name] = c
	}
	return c
}

// over is a translucent colour laid over an opaque one, or over nothing.
func (l *gridLook) over(top, under fyne.ThemeColorName) color.Color {
	if under == ColorClear {
		return l.color(top)
	}
	name := top + " over " + under
	if c, ok := l.colors[name]; ok {
		return c
	}
	t, _ := color.NRGBAModel.Convert(l.color(top)).(color.NRGBA) // it converts to nothing else
	u, _ := color.NRGBAModel.Convert(l.color(under)).(color.NRGBA)
	mix := func(a, b uint8) uint8 {
		return uint8((int(a)*int(t.A) + int(b)*(255-int(t.A))) / 255)
	}
	c := color.NRGBA{R: mix(t.R, u.R), G: mix(t.G, u.G), B: mix(t.B, u.B), A: 255}
	l.colors[name] = c
	return c
}

func (l *gridLook) font(bold, mono bool) gridFont {
	size := themeSize(theme.SizeNameText)
	if mono {
		size = Px(12)
	}
	return gridFont{size: size, bold: bold, mono: mono}
}

// letterWidths are the advances of the ASCII letters; in place of NUL stands
// the ellipsis.
func (l *gridLook) letterWidths(f gridFont) *[128]float32 {
	w, ok := l.letters[f]
	if !ok {
		w = new([128]float32)
		for r := range w {
			w[r] = fyne.MeasureText(string(rune(r)), f.size, f.style()).Width
		}
		w[0] = fyne.MeasureText("…", f.size, f.style()).Width
		l.letters[f] = w
	}
	return w
}

// width is how wide a text is: for ASCII the sum of its letters, which is what
// shaping comes to but for a pixel of kerning, and much faster.
func (l *gridLook) width(s string, f gridFont) float32 {
	letters := l.letterWidths(f)
	total := float32(0)
	for i := range len(s) {
		if s[i] >= 128 {
			return fyne.MeasureText(s, f.size, f.style()).Width
		}
		total += letters[s[i]]
	}
	return total
}

// fit cuts a text at its end so that it is at most width wide, "…" included.
func (l *gridLook) fit(s string, width float32, f gridFont) string {
	if s == "" || width <= 0 {
		return ""
	}
	letters := l.letterWidths(f)
	ellipsis := letters[0]
	total, cut := float32(0), 0
	for i := range len(s) {
		if s[i] >= 128 {
			return l.fitRunes(s, width, ellipsis, f)
		}
		if total+letters[s[i]]+ellipsis <= width {
			cut = i + 1
		}
		if total += letters[s[i]]; total > width {
			return s[:cut] + "…"
		}
	}
	return s
}

// fitRunes is fit for texts that must be shaped to be measured. Only as much is
// measured as could fit: notes are long.
func (l *gridLook) fitRunes(s string, width, ellipsis float32, f gridFont) string {
	runes := []rune(s)
	most := int(width/(f.size/8)) + 1
	if len(runes) <= most {
		if l.width(s, f) <= width {
			return s
		}
		most = len(runes)
	}
	low, high := 0, most
	for low < high {
		mid := (low + high + 1) / 2
		if l.width(string(runes[:mid]), f)+ellipsis <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…"
}
