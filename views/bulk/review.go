package bulk

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// Slots of the jobs of the review.
const (
	slotPlan    = "bulk.plan"
	slotRest    = "bulk.values"
	slotOptions = "bulk.options"
	slotLetters = "bulk.letters"
	slotUse     = "bulk.use"
	slotAge     = "bulk.age"
	slotStart   = "bulk.start"
)

// valueRests is how long a field has to rest before a new plan is made of it.
const valueRests = 150 * time.Millisecond

// balancesHold is how old balances may be when money is sent.
const balancesHold = time.Minute

// origin says where a plan comes from, and so what of it can be changed.
type source uint8

const (
	fromForm     source = iota // every value
	fromBatch                  // prepared from a batch: reason and ticket
	fromFile                   // opened: who goes, and no value
	fromFileRead               // opened, and not to be sent from here
)

// draft is a plan that was not started.
type draft struct {
	kind     model.OperationKind
	uids     []platform.UID
	origin   string
	from     source
	plan     model.Plan
	change   model.Change
	unticked map[platform.UID]bool

	pastRejections bool // it goes on after three rejections in a row
}

// review is the second step: the plan, to be looked over row by row.
type review struct {
	draft
	page *Page
	root fyne.CanvasObject

	form  *form
	foot  *foot
	said  *kit.ErrorLine
	find  *kit.Entry
	chips []*kit.Button
	age   *kit.AgeLabel
	again *kit.Button
	save  *kit.Button
	tools *kit.Bar
	table *kit.Grid

	customers map[platform.UID]model.Customer
	currency  string // of most customers
	shown     []int  // the rows of the plan that the list has
	check     model.PlanCheck
	kept      []draft // newest first
	limits    model.Limits
	used      platform.Money // moved in the last 24 hours, in the currency
	readAt    time.Time      // when everybody was read
	stale     bool           // the plan is not that of the fields
	version   int            // of the fields: counts every change
	askedAt   time.Time      // when balances were asked for again last
	reading   bool           // balances are being read again
	underWay  bool           // that was seen to have begun
	sending   bool
}

func newReview(p *Page) *review {
	r := &review{page: p, said: kit.NewErrorLine(p.env.Host), age: kit.NewAgeLabel()}
	host := p.env.Host
	r.kind = model.Refill
	r.find = kit.NewSearch(host, text.T("bulk.find.plan"))
	r.find.OnChanged = func(string) { r.narrow() }
	r.again = kit.NewLowButton(host, text.T("bulk.readagain"), theme.ViewRefreshIcon(), r.readBalances)
	r.again.Small = true
	r.again.Action.WhyNot = p.env.WhyNotRefresh
	r.save = kit.NewLowButton(host, text.T("bulk.save"), theme.DocumentSaveIcon(), func() { p.file.toSave(); p.show(p.file) })
	r.save.Small = true
	r.save.Action.WhyNot = r.whyNotSave
	r.buildTable()
	r.form, r.foot = newForm(r), newFoot(r)
	bar := []fyne.CanvasObject{kit.Wide(150, r.find)}
	for i := range chipKeys {
		chip := kit.NewButton(host, "", nil, func() { r.filter(chipChecks[i]) })
		chip.Small = true
		r.chips = append(r.chips, chip)
		bar = append(bar, chip)
	}
	r.tools = kit.NewControlRow(bar, []fyne.CanvasObject{r.age, r.again, r.save})
	right := kit.Pillar(kit.Stack(r.tools, r.said), r.table, kit.Stack(kit.Wide(0, r.foot.bar)))
	r.root = container.NewStack(beside(r.form.root, right), kit.Watch(r.fit))
	return r
}

// begin makes another plan; one that a person worked on is kept.
func (r *review) begin(kind model.OperationKind, uids []platform.UID, origin string) {
	r.keep()
	r.draft = draft{kind: kind, uids: slices.Clone(uids), origin: origin, unticked: map[platform.UID]bool{}}
	r.form.fill(kind, model.Change{})
	r.opened()
}

// adopt shows a plan that was prepared elsewhere.
func (r *review) adopt(p model.Plan, from source) {
	r.keep()
	r.draft = draft{kind: p.Kind, origin: p.Origin, from: from, plan: p, unticked: map[platform.UID]bool{}, pastRejections: p.PastRejections}
	if p.ReadOnly != nil {
		r.from = fromFileRead
	}
	for i := range p.Rows {
		r.uids = append(r.uids, p.Rows[i].UID)
		r.unticked[p.Rows[i].UID] = p.Rows[i].Unticked
	}
	if len(p.Rows) > 0 {
		r.change = p.Rows[0].Change
		if p.Rows[0].Change.Amount.Given() {
			r.currency = p.Rows[0].Change.Amount.Currency()
		}
	}
	r.form.fill(p.Kind, r.change)
	r.opened()
}

// resume shows a plan that was kept.
func (r *review) resume(i int) {
	d := r.kept[i]
	r.kept = slices.Delete(r.kept, i, i+1)
	r.keep()
	r.draft = d
	r.form.fill(d.kind, d.change)
	r.opened()
}

// keep puts the plan that was looked over aside, if there is anything to it.
func (r *review) keep() {
	if len(r.uids) > 0 && (r.form.touched || r.from != fromForm) && r.plan.ID != "" {
		d := r.draft
		d.change = r.form.change()
		r.kept = slices.Insert(r.kept, 0, d)
	}
	r.draft, r.shown = draft{kind: model.Refill}, nil
	r.form.touched = false
}

// drop forgets the plan that was started or handed on.
func (r *review) drop() {
	r.draft, r.shown = draft{kind: r.kind}, nil
	r.sending, r.form.touched = false, false
	r.table.Refresh()
}

// opened shows the draft from its beginning.
func (r *review) opened() {
	r.form.touched = r.from != fromForm || r.change.Reason != ""
	r.check, r.customers, r.shown = "", nil, nil
	r.sending, r.reading, r.askedAt = false, false, time.Time{}
	r.version++
	r.find.SetText("")
	r.foot.typed.SetText("")
	r.said.Set("")
	r.form.setEnabled(r.from == fromForm)
	for _, e := range []*kit.Entry{r.form.reason, r.form.ticket} {
		e.SetEnabled(r.from <= fromBatch)
	}
	r.readOptions()
	r.form.show(r.kind)
	r.showColumns()
	r.readUse()
	r.make()
}

// turn is another operation on the same customers: another plan.
func (r *review) turn(kind model.OperationKind) {
	if r.from != fromForm {
		r.form.kind.Set(string(r.kind))
		r.page.env.Host.Hint.Say(text.T("bulk.fixed"))
		return
	}
	r.kind = kind
	r.form.show(kind)
	r.showColumns()
	r.changed()
}

// changed makes a new plan once the fields rest.
func (r *review) changed() {
	r.stale = true
	r.version++
	r.refresh()
	r.page.env.Tasks.Debounce(slotRest, valueRests, r.make)
}

// make makes the plan that the fields say.
func (r *review) make() {
	env := r.page.env
	plan, from := r.plan, r.from
	change, past := r.form.change(), r.pastRejections
	if from == fromBatch && plan.Rows != nil {
		plan = reworded(plan, change, past, env.App.Now())
	}
	version := r.version
	asked := app.PlanDraft{Kind: r.kind, Change: change, UIDs: r.uids, Origin: r.origin}
	env.Tasks.Go(slotPlan, func(ctx context.Context) (func(), error) {
		var err error
		if from == fromForm {
			if plan, err = env.Cluster.MakePlan(ctx, asked); err != nil {
				return nil, err
			}
			plan.PastRejections = past
		}
		list, err := env.Cluster.Customers(ctx, asked.UIDs)
		return func() {
			r.made(plan, list)
			r.stale = version != r.version // values changed meanwhile: another plan is on its way
			r.refresh()
		}, err
	}, r.failed)
}

// reworded is a prepared plan with another reason or rule: another plan, with ids
// of its own.
func reworded(p model.Plan, c model.Change, past bool, now time.Time) model.Plan {
	if len(p.Rows) > 0 && p.Rows[0].Change.Reason == c.Reason && p.Rows[0].Change.Ticket == c.Ticket && p.PastRejections == past {
		return p
	}
	p.PastRejections = past
	p.ID, p.Made = rand.Text(), now
	p.Rows = slices.Clone(p.Rows)
	for i := range p.Rows {
		row := &p.Rows[i]
		row.Operation = model.PlannedOperationID(p.ID, row.UID)
		row.Change.Reason, row.Change.Ticket = c.Reason, c.Ticket
	}
	return p
}

// made shows a plan.
func (r *review) made(p model.Plan, customers []model.Customer) {
	r.customers = make(map[platform.UID]model.Customer, len(customers))
	count := map[string]int{}
	for _, c := range customers {
		r.customers[c.UID] = c
		count[c.Balance.Currency()]++
	}
	before := r.currency
	r.currency = most(count, before)
	for i := range p.Rows {
		row := &p.Rows[i]
		row.Unticked = r.unticked[row.UID]
		c, known := r.customers[row.UID]
		if known && row.State == "" {
			row.State = c.State().String()
		}
		if known && r.from == fromBatch && r.kind.Money() {
			hasNow(row, c, p.Made)
		}
	}
	r.plan = p
	if before != r.currency {
		r.form.amount.Reread()
		r.readUse()
		if r.from == fromForm && r.form.amount.Amount().Given() { // it was planned in another currency
			r.changed()
		}
	}
	r.showColumns()
	r.said.Set("")
	if p.ReadOnly != nil {
		r.said.Set(r.page.env.Sentence(p.ReadOnly))
	}
	r.form.showFollows(&r.plan)
	r.narrow()
	r.showAge()
	r.renew()
}

// most is the currency that most customers have; of equals the first by its code.
func most(count map[string]int, currency string) string {
	for code, n := range count {
		if n > count[currency] || n == count[currency] && code < currency {
			currency = code
		}
	}
	return currency
}

// hasNow says what a customer of a plan that was prepared from a run has now, if
// they were read since: what was read before the run is no balance to reckon with.
func hasNow(row *model.PlanRow, c model.Customer, since time.Time) {
	if !c.ReadAt.After(since) {
		return
	}
	row.Change.Before, row.Change.BeforeAt = c.Balance, c.ReadAt
	if row.Change.Balance == platform.BalanceBonus {
		row.Change.Before = c.Bonus
	}
}

func (r *review) failed(err error) {
	r.sending = false
	r.said.Set(r.page.env.Sentence(err))
	r.root.Refresh()
	r.refresh()
}

// start has the journal record the plan and let it run.
func (r *review) start() {
	if r.sending {
		return
	}
	r.sending = true
	r.refresh()
	env, plan := r.page.env, r.plan
	typed := r.foot.typed.Text()
	if r.foot.confirmed() { // a total may be written in any way that reads the same
		typed = plan.Confirmation()
	}
	env.Tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
		b, err := env.Cluster.StartPlan(ctx, plan, typed)
		if err != nil {
			return nil, err
		}
		return func() {
			r.drop()
			r.page.OpenBatch(b.ID)
		}, nil
	}, r.failed)
}

// narrowBelow is the width below which the tools are icons, at scale 1.
const narrowBelow float32 = 1180

// fit makes room in a narrow window.
func (r *review) fit(size fyne.Size) {
	narrow := size.Width < kit.Px(narrowBelow)
	if narrow == r.again.IconOnly {
		return
	}
	r.again.IconOnly, r.save.IconOnly = narrow, narrow
	r.showColumns()
	r.tools.Refresh()
	r.foot.show()
}

func (r *review) object() fyne.CanvasObject { return r.root }
func (r *review) grid() *kit.Grid           { return r.table }

// focus gives the keyboard to the first field, or to the list where there is
// nothing to fill in.
func (r *review) focus() {
	if r.from <= fromBatch {
		r.form.focus()
		return
	}
	r.page.env.Window.Canvas().Focus(r.table)
}

func (r *review) refresh() {
	r.showChips()
	r.foot.show()
	r.again.Refresh()
	r.save.Refresh()
	if r.page.now == part(r) {
		r.page.head.show()
	}
}

func (r *review) heading() heading {
	h := heading{title: titleOf(r.kind, len(r.plan.Rows)), badge: text.T("bulk.badge.plan"), step: stepReview}
	switch {
	case r.plan.ReadOnly != nil:
		h.badge, h.tone = text.T("bulk.badge.readonly"), kit.ToneWarning
	case r.origin != "":
		h.sub = text.T("bulk.plan.of", text.With("Plan", shortID(r.origin)))
	}
	return h
}

func (r *review) whyNotSave() string {
	switch {
	case r.plan.ReadOnly != nil:
		return r.page.env.Sentence(r.plan.ReadOnly)
	case r.form.problem() != "":
		return r.form.problem()
	case r.stale || r.plan.ID == "":
		return text.T("bulk.making")
	}
	return ""
}
