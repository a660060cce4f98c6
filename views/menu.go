package views

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/customer"
	"steward/views/kit"
	"steward/views/settings"
)

// useKeys makes what these actions and their menus offer the window's key
// table, instead of what the page before offered.
func (w *Window) useKeys(actions []*kit.Action) {
	for _, key := range w.bound {
		w.host.Keys.Bind(key, nil)
	}
	w.bound = nil
	w.bind(actions)
	w.host.Keys.Attach(w.window.Canvas())
}

func (w *Window) bind(actions []*kit.Action) {
	for _, a := range actions {
		if a.Key.Name != "" {
			w.host.Keys.Bind(a.Key, a)
			w.bound = append(w.bound, a.Key)
		}
		w.bind(a.Menu)
	}
}

// moreKeys are what has a key but no menu.
func (d *desk) moreKeys() []*kit.Action {
	send := kit.Action{WhyNot: d.noForm, Run: d.sendForm}
	send.Key = kit.Key{Name: fyne.KeyReturn, Mod: kit.Ctrl}
	pad := send
	pad.Key.Name = fyne.KeyEnter
	return []*kit.Action{
		&send, &pad,
		{Key: kit.Key{Name: fyne.KeyEscape}, Run: d.escape},
		{Key: kit.Key{Name: fyne.KeyS, Mod: kit.Ctrl}, Run: d.users.SaveInPlace},
		{Key: kit.Key{Name: fyne.KeyF2}, Run: d.users.EditField},
		{Key: kit.Key{Name: fyne.KeyC, Mod: kit.Ctrl | fyne.KeyModifierShift}, Run: d.users.DropStatus},
		{Key: kit.Key{Name: fyne.KeyR, Mod: kit.Ctrl}, WhyNot: d.env.WhyNotRefresh, Run: d.refreshPage},
		{Key: kit.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl}, WhyNot: d.noOther, Run: func() { d.window.switchTo(d.others[0]) }},
	}
}

// sendForm sends the form on screen.
func (d *desk) sendForm() {
	if d.bulkShown() {
		d.bulk.Send()
		return
	}
	if d.tabs.Selected() == tabOperations {
		d.operations.SendForm()
		return
	}
	d.users.SendForm()
}

// noForm is why there is nothing to be sent.
func (d *desk) noForm() string {
	if d.bulkShown() {
		return ""
	}
	if d.tabs.Selected() == tabOperations {
		return d.operations.WhyNotSend()
	}
	if d.tabs.Selected() != tabUsers {
		return text.T("forms.none")
	}
	return d.users.Detail().WhyNotSend()
}

// escape takes a form away.
func (d *desk) escape() {
	if d.bulkShown() {
		d.bulk.Leave()
		return
	}
	switch d.tabs.Selected() {
	case tabUsers:
		d.users.CloseForm()
	case tabOperations:
		d.operations.CloseForm()
	}
}

func (d *desk) nextPane(back bool) {
	if d.bulkShown() {
		d.bulk.NextPane(back)
		return
	}
	switch d.tabs.Selected() {
	case tabActivity:
		d.activity.NextPane(back)
		return
	case tabOperations:
		d.operations.NextPane(back)
		return
	}
	d.users.NextPane(back)
}

func (d *desk) refreshPage() {
	if d.bulkShown() {
		d.bulk.Refresh()
		return
	}
	switch d.tabs.Selected() {
	case tabActivity:
		d.activity.Refresh()
		return
	case tabOperations:
		d.operations.Refresh()
		return
	}
	d.users.Refresh()
}

func (d *desk) refreshAll() {
	d.users.Refresh()
	d.activity.Refresh()
}

func (d *desk) chooseColumns() {
	switch d.tabs.Selected() {
	case tabActivity:
		d.activity.ChooseColumns()
		return
	case tabOperations:
		d.operations.ChooseColumns()
		return
	}
	d.users.Actions().Columns.Start(d.env.Host.Hint)
}

func (d *desk) find() {
	if d.bulkShown() {
		d.bulk.FocusSearch()
		return
	}
	switch d.tabs.Selected() {
	case tabActivity:
		d.activity.FocusSearch()
		return
	case tabOperations:
		d.operations.FocusSearch()
		return
	}
	d.users.FocusSearch()
}

// menus are the menus of an open platform.
func (d *desk) menus() []*kit.Action {
	return []*kit.Action{d.fileMenu(), d.editMenu(), d.viewMenu(), d.customerMenu(),
		{Title: text.T("operations.menu"), Menu: d.operationsMenu()}, d.window.helpMenu()}
}

func (d *desk) fileMenu() *kit.Action {
	w := d.window
	write := &kit.Action{Title: text.T("export.menu.file"), Icon: theme.DownloadIcon(), Run: d.export}
	return &kit.Action{Title: text.T("menu.file"), Menu: append(d.platformMenu(), kit.Separator, write, kit.Separator, w.settingsAction(), w.quitAction())}
}

// export writes what has the keyboard to a file: a list, or the tab of a customer.
func (d *desk) export() {
	if d.bulkShown() {
		(&kit.Action{WhyNot: d.bulk.WhyNotExport, Run: d.bulk.Export}).Start(d.env.Host.Hint)
		return
	}
	if d.tabs.Selected() == tabActivity {
		(&kit.Action{WhyNot: d.activity.WhyNotExport, Run: d.activity.Export}).Start(d.env.Host.Hint)
		return
	}
	if d.tabs.Selected() == tabOperations {
		(&kit.Action{WhyNot: d.operations.WhyNotExport, Run: d.operations.Export}).Start(d.env.Host.Hint)
		return
	}
	d.users.Export()
}

// platformMenu is what leads from one platform to another, or to its stored
// copy, or out.
func (d *desk) platformMenu() []*kit.Action {
	w := d.window
	others := &kit.Action{Title: text.T("menu.platform"), WhyNot: d.noOther}
	for _, p := range d.others {
		others.Menu = append(others.Menu, &kit.Action{Title: text.Visible(p.Name) + "  " + string(p.Kind), Run: func() { w.switchTo(p) }})
	}
	return []*kit.Action{
		{Title: text.T("menu.signinto"), Icon: theme.LoginIcon(), Run: func() { w.leave(false, w.signInTo(d.profileID())) }},
		others,
		{Title: text.T("menu.offline"), Icon: assets.Icon("offline"), WhyNot: d.whyNotOffline, Run: func() { w.workOffline(d.profileID()) }},
		kit.Separator,
		{Title: text.T("menu.signout"), Icon: theme.LogoutIcon(), Run: func() { w.leave(true, w.signInTo(d.profileID())) }},
	}
}

func (d *desk) profileID() string { return d.env.Cluster.Profile().ID }

func (d *desk) noOther() string {
	if len(d.others) == 0 {
		return text.T("menu.platform.none")
	}
	return ""
}

func (d *desk) whyNotOffline() string {
	switch {
	case d.env.Cluster.Connection().State == model.Cached:
		return text.T("menu.offline.already")
	case d.env.Cluster.Profile().Kind == model.Demo:
		return text.T("menu.offline.demo")
	}
	return ""
}

func (d *desk) editMenu() *kit.Action {
	a, board := d.users.Actions(), fyne.CurrentApp().Clipboard()
	return &kit.Action{Title: text.T("menu.edit"), Menu: []*kit.Action{
		d.focused("menu.undo", &fyne.ShortcutUndo{}), d.focused("menu.cut", &fyne.ShortcutCut{Clipboard: board}),
		d.focused("menu.copy", &fyne.ShortcutCopy{Clipboard: board}), d.focused("menu.paste", &fyne.ShortcutPaste{Clipboard: board}),
		d.focused("menu.selectall", &fyne.ShortcutSelectAll{}), kit.Separator,
		d.inUsers(a.CopyRow), d.inUsers(a.CopyEmail), d.pasteAction(), d.inUsers(a.SelectAllMatching), d.inUsers(a.ClearMarks), kit.Separator,
		{Title: text.T("menu.find"), Icon: theme.SearchIcon(), Key: kit.Key{Name: fyne.KeyF, Mod: kit.Ctrl}, Run: d.find},
	}}
}

// focused is an item that does to what has the keyboard what its key does
// there. It has no key of its own: that would take it from the field.
func (d *desk) focused(key string, s fyne.Shortcut) *kit.Action {
	return &kit.Action{Title: text.T(key), Run: func() {
		if f, ok := d.env.Window.Canvas().Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(s)
			return
		}
		d.env.Host.Hint.Say(text.T("menu.nofocus"))
	}}
}

// inUsers is an action of the Users list, which does not run unseen.
func (d *desk) inUsers(a *kit.Action) *kit.Action {
	there := *a
	there.WhyNot = func() string {
		if d.tabs.Selected() != tabUsers {
			return text.T("menu.onlyusers")
		}
		if d.bulk.Open() {
			return text.T("menu.onlylist")
		}
		return a.Reason()
	}
	return &there
}

// allInUsers are actions of the Users list, of which none runs unseen.
func (d *desk) allInUsers(actions []*kit.Action) []*kit.Action {
	list := make([]*kit.Action, len(actions))
	for i, a := range actions {
		list[i] = a
		if a != kit.Separator {
			list[i] = d.inUsers(a)
			list[i].Menu = d.allInUsers(a.Menu)
		}
	}
	return list
}

func (d *desk) viewMenu() *kit.Action {
	a, w := d.users.Actions(), d.window
	tabs := make([]*kit.Action, len(customer.Tabs))
	for i, tab := range customer.Tabs {
		tabs[i] = &kit.Action{Title: text.T("customer.tab." + tab), Key: detailKey(i), Run: func() {
			inside := d.users.DetailFocused()
			d.chooseTab(tabUsers)
			d.users.ShowDetail()
			d.users.Detail().ChooseTab(tab)
			if inside { // else one walks through the list
				d.users.Detail().FocusTabs() // stays there while nothing of the tab was read
				d.users.Detail().FocusBody()
			}
		}}
	}
	f5, f6 := kit.Key{Name: fyne.KeyF5}, kit.Key{Name: fyne.KeyF6}
	return &kit.Action{Title: text.T("menu.view"), Menu: append([]*kit.Action{
		{Title: text.T("menu.users"), Icon: theme.AccountIcon(), Key: kit.Key{Name: fyne.Key1, Mod: kit.Ctrl}, Run: func() { d.chooseTab(tabUsers) }},
		{Title: text.T("menu.activity"), Icon: theme.HistoryIcon(), Key: kit.Key{Name: fyne.Key2, Mod: kit.Ctrl}, Run: func() { d.chooseTab(tabActivity) }},
		{Title: text.T("operations.tab"), Icon: theme.ListIcon(), Key: kit.Key{Name: fyne.Key3, Mod: kit.Ctrl}, Run: func() { d.chooseTab(tabOperations) }},
		{Title: text.T("menu.detail"), Menu: tabs}, kit.Separator,
		{Title: text.T("list.refresh"), Icon: theme.ViewRefreshIcon(), Key: f5, WhyNot: d.env.WhyNotRefresh, Run: d.refreshPage},
		{Title: text.T("menu.refreshall"), Key: shifted(f5), WhyNot: d.env.WhyNotRefresh, Run: d.refreshAll}, kit.Separator,
		{Title: text.T("menu.nextpane"), Key: f6, Run: func() { d.nextPane(false) }},
		{Title: text.T("menu.lastpane"), Key: shifted(f6), Run: func() { d.nextPane(true) }}, kit.Separator,
		{Title: a.Columns.Title, Icon: a.Columns.Icon, Run: d.chooseColumns}, d.inUsers(a.Detail), kit.Separator,
	}, w.lookActions()...)}
}

func shifted(k kit.Key) kit.Key { return kit.Key{Name: k.Name, Mod: k.Mod | fyne.KeyModifierShift} }

// detailKey is Alt+1 to Alt+8; with Command too on macOS, where Alt types letters.
func detailKey(i int) kit.Key {
	mod := fyne.KeyModifierAlt
	if kit.Ctrl == fyne.KeyModifierSuper {
		mod |= fyne.KeyModifierSuper
	}
	return kit.Key{Name: fyne.KeyName(fmt.Sprint(i + 1)), Mod: mod}
}

func (d *desk) customerMenu() *kit.Action {
	a, detail := d.users.Actions(), d.users.Detail()
	return &kit.Action{Title: text.T("menu.customer"), Menu: append([]*kit.Action{
		{Title: text.T("menu.customer.refresh"), WhyNot: detail.WhyNotRefresh, Run: detail.Refresh}, d.inUsers(a.Open), d.inUsers(a.CopyEmail),
		{Title: text.T("customer.card"), WhyNot: detail.Nobody, Run: detail.CopyCard}, kit.Separator,
		d.inUsers(a.Back), d.inUsers(a.Forward), kit.Separator,
	}, d.allInUsers(d.users.ChangeMenu())...)}
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

// settingsAction is there before a platform is open too.
func (w *Window) settingsAction() *kit.Action {
	return &kit.Action{Title: text.T("menu.settings"), Icon: theme.SettingsIcon(), Key: kit.Key{Name: fyne.KeyComma, Mod: kit.Ctrl}, Run: w.showSettings,
		WhyNot: func() string {
			if !w.unlocked {
				return text.T("app.locked")
			}
			return ""
		}}
}

func (w *Window) quitAction() *kit.Action {
	return &kit.Action{Title: text.T("menu.quit"), Key: kit.Key{Name: fyne.KeyQ, Mod: kit.Ctrl}, Run: w.Quit}
}

func (w *Window) helpMenu() *kit.Action {
	return &kit.Action{Title: text.T("menu.help"), Menu: []*kit.Action{
		{Title: text.T("menu.keys"), Icon: theme.HelpIcon(), Key: kit.Key{Name: fyne.KeyF1}, Run: w.showKeys},
		{Title: text.T("menu.promises"), Run: w.showPromises},
		{Title: text.T("menu.faults"), Menu: w.faultActions()},
		{Title: text.T("menu.report"), Run: w.showReport},
		{Title: text.T("menu.support"), Icon: theme.ContentCopyIcon(), Run: w.copySupport},
		{Title: text.T("menu.about"), Icon: theme.InfoIcon(), Run: w.showAbout},
	}}
}

// faultActions switch the bad days of the demo platform on and off.
func (w *Window) faultActions() []*kit.Action {
	why := func() string {
		if w.demo == nil || w.desk == nil || w.desk.env.Cluster.Profile().Kind != model.Demo {
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
		action("menu.fault.lostchanges", func(f DemoFaults) func(bool) error { return f.LoseChanges }),
	}
}

// deskMenu shows the menu bar of an open platform; it is built anew because
// what is possible changes.
func (w *Window) deskMenu() { w.setMenu(w.desk.menus()) }

// signedOutMenu shows what is possible without a platform, and gives it its keys.
func (w *Window) signedOutMenu() {
	w.setMenu([]*kit.Action{
		{Title: text.T("menu.file"), Menu: []*kit.Action{w.settingsAction(), w.quitAction()}},
		{Title: text.T("menu.view"), Menu: w.lookActions()},
		w.helpMenu(),
	})
	w.useKeys(w.menus)
	w.host.Hint.SetRest("")
}

// setMenu replaces the menu bar if it reads differently now.
func (w *Window) setMenu(menus []*kit.Action) {
	w.menus = menus
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
