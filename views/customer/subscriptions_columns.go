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

// subscriptionColumns are the columns of the list; zone is asked when a row is
// painted.
func subscriptionColumns(zone func() *time.Location) []column[platform.Subscription] {
	type row = platform.Subscription
	title := func(id string) string { return text.T("subscriptions.column." + id) }
	plain := func(id string, width float32, of func(row) string) column[row] {
		return column[row]{
			id: id, title: title(id), width: width, text: of,
			cell:  func(s row) kit.Cell { return kit.Cell{Text: text.Isolated(of(s))} },
			order: func(a, b row) int { return compareText(of(a), of(b)) },
		}
	}
	dated := func(id string, at func(row) time.Time, cell func(row) kit.Cell) column[row] {
		return column[row]{
			id: id, title: title(id), width: 104, dated: true, kind: export.KindTime, cell: cell,
			text:  func(s row) string { return text.DateTime(at(s), zone()) },
			order: func(a, b row) int { return at(a).Compare(at(b)) },
			value: func(s row) export.Value { return export.Time(at(s)) },
		}
	}
	product := plain("product", 146, func(s row) string { return s.Product.Name })
	product.frozen = true
	usage := plain("usage", 68, usageText)
	usage.align, usage.cell, usage.order = fyne.TextAlignTrailing, usageCell, compareUsage
	status := plain("status", 162, func(s row) string { return subscriptionStatus(s.Status).Word })
	status.cell = func(s row) kit.Cell { return statusCell(subscriptionStatus(s.Status)) }
	status.order = func(a, b row) int { return compareSubscriptionStatus(a.Status, b.Status) }
	period := plain("period", 64, func(s row) string { return chargePeriod(s.Period) })
	period.order = func(a, b row) int { return compareChargePeriod(a.Period, b.Period) }
	id := plain("id", 72, func(s row) string { return idText(s.ID) })
	id.align, id.kind = fyne.TextAlignTrailing, export.KindNumber
	id.order = func(a, b row) int { return cmp.Compare(a.ID, b.ID) }
	id.value = func(s row) export.Value { return export.Number(s.ID) }
	return []column[row]{
		product, plain("plan", 104, planNames), usage, status,
		moneyColumn("cost", title("cost"), 92, func(s row) platform.Money { return s.Price }), period,
		dated("created", func(s row) time.Time { return s.Created }, func(s row) kit.Cell { return dateCell(s.Created, zone()) }),
		dated("ends", func(s row) time.Time { return s.Ends }, func(s row) kit.Cell { return endsCell(s, zone()) }),
		id,
	}
}

// moneyColumn shows amounts; their currency stands in the title if it is one.
func moneyColumn[T any](id, title string, width float32, of func(T) platform.Money) column[T] {
	return column[T]{
		id: id, title: title, width: width, align: fyne.TextAlignTrailing, more: true, kind: export.KindMoney,
		text:  func(row T) string { return text.MoneyCopy(of(row)) },
		cell:  func(row T) kit.Cell { return moneyCell(of(row)) },
		order: func(a, b T) int { return compareMoney(of(a), of(b)) },
		value: func(row T) export.Value { return export.Money(of(row)) },
		unit:  func(rows []T) string { return oneCurrency(rows, of) },
	}
}
