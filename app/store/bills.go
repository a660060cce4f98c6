package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// bill is a row of the table: an amount, what it belongs to, and the rest.
type bill struct {
	subscription int64
	amount       platform.Money
	body         string
}

// PutSubscriptions replaces the subscriptions of a customer, as PutEnvironments does.
func (s *Store) PutSubscriptions(ctx context.Context, uid platform.UID, began time.Time, list []platform.Subscription) (bool, error) {
	return putBills(ctx, s, model.SectionKey{Section: model.SectionSubscriptions, UID: uid}, began, list,
		func(sub *platform.Subscription) (int64, *platform.Money) { return sub.ID, &sub.Price })
}

// Subscriptions are the stored subscriptions of a customer, newest first.
func (s *Store) Subscriptions(ctx context.Context, uid platform.UID) ([]platform.Subscription, error) {
	list, err := bills(ctx, s, model.SectionSubscriptions, uid, 0, func(sub *platform.Subscription, price platform.Money) { sub.Price = price })
	slices.SortStableFunc(list, func(a, b platform.Subscription) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.ID, a.ID))
	})
	return list, err
}

// PutInvoices replaces the invoices of a customer, as PutEnvironments does.
func (s *Store) PutInvoices(ctx context.Context, uid platform.UID, began time.Time, list []platform.Invoice) (bool, error) {
	return putBills(ctx, s, model.SectionKey{Section: model.SectionInvoices, UID: uid}, began, list,
		func(i *platform.Invoice) (int64, *platform.Money) { return i.Subscription, &i.Amount })
}

// Invoices are the stored invoices of a subscription (0: of all) of a
// customer, newest first.
func (s *Store) Invoices(ctx context.Context, uid platform.UID, subscription int64) ([]platform.Invoice, error) {
	list, err := bills(ctx, s, model.SectionInvoices, uid, subscription, func(i *platform.Invoice, amount platform.Money) { i.Amount = amount })
	slices.SortStableFunc(list, func(a, b platform.Invoice) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.ID, a.ID))
	})
	return list, err
}

// putBills stores rows of any kind; take names the subscription and where the amount is.
func putBills[T any](ctx context.Context, s *Store, key model.SectionKey, began time.Time, list []T, take func(*T) (int64, *platform.Money)) (changed bool, err error) {
	rows := make([]bill, len(list))
	content := sha256.New()
	for i, row := range list {
		subscription, amount := take(&row)
		rows[i] = bill{subscription: subscription, amount: *amount}
		*amount = platform.Money{}
		body, err := json.Marshal(row)
		if err != nil {
			return false, fmt.Errorf("store %s of %d: %w", key.Section, key.UID, err)
		}
		rows[i].body = string(body)
		fmt.Fprintf(content, "%d %s %s\n", subscription, rows[i].amount, body)
	}
	err = s.ofCustomer(ctx, key.UID, func(tx *sql.Tx) error {
		if changed, err = replaceBody(ctx, tx, key, began, hex.EncodeToString(content.Sum(nil))); err != nil || !changed {
			return err
		}
		return replaceBills(ctx, tx, key, rows)
	})
	if err != nil {
		return false, fmt.Errorf("store %s of %d: %w", key.Section, key.UID, err)
	}
	return changed, nil
}

func replaceBills(ctx context.Context, tx *sql.Tx, key model.SectionKey, rows []bill) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM bills WHERE uid=? AND section=?`, int64(key.UID), string(key.Section)); err != nil {
		return err
	}
	for i, row := range rows {
		micros, _ := twin(row.amount)
		if _, err := tx.ExecContext(ctx, `INSERT INTO bills VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, int64(key.UID), string(key.Section), i,
			row.subscription, row.amount.Currency(), moneyText(row.amount, row.amount.Currency()), micros, row.body); err != nil {
			return err
		}
	}
	return nil
}

func bills[T any](ctx context.Context, s *Store, section model.Section, uid platform.UID, subscription int64, price func(*T, platform.Money)) ([]T, error) {
	rows, err := s.db.Read.QueryContext(ctx, `SELECT currency, coalesce(amount, ''), body FROM bills
		WHERE uid=?1 AND section=?2 AND (?3=0 OR subscription=?3) ORDER BY place`, int64(uid), string(section), subscription)
	if err != nil {
		return nil, fmt.Errorf("read %s of %d: %w", section, uid, err)
	}
	defer rows.Close() // Err tells
	var list []T
	for rows.Next() {
		var currency, amount, body string
		if err := rows.Scan(&currency, &amount, &body); err != nil {
			return nil, fmt.Errorf("read %s of %d: %w", section, uid, err)
		}
		var row T
		money, err := parseMoney(amount, currency)
		if err == nil {
			err = json.Unmarshal([]byte(body), &row)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s of %d: %w", section, uid, err)
		}
		price(&row, money)
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %s of %d: %w", section, uid, err)
	}
	return list, nil
}
