package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// PutActivity replaces the counts of a period, unless a later answer is
// stored, and says whether they differ.
func (s *Store) PutActivity(ctx context.Context, period platform.Period, began time.Time, rows []platform.Activity) (changed bool, err error) {
	counts := map[platform.UID]int64{}
	for _, r := range rows {
		counts[r.UID] += r.Actions
	}
	hash := activityHash(counts)
	key := keyColumns(model.SectionKey{Section: model.SectionActivity, Period: period})
	s.writing.Lock()
	defer s.writing.Unlock()
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		var at, old int64
		err := tx.QueryRowContext(ctx, `SELECT began, hash FROM coverage WHERE section=? AND uid=? AND from_at=? AND to_at=?`, key...).Scan(&at, &old)
		known := err == nil
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if known && at >= began.UnixMicro() {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO coverage VALUES (?, ?, ?, ?, ?, ?)`, append(key, began.UnixMicro(), hash)...); err != nil {
			return err
		}
		if changed = !known || old != hash; !changed {
			return nil
		}
		return replaceActivity(ctx, tx, key[2:], counts)
	})
	if err != nil {
		return false, fmt.Errorf("store activity: %w", err)
	}
	return changed, nil
}

func replaceActivity(ctx context.Context, tx *sql.Tx, period []any, counts map[platform.UID]int64) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM activity WHERE from_at=? AND to_at=?`, period...); err != nil {
		return err
	}
	stmt, err := tx.PrepareContext(ctx, `INSERT INTO activity VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer stmt.Close() // Exec tells
	for _, uid := range sortedUIDs(counts) {
		if _, err := stmt.ExecContext(ctx, period[0], period[1], int64(uid), counts[uid]); err != nil {
			return err
		}
	}
	return nil
}

func sortedUIDs(counts map[platform.UID]int64) []platform.UID {
	uids := make([]platform.UID, 0, len(counts))
	for uid := range counts {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	return uids
}

func activityHash(counts map[platform.UID]int64) int64 {
	buf := make([]byte, 0, 12*len(counts))
	for _, uid := range sortedUIDs(counts) {
		buf = binary.LittleEndian.AppendUint32(buf, uint32(uid))
		buf = binary.LittleEndian.AppendUint64(buf, uint64(counts[uid]))
	}
	sum := sha256.Sum256(buf)
	return int64(binary.LittleEndian.Uint64(sum[:8]))
}

// Activity is what is stored of a period: the busiest customers first, with
// their counts of the equally long period before, if that was read too.
func (s *Store) Activity(ctx context.Context, period platform.Period) (model.ActivityTable, error) {
	before := platform.Period{From: period.From.Add(-period.To.Sub(period.From)), To: period.From}
	var table model.ActivityTable
	err := s.db.View(ctx, func(tx *sql.Tx) error {
		covered := `SELECT count(*) FROM coverage WHERE section=? AND uid=? AND from_at=? AND to_at=?`
		key := keyColumns(model.SectionKey{Section: model.SectionActivity, Period: before})
		if err := tx.QueryRowContext(ctx, covered, key...).Scan(&table.Previous); err != nil {
			return err
		}
		if err := activityRows(ctx, tx, period, before, &table); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM reads) - (SELECT count(*) FROM activity a JOIN reads r ON r.uid = a.uid
			WHERE a.from_at=? AND a.to_at=? AND a.actions > 0)`, periodStamp(period.From), periodStamp(period.To)).Scan(&table.Silent)
	})
	if err != nil {
		return model.ActivityTable{}, fmt.Errorf("read activity: %w", err)
	}
	table.State, err = s.State(ctx, model.SectionKey{Section: model.SectionActivity, Period: period})
	return table, err
}

func activityRows(ctx context.Context, tx *sql.Tx, period, before platform.Period, table *model.ActivityTable) error {
	rows, err := tx.QueryContext(ctx, `SELECT a.uid, coalesce(u.login, ''), coalesce(g.name, ''), a.actions, coalesce(b.actions, 0)
		FROM activity a LEFT JOIN users u ON u.uid = a.uid LEFT JOIN groupnames g ON g.id = u.grp
		LEFT JOIN activity b ON b.from_at=? AND b.to_at=? AND b.uid = a.uid
		WHERE a.from_at=? AND a.to_at=?`,
		periodStamp(before.From), periodStamp(before.To), periodStamp(period.From), periodStamp(period.To))
	if err != nil {
		return err
	}
	defer rows.Close() // Err tells
	for rows.Next() {
		var r model.ActivityRow
		if err := rows.Scan(&r.UID, &r.Login, &r.Group, &r.Actions, &r.Previous); err != nil {
			return err
		}
		table.Actions += r.Actions
		table.Rows = append(table.Rows, r)
	}
	slices.SortFunc(table.Rows, func(a, b model.ActivityRow) int {
		return cmp.Or(-cmp.Compare(a.Actions, b.Actions), cmp.Compare(a.UID, b.UID))
	})
	return rows.Err()
}
