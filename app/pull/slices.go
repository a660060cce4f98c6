package pull

import (
	"context"
	"fmt"
	"slices"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// settledMargin is how long before its last reading an action may have begun
// and still be worth looking at again.
const settledMargin = time.Hour

// readCharges reads a slice of the charges of days or hours.
func (p *Pull) readCharges(ctx context.Context, slice model.SectionKey) (bool, error) {
	reseller, err := p.resellerOf(ctx, slice.UID)
	if err != nil {
		return false, err
	}
	interval := platform.IntervalDay
	if slice.Section == model.SectionHours {
		interval = platform.IntervalHour
	}
	page, err := p.client.BillingHistory(ctx, client.BillingQuery{
		UID: slice.UID, Period: p.soFar(slice.Period), Interval: interval, ByNode: true, Reseller: reseller,
	})
	if err != nil {
		return false, fmt.Errorf("read charges: %w", err)
	}
	p.skipped(slice, page.Skipped)
	changed, err := p.store.PutCharges(ctx, slice, page.Began, slices.DeleteFunc(page.Rows, func(c platform.Charge) bool {
		return !within(slice.Period, c.From)
	}))
	if err != nil {
		return false, keeping("charges", err)
	}
	return changed, nil
}

// soFar is a slice without the days that are to come.
func (p *Pull) soFar(slice platform.Period) platform.Period {
	if tomorrow := platform.IntervalDay.After(p.clock.Now()); tomorrow.Before(slice.To) {
		slice.To = tomorrow
	}
	return slice
}

// within reports whether a row belongs to a slice: the platform's ends are
// both inclusive.
func within(slice platform.Period, at time.Time) bool {
	return !at.Before(slice.From) && at.Before(slice.To)
}

// readFunding reads a slice of the funding history, page by page until one is
// empty. The platform's order is not known: rows already seen are recognised.
func (p *Pull) readFunding(ctx context.Context, slice model.SectionKey) (bool, error) {
	reseller, err := p.resellerOf(ctx, slice.UID)
	if err != nil {
		return false, err
	}
	var rows []platform.Funding
	var began time.Time
	seen := map[int64]bool{}
	for start := 0; ; {
		page, err := p.client.FundingHistory(ctx, client.FundingQuery{
			UID: slice.UID, Period: p.soFar(slice.Period), Reseller: reseller, Start: start, Count: fullPage,
		})
		if err != nil {
			return false, fmt.Errorf("read funding: %w", err)
		}
		if start == 0 {
			began = page.Began
		}
		p.skipped(slice, page.Skipped)
		came := len(page.Rows) + page.Skipped
		fresh := 0
		for _, row := range page.Rows {
			if row.ID != 0 && seen[row.ID] {
				continue
			}
			seen[row.ID] = true
			fresh++
			if within(slice.Period, row.At) {
				rows = append(rows, row)
			}
		}
		start += came
		if came < fullPage || fresh == 0 {
			break // the last page, or one that the platform gives for every start
		}
	}
	changed, err := p.store.PutFunding(ctx, slice.UID, slice.Period, began, rows)
	if err != nil {
		return false, keeping("funding", err)
	}
	return changed, nil
}

// readAudit reads a slice of the audit log, the newest first; each page is in
// the store, and said, before the next is asked for. Where the slice was read
// before, it ends with a page that brings nothing new.
func (p *Pull) readAudit(ctx context.Context, slice model.SectionKey) (changed bool, err error) {
	before, err := p.readBefore(ctx, slice)
	if err != nil {
		return false, err
	}
	var began time.Time
	for start := 0; ; {
		page, err := p.client.Audit(ctx, client.AuditQuery{UID: slice.UID, Period: p.soFar(slice.Period), Start: start, Count: fullPage})
		if err != nil {
			return changed, fmt.Errorf("read audit log: %w", err)
		}
		if start == 0 {
			began = page.Began
		}
		p.skipped(slice, page.Skipped)
		n, err := p.store.PutActions(ctx, slice.UID, page.Began, page.Rows)
		if err != nil {
			return changed, keeping("audit log", err)
		}
		start += len(page.Rows) + page.Skipped
		if endsLog(page, start) || n == 0 && reachesBack(page.Rows, before) {
			changed = changed || n > 0
			break
		}
		if n > 0 {
			p.emit(model.SectionChanged, lane(slice))
		}
	}
	first, err := p.store.CoverAudit(ctx, slice.UID, slice.Period, began)
	if err != nil {
		return changed, keeping("audit log", err)
	}
	p.watch(slice)
	return changed || first, nil
}

// endsLog reports whether no page follows one, next being the row after it.
// Without a total it is the first that is not full.
func endsLog(page client.Page[platform.Action], next int) bool {
	came := len(page.Rows) + page.Skipped
	if page.Total < 0 {
		return came < fullPage
	}
	return came == 0 || next >= page.Total
}

// readBefore is when a slice was read to its end last; zero: never.
func (p *Pull) readBefore(ctx context.Context, slice model.SectionKey) (time.Time, error) {
	covers, err := p.store.Coverage(ctx, slice)
	if err != nil {
		return time.Time{}, keeping("coverage", err)
	}
	for _, c := range covers {
		if c.Slice == slice.Period {
			return c.Began, nil
		}
	}
	return time.Time{}, nil
}

// reachesBack reports whether rows go back to where the log was read already.
func reachesBack(rows []platform.Action, read time.Time) bool {
	return slices.ContainsFunc(rows, func(a platform.Action) bool { return a.Started.Before(read.Add(-settledMargin)) })
}
