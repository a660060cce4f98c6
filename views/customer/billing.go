package customer

import (
	"context"
	"maps"
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

// Settings of Billing History that are kept for each platform.
const (
	settingBillingRange = "customer.billing.range"
	settingBillingView  = "customer.billing.view"
)

// billingView is how a person wants to see charges.
type billingView struct {
	Interval   platform.Interval
	GroupNodes bool
	Stack      model.Stacking
}

// billing is Billing History: above, bars of what each interval cost; below, the
// intervals, which unfold to environments, and these to resources.
type billing struct {
	place    place
	days     *kit.DateRange
	interval *kit.Select
	stack    *kit.Select
	nodes    *kit.Check
	chart    *kit.Chart
	list     *table[*billingRow]
	gaps     *notice
	only     *kit.Label // what restricts the rows
	onlyBar  *kit.Bar
	rowsPane *fyne.Container
	lower    *fyne.Container // chart and rows
	box      *fyne.Container

	uid      platform.UID       // of whom something is on screen; 0: nobody
	asked    model.BillingQuery // what of it
	tree     *billingTree
	unfolded map[uint64]bool // rows that a person unfolded or folded, by key
	bar      time.Time       // beginning of the interval that is shown alone; zero: all are
	appID    string          // the environment that is shown alone; empty: all are
	appName  string          // of it, in words
}

func newBilling(p place) *billing {
	usual := billingView{Interval: platform.IntervalDay, GroupNodes: true}
	b := &billing{place: p, gaps: newNotice(), tree: &billingTree{}, unfolded: map[uint64]bool{}}
	b.days = keptRange(p, settingBillingRange, kit.RangeMonth, p.again)
	b.makeControls(usual)
	b.chart = kit.NewChart(p.env.Host)
	b.chart.Height, b.chart.OnChosen, b.chart.OnEscape = 110, b.chooseBar, b.showAll
	b.list = newTable(p, tableOf[*billingRow]{
		name: "billing", columns: b.columns(), key: func(r *billingRow) uint64 { return r.key }, empty: text.T("billing.empty"),
		clear: func() { b.showAll() }, foot: b.foot, activate: b.turn, onKey: b.typed, rune: b.lettered, more: b.actions,
	})
	b.chart.OnShortcut = func(s fyne.Shortcut) bool { return b.otherSide(s, false) }
	copies := b.list.grid.OnShortcut
	b.list.grid.OnShortcut = func(s fyne.Shortcut) bool { return b.otherSide(s, true) || copies(s) }
	b.list.grid.OnFold = b.fold
	b.list.grid.OnEscape = func() {
		if !b.showAll() {
			b.list.escape()
		}
	}
	b.rowsPane = kit.Pillar(kit.Stack(b.onlyBar), b.list.object, kit.Stack())
	b.lower = container.New(billingLayout{}, b.chart, b.rowsPane)
	b.box = kit.Pillar(kit.Stack(b.choices(), b.gaps.object), b.lower, kit.Stack())
	screen.Recall(p.env, settingBillingView, usual, func(v billingView) {
		if b.view() == usual && v != usual && slices.Contains(model.BillingIntervals, v.Interval) {
			b.interval.Set(string(v.Interval))
			b.stack.Set(string(v.Stack))
			b.nodes.Set(v.GroupNodes)
			p.again()
		}
	})
	b.clear()
	return b
}

// makeControls makes what says how charges are shown.
func (b *billing) makeControls(usual billingView) {
	host, changed := b.place.env.Host, func(string) { b.changed() }
	intervals := make([]kit.Option, len(model.BillingIntervals))
	for i, each := range model.BillingIntervals {
		intervals[i] = kit.Option{Key: string(each), Title: intervalWord(each)}
	}
	b.interval = kit.NewSelect(host, intervals, changed)
	b.interval.Set(string(usual.Interval))
	b.stack = kit.NewSelect(host, []kit.Option{
		{Key: string(model.StackResource), Title: text.T("billing.stack.resource")},
		{Key: string(model.StackEnvironment), Title: text.T("billing.stack.environment")},
		{Key: string(model.StackBalance), Title: text.T("billing.stack.balance")},
	}, changed)
	b.nodes = kit.NewCheck(host, text.T("billing.nodes"), func(bool) { b.changed() })
	b.nodes.Set(usual.GroupNodes)
	b.interval.Small, b.interval.Width, b.interval.Hint = true, 92, text.T("billing.interval.hint")
	b.stack.Small, b.stack.Width, b.stack.Hint = true, 118, text.T("billing.stack.hint")
	b.nodes.Hint = text.T("billing.nodes.hint")
	b.only = kit.NewBold("")
	b.only.Cut = true
	clearing := kit.NewLowButton(host, text.T("billing.only.clear"), theme.CancelIcon(), func() { b.showAll() })
	clearing.Small = true
	b.onlyBar = kit.NewControlRow([]fyne.CanvasObject{kit.Fill(b.only)}, []fyne.CanvasObject{clearing})
	b.onlyBar.Hide()
}

// choices are the bar of what says how charges are shown.
func (b *billing) choices() *kit.Bar {
	return kit.NewControlRow([]fyne.CanvasObject{
		kit.NewSecondary(text.T("billing.interval")), b.interval, kit.Gap(6), b.nodes, kit.Gap(6),
		kit.NewSecondary(text.T("billing.stack")), b.stack,
	}, nil)
}

// view is what the controls say.
func (b *billing) view() billingView {
	return billingView{
		Interval: platform.Interval(b.interval.Selected()), GroupNodes: b.nodes.On(), Stack: model.Stacking(b.stack.Selected()),
	}
}

// changed hears that a person wants to see charges another way.
func (b *billing) changed() {
	b.place.env.Keep(settingBillingView, b.view())
	b.place.again()
}

func (b *billing) object() fyne.CanvasObject { return b.box }

func (b *billing) controls() []fyne.CanvasObject { return b.days.Objects() }

func (b *billing) keys(uid platform.UID) []model.SectionKey {
	renewed(b.place, b.days)
	return []model.SectionKey{{Section: model.BillingSection(b.view().Interval), UID: uid, Period: b.days.Period()}}
}

func (b *billing) query(uid platform.UID) model.BillingQuery {
	v := b.view()
	return model.BillingQuery{
		Period: b.keys(uid)[0].Period, Interval: v.Interval, GroupNodes: v.GroupNodes, Stack: v.Stack, AppID: b.appID,
	}
}

// ask works rows and bars out where the window does not wait for it: a year has
// thousands of both.
func (b *billing) ask(uid platform.UID) question {
	q, zone, unfolded := b.query(uid), b.zone(), maps.Clone(b.unfolded)
	if uid != b.uid { // what is unfolded and filtered is somebody else's
		q.AppID, unfolded = "", map[uint64]bool{}
	}
	return func(ctx context.Context) (func(), error) {
		found, err := b.place.env.Cluster.Billing(ctx, uid, q)
		if err != nil {
			return nil, err
		}
		tree := newBillingTree(found, q.Interval, unfolded)
		bars := billingChart(found, q, zone).Prepared()
		return func() { b.show(uid, q, tree, bars) }, nil
	}
}

func (b *billing) show(uid platform.UID, q model.BillingQuery, tree *billingTree, bars kit.ChartData) {
	if uid != b.uid {
		b.forget()
		b.uid = uid
	}
	if q.Interval != b.asked.Interval {
		b.bar, b.unfolded = time.Time{}, map[uint64]bool{}
	}
	b.asked, b.tree = q, tree
	tree.unfolded = b.unfolded
	tree.begin()
	b.chart.SetData(bars)
	if tree.barFrom(b.bar) < 0 {
		b.bar = time.Time{}
	}
	b.restrict()
	b.list.setRows(tree.rows())
	if len(tree.missing()) > 0 { // unfolded while this was asked for
		b.showRows(false)
	}
}

// forget drops what is known of the customer before.
func (b *billing) forget() {
	b.uid, b.asked = 0, model.BillingQuery{}
	b.tree, b.unfolded = &billingTree{}, map[uint64]bool{}
	b.bar, b.appID, b.appName = time.Time{}, "", ""
}

func (b *billing) clear() {
	b.forget()
	b.chart.SetData(kit.ChartData{Title: text.T("billing.chart")})
	b.restrict()
	b.list.clearRows()
	sayGaps(b.gaps, b.box, status{})
}

func (b *billing) status(s status) {
	b.list.status(s)
	sayGaps(b.gaps, b.box, s)
}

func (b *billing) focus() { b.list.focus() }

func (b *billing) chooseColumns() { b.list.chooseColumns() }

func (b *billing) restyle() {
	b.list.restyle()
	b.lower.Refresh()
}

// zone is where hours are shown in; longer intervals are the platform's, in UTC.
func (b *billing) zone() *time.Location {
	if b.view().Interval == platform.IntervalHour {
		return b.place.env.Zone()
	}
	return time.UTC
}

// Measures of Billing History at scale 1.
const (
	billingLow     float32 = 250 // below this height the rows stand beside the chart
	billingNarrow  float32 = 820 // below this width there is no room for that
	billingFlat    float32 = 140 // below this height neither
	chartShare     float32 = 0.36
	chartLeast     float32 = 120
	chartMost      float32 = 230
	chartBesideMax float32 = 420
	chartSides     float32 = 12
)

// billingLayout puts the chart above the rows. Where the frame is low, the rows
// stand beside it, or the chart is left out.
type billingLayout struct{}

// MinSize implements fyne.Layout.
func (billingLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(kit.Px(300), kit.Px(100))
}

// Layout implements fyne.Layout.
func (billingLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
	}
	chart, rows := o[0], o[1]
	side, gap := kit.Px(chartSides), kit.Px(8)
	low := size.Height < kit.Px(billingLow)
	visible(chart, !low || size.Width >= kit.Px(billingNarrow) && size.Height >= kit.Px(billingFlat))
	switch {
	case !low:
		high := min(max(size.Height*chartShare, kit.Px(chartLeast)), kit.Px(chartMost))
		place(chart, side, gap, size.Width-2*side, high)
		place(rows, 0, high+2*gap, size.Width, size.Height-high-2*gap)
	case chart.Visible():
		wide := min(size.Width*0.4, kit.Px(chartBesideMax))
		place(chart, side, gap, wide, size.Height-2*gap)
		place(rows, wide+2*side, 0, size.Width-wide-2*side, size.Height)
	default:
		place(rows, 0, 0, size.Width, size.Height)
	}
}
