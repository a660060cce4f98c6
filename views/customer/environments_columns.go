package customer

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/export"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// environmentADay is the column of what an environment costs a day.
const environmentADay = "aday"

// environmentColumns are the columns of the list; zone is asked when a row is
// painted.
func environmentColumns(zone func() *time.Location) []column[environment] {
	title := func(id string) string { return text.T("environments.column." + id) }
	plain := func(id string, width float32, of func(environment) string) column[environment] {
		return column[environment]{
			id: id, title: title(id), width: width, text: of,
			cell:  func(e environment) kit.Cell { return kit.Cell{Text: text.Isolated(of(e))} },
			order: func(a, b environment) int { return compareText(of(a), of(b)) },
		}
	}
	status := plain("status", 112, func(e environment) string { return e.status.Word })
	status.frozen, status.order = true, compareEnvironmentStatus
	status.cell = func(e environment) kit.Cell { return statusCell(e.status) }
	name := plain("name", 124, environment.title)
	name.frozen = true
	note := plain("note", 160, func(e environment) string { return e.Note })
	note.flex = true
	id := plain("appid", 250, func(e environment) string { return e.AppID })
	id.hidden = true
	id.cell = func(e environment) kit.Cell { return kit.Cell{Text: text.Visible(e.AppID), Mono: true} }
	return []column[environment]{
		status, name, plain("domain", 178, func(e environment) string { return e.Domain }),
		plain("region", 72, func(e environment) string { return regionName(e.Region) }),
		nodesColumn(title("nodes")), cloudletsColumn(title("cloudlets")), createdColumn(title("created"), zone),
		note, aDayColumn(title(environmentADay)), id,
	}
}

func compareEnvironmentStatus(a, b environment) int {
	return cmp.Or(cmp.Compare(environmentStatusRank(a.Status), environmentStatusRank(b.Status)), compareText(a.status.Word, b.status.Word))
}

func nodesColumn(title string) column[environment] {
	return column[environment]{
		id: "nodes", title: title, width: 58, align: fyne.TextAlignTrailing, kind: export.KindNumber,
		text:  func(e environment) string { return countText(e.NodeCount) },
		order: func(a, b environment) int { return cmp.Compare(a.NodeCount, b.NodeCount) },
		value: func(e environment) export.Value { return countValue(e.NodeCount) },
	}
}

func cloudletsColumn(title string) column[environment] {
	return column[environment]{
		id: "cloudlets", title: title, width: kit.TitleWidth(title), align: fyne.TextAlignTrailing,
		text: environment.cloudletsText,
		cell: func(e environment) kit.Cell { return kit.Cell{Text: e.cloudletsText(), Hint: e.cloudletsHint()} },
		order: func(a, b environment) int {
			return cmp.Or(cmp.Compare(a.Cloudlets, b.Cloudlets), cmp.Compare(a.limit, b.limit))
		},
	}
}

func createdColumn(title string, zone func() *time.Location) column[environment] {
	return column[environment]{
		id: "created", title: title, width: 108, dated: true, kind: export.KindTime,
		text:  func(e environment) string { return text.DateTime(e.Created, zone()) },
		cell:  func(e environment) kit.Cell { return dateCell(e.Created, zone()) },
		order: func(a, b environment) int { return a.Created.Compare(b.Created) },
		value: func(e environment) export.Value { return export.Time(e.Created) },
	}
}

// aDayColumn is what an environment costs a day; it needs charges that were
// read, so it is there only when somebody chooses it.
func aDayColumn(title string) column[environment] {
	return column[environment]{
		id: environmentADay, title: title, width: 104, align: fyne.TextAlignTrailing, more: true, hidden: true, kind: export.KindMoney,
		text: func(e environment) string { return text.MoneyCopy(e.aDay) },
		cell: func(e environment) kit.Cell {
			cell := moneyCell(e.aDay)
			if !e.aDay.Given() {
				cell.Hint = text.T("environments.aday.unknown")
			}
			return cell
		},
		order: func(a, b environment) int { return compareMoney(a.aDay, b.aDay) },
		value: func(e environment) export.Value { return export.Money(e.aDay) },
		unit: func(rows []environment) string {
			return oneCurrency(rows, func(e environment) platform.Money { return e.aDay })
		},
	}
}

// countValue is a number that the platform may not tell (-1).
func countValue(n int) export.Value {
	if n < 0 {
		return export.Value{}
	}
	return export.Number(n)
}

// oneCurrency is the currency of some amounts; empty if there are several, or
// none.
func oneCurrency[T any](rows []T, of func(T) platform.Money) string {
	currency := ""
	for _, row := range rows {
		switch m := of(row); {
		case !m.Given() || m.Currency() == currency:
		case currency != "":
			return ""
		default:
			currency = m.Currency()
		}
	}
	return currency
}
