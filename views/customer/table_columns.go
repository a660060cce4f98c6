package customer

import (
	"slices"
	"strings"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// usual is the layout before anybody changed it.
func (t *table[T]) usual() model.Layout {
	l := model.Layout{Sort: slices.Clone(t.sort)}
	for _, c := range t.columns {
		l.Columns = append(l.Columns, model.ColumnLayout{Column: model.Column(c.id), Width: c.width, Shown: !c.hidden})
	}
	return l
}

// recall shows the layout that a person left.
func (t *table[T]) recall() {
	screen.Recall(t.place.env, t.setting("columns"), t.usual(), func(l model.Layout) {
		t.layout = t.complete(l)
		t.useLayout()
		t.showSort()
		if len(t.layout.Sort) > 0 {
			t.arrange(false)
		}
	})
}

// complete is a stored layout fit for use: without columns that do not exist, with
// those that are missing at the end.
func (t *table[T]) complete(l model.Layout) model.Layout {
	whole, seen := model.Layout{}, map[model.Column]bool{}
	for _, c := range append(append([]model.ColumnLayout{}, l.Columns...), t.usual().Columns...) {
		if t.column(string(c.Column)) != nil && !seen[c.Column] {
			seen[c.Column] = true
			whole.Columns = append(whole.Columns, c)
		}
	}
	for _, key := range l.Sort {
		if c := t.column(string(key.Column)); c != nil && !c.unsorted {
			whole.Sort = append(whole.Sort, key)
		}
	}
	return whole
}

// shows reports whether a column of the layout is on screen.
func (t *table[T]) shows(c model.ColumnLayout) bool {
	known := t.column(string(c.Column))
	return known != nil && (known.frozen || known.fixed || c.Shown)
}

// gridColumns are the columns on screen, as the grid wants them: those that stay
// stand first.
func (t *table[T]) gridColumns() []kit.Column {
	var first, rest []kit.Column
	for _, l := range t.layout.Columns {
		if !t.shows(l) {
			continue
		}
		c := t.column(string(l.Column))
		g := kit.Column{
			ID: c.id, Title: t.title(c), Width: l.Width, Align: c.align, Sortable: !c.unsorted,
			Frozen: c.frozen, Fixed: c.fixed, MoreSlot: c.more, Flex: c.flex,
		}
		if c.fixed {
			g.Title = ""
		}
		if c.frozen {
			first = append(first, g)
		} else {
			rest = append(rest, g)
		}
	}
	return append(first, rest...)
}

// title is a column's title, with zone or unit where its values have one.
func (t *table[T]) title(c *column[T]) string {
	unit := ""
	switch {
	case c.dated:
		unit = t.place.env.ZoneName()
	case c.unit != nil:
		unit = c.unit(t.all)
	}
	if unit == "" {
		return c.title
	}
	return text.T("list.column.in", text.With("Column", c.title), text.With("Zone", unit))
}

// showTitles shows the titles anew if they read differently now.
func (t *table[T]) showTitles() {
	if t.wordsOfTitles() != t.titles {
		t.useLayout()
	}
}

func (t *table[T]) wordsOfTitles() string {
	var words []string
	for i := range t.columns {
		words = append(words, t.title(&t.columns[i]))
	}
	return strings.Join(words, "|")
}

// useLayout shows the columns of the layout.
func (t *table[T]) useLayout() {
	t.titles = t.wordsOfTitles()
	t.grid.SetColumns(t.gridColumns())
}

func (t *table[T]) keepLayout() { t.place.env.Keep(t.setting("columns"), t.layout) }

// arranged remembers widths and order that a person changed.
func (t *table[T]) arranged(columns []kit.Column) {
	t.layout = screen.Arranged(t.layout, t.shows, columns)
	t.keepLayout()
}

// sortBy sorts by a column: a second click turns, Shift adds a second key.
func (t *table[T]) sortBy(id string, add bool) {
	col := model.Column(id)
	next, at := model.SortKey{Column: col}, -1
	for i, k := range t.layout.Sort {
		if k.Column == col {
			at, next.Desc = i, !k.Desc
		}
	}
	keys := append([]model.SortKey(nil), t.layout.Sort...)
	switch {
	case add && at >= 0:
		keys[at] = next
	case add && len(keys) > 0:
		keys = []model.SortKey{keys[0], next}
	default:
		keys = []model.SortKey{next}
	}
	t.layout.Sort = keys
	t.showSort()
	t.keepLayout()
	t.arrange(true)
}

func (t *table[T]) showSort() {
	shown := make([]kit.GridSort, len(t.layout.Sort))
	for i, k := range t.layout.Sort {
		shown[i] = kit.GridSort{Column: string(k.Column), Desc: k.Desc}
	}
	t.grid.SetSort(shown...)
}

// chooseColumns opens the list of all columns.
func (t *table[T]) chooseColumns() {
	t.place.env.ChooseColumns(screen.Chooser{
		Layout: &t.layout, Usual: t.usual,
		Title: func(id model.Column) string { return t.column(string(id)).title },
		Movable: func(l model.ColumnLayout) bool {
			c := t.column(string(l.Column))
			return c != nil && !c.frozen && !c.fixed
		},
		Changed: func() {
			t.useLayout()
			t.keepLayout()
		},
	})
}
