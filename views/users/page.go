// Package users is the Users tab: the list of customers with its toolbar, and
// at its side everything about the one that is current.
package users

import (
	"context"
	"errors"
	"maps"
	"time"

	"fyne.io/fyne/v2"

	"steward/app"
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
	settingPanes  = "users.panes"
)

// shareBeside is the usual share of the list beside the detail.
const shareBeside = 0.5

// followAfter is how long a current row that keeps moving has to rest before the
// detail shows it.
const followAfter = 120 * time.Millisecond

// Slots of the page's own jobs.
const (
	slotRecall = "users.recall"
	slotFollow = "detail.follow"
	slotUnused = "users.unused"
	slotSettle = "users.settle"
	slotAge    = "users.age"
)

// Page is the Users tab. All methods run on the UI thread.
type Page struct {
	env    *screen.Env
	list   *listing
	marks  *marks
	layout model.Layout

	grid      *kit.Grid
	tools     toolbar
	selection selectionBar
	foot      *footer
	detail    *customer.Frame
	visits    customer.History
	listing   *fyne.Container // the list with what stands above and below
	panes     *screen.Panes
	object    *fyne.Container

	current   platform.UID // the customer of the current row
	seek      platform.UID // who is scrolled to once the list has them
	unused    unused
	zone      string    // in the titles of dates
	readAt    time.Time // when the list was read; zero: never
	movedAt   time.Time // when a person moved the current row last
	asking    string    // what the platform is being asked for; empty: nothing
	asked     string    // what the platform was asked for and did not know
	opensNext bool      // Enter was pressed before the list of the search was here
	following bool      // the detail is on screen
	actions   Actions
	changes   *changes
	visiting  *visiting
	pending   map[platform.UID][]model.Operation // what lies over the rows

	// Bulk leads to the plan of an operation on several customers; nil: there is none.
	Bulk func(kind model.OperationKind, uids []platform.UID, origin string)
}

// New returns the page; Start reads what it shows.
func New(env *screen.Env) *Page {
	p := &Page{env: env, layout: model.DefaultLayout(), following: true}
	p.list = &listing{env: env, fit: p.fit, replaced: p.replaced, updated: p.updated, painted: p.painted, failed: p.failed}
	p.marks = newMarks(env, p.marksChanged, p.failed)
	p.buildGrid()
	p.actions, p.changes, p.visiting = newActions(p), newChanges(p), newVisiting(p)
	p.tools = newToolbar(p)
	p.selection = newSelectionBar(p)
	p.foot = newFooter(p)
	p.detail = customer.NewFrame(env, p.HideDetail, p.actions.Back, p.actions.Forward)
	p.detail.Offer(p.changes.refillShown(), p.visiting.shown())
	p.detail.Export = env.Export
	p.detail.Statuses = p.changes.status
	p.detail.Forms().Visited = p.visiting.remember
	p.listing = kit.Pillar(p.selection.above, p.grid, kit.Stack(p.selection.below, p.foot.object))
	p.panes = screen.NewPanes(env, settingPanes, shareBeside, p.listing, p.detail.Object(), p.tools.fit)
	p.object = kit.Pillar(p.tools.bar, p.panes.Object, kit.Stack())
	return p
}

func (p *Page) fit() int { return p.grid.Fit() }

// Object is the page on the canvas.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Grid is the list, for those who drive the window.
func (p *Page) Grid() *kit.Grid { return p.grid }

// Search is the search field, for those who drive the window.
func (p *Page) Search() *kit.Entry { return p.tools.search }

// Detail is the frame of the current customer.
func (p *Page) Detail() *customer.Frame { return p.detail }

// Left is how the page was left the last time, and the first rows of that list.
type Left struct {
	layout model.Layout
	filter model.Filter
	last   platform.UID
	first  []model.Customer // nil: not read
}

// Recall reads how the page of a platform was left. It may be done before there is
// a page: one that begins with its rows need not be painted without them.
func Recall(ctx context.Context, a *app.App, c *app.Cluster, prefs model.Preferences) (Left, error) {
	scope, was := c.Profile().ID, Left{}
	var layout, filter, last error
	was.layout, layout = screen.Stored(ctx, a, scope, settingLayout, model.DefaultLayout())
	was.filter, filter = screen.Stored(ctx, a, scope, settingFilter, model.Filter{})
	was.last, last = screen.Stored(ctx, a, scope, settingLast, platform.UID(0))
	was.layout = was.layout.Complete()
	was.filter.Sort, was.filter.Only, was.filter.Text, was.filter.Logins = was.layout.Sort, nil, "", prefs.LoginsOnly
	first, rows := c.FirstPage(ctx, was.filter, firstPage)
	was.first = first
	return was, errors.Join(layout, filter, last, rows)
}

// Start shows the list as the page was left; nil: that is still to be read.
func (p *Page) Start(was *Left) {
	if was != nil {
		p.recalled(*was)
		return
	}
	was = &Left{layout: model.DefaultLayout()}
	p.env.Tasks.Go(slotRecall, func(ctx context.Context) (func(), error) {
		var err error
		*was, err = Recall(ctx, p.env.App, p.env.Cluster, p.env.Prefs)
		return func() { p.recalled(*was) }, err
	}, func(err error) {
		p.env.Fail(err)
		p.recalled(*was)
	})
}

// recalled begins with how the page was left; what was typed meanwhile stays.
func (p *Page) recalled(was Left) {
	p.layout = was.layout.Complete()
	p.showColumns()
	was.filter.Sort, was.filter.Text = p.layout.Sort, p.tools.search.Text()
	p.list.filter = was.filter
	p.tools.show(was.filter)
	p.tools.sayWhere(p.env.Prefs.LoginsOnly)
	p.showSort()
	if was.first == nil || was.filter.Text != "" {
		p.reload()
	} else {
		p.list.applyFirst(was.first)
	}
	p.env.Tasks.After(slotSettle, openRest, func() { // what the first rows do not need
		p.OperationChanged(0, "")
		p.tools.readGroups(p.env)
		p.findUnused()
		p.readAge()
		p.env.Cluster.Show(model.SectionKey{Section: model.SectionGroups})
	})
	if was.last != 0 {
		p.Select(was.last)
	}
}

// reload asks for the list of the filter that the toolbar shows.
func (p *Page) reload() {
	p.asked, p.opensNext = "", false
	p.list.filter.Logins = p.env.Prefs.LoginsOnly
	p.list.ask(p.list.filter)
}

// findUnused hides the columns that nobody has anything in, once somebody could.
func (p *Page) findUnused() {
	p.env.Tasks.Go(slotUnused, func(ctx context.Context) (func(), error) {
		phone, reseller, err := p.env.Cluster.Given(ctx)
		if err != nil {
			return nil, err
		}
		return func() {
			reading := p.env.Cluster.Progress().First
			p.hideUnused(unused{model.ColumnPhone: !phone && !reading, model.ColumnReseller: !reseller && !reading})
		}, nil
	}, p.failed)
}

func (p *Page) hideUnused(u unused) {
	if !maps.Equal(u, p.unused) {
		p.unused = u
		p.showColumns()
	}
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
	p.showCurrent()
	if p.opensNext {
		p.openFirst()
	}
}

// updated shows the same list, read again: nothing on screen moves.
func (p *Page) updated() {
	p.showList()
	p.showCurrent()
	p.grid.RefreshRows(0, len(p.list.uids))
}

func (p *Page) showList() {
	p.showMessage()
	p.grid.Refresh()
	p.foot.show(p)
	p.selection.show(p)
}

// showCurrent makes the row of the current customer the current one, and
// scrolls to who is looked for.
func (p *Page) showCurrent() {
	row := p.list.row(p.current)
	p.grid.SetCurrent(row)
	if p.seek == p.current && row >= 0 {
		p.seek = 0
		p.grid.ScrollToRow(row)
	}
}

// painted shows customers that arrived for rows on screen, and sums.
func (p *Page) painted(rows int) {
	if rows > 0 {
		p.grid.RefreshRows(0, len(p.list.uids))
	}
	p.foot.show(p)
}

// failed says an error of the list; nil: it is fine again.
func (p *Page) failed(err error) {
	if err != nil {
		p.foot.say(p.env.Sentence(err))
	}
}

// SectionChanged rereads what is on screen of a section whose stored data changed.
func (p *Page) SectionChanged(key model.SectionKey) {
	switch key.Section {
	case model.SectionUsers:
		p.list.reread()
		p.tools.readGroups(p.env) // their counts
		p.findUnused()
		p.detail.Reread()
	case model.SectionGroups:
		p.tools.readGroups(p.env)
	case model.SectionInfo:
		p.list.reread()
	}
	p.detail.SectionChanged(key)
}

// SectionStatus rereads age, error and flight of a section on screen.
func (p *Page) SectionStatus(key model.SectionKey) {
	if key.Section == model.SectionUsers {
		p.findUnused() // the first reading may have come to its end
		p.readAge()
		p.detail.Reread()
	}
	p.detail.SectionStatus(key)
}

// ProgressChanged shows how far the reading of all customers is.
func (p *Page) ProgressChanged() { p.showMessage() }

// Tick writes ages anew.
func (p *Page) Tick() {
	p.foot.showAge(p)
	p.detail.Tick()
}

// readAge asks when the list was read.
func (p *Page) readAge() {
	p.env.Tasks.Go(slotAge, func(ctx context.Context) (func(), error) {
		state, err := p.env.Cluster.State(ctx, model.SectionKey{Section: model.SectionUsers})
		if err != nil {
			return nil, err
		}
		return func() {
			p.readAt = state.ReadAt
			p.foot.showAge(p)
		}, nil
	}, p.failed)
}

// Refresh reads all customers and the groups again, and the detail.
func (p *Page) Refresh() {
	p.env.Cluster.Refresh(model.SectionKey{Section: model.SectionGroups})
	p.env.Cluster.Refresh(model.SectionKey{Section: model.SectionUsers})
	p.detail.Refresh()
}

// ReadAgain reads what failed while the platform did not answer.
func (p *Page) ReadAgain() {
	if p.env.Cluster.Progress().Err != nil {
		p.env.Cluster.Refresh(model.SectionKey{Section: model.SectionUsers})
	}
	p.detail.Refresh()
}

// Select makes a customer current and shows it; the list scrolls there as soon
// as it has it.
func (p *Page) Select(uid platform.UID) {
	p.current, p.seek = uid, uid
	p.showCurrent()
	p.showDetail()
	p.env.Keep(settingLast, uid)
}

// Find makes a customer current in a list without filter: the one place where
// everybody is.
func (p *Page) Find(uid platform.UID) {
	if p.list.row(uid) < 0 && !p.list.filter.IsZero() {
		p.list.filter = model.Filter{Sort: p.list.filter.Sort}
		p.tools.show(p.list.filter)
		p.reload()
	}
	p.Select(uid)
	p.ShowDetail()
}

// currentCustomer is the customer of the current row, if it is loaded.
func (p *Page) currentCustomer() (model.Customer, bool) {
	c, ok := p.list.rows[p.current]
	return c, ok && p.current != 0
}

func (p *Page) look() look {
	return look{env: p.env, exact: p.env.Prefs.AllDecimals, pending: p.pending}
}

// OperationChanged shows where an operation on a customer stands now.
func (p *Page) OperationChanged(uid platform.UID, id model.OperationID) {
	p.pending = p.env.Cluster.OpenOperations()
	p.grid.RefreshRows(0, len(p.list.uids))
	p.detail.OperationChanged(uid, id)
}

// SendForm sends the form on screen.
func (p *Page) SendForm() { p.detail.SendForm() }

// CloseForm takes the form on screen away.
func (p *Page) CloseForm() { p.detail.CloseForm() }

func (p *Page) nobody() string {
	if _, ok := p.currentCustomer(); !ok {
		return text.T("list.nobody")
	}
	return ""
}

// Actions are what the menu bar offers of this page.
func (p *Page) Actions() *Actions { return &p.actions }

// StateChanged asks the controls anew why they cannot be used.
func (p *Page) StateChanged() {
	p.tools.count(p.changes)
	p.changes.askRemoval()
	p.tools.refresh()
	p.foot.showAge(p)
	p.detail.StateChanged()
	p.showMessage()
}

// PreferencesChanged shows the page with other settings.
func (p *Page) PreferencesChanged() {
	height := kit.GridRowHeight
	if p.env.Prefs.Comfortable {
		height = kit.GridRowHeightRoomy
	}
	p.grid.SetRowHeight(height)
	if p.zone != p.env.ZoneName() {
		p.showColumns()
	}
	p.grid.RefreshRows(0, len(p.list.uids))
	p.tools.sayWhere(p.env.Prefs.LoginsOnly)
	if p.list.filter.Logins != p.env.Prefs.LoginsOnly {
		p.reload()
	}
	p.detail.PreferencesChanged()
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
