package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// auditQuery is the SQL of a filter. What SQL cannot compare whatever the case
// is left to sought.
type auditQuery struct {
	where  string
	args   []any
	sought []byte // folded; empty: nothing
}

func auditWhere(uid platform.UID, f model.AuditFilter) auditQuery {
	q := auditQuery{where: ` FROM audit WHERE uid=?`, args: []any{int64(uid)}, sought: []byte(fold(strings.TrimSpace(f.Text)))}
	and := func(condition string, args ...any) {
		q.where += ` AND ` + condition
		q.args = append(q.args, args...)
	}
	if !f.From.IsZero() {
		and(`at>=?`, f.From.UnixMicro())
	}
	if !f.To.IsZero() {
		and(`at<?`, f.To.UnixMicro())
	}
	if f.OnlyErrors {
		and(`flags & 2`)
	}
	if f.Type != "" {
		and(`type=?`, string(f.Type))
	}
	if f.Environment != "" {
		and(`(environment=? OR appid=?)`, f.Environment, f.Environment)
	}
	q.where += ` ORDER BY ` + auditOrder(f)
	return q
}

// auditOrders are the SQL of a column to sort by; what has no value stands last.
var auditOrders = map[model.Column][]string{
	model.AuditDate:     {`at`},
	model.AuditAction:   {`coalesce(nullif(text, ''), nullif(action, ''), service) COLLATE NOCASE`},
	model.AuditDuration: {`ended-at`},
	model.AuditResult:   {`CASE WHEN flags & 1 THEN 0 WHEN flags & 2 THEN 1 WHEN result=0 THEN 2 ELSE 3 END`, `error COLLATE NOCASE`, `result`},
}

// auditOrder is the order of a filter, in SQL; it is always a whole one.
func auditOrder(f model.AuditFilter) string {
	var keys []string
	newest := true // of what is the same otherwise
	for _, key := range f.Order {
		for _, column := range auditOrders[key.Column] {
			if key.Desc {
				column += ` DESC`
			}
			keys = append(keys, column+` NULLS LAST`)
		}
		if key.Column == model.AuditDate {
			newest = key.Desc
			break
		}
	}
	if f.NewestFirst() { // as the index has it
		keys = []string{`at DESC`}
	}
	if newest {
		return strings.Join(append(keys, `at DESC`, `ident DESC`), `, `)
	}
	return strings.Join(append(keys, `at`, `ident`), `, `)
}

// soughtColumns are what a person searches in.
const soughtColumns = `text, environment, service, email, error, arguments`

// matches reports whether one of the columns from the given one on has the text.
func (q auditQuery) matches(row *sqlite3.Stmt, from int) bool {
	if len(q.sought) == 0 {
		return true
	}
	for i := from; i < from+6; i++ {
		if containsFold(row.ColumnRawText(i), q.sought) {
			return true
		}
	}
	return false
}

// containsFold reports whether a text has a folded one, whatever its case.
func containsFold(text, sought []byte) bool {
	for _, b := range text {
		if b >= 0x80 {
			return strings.Contains(fold(string(text)), string(sought))
		}
	}
	first := sought[0]
	for len(text) >= len(sought) {
		if lower(text[0]) == first && equalFold(text[:len(sought)], sought) {
			return true
		}
		text = text[1:]
	}
	return false
}

func equalFold(text, sought []byte) bool {
	for i, b := range text {
		if lower(b) != sought[i] {
			return false
		}
	}
	return true
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// AuditFirst is the beginning of a customer's filtered audit log. By date it is
// read off the index; in another order the whole log is gone through, by its
// sorted columns alone.
func (s *Store) AuditFirst(ctx context.Context, uid platform.UID, f model.AuditFilter, n int) (list []platform.Action, err error) {
	if !f.NewestFirst() && f.Order[0].Column != model.AuditDate {
		whole, err := s.AuditList(ctx, uid, f)
		if err != nil {
			return nil, err
		}
		return s.AuditRows(ctx, uid, whole.Keys[:min(n, len(whole.Keys))])
	}
	q := auditWhere(uid, f)
	query := `SELECT at, ` + actionColumns + `, ` + soughtColumns + q.where
	err = sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		return someRows(c, query, q.args, func(row *sqlite3.Stmt) bool {
			if q.matches(row, 18) {
				list = append(list, actionOf(row))
			}
			return len(list) < n
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read audit log of %d: %w", uid, err)
	}
	return list, nil
}

// AuditList is the whole list of a filter of a customer's audit log.
func (s *Store) AuditList(ctx context.Context, uid platform.UID, f model.AuditFilter) (list model.AuditList, err error) {
	q := auditWhere(uid, f)
	columns := `key, flags`
	if len(q.sought) > 0 {
		columns += `, ` + soughtColumns
	}
	err = sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		return eachRow(c, `SELECT `+columns+q.where, q.args, func(row *sqlite3.Stmt) {
			if !q.matches(row, 2) {
				return
			}
			flags := row.ColumnInt64(1)
			list.Keys = append(list.Keys, row.ColumnInt64(0))
			list.Running += int(flags & flagRunning)
			list.Failed += int(flags & flagFailed >> 1)
		})
	})
	if err != nil {
		return model.AuditList{}, fmt.Errorf("read audit log of %d: %w", uid, err)
	}
	list.State, err = s.State(ctx, model.SectionKey{Section: model.SectionAudit, UID: uid, Period: f.Period()})
	return list, err
}

// someRows is eachRow until take has enough.
func someRows(c *sqlite3.Conn, query string, args []any, take func(*sqlite3.Stmt) (more bool)) error {
	stmt, _, err := c.Prepare(query)
	if err != nil {
		return err
	}
	err = bind(stmt, args...)
	for err == nil && stmt.Step() && take(stmt) {
	}
	if err == nil {
		err = stmt.Err()
	}
	return errors.Join(err, stmt.Close())
}
