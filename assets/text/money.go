package text

import (
	"strings"

	"steward/client/platform"
)

// MoneyForm is how much of an amount is written.
type MoneyForm uint8

// The forms of an amount.
const (
	// Exact writes every decimal, at least two.
	Exact MoneyForm = iota
	// List writes two decimals, cut and never rounded.
	List
)

// minus is the negative sign on screen. The bundled font has no U+2212.
const minus = "–"

// Amount is an amount of money ready for the screen.
type Amount struct {
	Digits   string // "2,310.55" or "–37.41"; empty if the amount is not given
	More     bool   // List form: the exact amount has more decimals; show "…" beside it
	Negative bool
}

// Money writes an amount without its currency.
func Money(m platform.Money, form MoneyForm) Amount {
	if !m.Given() {
		return Amount{}
	}
	amount := m.Amount()
	whole, decimals, _ := strings.Cut(amount.Abs().String(), ".")
	decimals = strings.TrimRight(decimals, "0")
	more := false
	if form == List && len(decimals) > 2 {
		decimals, more = decimals[:2], true
	}
	if len(decimals) < 2 {
		decimals += strings.Repeat("0", 2-len(decimals))
	}
	digits := grouped(whole) + "." + decimals
	if amount.Sign() < 0 {
		digits = minus + digits
	}
	return Amount{Digits: digits, More: more, Negative: amount.Sign() < 0}
}

// MoneyFull is the exact amount with its currency: "2,310.5528 EUR"; empty if
// it is not given.
func MoneyFull(m platform.Money) string {
	return strings.TrimSpace(Money(m, Exact).Digits + " " + currency(m))
}

// MoneyChange is an exact amount that always carries its sign: "+40.00 EUR".
func MoneyChange(m platform.Money) string {
	s := MoneyFull(m)
	if m.Sign() > 0 {
		return "+" + s
	}
	return s
}

// MoneyCopy is the exact amount for the clipboard and for files: ASCII, no
// grouping, no currency.
func MoneyCopy(m platform.Money) string { return m.Text() }

func currency(m platform.Money) string {
	if !m.Given() {
		return ""
	}
	return Visible(m.Currency())
}

// grouped sets a ',' between the thousands of a row of digits.
func grouped(digits string) string {
	first := len(digits) % 3
	if first == 0 {
		first = 3
	}
	if len(digits) <= 3 {
		return digits
	}
	var b strings.Builder
	b.WriteString(digits[:first])
	for i := first; i < len(digits); i += 3 {
		b.WriteByte(',')
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}
