package platform_test

import (
	"encoding/json"
	"errors"
	"testing"

	"steward/client/platform"
)

func TestMoneyKeepsItselfInJSON(t *testing.T) {
	type kept struct{ Amount platform.Money }
	for _, text := range []string{"0", "-4.2816", "1234567890123456789.000001", "12.50"} {
		for _, currency := range []string{"EUR", ""} {
			want, err := platform.ParseMoney(text, currency)
			if err != nil {
				t.Fatal(err)
			}
			wire, err := json.Marshal(kept{want})
			if err != nil {
				t.Fatal(err)
			}
			var got kept
			if err := json.Unmarshal(wire, &got); err != nil || !got.Amount.Equal(want) || got.Amount.Currency() != currency || !got.Amount.Given() {
				t.Errorf("%s %s became %s, %v", text, currency, wire, err)
			}
		}
	}
	for _, nothing := range []string{`{"Amount":null}`, `{"Amount":{}}`, `{}`} {
		got := kept{platform.MicrosMoney(1, "EUR")}
		if nothing == `{}` {
			got = kept{}
		}
		if err := json.Unmarshal([]byte(nothing), &got); err != nil || got.Amount.Given() {
			t.Errorf("%s became %v, %v", nothing, got.Amount, err)
		}
	}
	for _, wrong := range []string{`{"Amount":12.5}`, `{"Amount":""}`, `{"Amount":"1,5 EUR"}`, `{"Amount":[]}`} {
		if err := json.Unmarshal([]byte(wrong), new(kept)); !errors.Is(err, platform.ErrMoneyText) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
