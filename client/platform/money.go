package platform

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Errors of money arithmetic and parsing.
var (
	// ErrMoneyText is returned when a text is not one plain decimal number.
	ErrMoneyText = errors.New("not an amount of money")
	// ErrMixedCurrency is returned when amounts of two currencies meet.
	ErrMixedCurrency = errors.New("amounts of different currencies")
)

// maxMoneyText bounds what is parsed: no platform sends longer amounts.
const maxMoneyText = 64

// Money is an exact decimal amount in one currency (an ISO 4217 code, or
// empty while the platform did not tell it). The zero value means "not given",
// which is different from an amount of zero.
type Money struct {
	amount   decimal.Decimal
	currency string
	given    bool
}

// NewMoney returns an amount of a currency.
func NewMoney(amount decimal.Decimal, currency string) Money {
	return Money{amount: amount, currency: currency, given: true}
}

// ParseMoney reads a plain decimal text such as "-12.5" ('.' as decimal sign,
// an exponent as JSON numbers may have it). It returns ErrMoneyText for
// anything else; an empty text is an error, not zero.
func ParseMoney(text, currency string) (Money, error) {
	if text == "" || len(text) > maxMoneyText || strings.Trim(text, "+-.0123456789eE") != "" {
		return Money{}, fmt.Errorf("%w: %d characters", ErrMoneyText, len(text))
	}
	amount, err := decimal.NewFromString(text)
	if err != nil || amount.Exponent() < -maxMoneyText || amount.Exponent() > maxMoneyText {
		return Money{}, fmt.Errorf("%w: %d characters", ErrMoneyText, len(text))
	}
	return NewMoney(amount, currency), nil
}

// Given reports whether there is an amount at all.
func (m Money) Given() bool { return m.given }

// Amount is the exact number; zero if not given.
func (m Money) Amount() decimal.Decimal { return m.amount }

// Currency is the ISO 4217 code, or empty.
func (m Money) Currency() string { return m.currency }

// In returns the same amount with another currency code. It is for decoders
// that learn the currency after the number; it converts nothing.
func (m Money) In(currency string) Money {
	m.currency = currency
	return m
}

// Sign is -1, 0 or 1.
func (m Money) Sign() int { return m.amount.Sign() }

// Equal reports whether both are given or not, with the same number and currency.
func (m Money) Equal(o Money) bool {
	return m.given == o.given && m.currency == o.currency && m.amount.Equal(o.amount)
}

// Add returns the sum. An amount that is not given counts as nothing. It
// returns ErrMixedCurrency when the currencies differ.
func (m Money) Add(o Money) (Money, error) {
	switch {
	case !o.given:
		return m, nil
	case !m.given:
		return o, nil
	case m.currency != o.currency:
		return Money{}, fmt.Errorf("%w: %q and %q", ErrMixedCurrency, m.currency, o.currency)
	}
	return NewMoney(m.amount.Add(o.amount), m.currency), nil
}

// Micros is the amount in millionths, and whether it fits exactly into an int64.
func (m Money) Micros() (int64, bool) {
	if !m.given {
		return 0, false
	}
	scaled := m.amount.Shift(6)
	if !scaled.IsInteger() || !scaled.BigInt().IsInt64() {
		return 0, false
	}
	return scaled.IntPart(), true
}

// MicrosMoney is the amount of a number of millionths.
func MicrosMoney(micros int64, currency string) Money {
	return NewMoney(decimal.New(micros, -6), currency)
}

// Text is the exact number as the platform writes it: ASCII, '.', no grouping;
// empty if not given.
func (m Money) Text() string {
	if !m.given {
		return ""
	}
	return m.amount.String()
}

// String is Text with the currency, for logs and tests.
func (m Money) String() string {
	return strings.TrimSpace(m.Text() + " " + m.currency)
}
