package views

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/activity"
	"steward/views/kit"
	"steward/views/screen"
	"steward/views/task"
	"steward/views/users"
)

// Keys of the main tabs.
const (
	tabUsers    = "users"
	tabActivity = "activity"
)

const (
	settingTab  = "window.tab"
	settingSize = "window.size"
)

// sizeRests is how long the window has to keep a size before it is remembered.
const sizeRests = time.Second

// desk is the window while a platform is open: main tabs, banner, pages, strip.
type desk struct {
	window *Window
	env    *screen.Env
	cancel func() // ends the subscription to events

	tabs     *kit.Tabs
	platform *kit.Button
	banner   *kit.Banner
	users    *users.Page
	activity *activity.Page
	pages    *fyne.Container
	strip    *strip
	object   *fyne.Container
	asked    bool // the sign-in in place is open
	readAt   time.Time
}

// openDesk shows a platform that was opened.
func (w *Window) openDesk(c *app.Cluster) {
	if w.desk != nil {
		w.desk.stop()
	}
	d := &desk{window: w, env: w.env(c)}
	w.desk = d
	d.env.OpenCustomer = d.openCustomer
	d.env.Changed = d.refresh
	d.users, d.activity = users.New(d.env), activity.New(d.env)
	d.build()
	d.bindKeys()
	w.signin = nil
	w.show(d.object)
	w.window.SetTitle(d.title())
	d.listen()
	d.users.Start()
	d.activity.Start()
	d.recallTab()
	d.recallSize()
	d.readState()
	d.refresh()
	if notice := c.Notice(); notice != nil {
		w.fail(notice)
	}
	w.host.Hint.SetRest(text.T("list.rest"))
	d.users.FocusSearch()
}

func (d *desk) title() string {
	p := d.env.Cluster.Profile()
	return text.T("window.title", text.With("Platform", p.Name), text.With("Kind", text.T("window.kind."+string(p.Kind))))
}

func (d *desk) build() {
	d.tabs = kit.NewMainTabs(d.env.Host, []kit.Tab{
		{Key: tabUsers, Title: text.T("menu.users"), Icon: theme.AccountIcon(), HintAt: "Ctrl+1"},
		{Key: tabActivity, Title: text.T("menu.activity"), Icon: theme.HistoryIcon(), HintAt: "Ctrl+2"},
	}, d.tabChosen)
	d.platform = d.platformButton()
	d.banner = kit.NewBanner(d.env.Host)
	d.banner.Hide()
	d.strip = newStrip(d)
	d.pages = container.NewStack(d.users.Object())
	head := kit.NewBar(kit.HeightMainTabs, []fyne.CanvasObject{kit.Fill(d.tabs)}, []fyne.CanvasObject{d.platform})
	head.Line = kit.LineBelow
	d.object = container.NewStack(kit.Watch(d.resized),
		container.NewBorder(kit.Stack(head, d.banner), d.strip.bar, nil, nil, d.pages))
}

// platformButton names the platform and its kind; its menu leads to the others.
func (d *desk) platformButton() *kit.Button {
	p := d.env.Cluster.Profile()
	tone := kindTone(p.Kind)
	b := kit.NewMenuButton(d.env.Host, text.Visible(p.Name), assets.Icon("demo"), d.platformMenu)
	if p.Kind != model.Demo {
		b.Action.Icon = theme.ComputerIcon()
	}
	b.Outline, b.Tail = tone.Color(), kit.NewBadge(string(p.Kind), tone)
	return b
}

func kindTone(k model.Kind) kit.Tone {
	switch k {
	case model.Demo:
		return kit.ToneSuccess
	case model.Test:
		return kit.ToneInfo
	}
	return kit.ToneWarning
}

func (d *desk) platformMenu() []*kit.Action {
	return []*kit.Action{
		{Title: text.T("menu.platform"), Run: func() { d.window.signOut(false) }},
		{Title: text.T("menu.signout"), Run: func() { d.window.signOut(true) }},
	}
}

func (d *desk) tabChosen(key string) {
	d.env.Keep(settingTab, key)
	d.showTab(key)
}

func (d *desk) showTab(key string) {
	page := d.users.Object()
	if key == tabActivity {
		page = d.activity.Object()
		d.activity.Shown()
	}
	d.pages.Objects = []fyne.CanvasObject{page}
	d.pages.Refresh()
	d.refresh()
}

// chooseTab is a key or a menu that leads to a tab.
func (d *desk) chooseTab(key string) {
	if d.tabs.Selected() != key {
		d.tabs.Choose(key)
	}
	if key == tabUsers {
		d.users.FocusList()
		return
	}
	d.activity.FocusList()
}

func (d *desk) recallTab() {
	var key string
	d.env.Recall(settingTab, &key, func(bool) {
		if key == tabActivity {
			d.tabs.Set(key)
			d.showTab(key)
		}
	})
}

// openCustomer is a link to a customer: Users, with that one selected.
func (d *desk) openCustomer(uid platform.UID) {
	if d.tabs.Selected() != tabUsers {
		d.tabs.Choose(tabUsers)
	}
	d.users.Find(uid)
	d.users.FocusList()
}

// listen hears of what changed; many events in a short time become one.
func (d *desk) listen() {
	add := task.Coalesce(d.env.Tasks, "events", d.heard)
	d.cancel = d.env.Cluster.Subscribe(add)
}

func (d *desk) heard(events []model.Event) {
	if d.window.desk != d {
		return
	}
	for _, e := range events {
		switch e.Kind {
		case model.SectionChanged, model.SectionStatus:
			d.users.SectionChanged(e.Key)
			d.activity.SectionChanged(e.Key)
			d.readState()
		case model.CustomersGone:
			d.users.SectionChanged(model.SectionKey{Section: model.SectionUsers})
		case model.ProgressChanged:
			d.users.ProgressChanged()
		}
	}
	d.refresh()
}

// refresh writes strip, banner and menus anew.
func (d *desk) refresh() {
	d.strip.show()
	d.showBanner()
	d.users.StateChanged()
	d.window.deskMenu()
}

func (d *desk) tick() {
	d.users.Tick()
	d.activity.Tick()
	d.strip.show()
	d.showBanner()
}

func (d *desk) preferencesChanged() {
	d.users.PreferencesChanged()
	d.activity.PreferencesChanged()
}

// stop ends what listens; the platform itself is closed elsewhere.
func (d *desk) stop() {
	if d.cancel != nil {
		d.cancel()
		d.cancel = nil
	}
}

// leave remembers how the window was left.
func (d *desk) leave() { d.stop() }

// windowSize is the size of the window's content, remembered for each platform.
type windowSize struct{ Width, Height float32 }

// resized remembers the size once it rests.
func (d *desk) resized(size fyne.Size) {
	d.env.Tasks.Debounce("window.size", sizeRests, func() {
		d.env.Keep(settingSize, windowSize{size.Width, size.Height})
	})
}

func (d *desk) recallSize() {
	var size windowSize
	d.env.Recall(settingSize, &size, func(found bool) {
		if found && size.Width >= leastWidth && size.Height >= leastHeight {
			d.window.window.Resize(fyne.NewSize(size.Width, size.Height))
		}
	})
}
