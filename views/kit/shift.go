package kit

import "fyne.io/fyne/v2"

// ScrollBy scrolls the rows up by pixels of the canvas, or down where they are
// negative, and returns by how many: there may be fewer rows than that.
func (g *Grid) ScrollBy(pixels float32) float32 {
	before := g.scroll.offset()
	g.scroll.by(0, pixels)
	g.paint()
	return float32(g.scroll.offset() - before)
}

// Pointer is where the pointer is over the grid, and whether it is there.
func (g *Grid) Pointer() (at fyne.Position, inside bool) { return g.input.pointer, g.input.inside }
