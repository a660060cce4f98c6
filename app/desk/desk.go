// Package desk is desk.db: the profiles, and by scope and name the settings,
// layouts and drafts. It is small, sealed, holds no secret and nothing that
// the platform could give again, so it is never thrown away.
package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"steward/app/model"
	"steward/app/sealed"
)

// Options say what to open.
type Options struct {
	Path  string      // the file; empty: in memory, for this run only
	Key   sealed.Key  // of the file; none is needed in memory
	Clock model.Clock // nil: the computer's
}

// Desk is an open desk.db. Its methods may be called from any goroutine.
type Desk struct{ db *sealed.DB }

// migrations are the steps of the schema; a released one is never changed.
var migrations = []string{
	`CREATE TABLE profile (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
	 CREATE TABLE value (scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
		PRIMARY KEY (scope, name)) STRICT, WITHOUT ROWID;`,
}

// Open opens the file or makes it. A file that cannot be read, for its key or
// for damage, is moved aside and an empty one takes its place; movedAside says
// where it is now, so that the person is told. sealed.ErrNewer for a file of a
// newer version, which stays where it is.
func Open(ctx context.Context, o Options) (d *Desk, movedAside string, err error) {
	if o.Clock == nil {
		o.Clock = model.SystemClock{}
	}
	d, err = open(ctx, o)
	if err == nil || !sealed.Broken(err) {
		return d, "", err
	}
	broken := err
	movedAside, err = sealed.MoveAside(o.Path, o.Clock.Now())
	if err != nil {
		return nil, "", fmt.Errorf("open desk: %w", errors.Join(broken, err))
	}
	d, err = open(ctx, o)
	return d, movedAside, err
}

// open reads the file once from end to end: it is small, and damage must show
// here, not when a person looks for a setting.
func open(ctx context.Context, o Options) (*Desk, error) {
	db, err := sealed.Open(ctx, sealed.Options{Path: o.Path, Key: o.Key, Migrations: migrations, Durable: true})
	if err != nil {
		return nil, fmt.Errorf("open desk: %w", err)
	}
	var verdict string
	err = db.Read.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict)
	if err == nil && verdict != "ok" {
		err = fmt.Errorf("%w: %s", sealed.ErrUnreadable, verdict)
	}
	if err != nil {
		return nil, fmt.Errorf("check desk: %w", errors.Join(err, db.Close()))
	}
	return &Desk{db: db}, nil
}

// Close closes the file.
func (d *Desk) Close() error {
	if err := d.db.Close(); err != nil {
		return fmt.Errorf("close desk: %w", err)
	}
	return nil
}

// Profiles are the platforms on this computer, by ID.
func (d *Desk) Profiles(ctx context.Context) ([]model.Profile, error) {
	rows, err := d.db.Read.QueryContext(ctx, `SELECT body FROM profile ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("read profiles: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	var list []model.Profile
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, fmt.Errorf("read profiles: %w", err)
		}
		var p model.Profile
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			return nil, fmt.Errorf("read profiles: %w", err)
		}
		list = append(list, p)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read profiles: %w", err)
	}
	return list, nil
}

// PutProfile stores a profile under its ID, in place of the one before.
func (d *Desk) PutProfile(ctx context.Context, p model.Profile) error {
	if p.ID == "" {
		return errors.New("store profile: it has no ID")
	}
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("store profile: %w", err)
	}
	_, err = d.db.Write.ExecContext(ctx,
		`INSERT INTO profile (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`, p.ID, string(body))
	if err != nil {
		return fmt.Errorf("store profile: %w", err)
	}
	return nil
}

// RemoveProfile removes a profile and every value in its scope; one that is
// not there is fine.
func (d *Desk) RemoveProfile(ctx context.Context, id string) error {
	if id == "" {
		return errors.New("remove profile: it has no ID")
	}
	err := d.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM value WHERE scope = ?`, id)
		if err == nil {
			_, err = tx.ExecContext(ctx, `DELETE FROM profile WHERE id = ?`, id)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("remove profile: %w", err)
	}
	return nil
}

// Get reads a value into what into points to and reports whether there is one.
// scope is a profile's ID, or empty for all.
func (d *Desk) Get(ctx context.Context, scope, name string, into any) (bool, error) {
	var body string
	err := d.db.Read.QueryRowContext(ctx, `SELECT body FROM value WHERE scope = ? AND name = ?`, scope, name).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), into)
	}
	if err != nil {
		return false, fmt.Errorf("read setting %s: %w", name, err)
	}
	return true, nil
}

// Put stores a value as JSON, in place of the one before; nil removes it.
// Secrets do not belong here: they would be stored as ***.
func (d *Desk) Put(ctx context.Context, scope, name string, value any) error {
	var err error
	if value == nil {
		_, err = d.db.Write.ExecContext(ctx, `DELETE FROM value WHERE scope = ? AND name = ?`, scope, name)
	} else {
		var body []byte
		if body, err = json.Marshal(value); err == nil {
			_, err = d.db.Write.ExecContext(ctx, `INSERT INTO value (scope, name, body) VALUES (?, ?, ?)
				ON CONFLICT (scope, name) DO UPDATE SET body = excluded.body`, scope, name, string(body))
		}
	}
	if err != nil {
		return fmt.Errorf("store setting %s: %w", name, err)
	}
	return nil
}
