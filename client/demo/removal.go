package demo

import (
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // the platform hashes so; it protects nothing here
	"database/sql"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"steward/client/platform"
)

// Removal is how a platform removes personal data.
type Removal struct {
	Mode   platform.RemovalMode // when the call does not say; empty: ANONYMIZATION
	Hidden bool                 // the setting that hides the button in the panel is false
	Auto   bool                 // destroyed customers lose their data after the quota's days
	Day    time.Duration        // how long such a day is; 0: 24 hours
}

// removalQuota is how many days after its destruction an account loses its
// personal data; 0: never.
const removalQuota = "account.personal.data.removal.period"

// fixedSalt makes the same hash of the same address: it may not come back.
const fixedSalt = "steward-demo"

func hashed(salt, text string) string {
	sum := md5.Sum([]byte(salt + text)) //nolint:gosec // see above
	return hex.EncodeToString(sum[:])
}

// removePersonalData destroys a customer and hashes what names the person.
func removePersonalData(c *call) error {
	seen, err := c.oneByLogin()
	if err != nil {
		return err
	}
	mode := cmp.Or(c.p.removal.Mode, platform.Anonymization)
	if c.has("isAnonymize") {
		anonymize, err := c.flag("isAnonymize")
		if err != nil {
			return err
		}
		mode = platform.Pseudoanonymous
		if anonymize != c.p.alternatives.Anonymize {
			mode = platform.Anonymization
		}
	}
	return c.alter(seen, deedRemoveData.service, deedRemoveData.text, `{"mode":"`+string(mode)+`"}`, func(ctx context.Context, tx *sql.Tx, r *record) error {
		return forget(ctx, tx, r, mode, c.p.now().Unix())
	})
}

// forget takes the person out of a customer.
func forget(ctx context.Context, tx *sql.Tx, r *record, mode platform.RemovalMode, now int64) error {
	if r.status == statusDeleted {
		return nil
	}
	salt := fixedSalt
	if mode == platform.Anonymization {
		salt = randomHex(8)
	}
	r.status, r.statusAt, r.email, r.name, r.note, r.twoFactor = statusDeleted, now, hashed(salt, r.email), "", "", false
	if r.phone != "" {
		r.phone = hashed(salt, r.phone)
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM mails WHERE uid = ?`, r.uid); err != nil {
		return wrapped("remove mails", err)
	}
	return removeEnvironments(ctx, tx, r.uid, "", now)
}

// forgetDue removes the personal data of the customers whose time has come.
func (p *Platform) forgetDue(ctx context.Context) error {
	if !p.removal.Auto {
		return nil
	}
	length := cmp.Or(p.removal.Day, 24*time.Hour)
	var uid, days, since int64
	var due []int64
	err := scanAll(ctx, p.store.db, `SELECT uid, value, status_at FROM quotas JOIN users USING (uid) WHERE quotas.name = ? AND personal = 1 AND value > 0 AND status = ?`,
		[]any{&uid, &days, &since}, func() {
			if !p.now().Before(time.Unix(since, 0).Add(time.Duration(days) * length)) {
				due = append(due, uid)
			}
		}, removalQuota, statusDestroyed)
	if err != nil {
		return wrapped("look for due removals", err)
	}
	for _, uid := range due {
		err = errors.Join(err, p.store.change(ctx, uid, func(tx *sql.Tx, r *record) error {
			if r.status != statusDestroyed {
				return nil
			}
			if err := forget(ctx, tx, r, cmp.Or(p.removal.Mode, platform.Anonymization), p.now().Unix()); err != nil {
				return err
			}
			return writeAction(ctx, tx, action{uid: uid, actor: uid, email: r.email, kind: "SYSTEM", service: deedRemoveData.service,
				text: deedRemoveData.text, args: `{"days":` + strconv.FormatInt(days, 10) + `}`, at: p.now()})
		}))
	}
	return err
}
