package platform_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

func TestIntervals(t *testing.T) {
	at := time.Date(2026, 12, 31, 22, 30, 0, 0, time.FixedZone("", -3600)) // 23:30 UTC, a Thursday
	for interval, want := range map[platform.Interval]time.Time{
		platform.IntervalHour:  time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		platform.IntervalDay:   time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		platform.IntervalWeek:  time.Date(2027, 1, 4, 0, 0, 0, 0, time.UTC),
		platform.IntervalMonth: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		platform.IntervalYear:  time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		platform.IntervalAge:   {},
	} {
		if got := interval.After(at); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", interval, got, want)
		}
	}
	monday, sunday := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 29, 23, 59, 59, 0, time.UTC)
	for _, day := range []time.Time{monday, sunday} {
		if got := platform.IntervalWeek.After(day); !got.Equal(monday.AddDate(0, 0, 7)) {
			t.Errorf("the week of %v ends %v", day, got)
		}
	}
}

func TestPriceOfACharge(t *testing.T) {
	for _, row := range []struct{ units, free, cost, want string }{
		{"24", "0", "0.1", "0.00416667"}, {"10", "4", "3", "0.5"}, {"5", "5", "0", ""}, {"5", "9", "0", ""}, {"0", "0", "2", ""},
	} {
		c := platform.Charge{Units: decimal.RequireFromString(row.units), Free: decimal.RequireFromString(row.free),
			Cost: platform.NewMoney(decimal.RequireFromString(row.cost), "EUR")}
		if got := c.Price().Text(); got != row.want {
			t.Errorf("%+v: %q", row, got)
		}
	}
}

func TestStampOfANote(t *testing.T) {
	for note, want := range map[string]string{
		"[st:7K3F9Q2MXA/1] Outage 20 Nov": "7K3F9Q2MXA/1", "  [st:a/12]": "a/12", "paid [st:7K3F9Q2MXA/1]": "", "[st:/1]": "", "[st:a/]": "", "": "",
	} {
		if got := (platform.Funding{Note: note}).Stamp(); got != want {
			t.Errorf("%q: %q", note, got)
		}
	}
}

func TestOperationsOfBothBalances(t *testing.T) {
	main, bonus, out := 0, 0, 0
	for _, o := range platform.FundingOperations {
		switch o.Balance() {
		case platform.BalanceMain:
			main++
		case platform.BalanceBonus:
			bonus++
		}
		if o.TakesOut() {
			out++
		}
	}
	if main != 2 || bonus != 4 || out != 2 || platform.FundingOperation("NEW").Balance() != platform.BalanceUnknown {
		t.Errorf("%d of the main balance, %d of the bonus, %d out", main, bonus, out)
	}
}

func TestQuotasBesideTheirGroup(t *testing.T) {
	mine := []platform.Quota{{Name: "a", Value: 1}, {Name: "b", Value: 2}, {Name: "c.enabled", Value: 3}}
	both := platform.BesideGroup(mine, []platform.Quota{{Name: "a", Value: 1}, {Name: "b", Value: 5}})
	if both[0].Differs() || !both[1].Differs() || both[2].Differs() || both[2].GroupTold || mine[1].GroupTold || both[2].Unit() != platform.UnitSwitch {
		t.Errorf("%+v", both)
	}
}
