package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ncruces/go-sqlite3"

	"steward/app/sealed"
	"steward/client/platform"
)

// PutUsers stores rows of one answer of the platform, all or none, and counts
// those that differ from before. A row is replaced only if the request of the
// answer (began) started later than the one that read the row. The rows are
// noted as seen by the run of the pull mark.
func (s *Store) PutUsers(ctx context.Context, began time.Time, users []platform.User) (changed int, err error) {
	s.loadSoon()
	s.writing.Lock()
	defer s.writing.Unlock()
	groups, sellers := len(s.groups.list), len(s.sellers.list)
	err = sealed.Native(ctx, s.db.Write, func(c *sqlite3.Conn) error {
		tx, err := c.BeginImmediate()
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // does nothing after a commit
		p := page{store: s, began: began.UnixMicro(), run: s.run.Load(), written: make(map[platform.UID]bool, len(users))}
		if err := p.write(c, users); err != nil {
			return err
		}
		changed = len(p.entries)
		return s.commit(c, tx, func(x *index) {
			x.names = nameLists{s.groups.list, s.sellers.list}
			var scratch []byte
			for i := range p.entries {
				scratch = x.put(&p.entries[i], scratch)
			}
			x.versions[byReadAt]++
		}, p.uids)
	})
	if err != nil {
		s.groups.forget(groups)
		s.sellers.forget(sellers)
		return 0, fmt.Errorf("store customers: %w", err)
	}
	return changed, nil
}

// maxLog is how many pages (4 KiB) of the log are written back at once:
// pages that many rows share are then written once.
const maxLog = 8192

// commit ends a transaction and brings the index up to date before any reader
// of the index sees the file again. Writing the log back may take long, so it
// comes after.
func (s *Store) commit(c *sqlite3.Conn, tx sqlite3.Txn, apply func(*index), touched []platform.UID) error {
	logged := 0
	c.WALHook(func(_ *sqlite3.Conn, _ string, pages int) error {
		logged = pages
		return nil
	})
	if err := s.publish(tx, apply, touched); err != nil {
		return err
	}
	if logged < maxLog {
		return nil
	}
	_, _, err := c.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
	return err
}

// publish commits and updates the index as one step for its readers. While the
// index is loading, what changed is noted instead.
func (s *Store) publish(tx sqlite3.Txn, apply func(*index), touched []platform.UID) error {
	s.index.mu.Lock()
	defer s.index.mu.Unlock()
	if err := tx.Commit(); err != nil {
		return err
	}
	if !s.isLoaded() {
		s.missed = append(s.missed, touched...)
		s.index.names = nameLists{s.groups.list, s.sellers.list}
		return nil
	}
	apply(s.index)
	s.index.tidy()
	s.index.ids.fill(s.index.uids)
	return nil
}

// page is one answer on its way into the file.
type page struct {
	store      *Store
	began, run int64
	entries    []entry // what really changed
	uids       []platform.UID
	written    map[platform.UID]bool

	known, before                                  *sqlite3.Stmt
	insertRow, replaceRow, insertRead, replaceRead *sqlite3.Stmt
}

const insertRead = `INTO reads(uid, began, run, hash) VALUES (?, ?, ?, ?)`

func (p *page) write(c *sqlite3.Conn, users []platform.User) (err error) {
	for query, into := range map[string]**sqlite3.Stmt{
		`SELECT began, hash FROM reads WHERE uid = ?`: &p.known,
		`SELECT coalesce(fold, login), balance_micros, bonus_micros, signed_up, phone, note, ext_id FROM users WHERE uid = ?`: &p.before,
		`INSERT ` + insertUser:  &p.insertRow,
		`REPLACE ` + insertUser: &p.replaceRow,
		`INSERT ` + insertRead:  &p.insertRead,
		`REPLACE ` + insertRead: &p.replaceRead,
	} {
		if *into, _, err = c.Prepare(query); err != nil {
			return err
		}
		defer (*into).Close() // Exec tells
	}
	for i := range users {
		if err := p.put(c, &users[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) put(c *sqlite3.Conn, u *platform.User) error {
	group, err := p.store.groupNo(c, u.Group)
	if err != nil {
		return err
	}
	seller, err := p.store.sellerNo(c, u.Reseller)
	if err != nil {
		return err
	}
	values := encode(u, group, seller)
	hash := contentHash(values)
	known, began, old, err := p.stored(u.UID)
	if err != nil || known && began >= p.began {
		return err
	}
	row, read := p.insertRow, p.insertRead
	if known {
		row, read = p.replaceRow, p.replaceRead
	}
	if !known || old != hash {
		e := entry{uid: u.UID, login: fold(u.Email), phone: foldPhone(u.Phone), note: fold(u.Note), state: u.State(), group: group, seller: seller}
		if e.changed, err = p.moves(u.UID, known, values); err != nil {
			return err
		}
		if err := execute(row, values...); err != nil {
			return err
		}
		p.entries = append(p.entries, e)
		p.uids = append(p.uids, u.UID)
	}
	p.written[u.UID] = true
	return execute(read, int64(u.UID), p.began, p.run, hash)
}

// stored is what is known about the row that is stored now.
func (p *page) stored(uid platform.UID) (known bool, began, hash int64, err error) {
	if p.store.isLoaded() && !p.written[uid] {
		// Only the writer changes the index, and this is the writer.
		if _, known := p.store.index.row(uid); !known {
			return false, 0, 0, nil
		}
	}
	if err := p.known.BindInt64(1, int64(uid)); err != nil {
		return false, 0, 0, err
	}
	if known = p.known.Step(); known {
		began, hash = p.known.ColumnInt64(0), p.known.ColumnInt64(1)
	}
	return known, began, hash, p.known.Reset()
}

// moves says by which columns a row will stand elsewhere than before.
func (p *page) moves(uid platform.UID, known bool, values []any) (moved columnSet, err error) {
	if !known {
		return everyColumn, nil
	}
	if err := p.before.BindInt64(1, int64(uid)); err != nil {
		return 0, err
	}
	if !p.before.Step() {
		return everyColumn, p.before.Reset()
	}
	login := values[1]
	if values[2] != nil {
		login = values[2]
	}
	moved.set(byLogin, p.before.ColumnText(0) != login)
	for column, value := range map[sortColumn]int{byBalance: 12, byBonus: 14, bySignup: 16} {
		at := map[sortColumn]int{byBalance: 1, byBonus: 2, bySignup: 3}[column]
		null := p.before.ColumnType(at) == sqlite3.NULL
		moved.set(column, null != (values[value] == nil) || !null && p.before.ColumnInt64(at) != values[value])
	}
	moved.set(byPhone, p.before.ColumnText(4) != values[3])
	moved.set(byNote, p.before.ColumnText(5) != values[4])
	moved.set(byExtID, p.before.ColumnText(6) != values[19])
	return moved, p.before.Reset()
}

// execute runs a prepared statement once more.
func execute(stmt *sqlite3.Stmt, args ...any) error {
	if err := bind(stmt, args...); err != nil {
		return err
	}
	return stmt.Exec()
}

// tablesOfCustomers are all tables that hold what belongs to a customer, by uid.
var tablesOfCustomers = []string{
	"users", "reads", "identities", "sections", "belongings", "bills", "funding", "charges", "audit", "coverage",
}

// RemoveUsers forgets customers and what belongs to them, all or none.
func (s *Store) RemoveUsers(ctx context.Context, uids []platform.UID) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	err := sealed.Native(ctx, s.db.Write, func(c *sqlite3.Conn) error {
		tx, err := c.BeginImmediate()
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // does nothing after a commit
		for _, table := range tablesOfCustomers {
			stmt, _, err := c.Prepare(`DELETE FROM ` + table + ` WHERE uid = ?`)
			if err != nil {
				return err
			}
			defer stmt.Close() // Exec tells
			for _, uid := range uids {
				if err := execute(stmt, int64(uid)); err != nil {
					return err
				}
			}
		}
		return s.commit(c, tx, func(x *index) {
			for _, uid := range uids {
				x.remove(uid)
			}
		}, uids)
	})
	if err != nil {
		return fmt.Errorf("remove customers: %w", err)
	}
	return nil
}

// Unseen are the stored customers that a run of the pull mark has not seen, by
// User ID: they may be gone from the platform.
func (s *Store) Unseen(ctx context.Context, run int64) ([]platform.UID, error) {
	return s.uidQuery(ctx, "read unseen customers", `SELECT uid FROM reads WHERE run <> ? ORDER BY uid`, run)
}

// UsersAfter are the n stored customers that follow a User ID.
func (s *Store) UsersAfter(ctx context.Context, uid platform.UID, n int) ([]platform.UID, error) {
	return s.uidQuery(ctx, "read customers", `SELECT uid FROM reads WHERE uid > ? ORDER BY uid LIMIT ?`, int64(uid), int64(n))
}

func (s *Store) uidQuery(ctx context.Context, doing, query string, args ...any) (uids []platform.UID, err error) {
	err = sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		return eachRow(c, query, args, func(row *sqlite3.Stmt) { uids = append(uids, platform.UID(row.ColumnInt64(0))) })
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return uids, nil
}

const entryColumns = `uid, coalesce(fold, login), phone, note, state, grp, reseller`

// entryOf reads the row of entryColumns that a statement stands on.
func entryOf(row *sqlite3.Stmt) entry {
	return entry{
		uid: platform.UID(row.ColumnInt64(0)), login: fold(row.ColumnText(1)), phone: foldPhone(row.ColumnText(2)), note: fold(row.ColumnText(3)),
		state: platform.State(row.ColumnInt64(4)), group: uint16(row.ColumnInt64(5)), seller: uint16(row.ColumnInt64(6)),
		changed: everyColumn,
	}
}

// loadIndex reads all customers into the index, then what was written meanwhile.
func (s *Store) loadIndex(ctx context.Context) error {
	x := newIndex()
	err := sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		var scratch []byte
		return eachRow(c, `SELECT `+entryColumns+` FROM users ORDER BY uid`, nil, func(row *sqlite3.Stmt) {
			e := entryOf(row)
			scratch = x.put(&e, scratch)
		})
	})
	if err != nil {
		x.release()
		return fmt.Errorf("load index: %w", err)
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.catchUp(ctx, x); err != nil {
		x.release()
		return fmt.Errorf("load index: %w", err)
	}
	x.ids.fill(x.uids)
	s.index.take(x)
	close(s.ready)
	return nil
}

// catchUp reads again what was written while the index was loading.
func (s *Store) catchUp(ctx context.Context, x *index) error {
	slices.Sort(s.missed)
	missed := slices.Compact(s.missed)
	s.missed = nil
	return sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		stmt, _, err := c.Prepare(`SELECT ` + entryColumns + ` FROM users WHERE uid = ?`)
		if err != nil {
			return err
		}
		defer stmt.Close() // Err tells
		for _, uid := range missed {
			if err := stmt.BindInt64(1, int64(uid)); err != nil {
				return err
			}
			if stmt.Step() {
				e := entryOf(stmt)
				x.put(&e, nil)
			} else {
				x.remove(uid)
			}
			if err := stmt.Reset(); err != nil {
				return err
			}
		}
		return nil
	})
}
