package kit

import (
	"image"
	"image/color"
	"math"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// ink writes texts of one font in one size into pixels. Each letter is drawn once
// and then copied: a list of new rows is hundreds of new texts, and shaping,
// drawing and uploading them one by one takes longer than all the rest of a frame.
type ink struct {
	face     font.Face
	font     *sfnt.Font
	buffer   sfnt.Buffer
	known    map[rune]bool // whether it can be written, of those that were asked for
	letters  map[inkLetter]inkMask
	advances map[rune]fixed.Int26_6
	ascent   float32 // pixels above the baseline
	height   float32 // of a line, in canvas pixels
}

// inkSteps are the parts of a pixel at which a letter may begin.
const inkSteps = 4

type inkLetter struct {
	r    rune
	step fixed.Int26_6
}

// inkMask is a letter's coverage and where it stands from the pen.
type inkMask struct {
	alpha *image.Alpha
	at    image.Point
}

// newInk returns the ink of a text's font at a number of pixels for a canvas
// pixel; nil if the font cannot be read.
func newInk(like *canvas.Text, scale float32) *ink {
	resource := fyne.CurrentApp().Settings().Theme().Font(like.TextStyle)
	parsed, err := opentype.Parse(resource.Content())
	if err != nil {
		fyne.LogError("Read font "+resource.Name(), err)
		return nil
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(like.TextSize * scale), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		fyne.LogError("Use font "+resource.Name(), err)
		return nil
	}
	size, ascent := fyne.CurrentApp().Driver().RenderedTextSize("M", like.TextSize, like.TextStyle, nil)
	k := &ink{
		face: face, font: parsed, known: map[rune]bool{}, letters: map[inkLetter]inkMask{}, advances: map[rune]fixed.Int26_6{},
		ascent: ascent * scale, height: size.Height,
	}
	return k
}

// byItself are the scripts whose letters can be set one after the other. The
// others are shaped by the toolkit.
var byItself = []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Common}

// has reports whether a letter can be written: it stands by itself and the font
// has it.
func (k *ink) has(r rune) bool {
	known, asked := k.known[r]
	if !asked {
		glyph, err := k.font.GlyphIndex(&k.buffer, r)
		known = err == nil && glyph != 0 && unicode.In(r, byItself...) && unicode.IsPrint(r) && !unicode.Is(unicode.Mn, r)
		k.known[r] = known
	}
	return known
}

// writes reports whether all of a text can be written letter by letter.
func (k *ink) writes(s string) bool {
	for _, r := range s {
		if !k.has(r) {
			return false
		}
	}
	return true
}

func (k *ink) advance(r rune) fixed.Int26_6 {
	a, known := k.advances[r]
	if !known {
		a, _ = k.face.GlyphAdvance(r)
		k.advances[r] = a
	}
	return a
}

// length is how many pixels a text takes.
func (k *ink) length(s string) (total fixed.Int26_6) {
	for _, r := range s {
		total += k.advance(r)
	}
	return total
}

// mask is a letter that begins at a part of a pixel.
func (k *ink) mask(r rune, step fixed.Int26_6) inkMask {
	key := inkLetter{r, step}
	m, known := k.letters[key]
	if !known {
		box, drawn, at, _, ok := k.face.Glyph(fixed.Point26_6{X: step * 64 / inkSteps}, r)
		if ok && !box.Empty() {
			m = inkMask{alpha: image.NewAlpha(image.Rectangle{Max: box.Size()}), at: box.Min}
			for y := range box.Dy() {
				for x := range box.Dx() {
					_, _, _, a := drawn.At(at.X+x, at.Y+y).RGBA()
					m.alpha.SetAlpha(x, y, color.Alpha{A: uint8(a >> 8)})
				}
			}
		}
		k.letters[key] = m
	}
	return m
}

// write puts a text into pixels as the toolkit would put a canvas.Text of it:
// aligned within its box, in the middle of its height. x and y are where the box
// begins, in canvas pixels.
func (k *ink) write(to *image.RGBA, t *canvas.Text, x, y, scale float32) {
	pen := fixed.Int26_6(x * scale * 64)
	room := fixed.Int26_6(t.Size().Width*scale*64) - k.length(t.Text)
	switch t.Alignment {
	case fyne.TextAlignTrailing:
		pen += room
	case fyne.TextAlignCenter:
		pen += room / 2
	}
	pen = (pen + 32) &^ 63 // a text begins at a whole pixel
	top := math.Round(float64((y + max(0, t.Size().Height-k.height)/2) * scale))
	base := int(top + math.Ceil(float64(k.ascent)))
	source := solid(t.Color)
	for _, r := range t.Text {
		step := (pen & 63) * inkSteps / 64
		if m := k.mask(r, step); m.alpha != nil {
			blend(to, m, image.Pt(pen.Floor(), base), source)
		}
		pen += k.advance(r)
	}
}

// solid is a colour as pixels hold it, its alpha multiplied in.
func solid(c color.Color) color.RGBA {
	r, g, b, a := c.RGBA()
	return color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: uint8(a >> 8)}
}

// blend lays a letter over pixels.
func blend(to *image.RGBA, m inkMask, pen image.Point, c color.RGBA) {
	box := m.alpha.Rect.Add(m.at).Add(pen)
	part := box.Intersect(to.Rect)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		from := m.alpha.Pix[(y-box.Min.Y)*m.alpha.Stride+part.Min.X-box.Min.X:]
		line := to.Pix[to.PixOffset(part.Min.X, y):]
		for x := range part.Dx() {
			a := uint32(from[x])
			if a == 0 {
				continue
			}
			p := line[4*x : 4*x+4 : 4*x+4]
			rest := 255*255 - uint32(c.A)*a
			p[0] = uint8((uint32(c.R)*a*255 + uint32(p[0])*rest + 32512) / (255 * 255))
			p[1] = uint8((uint32(c.G)*a*255 + uint32(p[1])*rest + 32512) / (255 * 255))
			p[2] = uint8((uint32(c.B)*a*255 + uint32(p[2])*rest + 32512) / (255 * 255))
			p[3] = uint8((uint32(c.A)*a*255 + uint32(p[3])*rest + 32512) / (255 * 255))
		}
	}
}
