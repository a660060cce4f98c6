package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3/driver"
)

// dataFile holds the platform; it gets this name when it is complete. The
// number grows with the tables: a platform of older ones is left alone.
const dataFile = "demo-platform-3.db"

const schema = `
CREATE TABLE meta (seed TEXT NOT NULL, customers INTEGER NOT NULL, today INTEGER NOT NULL) STRICT;
CREATE TABLE notables (kind TEXT PRIMARY KEY, uid INTEGER NOT NULL) STRICT;
CREATE TABLE groups (
	position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, description TEXT NOT NULL,
	is_default INTEGER NOT NULL, signup INTEGER NOT NULL, collaboration INTEGER NOT NULL
) STRICT;
CREATE TABLE resellers (
	id INTEGER PRIMARY KEY, name TEXT NOT NULL, domain TEXT NOT NULL, status TEXT NOT NULL, owner INTEGER NOT NULL,
	code TEXT NOT NULL, currency TEXT NOT NULL, usd_rate TEXT NOT NULL
) STRICT;
CREATE TABLE users (
	uid INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL, "group" TEXT NOT NULL,
	balance INTEGER NOT NULL, bonus INTEGER NOT NULL, credit INTEGER NOT NULL, debit INTEGER NOT NULL,
	status INTEGER NOT NULL, enabled INTEGER NOT NULL, phone TEXT NOT NULL,
	created INTEGER NOT NULL, status_at INTEGER NOT NULL, group_at INTEGER NOT NULL, previous_group_at INTEGER NOT NULL,
	external_id TEXT NOT NULL, commercial INTEGER NOT NULL, registered INTEGER NOT NULL,
	language TEXT NOT NULL, region TEXT NOT NULL, note TEXT NOT NULL, reseller INTEGER NOT NULL, two_factor INTEGER NOT NULL
) STRICT;
CREATE TABLE environments (
	uid INTEGER NOT NULL, appid TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL, resume INTEGER NOT NULL,
	region TEXT NOT NULL, created INTEGER NOT NULL, stopped INTEGER NOT NULL, display TEXT, note TEXT, PRIMARY KEY (uid, appid)
) STRICT, WITHOUT ROWID;
CREATE TABLE gone (
	uid INTEGER NOT NULL, appid TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL, resume INTEGER NOT NULL,
	region TEXT NOT NULL, created INTEGER NOT NULL, stopped INTEGER NOT NULL, removed INTEGER NOT NULL, PRIMARY KEY (uid, appid)
) STRICT, WITHOUT ROWID;
CREATE TABLE fundings (
	id INTEGER PRIMARY KEY, uid INTEGER NOT NULL, type TEXT NOT NULL, amount INTEGER NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL,
	key TEXT NOT NULL, sent TEXT NOT NULL
) STRICT;
CREATE TABLE funding_notes (id INTEGER PRIMARY KEY, uid INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE quotas (
	uid INTEGER NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, personal INTEGER NOT NULL, PRIMARY KEY (uid, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE actions (
	id INTEGER PRIMARY KEY, uid INTEGER NOT NULL, actor INTEGER NOT NULL, email TEXT NOT NULL, type TEXT NOT NULL,
	service TEXT NOT NULL, text TEXT NOT NULL, args TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
	result INTEGER NOT NULL, failure TEXT NOT NULL, key TEXT NOT NULL, appid TEXT NOT NULL, env TEXT NOT NULL
) STRICT;
CREATE TABLE mails (
	id INTEGER PRIMARY KEY, uid INTEGER NOT NULL, recipient TEXT NOT NULL, template TEXT NOT NULL,
	subject TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
`

// indexes are made after the rows: that is faster.
const indexes = `
CREATE INDEX users_login ON users (lower(email));
CREATE INDEX actions_started ON actions (type, started, uid);
CREATE INDEX actions_uid ON actions (uid, started);
CREATE INDEX fundings_uid ON fundings (uid, at);
`

// store is the platform's data: the file, and in memory what every list starts with.
type store struct {
	db        *sql.DB
	seed      uint64
	groups    []seedGroup
	resellers []seedReseller
	writing   sync.Mutex // one change at a time
	mu        sync.RWMutex
	index     []entry // by uid
	lists     listCache
	periods   periodCache
	habits    habits
	ledgers   ledgerCache
}

// entry is what is known of a customer without reading the file.
type entry struct {
	uid      uint32
	reseller uint16
	rate     uint16 // actions a day, in sixteenths
	firstDay uint32 // days since 1970: the day after sign-up
	quiet    uint32 // seconds since 1970: from then on the customer could do nothing
}

// openStore opens the platform of a folder, or seeds one there first.
func openStore(ctx context.Context, dir string, o Options) (*store, error) {
	path := filepath.Join(dir, dataFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := seedFile(ctx, path, o); err != nil {
			return nil, fmt.Errorf("seed the demo platform: %w", err)
		}
	} else if err != nil {
		return nil, fmt.Errorf("look for the demo platform: %w", err)
	}
	db, err := openFile(path, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
	if err != nil {
		return nil, fmt.Errorf("open the demo platform: %w", err)
	}
	s := &store{db: db}
	if err := s.sameForm(ctx); err != nil {
		_ = db.Close() // the first error is the one to tell
		return nil, err
	}
	if err := s.load(ctx); err != nil {
		_ = db.Close() // the first error is the one to tell
		return nil, fmt.Errorf("read the demo platform: %w", err)
	}
	return s, nil
}

// openFile opens a database with pragmas on every connection.
func openFile(path, pragmas string) (*sql.DB, error) {
	return driver.Open("file:"+filepath.ToSlash(path), func(c *sqliteConn) error {
		return c.Exec("PRAGMA busy_timeout=60000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; " + pragmas)
	})
}

func (s *store) close() error { return s.db.Close() }

// ErrOtherForm says that a folder holds a demo platform of another version of this
// program. Nothing in it was touched.
var ErrOtherForm = errors.New("this folder holds the demo platform of another version: choose another folder, or remove it to have it made anew")

// formOfData rises with every change of the schema.
const formOfData = 3

// sameForm refuses data of another version.
func (s *store) sameForm(ctx context.Context) error {
	var form int
	if err := s.db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&form); err != nil {
		return fmt.Errorf("read the demo platform: %w", err)
	}
	if form != formOfData {
		return ErrOtherForm
	}
	return nil
}

// load reads what is kept in memory.
func (s *store) load(ctx context.Context) error {
	var seed string
	var customers int
	if err := s.db.QueryRowContext(ctx, `SELECT seed, customers, today FROM meta`).Scan(&seed, &customers, &s.habits.today); err != nil {
		return err
	}
	if _, err := fmt.Sscanf(seed, "%d", &s.seed); err != nil {
		return err
	}
	s.habits.seed, s.habits.notables = s.seed, map[Notable]int64{}
	var kind string
	var uid int64
	err := scanAll(ctx, s.db, `SELECT kind, uid FROM notables`, []any{&kind, &uid}, func() { s.habits.notables[Notable(kind)] = uid })
	if err != nil {
		return err
	}
	var g seedGroup
	if err := s.nameBilling(ctx); err != nil {
		return err
	}
	err = scanAll(ctx, s.db, `SELECT name, kind, description, is_default, signup, collaboration FROM groups ORDER BY position`,
		[]any{&g.name, &g.kind, &g.description, &g.isDefault, &g.signup, &g.collaboration},
		func() { s.groups = append(s.groups, g) })
	if err != nil {
		return err
	}
	var r seedReseller
	err = scanAll(ctx, s.db, `SELECT id, name, domain, status, owner, code, currency, usd_rate FROM resellers ORDER BY id`,
		[]any{&r.id, &r.name, &r.domain, &r.status, &r.owner, &r.code, &r.currency, &r.usdRate},
		func() { s.resellers = append(s.resellers, r) })
	if err != nil {
		return err
	}
	s.index = make([]entry, 0, customers)
	var u record
	return scanAll(ctx, s.db, `SELECT uid, created, status, enabled, reseller, status_at FROM users ORDER BY uid`,
		[]any{&u.uid, &u.created, &u.status, &u.enabled, &u.reseller, &u.statusAt},
		func() { s.index = append(s.index, s.habits.entry(&u)) })
}

// scanAll reads every row of a query into the same targets.
func scanAll(ctx context.Context, db *sql.DB, query string, targets []any, row func(), args ...any) (err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		row()
	}
	return rows.Err()
}

func (s *store) groupKind(name string) string {
	if i := slices.IndexFunc(s.groups, func(g seedGroup) bool { return g.name == name }); i >= 0 {
		return s.groups[i].kind
	}
	return ""
}

func (s *store) reseller(id int64) (seedReseller, bool) {
	i := slices.IndexFunc(s.resellers, func(r seedReseller) bool { return r.id == id })
	if i < 0 {
		return seedReseller{}, false
	}
	return s.resellers[i], true
}

// find is the place of a uid in the index.
func (s *store) find(uid int64) (int, bool) {
	return slices.BinarySearchFunc(s.index, uid, func(e entry, uid int64) int { return int(int64(e.uid) - uid) })
}

// ErrNoCustomer is returned when the platform has no customer of a uid.
var ErrNoCustomer = errors.New("no such customer")

// customer reads one customer.
func (s *store) customer(ctx context.Context, uid int64) (record, error) {
	return readRecord(s.db.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM users WHERE uid = ?`, uid))
}

// customerByLogin reads a customer by e-mail, whatever the case of its letters.
func (s *store) customerByLogin(ctx context.Context, email string) (record, error) {
	return readRecord(s.db.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM users WHERE lower(email) = lower(?) ORDER BY uid LIMIT 1`, email))
}

func readRecord(row *sql.Row) (record, error) {
	var r record
	err := row.Scan(r.targets()...)
	if errors.Is(err, sql.ErrNoRows) {
		return r, ErrNoCustomer
	}
	return r, err
}

// change changes one customer in one transaction: the row, what else apply
// does there, and then the lists in memory.
func (s *store) change(ctx context.Context, uid int64, apply func(tx *sql.Tx, r *record) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	r, err := readRecord(tx.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM users WHERE uid = ?`, uid))
	if err != nil {
		return err
	}
	if err := apply(tx, &r); err != nil {
		return err
	}
	if err := putRecord(ctx, tx, &r); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	s.remember(&r)
	return nil
}

func putRecord(ctx context.Context, tx *sql.Tx, r *record) error {
	_, err := tx.ExecContext(ctx, `REPLACE INTO users (`+recordColumns+`) VALUES `+placeholders(1, recordWidth), r.values(nil)...)
	return err
}

// remember brings the lists in memory up to a changed or new customer.
func (s *store) remember(r *record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, found := s.find(r.uid); found {
		s.index[at] = s.habits.entry(r)
	} else {
		s.index = slices.Insert(s.index, at, s.habits.entry(r))
	}
	s.lists.clear()
	s.periods.clear()
	s.ledgers.clear()
}

// add puts a new customer in and returns the uid given.
func (s *store) add(ctx context.Context, r record) (int64, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if r.uid == 0 {
		r.uid = s.nextUID()
	} else if s.known(r.uid) {
		return 0, fmt.Errorf("add customer %d: there is one already", r.uid)
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	if err := putRecord(ctx, tx, &r); err != nil {
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, err
	}
	s.remember(&r)
	return r.uid, nil
}

func (s *store) nextUID() int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.index) == 0 {
		return firstUID
	}
	return int64(s.index[len(s.index)-1].uid) + 1
}

func (s *store) known(uid int64) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, found := s.find(uid)
	return found
}

// uids are those of all customers, in order.
func (s *store) uids() []int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]int64, len(s.index))
	for i := range s.index {
		all[i] = int64(s.index[i].uid)
	}
	return all
}

// remove deletes a customer and everything owned.
func (s *store) remove(ctx context.Context, uid int64) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if !s.known(uid) {
		return ErrNoCustomer
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	for _, table := range []string{"environments", "gone", "actions", "fundings", "funding_notes", "quotas", "mails", "users"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE uid = ?`, uid); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, found := s.find(uid); found {
		s.index = slices.Delete(s.index, at, at+1)
	}
	s.lists.clear()
	s.periods.clear()
	s.ledgers.clear()
	return nil
}

// action is something that happened to or by a customer.
type action struct {
	uid, actor                       int64
	email, kind, service, text, args string
	appid, env                       string
	key                              string // ruk of the call
	result                           int
	failure                          string
	at                               time.Time
}

// writeAction writes an action down. Its id grows with time, as those of the
// invented actions do, and is odd where theirs are even.
func writeAction(ctx context.Context, tx *sql.Tx, a action) error {
	id := actionID(a.at.Unix(), a.uid) + 1
	_, err := tx.ExecContext(ctx, `INSERT INTO actions (id, uid, actor, email, type, service, text, args, started, ended, result, failure, key, appid, env)
		VALUES (max(?, 1 + 2 * (SELECT coalesce(max(id), 0) / 2 + 1 FROM actions)), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, a.uid, a.actor, a.email, a.kind, a.service, a.text, a.args, a.at.Unix(), a.at.Unix(), a.result, a.failure, a.key, a.appid, a.env)
	return err
}

// placeholders are the question marks of rows times width values.
func placeholders(rows, width int) string {
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", width), ",") + ")"
	return strings.TrimSuffix(strings.Repeat(one+",", rows), ",")
}
