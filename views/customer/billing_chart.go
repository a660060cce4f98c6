package customer

import (
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// intervalWord is a kind of interval in words: "Days".
func intervalWord(i platform.Interval) string { return text.T("billing.interval." + string(i)) }

// intervalName is an interval for copies; hint is what it covers, in full.
func intervalName(p platform.Period, i platform.Interval, zone *time.Location) (name, hint string) {
	day := text.Date(p.From, zone)
	switch i {
	case platform.IntervalHour:
		return day + " " + text.Clock(p.From, zone), text.T("billing.hour", text.With("Day", text.DayMonthYear(p.From, zone)),
			text.With("From", text.Clock(p.From, zone)), text.With("To", text.Clock(p.To, zone)))
	case platform.IntervalWeek:
		last := text.Date(p.To.Add(-time.Nanosecond), zone)
		if last != day {
			day = text.T("billing.week", text.With("First", day), text.With("Last", last))
		}
	case platform.IntervalMonth:
		day = day[:len("2026-11")]
	case platform.IntervalYear:
		day = day[:len("2026")]
	}
	return day, spanWords(p)
}

// intervalShort is an interval as the rows have room for it.
func intervalShort(p platform.Period, i platform.Interval, zone *time.Location) string {
	first := text.DayMonth(p.From, zone)
	switch i {
	case platform.IntervalHour:
		return first + " " + text.Clock(p.From, zone)
	case platform.IntervalWeek:
		if last := text.DayMonth(p.To.Add(-time.Nanosecond), zone); last != first {
			return text.T("billing.week.short", text.With("First", first), text.With("Last", last))
		}
		return first
	}
	name, _ := intervalName(p, i, zone)
	return name
}

// barLabel is what may stand below a bar; empty: nothing.
func barLabel(p platform.Period, q model.BillingQuery, zone *time.Location) string {
	const fewHours = 49 * time.Hour
	switch {
	case q.Interval != platform.IntervalHour && q.Interval != platform.IntervalMonth && q.Interval != platform.IntervalYear:
		return text.DayMonth(p.From, zone)
	case q.Interval != platform.IntervalHour:
		name, _ := intervalName(p, q.Interval, zone)
		return name
	case q.Period.To.Sub(q.Period.From) < fewHours:
		return text.Clock(p.From, zone)
	case p.From.In(zone).Hour() == 0:
		return text.DayMonth(p.From, zone)
	}
	return ""
}

// billingChart are charges as stacked bars.
func billingChart(found model.Billing, q model.BillingQuery, zone *time.Location) kit.ChartData {
	currency := found.Cost.Currency()
	data := kit.ChartData{
		Title: text.T("billing.chart"), Total: text.T("billing.chart.total"), Bars: make([]kit.ChartBar, 0, len(found.Bars)),
		Say: func(v decimal.Decimal) string { return text.MoneyFull(platform.NewMoney(v, currency)) },
	}
	if currency != "" {
		data.Title = text.T("billing.chart."+string(q.Interval), text.With("Currency", currency))
	}
	for _, s := range found.Series {
		data.Series = append(data.Series, kit.ChartSeries{Name: seriesName(s, q.Stack)})
	}
	for i := range found.Bars {
		b := &found.Bars[i]
		bar := kit.ChartBar{Label: barLabel(b.Period, q, zone), Unread: b.Unread, Values: make([]decimal.Decimal, len(b.Parts))}
		_, bar.Name = intervalName(b.Period, q.Interval, zone)
		for n, part := range b.Parts {
			bar.Values[n] = part.Amount()
		}
		if b.Unread && b.Cost.Given() {
			bar.Name = text.T("billing.chart.partly", text.With("Bar", bar.Name))
		}
		data.Bars = append(data.Bars, bar)
	}
	return data
}

// seriesName is what a colour of the bars stands for.
func seriesName(s model.BillingSeries, by model.Stacking) string {
	switch {
	case by == model.StackBalance && s.Balance == platform.BalanceBonus:
		return text.T("billing.series.bonus")
	case by == model.StackBalance:
		return text.T("billing.series.main")
	case s.Rest:
		return text.T("billing.series.rest")
	case by == model.StackEnvironment:
		return chargedName(s.AppID, s.Domain)
	}
	return environmentResource(s.Resource)
}
