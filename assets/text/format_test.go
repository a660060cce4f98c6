package text

import (
	"strings"
	"testing"
	"time"

	"steward/client/platform"
)

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		amount, exact, list string
		more, negative      bool
	}{
		{"0", "0.00", "0.00", false, false},
		{"604", "604.00", "604.00", false, false},
		{"2310.5528", "2,310.5528", "2,310.55", true, false},
		{"-37.4199", "–37.4199", "–37.41", true, true},
		{"-0.001", "–0.001", "–0.00", true, true},
		{"0.999", "0.999", "0.99", true, false},
		{"62.9000", "62.90", "62.90", false, false},
		{"1904118.2716", "1,904,118.2716", "1,904,118.27", true, false},
		{"-1000", "–1,000.00", "–1,000.00", false, true},
		{"1e3", "1,000.00", "1,000.00", false, false},
		{"123456789012345678901234.5", "123,456,789,012,345,678,901,234.50", "123,456,789,012,345,678,901,234.50", false, false},
	} {
		m, err := platform.ParseMoney(c.amount, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		if got := Money(m, Exact); got.Digits != c.exact || got.More || got.Negative != c.negative {
			t.Errorf("exact %s: %+v, want %s", c.amount, got, c.exact)
		}
		if got := Money(m, List); got.Digits != c.list || got.More != c.more || got.Negative != c.negative {
			t.Errorf("list %s: %+v, want %s more %v", c.amount, got, c.list, c.more)
		}
		if got := MoneyFull(m); got != c.exact+" EUR" {
			t.Errorf("full %s: %q", c.amount, got)
		}
		if got := MoneyCopy(m); strings.Contains(got, "–") || strings.Contains(got, ",") {
			t.Errorf("copy %s: %q", c.amount, got)
		}
	}
}

func TestMoneyNotGiven(t *testing.T) {
	var m platform.Money
	if Money(m, List).Digits != "" || MoneyFull(m) != "" || MoneyChange(m) != "" || MoneyCopy(m) != "" {
		t.Error("an amount that is not given must be empty, not zero")
	}
}

func TestMoneyChangeCarriesItsSign(t *testing.T) {
	for amount, want := range map[string]string{"40": "+40.00 EUR", "-8.4": "–8.40 EUR", "0": "0.00 EUR"} {
		m, _ := platform.ParseMoney(amount, "EUR")
		if got := MoneyChange(m); got != want {
			t.Errorf("%s: %q, want %q", amount, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 8412: "8,412", 1000000: "1,000,000", -1234: "–1,234"} {
		if got := Count(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	at := time.Date(2026, 11, 23, 14, 2, 11, 0, time.UTC)
	east := time.FixedZone("east", 11*3600)
	for _, c := range []struct{ got, want string }{
		{Date(at, time.UTC), "2026-11-23"},
		{Date(at, east), "2026-11-24"},
		{Date(at, nil), "2026-11-23"},
		{DateTime(at, time.UTC), "2026-11-23 14:02:11"},
		{Clock(at, time.UTC), "14:02"},
		{DayMonth(at, time.UTC), "23 Nov"},
		{DayMonthYear(at, time.UTC), "23 Nov 2026"},
		{Date(time.Time{}, time.UTC), ""},
		{DateTime(time.Time{}, nil), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestAges(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second:          "0 s ago",
		40 * time.Second:      "40 s ago",
		59 * time.Second:      "59 s ago",
		time.Minute:           "1 min ago",
		12*time.Minute + 59e9: "12 min ago",
		3 * time.Hour:         "3 h old",
		39 * time.Hour:        "39 h old",
		5 * 24 * time.Hour:    "5 d old",
	} {
		if got := Age(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	now := time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)
	if got := AgeSince(now.Add(-49*time.Hour), now, time.UTC); got != "since 21 Nov" {
		t.Errorf("got %q", got)
	}
	if got := AgeSince(now.Add(-12*time.Minute), now, time.UTC); got != "12 min ago" {
		t.Errorf("got %q", got)
	}
}

func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{
		84 * time.Millisecond: "84 ms", 1200 * time.Millisecond: "1.2 s", 9 * time.Second: "9 s",
		48500 * time.Millisecond: "48 s", 124 * time.Second: "2 min 04 s", 3*time.Hour + 5*time.Minute: "3 h 05 min",
	} {
		if got := Took(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"dana.k@harbor.example.com": "dana.k@harbor.example.com",
		"Jürgen Größe – 日本語 🙂":      "Jürgen Größe – 日本語 🙂",
		"\u202eevil.exe":            "<U+202E>evil.exe",
		"a\u200bb\u2060c\ufeffd":    "a<U+200B>b<U+2060>c<U+FEFF>d",
		"one\r\ntwo\nthree\rfour":   "one / two / three / four",
		"tab\there":                 "tab here",
		"\x00\x1b[31m":              "<U+0000><U+001B>[31m",
		"bad\xffbyte":               "bad<FF>byte",
		"blank\u3164letter":         "blank<U+3164>letter",
		"thin\u2009space":           "thin<U+2009>space",
		"tag\U000E0041":             "tag<U+E0041>",
		"e\u0301":                   "e\u0301",
		"":                          "",
	} {
		if got := Visible(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestVisibleIsBounded(t *testing.T) {
	long := Visible(strings.Repeat("ж", 1_000_000))
	if n := len([]rune(long)); n != MaxVisible+1 || !strings.HasSuffix(long, "…") {
		t.Errorf("%d characters", n)
	}
	stacked := Visible("Z" + strings.Repeat("\u0300", 50))
	if n := strings.Count(stacked, "\u0300"); n != maxMarks {
		t.Errorf("%d accents stand on one letter", n)
	}
}

func TestIsolated(t *testing.T) {
	if got := Isolated("plain"); got != "plain" {
		t.Errorf("got %q", got)
	}
	if got := Isolated("שלום"); got != "\u2068שלום\u2069" {
		t.Errorf("got %q", got)
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("a\u202eb\n\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := Visible(s)
		for _, r := range got {
			if hidden(r) || r == '\n' || r == '\r' {
				t.Fatalf("%q shows %U", s, r)
			}
		}
	})
}
