package journal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// Keys is the whole list of a filter, newest first (rows of a batch in its
// order): eight bytes a row. Rows come by these keys as they scroll into view.
func (j *Journal) Keys(ctx context.Context, f model.OperationFilter) ([]int64, error) {
	where, args := conditions(f)
	order := ` ORDER BY num DESC`
	if f.Batch != "" {
		order = ` ORDER BY row`
	}
	if text := strings.ToLower(strings.TrimSpace(f.Text)); text != "" {
		all, err := j.entriesWhere(ctx, j.db.Read, where+order, args...)
		if err != nil {
			return nil, err
		}
		var keys []int64
		for _, e := range all {
			if saysText(e.Operation, text) {
				keys = append(keys, e.num)
			}
		}
		return keys, nil
	}
	rows, err := j.db.Read.QueryContext(ctx, `SELECT num FROM operation `+where+order, args...)
	if err != nil {
		return nil, fmt.Errorf("list operations: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	var keys []int64
	for rows.Next() {
		var key int64
		if err := rows.Scan(&key); err != nil {
			return nil, fmt.Errorf("list operations: %w", err)
		}
		keys = append(keys, key)
	}
	return keys, rows.Err()
}

// conditions is the part of a filter that the file answers by itself.
func conditions(f model.OperationFilter) (string, []any) {
	var parts []string
	var args []any
	add := func(part string, values ...any) {
		parts, args = append(parts, part), append(args, values...)
	}
	in := func(column string, many int, value func(int) any) {
		if many == 0 {
			return
		}
		values := make([]any, many)
		for i := range values {
			values[i] = value(i)
		}
		add(column+` IN (?`+strings.Repeat(`,?`, many-1)+`)`, values...)
	}
	in("state", len(f.States), func(i int) any { return f.States[i] })
	in("kind", len(f.Kinds), func(i int) any { return f.Kinds[i] })
	if f.UID != 0 {
		add("uid=?", f.UID)
	}
	if f.Operator != 0 {
		add("operator=?", f.Operator)
	}
	if f.Batch != "" {
		add("batch=?", f.Batch)
	} else if f.Folded {
		add("batch=''")
	}
	if !f.Period.From.IsZero() {
		add("recorded>=?", f.Period.From.UnixMicro())
	}
	if !f.Period.To.IsZero() {
		add("recorded<?", f.Period.To.UnixMicro())
	}
	if len(parts) == 0 {
		return "", nil
	}
	return `WHERE ` + strings.Join(parts, ` AND `), args
}

// saysText reports whether an operation holds a text, in lower case.
func saysText(o model.Operation, text string) bool {
	if strconv.FormatUint(uint64(o.UID), 10) == text || strings.Contains(strings.ToLower(string(o.ID)), text) {
		return true
	}
	for _, said := range []string{o.Change.Login, o.Change.Reason, o.Change.Ticket, o.Change.Env, o.Change.Wanted, o.Operator.Login} {
		if strings.Contains(strings.ToLower(said), text) {
			return true
		}
	}
	return false
}

// Operations are the rows of some keys, in their order; a key that is not there
// is left out.
func (j *Journal) Operations(ctx context.Context, keys []int64) ([]model.Operation, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	args := make([]any, len(keys))
	for i, key := range keys {
		args[i] = key
	}
	found, err := j.entriesWhere(ctx, j.db.Read, `WHERE num IN (?`+strings.Repeat(`,?`, len(keys)-1)+`)`, args...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b *entry) int { return slices.Index(keys, a.num) - slices.Index(keys, b.num) })
	rows := make([]model.Operation, len(found))
	j.mu.Lock()
	defer j.mu.Unlock()
	for i, e := range found {
		rows[i] = e.Operation
		if live, open := j.entries[e.ID]; open {
			rows[i].Refusal, rows[i].Theirs = live.Refusal, live.Theirs
		}
	}
	return rows, nil
}

// Operation is one operation. It returns model.NotFound.
func (j *Journal) Operation(ctx context.Context, id model.OperationID) (model.Operation, error) {
	e, err := j.summon(ctx, id)
	if err != nil {
		return model.Operation{}, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return e.Operation, nil
}

// Counts are what waits, flies and needs a person.
func (j *Journal) Counts(context.Context) (model.OperationCounts, error) {
	var c model.OperationCounts
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		switch e.State {
		case model.StateQueued:
			c.Queued++
		case model.StateSending, model.StateAccepted:
			c.Flying++
		case model.StateUnknown:
			c.Unknown++
		}
		if e.State.NeedsPerson() {
			c.NeedsPerson++
		}
	}
	return c, nil
}

// Open are the operations that are not at rest, and those that need a person,
// by customer: what is laid over the rows of lists.
func (j *Journal) Open() map[platform.UID][]model.Operation {
	j.mu.Lock()
	defer j.mu.Unlock()
	open := map[platform.UID][]model.Operation{}
	for _, e := range j.entries {
		if e.State.Open() || e.State.NeedsPerson() {
			open[e.UID] = append(open[e.UID], e.Operation)
		}
	}
	for _, of := range open {
		slices.SortFunc(of, func(a, b model.Operation) int { return a.Recorded.Compare(b.Recorded) })
	}
	return open
}

// wallClock is when something will be by this computer's clock. The lock is
// held.
func (j *Journal) wallClock(at time.Duration) time.Time { return j.now().Add(at - j.cfg.Elapsed()) }
