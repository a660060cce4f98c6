package model

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"

	"steward/client/platform"
)

// Why an amount that a person typed is not taken.
var (
	ErrAmountText      = errors.New("not an amount")
	ErrAmountAmbiguous = errors.New("can be read two ways")
	ErrAmountZero      = errors.New("not above zero")
	ErrAmountDigits    = errors.New("more digits than the currency has")
)

// longestAmount bounds what a person types, in characters.
const longestAmount = 40

// CurrencyDigits is how many digits a currency (ISO 4217) has after the point;
// two where it is not known.
func CurrencyDigits(code string) int32 {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	digits, _ := currency.Standard.Rounding(unit)
	return int32(digits)
}

// ParseAmount reads an amount as people anywhere write one: 1000.50, 1.000,50,
// 1'000.50, 1 000,50, 1,00,000.50, in any script's digits. What can be read two
// ways, as 1.000, is refused. It returns ErrAmountText, ErrAmountAmbiguous,
// ErrAmountZero or, for more digits than the currency has, ErrAmountDigits.
func ParseAmount(text, currencyCode string) (platform.Money, error) {
	amount, err := ParseWholeAmount(text, currencyCode)
	if err == nil && !amount.Amount().Equal(amount.Amount().Truncate(CurrencyDigits(currencyCode))) {
		return platform.Money{}, fmt.Errorf("read amount: %w", ErrAmountDigits)
	}
	return amount, err
}

// ParseWholeAmount is ParseAmount for a withdrawal of a whole balance, which
// may have more digits than the currency.
func ParseWholeAmount(text, currencyCode string) (platform.Money, error) {
	plain, err := plainNumber(text)
	if err != nil {
		return platform.Money{}, fmt.Errorf("read amount: %w", err)
	}
	amount, err := decimal.NewFromString(plain)
	switch {
	case err != nil:
		return platform.Money{}, fmt.Errorf("read amount: %w", ErrAmountText)
	case amount.Sign() <= 0:
		return platform.Money{}, fmt.Errorf("read amount: %w", ErrAmountZero)
	}
	return platform.NewMoney(amount, currencyCode), nil
}

// What separates digits; one sign stands for all its forms.
const (
	groupSign   = '\'' // never a decimal sign: apostrophes, spaces, the Arabic thousands sign
	decimalSign = '!'  // always one: the Arabic decimal sign
)

// plainNumber turns what a person typed into digits with '.'.
func plainNumber(text string) (string, error) {
	signs, err := asciiNumber(strings.TrimSpace(text))
	if err != nil {
		return "", err
	}
	point, err := decimalPlace(signs)
	if err != nil {
		return "", err
	}
	whole, rest := signs, ""
	if point >= 0 {
		whole, rest = signs[:point], signs[point+1:]
	}
	if strings.Trim(rest, "0123456789") != "" || point >= 0 && rest == "" || !grouped(whole, point >= 0) {
		return "", ErrAmountText
	}
	whole = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, whole)
	if whole == "" {
		whole = "0"
	}
	return whole + "." + rest + "0", nil
}

// asciiNumber spells the digits of any one script as ASCII, and every separator
// as one of ".,'!".
func asciiNumber(text string) (string, error) {
	var b strings.Builder
	zero := rune(-1)
	count := 0
	for _, r := range text {
		if count++; count > longestAmount {
			return "", ErrAmountText
		}
		if unicode.Is(unicode.Nd, r) {
			own := zeroOf(r)
			if zero >= 0 && own != zero {
				return "", ErrAmountText
			}
			zero = own
			b.WriteRune('0' + r - own)
			continue
		}
		sign, known := separators[r]
		if !known {
			return "", ErrAmountText
		}
		if sign != 0 {
			b.WriteRune(sign)
		}
	}
	if zero < 0 {
		return "", ErrAmountText
	}
	return b.String(), nil
}

// zeroOf is the zero of the script that a digit belongs to: digits stand in
// tens.
func zeroOf(digit rune) rune {
	for _, table := range unicode.Nd.R16 {
		if digit >= rune(table.Lo) && digit <= rune(table.Hi) {
			return digit - (digit-rune(table.Lo))%10
		}
	}
	for _, table := range unicode.Nd.R32 {
		if digit >= rune(table.Lo) && digit <= rune(table.Hi) {
			return digit - (digit-rune(table.Lo))%10
		}
	}
	return digit
}

// separators are the signs between digits; 0 is for marks of direction, which
// are not seen.
var separators = map[rune]rune{
	'.': '.', '．': '.', ',': ',', '，': ',', '\u066b': decimalSign, '\u066c': groupSign,
	'\'': groupSign, '\u2019': groupSign, ' ': groupSign, '\u00a0': groupSign, '\u202f': groupSign, '\u2009': groupSign,
	'\u200e': 0, '\u200f': 0, '\u061c': 0,
}

// decimalPlace is where the decimal sign stands; -1: there is none.
func decimalPlace(signs string) (int, error) {
	if always := strings.IndexByte(signs, decimalSign); always >= 0 {
		if strings.ContainsAny(signs, ".") || strings.Count(signs, string(decimalSign)) > 1 {
			return 0, ErrAmountText
		}
		return always, nil
	}
	last := strings.LastIndexAny(signs, ".,")
	if last < 0 {
		return -1, nil
	}
	sign, before := signs[last], signs[:last]
	switch others := strings.Count(before, string(sign)); {
	case others > 0 && strings.Trim(signs, string(sign)+"0123456789") == "":
		return -1, nil // 1.000.000: groups
	case others > 0:
		return 0, ErrAmountText
	case strings.ContainsAny(before, ".,'"):
		return last, nil // 1.000,500: the other one groups
	case len(signs)-last-1 == 3 && len(before) >= 1 && len(before) <= 3 && before[0] != '0':
		return 0, ErrAmountAmbiguous
	}
	return last, nil
}

// grouped reports whether the digits before the decimal sign are one group, or
// groups of three with one kind of sign; in India the upper ones are of two.
func grouped(whole string, decimals bool) bool {
	at := strings.IndexAny(whole, ".,'")
	if at < 0 {
		return whole != "" || decimals
	}
	groups := strings.Split(whole, whole[at:at+1])
	last := len(groups) - 1
	inner := len(groups[last])
	if last > 1 {
		inner = len(groups[1])
	}
	for i, group := range groups {
		wide := 3
		if i < last && inner == 2 && whole[at] != '.' {
			wide = 2
		}
		fits := len(group) == wide || i == 0 && len(group) > 0 && len(group) <= wide
		if !fits || strings.Trim(group, "0123456789") != "" || i == 0 && group[0] == '0' {
			return false
		}
	}
	return true
}
