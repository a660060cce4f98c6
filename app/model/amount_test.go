package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"steward/client/platform"
	"steward/views/bench/record"
)

func TestParseAmount(t *testing.T) {
	for text, want := range map[string]string{
		"12.50": "12.5", "12,50": "12.5", " 12,5 ": "12.5", "1000": "1000", "0.01": "0.01", ",5": "0.5", ".5": "0.5",
		"1.000,50": "1000.5", "1,000.50": "1000.5", "1'000.50": "1000.5", "1’000,50": "1000.5", "1 000,50": "1000.5",
		"1\u00a0000,50": "1000.5", "1\u202f000": "1000", "1.000.000": "1000000", "1,00,000.50": "100000.5", "12,34,567": "1234567",
		"١٬٠٠٠٫٥٠": "1000.5", "۱۲٫۵": "12.5", "१,००,०००.५": "100000.5", "１２．５": "12.5", "0.500": "0.5", "1000.500": "1000.5",
		"1.000,00": "1000", "12345,6": "12345.6",
	} {
		if got, err := ParseAmount(text, "EUR"); err != nil || got.Text() != want {
			t.Errorf("%q: %v, %v, want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"1.000": ErrAmountAmbiguous, "1,000": ErrAmountAmbiguous, "12.345": ErrAmountAmbiguous, "999,999": ErrAmountAmbiguous,
		"": ErrAmountText, "abc": ErrAmountText, "-5": ErrAmountText, "+5": ErrAmountText, "1.00,50": ErrAmountText, "1,000,00": ErrAmountText,
		"1.000,000,00": ErrAmountText, "1 00": ErrAmountText, "12.": ErrAmountText, "1e3": ErrAmountText, "1.2.3": ErrAmountText,
		"1'000'00": ErrAmountText, "0,000.50": ErrAmountText, "٤2": ErrAmountText, "12 EUR": ErrAmountText, "1..5": ErrAmountText,
		strings.Repeat("1", 41): ErrAmountText, "0": ErrAmountZero, "0.00": ErrAmountZero, "0.005": ErrAmountDigits, "12.345,678": ErrAmountDigits,
		"\u200f": ErrAmountText, ".": ErrAmountText, "1,0000.5": ErrAmountText,
	} {
		if got, err := ParseAmount(text, "EUR"); !errors.Is(err, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for code, want := range map[string]int32{"EUR": 2, "JPY": 0, "KWD": 3, "": 2, "???": 2} {
		if got := CurrencyDigits(code); got != want {
			t.Errorf("%q has %d digits, want %d", code, got, want)
		}
	}
	if _, err := ParseAmount("5.5", "JPY"); !errors.Is(err, ErrAmountDigits) {
		t.Errorf("half a yen: %v", err)
	}
	if got, err := ParseWholeAmount("27.750412", "EUR"); err != nil || got.Text() != "27.750412" {
		t.Errorf("a whole balance: %v, %v", got, err)
	}
}

// fortyLocales write numbers in all the ways that there are.
var fortyLocales = strings.Fields(`en de fr es it pt pt-BR nl da sv nb fi is pl cs sk hu ro bg el tr ru uk sr hr sl
	et lv lt ar ar-EG fa he hi bn mr ja zh ko th vi id de-CH de-AT en-IN ne my`)

// TestProofOfAmounts is T22: what people of 40 locales write is read right, or
// refused as ambiguous, never wrong by a factor.
func TestProofOfAmounts(t *testing.T) {
	if len(fortyLocales) < 40 {
		t.Fatalf("%d locales", len(fortyLocales))
	}
	read, refused, wrong := 0, 0, 0
	for _, locale := range fortyLocales {
		printer := message.NewPrinter(language.MustParse(locale))
		for _, text := range []string{"0.5", "1", "12.5", "999.99", "1000", "1000.5", "1234.56", "9999.99", "12345.67", "100000", "100000.05", "1234567.89", "123456789.01"} {
			value := decimal.RequireFromString(text)
			for _, digits := range []int{0, 2} {
				if digits == 0 && !value.IsInteger() {
					continue
				}
				plain, err := strconv.ParseFloat(text, 64)
				if err != nil {
					t.Fatal(err)
				}
				typed := printer.Sprint(number.Decimal(plain, number.Scale(digits)))
				got, err := ParseAmount(typed, "EUR")
				switch {
				case errors.Is(err, ErrAmountAmbiguous) && digits == 0:
					refused++
				case err != nil:
					wrong++
					t.Errorf("%s: %q of %s: %v", locale, typed, text, err)
				case !got.Equal(platform.NewMoney(value, "EUR")):
					wrong++
					t.Errorf("%s: %q was read as %s, is %s", locale, typed, got, text)
				default:
					read++
				}
			}
		}
	}
	record.Proven(t, record.Proof{
		ID: "T22", What: fmt.Sprintf("amounts as people of %d locales write them, typed into a form", len(fortyLocales)),
		Figure: fmt.Sprintf("%d read right, %d refused as ambiguous, %d wrong", read, refused, wrong),
		Bound:  "0 wrong, ambiguous ones refused", OK: wrong == 0 && read >= 500 && refused > 0,
	})
}
