package users

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

const slotAsk = "users.ask"

// maxMissing is how many unmatched lines of a pasted list are named.
const maxMissing = 5

// Actions are what a person can do in the list; the same values feed toolbar,
// menu bar and context menu.
type Actions struct {
	page *Page

	Refresh, Columns, Open, Mark, SelectAll, SelectAllMatching  *kit.Action
	ClearMarks, ShowOnly, PasteList, CopyRow, CopyEmail, Detail *kit.Action
	Back, Forward                                               *kit.Action
}

func newActions(p *Page) Actions {
	one := p.nobody
	a := Actions{page: p}
	a.Refresh = &kit.Action{Title: text.T("list.refresh"), Icon: theme.ViewRefreshIcon(), Key: kit.Key{Name: fyne.KeyF5}, Run: p.Refresh,
		WhyNot: p.env.WhyNotRefresh}
	a.Columns = &kit.Action{Title: text.T("list.columns"), Icon: assets.Icon("columns"), Run: p.chooseColumns}
	a.Open = &kit.Action{Title: text.T("list.open"), WhyNot: one, Run: func() { p.open(p.grid.Current()) }}
	a.Mark = &kit.Action{Title: text.T("list.mark"), WhyNot: one, Run: func() {
		p.marks.put([]platform.UID{p.current}, !p.marks.has(p.current))
	}}
	a.SelectAll = &kit.Action{Title: text.T("menu.selectall"), Run: p.markVisible} // Ctrl+A is the list's own: in a field it means the text
	a.SelectAllMatching = &kit.Action{Title: text.T("menu.selectallmatching"),
		Key: kit.Key{Name: fyne.KeyA, Mod: kit.Ctrl | fyne.KeyModifierShift}, WhyNot: p.notCounted, Run: p.markAll}
	a.ClearMarks = &kit.Action{Title: text.T("menu.clearselection"), WhyNot: p.nothingMarked, Run: p.marks.clear}
	a.ShowOnly = &kit.Action{Title: text.T("list.selectedonly"), Icon: assets.Icon("filter"), Run: func() { p.showOnly(p.list.filter.Only == nil) }}
	a.PasteList = &kit.Action{Title: text.T("list.pastelist"), Icon: theme.ContentPasteIcon(),
		Key: kit.Key{Name: fyne.KeyV, Mod: kit.Ctrl | fyne.KeyModifierShift}, Run: p.pasteList}
	a.CopyRow = &kit.Action{Title: text.T("list.copy.row"), WhyNot: one, Run: p.copyRow}
	a.CopyEmail = &kit.Action{Title: text.T("list.copy.email"), WhyNot: one, Run: func() { p.copyCell(model.ColumnLogin) }}
	a.Detail = &kit.Action{Title: text.T("menu.hidedetail"), Key: kit.Key{Name: fyne.KeyD, Mod: kit.Ctrl | fyne.KeyModifierShift}, Run: p.ToggleDetail}
	a.Back = &kit.Action{Title: text.T("menu.back"), Icon: theme.NavigateBackIcon(), Key: kit.Key{Name: fyne.KeyLeft, Mod: fyne.KeyModifierAlt},
		WhyNot: p.nobodyBefore, Run: p.goBack}
	a.Forward = &kit.Action{Title: text.T("menu.forward"), Icon: theme.NavigateNextIcon(), Key: kit.Key{Name: fyne.KeyRight, Mod: fyne.KeyModifierAlt},
		WhyNot: p.nobodyAfter, Run: p.goForward}
	return a
}

// context are the items of the context menu over a cell.
func (a *Actions) context(column string) []*kit.Action {
	p := a.page
	mark := *a.Mark
	if p.marks.has(p.current) {
		mark.Title = text.T("list.unmark")
	}
	items := []*kit.Action{a.Open, &mark, kit.Separator}
	if column != "" && column != columnCheck {
		items = append(items, &kit.Action{Title: text.T("list.copy.cell"), WhyNot: p.nobody, Run: func() { p.copyCell(model.Column(column)) }})
	}
	items = append(append([]*kit.Action{a.Open, &mark, kit.Separator, p.changes.menu(), p.visiting.SignIn}, p.changes.actions()...), items[2:]...)
	return append(items, a.CopyRow, a.CopyEmail, kit.Separator, p.filterByValue(model.Column(column)), kit.Separator, a.Refresh, a.Columns)
}

// filterByValue filters by the group or status of the current customer.
func (p *Page) filterByValue(column model.Column) *kit.Action {
	c, ok := p.currentCustomer()
	action := &kit.Action{WhyNot: p.nobody}
	switch {
	case ok && column == model.ColumnGroup:
		action.Title = text.T("list.filterby", text.With("Value", c.Group.Name))
		action.Run = func() {
			p.setFilterShown(func(f *model.Filter) { f.Groups, f.NotGroups = []string{c.Group.Name}, false })
		}
	case ok && (column == model.ColumnState || column == model.ColumnWord):
		action.Title = text.T("list.filterby", text.With("Value", kit.StatusOf(c.State()).Word))
		action.Run = func() { p.setFilterShown(func(f *model.Filter) { f.States = []platform.State{c.State()} }) }
	default:
		action.Title = text.T("list.filterby", text.With("Value", ""))
		action.WhyNot = func() string { return text.T("list.filterby.none") }
	}
	return action
}

// setFilterShown changes the filter and lets the toolbar show it.
func (p *Page) setFilterShown(change func(f *model.Filter)) {
	p.setFilter(change)
	p.tools.show(p.list.filter)
}

func (p *Page) clearFilter() {
	p.setFilterShown(func(f *model.Filter) { f.Groups, f.NotGroups, f.States, f.Only = nil, false, nil, nil })
}

// copyText puts a text on the clipboard and says so.
func (p *Page) copyText(s string) {
	fyne.CurrentApp().Clipboard().SetContent(s)
	p.env.Host.Hint.Say(text.T("list.copied", text.With("Text", s)))
}

func (p *Page) copyCell(column model.Column) {
	if c, ok := p.currentCustomer(); ok {
		p.copyText(copied(p.look(), c, column))
	}
}

func (p *Page) copyRow() {
	if c, ok := p.currentCustomer(); ok {
		p.copyText(copiedRow(p.look(), c, p.layout, p.unused))
	}
}

// Copy is Ctrl+C in the list: the current cell.
func (a *Actions) Copy() { a.page.copyCell(model.Column(a.page.grid.CurrentColumn())) }

// markVisible marks the rows painted now.
func (p *Page) markVisible() {
	from, to := p.grid.InView()
	p.marks.put(window(p.list.uids, from, to), true)
}

// markAll marks everybody who matches, by User ID: who comes later is not in it.
func (p *Page) markAll() {
	if p.list.whole {
		p.marks.put(p.list.uids, true)
	}
}

// notCounted is why nobody can tell yet who matches.
func (p *Page) notCounted() string {
	if !p.list.whole {
		return text.T("list.counting")
	}
	return ""
}

func (p *Page) nothingMarked() string {
	if p.marks.count() == 0 {
		return text.T("list.nothingmarked")
	}
	return ""
}

// showOnly restricts the list to the marked, or takes that back.
func (p *Page) showOnly(on bool) {
	p.list.filter.Only = nil
	if on && p.marks.count() > 0 {
		p.list.filter.Only = p.marks.sorted()
	}
	p.reload()
}

func (p *Page) marksChanged() {
	if p.marks.count() == 0 && p.list.filter.Only != nil {
		p.showOnly(false)
	}
	p.grid.RefreshMarks()
	p.selection.show(p)
	p.foot.show(p)
	p.env.Changed()
}

// pasteList marks whom the clipboard names and says whom it did not find.
func (p *Page) pasteList() {
	list := words(fyne.CurrentApp().Clipboard().Content())
	if len(list) == 0 {
		p.env.Host.Hint.Say(text.T("list.paste.empty"))
		return
	}
	p.env.Tasks.Go("users.paste", func(ctx context.Context) (func(), error) {
		found, missing, err := p.env.Cluster.Find(ctx, list)
		if err != nil {
			return nil, err
		}
		return func() { p.pasted(found, missing) }, nil
	}, p.failed)
}

func (p *Page) pasted(found []platform.UID, missing []string) {
	p.marks.put(found, true)
	if len(missing) == 0 {
		p.env.Toast(text.T("list.paste.done", text.With("Found", len(found))))
		return
	}
	named := missing
	if len(named) > maxMissing {
		named = append(append([]string(nil), named[:maxMissing]...), "…")
	}
	p.env.Toast(text.T("list.paste.missing", text.With("Found", len(found)), text.With("Missing", len(missing)),
		text.With("Lines", strings.Join(named, ", "))))
}

// ask asks the platform for the searched text: the list may not be complete.
func (p *Page) ask() {
	search := p.list.filter.Text
	if strings.TrimSpace(search) == "" || p.asking == search {
		return
	}
	p.asking = search
	p.showMessage()
	p.env.Tasks.Go(slotAsk, func(ctx context.Context) (func(), error) {
		found, err := p.env.Cluster.Ask(ctx, strings.TrimSpace(search))
		if err != nil {
			return nil, err
		}
		return func() { p.answered(search, found) }, nil
	}, func(err error) {
		p.asking = ""
		p.showMessage()
		p.failed(err)
	})
}

// answered shows whom the platform found, past groups and statuses too: they
// were asked for by name.
func (p *Page) answered(search string, found []platform.UID) {
	p.asking = ""
	if len(found) == 0 {
		p.asked = search
		p.showMessage()
		return
	}
	p.env.Host.Hint.Say(text.T("list.asked.found", text.N(len(found))))
	if p.list.filter.Text == search {
		p.clearFilter()
	}
}
