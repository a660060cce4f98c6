package customer

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// belowShare is the usual share of the rows above what stands below them.
const belowShare = 0.55

// Least heights of the rows and of what stands below, at scale 1.
const leastRows, leastBelow float32 = 90, 80

// paged are rows that come as they scroll into view, for tables too long to be
// held; order and filter are then the owner's.
type paged[T any] struct {
	length   func() int
	at       func(i int) (row T, ok bool) // ok is false while it is not loaded
	needed   func(from, to int)           // these rows are in view
	filtered func() bool                  // something restricts the rows
	arrange  func()                       // the order is another one (layout.Sort)
}

// connect lets the grid ask and tell.
func (t *table[T]) connect() {
	g := t.grid
	t.density()
	g.Length = t.length
	g.Fill = t.fill
	g.RowsNeeded = func(from, to int) {
		if t.pages != nil && t.pages.needed != nil {
			t.pages.needed(from, to)
		}
	}
	g.Marked = func(key uint64) bool { return t.marks[key] }
	g.OnMark = t.mark
	g.OnCurrent = t.moved
	g.OnActivate = t.open
	g.OnLink = t.follow
	g.OnEscape = t.escape
	g.OnMenu = t.openMenu
	g.OnSort = t.sortBy
	g.OnColumns = t.arranged
	g.OnShortcut = func(s fyne.Shortcut) bool {
		_, isCopy := s.(*fyne.ShortcutCopy)
		if isCopy {
			t.copy()
		}
		return isCopy
	}
	g.OnRune = t.typed
	g.OnKey = func(e *fyne.KeyEvent) bool {
		row, ok := t.currentRow()
		return ok && t.onKey != nil && t.onKey(row, e)
	}
}

// build puts rows, footer and what stands below together.
func (t *table[T]) build() {
	t.object = t.grid
	if !t.noFooter {
		t.footer = newTableFoot(t.does...)
		t.object = kit.Pillar(kit.Stack(), t.grid, t.footer.bar)
	}
	if t.below == nil {
		return
	}
	usual := t.belowShare
	if usual == 0 {
		usual = belowShare
	}
	t.split = kit.NewSplit(t.place.env.Host, true, usual, t.object, t.below)
	t.split.FirstLeast, t.split.SecondLeast = leastRows, leastBelow
	t.split.OnMoved = func(share float64) { t.place.env.Keep(t.setting("split"), share) }
	screen.Recall(t.place.env, t.setting("split"), usual, func(share float64) {
		if share != usual {
			t.split.SetShare(share)
		}
	})
	t.below.Hide()
	t.object = container.NewStack(t.split)
}

// showBelow shows what belongs to the current row, or hides it.
func (t *table[T]) showBelow(on bool) {
	if t.below.Visible() != on {
		t.split.ShowSecond(on)
	}
}

func (t *table[T]) setting(what string) string { return "customer." + t.name + "." + what }

func (t *table[T]) density() {
	height := kit.GridRowHeight
	if t.place.env.Prefs.Comfortable {
		height = kit.GridRowHeightRoomy
	}
	t.grid.SetRowHeight(height)
}

// restyle shows the table with other settings: density, zone.
func (t *table[T]) restyle() {
	t.density()
	t.showTitles()
	t.grid.RefreshRows(0, t.length())
}

// refreshRows paints the rows anew: what a cell shows has changed, such as an age.
func (t *table[T]) refreshRows() { t.grid.RefreshRows(0, t.length()) }

func (t *table[T]) fill(index int, shown []kit.Column, row *kit.Row) bool {
	value, ok := t.at(index)
	if !ok {
		return false
	}
	row.Key = t.key(value)
	if t.ground != nil {
		row.Ground = t.ground(value)
	}
	for i := range shown {
		if c := t.column(shown[i].ID); c != nil {
			row.Cells[i] = c.shown(value)
		}
	}
	return true
}

// shown is what a row says in a column.
func (c *column[T]) shown(row T) kit.Cell {
	var cell kit.Cell
	if c.cell != nil {
		cell = c.cell(row)
	} else {
		cell.Text = text.Visible(c.text(row))
	}
	if c.isLink(row) {
		cell.Link = true
	}
	return cell
}

func (c *column[T]) isLink(row T) bool { return c.link != nil && (c.linked == nil || c.linked(row)) }

// moved hears which row a person made current.
func (t *table[T]) moved(i int) {
	row, ok := t.at(i)
	if ok {
		t.chosen, t.has = t.key(row), true
	}
	if t.split != nil && ok {
		t.showBelow(t.belowWhen == nil || t.belowWhen())
		t.grid.ScrollToRow(i)
	}
	if t.current != nil {
		t.current(row, ok)
	}
}

// open is Enter or a double click on a row.
func (t *table[T]) open(i int) {
	row, ok := t.at(i)
	if !ok {
		return
	}
	if t.activate != nil {
		t.activate(row)
		return
	}
	for c := range t.columns {
		if t.columns[c].isLink(row) {
			t.columns[c].link(row)
			return
		}
	}
}

// follow is a click on a link.
func (t *table[T]) follow(i int, id string) {
	if row, ok := t.at(i); ok {
		if c := t.column(id); c != nil && c.isLink(row) {
			c.link(row)
		}
	}
}

// typed is a letter typed in the rows: it goes on in the search.
func (t *table[T]) typed(r rune) {
	if row, ok := t.currentRow(); ok && t.rune != nil && t.rune(row, r) {
		return
	}
	if t.search != nil {
		t.search.Focus()
		t.place.env.Window.Canvas().Focused().TypedRune(r)
	}
}

// escape takes the search away, then the marks.
func (t *table[T]) escape() {
	switch {
	case t.search != nil && t.search.Text() != "":
		t.search.Clear()
	case len(t.marks) > 0:
		clear(t.marks)
		t.grid.RefreshMarks()
	}
}

func (t *table[T]) mark(from, to int, on bool) {
	for i := from; i < to; i++ {
		row, ok := t.at(i)
		switch {
		case ok && on:
			t.marks[t.key(row)] = true
		case ok:
			delete(t.marks, t.key(row))
		}
	}
	t.grid.RefreshMarks()
	t.showFoot()
}

// copy is Ctrl+C: the marked rows, or the current cell.
func (t *table[T]) copy() {
	if len(t.marks) > 0 {
		t.copyMarked()
		return
	}
	t.copyCell(t.grid.CurrentColumn())
}

func (t *table[T]) copyCell(id string) {
	row, ok := t.currentRow()
	if c := t.column(id); ok && c != nil {
		t.copyText(c.text(row))
	}
}

func (t *table[T]) copyRow() {
	if row, ok := t.currentRow(); ok {
		t.copyText(t.rowText(row))
	}
}

func (t *table[T]) copyMarked() {
	var lines []string
	for i := range t.length() {
		if row, ok := t.at(i); ok && t.marks[t.key(row)] {
			lines = append(lines, t.rowText(row))
		}
	}
	t.copyText(strings.Join(lines, "\n"))
}

func (t *table[T]) copyText(s string) {
	fyne.CurrentApp().Clipboard().SetContent(s)
	t.place.env.Host.Hint.Say(text.T("list.copied", text.With("Text", s)))
}

// rowText is a row for the clipboard: the shown columns, separated by tabs.
func (t *table[T]) rowText(row T) string {
	line := strings.NewReplacer("\t", " ", "\r", " ", "\n", " ")
	var cells []string
	for _, g := range t.grid.Columns() {
		if c := t.column(g.ID); c != nil {
			cells = append(cells, line.Replace(c.text(row)))
		}
	}
	return strings.Join(cells, "\t")
}

// openMenu is the context menu over a cell.
func (t *table[T]) openMenu(i int, id string, at fyne.Position) {
	row, ok := t.at(i)
	if !ok {
		return
	}
	var items []*kit.Action
	if t.more != nil {
		items = append(items, t.more(row)...)
	}
	for c := range t.columns {
		if known := &t.columns[c]; known.isLink(row) {
			items = append(items, &kit.Action{Title: text.T("customer.link.open", text.With("What", known.text(row))), Run: func() { known.link(row) }})
		}
	}
	if len(items) > 0 {
		items = append(items, kit.Separator)
	}
	items = append(items, &kit.Action{Title: text.T("list.copy.cell"), Run: func() { t.copyCell(id) }},
		&kit.Action{Title: text.T("list.copy.row"), Run: t.copyRow})
	if len(t.marks) > 0 {
		items = append(items, &kit.Action{Title: text.T("customer.copy.marked", text.N(len(t.marks))), Run: t.copyMarked})
	}
	items = append(items, kit.Separator, &kit.Action{Title: text.T("list.columns"), Run: t.chooseColumns})
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.grid)
	kit.ShowMenu(t.place.env.Host, slices.Clip(items), t.grid, at.Subtract(origin))
}
