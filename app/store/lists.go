package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// FirstPage is the first n customers of a filter, within a few milliseconds
// where the sort has an index in the file (User ID, login, balance, bonus,
// sign-up date) or in memory (state, group, reseller), or is the current one.
func (s *Store) FirstPage(ctx context.Context, f model.Filter, n int) ([]model.Customer, error) {
	uids, err := s.firstUIDs(ctx, f, n)
	if err != nil {
		return nil, fmt.Errorf("read first page: %w", err)
	}
	return s.Customers(ctx, uids)
}

func (s *Store) firstUIDs(ctx context.Context, f model.Filter, n int) ([]platform.UID, error) {
	if n <= 0 {
		return nil, nil
	}
	keys := keysOf(f.Sort)
	query := s.orderQuery(keys)
	if query != "" && f.IsZero() {
		return s.firstOf(ctx, query, n)
	}
	s.loadSoon()
	if query != "" && !s.isLoaded() {
		uids, err := s.pageFromFile(ctx, query, f, n)
		if !errors.Is(err, errLoaded) {
			return uids, err
		}
	}
	if err := s.loaded(ctx); err != nil {
		return nil, err
	}
	if uids, done, err := s.pageInMemory(ctx, keys, f, n); done || err != nil {
		return uids, err
	}
	if query != "" {
		if uids, done, err := s.pageAlongFile(ctx, keys, f, n); done || err != nil {
			return uids, err
		}
	}
	rows, err := s.selectedRows(ctx, f)
	if err != nil {
		return nil, err
	}
	if rows, err = s.sortRows(ctx, rows, keys, n); err != nil {
		return nil, err
	}
	s.index.mu.RLock()
	defer s.index.mu.RUnlock()
	return s.index.uidsOf(rows), nil
}

func (s *Store) firstOf(ctx context.Context, query string, n int) (uids []platform.UID, err error) {
	err = s.streamUIDs(ctx, query, func(uid platform.UID) bool {
		uids = append(uids, uid)
		return len(uids) < n
	})
	return uids, err
}

// pageInMemory needs the current order, or one that the index makes at once.
func (s *Store) pageInMemory(ctx context.Context, keys []sortKey, f model.Filter, n int) (uids []platform.UID, done bool, err error) {
	x := s.index
	var made *rowOrder
	var memo *textHits
	x.mu.RLock()
	order, known := x.fresh(keys)
	if !known {
		if order, known = x.quickOrder(keys); known {
			made = &rowOrder{keys: keys, version: x.versionOf(keys), rows: order}
		}
	}
	if known {
		var rows []uint32
		rows, memo, err = x.page(ctx, order, x.compile(f), n)
		uids = x.uidsOf(rows)
	}
	x.mu.RUnlock()
	if made != nil {
		x.keepOrder(*made)
	}
	x.keepHits(memo)
	return uids, known, err
}

// manyRows is from how many rows on reading the file in order finds a page
// sooner than sorting the rows does.
const manyRows = 1000

// pageAlongFile reads the file in order and tests in memory. It is not done
// if picking the first of all rows of the filter is quicker: when they are few,
// or by login, where those with one name stand together, maybe at the end.
func (s *Store) pageAlongFile(ctx context.Context, keys []sortKey, f model.Filter, n int) (uids []platform.UID, done bool, err error) {
	x := s.index
	query := s.orderQuery(keys)
	var memo *textHits
	defer func() { x.keepHits(memo) }()
	x.mu.RLock()
	defer x.mu.RUnlock()
	selection := x.compile(f)
	tested := 0
	err = s.streamUIDs(ctx, query, func(uid platform.UID) bool {
		if row, known := x.row(uid); known && x.attributes(selection, row) && x.worded(selection, row) {
			uids = append(uids, uid)
		}
		tested++
		return len(uids) < n && (tested < firstLook || tested/(len(uids)+1)*n <= farEnough)
	})
	if err != nil || len(uids) == n || tested >= x.alive {
		return uids, true, err
	}
	set, memo, err := x.selected(ctx, selection)
	if err != nil || set.count() < manyRows || keys[0].column == byLogin {
		return nil, false, err
	}
	uids = uids[:0]
	err = s.streamUIDs(ctx, query, func(uid platform.UID) bool {
		if row, known := x.row(uid); known && set.has(row) {
			uids = append(uids, uid)
		}
		return len(uids) < n
	})
	return uids, true, err
}

// selectedRows are the rows of a filter, in no order.
func (s *Store) selectedRows(ctx context.Context, f model.Filter) ([]uint32, error) {
	x := s.index
	x.mu.RLock()
	set, memo, err := x.selected(ctx, x.compile(f))
	x.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	x.keepHits(memo)
	return set.rows(), nil
}

// Count is how many customers are cached. It does not wait for the index.
func (s *Store) Count(ctx context.Context) (n int, err error) {
	if s.isLoaded() {
		s.index.mu.RLock()
		defer s.index.mu.RUnlock()
		return s.index.alive, nil
	}
	if err := s.db.Read.QueryRowContext(ctx, `SELECT count(*) FROM reads`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count customers: %w", err)
	}
	return n, nil
}

// Given tells which facts that not every platform has any customer has here.
func (s *Store) Given(ctx context.Context) (phone, reseller bool, err error) {
	if err := s.loaded(ctx); err != nil {
		return false, false, fmt.Errorf("look for columns in use: %w", err)
	}
	x := s.index
	x.mu.RLock()
	defer x.mu.RUnlock()
	for row := 0; row < len(x.states) && !(phone && reseller); row++ {
		if x.states[row] == gone {
			continue
		}
		reseller = reseller || x.sellers[row] != 0
		if !phone {
			_, rest, _ := bytes.Cut(x.hay.text(x.texts[row]), []byte{fieldEnd})
			phone = len(rest) > 0 && rest[0] != fieldEnd
		}
	}
	return phone, reseller, nil
}

// List is all customers of a filter in order, User IDs only. The slice is the
// caller's to read, not to change. It waits until the index is loaded.
func (s *Store) List(ctx context.Context, f model.Filter) (model.List, error) {
	list, err := s.list(ctx, f)
	if err != nil {
		return model.List{}, fmt.Errorf("read list: %w", err)
	}
	return list, nil
}

func (s *Store) list(ctx context.Context, f model.Filter) (model.List, error) {
	if err := s.loaded(ctx); err != nil {
		return model.List{}, err
	}
	x := s.index
	keys := keysOf(f.Sort)
	x.mu.RLock()
	order, known := x.fresh(keys)
	x.mu.RUnlock()
	if !known && !f.IsZero() {
		rows, err := s.selectedRows(ctx, f)
		if err != nil {
			return model.List{}, err
		}
		if len(rows) < manyRows {
			rows, err = s.sortRows(ctx, rows, keys, len(rows))
			x.mu.RLock()
			defer x.mu.RUnlock()
			return model.List{UIDs: x.uidsOf(rows), Total: x.alive}, err
		}
	}
	if !known {
		made, err := s.makeOrder(ctx, keys)
		if err != nil {
			return model.List{}, err
		}
		x.keepOrder(made)
		order = made.rows
	}
	var memo *textHits
	defer func() { x.keepHits(memo) }()
	x.mu.RLock()
	defer x.mu.RUnlock()
	set, memo, err := x.selected(ctx, x.compile(f))
	if err != nil {
		return model.List{}, err
	}
	rows := set.along(order, make([]uint32, 0, set.count()), 0)
	return model.List{UIDs: x.uidsOf(rows), Total: x.alive}, nil
}

// Customers are the cached rows of User IDs, in the order asked for. The ones
// that are not cached are left out.
func (s *Store) Customers(ctx context.Context, uids []platform.UID) ([]model.Customer, error) {
	names := s.index.nameLists()
	found := make([]model.Customer, 0, len(uids))
	err := sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		stmt, _, err := c.Prepare(selectCustomer)
		if err != nil {
			return err
		}
		defer stmt.Close() // Err tells
		for _, uid := range uids {
			if err := stmt.BindInt64(1, int64(uid)); err != nil {
				return err
			}
			if stmt.Step() {
				customer, err := names.decode(stmt)
				if err != nil {
					return err
				}
				found = append(found, customer)
			}
			if err := stmt.Reset(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read customers: %w", err)
	}
	return found, nil
}

// Customer is one cached row, and whether there is one.
func (s *Store) Customer(ctx context.Context, uid platform.UID) (model.Customer, bool, error) {
	found, err := s.Customers(ctx, []platform.UID{uid})
	if err != nil || len(found) == 0 {
		return model.Customer{}, false, err
	}
	return found[0], true, nil
}
