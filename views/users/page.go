// Package users is the Users tab: the list of customers with its toolbar, and
// at its side everything about the one that is current.
package users

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/customer"
	"steward/views/kit"
	"steward/views/screen"
)

// Names of the settings that are kept for each platform.
const (
	settingLayout = "users.layout"
	settingFilter = "users.filter"
	settingLast   = "users.last"
	settingSplit  = "users.split"
)

// followAfter is how long the current row has to rest before the detail shows it.
const followAfter = 120 * time.Millisecond

const slotFollow = "detail.follow"

// Page is the Users tab. All methods run on the UI thread.
type Page struct {
	env    *screen.Env
	list   *listing
	marks  *marks
	layout model.Layout

	grid      *kit.Grid
	tools     toolbar
	selection selectionBar
	foot      footer
	detail    *customer.Frame
	split     *kit.Split
	object    *fyne.Container

	current   platform.UID // the customer of the current row
	asking    bool         // "Ask the platform" is under way
	asked     string       // what the platform was asked for and did not know
	following bool         // the detail is on screen
	actions   Actions
}

// New returns the page; Start reads what it shows.
func New(env *screen.Env) *Page {
	p := &Page{env: env, layout: model.DefaultLayout(), following: true}
	p.list = &listing{env: env, replaced: p.replaced, updated: p.updated, painted: p.painted, failed: p.failed}
	p.marks = newMarks(env, p.marksChanged, p.failed)
	p.buildGrid()
	p.actions = newActions(p)
	p.tools = newToolbar(p)
	p.selection = newSelectionBar(p)
	p.foot = newFooter(p)
	p.detail = customer.NewFrame(env, p.HideDetail)
	left := container.NewBorder(p.selection.object, p.foot.bar, nil, nil, p.grid)
	p.split = kit.NewSplit(env.Host, false, shareBeside, left, p.detail.Object())
	p.split.OnMoved = func(share float64) { env.Keep(settingSplit, share) }
	p.object = container.NewStack(container.NewBorder(p.tools.bar, nil, nil, nil, p.split), kit.Watch(p.fit))
	return p
}

// Object is the page on the canvas.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Grid is the list, for those who drive the window.
func (p *Page) Grid() *kit.Grid { return p.grid }

// Search is the search field, for those who drive the window.
func (p *Page) Search() *kit.Entry { return p.tools.search }

// Detail is the frame of the current customer.
func (p *Page) Detail() *customer.Frame { return p.detail }

// kept is what the page recalls when it opens.
type kept struct {
	filter model.Filter
	last   platform.UID
	split  float64
}

// Start recalls how the page was left and reads the list.
func (p *Page) Start() {
	var k kept
	p.env.Recall(settingLayout, &p.layout, func(bool) {
		p.layout = p.layout.Complete()
		p.grid.SetColumns(gridColumns(p.layout))
		p.env.Recall(settingFilter, &k.filter, func(bool) {
			k.filter.Only = nil
			p.env.Recall(settingLast, &k.last, func(bool) { p.recalled(k) })
		})
	})
	p.env.Recall(settingSplit, &k.split, func(found bool) {
		if found {
			p.split.SetShare(k.split)
		}
	})
}

func (p *Page) recalled(k kept) {
	k.filter.Sort = p.layout.Sort
	p.tools.show(k.filter)
	p.list.filter = k.filter
	p.showSort()
	p.reload()
	p.tools.readGroups(p)
	p.env.Cluster.Show(model.SectionKey{Section: model.SectionGroups})
	if k.last != 0 {
		p.Select(k.last)
	}
}

// reload asks for the list of the filter that the toolbar shows.
func (p *Page) reload() {
	p.asked = ""
	p.list.filter.Logins = p.env.Prefs.LoginsOnly
	p.list.ask(p.list.filter)
}

// setFilter changes the filter, remembers it and shows its list.
func (p *Page) setFilter(change func(f *model.Filter)) {
	change(&p.list.filter)
	stored := p.list.filter
	stored.Text, stored.Only, stored.Sort = "", nil, nil
	p.env.Keep(settingFilter, stored)
	p.reload()
}

// search shows who matches a text, at every key stroke.
func (p *Page) search(s string) {
	p.list.filter.Text = s
	p.reload()
}

// replaced shows another list from its top; the current customer stays
// current if it is on the first page.
func (p *Page) replaced() {
	p.grid.ScrollToTop()
	p.showList()
	p.grid.SetCurrent(p.list.row(p.current))
}

// updated shows the same list, read again: nothing on screen moves.
func (p *Page) updated() {
	p.showList()
	p.grid.SetCurrent(p.list.row(p.current))
	p.grid.RefreshRows(0, len(p.list.uids))
	p.tools.refresh()
}

func (p *Page) showList() {
	p.showMessage()
	p.grid.Refresh()
	p.foot.show(p)
	p.selection.show(p)
}

// painted shows customers that arrived for rows on screen, and sums.
func (p *Page) painted(rows int) {
	if rows > 0 {
		p.grid.RefreshRows(0, len(p.list.uids))
	}
	p.foot.show(p)
}

func (p *Page) failed(err error) { p.foot.fail(err) }

// SectionChanged rereads what is on screen of a section whose stored data changed.
func (p *Page) SectionChanged(key model.SectionKey) {
	switch key.Section {
	case model.SectionUsers:
		p.list.reread()
		p.tools.readGroups(p) // their counts
		p.detail.Reread()
	case model.SectionGroups:
		p.tools.readGroups(p)
	case model.SectionInfo:
		if key.UID == p.detail.UID() {
			p.detail.Reread()
			p.list.reread()
		}
	}
}

// ProgressChanged shows how far the reading of all customers is.
func (p *Page) ProgressChanged() { p.showMessage() }

// Tick writes ages anew.
func (p *Page) Tick() { p.detail.Tick() }

// Refresh reads all customers and the groups again, and the detail.
func (p *Page) Refresh() {
	p.env.Cluster.Refresh(model.SectionKey{Section: model.SectionGroups})
	p.env.Cluster.Refresh(model.SectionKey{Section: model.SectionUsers})
	p.detail.Refresh()
}

// Select makes a customer current, in the list if it is there, and shows it.
func (p *Page) Select(uid platform.UID) {
	p.current = uid
	if row := p.list.row(uid); row >= 0 {
		p.grid.SetCurrent(row)
		p.grid.ScrollToRow(row)
	}
	p.showDetail()
	p.env.Keep(settingLast, uid)
}

// Find makes a customer current in a list without filter: the one place where
// everybody is.
func (p *Page) Find(uid platform.UID) {
	p.current = uid
	if p.list.row(uid) < 0 {
		p.tools.clear()
		p.list.filter.Text, p.list.filter.Groups, p.list.filter.States, p.list.filter.Only = "", nil, nil, nil
		p.reload()
	}
	p.Select(uid)
}

// FocusSearch puts the cursor into the search field.
func (p *Page) FocusSearch() {
	p.tools.search.Focus()
	p.tools.search.SelectAll()
}

// FocusList gives the keyboard to the list.
func (p *Page) FocusList() { p.env.Window.Canvas().Focus(p.grid) }

// NextPane moves the keyboard between search, list and detail.
func (p *Page) NextPane(back bool) {
	panes := []func(){p.FocusSearch, p.FocusList, p.focusDetail}
	at := 2
	switch focused := p.env.Window.Canvas().Focused(); {
	case p.tools.search.Focused():
		at = 0
	case focused == fyne.Focusable(p.grid):
		at = 1
	}
	step := 1
	if back {
		step = len(panes) - 1
	}
	panes[(at+step)%len(panes)]()
}

func (p *Page) focusDetail() {
	if !p.following {
		p.ShowDetail()
	}
	p.detail.FocusTabs()
}

// HideDetail gives the whole width to the list.
func (p *Page) HideDetail() {
	p.following = false
	p.split.ShowSecond(false)
	p.FocusList()
}

// ShowDetail brings the detail back.
func (p *Page) ShowDetail() {
	p.following = true
	p.split.ShowSecond(true)
	p.showDetail()
}

// ToggleDetail hides or shows the detail.
func (p *Page) ToggleDetail() {
	if p.following {
		p.HideDetail()
		return
	}
	p.ShowDetail()
}

func (p *Page) showDetail() {
	if p.following && p.detail.UID() != p.current {
		p.detail.Show(p.current)
	}
}

// currentCustomer is the customer of the current row, if it is loaded.
func (p *Page) currentCustomer() (model.Customer, bool) {
	c, ok := p.list.rows[p.current]
	return c, ok && p.current != 0
}

func (p *Page) look() look { return look{env: p.env, exact: p.env.Prefs.AllDecimals} }

func (p *Page) nobody() string {
	if _, ok := p.currentCustomer(); !ok {
		return text.T("list.nobody")
	}
	return ""
}

// Actions are what the menu bar offers of this page.
func (p *Page) Actions() *Actions { return &p.actions }

// StateChanged asks the controls anew why they cannot be used.
func (p *Page) StateChanged() { p.tools.refresh() }

// PreferencesChanged shows the page with other settings.
func (p *Page) PreferencesChanged() {
	height := kit.GridRowHeight
	if p.env.Prefs.Comfortable {
		height = kit.GridRowHeightRoomy
	}
	p.grid.SetRowHeight(height)
	p.grid.RefreshRows(0, len(p.list.uids))
	p.detail.Reread()
}

// FilterStates filters by states ("suspended"), as ticks in the Status filter do.
func (p *Page) FilterStates(keys ...string) {
	p.setFilterShown(func(f *model.Filter) { f.States = statesOf(keys) })
}

// Complete reports whether every customer has been read and the whole list is
// on screen.
func (p *Page) Complete() bool {
	return p.list.whole && p.env.Cluster.Progress().Complete && p.list.total > 0
}
