package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// PutCharges replaces the charges of a slice (SectionBilling: of days,
// SectionHours: of hours) of a customer, unless a later answer is stored, and
// says whether they differ. Nothing is stored of a customer who is not cached
// (any more).
func (s *Store) PutCharges(ctx context.Context, slice model.SectionKey, began time.Time, charges []platform.Charge) (changed bool, err error) {
	body := encodeCharges(charges)
	sum := sha256.Sum256(body)
	id := []any{int64(slice.UID), string(slice.Section), slice.Period.From.UnixMicro()}
	err = s.ofCustomer(ctx, slice.UID, func(tx *sql.Tx) error {
		newer, differs, err := cover(ctx, tx, slice, began, int64(binary.LittleEndian.Uint64(sum[:8])))
		if err != nil || !newer || !differs {
			return err
		}
		changed = true
		if len(charges) == 0 {
			_, err = tx.ExecContext(ctx, `DELETE FROM charges WHERE uid=? AND section=? AND from_at=?`, id...)
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO charges VALUES (?, ?, ?, ?)`, append(id, body)...)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store %s of %d: %w", slice.Section, slice.UID, err)
	}
	return changed, nil
}

// charges are the blobs of the slices that touch the key's period, oldest first.
func charges(ctx context.Context, q rowsQuery, key model.SectionKey) (blobs [][]byte, err error) {
	first := key.Section.Slice(key.Period.From).From
	rows, err := q.QueryContext(ctx, `SELECT body FROM charges WHERE uid=? AND section=? AND from_at>=? AND from_at<? ORDER BY from_at`,
		int64(key.UID), string(key.Section), first.UnixMicro(), key.Period.To.UnixMicro())
	if err != nil {
		return nil, err
	}
	defer rows.Close() // Err tells
	for rows.Next() {
		var body sql.RawBytes
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		blobs = append(blobs, slices.Clone(body))
	}
	return blobs, rows.Err()
}

// Billing is what is stored of a customer's charges in a period, gathered. A
// charge belongs to the interval in which it begins. A period without an end
// ends now, one without a beginning begins with what is stored.
func (s *Store) Billing(ctx context.Context, uid platform.UID, q model.BillingQuery) (found model.Billing, err error) {
	key := model.SectionKey{Section: model.BillingSection(q.Interval), UID: uid, Period: q.Period}
	var blobs [][]byte
	err = s.db.View(ctx, func(tx *sql.Tx) error {
		if q.Period, err = s.bounded(ctx, tx, key); err != nil {
			return err
		}
		key.Period = q.Period
		if found.State, err = s.periodState(ctx, tx, key); err != nil {
			return err
		}
		blobs, err = charges(ctx, tx, key)
		return err
	})
	if err == nil {
		err = gather(ctx, &found, q, blobs)
	}
	if err != nil {
		return model.Billing{}, fmt.Errorf("read %s of %d: %w", key.Section, uid, err)
	}
	return found, nil
}

// bounded is the key's period with both ends.
func (s *Store) bounded(ctx context.Context, q rowsQuery, key model.SectionKey) (platform.Period, error) {
	p := key.Period
	if p.To.IsZero() {
		p.To = s.clock.Now()
	}
	if p.From.IsZero() {
		covers, err := coverage(ctx, q, key)
		if err != nil {
			return p, err
		}
		p.From = p.To
		if len(covers) > 0 {
			p.From = covers[0].Slice.From
		}
	}
	return p, nil
}

// Spending is what a customer pays a day, from the stored charges of the last
// whole days (UTC).
func (s *Store) Spending(ctx context.Context, uid platform.UID) (model.Spending, error) {
	key := model.SpendingKey(uid, s.clock.Now())
	week := key.Period
	state, err := s.State(ctx, key)
	if err != nil {
		return model.Spending{}, err
	}
	for _, span := range state.Missing { // only days up to today without a gap count
		week.From = model.IntervalStart(platform.IntervalDay, span.To.Add(24*time.Hour-time.Nanosecond))
	}
	var found model.Spending
	if found.Days = int(week.To.Sub(week.From) / (24 * time.Hour)); found.Days <= 0 {
		return model.Spending{}, nil
	}
	bill, err := s.Billing(ctx, uid, model.BillingQuery{Period: week, Interval: platform.IntervalAge})
	if err != nil || len(bill.Rows) == 0 {
		return found, err
	}
	found.ADay = perDay(bill.Cost, found.Days)
	found.ByEnv = map[string]platform.Money{}
	for _, row := range bill.Inside(0) {
		if row.Level == model.LevelEnvironment {
			found.ByEnv[row.AppID] = perDay(row.Cost, found.Days)
		}
	}
	return found, nil
}
