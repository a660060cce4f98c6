package customer

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/client/platform"
)

func euros(t *testing.T, amount string) platform.Money {
	t.Helper()
	m, err := platform.ParseMoney(amount, "EUR")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNamesOfOperations(t *testing.T) {
	for operation, want := range map[platform.FundingOperation]string{
		platform.Funded: "Funding", platform.BonusFunded: "Bonus Funding", platform.RegistrationBonus: "Registration Bonus Funding (trial)",
		platform.ExtraBonus: "Extra Bonus Funding (auto)", platform.Withdrawn: "Withdrawal", platform.BonusWithdrawn: "Bonus Withdrawal",
		"VOUCHER_2": "VOUCHER_2", "": "", "a\u202eb": "a<U+202E>b",
	} {
		if got := operationName(operation); got != want {
			t.Errorf("%q: %q, want %q", operation, got, want)
		}
	}
}

// columnOf is a column by its id.
func columnOf[T any](t *testing.T, list []column[T], id string) column[T] {
	t.Helper()
	for _, c := range list {
		if c.id == id {
			return c
		}
	}
	t.Fatalf("no column %s", id)
	return column[T]{}
}

// Payments are exact and signed on screen, and ASCII in a copy.
func TestLedgerAmounts(t *testing.T) {
	amount := columnOf(t, ledgerColumns(func() *time.Location { return time.UTC }), "amount")
	f := platform.Funding{Operation: platform.Withdrawn, Amount: euros(t, "-1234.500001")}
	cell := amount.cell(f)
	if cell.Text != "–1,234.500001" || cell.Color != theme.ColorNameError || cell.Hint != "–1,234.500001 EUR" {
		t.Errorf("withdrawal: %+v", cell)
	}
	if got := amount.text(f); got != "-1234.500001" {
		t.Errorf("copied: %q", got)
	}
	f.Amount = euros(t, "20")
	if cell := amount.cell(f); cell.Text != "+20.00" || cell.Color != "" {
		t.Errorf("funding: %+v", cell)
	}
}

func TestSumsEndWithTheNetOfBothBalances(t *testing.T) {
	f := model.Funding{Rows: make([]platform.Funding, 3), Main: euros(t, "-4.5"), Bonus: euros(t, "20"), Sums: []model.FundingSum{
		{Operation: platform.Withdrawn, Count: 2, Main: euros(t, "-4.5")}, {Operation: "ODD", Count: 1},
	}}
	rows := sumRows(f)
	says := func(row int, id string) string { return columnOf(t, sumColumns(), id).cell(rows[row]).Text }
	for _, c := range []struct {
		row  int
		id   string
		want string
	}{
		{0, "operation", "Withdrawal"}, {0, "count", "2"}, {0, "main", "–4.50"}, {0, "bonus", "–"}, {1, "operation", "ODD"}, {1, "main", "–"},
		{2, "operation", "Sum of the period"}, {2, "count", "3"}, {2, "main", "–4.50"}, {2, "bonus", "+20.00"},
	} {
		if got := says(c.row, c.id); got != c.want {
			t.Errorf("row %d, %s: %q, want %q", c.row, c.id, got, c.want)
		}
	}
}

// Bars go up for what came in and down for what went out; what was not read is
// marked, not zero.
func TestFundingChart(t *testing.T) {
	week := func(day int, unread bool) model.FundingBar {
		from := time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
		return model.FundingBar{Period: platform.Period{From: from, To: from.AddDate(0, 0, 7)}, Unread: unread}
	}
	bars := []model.FundingBar{week(2, true), week(9, false)}
	bars[1].Funded, bars[1].Bonus, bars[1].Withdrawn = euros(t, "100"), euros(t, "5.5"), euros(t, "40")
	data := fundingChart(model.Funding{Bars: bars, Rows: []platform.Funding{{Amount: euros(t, "100")}}})
	if data.Title != "Funding a week, EUR" || !data.Bars[0].Unread || data.Bars[1].Unread {
		t.Errorf("chart: %+v", data)
	}
	if b := data.Bars[1]; b.Name != "9 Nov to 15 Nov 2026" || b.Values[0].String() != "100" || b.Values[1].String() != "5.5" || b.Values[2].String() != "-40" {
		t.Errorf("bar: %+v", b)
	}
	if got := data.Say(bars[1].Bonus.Amount()); got != "+5.50 EUR" {
		t.Errorf("said: %q", got)
	}
}
