package kit

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// gridBand is what a row's picture depends on besides its cells.
type gridBand struct {
	fill, edge, line color.Color
	size             fyne.Size
	left, frozen     float32 // how far the cells are scrolled sideways, and where that begins
	ring             float32 // what the focus ring covers at the left
}

// gridPicture paints a row into one picture: ground, texts, icons and bars. What
// a frame costs is counted in objects, and without a graphics card in pixels that
// are painted twice; a picture is one object, and each pixel of it is painted once.
// Texts that must be shaped stand above it as objects of their own.
type gridPicture struct {
	raster *canvas.Raster
	band   gridBand
	row    *gridRow
	look   *gridLook
}

func newGridPicture(r *gridRow) *gridPicture {
	p := &gridPicture{row: r}
	p.raster = canvas.NewRaster(p.paint)
	p.raster.ScaleMode = canvas.ImageScalePixels
	return p
}

// show has the picture painted again if its row or what it depends on is another.
func (p *gridPicture) show(band gridBand, look *gridLook, changed bool) {
	p.look = look
	if band == p.band && !changed {
		return
	}
	p.band = band
	p.raster.Resize(band.size)
	canvas.Refresh(p.raster)
}

// paint is the picture in so many pixels. They are used again by the next: whoever
// asks takes them over at once.
func (p *gridPicture) paint(w, h int) image.Image {
	to := p.look.paper(w, h)
	b := &p.band
	if b.size.Width <= 0 || b.size.Height <= 0 {
		return to
	}
	scale := float32(math.Round(float64(h)/float64(b.size.Height)*1000) / 1000) // the height is whole pixels
	fillRect(to, to.Rect, b.fill)
	fillRect(to, image.Rect(0, h-hairline(scale), w, h), b.line)
	from := pixels(b.ring, scale)
	fillRect(to, image.Rect(from, 0, from+pixels(Px(3), scale), h-hairline(scale)), b.edge)
	frozen := pixels(b.frozen, scale)
	for i := range p.row.cells {
		c := &p.row.cells[i]
		part, x := image.Rect(0, 0, frozen, h), float32(0)
		if !c.frozen {
			part, x = image.Rect(frozen, 0, w, h), -b.left
		}
		if cut, ok := to.SubImage(part).(*image.RGBA); ok {
			p.paintCell(cut, c, x, scale)
		}
	}
	return to
}

// paintCell paints the objects of a cell, moved sideways by x.
func (p *gridPicture) paintCell(to *image.RGBA, c *gridCell, x, scale float32) {
	if c.bar != nil && !c.bar.Hidden {
		at, size := c.bar.Position(), c.bar.Size()
		left, top := pixels(at.X+x, scale), pixels(at.Y, scale)
		fillRect(to, image.Rect(left, top, left+pixels(size.Width, scale), top+pixels(size.Height, scale)), c.bar.FillColor)
	}
	if c.icon != nil && !c.icon.Hidden {
		p.paintIcon(to, c.shown.Icon, c.icon.Position(), x, scale)
	}
	for i, m := range c.shown.Marks {
		p.paintIcon(to, m, c.marks[i].Position(), x, scale)
	}
	for _, t := range []*canvas.Text{c.text, c.more} {
		if t != nil && !t.Hidden && (c.shaped == nil || c.shaped.Hidden || t == c.more) {
			p.look.ink(t, scale).write(to, t, t.Position().X+x, t.Position().Y, scale)
		}
	}
}

func (p *gridPicture) paintIcon(to *image.RGBA, icon CellIcon, at fyne.Position, x, scale float32) {
	side := pixels(Px(gridIconSide), scale)
	drawn := p.look.icon(icon.Resource, icon.Color, side)
	if drawn == nil {
		return
	}
	corner := image.Pt(pixels(at.X+x, scale), pixels(at.Y, scale))
	draw.Draw(to, image.Rectangle{corner, corner.Add(image.Pt(side, side))}, drawn, drawn.Bounds().Min, draw.Over)
}

// pixels are canvas pixels in pixels of the screen.
func pixels(v, scale float32) int { return int(math.Round(float64(v * scale))) }

// hairline is how thick a line of a canvas pixel is on the screen.
func hairline(scale float32) int { return max(1, pixels(1, scale)) }

func fillRect(to *image.RGBA, part image.Rectangle, c color.Color) {
	if _, _, _, a := c.RGBA(); a != 0 {
		draw.Draw(to, part, image.NewUniform(c), image.Point{}, draw.Over)
	}
}

// Written is a text of a row's picture and where it stands in the grid.
type Written struct {
	Text string
	At   fyne.Position
	Size fyne.Size
}

// Written are the texts in the pictures of the rows in view, for those who drive
// the window: no object says them.
func (g *Grid) Written() (all []Written) {
	for _, r := range g.body.slots {
		if r.base.Hidden {
			continue
		}
		for i := range r.cells {
			c := &r.cells[i]
			if c.text == nil || c.text.Hidden || c.shaped != nil && !c.shaped.Hidden {
				continue
			}
			at := c.text.Position().AddXY(0, Px(GridHeaderHeight)+r.base.Position().Y)
			if !c.frozen {
				at.X -= g.scroll.left
			}
			all = append(all, Written{Text: c.text.Text, At: at, Size: c.text.Size()})
		}
	}
	return all
}

// paper is an empty picture. There is one: a picture is taken over as soon as it
// is painted.
func (l *gridLook) paper(w, h int) *image.RGBA {
	if l.page == nil || l.page.Rect.Dx() != w || l.page.Rect.Dy() != h {
		l.page = image.NewRGBA(image.Rect(0, 0, w, h))
		return l.page
	}
	clear(l.page.Pix)
	return l.page
}

// writes reports whether a picture can show a text; else it must be shaped.
func (l *gridLook) writes(t *canvas.Text) bool {
	k := l.ink(t, 1)
	return k != nil && k.writes(t.Text)
}

// inkKey tells fonts and sizes apart.
type inkKey struct {
	style fyne.TextStyle
	size  float32 // pixels
}

// ink is what texts like this one are written with, nil if their font cannot be
// read.
func (l *gridLook) ink(like *canvas.Text, scale float32) *ink {
	key := inkKey{like.TextStyle, like.TextSize * scale}
	k, known := l.inks[key]
	if !known {
		k = newInk(like, scale)
		l.inks[key] = k
	}
	return k
}
