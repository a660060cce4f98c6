// Package activity is the Activity History tab: how many actions every
// customer did in a period, and how that compares with the period before.
package activity

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

const (
	slotTable = "activity.table"
	slotCount = "activity.groups"
	slotRows  = "activity.rows"
	slotOne   = "activity.one"
	slotRest  = "activity.one.rest"

	slotOneAgain = "activity.one.again"
)

// Settings that are kept for each platform: how the tab was left, and how its
// room is divided.
const (
	settingView    = "activity.view"
	settingColumns = "activity.columns"
	settingPanes   = "activity.panes"
)

// shareBeside is the usual share of the list beside the chosen customer.
const shareBeside = 0.62

// view is what the tab remembers. Days are kept only when no preset is chosen.
type view struct {
	Preset      string // empty: the days below
	First, Last time.Time
	Groups      []string
	NotGroups   bool
	Order       order
}

// Page is the Activity History tab. All methods run on the UI thread.
type Page struct {
	env     *screen.Env
	view    view
	columns *screen.Columns

	table model.ActivityTable
	rows  []model.ActivityRow // of the table, filtered and ordered
	most  int64
	shown bool // the tab was on screen

	first, last *kit.DateEntry
	preset      *kit.Select
	again       *kit.Button
	choose      *kit.Button
	export      *kit.Button
	search      *kit.Entry
	groups      *kit.CheckList
	age         *kit.AgeLabel
	wide        []fyne.CanvasObject // what a narrow toolbar leaves out
	tools       *kit.Bar
	grid        *kit.Grid
	problem     *kit.ErrorLine
	foot        *kit.Bar
	listing     *fyne.Container // the list with what stands above and below
	counts      [3]*kit.Label
	one         *one
	object      *fyne.Container
}

// New returns the page; Start recalls how it was left.
func New(env *screen.Env) *Page {
	p := &Page{env: env, view: view{Preset: usualPreset, Order: order{Column: columnActions, Desc: true}}}
	p.problem = kit.NewErrorLine(env.Host)
	p.buildGrid()
	p.one = newOne(env)
	p.tools = p.buildTools()
	p.counts = [3]*kit.Label{kit.NewBold(""), kit.NewLabel(""), kit.NewSecondary("")}
	p.counts[2].Cut = true
	p.foot = kit.NewFooter([]fyne.CanvasObject{p.counts[0], p.counts[1], kit.Fill(p.counts[2])},
		[]fyne.CanvasObject{kit.NewSecondary(text.T("activity.counts"))})
	p.listing = kit.Pillar(p.problem, p.grid, p.foot)
	panes := screen.NewPanes(env, settingPanes, shareBeside, p.listing, p.one.object, p.fit)
	p.object = kit.Pillar(p.tools, panes.Object, kit.Stack())
	return p
}

// Object is the page on the canvas.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Grid is the list, for those who drive the window.
func (p *Page) Grid() *kit.Grid { return p.grid }

// Start recalls how the tab was left. Nothing is read before it is shown.
func (p *Page) Start() {
	p.columns.Recall()
	screen.Recall(p.env, settingView, p.view, func(was view) {
		if was.Preset != "" && !slices.Contains(presets, was.Preset) {
			was.Preset = usualPreset
		}
		p.view = was
		p.groups.Set(p.view.Groups, p.view.NotGroups)
		p.showDays()
		p.showOrder()
		if p.shown {
			p.Shown()
		}
	})
}

func (p *Page) keep() { p.env.Keep(settingView, p.view) }

// days are first and last day that the page shows.
func (p *Page) days() (first, last time.Time) {
	if p.view.Preset != "" {
		return presetDays(p.view.Preset, p.env.App.Now())
	}
	return p.view.First, p.view.Last
}

func (p *Page) period() platform.Period { return periodOf(p.days()) }

func (p *Page) key() model.SectionKey {
	return model.SectionKey{Section: model.SectionActivity, Period: p.period()}
}

// Shown says that the tab is on screen: what is stored is shown, and read
// again if it is stale.
func (p *Page) Shown() {
	p.shown = true
	p.env.Cluster.Show(p.key())
	p.readGroups()
	p.reread()
}

// Refresh reads the period again because a person asked.
func (p *Page) Refresh() {
	if p.shown {
		p.env.Cluster.Refresh(p.key())
	}
}

// ReadAgain reads what failed while the platform did not answer.
func (p *Page) ReadAgain() {
	if p.shown && p.table.State.Err != nil {
		p.Refresh()
	}
	if p.shown {
		p.one.want()
	}
}

func (p *Page) reread() {
	period := p.period()
	p.env.Tasks.Go(slotTable, func(ctx context.Context) (func(), error) {
		table, err := p.env.Cluster.Activity(ctx, period)
		if err != nil {
			return nil, err
		}
		return func() { p.apply(table) }, nil
	}, p.failed)
}

// failed says above the list what failed; the rows stay.
func (p *Page) failed(err error) { p.sayProblem(p.env.Sentence(err)) }

// sayProblem shows a sentence above the list; an empty one takes it away.
func (p *Page) sayProblem(sentence string) {
	p.problem.Set(sentence, &kit.Action{
		Title: text.T("activity.retry"), Icon: theme.ViewRefreshIcon(), WhyNot: p.env.WhyNotRefresh, Run: p.Refresh,
	})
	p.listing.Refresh()
}

func (p *Page) apply(table model.ActivityTable) {
	p.table, p.most = table, 0
	for _, r := range table.Rows {
		p.most = max(p.most, r.Actions)
	}
	if e := table.State.Err; e != nil {
		p.sayProblem(p.env.Sentence(e))
	} else {
		p.sayProblem("")
	}
	p.counts[0].SetText(text.T("activity.active", text.N(len(table.Rows))))
	p.counts[1].SetText(text.T("activity.actions", text.With("Actions", table.Actions)))
	p.counts[2].SetText(text.T("activity.silent", text.N(table.Silent)))
	p.foot.Refresh()
	p.env.Changed() // the strip says the age of this tab
	p.showMessage()
	p.showState()
	p.arrange()
}

// arrange filters and orders what is here.
func (p *Page) arrange() {
	rows, search, view := p.table.Rows, p.search.Text(), p.view
	p.env.Tasks.Go(slotRows, func(context.Context) (func(), error) {
		list := selected(rows, search, view.Groups, view.NotGroups, view.Order)
		return func() { p.show(list) }, nil
	}, p.failed)
}

// show shows rows; who was chosen stays so.
func (p *Page) show(rows []model.ActivityRow) {
	current := p.currentUID()
	p.rows = rows
	p.export.Refresh()
	p.showMessage()
	row := slices.IndexFunc(rows, func(r model.ActivityRow) bool { return r.UID == current })
	p.grid.SetCurrent(row)
	p.grid.Refresh()
	p.grid.RefreshRows(0, len(rows))
	p.chosen(row) // its counts may be others
}

// showState shows age and flight.
func (p *Page) showState() {
	s, now := p.table.State, p.env.App.Now()
	switch {
	case s.Reading:
		p.age.Set(text.T("activity.reading"), false)
	case s.ReadAt.IsZero():
		p.age.Set(text.T("activity.neverread"), true)
	default:
		p.age.Set(text.T("window.updated", text.With("Age", text.AgeSince(s.ReadAt, now, p.env.Zone()))),
			s.Stale(model.SectionActivity, now))
	}
	p.again.Refresh()
	p.tools.Refresh() // the age has another width
}

// ReadAt is when what is on screen was read; zero: never.
func (p *Page) ReadAt() time.Time { return p.table.State.ReadAt }

// SectionChanged rereads what is on screen of a section whose stored data changed.
func (p *Page) SectionChanged(key model.SectionKey) {
	if p.shown {
		p.one.hears(key)
	}
	switch {
	case key == p.key() && p.shown:
		p.reread()
	case key.Section == model.SectionGroups && p.shown:
		p.readGroups()
	}
}

// SectionStatus rereads age, error and flight of the period on screen.
func (p *Page) SectionStatus(key model.SectionKey) {
	if p.shown {
		p.one.hears(key)
	}
	if key == p.key() && p.shown {
		p.reread()
	}
}

// StateChanged asks the controls anew why they cannot be used.
func (p *Page) StateChanged() {
	p.again.Refresh()
	p.one.again.Refresh()
}

// Tick writes the age anew and has read again what is older than its limit, on
// screen only; after midnight the presets mean other days.
func (p *Page) Tick() {
	if !p.shown {
		return
	}
	p.showState()
	if p.table.State.Stale(model.SectionActivity, p.env.App.Now()) {
		p.env.Cluster.Show(p.key())
	}
	if first, _ := p.days(); p.view.Preset != "" && first.Format(time.DateOnly) != p.first.Text() && !p.first.Focused() {
		p.showDays()
		p.Shown()
	}
	p.one.tick()
}

// PreferencesChanged shows the page with other settings.
func (p *Page) PreferencesChanged() {
	p.setDensity()
	p.grid.RefreshRows(0, len(p.rows))
	p.one.log.restyle()
	p.one.reread()
}

// FocusList gives the keyboard to the list.
func (p *Page) FocusList() { p.env.Window.Canvas().Focus(p.grid) }

// FocusSearch puts the cursor into the search field.
func (p *Page) FocusSearch() {
	p.search.Focus()
	p.search.SelectAll()
}

// NextPane moves the keyboard between search, list and the chosen customer.
func (p *Page) NextPane(back bool) {
	panes := []func(){p.FocusSearch, p.FocusList}
	if p.one.whole.Visible() {
		panes = append(panes, func() { p.env.Window.Canvas().Focus(p.one.open) })
	}
	at := len(panes) - 1
	switch focused := p.env.Window.Canvas().Focused(); {
	case p.search.Focused():
		at = 0
	case focused == fyne.Focusable(p.grid):
		at = 1
	}
	screen.NextPane(panes, at, back)
}

func (p *Page) readGroups() {
	p.env.ReadGroups(slotCount, func(options []kit.Option) {
		p.groups.SetOptions(options)
		p.groups.Refresh()
	})
}
