package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Heights of a Grid at scale 1.
const (
	GridRowHeight         float32 = 25
	GridRowHeightRoomy    float32 = 30 // density "comfortable"
	GridHeaderHeight      float32 = 27
	GridPlaceholderRows           = 12 // grey rows of a list that was never read
	gridBar               float32 = 10 // scroll bars: the zone, and the thumb under the pointer
	gridBarThin           float32 = 3
	gridThumbMin          float32 = 24
	gridWheelRows                 = 3 // rows of one notch of a wheel
	gridBorderZone        float32 = 4 // how near to a column border counts as on it
	gridPad               float32 = 6 // left and right of a cell's content
	gridMoreSlot          float32 = 9
	gridIconSide          float32 = 16
	gridLargestFitted     float32 = 600 // a column fitted by double click
	gridFrozenShare       float32 = 0.75
	gridMinColumn         float32 = 24
	gridKeyboardSideways  float32 = 40
	gridKeyboardResizeBy  float32 = 8
	gridNowhere                   = -1
	gridPlaceholderBarMin float32 = 0.35
)

// Grid is a virtual table for millions of rows: only the rows in view have
// objects, and the position is a row number and a rest of pixels, so that the
// last row stands as still as the first.
//
// Data and marks stay with the owner and come through callbacks. All of them,
// and all methods, run on the UI thread. Sizes are at interface scale 1.
type Grid struct {
	widget.BaseWidget

	// Length is the number of rows.
	Length func() int
	// Fill fills a row that comes into view; row.Cells are empty and stand for
	// columns one by one. false: not loaded yet, the row shows "…"; with a Key
	// it can be marked nevertheless.
	Fill func(index int, columns []Column, row *Row) bool
	// RowsNeeded tells which rows [from, to) are in view after it changed. Load
	// them and call RefreshRows.
	RowsNeeded func(from, to int)
	// Marked reports whether the row of this key is marked.
	Marked func(key uint64) bool
	// PlainMarks leaves the ground of marked rows as it is: of a list where marked is
	// the rule, the others are to be seen.
	PlainMarks bool
	// Ticks is what the header's box shows; nil: from the rows in view.
	Ticks func() Ticks

	// OnCurrent hears that a person moved the current row.
	OnCurrent func(row int)
	// OnMark asks to mark or unmark the rows [from, to).
	OnMark func(from, to int, on bool)
	// OnMarkAll is Ctrl+Shift+A: everything that matches.
	OnMarkAll func()
	// OnActivate is Enter or a double click.
	OnActivate func(row int)
	// OnEscape is Esc; nil: Esc goes on to the window.
	OnEscape func()
	// OnMenu is a secondary click, the Menu key or Shift+F10, with the position
	// on the canvas.
	OnMenu func(row int, column string, at fyne.Position)
	// OnFold is Right (unfold) or Left on the current row of a tree. It reports
	// whether there was anything to do: if not, the keys scroll sideways.
	OnFold func(row int, unfold bool) bool
	// OnLink is a click on a cell that is a link.
	OnLink func(row int, column string)
	// OnHover hears over which cell the pointer is; row -1: none. The hint line
	// shows the cell's text by itself.
	OnHover func(row int, column string)
	// OnSort is a click on a sortable header; add: Shift was held.
	OnSort func(column string, add bool)
	// OnColumns hears of widths and order that a person changed.
	OnColumns func(columns []Column)
	// OnRune gets what is typed while the list has the focus.
	OnRune func(r rune)
	// OnKey and OnShortcut get, before the window's key table does, the keys
	// that the grid does not use, and report whether they used them.
	OnKey      func(event *fyne.KeyEvent) bool
	OnShortcut func(shortcut fyne.Shortcut) bool
	// OnFocus hears of the focus coming and going.
	OnFocus func(has bool)

	host    *Host
	columns gridColumns
	sorts   []GridSort
	scroll  gridScroll
	body    gridBody
	header  gridHeader
	bars    gridBars
	input   gridInput
	look    gridLook
	parts   *gridParts

	rowHeight    float32
	current      int
	anchor       int // where a range of marks began
	column       int // the column that keys and Copy Cell mean
	placeholders int
	message      *GridMessage
	needed       [2]int
}

// Ticks is the state of the header's check box.
type Ticks uint8

// The states of the header's check box.
const (
	TicksNone Ticks = iota
	TicksSome
	TicksAll
)

// GridSort is one key of the shown order.
type GridSort struct {
	Column string
	Desc   bool
}

// GridMessage is a row over the full width after the last row: why there is
// nothing, or what else can be asked. With Run its Action is a link, and Enter
// on the row runs it.
type GridMessage struct {
	Text   string
	Action string
	Run    func()
}

// NewGrid returns an empty grid.
func NewGrid(host *Host, columns ...Column) *Grid {
	g := &Grid{host: host, rowHeight: GridRowHeight, current: gridNowhere, anchor: gridNowhere}
	g.needed = [2]int{gridNowhere, gridNowhere}
	g.input.hover = gridHit{row: gridNowhere, column: gridNowhere}
	g.columns.all = columns
	g.column = g.columns.first()
	g.ExtendBaseWidget(g)
	return g
}

// Columns are the columns in their order, with the widths in use.
func (g *Grid) Columns() []Column { return append([]Column(nil), g.columns.all...) }

// SetColumns shows other columns.
func (g *Grid) SetColumns(columns []Column) {
	meant := g.CurrentColumn()
	g.columns.all = append([]Column(nil), columns...)
	g.columns.forget()
	g.column = g.columns.first()
	for i := range columns {
		if columns[i].ID == meant {
			g.column = i
		}
	}
	g.Refresh()
}

// SetSort shows the order in the header; sorting is the owner's.
func (g *Grid) SetSort(keys ...GridSort) {
	g.sorts = keys
	g.paintHeader()
}

// SetRowHeight changes the density.
func (g *Grid) SetRowHeight(height float32) {
	g.rowHeight = height
	g.Refresh()
}

// SetPlaceholders shows n grey rows as long as there is no row.
func (g *Grid) SetPlaceholders(n int) {
	g.placeholders = n
	g.Refresh()
}

// SetMessage shows a row after the last; nil takes it away.
func (g *Grid) SetMessage(m *GridMessage) {
	g.message = m
	g.Refresh()
}

// Current is the current row, -1 if there is none.
func (g *Grid) Current() int {
	if g.current >= g.rows() {
		return gridNowhere
	}
	return g.current
}

// CurrentColumn is the ID of the column that keys mean.
func (g *Grid) CurrentColumn() string {
	if g.column >= len(g.columns.all) {
		return ""
	}
	return g.columns.all[g.column].ID
}

// SetCurrent makes a row current, without OnCurrent and without scrolling.
// -1: none. A range of marks that began before goes on if the row is the same.
func (g *Grid) SetCurrent(row int) {
	if g.current != row {
		g.current, g.anchor = row, row
	}
	g.paintRows()
}

// ScrollToRow scrolls as little as shows the whole row.
func (g *Grid) ScrollToRow(row int) {
	g.layoutView()
	g.scroll.show(row)
	g.paint()
}

// ScrollToTop shows the first row.
func (g *Grid) ScrollToTop() {
	g.scroll.top, g.scroll.rest = 0, 0
	g.paint()
}

// InView are the rows [from, to) that are painted, parts of rows too.
func (g *Grid) InView() (from, to int) {
	from, to = g.scroll.visible()
	return min(from, g.rows()), min(to, g.rows())
}

// Refresh asks for the length and for every row in view again.
func (g *Grid) Refresh() {
	g.BaseWidget.Refresh()
}

// RefreshRows fills the rows [from, to) again, those of them that are in view.
func (g *Grid) RefreshRows(from, to int) {
	g.body.spoil(from, to)
	g.paint()
	g.host.hint().changed(g) // what the current cell says may be another thing now
}

// RefreshMarks asks again which rows are marked, and nothing else.
func (g *Grid) RefreshMarks() {
	g.paintRows()
	g.paintHeader()
}

// rows is the number of the owner's rows.
func (g *Grid) rows() int {
	if g.Length == nil {
		return 0
	}
	return g.Length()
}

// lines is the number of everything that scrolls: rows, or the grey rows in
// their place, and the message.
func (g *Grid) lines() int {
	n := g.rows()
	if n == 0 {
		n = g.placeholders
	}
	if g.message != nil {
		n++
	}
	return n
}

// gridLine is what a line of the body is.
type gridLine uint8

const (
	lineRow gridLine = iota
	lineGrey
	lineMessage
)

func (g *Grid) line(i int) gridLine {
	switch {
	case i < g.rows():
		return lineRow
	case g.message != nil && i == g.lines()-1:
		return lineMessage
	}
	return lineGrey
}

// reach is the last line that may be current: a row, or a message to act on.
func (g *Grid) reach() int {
	if g.message != nil && g.message.Run != nil {
		return g.lines() - 1
	}
	return g.rows() - 1
}
