package kit

// markRange makes a row current and marks everything from the anchor to it.
// What an earlier range marked on the far side is taken back.
func (g *Grid) markRange(to int) {
	before := g.current
	if g.anchor < 0 || g.anchor >= g.rows() {
		g.anchor = max(0, min(before, g.rows()-1))
	}
	g.makeCurrent(to)
	if g.OnMark == nil {
		return
	}
	if before >= 0 && before < g.rows() && before != g.anchor {
		g.unmarkOutside(before, to)
	}
	g.OnMark(min(g.anchor, to), max(g.anchor, to)+1, true)
	g.RefreshMarks()
}

// unmarkOutside unmarks the part of anchor..before that is not in anchor..to.
func (g *Grid) unmarkOutside(before, to int) {
	low, high := min(g.anchor, to), max(g.anchor, to)
	switch {
	case before > high:
		g.OnMark(high+1, before+1, false)
	case before < low:
		g.OnMark(before, low, false)
	}
}

func (g *Grid) toggleMark(row int) {
	key, ok := g.keyOf(row)
	if g.OnMark == nil || !ok {
		return
	}
	g.OnMark(row, row+1, g.Marked == nil || !g.Marked(key))
	g.RefreshMarks()
}

// keyOf is the key of a row, from the view or, out of view, from the owner.
func (g *Grid) keyOf(row int) (uint64, bool) {
	if len(g.body.slots) > 0 {
		if r := g.body.slot(row); r.index == row && r.fresh {
			return r.row.Key, r.known()
		}
	}
	r := Row{Cells: make([]Cell, len(g.columns.all))}
	ok := g.Fill != nil && g.Fill(row, g.columns.all, &r)
	return r.Key, ok || r.Key != 0
}

// markInView marks or unmarks the rows that are painted.
func (g *Grid) markInView(on bool) {
	from, to := g.InView()
	if g.OnMark == nil || from == to {
		return
	}
	g.OnMark(from, to, on)
	g.RefreshMarks()
}
