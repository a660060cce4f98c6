package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// PullMark is where the reading of all customers stands, so that it goes on
// after a restart.
type PullMark struct {
	Run                   int64        // number of this reading; rows seen by it carry it
	Next                  int          // row of the list to ask for next
	LastUID               platform.UID // highest User ID read
	Total                 int          // what the platform said there are
	Complete              bool         // a reading came to its end: the cached list is whole
	StartedAt, FinishedAt time.Time    // UTC, of this reading; zero: not
}

// PullMark is the stored mark; zero before the first reading.
func (s *Store) PullMark(ctx context.Context) (PullMark, error) {
	var m PullMark
	var started, finished sql.NullInt64
	err := s.db.Read.QueryRowContext(ctx, `SELECT run, next, last_uid, total, complete, started_at, finished_at FROM pull`).
		Scan(&m.Run, &m.Next, &m.LastUID, &m.Total, &m.Complete, &started, &finished)
	if errors.Is(err, sql.ErrNoRows) {
		return PullMark{}, nil
	}
	if err != nil {
		return PullMark{}, fmt.Errorf("read pull mark: %w", err)
	}
	m.StartedAt, m.FinishedAt = momentOf(started), momentOf(finished)
	return m, nil
}

// SetPullMark stores the mark. From now on the rows that are put carry its run.
func (s *Store) SetPullMark(ctx context.Context, m PullMark) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err := s.db.Write.ExecContext(ctx, `INSERT OR REPLACE INTO pull VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
		m.Run, m.Next, int64(m.LastUID), m.Total, integer(m.Complete), stamp(m.StartedAt), stamp(m.FinishedAt))
	if err != nil {
		return fmt.Errorf("store pull mark: %w", err)
	}
	s.run.Store(m.Run)
	if m.Complete {
		s.makeIndexes()
	}
	return nil
}

// Mark notes how a read of a section ended: when its request began, and why it
// failed (nil: it did not). A success that began before the noted one changes
// nothing.
func (s *Store) Mark(ctx context.Context, key model.SectionKey, began time.Time, failed *model.Error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	id := keyColumns(key)
	var err error
	if failed == nil {
		_, err = s.db.Write.ExecContext(ctx, `INSERT INTO sections(section, uid, from_at, to_at, read_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET read_at=excluded.read_at, failed_at=NULL, code=NULL, sentence=NULL, args=NULL, cause=NULL
			WHERE coalesce(read_at, 0) <= excluded.read_at`, append(id, began.UnixMicro())...)
	} else {
		args, failure := json.Marshal(failed.Args)
		if failure != nil {
			args = []byte("null")
		}
		cause := ""
		if failed.Cause != nil {
			cause = failed.Cause.Error()
		}
		_, err = s.db.Write.ExecContext(ctx, `INSERT INTO sections(section, uid, from_at, to_at, failed_at, code, sentence, args, cause)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET failed_at=excluded.failed_at, code=excluded.code, sentence=excluded.sentence,
			args=excluded.args, cause=excluded.cause`,
			append(id, s.clock.Now().UnixMicro(), string(failed.Code), failed.Key, string(args), cause)...)
	}
	if err != nil {
		return fmt.Errorf("mark section %s: %w", key.Section, err)
	}
	return nil
}

// State is what Mark noted about a section; zero if nothing. Of a sliced
// section it is what is known of the key's period. Reading is left to whoever
// reads.
func (s *Store) State(ctx context.Context, key model.SectionKey) (model.SectionState, error) {
	if key.Section.Sliced() {
		return s.periodState(ctx, s.db.Read, key)
	}
	return s.mark(ctx, key)
}

func (s *Store) mark(ctx context.Context, key model.SectionKey) (model.SectionState, error) {
	var read, failed sql.NullInt64
	var code, sentence, args, cause sql.NullString
	err := s.db.Read.QueryRowContext(ctx, `SELECT read_at, failed_at, code, sentence, args, cause FROM sections
		WHERE section=? AND uid=? AND from_at=? AND to_at=?`, keyColumns(key)...).Scan(&read, &failed, &code, &sentence, &args, &cause)
	if errors.Is(err, sql.ErrNoRows) {
		return model.SectionState{}, nil
	}
	if err != nil {
		return model.SectionState{}, fmt.Errorf("read state of section %s: %w", key.Section, err)
	}
	state := model.SectionState{ReadAt: momentOf(read), FailedAt: momentOf(failed)}
	if failed.Valid {
		state.Err = model.NewError(model.Code(code.String), sentence.String, nil)
		if cause.String != "" {
			state.Err.Cause = errors.New(cause.String)
		}
		if json.Unmarshal([]byte(args.String), &state.Err.Args) != nil {
			state.Err.Args = nil
		}
	}
	return state, nil
}

func keyColumns(key model.SectionKey) []any {
	name := string(key.Section)
	if key.Part != "" {
		name += "/" + key.Part
	}
	return []any{name, int64(key.UID), periodStamp(key.Period.From), periodStamp(key.Period.To)}
}

// periodStamp is a limit of a period as part of a key: never NULL.
func periodStamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func momentOf(micros sql.NullInt64) time.Time {
	if !micros.Valid {
		return time.Time{}
	}
	return moment(micros.Int64)
}

func integer(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
