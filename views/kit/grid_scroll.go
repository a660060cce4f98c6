package kit

import "math"

// gridScroll is the position of the view: the first row in view, how many
// pixels of it are above the edge, and how far the columns are scrolled. A
// 32-bit number of pixels would make far rows jitter. Sizes are canvas pixels.
type gridScroll struct {
	top  int
	rest float32
	left float32

	lines         int
	row           float32 // height of a row
	height, width float32 // of the view of the rows; width without the frozen columns
	content       float32 // width of the columns that scroll
}

// end is how far the view can scroll down, in pixels.
func (s *gridScroll) end() float64 {
	return math.Max(0, float64(s.lines)*float64(s.row)-float64(s.height))
}

func (s *gridScroll) offset() float64 { return float64(s.top)*float64(s.row) + float64(s.rest) }

// fraction is the position between 0 (top) and 1 (end).
func (s *gridScroll) fraction() float64 {
	if s.end() == 0 {
		return 0
	}
	return s.offset() / s.end()
}

// jump goes to a fraction of the way.
func (s *gridScroll) jump(fraction float64) {
	s.set(s.end() * math.Min(math.Max(fraction, 0), 1))
}

func (s *gridScroll) set(offset float64) {
	if s.row <= 0 {
		return
	}
	s.top = int(offset / float64(s.row))
	s.rest = float32(offset - float64(s.top)*float64(s.row))
}

// by scrolls by pixels.
func (s *gridScroll) by(dx, dy float32) {
	s.left += dx
	if s.row > 0 {
		s.rest += dy
		rows := float32(math.Floor(float64(s.rest / s.row)))
		s.top += int(rows)
		s.rest -= rows * s.row
	}
	s.clamp()
}

// clamp brings the position back to where there is something to see.
func (s *gridScroll) clamp() {
	s.left = min(max(s.left, 0), max(0, s.content-s.width))
	if s.top < 0 {
		s.top, s.rest = 0, 0
	}
	if end := s.end(); s.offset() > end {
		s.set(end)
	}
}

// show scrolls as little as brings a whole line into view.
func (s *gridScroll) show(line int) {
	if line < s.top || line == s.top && s.rest > 0 {
		s.top, s.rest = max(0, line), 0
	} else if below := (float64(line)+1)*float64(s.row) - float64(s.height); s.offset() < below {
		s.set(math.Max(0, below))
	}
	s.clamp()
}

// visible are the lines [from, to) in view.
func (s *gridScroll) visible() (from, to int) {
	if s.row <= 0 || s.height <= 0 {
		return 0, 0
	}
	count := int(math.Ceil(float64((s.rest + s.height) / s.row)))
	return min(s.top, s.lines), min(s.top+count, s.lines)
}

// whole is how many lines fit into the view.
func (s *gridScroll) whole() int {
	if s.row <= 0 {
		return 1
	}
	return max(1, int(s.height/s.row))
}

// Fit is how many rows have room in the view, the parts of one at the bottom
// too, however many there are.
func (g *Grid) Fit() int { return g.scroll.whole() + 1 }

// y is where a line begins in the view.
func (s *gridScroll) y(line int) float32 { return float32(line-s.top)*s.row - s.rest }

// lineAt is the line at y of the view, -1 if there is none.
func (s *gridScroll) lineAt(y float32) int {
	if y < 0 || y >= s.height || s.row <= 0 {
		return gridNowhere
	}
	if line := s.top + int((y+s.rest)/s.row); line < s.lines {
		return line
	}
	return gridNowhere
}
