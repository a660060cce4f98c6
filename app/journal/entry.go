package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/platform"
)

// entry is an operation that is not at rest, with what only memory knows.
type entry struct {
	model.Operation
	num      int64 // order of recording
	version  int   // grows with every transition
	tries    int   // how often a set operation was read back as not done
	rechecks int   // readings still due of one that is at rest
	marked   bool  // found by its mark
	trying   model.Attempt
	before   baseline

	unclear    bool          // a complete answer that is neither yes nor a known no
	refused    bool          // a known no
	alone      bool          // a row whose batch has ended, and that a person lets go by itself
	looked     bool          // a person saw that what it repeats is booked
	sender     platform.UID  // who let it go; 0: who recorded it
	answered   time.Duration // elapsed, when a no was told
	queued     time.Duration // elapsed, when it was queued; of an earlier run: before this one began
	quarantine time.Duration // elapsed, when it ends
	due        []time.Duration
	clean      int                  // clean readings of this attempt, in this run
	cleanAfter bool                 // one of them after the quarantine
	similar    bool                 // the last one showed an unmarked row of the same kind and amount
	failure    string               // why the last reading failed; empty: it did not
	busy       bool                 // somebody works for it
	observed   bool                 // read back in this run
	reading    bool                 // is being read back
	checkAgain bool                 // a person asked for a reading while it was
	afterState model.OperationState // of the first half of a pair, where that is at rest

	secret  platform.Secret                     // the operator's password, for the call only
	session func(platform.UID, platform.Secret) // where a customer's session goes
}

// row reports whether a batch says when the operation goes.
func (e *entry) row() bool { return e.Batch != "" && !e.alone }

// baseline is what the platform's record showed before an attempt was sent.
type baseline struct {
	Newest   time.Time // of the newest funding row, UTC; zero: there was none
	Rows     []string  // the rows of the window, by what names them
	Audit    int64     // id of the newest action; 0: not read, or none
	NewestID string    // of the newest funding row
}

// payload is a Change as it is sealed: money as exact text.
type payload struct {
	model.Change
	Amount, Before string
	Currency       string
	BeforeCurrency string
}

func sealable(c model.Change) payload {
	return payload{
		Change: c, Amount: c.Amount.Text(), Currency: c.Amount.Currency(),
		Before: c.Before.Text(), BeforeCurrency: c.Before.Currency(),
	}
}

func (p payload) change() (c model.Change, err error) {
	c = p.Change
	if c.Amount, err = moneyOf(p.Amount, p.Currency); err == nil {
		c.Before, err = moneyOf(p.Before, p.BeforeCurrency)
	}
	return c, err
}

func moneyOf(text, currency string) (platform.Money, error) {
	if text == "" {
		return platform.Money{}, nil
	}
	amount, err := decimal.NewFromString(text)
	return platform.NewMoney(amount, currency), err
}

const operationColumns = `num, id, uid, kind, class, state, attempt, late, waited, tries, rechecks, marked,
	batch, row, profile, operator, login, role, after, origin, recorded, changed, body`

// put writes the row of an operation, by its id.
func (w *writer) put(e *entry) error {
	body, err := w.j.seal(w.tx, e.UID, e.ID, sealable(e.Change))
	if err != nil {
		return err
	}
	result, err := w.tx.StmtContext(w.ctx, w.j.said.put).ExecContext(w.ctx,
		e.ID, e.UID, e.Kind, e.Class, e.State, e.Attempt, e.Late, e.Waited, e.tries, e.rechecks, e.marked, e.Batch, e.Row, e.Profile,
		e.Operator.UID, e.Operator.Login, e.Operator.Role, e.After, e.Origin, e.Recorded.UnixMicro(), e.Changed.UnixMicro(), body)
	if err != nil {
		return fmt.Errorf("record operation: %w", err)
	}
	e.num, err = result.LastInsertId()
	return err
}

// change writes what may change of an operation's row.
func (w *writer) change(e *entry) error {
	_, err := w.tx.StmtContext(w.ctx, w.j.said.change).ExecContext(w.ctx, e.State, e.Attempt, e.Late, e.Waited, e.tries, e.rechecks, e.marked, e.Changed.UnixMicro(), e.num)
	if err != nil {
		return fmt.Errorf("record operation: %w", err)
	}
	return nil
}

// rebody writes a changed Change of an operation.
func (w *writer) rebody(e *entry) error {
	body, err := w.j.seal(w.tx, e.UID, e.ID, sealable(e.Change))
	if err == nil {
		_, err = w.tx.ExecContext(w.ctx, `UPDATE operation SET body=? WHERE num=?`, body, e.num)
	}
	return err
}

type scanner interface{ Scan(...any) error }

// scanEntry reads a row of operationColumns. What the customer's key opens is
// left for open.
func scanEntry(row scanner) (*entry, []byte, error) {
	e := &entry{}
	var body []byte
	var recorded, changed int64
	err := row.Scan(&e.num, &e.ID, &e.UID, &e.Kind, &e.Class, &e.State, &e.Attempt, &e.Late, &e.Waited, &e.tries, &e.rechecks, &e.marked,
		&e.Batch, &e.Row, &e.Profile, &e.Operator.UID, &e.Operator.Login, &e.Operator.Role, &e.After, &e.Origin, &recorded, &changed, &body)
	e.Recorded, e.Changed = moment(recorded), moment(changed)
	return e, body, err
}

// opened reads the personal part of an entry.
func (j *Journal) opened(q querier, e *entry, body []byte) error {
	var p payload
	known, err := j.unseal(q, e.UID, e.ID, body, &p)
	if err != nil {
		return fmt.Errorf("read operation %s: %w", e.ID, err)
	}
	if e.Erased = !known; e.Erased {
		return nil
	}
	e.Change, err = p.change()
	return err
}

// entriesWhere reads operations with their personal part.
func (j *Journal) entriesWhere(ctx context.Context, q querier, condition string, args ...any) ([]*entry, error) {
	all, bodies, err := closedWhere(ctx, q, condition, args)
	if err != nil {
		return nil, fmt.Errorf("read operations: %w", err)
	}
	for i, e := range all {
		if err := j.opened(q, e, bodies[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// closedWhere reads operations, and their personal parts as they are sealed: the
// rows are at their end before the keys of these are asked for.
func closedWhere(ctx context.Context, q querier, condition string, args []any) (all []*entry, bodies [][]byte, err error) {
	rows, err := q.QueryContext(ctx, `SELECT `+operationColumns+` FROM operation `+condition, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close() // rows.Err below tells
	for rows.Next() {
		e, body, err := scanEntry(rows)
		if err != nil {
			return nil, nil, err
		}
		all, bodies = append(all, e), append(bodies, body)
	}
	return all, bodies, rows.Err()
}

// querier is a transaction or a pool.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

func encode(what any) []byte {
	text, err := json.Marshal(what)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", what, err)) // only of types that cannot be encoded at all
	}
	return text
}
