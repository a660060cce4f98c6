package customer

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// environmentBillingDays are the days of the chart, today included.
const environmentBillingDays = 30

// environmentBilling is what one environment cost on each of the last 30 days.
type environmentBilling struct {
	env *screen.Env

	appID string
	now   model.Billing

	chart  *kit.Chart
	sum    *kit.Label
	line   *kit.Paragraph
	object *fyne.Container
}

func newEnvironmentBilling(env *screen.Env) *environmentBilling {
	b := &environmentBilling{env: env, chart: kit.NewChart(env.Host), sum: kit.NewBold("")}
	b.chart.Height = 120
	b.line = kit.NewParagraph("", theme.ColorNamePlaceHolder, false)
	b.object = kit.Pillar(kit.Stack(kit.Margin(b.sum, 12, 4)), kit.Margin(b.chart, 8, 0), kit.Margin(b.line, 12, 4))
	return b
}

// environmentBillingPeriod is the last 30 days, today included.
func environmentBillingPeriod(now time.Time) platform.Period {
	today := model.IntervalStart(platform.IntervalDay, now)
	return platform.Period{From: today.AddDate(0, 0, 1-environmentBillingDays), To: today.AddDate(0, 0, 1)}
}

// show puts the charges of an environment on screen.
func (b *environmentBilling) show(appID string, now model.Billing) {
	b.appID, b.now = appID, now
	b.chart.SetData(environmentChart(now))
	b.sum.SetText("")
	if now.Cost.Given() {
		b.sum.SetText(text.T("environments.billing.sum", text.With("Sum", text.MoneyFull(now.Cost))))
	}
	b.line.SetText(b.said())
	b.object.Refresh()
}

// said is what stands below the chart: what is missing of it, or why it is
// empty.
func (b *environmentBilling) said() string {
	unread := 0
	for _, bar := range b.now.Bars {
		if bar.Unread {
			unread++
		}
	}
	switch {
	case b.appID == "" || len(b.now.Bars) == 0:
		return ""
	case b.now.State.Err != nil:
		return b.env.Sentence(b.now.State.Err)
	case unread > 0:
		return text.T("environments.billing.gaps", text.N(unread))
	case !b.now.Cost.Given():
		return text.T("environments.billing.nothing")
	}
	return ""
}

// environmentChart are the charges of days as bars stacked by resource.
func environmentChart(found model.Billing) kit.ChartData {
	currency := found.Cost.Currency()
	data := kit.ChartData{
		Title: text.T("environments.billing.none"),
		Total: text.T("environments.billing.total"),
		Say:   func(v decimal.Decimal) string { return text.MoneyFull(platform.NewMoney(v, currency)) },
	}
	if currency != "" {
		data.Title = text.T("environments.billing.title", text.With("Currency", currency))
	}
	for _, s := range found.Series {
		data.Series = append(data.Series, kit.ChartSeries{Name: environmentResource(s.Resource)})
	}
	for _, bar := range found.Bars {
		shown := kit.ChartBar{
			Label: text.DayMonth(bar.Period.From, nil), Name: text.DayMonthYear(bar.Period.From, nil), Unread: bar.Unread,
		}
		for _, part := range bar.Parts {
			shown.Values = append(shown.Values, part.Amount())
		}
		data.Bars = append(data.Bars, shown)
	}
	return data
}

// environmentResource is a kind of resource in words.
func environmentResource(kind platform.ResourceKind) string {
	switch kind {
	case platform.ResourceDynamic, platform.ResourceReserved, platform.ResourceStorage:
		return text.T("environments.resource." + string(kind))
	}
	return text.T("environments.resource.other")
}
