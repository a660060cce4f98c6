package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

const slotGroups = "users.groups"

// toolbar is the row above the list: search, filters, and what can be done.
type toolbar struct {
	bar    *kit.Bar
	search *kit.Entry
	groups *kit.CheckList
	states *kit.CheckList
	status *kit.Button
	visit  *kit.Button
	more   *kit.Button
	again  *kit.Button
	choose *kit.Button
	export *kit.Button
}

func newToolbar(p *Page) toolbar {
	host := p.env.Host
	t := toolbar{
		search: kit.NewSearch(host, text.T("list.search")),
		status: kit.NewMenuButton(host, text.T("actions.status"), assets.Icon("st-active"), p.changes.status),
		visit:  kit.NewSplitButton(host, p.visiting.SignIn, p.visiting.items),
		more:   kit.NewMenuButton(host, text.T("actions.menu"), theme.MoreVerticalIcon(), p.changes.actions),
		again:  kit.NewActionButton(host, p.actions.Refresh),
		choose: kit.NewActionButton(host, p.actions.Columns),
		export: kit.NewMenuButton(host, text.T("export.menu"), theme.DownloadIcon(), p.exportMenu),
	}
	t.search.OnChanged = p.search
	t.search.OnSubmitted = func(string) { p.openFirst() }
	t.search.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape && t.search.Text() == "" {
			return p.escape()
		}
		if e.Name != fyne.KeyDown {
			return false
		}
		p.FocusList()
		if p.grid.Current() < 0 && len(p.list.uids) > 0 {
			p.grid.SetCurrent(0)
			p.currentMoved(0)
		}
		return true
	}
	t.groups = kit.NewCheckList(host, text.T("list.groups.all"), nil, func(keys []string, not bool) {
		p.setFilter(func(f *model.Filter) { f.Groups, f.NotGroups = keys, not })
	})
	t.groups.AllowNot, t.groups.Width = true, 128
	t.states = kit.NewCheckList(host, text.T("list.states.all"), stateOptions(), func(keys []string, _ bool) {
		p.setFilter(func(f *model.Filter) { f.States = statesOf(keys) })
	})
	t.states.Width = 128
	t.bar = kit.NewToolbar(
		[]fyne.CanvasObject{kit.Fill(kit.Wide(250, t.search)), t.groups, t.states, t.status, t.visit, t.more},
		[]fyne.CanvasObject{t.again, t.choose, t.export},
	)
	return t
}

func stateOptions() []kit.Option {
	options := make([]kit.Option, len(platform.States))
	for i, s := range platform.States {
		look := kit.StatusOf(s)
		options[i] = kit.Option{Key: s.String(), Title: look.Word, Icon: look.Icon, Color: look.Color}
	}
	return options
}

func statesOf(keys []string) []platform.State {
	var states []platform.State
	for _, s := range platform.States {
		for _, key := range keys {
			if key == s.String() {
				states = append(states, s)
			}
		}
	}
	return states
}

// show puts a filter into the controls without asking for its list.
func (t *toolbar) show(f model.Filter) {
	t.groups.Set(f.Groups, f.NotGroups)
	keys := make([]string, len(f.States))
	for i, s := range f.States {
		keys[i] = s.String()
	}
	t.states.Set(keys, false)
	if t.search.Text() != f.Text {
		t.search.SetText(f.Text)
	}
	t.groups.Refresh()
	t.states.Refresh()
}

func (t *toolbar) refresh() {
	t.status.Refresh()
	t.visit.Refresh()
	t.more.Refresh()
	t.again.Refresh()
	t.choose.Refresh()
	t.export.Refresh()
}

// count names in the titles how many customers the menus mean.
func (t *toolbar) count(c *changes) {
	status, more := c.statusTitle(), c.actionsTitle()
	if status == t.status.Action.Title && more == t.more.Action.Title {
		return
	}
	t.status.SetTitle(status)
	t.more.SetTitle(more)
	t.bar.Refresh()
}

// sayWhere says in the search field what it looks through.
func (t *toolbar) sayWhere(loginsOnly bool) {
	t.search.Hint = text.T("list.search.hint")
	if loginsOnly {
		t.search.Hint = text.T("list.search.hint.logins")
	}
}

// readGroups fills the group filter with names and counts.
func (t *toolbar) readGroups(env *screen.Env) {
	env.ReadGroups(slotGroups, func(options []kit.Option) {
		t.groups.SetOptions(options)
		t.groups.Refresh()
	})
}

// fit leaves out titles of buttons that are known by their icon.
func (t *toolbar) fit(narrow bool) {
	t.visit.IconOnly = narrow
	t.again.IconOnly, t.choose.IconOnly, t.export.IconOnly = narrow, narrow, narrow
	t.refresh()
	t.bar.Refresh()
}
