package customer

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// settingFundingRange is where the last ready-made period is kept.
const settingFundingRange = "customer.funding.range"

// funding is Funding History: above, what each billing operation moved in the
// period and bars of it; below, the ledger.
type funding struct {
	place  place
	days   *kit.DateRange
	sums   *table[sumRow]
	chart  *kit.Chart
	ledger *table[platform.Funding]
	gaps   *notice
	box    *fyne.Container
	upper  *fyne.Container // sums and chart

	found model.Funding

	shown   []fyne.CanvasObject // the controls
	editing *editPane
	edit    *kit.Button // of a note
}

func newFunding(p place) *funding {
	f := &funding{place: p, gaps: newNotice()}
	f.days = keptRange(p, settingFundingRange, kit.RangeQuarter, p.again)
	f.makeEditing(p)
	f.sums = newTable(p, tableOf[sumRow]{
		name: "funding.sums", columns: sumColumns(), key: func(r sumRow) uint64 { return keyOf(r.name) }, noFooter: true,
	})
	f.chart = kit.NewChart(p.env.Host)
	f.chart.OnChosen = f.showBar
	f.ledger = newTable(p, tableOf[platform.Funding]{
		name: "funding", columns: append(ledgerColumns(p.env.Zone), markColumn()), key: ledgerKey, empty: text.T("funding.empty"), foot: f.foot,
		activate: func(platform.Funding) { f.edit.Press() }, current: f.moved,
		below: f.editing.panel.Object(), belowWhen: f.editing.panel.IsOpen, belowShare: 0.4,
	})
	f.editing.toggle, f.editing.back = f.ledger.showBelow, f.ledger.focus
	f.upper = container.New(fundingLayout{f}, f.sums.object, f.chart, f.ledger.object)
	f.box = kit.Pillar(f.gaps.object, f.upper, kit.Stack())
	f.clear()
	return f
}

func (f *funding) object() fyne.CanvasObject { return f.box }

func (f *funding) controls() []fyne.CanvasObject {
	if f.shown == nil {
		f.shown = append(f.days.Objects(), f.edit)
	}
	return f.shown
}

func (f *funding) keys(uid platform.UID) []model.SectionKey {
	renewed(f.place, f.days)
	return []model.SectionKey{{Section: model.SectionFunding, UID: uid, Period: f.days.Period()}}
}

func (f *funding) ask(uid platform.UID) question {
	period := f.keys(uid)[0].Period
	return func(ctx context.Context) (func(), error) {
		found, err := f.place.env.Cluster.Funding(ctx, uid, period)
		return func() { f.show(found) }, err
	}
}

func (f *funding) show(found model.Funding) {
	f.found = found
	f.sums.setRows(sumRows(found))
	f.chart.SetData(fundingChart(found))
	f.ledger.setRows(found.Rows)
	f.upper.Refresh()
}

// moved is another row: what was typed for the one before is kept.
func (f *funding) moved(row platform.Funding, ok bool) {
	if f.editing.panel.IsOpen() && (!ok || f.editing.panel.Target() != strconv.FormatInt(row.ID, 10)) {
		f.editing.leave()
	}
	f.edit.Refresh()
}

func (f *funding) clear() {
	f.editing.leave()
	f.found = model.Funding{}
	f.sums.clearRows()
	f.ledger.clearRows()
	f.chart.SetData(fundingChart(f.found))
	f.chart.SetChosen(-1)
	sayGaps(f.gaps, f.box, status{})
}

func (f *funding) status(s status) {
	f.sums.status(s)
	f.ledger.status(s)
	sayGaps(f.gaps, f.box, s)
}

func (f *funding) focus() { f.ledger.focus() }

func (f *funding) chooseColumns() { f.ledger.chooseColumns() }

func (f *funding) restyle() {
	f.sums.restyle()
	f.ledger.restyle()
	f.upper.Refresh()
}

func (f *funding) export() Exported {
	period := f.days.Period()
	return f.ledger.exported(text.T("customer.tab.funding"), spanWords(period))
}

// showBar leads to the newest operation of a bar.
func (f *funding) showBar(bar int) {
	f.chart.SetChosen(bar)
	period := f.found.Bars[bar].Period
	for i := range f.ledger.length() {
		if row, _ := f.ledger.at(i); !row.At.Before(period.From) && row.At.Before(period.To) {
			f.ledger.grid.SetCurrent(i)
			f.ledger.moved(i)
			f.ledger.grid.ScrollToRow(i)
			return
		}
	}
}

// foot sums the ledger up: what both balances gained or lost.
func (f *funding) foot(shown, _ []platform.Funding) footing {
	foot := footing{count: text.Count(len(shown)), note: text.T("funding.operations", text.N(len(shown)))}
	for _, s := range []struct {
		key string
		sum platform.Money
	}{{"funding.balance", f.found.Main}, {"funding.bonus", f.found.Bonus}} {
		if s.sum.Given() {
			foot.right += text.T(s.key, text.With("Sum", text.MoneyChange(s.sum))) + "   "
		}
	}
	return foot
}

// Measures of Funding History at scale 1.
const (
	fundingLow    float32 = 400 // below this height the ledger stands beside the sums
	fundingNarrow float32 = 560 // below this width there is no room for the chart
	sumsWide      float32 = 472
)

// fundingLayout puts sums and chart above the ledger. Where the frame is low, the
// ledger stands beside the sums and the chart is left out.
type fundingLayout struct{ f *funding }

// MinSize implements fyne.Layout.
func (fundingLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(kit.Px(300), kit.Px(120))
}

// Layout implements fyne.Layout.
func (l fundingLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
	}
	sums, chart, ledger := o[0], o[1], o[2]
	wide := min(kit.Px(sumsWide), size.Width)
	if size.Height < kit.Px(fundingLow) && size.Width > kit.Px(sumsWide+320) {
		visible(chart, false)
		place(sums, 0, 0, wide, size.Height)
		place(ledger, wide+kit.Px(7), 0, size.Width-wide-kit.Px(7), size.Height)
		return
	}
	high := kit.Px(kit.GridHeaderHeight + rowHigh(l.f.place.env)*float32(max(len(l.f.sums.rows), 1)) + 2)
	high = min(high, size.Height*0.55)
	roomy := size.Width >= kit.Px(fundingNarrow)
	visible(chart, roomy)
	if wide = min(wide, size.Width*0.66); !roomy {
		wide = size.Width
	}
	gap := kit.Px(8)
	place(sums, 0, 0, wide, high)
	place(chart, wide+gap, gap, size.Width-wide-2*gap, high-gap)
	place(ledger, 0, high+gap, size.Width, size.Height-high-gap)
}
