package store

import (
	"context"
	"errors"

	"github.com/ncruces/go-sqlite3"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// errLoaded ends the search of the file: the index is quicker from now on.
var errLoaded = errors.New("the index is loaded")

// fileSearch tests customers of the file one by one, while the index is still
// being loaded.
type fileSearch struct {
	*selection
	only   map[platform.UID]bool // nil: all
	record []byte
	row    *sqlite3.Stmt // of entryColumns
}

// pageFromFile is the first n customers of a filter in the order of a query.
// It returns errLoaded as soon as the index is loaded.
func (s *Store) pageFromFile(ctx context.Context, query string, f model.Filter, n int) (uids []platform.UID, err error) {
	search := fileSearch{}
	if f.Only != nil {
		search.only = make(map[platform.UID]bool, len(f.Only))
		for _, uid := range f.Only {
			search.only[uid] = true
		}
		f.Only = nil
	}
	s.index.mu.RLock()
	search.selection = s.index.compile(f)
	s.index.mu.RUnlock()
	err = sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		if search.row, _, err = c.Prepare(`SELECT ` + entryColumns + ` FROM users WHERE uid = ?`); err != nil {
			return err
		}
		defer search.row.Close() // Err tells
		order, _, err := c.Prepare(query)
		if err != nil {
			return err
		}
		defer order.Close() // Err tells
		for len(uids) < n && order.Step() {
			if s.isLoaded() {
				return errLoaded
			}
			uid := platform.UID(order.ColumnInt64(0))
			found, err := search.finds(uid)
			if err != nil {
				return err
			}
			if found {
				uids = append(uids, uid)
			}
		}
		return order.Err()
	})
	return uids, err
}

func (f *fileSearch) finds(uid platform.UID) (bool, error) {
	if f.only != nil && !f.only[uid] {
		return false, nil
	}
	if err := f.row.BindInt64(1, int64(uid)); err != nil {
		return false, err
	}
	if !f.row.Step() {
		return false, f.row.Err()
	}
	e := entryOf(f.row)
	f.record = appendRecord(f.record[:0], 0, e.login, e.phone, e.note)
	text := f.record[numberSize : len(f.record)-1]
	return f.admits(uint8(e.state), e.group) && (f.empty() || f.worded(uid, text)), f.row.Reset()
}
