package sealed

import (
	"context"
	"database/sql"
	"fmt"
)

// prepare reads the schema's version and applies what is missing.
func (db *DB) prepare(ctx context.Context, migrations []string) error {
	var version int
	if err := db.Write.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return unreadable(err)
	}
	if version > len(migrations) {
		return fmt.Errorf("%w: version %d, known %d", ErrNewer, version, len(migrations))
	}
	for i := version; i < len(migrations); i++ {
		if err := db.migrate(ctx, i+1, migrations[i]); err != nil {
			return unreadable(fmt.Errorf("migrate to %d: %w", i+1, err))
		}
	}
	// The readers fail here, not at the first query of a screen.
	if err := db.Read.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return unreadable(err)
	}
	return nil
}

func (db *DB) migrate(ctx context.Context, version int, statements string) error {
	return db.Update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, statements); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version=%d`, version))
		return err
	})
}

// unreadable adds ErrUnreadable to what SQLite says about broken files.
func unreadable(err error) error {
	if Broken(err) {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return err
}
