package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ncruces/go-sqlite3"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// Flags of an action.
const (
	flagRunning = 1 << iota
	flagFailed
)

const actionColumns = `id, type, result, ended, who, collaborator, appid, environment, text, service, action, email, error,
	request, source, arguments, response`

// PutActions stores rows of one answer of the platform, all or none, and
// counts those that differ from before. A row is replaced only by an answer
// whose request (began) started later. Nothing is stored of a customer who is
// not cached (any more).
func (s *Store) PutActions(ctx context.Context, uid platform.UID, began time.Time, rows []platform.Action) (changed int, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	err = sealed.Native(ctx, s.db.Write, func(c *sqlite3.Conn) error {
		tx, err := c.BeginImmediate()
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // does nothing after a commit
		known := false
		if err := eachRow(c, `SELECT 1 FROM reads WHERE uid=?`, []any{int64(uid)}, func(*sqlite3.Stmt) { known = true }); err != nil || !known {
			return err
		}
		if changed, err = putActions(c, uid, began, rows); err != nil {
			return err
		}
		return tx.Commit()
	})
	if err != nil {
		return 0, fmt.Errorf("store audit log of %d: %w", uid, err)
	}
	return changed, nil
}

func putActions(c *sqlite3.Conn, uid platform.UID, began time.Time, rows []platform.Action) (changed int, err error) {
	var find, insert *sqlite3.Stmt
	for query, into := range map[string]**sqlite3.Stmt{
		`SELECT key, began, hash FROM audit WHERE uid=? AND ident=?`: &find,
		`INSERT OR REPLACE INTO audit(key, uid, ident, at, flags, began, hash, ` + actionColumns + `)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`: &insert,
	} {
		if *into, _, err = c.Prepare(query); err != nil {
			return 0, err
		}
		defer (*into).Close() // Exec tells
	}
	for i := range rows {
		differs, err := putAction(find, insert, uid, began, &rows[i])
		if err != nil {
			return 0, err
		}
		changed += int(integer(differs))
	}
	return changed, nil
}

func putAction(find, insert *sqlite3.Stmt, uid platform.UID, began time.Time, a *platform.Action) (differs bool, err error) {
	ident := identOf(a)
	var key any // NULL: a new one
	if err := bind(find, int64(uid), ident); err != nil {
		return false, err
	}
	values := actionValues(a)
	hash := contentHash(values)
	if find.Step() {
		older, same := find.ColumnInt64(1) >= began.UnixMicro(), find.ColumnInt64(2) == hash
		key = find.ColumnInt64(0)
		if older || same {
			return false, find.Reset()
		}
	}
	if err := find.Reset(); err != nil {
		return false, err
	}
	flags := integer(a.Running())*flagRunning | integer(a.Failed())*flagFailed
	head := []any{key, int64(uid), ident, periodStamp(a.Started), flags, began.UnixMicro(), hash}
	return true, execute(insert, append(head, values...)...)
}

// identOf tells actions of a customer apart: the platform's number, or where it
// gives none, what does not change while the action runs.
func identOf(a *platform.Action) int64 {
	if a.ID != 0 {
		return a.ID
	}
	return -1 - contentHash([]any{periodStamp(a.Started), a.Service, a.Text, a.AppID, a.Environment, int64(a.UID), a.Arguments, a.RequestKey})>>1&(1<<62-1)
}

func actionValues(a *platform.Action) []any {
	return []any{a.ID, string(a.Type), int64(a.Result), stamp(a.Ended), int64(a.UID), int64(a.Collaborator), a.AppID, a.Environment,
		a.Text, a.Service, a.Key, a.Email, a.Error, a.RequestKey, a.Source, a.Arguments, a.Response}
}

// actionOf reads the row of at and actionColumns that a statement stands on.
func actionOf(row *sqlite3.Stmt) platform.Action {
	a := platform.Action{
		ID: row.ColumnInt64(1), Type: platform.ActionType(row.ColumnText(2)), Result: row.ColumnInt(3),
		UID: platform.UID(row.ColumnInt64(5)), Collaborator: platform.UID(row.ColumnInt64(6)),
		AppID: row.ColumnText(7), Environment: row.ColumnText(8), Text: row.ColumnText(9), Service: row.ColumnText(10), Key: row.ColumnText(11),
		Email: row.ColumnText(12), Error: row.ColumnText(13), RequestKey: row.ColumnText(14), Source: row.ColumnText(15),
		Arguments: row.ColumnText(16), Response: row.ColumnText(17),
	}
	if at := row.ColumnInt64(0); at != 0 {
		a.Started = moment(at)
	}
	if row.ColumnType(4) != sqlite3.NULL {
		a.Ended = moment(row.ColumnInt64(4))
	}
	return a
}

// CoverAudit notes that a slice of a customer's audit log was read to its end
// by requests of which the first began at began, and says whether it was not
// covered before.
func (s *Store) CoverAudit(ctx context.Context, uid platform.UID, slice platform.Period, began time.Time) (first bool, err error) {
	key := model.SectionKey{Section: model.SectionAudit, UID: uid, Period: slice}
	err = s.ofCustomer(ctx, uid, func(tx *sql.Tx) error {
		_, first, err = cover(ctx, tx, key, began, 0)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store coverage of audit log of %d: %w", uid, err)
	}
	return first, nil
}

// AuditRows are the actions of some keys of an AuditList, in that order; one
// that is gone meanwhile is zero.
func (s *Store) AuditRows(ctx context.Context, uid platform.UID, keys []int64) ([]platform.Action, error) {
	list := make([]platform.Action, len(keys))
	err := sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		stmt, _, err := c.Prepare(`SELECT at, ` + actionColumns + ` FROM audit WHERE key=? AND uid=?`)
		if err != nil {
			return err
		}
		defer stmt.Close() // Reset tells
		for i, key := range keys {
			if err := bind(stmt, key, int64(uid)); err != nil {
				return err
			}
			if stmt.Step() {
				list[i] = actionOf(stmt)
			}
			if err := stmt.Reset(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read audit log of %d: %w", uid, err)
	}
	return list, nil
}

// RunningActions are the stored actions of a customer since a moment that have
// not ended, newest first, at most n.
func (s *Store) RunningActions(ctx context.Context, uid platform.UID, since time.Time, n int) (list []platform.Action, err error) {
	err = sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		return eachRow(c, `SELECT at, `+actionColumns+` FROM audit WHERE uid=? AND at>=? AND flags & 1 ORDER BY at DESC, ident DESC LIMIT ?`,
			[]any{int64(uid), since.UnixMicro(), int64(n)}, func(row *sqlite3.Stmt) { list = append(list, actionOf(row)) })
	})
	if err != nil {
		return nil, fmt.Errorf("read running actions of %d: %w", uid, err)
	}
	return list, nil
}
