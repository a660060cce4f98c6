package demo

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"steward/client/platform"
)

// Codes of money, the private ones of the contract among them.
const (
	codeBillingFailed  = 2207
	codeBillingRefused = 2223
	codeFunds          = 9901
)

func fundAccount(c *call) error {
	return c.transfer("FundAccount", "Fund account", 1, fundMain, fundBonus)
}

func unfundAccount(c *call) error {
	return c.transfer("UnfundAccount", "Withdraw funds", -1, refundMain, refundBonus)
}

// transfer moves money into a balance or out of it and writes it down.
func (c *call) transfer(service, text string, sign int64, ofMain, ofBonus string) error {
	amount, err := c.amount()
	if err != nil {
		return err
	}
	bonus, err := c.flag("isBonus")
	if err != nil {
		return err
	}
	bonus = bonus != c.p.quirks.Load().SwapBonus
	kind := ofMain
	if bonus {
		kind = ofBonus
	}
	args := `{"amount":` + string(appendMicros(nil, amount)) + `,"isBonus":` + strconv.FormatBool(bonus) + `}`
	var id int64
	err = c.modify(service, text, args, func(ctx context.Context, tx *sql.Tx, r *record) error {
		if err := c.mayPay(ctx, r); err != nil {
			return err
		}
		if err := move(r, sign*amount, bonus); err != nil {
			return err
		}
		note := c.param("note")
		done, err := tx.ExecContext(ctx, `INSERT INTO fundings (uid, type, amount, at, note, key, sent) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			r.uid, kind, amount, c.p.now().Unix(), c.p.kept(note), c.param("ruk"), note)
		if err != nil {
			return wrapped("write a funding down", err)
		}
		if id, err = done.LastInsertId(); err != nil {
			return wrapped("number a funding", err)
		}
		return c.reactivate(ctx, tx, r, sign)
	})
	if err == nil {
		c.int("id", id+writtenFundings)
	}
	return err
}

// amount is the amount parameter in millionths: above zero, and nothing finer.
func (c *call) amount() (int64, error) {
	m, err := platform.ParseMoney(c.param("amount"), "")
	if err != nil || m.Sign() <= 0 {
		return 0, invalid("amount")
	}
	micros, fits := m.Micros()
	if !fits || micros > 1<<60 {
		return 0, invalid("amount")
	}
	return micros, nil
}

// move changes a balance. The main one may go below zero as far as the credit
// allows.
func move(r *record, by int64, bonus bool) error {
	balance, least := &r.balance, -r.credit
	if bonus {
		balance, least = &r.bonus, 0
	}
	if by < 0 && *balance+by < least {
		return refuse(codeFunds, "not enough funds")
	}
	*balance += by
	return nil
}

// reactivate ends the inactivity of an account that has money again.
func (c *call) reactivate(ctx context.Context, tx *sql.Tx, r *record, sign int64) error {
	kind := c.p.store.groupKind(r.group)
	if sign < 0 || r.status != statusInactive || !r.enabled || kind != "billing" && kind != "post" {
		return nil
	}
	values, err := c.p.store.quotasOf(ctx, r)
	if err != nil {
		return err
	}
	if r.balance+r.bonus <= values[quotaPlace("account.minbalance")].value*oneUnit {
		return nil
	}
	return c.setStatus(ctx, tx, r, statusActive)
}

// mayPay asks the external billing of an account, if it has one.
func (c *call) mayPay(_ context.Context, r *record) error {
	switch r.uid {
	case c.p.store.habits.notables[NotableBillingFails]:
		return refuse(codeBillingFailed, "external billing system error")
	case c.p.store.habits.notables[NotableBillingRefuses]:
		return refuse(codeBillingRefused, "external billing system rejected the request")
	}
	return nil
}

// nameBilling finds, once for every platform, the two customers whose external
// billing does not work.
func (s *store) nameBilling(ctx context.Context) error {
	if len(s.habits.notables) == 0 || s.habits.notables[NotableBillingFails] != 0 {
		return nil
	}
	var uid int64
	var found []int64
	err := scanAll(ctx, s.db, `SELECT uid FROM users WHERE external_id <> '' AND status = ? AND enabled = 1 AND reseller = 0
		AND uid NOT IN (SELECT uid FROM notables) ORDER BY uid DESC LIMIT 2`, []any{&uid}, func() { found = append(found, uid) }, statusActive)
	if err != nil || len(found) < 2 {
		return err
	}
	for i, kind := range []Notable{NotableBillingFails, NotableBillingRefuses} {
		if _, err := s.db.ExecContext(ctx, `INSERT INTO notables VALUES (?, ?)`, string(kind), found[i]); err != nil {
			return err
		}
		s.habits.notables[kind] = found[i]
	}
	return nil
}

// Booking is money that was really moved on this platform.
type Booking struct {
	ID        int64 // of its row in the funding history
	Operation platform.FundingOperation
	Amount    platform.Money // always positive
	Note      string         // as it was sent, whatever the platform keeps of it
	Key       string         // ruk of the call
	At        time.Time
}

// Ledger is what was really moved for a customer, the oldest first, rows that
// the history does not show yet included. What was invented with the platform
// is not in it.
func (p *Platform) Ledger(ctx context.Context, uid platform.UID) ([]Booking, error) {
	c, err := p.Customer(ctx, uid)
	if err != nil {
		return nil, err
	}
	var b Booking
	var micros, at int64
	var found []Booking
	err = scanAll(ctx, p.store.db, `SELECT id, type, amount, at, sent, key FROM fundings WHERE uid = ? ORDER BY id`,
		[]any{&b.ID, (*string)(&b.Operation), &micros, &at, &b.Note, &b.Key}, func() {
			b.Amount, b.At = platform.MicrosMoney(micros, c.Balance.Currency()), moment(at)
			found = append(found, Booking{b.ID + writtenFundings, b.Operation, b.Amount, b.Note, b.Key, b.At})
		}, uid)
	if err != nil {
		return nil, fmt.Errorf("read the ledger of customer %d: %w", uid, err)
	}
	return found, nil
}

// Deed is something that an operator asked of this platform and that it did or
// refused.
type Deed struct {
	Service string // such as AccountService.SetQuota
	Key     string // ruk of the call
	Result  int    // 0: done
	At      time.Time
}

// Deeds are what was asked of this platform for a customer, the oldest first.
func (p *Platform) Deeds(ctx context.Context, uid platform.UID) ([]Deed, error) {
	var d Deed
	var at int64
	var found []Deed
	err := scanAll(ctx, p.store.db, `SELECT service, key, result, started FROM actions WHERE uid = ? ORDER BY id`,
		[]any{&d.Service, &d.Key, &d.Result, &at}, func() {
			d.At = moment(at)
			found = append(found, d)
		}, uid)
	if err != nil {
		return nil, fmt.Errorf("read what was done for customer %d: %w", uid, err)
	}
	return found, nil
}
