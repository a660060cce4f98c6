package views

import (
	"context"
	"slices"
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
	"steward/views/bulk"
	"steward/views/kit"
	"steward/views/operations"
	"steward/views/screen"
	"steward/views/task"
	"steward/views/users"
)

// Keys of the main tabs.
const (
	tabUsers      = "users"
	tabActivity   = "activity"
	tabOperations = "operations"
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

	head       *kit.Bar // tabs and platform
	tabs       *kit.Tabs
	platform   *kit.Button
	banner     *kit.Banner
	users      *users.Page
	activity   *activity.Page
	bulk       *bulk.Page
	operations *operations.Page
	watch      *watch
	pages      *fyne.Container
	strip      *strip
	frame      *fyne.Container // all but what watches the size
	object     *fyne.Container
	asked      bool // the sign-in in place is open
	readAt     time.Time
	others     []model.Profile     // the other platforms on this computer
	notice     *model.Error        // what opening had to say, until a person has read it
	was        app.ConnectionState // the connection when it was looked at last
	answered   time.Time           // when the platform answered again after it did not; zero: never
	back       bool                // the platform answers again since a moment
	slowRead   bool                // a person has read that the platform is slow
	clockRead  bool                // ... and that the clock is off
}

// openDesk shows a platform that was opened.
func (w *Window) openDesk(c *app.Cluster) { w.openDeskAs(c, nil) }

// openDeskAs shows a platform as it was left; nil: that is still to be read.
func (w *Window) openDeskAs(c *app.Cluster, was *users.Left) {
	if old := w.desk; old != nil {
		old.stop()
		w.tasks.Go(slotClose, func(context.Context) (func(), error) { return nil, old.env.Cluster.Close() }, nil)
	}
	d := &desk{window: w, notice: c.Notice()}
	d.env = w.env(d, c)
	d.env.OpenForm, d.env.OpenBatch = d.openForm, d.openBatch
	w.desk, w.signin = d, nil
	d.users, d.activity, d.operations, d.watch = users.New(d.env), activity.New(d.env), operations.New(d.env), newWatch(d)
	d.newBulk()
	d.build()
	w.show(d.object)
	w.deskMenu()
	w.useKeys(append(w.menus, d.moreKeys()...))
	w.window.SetTitle(d.title())
	w.host.Hint.SetRest(text.T("list.rest"))
	d.listen()
	d.users.Start(was)
	d.activity.Start()
	d.operations.Start()
	d.watch.read()
	d.recallTab()
	d.recallSize()
	d.readState()
	d.readOthers()
	d.refresh()
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
		{Key: tabOperations, Title: text.T("operations.tab"), Icon: theme.ListIcon(), Badge: d.watch.badge, HintAt: "Ctrl+3"},
	}, d.tabChosen)
	d.platform = d.platformButton()
	d.banner = kit.NewBanner(d.env.Host)
	d.banner.Hide()
	d.strip = newStrip(d)
	d.pages = container.NewStack(d.users.Object())
	d.head = kit.NewBar(kit.HeightMainTabs, []fyne.CanvasObject{kit.Fill(d.tabs)}, []fyne.CanvasObject{d.platform})
	d.head.Line = kit.LineBelow
	d.frame = kit.Pillar(kit.Stack(d.head, d.banner), d.pages, d.strip.bar)
	d.object = container.NewStack(kit.Watch(d.resized), d.frame)
}

// nameChanged shows another name or kind of the platform, or other platforms.
func (d *desk) nameChanged() {
	d.platform = d.platformButton()
	d.head.Set([]fyne.CanvasObject{kit.Fill(d.tabs)}, []fyne.CanvasObject{d.platform})
	d.window.window.SetTitle(d.title())
	d.readOthers()
}

// platformButton names the platform and its kind; its menu leads to the others.
func (d *desk) platformButton() *kit.Button {
	p := d.env.Cluster.Profile()
	tone := kindTone(p.Kind)
	b := kit.NewMenuButton(d.env.Host, text.Visible(p.Name), assets.Icon("demo"), d.platformMenu)
	if p.Kind == model.Demo {
		b.Says = text.T("window.demo.hint")
	} else {
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

func (d *desk) tabChosen(key string) {
	d.env.Keep(settingTab, key)
	d.showTab(key)
}

// showTab shows the page of a tab. The other one, once it was there, stays on
// the canvas, hidden: another theme reaches it too.
func (d *desk) showTab(key string) {
	shown := d.usersTab()
	switch was := slices.Contains(d.pages.Objects, d.operations.Object()) && d.operations.Object().Visible(); {
	case key == tabOperations:
		d.env.Host.Hint.SetRest(text.T("operations.rest"))
	case was:
		d.env.Host.Hint.SetRest(text.T("list.rest"))
	}
	switch key {
	case tabActivity:
		shown = d.activity.Object()
		d.activity.Shown()
	case tabOperations:
		shown = d.operations.Object()
		d.operations.Shown()
	}
	for _, page := range []fyne.CanvasObject{d.users.Object(), d.bulk.Object(), d.activity.Object(), d.operations.Object()} {
		if page != shown {
			page.Hide()
		}
	}
	shown.Show()
	d.env.Host.Hint.Turn()
	if !slices.Contains(d.pages.Objects, shown) {
		d.pages.Add(shown)
	}
	d.pages.Refresh()
	d.refresh()
}

// chooseTab is a key or a menu that leads to a tab.
func (d *desk) chooseTab(key string) {
	if d.tabs.Selected() != key {
		d.tabs.Choose(key)
	}
	switch key {
	case tabUsers:
		d.focusUsers()
	case tabActivity:
		d.activity.FocusList()
	case tabOperations:
		d.operations.FocusList()
	}
}

func (d *desk) recallTab() {
	screen.Recall(d.env, settingTab, tabUsers, func(key string) {
		if key == tabActivity || key == tabOperations {
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
	d.leaveBulk()
	d.users.Find(uid)
	d.users.FocusList()
}

// openForm shows the form of a prepared operation in Users.
func (d *desk) openForm(op model.Operation) {
	if d.tabs.Selected() != tabUsers {
		d.tabs.Choose(tabUsers)
	}
	d.users.OpenForm(op)
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
	journal := false
	for _, e := range events {
		switch e.Kind {
		case model.OperationChanged, model.BatchChanged, model.JournalChanged:
			journal = true
			d.watch.hears(e)
			d.operations.Changed(e)
		}
		switch e.Kind {
		case model.SectionChanged:
			d.users.SectionChanged(e.Key)
			d.activity.SectionChanged(e.Key)
		case model.SectionStatus:
			d.users.SectionStatus(e.Key)
			d.activity.SectionStatus(e.Key)
			if e.Key.Section == model.SectionUsers {
				d.readState()
			}
		case model.CustomersGone:
			d.users.SectionChanged(model.SectionKey{Section: model.SectionUsers})
		case model.OperationChanged:
			d.users.OperationChanged(e.Key.UID, e.Operation)
		case model.ProgressChanged:
			d.users.ProgressChanged()
		case model.ConnectionChanged:
			d.connectionChanged()
		}
	}
	if journal {
		d.watch.read()
	}
	d.bulkHeard(events)
	d.refresh()
}

// refresh writes strip, banner, menus and what can be done now anew.
func (d *desk) refresh() {
	if d.window.desk != d {
		return
	}
	d.strip.show()
	d.showBanner()
	d.users.StateChanged()
	d.activity.StateChanged()
	d.bulk.StateChanged()
	d.operations.StateChanged()
	d.window.deskMenu()
	d.env.Host.Hint.Renew()
}

// tick writes ages anew, and has read again what is on screen and too old.
func (d *desk) tick() {
	switch d.tabs.Selected() {
	case tabActivity:
		d.activity.Tick()
	case tabOperations:
		d.operations.Tick()
	default:
		d.users.Tick()
		d.bulk.Tick()
	}
	d.strip.show()
	d.showBanner()
}

func (d *desk) preferencesChanged() {
	d.users.PreferencesChanged()
	d.bulk.PreferencesChanged()
	d.activity.PreferencesChanged()
	d.operations.PreferencesChanged()
}

// stop ends what listens; the platform itself is closed elsewhere.
func (d *desk) stop() {
	d.env.StopExport()
	if d.cancel != nil {
		d.cancel()
		d.cancel = nil
	}
}

// windowSize is the size of the whole window with its menu bar, remembered for
// each platform.
type windowSize struct{ Width, Height float32 }

// resized remembers the size once it rests.
func (d *desk) resized(fyne.Size) {
	d.env.Tasks.Debounce("window.size", sizeRests, func() {
		size := d.env.Window.Canvas().Size()
		d.env.Keep(settingSize, windowSize{size.Width, size.Height})
	})
}

func (d *desk) recallSize() {
	screen.Recall(d.env, settingSize, windowSize{}, func(size windowSize) {
		if size.Width >= leastWidth && size.Height >= leastHeight-kit.HeightMenuBar {
			d.window.window.Resize(fyne.NewSize(size.Width, size.Height))
		}
	})
}
