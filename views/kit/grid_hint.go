package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

var _ fyne.Accessible = (*Grid)(nil)

// AccessibilityRole implements fyne.Accessible; Fyne has no role for tables.
func (g *Grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel reads the current row: each title with its full content.
func (g *Grid) AccessibilityLabel() string {
	var words []string
	if g.Current() < 0 {
		if g.message != nil {
			words = append(words, g.message.Text, g.message.Action)
		}
		return strings.TrimSpace(strings.Join(words, " "))
	}
	for i := range g.columns.all {
		if hint := g.hintOf(g.current, i); hint != "" {
			words = append(words, strings.TrimSpace(g.columns.all[i].Title+" "+hint))
		}
	}
	return strings.Join(words, ", ")
}

// tellHover tells owner and hint line what is under the pointer.
func (g *Grid) tellHover(h gridHit) {
	row, id, hint := gridNowhere, "", ""
	switch h.zone {
	case zoneRow:
		row = h.row
		if h.column >= 0 {
			id = g.columns.all[h.column].ID
			hint = g.hintOf(h.row, h.column)
		}
	case zoneHeader, zoneBorder:
		if h.column >= 0 {
			hint = g.columns.all[h.column].Title
		}
	}
	if hint == "" {
		g.host.hint().Unhover(g)
	} else {
		g.host.hint().Hover(g, func() string { return hint })
	}
	if g.OnHover != nil {
		g.OnHover(row, id)
	}
}

// hintCurrent says the whole of the current cell, as the pointer would.
func (g *Grid) hintCurrent() {
	if !g.input.focused {
		return
	}
	g.host.hint().Focus(g, func() string {
		if g.Current() < 0 {
			return ""
		}
		return g.hintOf(g.current, g.column)
	})
}

// hintOf is a cell's text in full, and what its marks mean.
func (g *Grid) hintOf(row, column int) string {
	cell := g.cell(row, column)
	if cell == nil {
		return ""
	}
	var words []string
	if text := cell.hint(); text != "" {
		words = append(words, text)
	}
	for _, m := range cell.Marks {
		if m.Hint != "" {
			words = append(words, m.Hint)
		}
	}
	return strings.Join(words, ", ")
}
