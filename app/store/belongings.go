package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// PutEnvironments replaces the environments of a customer, unless a later
// answer is stored, and says whether they differ. Nothing is stored of a
// customer who is not cached (any more).
func (s *Store) PutEnvironments(ctx context.Context, uid platform.UID, began time.Time, list []platform.Environment) (bool, error) {
	return s.putBelonging(ctx, model.SectionKey{Section: model.SectionEnvironments, UID: uid}, began, list)
}

// Environments are the stored environments of a customer, in the platform's order.
func (s *Store) Environments(ctx context.Context, uid platform.UID) (list []platform.Environment, err error) {
	err = s.belonging(ctx, model.SectionKey{Section: model.SectionEnvironments, UID: uid}, &list)
	return list, err
}

// PutTopology replaces an environment with its layers, as PutEnvironments does.
func (s *Store) PutTopology(ctx context.Context, uid platform.UID, began time.Time, env platform.Environment) (bool, error) {
	return s.putBelonging(ctx, model.SectionKey{Section: model.SectionTopology, UID: uid, Part: env.AppID}, began, env)
}

// Topology is a stored environment of a customer with its layers; zero if it
// was not read.
func (s *Store) Topology(ctx context.Context, uid platform.UID, appID string) (env platform.Environment, err error) {
	err = s.belonging(ctx, model.SectionKey{Section: model.SectionTopology, UID: uid, Part: appID}, &env)
	return env, err
}

// PutQuotas replaces the quotas of a customer, as PutEnvironments does.
func (s *Store) PutQuotas(ctx context.Context, uid platform.UID, began time.Time, list []platform.Quota) (bool, error) {
	return s.putBelonging(ctx, model.SectionKey{Section: model.SectionQuotas, UID: uid}, began, list)
}

// Quotas are the stored quotas of a customer, in the platform's order.
func (s *Store) Quotas(ctx context.Context, uid platform.UID) (list []platform.Quota, err error) {
	err = s.belonging(ctx, model.SectionKey{Section: model.SectionQuotas, UID: uid}, &list)
	return list, err
}

// PutCollaboration replaces whom a customer shares with, as PutEnvironments does.
func (s *Store) PutCollaboration(ctx context.Context, uid platform.UID, began time.Time, c model.Collaboration) (bool, error) {
	c.State = model.SectionState{}
	return s.putBelonging(ctx, model.SectionKey{Section: model.SectionCollaboration, UID: uid}, began, c)
}

// Collaboration is whom a customer shares with, as stored; State is left zero.
func (s *Store) Collaboration(ctx context.Context, uid platform.UID) (c model.Collaboration, err error) {
	err = s.belonging(ctx, model.SectionKey{Section: model.SectionCollaboration, UID: uid}, &c)
	return c, err
}

func (s *Store) putBelonging(ctx context.Context, key model.SectionKey, began time.Time, value any) (changed bool, err error) {
	body, err := json.Marshal(value)
	if err == nil {
		err = s.ofCustomer(ctx, key.UID, func(tx *sql.Tx) error {
			changed, err = replaceBody(ctx, tx, key, began, string(body))
			return err
		})
	}
	if err != nil {
		return false, fmt.Errorf("store %s of %d: %w", key.Section, key.UID, err)
	}
	return changed, nil
}

// replaceBody stores a text unless a later one is stored, and says whether it
// differs. One that does not differ is only noted as read.
func replaceBody(ctx context.Context, tx *sql.Tx, key model.SectionKey, began time.Time, body string) (changed bool, err error) {
	id := []any{int64(key.UID), string(key.Section), key.Part}
	var at int64
	var old string
	err = tx.QueryRowContext(ctx, `SELECT began, body FROM belongings WHERE uid=? AND section=? AND part=?`, id...).Scan(&at, &old)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) || known && at >= began.UnixMicro() {
		return false, errors.Join(err)
	}
	if known && old == body {
		_, err = tx.ExecContext(ctx, `UPDATE belongings SET began=? WHERE uid=? AND section=? AND part=?`, append([]any{began.UnixMicro()}, id...)...)
		return false, err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO belongings VALUES (?, ?, ?, ?, ?)`, append(id, began.UnixMicro(), body)...)
	return true, err
}

func (s *Store) belonging(ctx context.Context, key model.SectionKey, into any) error {
	var body string
	err := s.db.Read.QueryRowContext(ctx, `SELECT body FROM belongings WHERE uid=? AND section=? AND part=?`,
		int64(key.UID), string(key.Section), key.Part).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), into)
	}
	if err != nil {
		return fmt.Errorf("read %s of %d: %w", key.Section, key.UID, err)
	}
	return nil
}

// ofCustomer runs work in one writing transaction, if the customer is cached:
// an answer that comes after the customer was forgotten brings nothing back.
func (s *Store) ofCustomer(ctx context.Context, uid platform.UID, work func(*sql.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		var known int
		err := tx.QueryRowContext(ctx, `SELECT 1 FROM reads WHERE uid=?`, int64(uid)).Scan(&known)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return work(tx)
	})
}
