// Package operations is the Operations tab: the journal on screen. Everything
// that this desk did or will do is a row, and every row opens to its story, its
// proof and what can be done about it.
package operations

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// Slots of the tab's jobs.
const (
	slotList     = "operations.list"
	slotListRest = "operations.list.rest"
	slotRows     = "operations.rows"
	slotSearch   = "operations.search"
	slotStory    = "operations.story"
	slotDo       = "operations.do"
	slotVerify   = "operations.verify"
	slotPreview  = "operations.preview"
	slotClock    = "operations.clock"
)

// Settings that are kept for each platform: how the tab was left, and how its
// room is divided.
const (
	settingView    = "operations.view"
	settingColumns = "operations.columns"
	settingPanes   = "operations.panes"
)

// shareBeside is the usual share of the list beside the story of an operation.
const shareBeside = 0.55

// view is what the tab remembers.
type view struct {
	States []string
	Kinds  []string
	Range  string // a ready-made period; empty: any time
	Mine   bool
}

// verified is what Verify Journal found the last time.
type verified struct {
	at     time.Time // zero: not asked in this run
	steps  int
	broken *model.Error
}

// Page is the Operations tab. All methods run on the UI thread.
type Page struct {
	env     *screen.Env
	view    view
	columns *screen.Columns
	list    *listing
	of      platform.UID // only this customer's; 0: everybody's
	batch   string       // only this run's; empty: all
	shown   bool         // the tab was on screen
	check   verified

	search  *kit.Entry
	states  *kit.CheckList
	kinds   *kit.CheckList
	preset  *kit.Select
	runs    *kit.Select // of the period; hidden where there is none
	mine    *kit.Check
	only    *kit.Button // takes the customer out of the filter
	send    *kit.Button
	cancel  *kit.Button
	export  *kit.Button
	tools   *kit.Bar
	grid    *kit.Grid
	problem *kit.ErrorLine
	foot    *kit.Bar
	counts  footing
	listing *fyne.Container
	detail  *detail
	object  *fyne.Container
}

// New returns the page; Start recalls how it was left.
func New(env *screen.Env) *Page {
	p := &Page{env: env, view: view{Range: usualRange}, list: newListing(env)}
	p.list.replaced, p.list.updated, p.list.painted, p.list.failed = p.replaced, p.updated, p.paint, p.failed
	p.problem = kit.NewErrorLine(env.Host)
	p.buildGrid()
	p.tools = p.buildTools()
	p.counts = newFooting(env.Host, p.ShowStates, p.Verify)
	p.foot = p.counts.bar
	p.listing = kit.Pillar(p.problem, p.grid, p.foot)
	p.detail = newDetail(env, p.FocusList)
	panes := screen.NewPanes(env, settingPanes, shareBeside, p.listing, p.detail.object, p.fit)
	p.object = kit.Pillar(p.tools, panes.Object, kit.Stack())
	return p
}

// Object is the page on the canvas.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Grid is the list, for those who drive the window.
func (p *Page) Grid() *kit.Grid { return p.grid }

// Evidence is the table of the platform's record beside an operation, for those
// who drive the window.
func (p *Page) Evidence() *kit.Grid { return p.detail.evidence.grid }

// Start recalls how the tab was left. Nothing is read before it is shown.
func (p *Page) Start() {
	p.columns.Recall()
	screen.Recall(p.env, settingView, p.view, func(was view) {
		p.view = was
		p.showView()
		if p.shown {
			p.ask()
		}
	})
}

// Shown says that the tab is on screen.
func (p *Page) Shown() {
	p.shown = true
	p.ask()
}

// ask lists what the filter matches.
func (p *Page) ask() { p.list.ask(p.filter()) }

// filter is what search and drop-downs say.
func (p *Page) filter() model.OperationFilter {
	f := model.OperationFilter{UID: p.of, Batch: p.batch, Text: p.search.Text()}
	for _, s := range p.view.States {
		f.States = append(f.States, model.OperationState(s))
	}
	for _, k := range p.view.Kinds {
		f.Kinds = append(f.Kinds, model.OperationKind(k))
	}
	if p.view.Mine {
		f.Operator = p.env.Cluster.Profile().Operator.UID
	}
	f.Period = periodOf(p.view.Range, p.env.App.Now())
	return f
}

// filtered reports whether anything is left out but by time.
func (p *Page) filtered() bool {
	f := p.filter()
	return f.Text != "" || f.Batch != "" || f.UID != 0 || f.Operator != 0 || len(f.States)+len(f.Kinds) > 0
}

func (p *Page) replaced() {
	p.grid.SetCurrent(-1)
	p.grid.ScrollToTop()
	p.updated()
}

// updated shows the list, read again: who was chosen stays so.
func (p *Page) updated() {
	was, ok := p.list.line(p.grid.Current())
	if !ok && p.detail.line.key != 0 {
		was = p.detail.line
	}
	p.showRuns()
	p.showMessage()
	p.grid.Refresh()
	p.grid.RefreshRows(0, len(p.list.lines))
	row := p.list.row(was)
	if row < 0 && len(p.list.lines) > 0 && p.detail.line.key == 0 {
		row = 0
	}
	p.grid.SetCurrent(row)
	if row >= 0 || !p.detail.keeps() { // what left the filter by what was done with it stays to be read
		p.chosen(row)
	}
	p.counts.show(p.list.sums, p.check, p.env)
	p.stateButtons()
}

func (p *Page) stateButtons() {
	for _, b := range []*kit.Button{p.send, p.cancel, p.export} {
		b.Refresh()
	}
}

func (p *Page) paint() {
	p.grid.RefreshRows(0, len(p.list.lines))
	p.chosen(p.grid.Current())
}

// failed says above the list what failed; the rows stay.
func (p *Page) failed(err error) {
	if err == nil {
		p.problem.Set("")
	} else {
		p.problem.Set(p.env.Sentence(err), &kit.Action{Title: text.T("operations.retry"), Icon: theme.ViewRefreshIcon(), Run: p.ask})
	}
	p.listing.Refresh()
}

// chosen shows the story of a row.
func (p *Page) chosen(row int) {
	n, ok := p.list.line(row)
	switch {
	case !ok:
		p.detail.leave()
	case n.head:
		p.detail.showRun(n)
	default:
		if o, here := p.list.at(row); here {
			p.detail.show(n, o)
		}
	}
}

// Changed hears that an operation or a run moved on.
func (p *Page) Changed(e model.Event) {
	if !p.shown {
		return
	}
	p.list.reread()
	p.detail.hears(e)
}

// StateChanged asks the controls anew why they cannot be used.
func (p *Page) StateChanged() {
	p.stateButtons()
	if p.shown {
		p.detail.stateChanged()
	}
}

// Tick writes ages and clocks anew.
func (p *Page) Tick() {
	p.counts.show(p.list.sums, p.check, p.env)
	p.detail.tick()
}

// PreferencesChanged shows the page with other settings.
func (p *Page) PreferencesChanged() {
	p.setDensity()
	p.columns.Show()
	p.grid.RefreshRows(0, len(p.list.lines))
	p.detail.restyle()
}

// Refresh is F5: the platform's record is read once more for the chosen
// operation.
func (p *Page) Refresh() { p.detail.checkNow() }

// FocusList gives the keyboard to the list.
func (p *Page) FocusList() { p.env.Window.Canvas().Focus(p.grid) }

// FocusSearch puts the cursor into the search field.
func (p *Page) FocusSearch() {
	p.search.Focus()
	p.search.SelectAll()
}

// NextPane moves the keyboard between search, list and story.
func (p *Page) NextPane(back bool) {
	panes := []func(){p.FocusSearch, p.FocusList}
	if first := p.detail.first(); first != nil {
		panes = append(panes, func() { p.env.Window.Canvas().Focus(first) })
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

// ShowStates filters the list to some states, whatever was chosen before.
func (p *Page) ShowStates(states ...model.OperationState) {
	p.view = view{}
	for _, s := range states {
		p.view.States = append(p.view.States, string(s))
	}
	p.of, p.batch = 0, ""
	p.search.SetText("")
	p.showView()
	p.keep()
	p.detail.leave()
	p.ask()
}

// ShowOperation finds one operation by its id.
func (p *Page) ShowOperation(id model.OperationID) {
	p.ShowStates()
	p.search.SetText(string(id))
	p.ask()
}

// ShowCustomer filters the list to one customer.
func (p *Page) ShowCustomer(uid platform.UID) {
	p.ShowStates()
	p.of = uid
	p.showView()
	p.ask()
}

func (p *Page) keep() { p.env.Keep(settingView, p.view) }

// WhyNotSend is why there is no form to be sent; empty: there is.
func (p *Page) WhyNotSend() string {
	if !p.detail.form.shown {
		return text.T("operations.form.none")
	}
	return p.detail.form.yes.Action.Reason()
}

// SendForm sends the form on screen.
func (p *Page) SendForm() { p.detail.form.yes.Press() }

// CloseForm leaves the form on screen; without one the keyboard goes back to the list.
func (p *Page) CloseForm() {
	if !p.detail.form.shown {
		p.FocusList()
		return
	}
	p.detail.form.close()
}
