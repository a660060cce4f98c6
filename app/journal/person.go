package journal

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"steward/app/model"
	"steward/client/platform"
)

// person is the key that seals what the journal holds of one customer. To
// erase the person is to delete the key: what was sealed stays, so that the
// chain still holds, and nobody can read it.
type person struct {
	sealer cipher.AEAD // nil: erased
}

const personKey = 32 // bytes: AES-256

// person finds or, with a transaction, makes the key of a customer.
func (j *Journal) person(q querier, tx *sql.Tx, uid platform.UID) (*person, error) {
	j.keys.Lock()
	defer j.keys.Unlock()
	if p, known := j.people[uid]; known {
		return p, nil
	}
	var key []byte
	err := q.QueryRowContext(context.WithoutCancel(j.ctx), `SELECT key FROM person WHERE uid=?`, uid).Scan(&key)
	switch {
	case errors.Is(err, sql.ErrNoRows) && tx == nil:
		return &person{}, nil
	case errors.Is(err, sql.ErrNoRows):
		key = make([]byte, personKey)
		_, _ = rand.Read(key) // never fails
		if _, err := tx.ExecContext(context.WithoutCancel(j.ctx), `INSERT INTO person (uid, key) VALUES (?, ?)`, uid, key); err != nil {
			return nil, fmt.Errorf("record customer's key: %w", err)
		}
	case err != nil:
		return nil, fmt.Errorf("read customer's key: %w", err)
	}
	p := &person{}
	if len(key) > 0 {
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("read customer's key: %w", err)
		}
		if p.sealer, err = cipher.NewGCM(block); err != nil {
			return nil, fmt.Errorf("read customer's key: %w", err)
		}
	}
	j.people[uid] = p
	return p, nil
}

// seal seals something for a customer; nothing at all once the customer was
// erased.
func (j *Journal) seal(tx *sql.Tx, uid platform.UID, id model.OperationID, what any) ([]byte, error) {
	p, err := j.person(tx, tx, uid)
	if err != nil || p.sealer == nil {
		return []byte{}, err
	}
	nonce := make([]byte, p.sealer.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return p.sealer.Seal(nonce, nonce, encode(what), []byte(id)), nil
}

var errSeal = errors.New("sealed text was altered")

// unseal opens what seal made; known is false once the customer was erased.
func (j *Journal) unseal(q querier, uid platform.UID, id model.OperationID, text []byte, into any) (known bool, err error) {
	p, err := j.person(q, nil, uid)
	if err != nil || p.sealer == nil || len(text) == 0 {
		return false, err
	}
	if len(text) < p.sealer.NonceSize() {
		return false, errSeal
	}
	nonce, body := text[:p.sealer.NonceSize()], text[p.sealer.NonceSize():]
	plain, err := p.sealer.Open(nil, nonce, body, []byte(id))
	if err != nil {
		return false, errSeal
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return false, fmt.Errorf("read sealed text: %w", err)
	}
	return true, nil
}

// Erase deletes the key of a customer: nothing personal of them can be read in
// the journal any more, in the file or in its log. Ids and states stay. It is
// refused while something of theirs is on its way or unknown.
func (j *Journal) Erase(ctx context.Context, uid platform.UID) error {
	err := j.commit(ctx, func(w *writer) error {
		for _, e := range j.entries {
			if e.UID == uid && e.State.Open() {
				return model.NewError(model.Conflict, "journal.erase.open", nil)
			}
		}
		_, err := w.tx.ExecContext(w.ctx, `INSERT INTO person (uid, key) VALUES (?, NULL) ON CONFLICT (uid) DO UPDATE SET key=NULL`, uid)
		w.after(func() {
			j.keys.Lock()
			j.people[uid] = &person{}
			j.keys.Unlock()
			for _, e := range j.entries {
				if e.UID == uid {
					e.Change, e.Erased, e.before, e.trying, e.Refusal = model.Change{}, true, baseline{}, model.Attempt{}, nil
				}
			}
		})
		w.tell(model.Event{Kind: model.OperationChanged, Key: model.SectionKey{UID: uid}})
		return err
	})
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	// The page with the key lies in the log too until the log is begun anew.
	var busy, logged, moved int
	err = j.db.Write.QueryRowContext(context.WithoutCancel(ctx), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &logged, &moved)
	if err == nil && busy != 0 {
		err = errors.New("somebody reads it")
	}
	if err != nil {
		return fmt.Errorf("erase customer from the log: %w", err)
	}
	return nil
}
