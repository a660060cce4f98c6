package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"steward/client"
	"steward/client/platform"
)

var moneyChecks = []check{
	{"billing.rows", "GetAccountBillingHistoryByPeriodInner answers rows with the interval's begin, what was charged and from which balance.", billingRows},
	{"billing.intervals", "The same period has the same sum in every interval, which begin where the calendar's do, and with nodes apart or together.", billingIntervals},
	{"billing.environment", "targetAppid finds the charges of one environment only.", billingEnvironment},
	{"funding.rows", "GetFundAccountHistory answers the six operations (assumed A12) with number, amount and date, within the period.", fundingRows},
	{"funding.paging", "startRow counts operations from zero: pages fit together, and the last one is empty.", fundingPaging},
	{"funding.period", "starttime and endtime bound the history.", fundingPeriod},
}

// billingDays is short: what is asked for comes in hours too.
const billingDays = 10

func (s *suite) charges(ctx context.Context) (owned[platform.Charge], platform.Period, error) {
	days, err := s.lastDays(ctx, billingDays)
	if err != nil {
		return owned[platform.Charge]{}, days, err
	}
	days.To = days.To.AddDate(0, 0, -1) // the present day goes on
	found, err := holder(s, &s.holders.charges, "charge", func(u platform.User) (client.Page[platform.Charge], error) {
		return s.client.BillingHistory(ctx, client.BillingQuery{UID: u.UID, Period: days, Interval: platform.IntervalDay, Reseller: u.Reseller.ID})
	})
	return found, days, err
}

func billingRows(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.charges(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range found.rows {
		switch {
		case !within(c.From, days) || !c.To.After(c.From) || c.To.After(days.To) || c.To.Sub(c.From).Hours() > 24:
			return "", fmt.Errorf("customer %d: a charge of one day from %v to %v", found.user.UID, c.From, c.To)
		case c.Cost.Sign() < 0 || c.Cost.Currency() != found.user.Balance.Currency():
			return "", fmt.Errorf("customer %d: a charge of %s, the balance is in %s", found.user.UID, c.Cost, found.user.Balance.Currency())
		case c.Detail == "" || c.AppID != "" && c.Domain == "":
			return "", fmt.Errorf("customer %d: a charge that does not say for what", found.user.UID)
		}
	}
	return fmt.Sprintf("%d charges of customer %d", len(found.rows), found.user.UID), nil
}

func total(charges []platform.Charge) decimal.Decimal {
	var sum decimal.Decimal
	for _, c := range charges {
		sum = sum.Add(c.Cost.Amount())
	}
	return sum
}

func billingIntervals(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.charges(ctx)
	if err != nil {
		return "", err
	}
	want := total(found.rows)
	for _, interval := range []platform.Interval{platform.IntervalHour, platform.IntervalDay, platform.IntervalWeek, platform.IntervalMonth, platform.IntervalYear, platform.IntervalAge} {
		for _, byNode := range []bool{false, true} {
			page, err := s.client.BillingHistory(ctx, client.BillingQuery{UID: found.user.UID, Period: days, Interval: interval, ByNode: byNode, Reseller: found.user.Reseller.ID})
			if err != nil {
				return "", err
			}
			if got := total(page.Rows); !got.Equal(want) || page.Skipped > 0 {
				return "", fmt.Errorf("customer %d was charged %s by %s, nodes apart %v, and %s by day; %d rows could not be read",
					found.user.UID, got, interval, byNode, want, page.Skipped)
			}
			if err := aligned(page.Rows, interval, days); err != nil {
				return "", err
			}
		}
	}
	return fmt.Sprintf("the same sum in every interval for customer %d", found.user.UID), nil
}

// aligned is an error if a charge begins inside an interval.
func aligned(charges []platform.Charge, interval platform.Interval, days platform.Period) error {
	for _, c := range charges {
		if !c.From.Equal(days.From) && !interval.After(c.From.Add(-time.Second)).Equal(c.From) {
			return fmt.Errorf("a charge by %s begins on %v", interval, c.From)
		}
	}
	return nil
}

func billingEnvironment(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.charges(ctx)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(found.rows, func(c platform.Charge) bool { return c.AppID != "" })
	if at < 0 {
		return "", errNothing{"charge of an environment"}
	}
	app := found.rows[at].AppID
	page, err := s.client.BillingHistory(ctx, client.BillingQuery{UID: found.user.UID, Period: days, Interval: platform.IntervalDay, AppID: app, Reseller: found.user.Reseller.ID})
	if err != nil {
		return "", err
	}
	of := slices.DeleteFunc(slices.Clone(found.rows), func(c platform.Charge) bool { return c.AppID != app })
	if !total(page.Rows).Equal(total(of)) || slices.ContainsFunc(page.Rows, func(c platform.Charge) bool { return c.AppID != app }) {
		return "", fmt.Errorf("customer %d: one environment alone was charged %s, among the others %s", found.user.UID, total(page.Rows), total(of))
	}
	return fmt.Sprintf("%d charges of one environment", len(page.Rows)), nil
}

func (s *suite) fundings(ctx context.Context) (owned[platform.Funding], platform.Period, error) {
	days, err := s.lastDays(ctx, 10*365)
	if err != nil {
		return owned[platform.Funding]{}, days, err
	}
	found, err := holder(s, &s.holders.fundings, "operation on a balance", func(u platform.User) (client.Page[platform.Funding], error) {
		page, err := s.client.FundingHistory(ctx, client.FundingQuery{UID: u.UID, Period: days, Reseller: u.Reseller.ID, Count: sampleRows})
		if len(page.Rows) == 1 {
			page.Rows = nil // no pages in that
		}
		return page, err
	})
	return found, days, err
}

func fundingRows(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.fundings(ctx)
	if err != nil {
		return "", err
	}
	for _, f := range found.rows {
		switch {
		case !slices.Contains(platform.FundingOperations, f.Operation) || f.ID == 0:
			return "", fmt.Errorf("operation %d is a %q", f.ID, f.Operation)
		case !within(f.At, days):
			return "", fmt.Errorf("operation %d is of %v", f.ID, f.At)
		case f.Amount.Sign() == 0 || f.Amount.Currency() != found.user.Balance.Currency():
			return "", fmt.Errorf("operation %d is about %s, the balance is in %s", f.ID, f.Amount, found.user.Balance.Currency())
		}
	}
	return fmt.Sprintf("%d operations of customer %d", len(found.rows), found.user.UID),
		unique(found.rows, "operations", func(f platform.Funding) string { return fmt.Sprint(f.ID) })
}

func fundingPaging(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.fundings(ctx)
	if err != nil {
		return "", err
	}
	half := len(found.rows) / 2
	q := client.FundingQuery{UID: found.user.UID, Period: days, Reseller: found.user.Reseller.ID, Start: half, Count: len(found.rows) - half}
	rest, err := s.client.FundingHistory(ctx, q)
	if err != nil {
		return "", err
	}
	id := func(f platform.Funding) int64 { return f.ID }
	if !slices.Equal(ids(rest.Rows, id), ids(found.rows[half:], id)) {
		return "", errors.New("the second half of a page is not the page from its middle on")
	}
	q.Start, q.Count = 1_000_000, sampleRows
	if rest, err = s.client.FundingHistory(ctx, q); err == nil && len(rest.Rows) > 0 {
		err = errors.New("a page beyond the end is not empty")
	}
	return fmt.Sprintf("%d operations", len(found.rows)), err
}

func fundingPeriod(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.fundings(ctx)
	if err != nil {
		return "", err
	}
	one := found.rows[len(found.rows)/2]
	day := one.At.Truncate(24 * time.Hour)
	days.From, days.To = day, day.AddDate(0, 0, 1)
	page, err := s.client.FundingHistory(ctx, client.FundingQuery{UID: found.user.UID, Period: days, Reseller: found.user.Reseller.ID})
	if err != nil {
		return "", err
	}
	for _, f := range page.Rows {
		if !within(f.At, days) {
			return "", fmt.Errorf("operation %d is of %v, which was not asked for", f.ID, f.At)
		}
	}
	if !slices.ContainsFunc(page.Rows, func(f platform.Funding) bool { return f.ID == one.ID }) {
		return "", fmt.Errorf("operation %d is missing on its own day", one.ID)
	}
	return fmt.Sprintf("%d operations on one day", len(page.Rows)), nil
}
