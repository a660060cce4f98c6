package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// PutFunding replaces a slice of a customer's funding history, unless a later
// answer is stored, and says whether it differs. Nothing is stored of a
// customer who is not cached (any more).
func (s *Store) PutFunding(ctx context.Context, uid platform.UID, slice platform.Period, began time.Time, rows []platform.Funding) (changed bool, err error) {
	values := make([][]any, len(rows))
	var all []any
	for i, f := range rows {
		micros, _ := twin(f.Amount)
		values[i] = []any{int64(uid), f.At.UnixMicro(), f.ID, string(f.Operation),
			f.Amount.Currency(), moneyText(f.Amount, f.Amount.Currency()), micros, f.Note}
		all = append(all, values[i]...)
	}
	key := model.SectionKey{Section: model.SectionFunding, UID: uid, Period: slice}
	err = s.ofCustomer(ctx, uid, func(tx *sql.Tx) error {
		newer, differs, err := cover(ctx, tx, key, began, contentHash(all))
		if err != nil || !newer || !differs {
			return err
		}
		changed = true
		return replaceFunding(ctx, tx, key, values)
	})
	if err != nil {
		return false, fmt.Errorf("store funding of %d: %w", uid, err)
	}
	return changed, nil
}

func replaceFunding(ctx context.Context, tx *sql.Tx, slice model.SectionKey, rows [][]any) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM funding WHERE uid=? AND at>=? AND at<?`, keyColumns(slice)[1:]...); err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := tx.ExecContext(ctx, `INSERT INTO funding VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, row...); err != nil {
			return err
		}
	}
	return nil
}

// Funding is what is stored of a customer's funding history in a period, added up.
func (s *Store) Funding(ctx context.Context, uid platform.UID, period platform.Period) (found model.Funding, err error) {
	key := model.SectionKey{Section: model.SectionFunding, UID: uid, Period: period}
	err = s.db.View(ctx, func(tx *sql.Tx) error {
		if found.Rows, err = fundingRows(ctx, tx, key); err != nil {
			return err
		}
		found.State, err = s.periodState(ctx, tx, key)
		return err
	})
	if err == nil {
		err = gatherFunding(&found, period, s.clock.Now())
	}
	if err != nil {
		return model.Funding{}, fmt.Errorf("read funding of %d: %w", uid, err)
	}
	return found, nil
}

func fundingRows(ctx context.Context, tx *sql.Tx, key model.SectionKey) (list []platform.Funding, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT at, id, operation, currency, coalesce(amount, ''), note FROM funding
		WHERE uid=?1 AND at>=?2 AND (?3=0 OR at<?3) ORDER BY at DESC, id DESC, rowid DESC`, keyColumns(key)[1:]...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() // Err tells
	for rows.Next() {
		var f platform.Funding
		var at int64
		var currency, amount string
		if err := rows.Scan(&at, &f.ID, &f.Operation, &currency, &amount, &f.Note); err != nil {
			return nil, err
		}
		f.At = moment(at)
		if f.Amount, err = parseMoney(amount, currency); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// gatherFunding adds up the rows by operation and by interval.
func gatherFunding(f *model.Funding, period platform.Period, now time.Time) error {
	f.Sums = make([]model.FundingSum, len(platform.FundingOperations))
	for i, o := range platform.FundingOperations {
		f.Sums[i].Operation = o
	}
	f.Bars = fundingBars(f, period, now)
	var errs []error
	add := func(into *platform.Money, m platform.Money) {
		sum, err := into.Add(m)
		if err != nil {
			errs = append(errs, err)
			return
		}
		*into = sum
	}
	for _, row := range f.Rows {
		sum := sumOf(f, row.Operation)
		sum.Count++
		switch row.Balance() {
		case platform.BalanceMain:
			add(&sum.Main, row.Amount)
			add(&f.Main, row.Amount)
		case platform.BalanceBonus:
			add(&sum.Bonus, row.Amount)
			add(&f.Bonus, row.Amount)
		}
		if bar := barOf(f.Bars, row.At); bar != nil {
			add(inBar(bar, row), positive(row.Amount))
		}
	}
	return errors.Join(errs...)
}

func sumOf(f *model.Funding, o platform.FundingOperation) *model.FundingSum {
	for i := range f.Sums {
		if f.Sums[i].Operation == o {
			return &f.Sums[i]
		}
	}
	f.Sums = append(f.Sums, model.FundingSum{Operation: o})
	return &f.Sums[len(f.Sums)-1]
}

// inBar is where the chart counts a row; the sign decides, not the name.
func inBar(bar *model.FundingBar, row platform.Funding) *platform.Money {
	switch {
	case row.Amount.Sign() < 0:
		return &bar.Withdrawn
	case row.Balance() == platform.BalanceBonus:
		return &bar.Bonus
	}
	return &bar.Funded
}

func positive(m platform.Money) platform.Money {
	if m.Sign() < 0 {
		return platform.NewMoney(m.Amount().Neg(), m.Currency())
	}
	return m
}

// dailyBars is how many days are drawn one by one; more are drawn as weeks.
const dailyBars = 35

// fundingBars are the intervals of the chart. A period without a beginning
// begins with the oldest row.
func fundingBars(f *model.Funding, period platform.Period, now time.Time) []model.FundingBar {
	if period.To.IsZero() {
		period.To = now
	}
	if period.From.IsZero() {
		period.From = period.To
		if n := len(f.Rows); n > 0 {
			period.From = f.Rows[n-1].At
		}
	}
	interval := platform.IntervalWeek
	if period.To.Sub(period.From) <= dailyBars*24*time.Hour {
		interval = platform.IntervalDay
	}
	parts := model.SplitPeriod(interval, period)
	bars := make([]model.FundingBar, len(parts))
	for i, p := range parts {
		bars[i] = model.FundingBar{Period: p, Unread: touches(f.State.Missing, p)}
	}
	return bars
}

func barOf(bars []model.FundingBar, at time.Time) *model.FundingBar {
	i, _ := slices.BinarySearchFunc(bars, at, func(b model.FundingBar, at time.Time) int {
		if b.Period.To.After(at) {
			return 1
		}
		return -1
	})
	if i == len(bars) || at.Before(bars[i].Period.From) {
		return nil
	}
	return &bars[i]
}

// touches reports whether one of the spans has a part of a period.
func touches(spans []platform.Period, p platform.Period) bool {
	return slices.ContainsFunc(spans, func(s platform.Period) bool { return s.From.Before(p.To) && p.From.Before(s.To) })
}
