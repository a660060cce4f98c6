package store

import (
	"context"
	"database/sql"
	"fmt"
)

// The file's indexes to sort by are made once everybody has been read: kept up
// from the first row on they would take most of the time of the first reading,
// and until then the list is sorted in memory.

// orderQuery reads User IDs in an order that the file has an index for; empty
// if it has none.
func (s *Store) orderQuery(keys []sortKey) string {
	if keys[0].column != byUID && !s.indexed.Load() {
		return ""
	}
	return orderQuery(keys)
}

// findIndexes looks whether the indexes are there.
func (s *Store) findIndexes(ctx context.Context) error {
	there := 0
	err := s.db.View(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'users'`).Scan(&there)
	})
	if err != nil {
		return fmt.Errorf("look for indexes: %w", err)
	}
	s.indexed.Store(there >= len(indexed))
	return nil
}

// makeIndexes makes them in the background, all or none, unless they are there
// or being made.
func (s *Store) makeIndexes() {
	if s.life.Err() != nil || s.indexed.Load() || !s.indexing.CompareAndSwap(false, true) {
		return
	}
	s.load.Go(func() {
		defer s.indexing.Store(false)
		s.writing.Lock()
		defer s.writing.Unlock()
		err := s.db.Update(s.life, func(tx *sql.Tx) error {
			for _, ix := range indexed {
				if _, err := tx.ExecContext(s.life, `CREATE INDEX IF NOT EXISTS `+ix.name+` ON users(`+ix.expression+`)`); err != nil {
					return err
				}
			}
			return nil
		})
		s.indexed.Store(err == nil) // without them the list goes on being sorted in memory
	})
}
