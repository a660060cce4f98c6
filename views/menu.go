package views

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/customer"
	"steward/views/kit"
	"steward/views/settings"
)

// bindKeys makes the key table of the open platform: everything a menu offers,
// and what has a key but no menu.
func (d *desk) bindKeys() {
	keys := d.env.Host.Keys
	for _, menu := range d.menus() {
		bindAll(keys, menu.Menu)
	}
	bind := func(name fyne.KeyName, mod fyne.KeyModifier, run func()) {
		keys.Bind(kit.Key{Name: name, Mod: mod}, &kit.Action{Run: run})
	}
	page := &kit.Action{Run: d.refreshPage, WhyNot: d.users.Actions().Refresh.WhyNot}
	keys.Bind(kit.Key{Name: fyne.KeyF5}, page)
	keys.Bind(kit.Key{Name: fyne.KeyR, Mod: kit.Ctrl}, page)
	bind(fyne.KeyF6, 0, func() { d.nextPane(false) })
	bind(fyne.KeyF6, fyne.KeyModifierShift, func() { d.nextPane(true) })
	bind(fyne.KeyF5, fyne.KeyModifierShift, d.refreshAll)
	keys.Attach(d.env.Window.Canvas())
}

func bindAll(keys *kit.Keys, actions []*kit.Action) {
	for _, a := range actions {
		keys.BindAction(a)
		bindAll(keys, a.Menu)
	}
}

func (d *desk) nextPane(back bool) {
	if d.tabs.Selected() == tabActivity {
		d.activity.NextPane(back)
		return
	}
	d.users.NextPane(back)
}

func (d *desk) refreshPage() {
	if d.tabs.Selected() == tabActivity {
		d.activity.Refresh()
		return
	}
	d.users.Refresh()
}

func (d *desk) refreshAll() {
	d.users.Refresh()
	d.activity.Refresh()
}

func (d *desk) find() {
	if d.tabs.Selected() == tabActivity {
		d.activity.FocusSearch()
		return
	}
	d.users.FocusSearch()
}

// menus are the menus of an open platform.
func (d *desk) menus() []*kit.Action {
	a, w := d.users.Actions(), d.window
	key := func(name fyne.KeyName, mod fyne.KeyModifier) kit.Key { return kit.Key{Name: name, Mod: mod} }
	file := &kit.Action{Title: text.T("menu.file"), Menu: []*kit.Action{
		{Title: text.T("menu.platform"), Run: func() { w.signOut(false) }},
		{Title: text.T("menu.settings"), Icon: theme.SettingsIcon(), Key: key(fyne.KeyComma, kit.Ctrl), Run: w.showSettings},
		kit.Separator,
		{Title: text.T("menu.signout"), Icon: theme.LogoutIcon(), Run: func() { w.signOut(true) }},
		{Title: text.T("menu.quit"), Key: key(fyne.KeyQ, kit.Ctrl), Run: w.Close},
	}}
	edit := &kit.Action{Title: text.T("menu.edit"), Menu: []*kit.Action{
		{Title: text.T("menu.copy"), Run: a.Copy}, a.CopyRow, a.CopyEmail, a.PasteList, kit.Separator,
		a.SelectAll, a.SelectAllMatching, a.ClearMarks, kit.Separator,
		{Title: text.T("menu.find"), Icon: theme.SearchIcon(), Key: key(fyne.KeyF, kit.Ctrl), Run: d.find},
	}}
	return []*kit.Action{file, edit, d.viewMenu(), d.customerMenu(), w.helpMenu()}
}

func (d *desk) viewMenu() *kit.Action {
	a, w := d.users.Actions(), d.window
	tabs := make([]*kit.Action, len(customer.Tabs))
	for i, tab := range customer.Tabs {
		tabs[i] = &kit.Action{Title: text.T("customer.tab." + tab), Key: detailKey(i), Run: func() {
			d.chooseTab(tabUsers)
			d.users.ShowDetail()
			d.users.Detail().ChooseTab(tab)
		}}
	}
	return &kit.Action{Title: text.T("menu.view"), Menu: append([]*kit.Action{
		{Title: text.T("menu.users"), Icon: theme.AccountIcon(), Key: kit.Key{Name: fyne.Key1, Mod: kit.Ctrl}, Run: func() { d.chooseTab(tabUsers) }},
		{Title: text.T("menu.activity"), Icon: theme.HistoryIcon(), Key: kit.Key{Name: fyne.Key2, Mod: kit.Ctrl}, Run: func() { d.chooseTab(tabActivity) }},
		{Title: text.T("menu.detail"), Menu: tabs},
		kit.Separator, a.Columns, a.Detail, kit.Separator,
	}, w.lookActions()...)}
}

// detailKey is Alt+1 to Alt+8; with Command too on macOS, where Alt types letters.
func detailKey(i int) kit.Key {
	mod := fyne.KeyModifierAlt
	if kit.Ctrl == fyne.KeyModifierSuper {
		mod |= fyne.KeyModifierSuper
	}
	return kit.Key{Name: fyne.KeyName(fmt.Sprint(i + 1)), Mod: mod}
}

func (d *desk) customerMenu() *kit.Action {
	a := d.users.Actions()
	return &kit.Action{Title: text.T("menu.customer"), Menu: []*kit.Action{
		a.Refresh, a.Open, a.CopyEmail,
		{Title: text.T("customer.card"), WhyNot: a.Open.WhyNot, Run: d.users.Detail().CopyCard},
	}}
}

// lookActions are theme, density and size, signed in or not.
func (w *Window) lookActions() []*kit.Action {
	look := func(key, name string) *kit.Action {
		return &kit.Action{Title: text.T(key), Run: func() {
			p := w.prefs
			p.Theme = name
			w.setPreferences(p)
		}}
	}
	size := func(key string, name fyne.KeyName, by float32) *kit.Action {
		return &kit.Action{Title: text.T(key), Key: kit.Key{Name: name, Mod: kit.Ctrl}, Run: func() {
			p := w.prefs
			if p.Scale == 0 {
				p.Scale = 1
			}
			p.Scale = min(max(p.Scale+by, settings.LeastScale), settings.MostScale)
			w.setPreferences(p)
		}}
	}
	return []*kit.Action{
		{Title: text.T("menu.theme"), Menu: []*kit.Action{look("menu.theme.system", ""), look("menu.theme.light", "light"), look("menu.theme.dark", "dark")}},
		{Title: text.T("menu.density"), Run: func() {
			p := w.prefs
			p.Comfortable = !p.Comfortable
			w.setPreferences(p)
		}},
		size("menu.larger", fyne.KeyEqual, 0.1), size("menu.smaller", fyne.KeyMinus, -0.1),
	}
}

func (w *Window) helpMenu() *kit.Action {
	return &kit.Action{Title: text.T("menu.help"), Menu: []*kit.Action{
		{Title: text.T("menu.keys"), Icon: theme.HelpIcon(), Key: kit.Key{Name: fyne.KeyF1}, Run: w.showKeys},
		{Title: text.T("menu.faults"), Menu: w.faultActions()},
		{Title: text.T("menu.about"), Icon: theme.InfoIcon(), Run: w.showAbout},
	}}
}

// faultActions switch the bad days of the demo platform on and off.
func (w *Window) faultActions() []*kit.Action {
	why := func() string {
		if w.demo == nil {
			return text.T("menu.faults.none")
		}
		return ""
	}
	action := func(key string, pick func(DemoFaults) func(bool) error) *kit.Action {
		on := func() bool { return w.faults[key] }
		title := text.T(key)
		if on() {
			title = text.T("menu.faults.on", text.With("What", title))
		}
		return &kit.Action{Title: title, WhyNot: why, Run: func() { w.turnFault(key, pick(w.demo.Faults)) }}
	}
	return []*kit.Action{
		action("menu.fault.offline", func(f DemoFaults) func(bool) error { return f.Offline }),
		action("menu.fault.slow", func(f DemoFaults) func(bool) error { return f.Slow }),
		action("menu.fault.lost", func(f DemoFaults) func(bool) error { return f.LoseAnswers }),
	}
}

// deskMenu shows the menu bar of an open platform; it is built anew because
// what is possible changes.
func (w *Window) deskMenu() { w.setMenu(w.desk.menus()) }

// signedOutMenu shows what is possible without a platform.
func (w *Window) signedOutMenu() {
	w.setMenu([]*kit.Action{
		{Title: text.T("menu.file"), Menu: []*kit.Action{
			{Title: text.T("menu.quit"), Key: kit.Key{Name: fyne.KeyQ, Mod: kit.Ctrl}, Run: w.Close},
		}},
		{Title: text.T("menu.view"), Menu: w.lookActions()},
		{Title: text.T("menu.help"), Menu: []*kit.Action{{Title: text.T("menu.about"), Run: w.showAbout}}},
	})
}

// setMenu replaces the menu bar if it reads differently now.
func (w *Window) setMenu(menus []*kit.Action) {
	words := menuWords(menus)
	if words == w.menuWords {
		return
	}
	w.menuWords = words
	list := make([]*fyne.Menu, len(menus))
	for i, m := range menus {
		list[i] = fyne.NewMenu(m.Title, kit.MenuItems(w.host.Hint, m.Menu)...)
	}
	w.window.SetMainMenu(fyne.NewMainMenu(list...))
}

// menuWords is everything that can be told apart in a menu bar.
func menuWords(actions []*kit.Action) string {
	s := ""
	for _, a := range actions {
		s += a.Title + "|" + a.Key.String() + "|" + a.Reason() + "{" + menuWords(a.Menu) + "}"
	}
	return s
}
