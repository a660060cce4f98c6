package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// gridBars are the scroll bars: thin at rest, 10 px under the pointer.
type gridBars struct {
	overVertical, overHorizontal bool
}

// needsHorizontal reports whether the columns are wider than the view.
func (b *gridBars) needsHorizontal(s *gridScroll) bool { return s.content > s.width && s.width > 0 }

// gridThumb is the thumb of a bar along its track.
type gridThumb struct{ at, length, track float32 }

// verticalThumb is computed from the fraction, in 64 bits, never from pixels.
func (g *Grid) verticalThumb() (gridThumb, bool) {
	s := &g.scroll
	if s.end() == 0 || s.height <= 0 {
		return gridThumb{}, false
	}
	length := float32(float64(s.height) / (float64(s.lines) * float64(s.row)) * float64(s.height))
	length = min(max(length, Px(gridThumbMin)), s.height)
	at := float32(s.fraction() * float64(s.height-length))
	return gridThumb{at: at, length: length, track: s.height}, true
}

func (g *Grid) horizontalThumb() (gridThumb, bool) {
	s := &g.scroll
	if !g.bars.needsHorizontal(s) {
		return gridThumb{}, false
	}
	length := max(s.width/s.content*s.width, Px(gridThumbMin))
	way := s.content - s.width
	return gridThumb{at: s.left / way * (s.width - length), length: length, track: s.width}, true
}

func (g *Grid) paintBars() {
	size, head := g.Size(), Px(GridHeaderHeight)
	thick := func(wide bool) float32 {
		if wide {
			return Px(gridBar) - 2
		}
		return Px(gridBarThin)
	}
	if t, ok := g.verticalThumb(); ok {
		w := thick(g.bars.overVertical || g.input.drag.kind == dragVertical)
		g.paintThumb(g.parts.vertical, fyne.NewPos(size.Width-w-1, head+t.at), fyne.NewSize(w, t.length))
	} else {
		g.parts.vertical.Hide()
	}
	if t, ok := g.horizontalThumb(); ok {
		h := thick(g.bars.overHorizontal || g.input.drag.kind == dragHorizontal)
		g.paintThumb(g.parts.horizontal, fyne.NewPos(g.columns.edge+t.at, size.Height-h-2), fyne.NewSize(t.length, h))
	} else {
		g.parts.horizontal.Hide()
	}
}

func (g *Grid) paintThumb(thumb *canvas.Rectangle, at fyne.Position, size fyne.Size) {
	thumb.CornerRadius = min(size.Width, size.Height) / 2
	thumb.Move(at)
	thumb.Resize(size)
	thumb.Show()
	setFill(thumb, g.look.color(theme.ColorNameScrollBar))
}

// paintDrop shows where a dragged column would go.
func (g *Grid) paintDrop() {
	d := &g.input.drag
	fill := color.Color(color.Transparent)
	if d.kind == dragColumn && d.moved && d.target >= 0 {
		x := g.columns.left(d.target, g.scroll.left)
		if d.target > d.column {
			x += g.columns.w[d.target]
		}
		g.parts.drop.Move(fyne.NewPos(x-1, 0))
		g.parts.drop.Resize(fyne.NewSize(2, Px(GridHeaderHeight)+g.scroll.height))
		fill = g.look.color(theme.ColorNamePrimary)
	}
	setFill(g.parts.drop, fill)
}
