package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"steward/app/model"
	"steward/client/platform"
)

// groupMates are the customers of the group that a customer is in, the reseller's
// group of that name if it is one of a reseller.
const groupMates = ` users m JOIN users u ON u.grp=m.grp AND u.reseller=m.reseller `

// QuotaDifferences says which other customers of a customer's group have another
// value of a quota than the group.
func (s *Store) QuotaDifferences(ctx context.Context, uid platform.UID, name string) (found model.QuotaDifferences, err error) {
	err = s.db.Read.QueryRowContext(ctx, `SELECT count(*) FROM`+groupMates+`WHERE m.uid=?`, int64(uid)).Scan(&found.All)
	if err == nil {
		err = s.eachQuotas(ctx, uid, func(d model.QuotaDifference, quotas []platform.Quota) {
			found.Read++
			if found.Oldest.IsZero() || d.ReadAt.Before(found.Oldest) {
				found.Oldest = d.ReadAt
			}
			at := slices.IndexFunc(quotas, func(q platform.Quota) bool { return q.Name == name })
			if at >= 0 && quotas[at].Differs() && d.UID != uid {
				d.Quota = quotas[at]
				found.Rows = append(found.Rows, d)
			}
		})
	}
	if err != nil {
		return model.QuotaDifferences{}, fmt.Errorf("read who differs in a quota: %w", err)
	}
	return found, nil
}

// eachQuotas visits the stored quotas of all customers of a customer's group.
func (s *Store) eachQuotas(ctx context.Context, uid platform.UID, visit func(d model.QuotaDifference, quotas []platform.Quota)) error {
	rows, err := s.db.Read.QueryContext(ctx, `SELECT u.uid, u.login, b.began, b.body FROM`+groupMates+
		`JOIN belongings b ON b.uid=u.uid AND b.section=? AND b.part='' WHERE m.uid=? ORDER BY u.uid`, string(model.SectionQuotas), int64(uid))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var d model.QuotaDifference
		var began sql.NullInt64
		var body []byte
		var quotas []platform.Quota
		if err := rows.Scan(&d.UID, &d.Login, &began, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &quotas); err != nil {
			return err
		}
		d.ReadAt = momentOf(began)
		visit(d, quotas)
	}
	return rows.Err()
}
