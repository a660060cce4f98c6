package store

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"steward/app/sealed"
	"steward/client/platform"
)

// rowOrder is all rows in the order of a sort, as of a version of the index.
type rowOrder struct {
	keys    []sortKey
	version uint64
	rows    []uint32
}

// versionOf rises whenever the order of these keys may have changed. The
// caller holds the lock.
func (x *index) versionOf(keys []sortKey) (sum uint64) {
	for _, k := range keys {
		sum += x.versions[k.column]
	}
	return sum
}

// fresh is the kept order if it is of these keys and still true. The caller
// holds the lock.
func (x *index) fresh(keys []sortKey) ([]uint32, bool) {
	if x.order.rows != nil && slices.Equal(x.order.keys, keys) && x.order.version == x.versionOf(keys) {
		return x.order.rows, true
	}
	return nil, false
}

// keepOrder remembers the order of the current sort; only one is kept.
func (x *index) keepOrder(o rowOrder) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.order = o
}

// recentTexts is how many searched texts are remembered: who deletes letters
// comes back to each of them, and an e-mail has this many.
const recentTexts = 32

// keepHits remembers the rows of a text that was searched; nil keeps what
// there is.
func (x *index) keepHits(memo *textHits) {
	if memo == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.recent) > 0 && x.recent[0].needles == memo.needles && x.recent[0].wording == memo.wording {
		return
	}
	newest := *memo
	others := slices.DeleteFunc(slices.Clone(x.recent), func(h textHits) bool {
		return h.wording != newest.wording || h.needles == newest.needles
	})
	x.recent = append([]textHits{newest}, others[:min(len(others), recentTexts-1)]...)
}

// quickOrder is the order of keys that the index itself holds: User ID, or one
// of state, group and reseller. The caller holds the lock.
func (x *index) quickOrder(keys []sortKey) ([]uint32, bool) {
	var rank []uint32 // of an attribute's value
	var value func(row uint32) int
	switch keys[0].column {
	case byUID:
		rank, value = []uint32{0}, func(uint32) int { return 0 }
	case byState:
		rank, value = ranks(gone, func(a, b int) int { return cmp.Compare(a, b) }), func(row uint32) int { return int(x.states[row]) }
	case byGroup:
		rank, value = ranks(len(x.names.groups), x.compareGroups), func(row uint32) int { return int(x.groups[row]) }
	case bySeller:
		rank, value = ranks(len(x.names.sellers), x.compareSellers), func(row uint32) int { return int(x.sellers[row]) }
	default:
		return nil, false
	}
	if keys[0].column != byUID && !plain(keys) {
		return nil, false
	}
	starts := make([]int, len(rank)+1)
	x.byUID(func(row uint32) { starts[rank[value(row)]+1]++ })
	for i := range rank {
		starts[i+1] += starts[i]
	}
	order := make([]uint32, x.alive)
	x.byUID(func(row uint32) {
		at := &starts[rank[value(row)]]
		order[*at] = row
		*at++
	})
	if keys[0].desc {
		slices.Reverse(order)
	}
	return order, true
}

// ranks are the places of the numbers 0..n-1 in an order; equal ones share a place.
func ranks(n int, compare func(a, b int) int) []uint32 {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, compare)
	rank := make([]uint32, n)
	for i := 1; i < n; i++ {
		rank[order[i]] = rank[order[i-1]]
		if compare(order[i-1], order[i]) != 0 {
			rank[order[i]]++
		}
	}
	return rank
}

func (x *index) compareGroups(a, b int) int {
	return strings.Compare(fold(x.names.groups[a].Name), fold(x.names.groups[b].Name))
}

func (x *index) compareSellers(a, b int) int {
	return strings.Compare(fold(x.names.sellers[a].Name), fold(x.names.sellers[b].Name))
}

// streamUIDs reads User IDs from the file until visit has enough.
func (s *Store) streamUIDs(ctx context.Context, query string, visit func(uid platform.UID) bool) error {
	return sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		stmt, _, err := c.Prepare(query)
		if err != nil {
			return err
		}
		defer stmt.Close() // Err tells
		for stmt.Step() {
			if !visit(platform.UID(stmt.ColumnInt64(0))) {
				return nil
			}
		}
		return stmt.Err()
	})
}

// makeOrder is the order of all rows. Nothing is locked while the file is
// read: rows that came meanwhile are left out, and then the version is old.
func (s *Store) makeOrder(ctx context.Context, keys []sortKey) (rowOrder, error) {
	x := s.index
	x.mu.RLock()
	order := rowOrder{keys: keys, version: x.versionOf(keys)}
	rows, quick := x.quickOrder(keys)
	alive := x.alive
	x.mu.RUnlock()
	if quick {
		order.rows = rows
		return order, nil
	}
	query := s.orderQuery(keys)
	if query == "" {
		x.mu.RLock()
		all := make([]uint32, 0, x.alive)
		x.byUID(func(row uint32) { all = append(all, row) })
		x.mu.RUnlock()
		var err error
		order.rows, err = s.sortRows(ctx, all, keys, len(all))
		return order, err
	}
	uids := make([]uint32, 0, alive+alive/64)
	err := s.streamUIDs(ctx, query, func(uid platform.UID) bool {
		uids = append(uids, uint32(uid))
		return true
	})
	x.mu.RLock()
	defer x.mu.RUnlock()
	order.rows = uids[:0]
	for _, uid := range uids {
		if row, known := x.row(platform.UID(uid)); known {
			order.rows = append(order.rows, row)
		}
	}
	return order, err
}

// keyed is a row with its number keys.
type keyed struct {
	row     uint32
	numbers [maxKeys]int64
}

// sortRows sorts some rows by any keys. Numbers that the index does not hold
// are read from the file first; then the index is locked for reading until
// the rows are sorted. It gives the first n of them.
func (s *Store) sortRows(ctx context.Context, rows []uint32, keys []sortKey, n int) ([]uint32, error) {
	items := make([]keyed, len(rows))
	for i, row := range rows {
		items[i].row = row
	}
	for i, k := range keys[:len(keys)-1] {
		if err := s.loadNumbers(ctx, items, i, k.column); err != nil {
			return nil, err
		}
	}
	x := s.index
	x.mu.RLock()
	defer x.mu.RUnlock()
	items = smallest(items, n, func(a, b keyed) int { return x.compare(keys, &a, &b) })
	out := rows[:0]
	for _, item := range items {
		if x.states[item.row] != gone {
			out = append(out, item.row)
		}
	}
	return out, ctx.Err()
}

// smallest sorts items and gives the first n. A few of many are picked out
// without sorting the rest.
func smallest(items []keyed, n int, compare func(a, b keyed) int) []keyed {
	if n > len(items)/8 {
		slices.SortFunc(items, compare)
		return items[:min(max(n, 0), len(items))]
	}
	best := make([]keyed, 0, 4*n)
	cut := func() {
		slices.SortFunc(best, compare)
		best = best[:min(n, len(best))]
	}
	full := false // then what is beyond the last of the first n cannot count
	for _, item := range items {
		if full && compare(item, best[n-1]) > 0 {
			continue
		}
		if best = append(best, item); len(best) == cap(best) {
			cut()
			full = true
		}
	}
	cut()
	return best
}

func (x *index) compare(keys []sortKey, a, b *keyed) int {
	for i, k := range keys {
		var order int
		switch k.column {
		case byUID:
			order = cmp.Compare(x.uids[a.row], x.uids[b.row])
		case byLogin, byPhone, byNote:
			order = bytes.Compare(x.field(a.row, k.column), x.field(b.row, k.column))
		default:
			order = cmp.Compare(a.numbers[i], b.numbers[i])
		}
		if k.desc {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

// field is one folded text of a row.
func (x *index) field(row uint32, c sortColumn) []byte {
	if x.texts[row] == 0 {
		return nil
	}
	text := x.hay.text(x.texts[row])
	switch c {
	case byLogin:
		return text[:bytes.IndexByte(text, fieldEnd)]
	case byPhone:
		return phoneOf(text)
	}
	return text[bytes.LastIndexByte(text, fieldEnd)+1:]
}

// numberQuery reads what a column sorts by.
var numberQuery = map[sortColumn]string{
	byBalance:   `SELECT uid, balance_micros FROM users`,
	byBonus:     `SELECT uid, bonus_micros FROM users`,
	bySignup:    `SELECT uid, signed_up FROM users`,
	byExtID:     `SELECT uid, ext_id FROM users`,
	byTwoFactor: `SELECT uid, two_factor FROM identities`,
	byReadAt:    `SELECT uid, began FROM reads`,
}

// fewRows is how many rows are looked up one by one; more are read in one go.
const fewRows = 2000

// loadNumbers fills one key of the items.
func (s *Store) loadNumbers(ctx context.Context, items []keyed, key int, column sortColumn) error {
	query := numberQuery[column]
	if query == "" {
		s.index.rankItems(items, key, column)
		return nil
	}
	for i := range items {
		items[i].numbers[key] = math.MinInt64
	}
	if column == byTwoFactor {
		for i := range items {
			items[i].numbers[key] = int64(platform.TwoFactorUnknown)
		}
	}
	at := s.index.itemsByUID(items)
	var texts []string
	if column == byExtID {
		texts = make([]string, len(items))
	}
	take := func(stmt *sqlite3.Stmt) {
		i, wanted := at(platform.UID(stmt.ColumnInt64(0)))
		switch {
		case !wanted || stmt.ColumnType(1) == sqlite3.NULL:
		case texts != nil:
			texts[i] = stmt.ColumnText(1)
		default:
			items[i].numbers[key] = stmt.ColumnInt64(1)
		}
	}
	err := sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		if len(items) > fewRows {
			return eachRow(c, query, nil, take)
		}
		return rowsOf(c, query, s.index.itemUIDs(items), take)
	})
	if texts != nil {
		rank := ranks(len(items), func(a, b int) int { return strings.Compare(texts[a], texts[b]) })
		for i := range items {
			items[i].numbers[key] = int64(rank[i])
		}
	}
	return err
}

// rowsOf reads the rows of some User IDs, one by one.
func rowsOf(c *sqlite3.Conn, query string, uids []platform.UID, take func(*sqlite3.Stmt)) error {
	stmt, _, err := c.Prepare(query + ` WHERE uid = ?`)
	if err != nil {
		return err
	}
	defer stmt.Close() // Reset tells
	for _, uid := range uids {
		if err := stmt.BindInt64(1, int64(uid)); err != nil {
			return err
		}
		for stmt.Step() {
			take(stmt)
		}
		if err := stmt.Reset(); err != nil {
			return err
		}
	}
	return nil
}

// rankItems fills a key with the rank of an attribute of the index.
func (x *index) rankItems(items []keyed, key int, column sortColumn) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var rank []uint32
	for i := range items {
		switch column {
		case byState:
			items[i].numbers[key] = int64(x.states[items[i].row])
		case byGroup:
			if rank == nil {
				rank = ranks(len(x.names.groups), x.compareGroups)
			}
			items[i].numbers[key] = int64(rank[x.groups[items[i].row]])
		case bySeller:
			if rank == nil {
				rank = ranks(len(x.names.sellers), x.compareSellers)
			}
			items[i].numbers[key] = int64(rank[x.sellers[items[i].row]])
		}
	}
}

// itemUIDs are the User IDs of items.
func (x *index) itemUIDs(items []keyed) []platform.UID {
	x.mu.RLock()
	defer x.mu.RUnlock()
	uids := make([]platform.UID, len(items))
	for i := range items {
		uids[i] = x.uids[items[i].row]
	}
	return uids
}

// itemsByUID finds the item of a User ID.
func (x *index) itemsByUID(items []keyed) func(platform.UID) (int, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	item := make([]uint32, len(x.uids)) // number + 1 by row
	for i := range items {
		item[items[i].row] = uint32(i) + 1
	}
	return func(uid platform.UID) (int, bool) {
		x.mu.RLock()
		defer x.mu.RUnlock()
		row, known := x.row(uid)
		if !known || int(row) >= len(item) || item[row] == 0 {
			return 0, false
		}
		return int(item[row]) - 1, true
	}
}

// eachRow steps through a query on a native connection.
func eachRow(c *sqlite3.Conn, query string, args []any, visit func(*sqlite3.Stmt)) error {
	stmt, _, err := c.Prepare(query)
	if err != nil {
		return err
	}
	defer stmt.Close() // Err tells
	if err := bind(stmt, args...); err != nil {
		return err
	}
	for stmt.Step() {
		visit(stmt)
	}
	return stmt.Err()
}
