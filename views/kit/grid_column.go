package kit

import "fyne.io/fyne/v2"

// Column is a column of a Grid.
type Column struct {
	ID, Title string
	Width     float32 // at scale 1
	MinWidth  float32 // 0: 24
	Align     fyne.TextAlign
	Sortable  bool
	Frozen    bool // stays when the rest scrolls sideways; frozen ones stand first
	Fixed     bool // neither moved nor resized by a person
	Check     bool // the boxes of the marks; the grid fills it
	Identity  bool // grows rather than being cut, as far as there is room
	MoreSlot  bool // keeps 9 px right of the number for Cell.More
	Flex      bool // takes the room that is left over
}

// gridColumns is where the columns stand.
type gridColumns struct {
	all    []Column
	grown  map[string]float32 // what identity columns grew to, in pixels of the canvas
	kept   map[string]bool    // a person chose the width
	x, w   []float32          // from the left end of the unscrolled grid
	frozen int
	edge   float32 // where the frozen columns end
	width  float32 // of all columns
}

func (c *gridColumns) forget() { c.grown, c.kept = nil, nil }

// first is the first column that has a title.
func (c *gridColumns) first() int {
	for i := range c.all {
		if c.all[i].Title != "" {
			return i
		}
	}
	return 0
}

// place computes the positions for a view of this width.
func (c *gridColumns) place(view float32) {
	n := len(c.all)
	c.x, c.w = resized(c.x, n), resized(c.w, n)
	c.width = 0
	flex := gridNowhere
	for i, col := range c.all {
		c.w[i] = max(Px(col.Width), Px(col.least()), c.grown[col.ID])
		c.width += c.w[i]
		if col.Flex {
			flex = i
		}
	}
	if room := view - c.width; flex >= 0 && room > 0 {
		c.w[flex] += room
		c.width += room
	}
	c.frozen, c.edge = 0, 0
	at := float32(0)
	for i := range c.all {
		c.x[i] = at
		at += c.w[i]
		if c.all[i].Frozen && c.frozen == i && at <= view*gridFrozenShare {
			c.frozen, c.edge = i+1, at
		}
	}
}

// box is the place of a cell of column i.
func (c *gridColumns) box(i int, height float32) gridBox {
	return gridBox{x: c.x[i], w: c.w[i], h: height, align: c.all[i].Align, slot: c.all[i].MoreSlot}
}

func resized(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

func (c Column) least() float32 {
	if c.MinWidth > 0 {
		return c.MinWidth
	}
	return gridMinColumn
}

// grow widens an identity column for a text of this width, unless a person
// chose its width or there is no room. It reports whether anything changed.
func (c *gridColumns) grow(i int, need, view float32) bool {
	id := c.all[i].ID
	if !c.all[i].Identity || c.kept[id] || need <= c.w[i] {
		return false
	}
	room := view*gridFrozenShare - (c.edge - c.w[i])
	need = min(need, room)
	if need <= c.w[i] {
		return false
	}
	if c.grown == nil {
		c.grown = map[string]float32{}
	}
	c.grown[id] = need
	return true
}

// resize gives a column the width a person chose, in pixels of the canvas.
func (c *gridColumns) resize(i int, width float32) {
	col := &c.all[i]
	col.Width = max(width/Px(1), col.least())
	if c.kept == nil {
		c.kept = map[string]bool{}
	}
	c.kept[col.ID] = true
	delete(c.grown, col.ID)
}

// mayMove reports whether a column can take another's place. Fixed columns stay,
// and a column stays on its side of the frozen edge.
func (c *gridColumns) mayMove(from, to int) bool {
	n := len(c.all)
	return from != to && from >= 0 && to >= 0 && from < n && to < n &&
		!c.all[from].Fixed && !c.all[to].Fixed && c.all[from].Frozen == c.all[to].Frozen
}

// move takes a column out and puts it where another stands.
func (c *gridColumns) move(from, to int) bool {
	if !c.mayMove(from, to) {
		return false
	}
	col := c.all[from]
	c.all = append(c.all[:from:from], c.all[from+1:]...)
	c.all = append(c.all[:to:to], append([]Column{col}, c.all[to:]...)...)
	return true
}

// at is the column under x of the view, and -1 beside all.
func (c *gridColumns) at(x, left float32) int {
	if x >= c.edge {
		x += left
	}
	for i := range c.all {
		if x >= c.x[i] && x < c.x[i]+c.w[i] {
			return i
		}
	}
	return gridNowhere
}

// left is where column i begins in the view.
func (c *gridColumns) left(i int, left float32) float32 {
	if i < c.frozen {
		return c.x[i]
	}
	return c.x[i] - left
}

// border is the column whose right border is near x, and -1 for none.
func (c *gridColumns) border(x, left float32) int {
	for i := range c.all {
		end := c.left(i, left) + c.w[i]
		hidden := i >= c.frozen && end < c.edge
		if !hidden && !c.all[i].Fixed && x >= end-Px(gridBorderZone) && x <= end+Px(gridBorderZone) {
			return i
		}
	}
	return gridNowhere
}
