package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// migrations are the steps of the schema; a released one is never changed. step
// is the chain and the truth; operation is what the chain says now, for lists.
var migrations = []string{
	`CREATE TABLE step (
		seq INTEGER PRIMARY KEY, op TEXT NOT NULL, uid INTEGER NOT NULL, attempt INTEGER NOT NULL,
		state TEXT NOT NULL, at INTEGER NOT NULL, head BLOB NOT NULL, sealed BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
	 CREATE INDEX step_op ON step(op, seq);
	 CREATE TRIGGER step_stays BEFORE DELETE ON step BEGIN SELECT raise(ABORT, 'the journal forgets nothing'); END;
	 CREATE TRIGGER step_holds BEFORE UPDATE ON step BEGIN SELECT raise(ABORT, 'the journal changes nothing'); END;
	 CREATE TABLE operation (
		num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, uid INTEGER NOT NULL, kind TEXT NOT NULL, class TEXT NOT NULL,
		state TEXT NOT NULL, attempt INTEGER NOT NULL, late INTEGER NOT NULL, waited INTEGER NOT NULL, tries INTEGER NOT NULL,
		rechecks INTEGER NOT NULL, marked INTEGER NOT NULL, batch TEXT NOT NULL, row INTEGER NOT NULL, profile TEXT NOT NULL,
		operator INTEGER NOT NULL, login TEXT NOT NULL, role TEXT NOT NULL, after TEXT NOT NULL, origin TEXT NOT NULL,
		recorded INTEGER NOT NULL, changed INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
	 CREATE INDEX operation_state ON operation(state, num);
	 CREATE INDEX operation_uid ON operation(uid, num);
	 CREATE INDEX operation_batch ON operation(batch, state) WHERE batch <> '';
	 CREATE INDEX operation_marked ON operation(marked) WHERE marked = 1;
	 CREATE INDEX operation_recheck ON operation(rechecks) WHERE rechecks > 0;
	 CREATE TABLE person (uid INTEGER PRIMARY KEY, key BLOB) STRICT;
	 CREATE TABLE batch (
		id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, why TEXT NOT NULL, made INTEGER NOT NULL,
		operator INTEGER NOT NULL, login TEXT NOT NULL, origin TEXT NOT NULL, rows INTEGER NOT NULL,
		amount TEXT NOT NULL, currency TEXT NOT NULL) STRICT, WITHOUT ROWID;
	 CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
	`ALTER TABLE batch ADD COLUMN past_rejections INTEGER NOT NULL DEFAULT 0;
	 CREATE INDEX operation_recorded ON operation(recorded);`,
}

func (j *Journal) open(ctx context.Context) (err error) {
	j.ctx = ctx
	j.db, err = sealed.Open(ctx, sealed.Options{Path: j.cfg.Path, Key: j.cfg.Key, Migrations: migrations, Durable: true})
	if err != nil {
		return fmt.Errorf("open journal: %w", err)
	}
	if err = j.prepareStatements(ctx); err == nil {
		err = j.load(ctx)
	}
	if err == nil {
		err = j.afterStop(ctx)
	}
	if err != nil {
		return fmt.Errorf("open journal: %w", errors.Join(err, j.db.Close()))
	}
	return nil
}

// statements are those that every transition runs: parsing them takes longer
// than running them.
type statements struct{ step, put, change *sql.Stmt }

func (j *Journal) prepareStatements(ctx context.Context) error {
	for into, text := range map[**sql.Stmt]string{
		&j.said.step: `INSERT INTO step (seq, op, uid, attempt, state, at, head, sealed, hash) VALUES (?,?,?,?,?,?,?,?,?)`,
		&j.said.put: `INSERT INTO operation (id, uid, kind, class, state, attempt, late, waited, tries, rechecks,
			marked, batch, row, profile, operator, login, role, after, origin, recorded, changed, body)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		&j.said.change: `UPDATE operation SET state=?, attempt=?, late=?, waited=?, tries=?, rechecks=?, marked=?, changed=? WHERE num=?`,
	} {
		var err error
		if *into, err = j.db.Write.PrepareContext(ctx, text); err != nil {
			return fmt.Errorf("prepare journal: %w", err)
		}
	}
	return nil
}

// load reads the end of the chain and all that is not at rest.
func (j *Journal) load(ctx context.Context) error {
	err := j.db.Read.QueryRowContext(ctx, `SELECT seq, hash FROM step ORDER BY seq DESC LIMIT 1`).Scan(&j.chain.seq, &j.chain.hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read journal: %w", err)
	}
	if err := j.loadBatches(ctx); err != nil {
		return err
	}
	open, err := j.entriesWhere(ctx, j.db.Read,
		`WHERE state IN ('queued','review','sending','accepted','unknown','duplicate','wrong') OR rechecks > 0 ORDER BY num`)
	if err != nil {
		return err
	}
	for _, e := range open {
		if err := j.recall(ctx, e); err != nil {
			return err
		}
		if e.After != "" {
			err := j.db.Read.QueryRowContext(ctx, `SELECT state FROM operation WHERE id=?`, e.After).Scan(&e.afterState)
			if err != nil {
				return fmt.Errorf("read first half of %s: %w", e.ID, err)
			}
		}
		j.add(e)
		if b := j.batches[e.Batch]; b != nil {
			b.adopt(e)
		} else {
			e.alone = true
		}
	}
	return nil
}

// recall reads from the steps what the row of an operation does not hold.
func (j *Journal) recall(ctx context.Context, e *entry) error {
	steps, err := j.steps(ctx, j.db.Read, e.ID, e.UID)
	if err != nil {
		return err
	}
	for _, s := range steps {
		if s.detail.Attempt != nil {
			e.trying = *s.detail.Attempt
		}
		if s.detail.Baseline != nil {
			e.before = *s.detail.Baseline
		}
		if s.from != s.state || s.detail.Refusal != nil {
			e.Refusal, e.Theirs = s.detail.Refusal, s.detail.Theirs
		}
	}
	e.refused, e.unclear = e.trying.Verdict == verdictRefused, e.trying.Verdict == verdictUnclear
	return nil
}

// afterStop brings the entries into what is true after a stop, however it
// came: what was being sent is unknown, what waits is looked at again before it
// goes, batches rest, and a file that is behind what was seen was restored.
func (j *Journal) afterStop(ctx context.Context) error {
	var behind int64
	if j.cfg.Seen > j.chain.seq {
		behind = j.cfg.Seen
	}
	atRest := behind == 0 && !j.unfinished()
	for _, e := range j.entries {
		j.restart(e)
	}
	var before int // a restored file that an earlier run did not get read again
	err := j.db.Read.QueryRowContext(ctx, `SELECT count(*) FROM meta WHERE name='restored' AND value=1`).Scan(&before)
	if err != nil {
		return fmt.Errorf("read journal: %w", err)
	}
	if before > 0 {
		j.distrust()
	}
	if err := j.loadFlaw(ctx); err != nil {
		return err
	}
	if j.cfg.Path == "" || atRest {
		return nil
	}
	return j.commit(ctx, func(w *writer) error {
		if behind > 0 {
			if err := w.restored(behind); err != nil {
				return err
			}
		}
		for _, e := range j.byNumber() {
			if err := w.stopped(e); err != nil {
				return err
			}
		}
		return w.batchesRest(model.NewError(model.Conflict, "journal.batch.restart", nil))
	})
}

// unfinished reports whether a stop changed anything for some entry or batch.
func (j *Journal) unfinished() bool {
	for _, e := range j.entries {
		switch {
		case e.State == model.StateSending, e.State == model.StateUnknown, lapsed(e), e.State == model.StateQueued && !e.Waited:
			return true
		}
	}
	for _, b := range j.batches {
		if b.State == model.BatchRunning {
			return true
		}
	}
	return false
}

// lapsed reports whether what an entry needs was never written down.
func lapsed(e *entry) bool { return e.State == model.StateQueued && e.Kind.OnlineOnly() }

// stopped brings one entry into what is true after a stop.
func (w *writer) stopped(e *entry) error {
	switch {
	case e.State == model.StateSending:
		return w.move(e, model.StateUnknown, detail{Refusal: &model.Refusal{Key: "journal.note.stopped"}})
	case lapsed(e):
		return w.move(e, model.StateCancelled, detail{Refusal: &model.Refusal{Key: "journal.note.lapsed"}})
	case e.State == model.StateQueued && !e.Waited:
		w.keep(e)
		e.Waited = true
		return w.change(e)
	}
	return nil
}

// batchesRest pauses all that runs.
func (w *writer) batchesRest(why *model.Error) error {
	for _, b := range w.j.batches {
		if b.State != model.BatchRunning {
			continue
		}
		if err := w.turnBatch(b, model.BatchPaused, why); err != nil {
			return err
		}
	}
	return nil
}

// restart gives an entry of an earlier run its times anew: what was counted
// then says nothing about the time that passed since.
func (j *Journal) restart(e *entry) {
	now := j.cfg.Elapsed()
	e.answered, e.clean, e.cleanAfter = now, 0, false
	e.quarantine = now + j.cfg.Times.Quarantine
	e.queued = now - max(0, j.now().Sub(e.Changed))
	j.schedule(e, now)
}

// Restored reports whether the file was restored from a backup and its open
// entries were not yet all observed again; nothing is sent until then.
func (j *Journal) Restored() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.restored
}

// Sequence is the highest sequence number of the file, to be kept elsewhere.
func (j *Journal) Sequence() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.chain.seq
}

// People are the customers that the journal holds something personal of.
func (j *Journal) People(ctx context.Context) ([]platform.UID, error) {
	rows, err := j.db.Read.QueryContext(ctx, `SELECT uid FROM person WHERE key IS NOT NULL ORDER BY uid`)
	if err != nil {
		return nil, fmt.Errorf("read customers of the journal: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	var all []platform.UID
	for rows.Next() {
		var uid platform.UID
		if err := rows.Scan(&uid); err != nil {
			return nil, fmt.Errorf("read customers of the journal: %w", err)
		}
		all = append(all, uid)
	}
	return all, rows.Err()
}
