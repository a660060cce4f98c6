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

// settling is how long after its end a slice may still change: charges are
// withdrawn, actions end.
const settling = 48 * time.Hour

// Cover says what is stored of a slice of a section.
type Cover struct {
	Slice platform.Period // UTC
	Began time.Time       // UTC, when the request that read it began
}

// until is up to when the slice was read. The little that came since the last
// read is a matter of age, not of coverage.
func (c Cover) until(now time.Time) time.Time {
	if c.Began.Before(c.Slice.To) && now.Sub(c.Began) > c.Slice.To.Sub(c.Slice.From)/agePart {
		return c.Began
	}
	return c.Slice.To
}

// agePart of a slice may pass before what came since is called not read: about
// two hours of a week, a day of three months.
const agePart = 90

// Settled reports whether the slice changes no more.
func (c Cover) Settled() bool { return c.Began.After(c.Slice.To.Add(settling)) }

// Coverage are the stored slices of a sliced section that touch the key's
// period, oldest first.
func (s *Store) Coverage(ctx context.Context, key model.SectionKey) ([]Cover, error) {
	return coverage(ctx, s.db.Read, key)
}

type rowsQuery interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func coverage(ctx context.Context, q rowsQuery, key model.SectionKey) ([]Cover, error) {
	rows, err := q.QueryContext(ctx, `SELECT from_at, to_at, began FROM coverage
		WHERE section=?1 AND uid=?2 AND to_at>?3 AND (?4=0 OR from_at<?4) ORDER BY from_at`, keyColumns(key)...)
	if err != nil {
		return nil, fmt.Errorf("read coverage of %s: %w", key.Section, err)
	}
	defer rows.Close() // Err tells
	var covers []Cover
	for rows.Next() {
		var from, to, began int64
		if err := rows.Scan(&from, &to, &began); err != nil {
			return nil, fmt.Errorf("read coverage of %s: %w", key.Section, err)
		}
		covers = append(covers, Cover{Slice: platform.Period{From: moment(from), To: moment(to)}, Began: moment(began)})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read coverage of %s: %w", key.Section, err)
	}
	return covers, nil
}

// cover notes that a slice was read and says whether its content differs from
// what is stored. ok is false for an answer that is older than what is stored.
func cover(ctx context.Context, tx *sql.Tx, slice model.SectionKey, began time.Time, hash int64) (ok, changed bool, err error) {
	id := keyColumns(slice)
	var at, old int64
	err = tx.QueryRowContext(ctx, `SELECT began, hash FROM coverage WHERE section=? AND uid=? AND from_at=? AND to_at=?`, id...).Scan(&at, &old)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, false, err
	}
	if known && at >= began.UnixMicro() {
		return false, false, nil
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO coverage VALUES (?, ?, ?, ?, ?, ?)`, append(id, began.UnixMicro(), hash)...)
	return true, !known || old != hash, err
}

// periodState is the state of a sliced section in the key's period.
func (s *Store) periodState(ctx context.Context, q rowsQuery, key model.SectionKey) (model.SectionState, error) {
	covers, err := coverage(ctx, q, key)
	if err != nil {
		return model.SectionState{}, err
	}
	failed := key
	failed.Period = platform.Period{}
	state, err := s.mark(ctx, failed)
	if err != nil {
		return model.SectionState{}, err
	}
	since, err := signedUp(ctx, q, key.UID)
	if err != nil {
		return model.SectionState{}, err
	}
	if !key.Period.From.IsZero() && key.Period.From.Before(since) {
		key.Period.From = since // before there is nothing to read
	}
	state.Missing = missing(key.Period, covers, s.clock.Now())
	state.Settled = len(covers) > 0
	state.ReadAt = time.Time{}
	for _, c := range covers {
		if c.Settled() {
			continue
		}
		state.Settled = false
		if state.ReadAt.IsZero() || c.Began.Before(state.ReadAt) {
			state.ReadAt = c.Began
		}
	}
	if state.Settled {
		state.ReadAt = slices.MinFunc(covers, func(a, b Cover) int { return a.Began.Compare(b.Began) }).Began
	}
	return state, nil
}

// signUpSlack is how much earlier than the sign-up date something may have
// happened to a customer: the date may be that of the confirmation.
const signUpSlack = 24 * time.Hour

// signedUp is when a customer began to be one; zero if that is not known.
func signedUp(ctx context.Context, q rowsQuery, uid platform.UID) (at time.Time, err error) {
	rows, err := q.QueryContext(ctx, `SELECT signed_up FROM users WHERE uid=? AND signed_up IS NOT NULL`, int64(uid))
	if err != nil {
		return at, err
	}
	defer rows.Close() // Err tells
	for rows.Next() {
		var micros int64
		if err := rows.Scan(&micros); err != nil {
			return at, err
		}
		at = moment(micros).Add(-signUpSlack)
	}
	return at, rows.Err()
}

// Due are the slices of the key's period that should be read, newest first:
// what is not covered or may have changed since, or with all every slice. None
// lies before the customer's sign-up date.
func (s *Store) Due(ctx context.Context, key model.SectionKey, all bool) ([]platform.Period, error) {
	covers, err := s.Coverage(ctx, key)
	if err != nil {
		return nil, err
	}
	since, err := signedUp(ctx, s.db.Read, key.UID)
	if err != nil {
		return nil, fmt.Errorf("read sign-up date of %d: %w", key.UID, err)
	}
	now := s.clock.Now()
	if key.Period.From.Before(since) && !key.Period.From.IsZero() {
		key.Period.From = since
	}
	return slices.DeleteFunc(key.Section.Slices(key.Period, now), func(slice platform.Period) bool {
		at := slices.IndexFunc(covers, func(c Cover) bool { return c.Slice == slice })
		return !all && at >= 0 && (covers[at].Settled() || now.Sub(covers[at].Began) <= key.Section.StaleAfter())
	}), nil
}

// missing are the spans of a period, up to now, that no slice covers. A period
// without a beginning begins with what is stored.
func missing(p platform.Period, covers []Cover, now time.Time) []platform.Period {
	if p.To.IsZero() || p.To.After(now) {
		p.To = now
	}
	if p.From.IsZero() {
		p.From = p.To
		if len(covers) > 0 {
			p.From = covers[0].Slice.From
		}
	}
	var spans []platform.Period
	for _, c := range covers {
		if c.Slice.From.After(p.From) {
			spans = append(spans, platform.Period{From: p.From, To: c.Slice.From})
		}
		if end := c.until(now); end.After(p.From) {
			p.From = end
		}
	}
	if p.From.Before(p.To) {
		spans = append(spans, p)
	}
	return spans
}

// Older is the key of a sliced section with its period extended by one slice
// into the past; ok is false if the customer was not there yet.
func (s *Store) Older(ctx context.Context, key model.SectionKey) (older model.SectionKey, ok bool, err error) {
	first := key.Period.From
	if covers, err := s.Coverage(ctx, key); err != nil {
		return key, false, err
	} else if len(covers) > 0 && (first.IsZero() || covers[0].Slice.From.Before(first)) {
		first = covers[0].Slice.From
	}
	if first.IsZero() {
		first = key.Section.Slice(s.clock.Now()).To
	}
	customer, _, err := s.Customer(ctx, key.UID)
	if err != nil {
		return key, false, err
	}
	if !first.After(customer.SignedUp.Add(-signUpSlack)) || customer.SignedUp.IsZero() && s.clock.Now().Sub(first) > farBack {
		return key, false, nil
	}
	key.Period.From = key.Section.Slice(first.Add(-time.Nanosecond)).From
	return key, true, nil
}

// farBack is where the past ends of a customer whose sign-up date is not told.
const farBack = 10 * 366 * 24 * time.Hour
