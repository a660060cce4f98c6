package users

import (
	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// buildGrid makes the list and connects it.
func (p *Page) buildGrid() {
	p.zone = p.env.ZoneName()
	g := kit.NewGrid(p.env.Host, gridColumns(p.layout, p.unused, p.zone)...)
	p.grid = g
	g.SetPlaceholders(kit.GridPlaceholderRows)
	if p.env.Prefs.Comfortable {
		g.SetRowHeight(kit.GridRowHeightRoomy)
	}
	g.Length = func() int { return len(p.list.uids) }
	g.Fill = p.fill
	g.RowsNeeded = p.list.need
	g.Marked = func(key uint64) bool { return p.marks.has(platform.UID(key)) }
	g.OnCurrent = p.currentMoved
	g.OnMark = func(from, to int, on bool) { p.marks.put(window(p.list.uids, from, to), on) }
	g.OnMarkAll = p.markAll
	g.OnActivate = func(row int) { p.open(row) }
	g.OnEscape = func() { p.escape() }
	g.OnMenu = p.openMenu
	g.OnSort = p.sortBy
	g.OnColumns = func(columns []kit.Column) {
		p.layout = screen.Arranged(p.layout, p.unused.shows, columns)
		p.env.Keep(settingLayout, p.layout)
	}
	g.OnShortcut = func(s fyne.Shortcut) bool {
		_, isCopy := s.(*fyne.ShortcutCopy)
		if isCopy {
			p.actions.Copy()
		}
		return isCopy
	}
	g.OnRune = func(r rune) {
		p.tools.search.Focus()
		p.env.Window.Canvas().Focused().TypedRune(r)
	}
}

func (p *Page) fill(index int, shown []kit.Column, row *kit.Row) bool {
	if index < len(p.list.uids) {
		row.Key = uint64(p.list.uids[index])
	}
	c, ok := p.list.at(index)
	if !ok {
		return false
	}
	l := p.look()
	for i, col := range shown {
		if known, ok := columns[model.Column(col.ID)]; ok {
			row.Cells[i] = l.marked(known.cell(l, c), c, model.Column(col.ID))
		}
	}
	return true
}

// currentMoved lets the detail follow the current row: at once when it had been at
// rest, as for a click or a single key, else once it rests again.
func (p *Page) currentMoved(row int) {
	if row < 0 || row >= len(p.list.uids) {
		return
	}
	p.current, p.seek = p.list.uids[row], 0
	now := p.env.App.Now()
	rested := now.Sub(p.movedAt) > followAfter
	p.movedAt = now
	if rested {
		p.env.Tasks.Cancel(slotFollow)
		p.follow()
		return
	}
	p.env.Tasks.Debounce(slotFollow, followAfter, p.follow)
}

func (p *Page) follow() {
	p.showDetail()
	p.env.Keep(settingLast, p.current)
	p.env.Changed()
}

// open shows a row's customer at once and moves the keyboard there.
func (p *Page) open(row int) {
	if row < 0 || row >= len(p.list.uids) {
		return
	}
	p.current = p.list.uids[row]
	p.env.Tasks.Cancel(slotFollow)
	p.ShowDetail()
	p.detail.FocusTabs()
	p.env.Keep(settingLast, p.current)
	p.env.Changed()
}

// openFirst is Enter in the search field: the first who matches what was typed,
// never somebody of the list before.
func (p *Page) openFirst() {
	p.opensNext = p.list.awaited()
	switch {
	case p.opensNext:
	case len(p.list.uids) == 0:
		p.ask()
	default:
		p.grid.SetCurrent(0)
		p.open(0)
	}
}

// escape clears what restricts the list, and then the marks, one thing at a
// time. It reports whether there was anything.
func (p *Page) escape() bool {
	switch {
	case p.list.filter.Text != "":
		p.tools.search.Clear()
	case p.list.filter.Only != nil:
		p.showOnly(false)
	case p.marks.count() > 0:
		p.marks.clear()
	default:
		return false
	}
	return true
}

// sortBy sorts by a column: a second click turns, Shift adds a second key.
func (p *Page) sortBy(id string, add bool) {
	col := model.Column(id)
	keys := p.list.filter.Sort
	next := model.SortKey{Column: col}
	at := -1
	for i, k := range keys {
		if k.Column == col {
			at = i
			next.Desc = !k.Desc
		}
	}
	switch {
	case add && at >= 0:
		keys = append([]model.SortKey(nil), keys...)
		keys[at] = next
	case add && len(keys) > 0:
		keys = []model.SortKey{keys[0], next}
	default:
		keys = []model.SortKey{next}
	}
	p.list.filter.Sort, p.layout.Sort = keys, keys
	p.showSort()
	p.env.Keep(settingLayout, p.layout)
	p.reload()
}

// showSort shows the order in the header; without any it is by User ID.
func (p *Page) showSort() {
	keys := p.list.filter.Sort
	if len(keys) == 0 {
		keys = []model.SortKey{{Column: model.ColumnUID}}
	}
	shown := make([]kit.GridSort, len(keys))
	for i, k := range keys {
		shown[i] = kit.GridSort{Column: string(k.Column), Desc: k.Desc}
	}
	p.grid.SetSort(shown...)
}

// showMessage says in the list what is not in it.
func (p *Page) showMessage() {
	progress := p.env.Cluster.Progress()
	p.grid.SetMessage(p.message(progress))
	if len(p.list.uids) == 0 && p.list.filter.IsZero() && progress.First && progress.Running && !progress.Complete {
		p.grid.SetPlaceholders(kit.GridPlaceholderRows)
	} else {
		p.grid.SetPlaceholders(0)
	}
}

// message is what stands under the rows; nil: nothing.
func (p *Page) message(progress model.Progress) *kit.GridMessage {
	search := p.list.filter.Text
	with := text.With("Text", search)
	ask := func(why string) *kit.GridMessage {
		return &kit.GridMessage{Text: why, Action: text.T("list.ask", with), Run: p.ask}
	}
	switch nobody := len(p.list.uids) == 0; {
	case search != "" && p.asking == search:
		return &kit.GridMessage{Text: text.T("list.asking", with)}
	case search != "" && p.asked == search:
		return &kit.GridMessage{Text: text.T("list.asked.none", with)}
	case nobody && search != "":
		return ask(text.T("list.nomatch", with))
	case nobody && !p.list.filter.IsZero():
		return &kit.GridMessage{Text: text.T("list.nomatch.filter"), Action: text.T("list.clear"), Run: p.clearFilter}
	case nobody:
		return &kit.GridMessage{Text: p.whyEmpty(progress)}
	case search != "" && p.list.whole && isPartial(progress):
		return ask(text.T("list.incomplete"))
	}
	return nil
}

// isPartial reports whether a first read has begun and is not at its end.
func isPartial(progress model.Progress) bool {
	return !progress.Complete && (progress.Running || progress.Paused || progress.Err != nil)
}

// whyEmpty is said in a list without anybody and without a filter.
func (p *Page) whyEmpty(progress model.Progress) string {
	read := text.With("Read", progress.Read)
	switch why := p.env.WhyNotRefresh(); {
	case progress.Complete:
		return text.T("list.empty")
	case progress.Paused:
		return text.T("list.firstread.paused", read)
	case why != "":
		return text.T("list.neverread") + " " + why
	case progress.Err != nil:
		return p.env.Sentence(progress.Err)
	case progress.Total > 0:
		return text.T("list.firstread", read, text.With("Total", progress.Total))
	}
	return text.T("list.firstread.start")
}

func (p *Page) openMenu(row int, column string, at fyne.Position) {
	if row >= 0 && row < len(p.list.uids) {
		p.current = p.list.uids[row]
		p.grid.SetCurrent(row)
		p.currentMoved(row)
	}
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.grid)
	kit.ShowMenu(p.env.Host, p.actions.context(column), p.grid, at.Subtract(origin))
}
