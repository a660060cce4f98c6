package text

import (
	"strings"

	"steward/client/platform"
)

// MoneyWords is an amount in words, as far as its whole part goes, and the digits
// after the point: "forty euro 00". It is for comparing what was typed with what
// was meant. Very large amounts stay in digits.
func MoneyWords(m platform.Money, digits int32) string {
	if !m.Given() {
		return ""
	}
	whole, decimals, _ := strings.Cut(m.Amount().Abs().String(), ".")
	for int32(len(decimals)) < digits {
		decimals += "0"
	}
	name := m.Currency()
	if key := "money.currency." + strings.ToLower(name); Has(key) {
		name = T(key)
	}
	return strings.TrimSpace(numberWords(whole) + " " + name + " " + decimals)
}

// numberWords is a whole number in words; digits from a trillion on.
func numberWords(digits string) string {
	scales := strings.Fields(T("money.words.scales"))
	if len(digits) > 3*(len(scales)+1) {
		return grouped(digits)
	}
	var words []string
	for at := 0; digits != ""; at++ {
		group := digits[max(len(digits)-3, 0):]
		digits = digits[:len(digits)-len(group)]
		said := groupWords(group)
		if said == "" {
			continue
		}
		if at > 0 {
			said += " " + scales[at-1]
		}
		words = append([]string{said}, words...)
	}
	if len(words) == 0 {
		return strings.Fields(T("money.words.ones"))[0]
	}
	return strings.Join(words, " ")
}

// groupWords is a number below a thousand; empty for zero.
func groupWords(group string) string {
	n := 0
	for _, r := range group {
		n = n*10 + int(r-'0')
	}
	ones, tens := strings.Fields(T("money.words.ones")), strings.Fields(T("money.words.tens"))
	var words []string
	if n >= 100 {
		words = append(words, ones[n/100], T("money.words.hundred"))
		n %= 100
	}
	switch {
	case n >= 20 && n%10 > 0:
		words = append(words, tens[n/10-2]+"-"+ones[n%10])
	case n >= 20:
		words = append(words, tens[n/10-2])
	case n > 0:
		words = append(words, ones[n])
	}
	return strings.Join(words, " ")
}
