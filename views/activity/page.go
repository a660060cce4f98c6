// Package activity is the Activity History tab: how many actions every
// customer did in a period, and how that compares with the period before.
package activity

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	slotOne   = "activity.one"
)

// settingView is where the way the tab was left is kept.
const settingView = "activity.view"

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
	env  *screen.Env
	view view

	table model.ActivityTable
	rows  []model.ActivityRow // of the table, filtered and ordered
	most  int64
	shown bool // the tab was on screen

	first, last *kit.DateEntry
	preset      *kit.Select
	again       *kit.Button
	search      *kit.Entry
	groups      *kit.CheckList
	age         *kit.AgeLabel
	grid        *kit.Grid
	problem     *kit.ErrorLine
	foot        *kit.Bar
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
	tools := p.buildTools()
	p.counts = [3]*kit.Label{kit.NewBold(""), kit.NewLabel(""), kit.NewSecondary("")}
	p.counts[2].Cut = true
	p.foot = kit.NewFooter([]fyne.CanvasObject{p.counts[0], p.counts[1], kit.Fill(p.counts[2])},
		[]fyne.CanvasObject{kit.NewSecondary(text.T("activity.counts"))})
	left := container.NewBorder(p.problem, p.foot, nil, nil, p.grid)
	split := kit.NewSplit(env.Host, false, 0.62, left, p.one.object)
	p.object = container.NewBorder(tools, nil, nil, nil, split)
	return p
}

// Object is the page on the canvas.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Grid is the list, for those who drive the window.
func (p *Page) Grid() *kit.Grid { return p.grid }

func (p *Page) buildTools() fyne.CanvasObject {
	host := p.env.Host
	picked := func(time.Time) { p.pickDays() }
	p.first, p.last = kit.NewWideDateEntry(host, p.env.App.Now), kit.NewWideDateEntry(host, p.env.App.Now)
	p.first.OnPicked, p.last.OnPicked = picked, picked
	options := make([]kit.Option, 0, len(presets)+1)
	for _, key := range presets {
		options = append(options, kit.Option{Key: key, Title: text.T("activity.preset." + key)})
	}
	options = append(options, kit.Option{Key: "", Title: text.T("activity.preset.days")})
	p.preset = kit.NewSelect(host, options, p.pickPreset)
	p.preset.Width = 128
	p.again = kit.NewPrimaryButton(host, text.T("activity.refresh"), theme.ViewRefreshIcon(), p.Refresh)
	p.again.Action.WhyNot = func() string {
		if key := p.env.Cluster.WhyNotRefresh(); key != "" {
			return text.T(key)
		}
		return ""
	}
	p.search = kit.NewSearch(host, text.T("activity.search"))
	p.search.OnChanged = func(string) { p.arrange() }
	p.groups = kit.NewCheckList(host, text.T("list.groups.all"), nil, func(keys []string, not bool) {
		p.view.Groups, p.view.NotGroups = keys, not
		p.keep()
		p.arrange()
	})
	p.groups.AllowNot, p.groups.Width = true, 128
	p.age = kit.NewAgeLabel()
	return kit.NewToolbar([]fyne.CanvasObject{
		kit.NewSecondary(text.T("activity.from")), kit.Wide(122, p.first), kit.NewSecondary(text.T("activity.to")), kit.Wide(122, p.last),
		p.preset, p.again, kit.Gap(4), kit.Wide(180, p.search), p.groups,
	}, []fyne.CanvasObject{p.age})
}

// Start recalls how the tab was left. Nothing is read before it is shown.
func (p *Page) Start() {
	p.env.Recall(settingView, &p.view, func(bool) {
		if p.view.Preset != "" && !slices.Contains(presets, p.view.Preset) {
			p.view.Preset = usualPreset
		}
		p.groups.Set(p.view.Groups, p.view.NotGroups)
		p.showDays()
		p.showOrder()
		p.readGroups()
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

func (p *Page) showDays() {
	first, last := p.days()
	p.first.SetDay(first)
	p.last.SetDay(last)
	p.preset.Set(p.view.Preset)
}

func (p *Page) pickPreset(key string) {
	first, last := p.days()
	p.view.Preset, p.view.First, p.view.Last = key, first, last
	p.showDays()
	p.keep()
	p.Shown()
}

// pickDays takes what stands in the two fields; days in the wrong order are
// told in place and nothing is read.
func (p *Page) pickDays() {
	first, okFirst := p.first.Day()
	last, okLast := p.last.Day()
	if !okFirst || !okLast {
		return
	}
	p.last.SetError("")
	if last.Before(first) {
		p.env.Host.Hint.Say(text.T("activity.wrongorder"))
		p.last.SetError(text.T("activity.wrongorder"))
		return
	}
	p.view.Preset, p.view.First, p.view.Last = "", first, last
	p.preset.Set("")
	p.keep()
	p.Shown()
}

// Shown says that the tab is on screen: what is stored is shown, and read
// again if it is stale.
func (p *Page) Shown() {
	p.shown = true
	p.env.Cluster.Show(p.key())
	p.reread()
}

// Refresh reads the period again because a person asked.
func (p *Page) Refresh() {
	if p.shown {
		p.env.Cluster.Refresh(p.key())
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
	}, p.env.Fail)
}

func (p *Page) apply(table model.ActivityTable) {
	p.table, p.most = table, 0
	for _, r := range table.Rows {
		p.most = max(p.most, r.Actions)
	}
	p.problem.Set("")
	if e := table.State.Err; e != nil {
		retry := *p.again.Action
		retry.Title = text.T("activity.retry")
		p.problem.Set(text.Error(e.Key, e.Args), &retry)
	}
	p.arrange()
	p.showState()
}

// arrange filters and orders what is here.
func (p *Page) arrange() {
	current := p.currentUID()
	p.rows = selected(p.table.Rows, p.search.Text(), p.view.Groups, p.view.NotGroups, p.view.Order)
	p.showMessage()
	p.grid.SetCurrent(slices.IndexFunc(p.rows, func(r model.ActivityRow) bool { return r.UID == current }))
	p.grid.Refresh()
	p.grid.RefreshRows(0, len(p.rows))
	p.counts[0].SetText(text.T("activity.active", text.N(len(p.table.Rows))))
	p.counts[1].SetText(text.T("activity.actions", text.With("Actions", p.table.Actions)))
	p.counts[2].SetText(text.T("activity.silent", text.N(p.table.Silent)))
	p.foot.Refresh()
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
}

// ReadAt is when what is on screen was read; zero: never.
func (p *Page) ReadAt() time.Time { return p.table.State.ReadAt }

// SectionChanged rereads what is on screen of a section that changed.
func (p *Page) SectionChanged(key model.SectionKey) {
	switch {
	case key.Section == model.SectionActivity && p.shown:
		p.reread()
	case key.Section == model.SectionGroups:
		p.readGroups()
	}
}

// Tick writes the age anew; after midnight the presets mean other days.
func (p *Page) Tick() {
	if !p.shown {
		return
	}
	p.showState()
	if first, _ := p.days(); p.view.Preset != "" && first.Format(time.DateOnly) != p.first.Text() && !p.first.Focused() {
		p.showDays()
		p.Shown()
	}
}

// PreferencesChanged shows the page with other settings.
func (p *Page) PreferencesChanged() {
	p.setDensity()
	p.grid.RefreshRows(0, len(p.rows))
}

// FocusList gives the keyboard to the list.
func (p *Page) FocusList() { p.env.Window.Canvas().Focus(p.grid) }

// FocusSearch puts the cursor into the search field.
func (p *Page) FocusSearch() {
	p.search.Focus()
	p.search.SelectAll()
}

// NextPane moves the keyboard between the search field and the list.
func (p *Page) NextPane(bool) {
	if p.search.Focused() {
		p.FocusList()
		return
	}
	p.FocusSearch()
}

func (p *Page) readGroups() {
	p.env.Tasks.Go(slotCount, func(ctx context.Context) (func(), error) {
		counts, err := p.env.Cluster.GroupCounts(ctx)
		if err != nil {
			return nil, err
		}
		options := make([]kit.Option, len(counts))
		for i, c := range counts {
			options[i] = kit.Option{Key: c.Name, Title: text.Visible(c.Name), Note: text.Count(c.Customers)}
		}
		return func() {
			p.groups.SetOptions(options)
			p.groups.Refresh()
		}, nil
	}, p.env.Fail)
}
