package store

import (
	"context"
	"fmt"
	"time"

	"github.com/ncruces/go-sqlite3"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// microsADay are the microseconds of a day; times are stored in microseconds.
const microsADay = int64(24 * time.Hour / time.Microsecond)

// AuditDays counts a customer's stored actions by day (UTC) of a period, whose
// bounds are days, up to now.
func (s *Store) AuditDays(ctx context.Context, uid platform.UID, period platform.Period) (found model.AuditDays, err error) {
	if found.State, err = s.State(ctx, model.SectionKey{Section: model.SectionAudit, UID: uid, Period: period}); err != nil {
		return found, err
	}
	found.Days = daysOf(period, s.clock.Now(), found.State.Missing)
	if len(found.Days) == 0 {
		return found, nil
	}
	first := found.Days[0].Day.UnixMicro() / microsADay
	query := fmt.Sprintf(`SELECT at/%d AS day, count(*), sum(flags & %d <> 0) FROM audit WHERE uid=? AND at>=? AND at<? GROUP BY day`, microsADay, flagFailed)
	err = sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		return eachRow(c, query, []any{int64(uid), period.From.UnixMicro(), period.To.UnixMicro()}, func(row *sqlite3.Stmt) {
			if at := int(row.ColumnInt64(0) - first); at >= 0 && at < len(found.Days) {
				failed := row.ColumnInt(2)
				found.Days[at].Done, found.Days[at].Failed = row.ColumnInt(1)-failed, failed
				found.Done, found.Failed = found.Done+found.Days[at].Done, found.Failed+failed
			}
		})
	})
	if err != nil {
		return model.AuditDays{}, fmt.Errorf("count audit log of %d: %w", uid, err)
	}
	return found, nil
}

// daysOf are the days of a period up to now; those that a missing span touches
// are not read.
func daysOf(period platform.Period, now time.Time, missing []platform.Period) (days []model.AuditDay) {
	for from := period.From; from.Before(period.To) && from.Before(now); from = from.AddDate(0, 0, 1) {
		day := model.AuditDay{Day: from}
		for _, m := range missing {
			day.Unread = day.Unread || m.From.Before(from.AddDate(0, 0, 1)) && m.To.After(from)
		}
		days = append(days, day)
	}
	return days
}
