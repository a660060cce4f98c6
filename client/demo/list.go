package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// chunkRows is how many customers one statement reads.
const chunkRows = 500

// listQuery is which customers in which order.
type listQuery struct {
	where      []string
	args       []any
	order      string // an SQL expression; empty: by uid
	descending bool
}

// orderFields are the fields that GetAccounts sorts by.
var orderFields = map[string]string{
	"":            "",
	"uid":         "",
	"email":       "email",
	"createdOn":   "created",
	"balance":     "balance",
	"bonus":       "bonus",
	"group":       `"group"`,
	"phoneNumber": "phone",
	"status":      "status",
}

func (q *listQuery) filter(condition string, args ...any) {
	q.where = append(q.where, condition)
	q.args = append(q.args, args...)
}

// sql is the statement that lists the uids. Customers that are alike in the
// order stand by uid; text is ordered by code point, as SQLite compares UTF-8.
func (q *listQuery) sql() string {
	var b strings.Builder
	b.WriteString(`SELECT uid FROM users`)
	for i, condition := range q.where {
		b.WriteString([]string{" WHERE ", " AND "}[min(i, 1)])
		b.WriteString(condition)
	}
	direction := ""
	if q.descending {
		direction = " DESC"
	}
	b.WriteString(" ORDER BY ")
	if q.order != "" {
		b.WriteString(q.order + direction + ", uid")
	} else {
		b.WriteString("uid" + direction)
	}
	return b.String()
}

// window is a part of a list and the size of the whole.
type window struct {
	uids  []uint32
	total int
}

// page is the part of a list from a row on; count 0 is all the rest.
func (s *store) page(ctx context.Context, q *listQuery, start, count int) (window, error) {
	if len(q.where) == 0 && q.order == "" {
		return s.plainPage(q.descending, start, count), nil
	}
	uids, err := s.list(ctx, q)
	if err != nil {
		return window{}, err
	}
	from, to := bounds(len(uids), start, count)
	return window{uids[from:to], len(uids)}, nil
}

// plainPage is a page of everybody by uid: the index is that list.
func (s *store) plainPage(descending bool, start, count int) window {
	s.mu.RLock()
	defer s.mu.RUnlock()
	total := len(s.index)
	from, to := bounds(total, start, count)
	if descending {
		from, to = total-to, total-from
	}
	uids := make([]uint32, 0, to-from)
	for _, e := range s.index[from:to] {
		uids = append(uids, e.uid)
	}
	if descending {
		slices.Reverse(uids)
	}
	return window{uids, total}
}

func bounds(total, start, count int) (from, to int) {
	from = min(start, total)
	if count == 0 {
		return from, total
	}
	return from, from + min(count, total-from)
}

func (s *store) list(ctx context.Context, q *listQuery) ([]uint32, error) {
	query := q.sql()
	key := query + fmt.Sprint(q.args...)
	uids, version, kept := s.lists.get(key)
	if kept {
		return uids, nil
	}
	uids = []uint32{}
	var uid uint32
	err := scanAll(ctx, s.db, query, []any{&uid}, func() { uids = append(uids, uid) }, q.args...)
	if err != nil {
		return nil, err
	}
	s.lists.put(key, version, uids)
	return uids, nil
}

// records reads customers in the order asked for. Who is gone by now is left out.
func (s *store) records(ctx context.Context, uids []uint32, each func(*record) error) error {
	const query = `SELECT ` + recordColumns + ` FROM json_each(?) AS wanted CROSS JOIN users ON uid = wanted.value ORDER BY wanted.key`
	var r record
	targets := r.targets()
	for chunk := range slices.Chunk(uids, chunkRows) {
		var failed error
		err := scanAll(ctx, s.db, query, targets, func() {
			if failed == nil {
				failed = each(&r)
			}
		}, jsonArray(chunk))
		if err != nil {
			return err
		}
		if failed != nil {
			return failed
		}
	}
	return nil
}

func jsonArray(uids []uint32) string {
	b := make([]byte, 0, 9*len(uids)+2)
	b = append(b, '[')
	for i, uid := range uids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(uid), 10)
	}
	return string(append(b, ']'))
}

// keptResults is how many results a cache keeps before it starts anew.
const keptResults = 8

// resultCache keeps results until something changes, so that the pages of one
// result cost it only once.
type resultCache[T any] struct {
	mu      sync.Mutex
	version int
	kept    map[string][]T
}

type (
	listCache   = resultCache[uint32]
	periodCache = resultCache[activity]
	ledgerCache = resultCache[*ledger]
)

func (c *resultCache[T]) get(key string) (result []T, version int, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	result, found = c.kept[key]
	return result, c.version, found
}

// put keeps a result unless something changed since the version it was made of.
func (c *resultCache[T]) put(key string, version int, result []T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if version != c.version {
		return
	}
	if c.kept == nil || len(c.kept) >= keptResults {
		c.kept = map[string][]T{}
	}
	c.kept[key] = result
}

func (c *resultCache[T]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.version++
	c.kept = nil
}
