// Package bulk is one operation on many customers, as a page of the Users tab:
// they are chosen, the plan is looked over, it runs, and what became of it is
// told. The journal does the work; the page may be left at any time.
package bulk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// Customers is what the page asks of the list of customers.
type Customers struct {
	Marked   func() []platform.UID // in ascending order
	Matching func() []platform.UID // nil while nobody knows yet
	// Turned hears that the page was opened, or left for the list.
	Turned func()
}

// part is what one step shows below the head.
type part interface {
	object() fyne.CanvasObject
	grid() *kit.Grid
	focus()
	refresh() // asks anew what can be done
}

// Page is bulk work in the Users tab. All methods run on the UI thread.
type Page struct {
	env    *screen.Env
	list   Customers
	open   bool
	head   *head
	body   *fyne.Container
	object *fyne.Container
	now    part

	choose *choose
	review *review
	run    *run
	plans  *plans
	file   *file
}

// New returns the page; it is not open. Its parts are made when it is opened
// first: the window shall not wait for them.
func New(env *screen.Env, list Customers) *Page {
	p := &Page{env: env, list: list, body: container.NewStack()}
	p.object = container.NewStack()
	return p
}

// build makes the parts. All of them stay on the canvas, hidden but one:
// another theme reaches them too.
func (p *Page) build() {
	if p.head != nil {
		return
	}
	p.head = newHead(p)
	p.choose, p.review, p.run, p.plans = newChoose(p), newReview(p), newRun(p), newPlans(p)
	p.file = newFile(p)
	for _, one := range []part{p.choose, p.review, p.run, p.plans, p.file} {
		one.object().Hide()
		p.body.Add(one.object())
	}
	p.object.Add(kit.Pillar(p.head.bar, p.body, kit.Stack()))
	p.PreferencesChanged()
}

// Object is the page on the canvas.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Open reports whether the page stands in the place of the list.
func (p *Page) Open() bool { return p.open }

// Grid is the list of the step on screen; nil where it has none.
func (p *Page) Grid() *kit.Grid {
	if p.now == nil {
		return nil
	}
	return p.now.grid()
}

// FocusList gives the keyboard to the list of the step on screen, or to its
// first field.
func (p *Page) FocusList() {
	if g := p.Grid(); g != nil {
		p.env.Window.Canvas().Focus(g)
	} else if p.now != nil {
		p.now.focus()
	}
}

// Begin looks over a plan of one operation on customers; origin is the batch
// that it repeats or reverses, empty: none. What was being looked over is kept.
func (p *Page) Begin(kind model.OperationKind, uids []platform.UID, origin string) {
	p.build()
	p.review.begin(kind, uids, origin)
	p.show(p.review)
}

// Choose asks whom something is to be done to.
func (p *Page) Choose() {
	p.build()
	p.choose.begin()
	p.show(p.choose)
}

// Plans lists what was planned and run from this computer.
func (p *Page) Plans() {
	p.build()
	p.plans.read()
	p.show(p.plans)
}

// OpenFile asks for a plan file and opens it.
func (p *Page) OpenFile() {
	p.build()
	p.file.toOpen()
	p.show(p.file)
}

// OpenBatch shows a batch that was started.
func (p *Page) OpenBatch(id string) {
	p.build()
	p.run.begin(id)
	p.show(p.run)
}

// Leave goes back to the list. Nothing is lost: Plans leads here again.
func (p *Page) Leave() {
	p.open = false
	p.env.Host.Hint.Turn()
	p.env.Host.Hint.SetRest(text.T("list.rest"))
	p.list.Turned()
}

// show puts a step on screen.
func (p *Page) show(next part) {
	if p.now != nil {
		p.now.object().Hide()
	}
	p.now, p.open = next, true
	next.object().Show()
	p.list.Turned()
	p.env.Host.Hint.Turn()
	p.env.Host.Hint.SetRest(p.rest())
	p.head.show()
	p.body.Refresh()
	next.refresh()
	next.focus()
}

// rest is what the hint line says while nothing else is to be said.
func (p *Page) rest() string {
	switch p.now {
	case p.review:
		return text.T("bulk.rest.review")
	case p.run:
		if p.run.reported() {
			return text.T("bulk.rest.report")
		}
		return text.T("bulk.rest.run")
	}
	return text.T("bulk.rest.others")
}

// BatchChanged rereads what is on screen of a batch.
func (p *Page) BatchChanged(id string) {
	if id == "" || p.head == nil {
		return
	}
	switch {
	case !p.open: // whoever comes back has it read
	case p.now == part(p.run):
		p.run.changed(id)
	case p.now == part(p.plans):
		p.plans.read()
	}
}

// SectionChanged looks at customers again after they were read again.
func (p *Page) SectionChanged(key model.SectionKey) {
	if key.Section == model.SectionUsers && p.open {
		p.review.readAgain()
	}
}

// StateChanged asks the controls anew why they cannot be used.
func (p *Page) StateChanged() {
	if p.open && p.now != nil {
		p.now.refresh()
	}
}

// PreferencesChanged shows the page with other settings.
func (p *Page) PreferencesChanged() {
	if p.head == nil {
		return
	}
	height := kit.GridRowHeight
	if p.env.Prefs.Comfortable {
		height = kit.GridRowHeightRoomy
	}
	for _, g := range []*kit.Grid{p.choose.list, p.review.table, p.run.table, p.plans.table} {
		g.SetRowHeight(height)
		g.RefreshRows(0, g.Length())
	}
}

// Tick writes ages anew.
func (p *Page) Tick() {
	if p.open && p.now == part(p.review) {
		p.review.ages()
	}
}

// Refresh reads again what the step on screen shows.
func (p *Page) Refresh() {
	switch p.now {
	case p.review:
		p.review.readBalances()
	case p.plans:
		p.plans.read()
	case p.run:
		p.run.read()
	}
}

// Send is Ctrl+Enter: what the step's filled button does.
func (p *Page) Send() {
	switch p.now {
	case p.review:
		p.review.foot.send.Press()
	case p.choose:
		p.choose.next.Press()
	case p.file:
		p.file.yes.Press()
	}
}

// Paste is Paste List: the lines of the clipboard are the customers.
func (p *Page) Paste() {
	if p.now != part(p.choose) || !p.open {
		p.Choose()
	}
	p.choose.paste()
}

// FocusSearch puts the cursor into the search field of the step, if it has one.
func (p *Page) FocusSearch() {
	switch p.now {
	case p.review:
		p.review.find.Focus()
	case p.run:
		p.run.tools.find.Focus()
	}
}

// WhyNotExport is why there is no report now, in words; empty if there is one.
func (p *Page) WhyNotExport() string {
	if p.now == nil || p.now != part(p.run) {
		return text.T("bulk.report.none")
	}
	return ""
}

// Export writes the report of the batch on screen to a file.
func (p *Page) Export() { p.env.Export(p.run.exported()) }

// NextPane moves the keyboard between what is filled in and the list.
func (p *Page) NextPane(back bool) {
	g := p.Grid()
	panes, at := []func(){p.FocusList}, 0
	if p.now == part(p.review) {
		panes = []func(){p.review.form.focus, p.FocusList, p.review.foot.focus}
		switch {
		case g != nil && p.env.Window.Canvas().Focused() == fyne.Focusable(g):
			at = 1
		case p.review.foot.focused():
			at = 2
		}
	}
	screen.NextPane(panes, at, back)
}
