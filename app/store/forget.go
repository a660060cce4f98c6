package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"steward/client/platform"
)

// Forget removes a customer and what belongs to them so that nothing of it is
// left in the file or its log: the pages are overwritten and the log is begun
// anew.
func (s *Store) Forget(ctx context.Context, uid platform.UID) error {
	if err := s.loaded(ctx); err != nil { // what is still loading would bring it back
		return fmt.Errorf("forget customer: %w", err)
	}
	if err := s.RemoveUsers(ctx, []platform.UID{uid}); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	var busy, logged, moved int
	err := s.db.Write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &logged, &moved)
	if err == nil && busy != 0 {
		err = errors.New("somebody reads it")
	}
	if err != nil {
		return fmt.Errorf("forget customer in the log: %w", err)
	}
	return nil
}

const journalDocument = "journal" // its highest number

// PutJournalMark keeps the highest sequence number of the journal; a lower one
// changes nothing.
func (s *Store) PutJournalMark(ctx context.Context, seq int64) error {
	_, err := s.putDocument(ctx, journalDocument, time.UnixMicro(seq), seq)
	return err
}

// JournalMark is the highest sequence number of the journal that was kept; 0:
// none.
func (s *Store) JournalMark(ctx context.Context) (seq int64, err error) {
	_, err = s.document(ctx, journalDocument, &seq)
	return seq, err
}
