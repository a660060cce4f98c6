package journal

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/platform"
)

// overLimit says which limit an amount, or a batch's total, goes over. A limit
// stands in a currency; an amount in another one is refused. The lock is held.
func (j *Journal) overLimit(q querier, l model.Limits, amount, total platform.Money) *model.Error {
	if e := unbounded(l, amount); e != nil {
		return e
	}
	if e := over(l.Operation, amount, "journal.limit.operation"); e != nil {
		return e
	}
	if e := over(l.Batch, total, "journal.limit.batch"); e != nil {
		return e
	}
	if !l.Day.Given() {
		return nil
	}
	today, err := j.movedToday(q, l.Day.Currency())
	if err != nil {
		return model.NewError(model.Internal, "journal.disk", err)
	}
	if !total.Given() {
		total = amount
	}
	sum, err := today.Add(total)
	if err != nil {
		return model.NewError(model.Forbidden, "journal.limit.currency", err).With("Limit", l.Day).With("Sum", total)
	}
	return over(l.Day, sum, "journal.limit.day")
}

// limitReached says that limits do not allow what a batch still has to send: they
// were lowered since it was started, or it rested and other money moved since. The
// lock is held.
func (j *Journal) limitReached(q querier, b *batch, l model.Limits) *model.Error {
	if b.left() == 0 {
		return nil
	}
	reached := model.NewError(model.Forbidden, "journal.batch.limit", nil)
	if exceeds(l.Batch, b.Amount) || unbounded(l, b.Amount) != nil {
		return reached
	}
	first, err := j.dayBegan(q)
	today, failed := j.movedToday(q, b.Amount.Currency())
	if err = errors.Join(err, failed); err != nil {
		return model.NewError(model.Internal, "journal.disk", err)
	}
	for _, e := range j.queues[roomOfMoney] {
		if e.Batch != b.ID {
			continue
		}
		if exceeds(l.Operation, e.Change.Amount) {
			return reached
		}
		if e.num >= first { // counted
			continue
		}
		if today, err = today.Add(e.Change.Amount); err != nil {
			return model.NewError(model.Internal, "journal.plan.currencies", err)
		}
	}
	if exceeds(l.Day, today) {
		return reached
	}
	return nil
}

// exceeds reports whether a sum goes over a limit of the same currency.
func exceeds(limit, sum platform.Money) bool {
	return limit.Given() && sum.Given() && sum.Amount().GreaterThan(limit.Amount())
}

func over(limit, sum platform.Money, key string) *model.Error {
	if exceeds(limit, sum) {
		return model.NewError(model.Forbidden, key, nil).With("Limit", limit).With("Sum", sum)
	}
	return nil
}

// unbounded says that a limit stands in another currency than an amount: there is
// no saying whether it holds.
func unbounded(l model.Limits, amount platform.Money) *model.Error {
	for _, limit := range []platform.Money{l.Operation, l.Batch, l.Day} {
		if limit.Given() && limit.Currency() != amount.Currency() {
			return model.NewError(model.Forbidden, "journal.limit.currency", nil).With("Limit", limit).With("Sum", amount)
		}
	}
	return nil
}

const day = 24 * time.Hour

// dated is money that was recorded in this run.
type dated struct {
	num int64
	at  time.Duration // elapsed
}

// dayBegan is the first operation of the last 24 hours; what was recorded after
// it belongs to them whatever the clock said then. What this run recorded is
// timed without the clock. The lock is held.
func (j *Journal) dayBegan(q querier) (num int64, err error) {
	now := j.now()
	err = q.QueryRowContext(j.ctx, `SELECT coalesce(min(num), ?) FROM operation WHERE recorded BETWEEN ? AND ?`,
		int64(1)<<62, now.Add(-day).UnixMicro(), now.Add(day).UnixMicro()).Scan(&num)
	for len(j.today) > 0 && j.cfg.Elapsed()-j.today[0].at > day {
		j.today = j.today[1:]
	}
	if len(j.today) > 0 {
		num = min(num, j.today[0].num)
	}
	return num, err
}

// movedToday is how much money was or may have been moved within 24 hours, in a
// currency. The lock is held.
func (j *Journal) movedToday(q querier, currency string) (platform.Money, error) {
	sum := platform.NewMoney(decimal.Zero, currency)
	first, err := j.dayBegan(q)
	if err != nil {
		return sum, err
	}
	moved, err := j.entriesWhere(j.ctx, q, `WHERE class='money' AND num>=?`, first)
	if err != nil {
		return sum, err
	}
	for _, e := range moved {
		if !e.State.Moved() || e.Change.Amount.Currency() != currency {
			continue
		}
		if sum, err = sum.Add(e.Change.Amount); err != nil {
			return sum, err
		}
	}
	return sum, nil
}
