package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/ncruces/go-sqlite3"
	_ "github.com/ncruces/go-sqlite3/driver" // the way into the file
)

type sqliteConn = sqlite3.Conn

const (
	maxCustomers = 2_000_000 // the uids of more, with their gaps, would not be believable
	batchRows    = 100       // rows of one statement
)

// seedFile makes the platform in a file beside and gives it its name at the
// end: a seeding that was broken off leaves nothing that looks like a platform.
func seedFile(ctx context.Context, path string, o Options) error {
	unfinished := path + ".new"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	db, err := openFile(unfinished, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	err = errors.Join(seedAll(ctx, db, o), db.Close())
	if err != nil {
		return errors.Join(err, os.Remove(unfinished))
	}
	return os.Rename(unfinished, path)
}

func seedAll(ctx context.Context, db *sql.DB, o Options) error {
	if _, err := db.ExecContext(ctx, schema+fmt.Sprintf("; PRAGMA user_version = %d", formOfData)); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	if err := seedSetting(ctx, tx, o); err != nil {
		return err
	}
	if err := seedCustomers(ctx, tx, o); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, indexes)
	return err
}

// seedSetting writes what is there before the first customer.
func seedSetting(ctx context.Context, tx *sql.Tx, o Options) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES (?, ?, ?)`, strconv.FormatUint(o.Seed, 10), o.Customers, today(o.Now()))
	if err != nil {
		return err
	}
	for i, g := range seedGroups {
		_, err := tx.ExecContext(ctx, `INSERT INTO groups VALUES `+placeholders(1, 7),
			i, g.name, g.kind, g.description, g.isDefault, g.signup, g.collaboration)
		if err != nil {
			return err
		}
	}
	for _, r := range seedResellers {
		_, err := tx.ExecContext(ctx, `INSERT INTO resellers VALUES `+placeholders(1, 8),
			r.id, r.name, r.domain, r.status, r.owner, r.code, r.currency, r.usdRate)
		if err != nil {
			return err
		}
	}
	return nil
}

func seedCustomers(ctx context.Context, tx *sql.Tx, o Options) error {
	users := &batch{tx: tx, into: `users (` + recordColumns + `)`, width: recordWidth}
	environments := &batch{tx: tx, into: `environments (uid, appid, name, status, resume, region, created, stopped)`, width: 8}
	g := newGenerator(o.Seed, o.Customers, o.Now())
	var owned []environment
	for range o.Customers {
		var r record
		r, owned = g.next(owned[:0])
		if err := users.add(ctx, r.values); err != nil {
			return err
		}
		for i := range owned {
			if err := environments.add(ctx, owned[i].values); err != nil {
				return err
			}
		}
	}
	for kind, uid := range g.habits.notables {
		if _, err := tx.ExecContext(ctx, `INSERT INTO notables VALUES (?, ?)`, string(kind), uid); err != nil {
			return err
		}
	}
	return errors.Join(users.flush(ctx), environments.flush(ctx))
}

func (e *environment) values(to []any) []any {
	return append(to, e.uid, e.appid, e.name, e.status, e.resume, e.region, e.created, e.stopped)
}

// batch writes many rows with one prepared statement.
type batch struct {
	tx     *sql.Tx
	into   string
	width  int
	full   *sql.Stmt
	values []any
}

func (b *batch) add(ctx context.Context, values func(to []any) []any) error {
	b.values = values(b.values)
	if len(b.values) < batchRows*b.width {
		return nil
	}
	if b.full == nil {
		full, err := b.tx.PrepareContext(ctx, b.statement())
		if err != nil {
			return err
		}
		b.full = full
	}
	_, err := b.full.ExecContext(ctx, b.values...)
	b.values = b.values[:0]
	return err
}

// flush writes the rows that are left and ends the batch.
func (b *batch) flush(ctx context.Context) error {
	var err error
	if len(b.values) > 0 {
		_, err = b.tx.ExecContext(ctx, b.statement(), b.values...)
		b.values = b.values[:0]
	}
	if b.full != nil {
		err = errors.Join(err, b.full.Close())
	}
	return err
}

func (b *batch) statement() string {
	return `INSERT INTO ` + b.into + ` VALUES ` + placeholders(len(b.values)/b.width, b.width)
}
