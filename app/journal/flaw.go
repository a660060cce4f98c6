package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"steward/app/model"
)

// keepFlaw stops all sending at a step that does not hold, over restarts too:
// what waits may not be what a person recorded. Batches rest until a person
// resumes them.
func (j *Journal) keepFlaw(ctx context.Context, step int) error {
	j.mu.Lock()
	j.flaw = step // whether or not the file takes it
	j.mu.Unlock()
	return j.commit(ctx, func(w *writer) error {
		w.tell(model.Event{Kind: model.JournalChanged})
		if err := w.batchesRest(model.NewError(model.Conflict, "journal.damaged", nil)); err != nil {
			return err
		}
		return w.putFlaw(step)
	})
}

func (w *writer) putFlaw(step int) error {
	_, err := w.tx.ExecContext(w.ctx, `INSERT INTO meta (name, value) VALUES ('flaw', ?) ON CONFLICT (name) DO UPDATE SET value=excluded.value`, step)
	if err != nil {
		return fmt.Errorf("record that the chain does not hold: %w", err)
	}
	return nil
}

// loadFlaw reads what an earlier run found.
func (j *Journal) loadFlaw(ctx context.Context) error {
	err := j.db.Read.QueryRowContext(ctx, `SELECT value FROM meta WHERE name='flaw'`).Scan(&j.flaw)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read journal: %w", err)
	}
	return nil
}

// Flaw is how many steps hold before the first that Verify found missing or
// altered, and whether it found one. Nothing is sent then, in later runs
// neither, until Trust.
func (j *Journal) Flaw() (whole int, found bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return max(j.flaw-1, 0), j.flaw > 0
}

// Trust lets sending go on though Verify found that the chain does not hold. Who
// said so and why is written down; what waited is looked at again before it goes,
// money by a person. The next Verify finds the same again. It returns
// model.Invalid without a reason, model.Unauthorized while nobody is signed in.
func (j *Journal) Trust(ctx context.Context, reason string) error {
	if reason == "" {
		return model.NewError(model.Invalid, "journal.reason", nil)
	}
	return j.commit(ctx, func(w *writer) error {
		switch {
		case j.flaw == 0:
			return nil
		case j.operator.UID == 0 || j.expired:
			return model.NewError(model.Unauthorized, "journal.signin", nil)
		}
		w.after(func() {
			j.flaw = 0
			j.heldLongEnough()
		})
		w.tell(model.Event{Kind: model.JournalChanged})
		if err := w.putFlaw(0); err != nil {
			return err
		}
		return w.appended(link{seq: w.chain.seq + 1, at: w.now.UnixMicro(), head: encode(cover{By: &j.operator, Trusted: reason}), sealed: []byte{}})
	})
}
