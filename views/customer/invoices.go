package customer

import (
	"time"

	"steward/app/export"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// invoiceColumns are the columns of the invoices of a subscription; zone is
// asked when a row is painted.
func invoiceColumns(zone func() *time.Location) []column[platform.Invoice] {
	type row = platform.Invoice
	title := func(id string) string { return text.T("subscriptions.invoice." + id) }
	dated := func(id string, hidden bool, at func(row) time.Time) column[row] {
		return column[row]{
			id: id, title: title(id), width: 104, dated: true, kind: export.KindTime, hidden: hidden,
			text:  func(v row) string { return text.DateTime(at(v), zone()) },
			cell:  func(v row) kit.Cell { return dateCell(at(v), zone()) },
			order: func(a, b row) int { return at(a).Compare(at(b)) },
			value: func(v row) export.Value { return export.Time(at(v)) },
		}
	}
	number := column[row]{
		id: "number", title: title("number"), width: 164, frozen: true, text: invoiceNumber,
		cell:  func(v row) kit.Cell { return kit.Cell{Text: text.Isolated(invoiceNumber(v)), Hint: invoiceHint(v)} },
		order: func(a, b row) int { return compareText(invoiceNumber(a), invoiceNumber(b)) },
	}
	state := column[row]{
		id: "state", title: title("state"), width: 118,
		text:  func(v row) string { return invoiceStatus(v.Status).Word },
		cell:  func(v row) kit.Cell { return statusCell(invoiceStatus(v.Status)) },
		order: func(a, b row) int { return compareInvoiceStatus(a.Status, b.Status) },
	}
	open := moneyColumn("open", title("open"), 104, owed)
	open.cell = owedCell
	return []column[row]{
		number, dated("date", false, func(v row) time.Time { return v.Created }),
		moneyColumn("sum", title("sum"), 104, func(v row) platform.Money { return v.Amount }), state, open,
		dated("due", false, func(v row) time.Time { return v.Due }), dated("paid", true, func(v row) time.Time { return v.Paid }),
	}
}

// invoiceHint is the number with what the invoice is for.
func invoiceHint(v platform.Invoice) string {
	hint := text.Isolated(invoiceNumber(v))
	if v.Description != "" {
		hint += ", " + text.Isolated(v.Description)
	}
	return hint
}

// invoicesFoot are the exact sums of the invoices on screen.
func invoicesFoot(shown, all []platform.Invoice) footing {
	var whole, left sums
	for _, v := range shown {
		whole.add(v.Amount)
		left.add(owed(v))
	}
	f := footing{count: text.T("subscriptions.invoice.count", text.N(len(all)))}
	if len(whole) > 0 {
		f.note = text.T("subscriptions.invoice.sums", text.With("Sum", whole.text()))
	}
	if len(left) > 0 {
		f.right = text.T("subscriptions.invoice.owed", text.With("Sum", left.text()))
	}
	return f
}
