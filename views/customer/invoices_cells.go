package customer

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// invoiceNumber is what an invoice is known by: the number as printed, else the
// platform's own.
func invoiceNumber(v platform.Invoice) string {
	if v.Number != "" {
		return v.Number
	}
	return idText(v.ID)
}

// owed is what somebody still has to pay; not given: nothing.
func owed(v platform.Invoice) platform.Money {
	if v.Status.Owed() {
		return v.Amount
	}
	return platform.Money{}
}

// owedCell is the open amount.
func owedCell(v platform.Invoice) kit.Cell {
	cell := moneyCell(owed(v))
	cell.Bold = cell.Text != ""
	if v.Status == platform.InvoiceExpired {
		cell.Color = theme.ColorNameError
	}
	return cell
}

func compareInvoiceStatus(a, b platform.InvoiceStatus) int {
	return cmp.Or(placeIn(platform.InvoiceStatuses, a)-placeIn(platform.InvoiceStatuses, b), strings.Compare(string(a), string(b)))
}

// sums are exact sums, one a currency, in the order that the currencies occur.
type sums []platform.Money

func (s *sums) add(m platform.Money) {
	if !m.Given() {
		return
	}
	for i, sum := range *s {
		if more, err := sum.Add(m); err == nil {
			(*s)[i] = more
			return
		}
	}
	*s = append(*s, m)
}

// text is every sum with its currency.
func (s sums) text() string {
	words := make([]string, len(s))
	for i, m := range s {
		words[i] = text.MoneyFull(m)
	}
	return strings.Join(words, ", ")
}
