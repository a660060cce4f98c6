package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"steward/client/platform"
)

// PutGroups replaces the list of groups, unless a later answer is stored, and
// says whether it differs.
func (s *Store) PutGroups(ctx context.Context, began time.Time, groups []platform.Group) (changed bool, err error) {
	return s.putDocument(ctx, "groups", began, groups)
}

// Groups is the stored list of groups, in the platform's order.
func (s *Store) Groups(ctx context.Context) (groups []platform.Group, err error) {
	_, err = s.document(ctx, "groups", &groups)
	return groups, err
}

// PutResellers replaces the list of resellers, unless a later answer is
// stored, and says whether it differs.
func (s *Store) PutResellers(ctx context.Context, began time.Time, resellers []platform.Reseller) (changed bool, err error) {
	return s.putDocument(ctx, "resellers", began, resellers)
}

// Resellers is the stored list of resellers, in the platform's order.
func (s *Store) Resellers(ctx context.Context) (resellers []platform.Reseller, err error) {
	_, err = s.document(ctx, "resellers", &resellers)
	return resellers, err
}

// PutCurrency stores the currency of a reseller (0: of the platform), unless a
// later answer is stored, and says whether it differs.
func (s *Store) PutCurrency(ctx context.Context, began time.Time, resellerID int64, currency platform.Currency) (changed bool, err error) {
	return s.putDocument(ctx, currencyName(resellerID), began, currency)
}

// Currency is the stored currency of a reseller (0: of the platform), and
// whether there is one.
func (s *Store) Currency(ctx context.Context, resellerID int64) (currency platform.Currency, known bool, err error) {
	known, err = s.document(ctx, currencyName(resellerID), &currency)
	return currency, known, err
}

func currencyName(resellerID int64) string { return "currency/" + strconv.FormatInt(resellerID, 10) }

func (s *Store) putDocument(ctx context.Context, name string, began time.Time, value any) (changed bool, err error) {
	body, err := json.Marshal(value)
	if err != nil {
		return false, fmt.Errorf("store %s: %w", name, err)
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		var at int64
		var old string
		err := tx.QueryRowContext(ctx, `SELECT began, body FROM documents WHERE name=?`, name).Scan(&at, &old)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err == nil && at >= began.UnixMicro() {
			return nil
		}
		changed = old != string(body)
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO documents VALUES (?, ?, ?)`, name, began.UnixMicro(), string(body))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store %s: %w", name, err)
	}
	return changed, nil
}

func (s *Store) document(ctx context.Context, name string, into any) (known bool, err error) {
	var body string
	err = s.db.Read.QueryRowContext(ctx, `SELECT body FROM documents WHERE name=?`, name).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), into)
	}
	if err != nil {
		return false, fmt.Errorf("read %s: %w", name, err)
	}
	return true, nil
}

// PutIdentity stores the sign-in side of a customer, unless a later answer is
// stored, and says whether it differs.
func (s *Store) PutIdentity(ctx context.Context, uid platform.UID, began time.Time, id platform.Identity) (changed bool, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		old, at, err := identity(ctx, tx, uid)
		if err != nil || at >= began.UnixMicro() {
			return err
		}
		id.UID = uid
		changed = old != id
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, int64(uid), began.UnixMicro(),
			id.Email, id.Name, id.Phone, id.ExternalID, id.Status, int64(id.TwoFactor))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store identity of %d: %w", uid, err)
	}
	if changed {
		s.index.changed(byTwoFactor)
	}
	return changed, nil
}

// Identity is the stored sign-in side of a customer, and whether there is one.
func (s *Store) Identity(ctx context.Context, uid platform.UID) (platform.Identity, bool, error) {
	id, at, err := identity(ctx, s.db.Read, uid)
	if err != nil {
		return platform.Identity{}, false, fmt.Errorf("read identity of %d: %w", uid, err)
	}
	return id, at != 0, nil
}

type rowQuery interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// identity reads one row; began is 0 if there is none.
func identity(ctx context.Context, q rowQuery, uid platform.UID) (id platform.Identity, began int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT uid, began, email, name, phone, external, status, two_factor FROM identities WHERE uid=?`, int64(uid)).
		Scan(&id.UID, &began, &id.Email, &id.Name, &id.Phone, &id.ExternalID, &id.Status, &id.TwoFactor)
	if errors.Is(err, sql.ErrNoRows) {
		return platform.Identity{}, 0, nil
	}
	return id, began, err
}
