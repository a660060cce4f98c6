package customer

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// placeholderRows stand where rows will be.
const placeholderRows = 6

// column is one column of a table, described once. Only id, title and text are
// needed.
type column[T any] struct {
	id     string // in layouts
	title  string // in words
	width  float32
	align  fyne.TextAlign
	hidden bool // only when a person chooses it
	frozen bool // stands first, stays when the rest scrolls sideways, cannot be hidden
	flex   bool // takes the room that is left over
	more   bool // an amount with a slot for "…"
	dated  bool // the title names the zone
	fixed  bool // has no title on screen and cannot be hidden: an icon

	// text is the content in full, unharmed, for copies, the search and exports.
	text func(row T) string
	// cell is what stands on screen; nil: the text.
	cell func(row T) kit.Cell
	// order compares rows; nil: by the text, without regard to case.
	order    func(a, b T) int
	unsorted bool // a click on its header does not sort
	// value is what stands in exports; nil: the text.
	value func(row T) export.Value
	kind  export.Kind
	// link makes the cell a link where linked is true (nil: everywhere).
	link   func(row T)
	linked func(row T) bool
	unit   func(rows []T) string // not nil and not empty: stands in the title, such as a currency
}

// tableOf describes a table; Name, key and columns are needed.
type tableOf[T any] struct {
	name    string // of its settings: "quotas"
	columns []column[T]
	key     func(row T) uint64 // what the current row and marks are kept by
	empty   string             // said when there is nothing, in words
	noMatch string             // said when the filter leaves nothing, in words
	clear   func()             // takes the filter away; nil: the search is cleared
	foot    func(shown, all []T) footing
	does    []fyne.CanvasObject // buttons at the right end of the foot
	// ground tints a row; nil: none.
	ground func(row T) fyne.ThemeColorName
	// current hears which row is current, and after a refresh again; ok is false
	// when there is none. It feeds what stands below.
	current  func(row T, ok bool)
	activate func(row T)              // Enter or a double click; nil: the first link of the row
	rune     func(row T, r rune) bool // a letter typed in the rows; false: it goes into the search
	onKey    func(row T, e *fyne.KeyEvent) bool
	more     func(row T) []*kit.Action // further items of the context menu
	// below stands under the rows, divided by a line to drag; nil: nothing. It is
	// shown while a row is current.
	below      fyne.CanvasObject
	belowWhen  func() bool     // not nil: only then
	belowShare float64         // of the rows, at first; 0: 0.55
	sort       []model.SortKey // until a person chooses another order; nil: as given
	noFooter   bool
}

// footing is what stands at the foot of a table.
type footing struct {
	count string // bold: "9"
	note  string // "shown of 148 quotas"
	right string // sums
}

// table shows rows []T in a grid. All methods run on the UI thread.
type table[T any] struct {
	tableOf[T]
	place  place
	grid   *kit.Grid
	search *kit.Entry // nil: none
	object fyne.CanvasObject

	all, rows []T // as given, and filtered and in order
	filter    func(row T) bool
	layout    model.Layout
	marks     map[uint64]bool
	chosen    uint64 // key of the current row
	has       bool   // there is a current row
	pages     *paged[T]

	split   *kit.Split
	footer  *tableFoot
	said    status
	waiting bool   // nothing is known yet of the customer
	grey    int    // placeholders on screen
	message string // on screen
	titles  string // on screen
}

// newTable makes a table.
func newTable[T any](p place, of tableOf[T]) *table[T] {
	t := &table[T]{tableOf: of, place: p, marks: map[uint64]bool{}, waiting: true}
	t.layout = t.usual()
	t.grid = kit.NewGrid(p.env.Host, t.gridColumns()...)
	t.connect()
	t.build()
	t.recall()
	return t
}

// keyOf is a row's key from its name.
func keyOf(name string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return h.Sum64()
}

// searchFor adds a field that filters by what all columns say, as one types. Enter
// leads into the list, and opens the row if only one is left.
func (t *table[T]) searchFor(hint string) *kit.Entry {
	t.search = kit.NewSearch(t.place.env.Host, hint)
	t.search.OnChanged = func(string) { t.arrange(true) }
	t.search.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name != fyne.KeyDown && e.Name != fyne.KeyReturn && e.Name != fyne.KeyEnter {
			return false
		}
		t.focus()
		if e.Name != fyne.KeyDown && t.length() == 1 {
			t.open(0)
		}
		return true
	}
	return t.search
}

// setRows shows rows; who is current stays so if still there. Call it with what
// an answer of the cache holds.
func (t *table[T]) setRows(rows []T) {
	t.all = rows
	t.arrange(false)
}

// setFilter restricts the rows beside the search; nil: not.
func (t *table[T]) setFilter(filter func(row T) bool) {
	t.filter = filter
	t.arrange(true)
}

// clearRows forgets the rows of a customer.
func (t *table[T]) clearRows() {
	t.all, t.rows, t.waiting, t.has, t.chosen = nil, nil, true, false, 0
	clear(t.marks)
	t.said = status{}
	t.grid.SetCurrent(-1)
	t.grid.ScrollToTop()
	t.showRows()
}

// arrange filters and sorts the rows again; anew: from the top.
func (t *table[T]) arrange(anew bool) {
	if t.pages != nil && t.pages.arrange != nil {
		t.pages.arrange()
		return
	}
	t.rows = t.selected()
	if anew {
		t.grid.ScrollToTop()
	}
	t.showRows()
}

// selected are the rows that match search and filter, in order.
func (t *table[T]) selected() []T {
	words := ""
	if t.search != nil {
		words = strings.ToLower(strings.TrimSpace(t.search.Text()))
	}
	rows := make([]T, 0, len(t.all))
	for _, row := range t.all {
		if (t.filter == nil || t.filter(row)) && (words == "" || t.matches(row, words)) {
			rows = append(rows, row)
		}
	}
	if len(t.layout.Sort) > 0 {
		slices.SortStableFunc(rows, t.compare)
	}
	return rows
}

func (t *table[T]) matches(row T, words string) bool {
	return slices.ContainsFunc(t.columns, func(c column[T]) bool {
		return strings.Contains(strings.ToLower(c.text(row)), words)
	})
}

func (t *table[T]) compare(a, b T) int {
	for _, key := range t.layout.Sort {
		c := t.column(string(key.Column))
		if c == nil {
			continue
		}
		n := c.compare(a, b)
		if n != 0 && key.Desc {
			return -n
		}
		if n != 0 {
			return n
		}
	}
	return 0
}

// compare says which of two rows comes first by this column.
func (c *column[T]) compare(a, b T) int {
	if c.order != nil {
		return c.order(a, b)
	}
	return cmp.Compare(strings.ToLower(c.text(a)), strings.ToLower(c.text(b)))
}

func (t *table[T]) column(id string) *column[T] {
	for i := range t.columns {
		if t.columns[i].id == id {
			return &t.columns[i]
		}
	}
	return nil
}

// length is the number of rows.
func (t *table[T]) length() int {
	if t.pages != nil {
		return t.pages.length()
	}
	return len(t.rows)
}

// at is a row; false: not loaded, or not there.
func (t *table[T]) at(i int) (row T, ok bool) {
	if t.pages != nil {
		return t.pages.at(i)
	}
	if i < 0 || i >= len(t.rows) {
		return row, false
	}
	return t.rows[i], true
}

// showRows shows rows, titles, message, footer and the current row anew.
func (t *table[T]) showRows() {
	t.showTitles()
	t.findCurrent()
	t.showMessage()
	t.grid.RefreshRows(0, t.length())
	t.grid.Refresh()
	t.showFoot()
	t.tellCurrent()
}

// findCurrent finds the row of the key that is current.
func (t *table[T]) findCurrent() {
	if t.pages != nil {
		return
	}
	at := -1
	if t.has {
		at = slices.IndexFunc(t.rows, func(row T) bool { return t.key(row) == t.chosen })
	}
	t.has = at >= 0
	t.grid.SetCurrent(at)
}

// currentRow is the row that keys mean.
func (t *table[T]) currentRow() (row T, ok bool) { return t.at(t.grid.Current()) }

func (t *table[T]) tellCurrent() {
	row, ok := t.currentRow()
	if t.split != nil {
		t.showBelow(ok && (t.belowWhen == nil || t.belowWhen()))
	}
	if t.current != nil {
		t.current(row, ok)
	}
}

// status says in the table why there is nothing in it.
func (t *table[T]) status(s status) {
	t.said = s
	t.waiting = false
	t.showMessage()
}

// showMessage shows grey rows, or a sentence, where there are no rows.
func (t *table[T]) showMessage() {
	read := !t.said.ReadAt.IsZero()
	grey, message := 0, (*kit.GridMessage)(nil)
	switch {
	case t.length() > 0 || t.waiting:
	case len(t.all) > 0 || t.pages != nil && t.pages.filtered != nil && t.pages.filtered():
		message = &kit.GridMessage{Text: t.noMatch, Action: text.T("customer.clear"), Run: t.clearFilter}
	case !read && t.said.Err == nil && (t.said.Reading || t.said.WhyNot == ""):
		grey = placeholderRows
	case !read:
		message = &kit.GridMessage{Text: text.T("customer.neverread")}
	default:
		message = &kit.GridMessage{Text: t.empty}
	}
	if grey != t.grey {
		t.grey = grey
		t.grid.SetPlaceholders(grey)
	}
	if said := wordsOf(message); said != t.message {
		t.message = said
		t.grid.SetMessage(message)
	}
}

func wordsOf(m *kit.GridMessage) string {
	if m == nil {
		return ""
	}
	return m.Text + "|" + m.Action
}

func (t *table[T]) clearFilter() {
	if t.search != nil {
		t.search.Clear()
	}
	if t.clear != nil {
		t.clear()
	}
}

// focus gives the keyboard to the rows.
func (t *table[T]) focus() {
	t.place.env.Window.Canvas().Focus(t.grid)
	if t.grid.Current() < 0 && t.length() > 0 {
		t.grid.SetCurrent(0)
		t.moved(0)
	}
}

// reveal makes the row of a key current and scrolls to it, as a click on it does;
// false: it is not among the rows.
func (t *table[T]) reveal(key uint64) bool {
	at := slices.IndexFunc(t.rows, func(row T) bool { return t.key(row) == key })
	if at < 0 {
		return false
	}
	t.grid.SetCurrent(at)
	t.grid.ScrollToRow(at)
	t.moved(at)
	return true
}
