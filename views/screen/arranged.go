package screen

import (
	"slices"

	"steward/app/model"
	"steward/views/kit"
)

// Columns are the columns of a page's list as a person arranged them: which are
// shown, in which order, how wide. They are kept for each platform.
type Columns struct {
	Env     *Env
	Grid    *kit.Grid
	Setting string // under which they are kept
	Usual   func() model.Layout
	Always  []model.Column // cannot be hidden: they say who or what it is
	Title   func(model.Column) string
	First   []kit.Column      // before those that are arranged
	Dress   func(*kit.Column) // what a column has beside title and width

	layout model.Layout
}

// Begin shows the usual columns; Recall those that a person left.
func (c *Columns) Begin() {
	c.layout = c.Usual()
	c.Grid.OnColumns = c.arranged
	c.Show()
}

// Recall shows the columns as a person left them.
func (c *Columns) Recall() {
	Recall(c.Env, c.Setting, c.layout, func(was model.Layout) {
		c.layout = was.CompleteFrom(c.Usual())
		c.Show()
	})
}

// Show shows the columns anew, after a title has changed.
func (c *Columns) Show() {
	list := slices.Clone(c.First)
	for _, l := range c.layout.Columns {
		if c.Shows(l) {
			g := kit.Column{ID: string(l.Column), Title: c.Title(l.Column), Width: l.Width}
			c.Dress(&g)
			list = append(list, g)
		}
	}
	c.Grid.SetColumns(list)
}

// Layout are all columns in their order, those that are hidden too.
func (c *Columns) Layout() []model.ColumnLayout { return c.layout.Columns }

// Shows reports whether a column is on screen.
func (c *Columns) Shows(l model.ColumnLayout) bool {
	return l.Shown || slices.Contains(c.Always, l.Column)
}

// Choose opens the list of all columns.
func (c *Columns) Choose() {
	c.Env.ChooseColumns(Chooser{
		Layout: &c.layout, Title: c.Title, Usual: c.Usual,
		Movable: func(l model.ColumnLayout) bool { return !slices.Contains(c.Always, l.Column) },
		Changed: func() {
			c.Show()
			c.keep()
		},
	})
}

// arranged keeps what a person did in the header: widths and order.
func (c *Columns) arranged(grid []kit.Column) {
	c.layout = Arranged(c.layout, c.Shows, grid)
	c.keep()
}

func (c *Columns) keep() { c.Env.Keep(c.Setting, c.layout) }

// Arranged is a layout with the widths and the order that a grid has now. on
// tells which columns of the layout the grid shows; columns of the grid that
// the layout does not know are left alone.
func Arranged(l model.Layout, on func(model.ColumnLayout) bool, grid []kit.Column) model.Layout {
	known := make(map[model.Column]bool, len(l.Columns))
	for _, c := range l.Columns {
		known[c.Column] = true
	}
	shown := make([]model.ColumnLayout, 0, len(grid))
	for _, g := range grid {
		if known[model.Column(g.ID)] {
			shown = append(shown, model.ColumnLayout{Column: model.Column(g.ID), Width: g.Width, Shown: true})
		}
	}
	out := model.Layout{Sort: l.Sort, Columns: slices.Clone(l.Columns)}
	for i, next := 0, 0; i < len(out.Columns) && next < len(shown); i++ {
		if on(out.Columns[i]) {
			out.Columns[i] = shown[next]
			next++
		}
	}
	return out
}
