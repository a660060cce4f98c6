package customer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/shopspring/decimal"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// operationName is the name of a billing operation; one that is not known keeps
// the platform's own text.
func operationName(o platform.FundingOperation) string {
	if key := "funding.operation." + string(o); o.Balance() != platform.BalanceUnknown && text.Has(key) {
		return text.T(key)
	}
	return text.Isolated(text.Visible(string(o)))
}

// changeCell is an exact amount with its sign.
func changeCell(m platform.Money, bold bool) kit.Cell {
	digits, _, _ := strings.Cut(text.MoneyChange(m), " ")
	cell := kit.Cell{Text: digits, Bold: bold, Hint: text.MoneyChange(m)}
	if m.Sign() < 0 {
		cell.Color = theme.ColorNameError
	}
	return cell
}

// ledgerColumns are the columns of the ledger; zone is asked anew, settings may
// change it.
func ledgerColumns(zone func() *time.Location) []column[platform.Funding] {
	title := func(id string) string { return text.T("funding.column." + id) }
	return []column[platform.Funding]{{
		id: "date", title: title("date"), width: 154, dated: true, frozen: true, kind: export.KindTime,
		text:  func(f platform.Funding) string { return text.DateTime(f.At, zone()) },
		cell:  func(f platform.Funding) kit.Cell { return kit.Cell{Text: text.DateTime(f.At, zone()), Mono: true} },
		order: func(a, b platform.Funding) int { return a.At.Compare(b.At) },
		value: func(f platform.Funding) export.Value { return export.Time(f.At) },
	}, {
		id: "amount", title: title("amount"), width: 132, align: fyne.TextAlignTrailing, kind: export.KindMoney,
		text:  func(f platform.Funding) string { return text.MoneyCopy(f.Amount) },
		cell:  func(f platform.Funding) kit.Cell { return changeCell(f.Amount, true) },
		order: func(a, b platform.Funding) int { return a.Amount.Amount().Cmp(b.Amount.Amount()) },
		value: func(f platform.Funding) export.Value { return export.Money(f.Amount) },
		unit:  currencyOf,
	}, {
		id: "operation", title: title("operation"), width: 226,
		text: operationCopy, cell: operationCell,
	}, {
		id: "note", title: title("note"), width: 140, flex: true,
		text: func(f platform.Funding) string { return f.Note },
	}}
}

func operationCell(f platform.Funding) kit.Cell {
	cell := kit.Cell{Text: operationName(f.Operation)}
	if f.Operation.Balance() == platform.BalanceUnknown {
		cell.Icon = kit.CellIcon{Resource: theme.QuestionIcon(), Color: theme.ColorNameWarning}
		cell.Hint = text.T("funding.unknown", text.With("Operation", cell.Text))
	}
	return cell
}

// operationCopy is an operation for copies: unharmed where it is not known.
func operationCopy(f platform.Funding) string {
	if f.Operation.Balance() == platform.BalanceUnknown {
		return string(f.Operation)
	}
	return operationName(f.Operation)
}

// ledgerKey is what a row is known by when the ledger is read again.
func ledgerKey(f platform.Funding) uint64 {
	if f.ID != 0 {
		return uint64(f.ID)
	}
	return keyOf(f.At.String() + string(f.Operation) + f.Amount.Text() + f.Note)
}

// sumRow is a row of the sums; the last one is what the period changed in all.
type sumRow struct {
	name        string
	count       int
	main, bonus platform.Money
	total       bool
	unknown     bool
}

// sumOrder is the order of the operations on screen: what comes in, then what goes
// out, then what is not known.
var sumOrder = []platform.FundingOperation{
	platform.Funded, platform.BonusFunded, platform.RegistrationBonus, platform.ExtraBonus, platform.Withdrawn, platform.BonusWithdrawn,
}

// sumRows are the sums of a period and below them their total.
func sumRows(f model.Funding) []sumRow {
	rows := make([]sumRow, 0, len(f.Sums)+1)
	place := func(s model.FundingSum) uint { return uint(slices.Index(sumOrder, s.Operation)) } // none: the last
	sums := slices.SortedStableFunc(slices.Values(f.Sums), func(a, b model.FundingSum) int { return cmp.Compare(place(a), place(b)) })
	for _, s := range sums {
		rows = append(rows, sumRow{
			name: operationName(s.Operation), count: s.Count, main: s.Main, bonus: s.Bonus,
			unknown: s.Operation.Balance() == platform.BalanceUnknown,
		})
	}
	return append(rows, sumRow{name: text.T("funding.sums.total"), count: len(f.Rows), main: f.Main, bonus: f.Bonus, total: true})
}

// sumColumns are the columns of the sums of each billing operation.
func sumColumns() []column[sumRow] {
	title := func(id string) string { return text.T("funding.sums." + id) }
	return []column[sumRow]{
		{id: "operation", title: title("operation"), width: 218, flex: true, frozen: true, unsorted: true,
			text: func(r sumRow) string { return r.name }, cell: sumRow.operation},
		{id: "count", title: title("count"), width: 56, align: fyne.TextAlignTrailing, unsorted: true,
			text: func(r sumRow) string { return strconv.Itoa(r.count) },
			cell: func(r sumRow) kit.Cell { return r.looks(kit.Cell{Text: text.Count(r.count)}) }},
		{id: "main", title: title("main"), width: 98, align: fyne.TextAlignTrailing, unsorted: true,
			text: func(r sumRow) string { return text.MoneyCopy(r.main) },
			cell: func(r sumRow) kit.Cell { return r.money(r.main) }},
		{id: "bonus", title: title("bonus"), width: 98, align: fyne.TextAlignTrailing, unsorted: true,
			text: func(r sumRow) string { return text.MoneyCopy(r.bonus) },
			cell: func(r sumRow) kit.Cell { return r.money(r.bonus) }},
	}
}

func (r sumRow) operation() kit.Cell {
	cell := kit.Cell{Text: r.name}
	if r.unknown {
		cell.Hint = text.T("funding.unknown", text.With("Operation", r.name))
	}
	return r.looks(cell)
}

// looks makes the total bold, and pale what did not occur.
func (r sumRow) looks(cell kit.Cell) kit.Cell {
	cell.Bold = r.total
	if r.count == 0 && !r.total {
		cell.Color = theme.ColorNamePlaceHolder
	}
	return cell
}

func (r sumRow) money(m platform.Money) kit.Cell {
	if !m.Given() {
		return r.looks(kit.Cell{Text: text.T("funding.sums.nothing"), Color: theme.ColorNamePlaceHolder})
	}
	return changeCell(m, r.total)
}

// fundingChart is what moved in each interval of a period.
func fundingChart(f model.Funding) kit.ChartData {
	data := kit.ChartData{
		Title: text.T("funding.chart.plain"),
		Series: []kit.ChartSeries{
			{Name: text.T("funding.chart.funding"), Color: kit.ColorChart1},
			{Name: text.T("funding.chart.bonus"), Color: kit.ColorChart2},
			{Name: text.T("funding.chart.withdrawn"), Color: kit.ColorChart4, Hollow: true},
		},
	}
	weekly := len(f.Bars) > 0 && f.Bars[0].Period.To.Sub(f.Bars[0].Period.From) > 24*time.Hour ||
		len(f.Bars) > 1 && f.Bars[1].Period.To.Sub(f.Bars[1].Period.From) > 24*time.Hour
	currency := currencyOf(f.Rows)
	if currency != "" {
		key := "funding.chart.days"
		if weekly {
			key = "funding.chart.weeks"
		}
		data.Title = text.T(key, text.With("Currency", currency))
	}
	data.Say = func(value decimal.Decimal) string { return text.MoneyChange(platform.NewMoney(value, currency)) }
	for _, b := range f.Bars {
		bar := kit.ChartBar{
			Label: text.DayMonth(b.Period.From, time.UTC), Name: text.DayMonthYear(b.Period.From, time.UTC), Unread: b.Unread,
			Values: []decimal.Decimal{b.Funded.Amount(), b.Bonus.Amount(), b.Withdrawn.Amount().Neg()},
		}
		if weekly {
			bar.Name = text.T("funding.chart.week", text.With("First", text.DayMonth(b.Period.From, time.UTC)),
				text.With("Last", text.DayMonthYear(b.Period.To.Add(-time.Second), time.UTC)))
		}
		data.Bars = append(data.Bars, bar)
	}
	return data
}

// currencyOf is the currency of the amounts; empty if there are none.
func currencyOf(rows []platform.Funding) string {
	for _, r := range rows {
		if c := r.Amount.Currency(); c != "" {
			return c
		}
	}
	return ""
}
