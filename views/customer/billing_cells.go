package customer

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// taken is an amount as what it does to the balance: a charge takes it away.
func taken(m platform.Money) platform.Money {
	if !m.Given() {
		return m
	}
	return platform.NewMoney(m.Amount().Neg(), m.Currency())
}

// charged is an exact cost with its sign and currency.
func charged(m platform.Money) string { return text.MoneyChange(taken(m)) }

// chargedName is an environment by its short name.
func chargedName(appID, domain string) string {
	name, _, _ := strings.Cut(domain, ".")
	if name = cmp.Or(name, domain, appID); name == "" {
		return text.T("billing.noenvironment")
	}
	return text.Isolated(text.Visible(name))
}

// resourceName is what a charge is for, in words.
func resourceName(kind platform.ResourceKind) string {
	switch kind {
	case platform.ResourceTraffic, platform.ResourceOption:
		return text.T("billing.resource." + string(kind))
	}
	return environmentResource(kind)
}

// period is the interval of a row.
func (r *billingRow) period() platform.Period { return platform.Period{From: r.From, To: r.To} }

// intervalName is the interval of a row for copies, and what it covers.
func (r *billingRow) intervalName(zone *time.Location) (name, hint string) {
	return intervalName(r.period(), r.interval, zone)
}

func (r *billingRow) environment() string { return chargedName(r.AppID, r.Domain) }

// columns are the columns of the rows; titles name what the person chose.
func (b *billing) columns() []column[*billingRow] {
	title := func(id string) string { return text.T("billing.column." + id) }
	interval := column[*billingRow]{
		id: "interval", title: title("interval"), width: 112, frozen: true, unsorted: true,
		text: func(r *billingRow) string { name, _ := r.intervalName(b.zone()); return name },
		cell: func(r *billingRow) kit.Cell { return r.intervalCell(b.zone()) },
		link: b.turn, linked: func(r *billingRow) bool { return r.Level == model.LevelInterval },
		unit: func([]*billingRow) string {
			if b.view().Interval == platform.IntervalHour {
				return b.place.env.ZoneName()
			}
			return time.UTC.String()
		},
	}
	environment := column[*billingRow]{
		id: "environment", title: title("environment"), width: 140, unsorted: true, text: (*billingRow).environmentText,
		cell: (*billingRow).environmentCell, link: b.turn, linked: func(r *billingRow) bool { return r.Level == model.LevelEnvironment },
	}
	region := column[*billingRow]{
		id: "region", title: title("region"), width: 90, unsorted: true, hidden: true, text: func(r *billingRow) string { return r.Region },
	}
	return []column[*billingRow]{
		interval, environment,
		{id: "resource", title: title("resource"), width: 134, unsorted: true, text: (*billingRow).resourceText},
		{id: "detail", title: title("detail"), width: 76, flex: true, unsorted: true, text: (*billingRow).detail},
		region, unitsColumn(title("units")), priceColumn(title("price")),
		partColumn("main", title("main"), func(r *billingRow) platform.Money { return r.Main }),
		partColumn("bonus", title("bonus"), func(r *billingRow) platform.Money { return r.Bonus }),
		costColumn(title("cost")),
	}
}

// intervalCell is the interval with what folds it, or, of a row below, the
// interval that it belongs to.
func (r *billingRow) intervalCell(zone *time.Location) kit.Cell {
	_, hint := r.intervalName(zone)
	cell := kit.Cell{Text: intervalShort(r.period(), r.interval, zone), Color: theme.ColorNameForeground, Hint: hint}
	cell.Mono = r.interval != platform.IntervalHour && r.interval != platform.IntervalWeek
	if r.Level == model.LevelInterval {
		cell.Icon = r.foldIcon()
		return cell
	}
	cell.Text, cell.Color = foldIndent+cell.Text, theme.ColorNamePlaceHolder
	if !cell.Mono { // its spaces are narrower
		cell.Text = foldIndent + cell.Text
	}
	return cell
}

// foldIndent stands where other rows have what folds them.
const foldIndent = "   "

func (r *billingRow) foldIcon() kit.CellIcon {
	if r.open {
		return kit.CellIcon{Resource: theme.MenuDropDownIcon()}
	}
	return kit.CellIcon{Resource: theme.NavigateNextIcon()}
}

// environmentText is the domain in full, for copies.
func (r *billingRow) environmentText() string {
	if r.Level == model.LevelInterval {
		return ""
	}
	return cmp.Or(r.Domain, r.AppID)
}

func (r *billingRow) environmentCell() kit.Cell {
	hint := text.Isolated(text.Visible(r.environmentText()))
	switch r.Level {
	case model.LevelInterval:
		return kit.Cell{Text: text.T("billing.environments", text.N(r.Under)), Color: theme.ColorNamePlaceHolder}
	case model.LevelEnvironment:
		return kit.Cell{Text: r.environment(), Color: theme.ColorNameForeground, Icon: r.foldIcon(), Hint: hint}
	}
	return kit.Cell{Text: foldIndent + "  " + r.environment(), Color: theme.ColorNamePlaceHolder, Hint: hint}
}

func (r *billingRow) resourceText() string {
	if r.Level != model.LevelResource {
		return ""
	}
	return resourceName(r.Resource)
}

// detail is the node type with its node, or with how many nodes there are.
func (r *billingRow) detail() string {
	kind := text.With("Type", r.Detail)
	switch {
	case r.Level != model.LevelResource:
		return ""
	case r.Node != 0:
		return text.T("billing.detail.node", kind, text.With("Node", strconv.FormatInt(r.Node, 10)))
	case r.NodeCount > 1:
		return text.T("billing.detail.nodes", kind, text.With("Count", text.Count(r.NodeCount)))
	}
	return r.Detail
}

func unitsColumn(title string) column[*billingRow] {
	digits := func(r *billingRow) string {
		if r.Level != model.LevelResource {
			return ""
		}
		return r.Units.String()
	}
	return column[*billingRow]{
		id: "units", title: title, width: 56, align: fyne.TextAlignTrailing, unsorted: true, kind: export.KindNumber, text: digits,
		cell: func(r *billingRow) kit.Cell {
			cell := kit.Cell{Text: digits(r)}
			if r.Level == model.LevelResource && r.Free.IsPositive() {
				cell.Hint = text.T("billing.units.free", text.With("Units", r.Units.String()), text.With("Free", r.Free.String()))
			}
			return cell
		},
		value: func(r *billingRow) export.Value {
			if r.Level != model.LevelResource {
				return export.Value{}
			}
			return export.Decimal(r.Units)
		},
	}
}

func priceColumn(title string) column[*billingRow] {
	price := func(r *billingRow) platform.Money {
		if r.Level != model.LevelResource {
			return platform.Money{}
		}
		return r.Price()
	}
	return column[*billingRow]{
		id: "price", title: title, width: 66, align: fyne.TextAlignTrailing, unsorted: true, kind: export.KindMoney,
		text: func(r *billingRow) string { return text.MoneyCopy(price(r)) },
		cell: func(r *billingRow) kit.Cell {
			p := price(r)
			if !p.Given() {
				return kit.Cell{}
			}
			return kit.Cell{Text: text.Money(p, text.Exact).Digits, Hint: text.T("billing.price.hint", text.With("Price", text.MoneyFull(p)))}
		},
		value: func(r *billingRow) export.Value { return export.Money(price(r)) },
	}
}

// partColumn is a part of the cost, seldom asked for.
func partColumn(id, title string, of func(*billingRow) platform.Money) column[*billingRow] {
	return column[*billingRow]{
		id: id, title: title, width: 106, align: fyne.TextAlignTrailing, unsorted: true, hidden: true, kind: export.KindMoney,
		text:  func(r *billingRow) string { return text.MoneyCopy(taken(of(r))) },
		cell:  func(r *billingRow) kit.Cell { return r.amountCell(of(r)) },
		value: func(r *billingRow) export.Value { return export.Money(taken(of(r))) },
	}
}

func costColumn(title string) column[*billingRow] {
	return column[*billingRow]{
		id: "cost", title: title, width: 94, align: fyne.TextAlignTrailing, unsorted: true, kind: export.KindMoney,
		text: func(r *billingRow) string { return text.MoneyCopy(taken(r.Cost)) },
		cell: func(r *billingRow) kit.Cell {
			cell, words := r.amountCell(r.Cost), text.With("Cost", charged(r.Cost))
			switch {
			case r.Main.Sign() != 0 && r.Bonus.Sign() != 0:
				cell.Hint = text.T("billing.cost.both", words, text.With("Main", charged(r.Main)), text.With("Bonus", charged(r.Bonus)))
			case r.Level == model.LevelResource && !r.Withdrawn:
				cell.Hint = text.T("billing.cost.open", words)
			}
			return cell
		},
		value: func(r *billingRow) export.Value { return export.Money(taken(r.Cost)) },
		unit: func(rows []*billingRow) string {
			if len(rows) == 0 {
				return ""
			}
			return rows[0].Cost.Currency()
		},
	}
}

// amountCell is an exact amount with its sign; sums of others are bold.
func (r *billingRow) amountCell(m platform.Money) kit.Cell {
	digits, _, _ := strings.Cut(charged(m), " ")
	return kit.Cell{Text: digits, Bold: r.folds(), Hint: charged(m)}
}
