package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/ncruces/go-sqlite3"

	"steward/client/platform"
)

// dictionary gives small numbers to the groups and resellers that customers
// name. The zero value has number 0. It belongs to the writer; readers get
// its list, which only grows.
type dictionary[K comparable] struct {
	list []K
	no   map[K]uint16
}

// maxNames is how many different groups or resellers customers may name.
const maxNames = 1 << 16

var errTooManyNames = errors.New("customers name more groups or resellers than any platform has")

func (d *dictionary[K]) add(k K) {
	d.no[k] = uint16(len(d.list))
	d.list = append(d.list, k)
}

// number is the number of a name; fresh says that it has to be stored.
func (d *dictionary[K]) number(k K) (no uint16, fresh bool, err error) {
	if no, known := d.no[k]; known {
		return no, false, nil
	}
	if len(d.list) == maxNames {
		return 0, false, errTooManyNames
	}
	d.add(k)
	return d.no[k], true, nil
}

// forget takes back the names after the first n, which were not committed.
func (d *dictionary[K]) forget(n int) {
	for _, k := range d.list[n:] {
		delete(d.no, k)
	}
	d.list = d.list[:n:n]
}

func (s *Store) readNames(ctx context.Context) error {
	var group platform.GroupRef
	var seller platform.ResellerRef
	s.groups = dictionary[platform.GroupRef]{no: map[platform.GroupRef]uint16{}}
	s.sellers = dictionary[platform.ResellerRef]{no: map[platform.ResellerRef]uint16{}}
	s.groups.add(group)
	s.sellers.add(seller)
	err := each(ctx, s.db.Read, `SELECT name, type FROM groupnames ORDER BY id`, []any{&group.Name, &group.Type}, func() { s.groups.add(group) })
	if err == nil {
		err = each(ctx, s.db.Read, `SELECT reseller, name FROM resellernames ORDER BY id`, []any{&seller.ID, &seller.Name}, func() { s.sellers.add(seller) })
	}
	s.index.name(s.groups.list, s.sellers.list)
	return err
}

// each scans every row of a query into the same places.
func each(ctx context.Context, pool *sql.DB, query string, into []any, row func(), args ...any) error {
	rows, err := pool.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() // Err tells
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row()
	}
	return rows.Err()
}

// groupNo is the number of a group, stored in the open transaction if it is new.
func (s *Store) groupNo(c *sqlite3.Conn, g platform.GroupRef) (uint16, error) {
	no, fresh, err := s.groups.number(g)
	if err != nil || !fresh {
		return no, err
	}
	return no, run(c, `INSERT INTO groupnames VALUES (?, ?, ?)`, int64(no), g.Name, string(g.Type))
}

// sellerNo is the number of a reseller, stored in the open transaction if it is new.
func (s *Store) sellerNo(c *sqlite3.Conn, r platform.ResellerRef) (uint16, error) {
	no, fresh, err := s.sellers.number(r)
	if err != nil || !fresh {
		return no, err
	}
	return no, run(c, `INSERT INTO resellernames VALUES (?, ?, ?)`, int64(no), r.ID, r.Name)
}

// run executes one statement on a native connection.
func run(c *sqlite3.Conn, query string, args ...any) error {
	stmt, _, err := c.Prepare(query)
	if err != nil {
		return err
	}
	defer stmt.Close() // Exec tells
	if err := bind(stmt, args...); err != nil {
		return err
	}
	return stmt.Exec()
}

// bind sets all parameters of a statement.
func bind(stmt *sqlite3.Stmt, args ...any) (err error) {
	for i, arg := range args {
		switch v := arg.(type) {
		case nil:
			err = stmt.BindNull(i + 1)
		case int64:
			err = stmt.BindInt64(i+1, v)
		case string:
			err = stmt.BindText(i+1, v)
		default:
			err = errors.New("bind a value of an unknown type")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
