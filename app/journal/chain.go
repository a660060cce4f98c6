package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"steward/app/model"
	"steward/client/platform"
)

// ErrChain is returned when an entry of the journal is missing or was altered.
var ErrChain = errors.New("an entry of the journal is missing or was altered")

// detail is the personal part of a step, sealed with the customer's key.
type detail struct {
	Change   *payload       `json:",omitempty"` // recorded, or changed before sending
	Reason   string         `json:",omitempty"`
	Refusal  *model.Refusal `json:",omitempty"`
	Attempt  *model.Attempt `json:",omitempty"`
	Baseline *baseline      `json:",omitempty"`
	Reading  *model.Reading `json:",omitempty"`
	Theirs   string         `json:",omitempty"`
}

// cover is the open part of a step. Row names the operation when it is
// recorded, so that a row of the table that the chain does not know is noticed.
type cover struct {
	From model.OperationState `json:",omitempty"`
	By   *model.Operator      `json:",omitempty"`
	Row  *rowCover            `json:",omitempty"`
	Seen int64                `json:",omitempty"` // a backup was restored: the number that was reached before

	Trusted string `json:",omitempty"` // why a person let sending go on though the chain was found not to hold
}

type rowCover struct {
	Kind     model.OperationKind
	Class    model.OperationClass
	Profile  string
	Operator model.Operator
	Batch    string            `json:",omitempty"`
	Row      int               `json:",omitempty"`
	After    model.OperationID `json:",omitempty"`
	Origin   model.OperationID `json:",omitempty"`
}

// move takes an arrow of the table.
func (w *writer) move(e *entry, to model.OperationState, d detail) error {
	return w.moveBy(e, to, nil, d)
}

// moveBy is move by a person.
func (w *writer) moveBy(e *entry, to model.OperationState, by *model.Operator, d detail) error {
	if !e.State.CanBecome(to) {
		return fmt.Errorf("%w: %s -> %s", errArrow, e.State, to)
	}
	w.keep(e)
	if to == model.StateRejected {
		d.Refusal = final(e.Kind, d.Refusal)
	}
	from := e.State
	e.State, e.Changed = to, w.now
	e.version++
	if to == model.StateConfirmed && from != model.StateAccepted {
		e.Late = true
	}
	e.Refusal, e.Theirs = d.Refusal, d.Theirs
	if !to.Open() {
		e.rechecks = w.j.rechecksAt(e, to)
	}
	w.j.arrived(w, e, from)
	if err := w.change(e); err != nil {
		return err
	}
	return w.step(e, cover{From: from, By: by}, d)
}

// final is a platform's no once its record agrees: nothing is waited for any more.
func final(kind model.OperationKind, no *model.Refusal) *model.Refusal {
	said := model.Refusal{}
	if no != nil {
		said = *no
	}
	if said.Key = "journal.note.no"; kind.NeedsPassword() {
		said.Key = "journal.note.nopassword"
	}
	return &said
}

// note adds to an operation's story without moving it.
func (w *writer) note(e *entry, d detail) error {
	return w.step(e, cover{From: e.State}, d)
}

// record writes a new operation down.
func (w *writer) record(e *entry) error {
	if err := w.put(e); err != nil {
		return err
	}
	if e.Class == model.ClassMoney {
		w.after(func() { w.j.today = append(w.j.today, dated{e.num, w.j.cfg.Elapsed()}) })
	}
	p := sealable(e.Change)
	return w.step(e, cover{From: model.StateDraft, Row: &rowCover{Kind: e.Kind, Class: e.Class, Profile: e.Profile, Operator: e.Operator,
		Batch: e.Batch, Row: e.Row, After: e.After, Origin: e.Origin}}, detail{Change: &p})
}

// step appends to the chain.
func (w *writer) step(e *entry, c cover, d detail) error {
	text, err := w.j.seal(w.tx, e.UID, e.ID, d)
	if err != nil {
		return err
	}
	w.tell(model.Event{Kind: model.OperationChanged, Operation: e.ID, Batch: e.Batch, Key: model.SectionKey{UID: e.UID}})
	return w.appended(link{seq: w.chain.seq + 1, op: e.ID, uid: e.UID, attempt: e.Attempt, state: e.State, at: w.now.UnixMicro(), head: encode(c), sealed: text})
}

// restored says that the file came from a backup: numbers go on above those
// that were seen.
func (w *writer) restored(seen int64) error {
	w.after(w.j.distrust)
	if _, err := w.tx.ExecContext(w.ctx, `INSERT INTO meta (name, value) VALUES ('restored', 1) ON CONFLICT (name) DO UPDATE SET value=1`); err != nil {
		return fmt.Errorf("record that the file was restored: %w", err)
	}
	return w.appended(link{seq: seen + 1, at: w.now.UnixMicro(), head: encode(cover{Seen: seen}), sealed: []byte{}})
}

// distrust holds everything until all that is open was read again. The lock is
// held, or nobody else is there yet.
func (j *Journal) distrust() {
	j.restored = true
	for _, e := range j.entries {
		j.schedule(e, j.cfg.Elapsed())
	}
}

func (w *writer) appended(l link) error {
	hash := l.hash(w.chain.hash)
	_, err := w.tx.StmtContext(w.ctx, w.j.said.step).ExecContext(w.ctx,
		l.seq, l.op, l.uid, l.attempt, l.state, l.at, l.head, l.sealed, hash)
	if err != nil {
		return fmt.Errorf("record step: %w", err)
	}
	w.chain = head{seq: l.seq, hash: hash}
	return nil
}

// link is a step as it is chained.
type link struct {
	seq          int64
	op           model.OperationID
	uid          platform.UID
	attempt      int
	state        model.OperationState
	at           int64
	head, sealed []byte
}

// hash chains a step to the one before. What is sealed counts as it is sealed.
func (l link) hash(before []byte) []byte {
	h := sha256.New()
	h.Write(before)
	field := func(b []byte) {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(b)))
		h.Write(size[:])
		h.Write(b)
	}
	field(fmt.Appendf(nil, "%d/%s/%d/%d/%s/%d", l.seq, l.op, l.uid, l.attempt, l.state, l.at))
	field(l.head)
	field(l.sealed)
	return h.Sum(nil)
}

// standing is what the chain says of an operation, as its row has to.
type standing struct {
	state   model.OperationState
	uid     platform.UID
	attempt int
	kind    model.OperationKind
	class   model.OperationClass
	batch   string
}

// Verify walks the whole chain and compares the table of operations with it, and
// what waits to be sent with what a person recorded.
// It returns how many steps there are, and ErrChain where something is missing
// or was altered: nothing is sent from then on, until Trust. Erased customers
// make no difference.
func (j *Journal) Verify(ctx context.Context) (steps int, err error) {
	err = j.db.View(ctx, func(tx *sql.Tx) error {
		states := map[model.OperationID]standing{}
		if steps, err = walk(ctx, tx, states); err != nil {
			return err
		}
		if err = compare(ctx, tx, states); err != nil {
			return err
		}
		return j.compareWaiting(ctx, tx)
	})
	if errors.Is(err, ErrChain) {
		err = errors.Join(err, j.keepFlaw(ctx, steps+1))
	}
	return steps, err
}

func walk(ctx context.Context, tx *sql.Tx, states map[model.OperationID]standing) (steps int, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT seq, op, uid, attempt, state, at, head, sealed, hash FROM step ORDER BY seq`)
	if err != nil {
		return 0, fmt.Errorf("verify journal: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	var last head
	for rows.Next() {
		var l link
		var hash []byte
		if err := rows.Scan(&l.seq, &l.op, &l.uid, &l.attempt, &l.state, &l.at, &l.head, &l.sealed, &hash); err != nil {
			return steps, fmt.Errorf("verify journal: %w", err)
		}
		var c cover
		err := json.Unmarshal(l.head, &c)
		if err != nil || !bytes.Equal(hash, l.hash(last.hash)) || !c.next(l.seq, last.seq) || !c.follows(l, states) {
			return steps, fmt.Errorf("%w: step %d", ErrChain, l.seq)
		}
		last, steps = head{l.seq, hash}, steps+1
	}
	return steps, rows.Err()
}

// next reports whether a step's number may come after another: a restored file
// goes on above the numbers that were seen.
func (c cover) next(seq, last int64) bool {
	return seq == last+1 || c.Seen > 0 && seq == c.Seen+1 && seq > last
}

// follows reports whether a step may come after what is known of its operation,
// and notes what is known then. The first one records it, and only that one.
func (c cover) follows(l link, states map[model.OperationID]standing) bool {
	if c.Seen > 0 || c.Trusted != "" { // of no operation
		return true
	}
	known, met := states[l.op]
	if met != (c.Row == nil) {
		return false
	}
	if met && (l.uid != known.uid || c.From != known.state || l.state != known.state && !known.state.CanBecome(l.state)) {
		return false
	}
	known.state, known.uid, known.attempt = l.state, l.uid, l.attempt
	if c.Row != nil {
		known.kind, known.class, known.batch = c.Row.Kind, c.Row.Class, c.Row.Batch
	}
	states[l.op] = known
	return true
}

func compare(ctx context.Context, tx *sql.Tx, states map[model.OperationID]standing) error {
	rows, err := tx.QueryContext(ctx, `SELECT id, state, uid, attempt, kind, class, batch FROM operation`)
	if err != nil {
		return fmt.Errorf("verify journal: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	for rows.Next() {
		var id model.OperationID
		var row standing
		if err := rows.Scan(&id, &row.state, &row.uid, &row.attempt, &row.kind, &row.class, &row.batch); err != nil {
			return fmt.Errorf("verify journal: %w", err)
		}
		if known, met := states[id]; !met || known != row {
			return fmt.Errorf("%w: operation %s", ErrChain, id)
		}
		delete(states, id)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("verify journal: %w", err)
	}
	for id := range states {
		return fmt.Errorf("%w: operation %s", ErrChain, id)
	}
	return nil
}

// compareWaiting compares what would be sent with what the steps say was meant.
func (j *Journal) compareWaiting(ctx context.Context, tx *sql.Tx) error {
	waiting, err := j.entriesWhere(ctx, tx, `WHERE state IN ('queued','review')`)
	if err != nil {
		return fmt.Errorf("verify journal: %w", err)
	}
	for _, e := range waiting {
		steps, err := j.steps(ctx, tx, e.ID, e.UID)
		if err != nil {
			return fmt.Errorf("verify journal: %w", err)
		}
		if !e.Erased && !meant(steps, e.Change) {
			return fmt.Errorf("%w: operation %s", ErrChain, e.ID)
		}
	}
	return nil
}

// meant reports whether a change is the one that was recorded last.
func meant(steps []told, now model.Change) bool {
	var last *payload
	for _, s := range steps {
		if s.detail.Change != nil {
			last = s.detail.Change
		}
	}
	if last == nil {
		return false
	}
	was, err := last.change()
	return err == nil && bytes.Equal(encode(sealable(was)), encode(sealable(now)))
}
