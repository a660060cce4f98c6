package store

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/platform"
)

// Flags of a row.
const (
	flagDisabled = 1 << iota
	flagCommercial
	flagRegistered
	flagRoughBalance // the twin of the balance is not exact
	flagRoughBonus
)

const userColumns = `uid, login, fold, phone, note, grp, reseller, state, status, flags, currency, balance, balance_micros,
	bonus, bonus_micros, credit, signed_up, status_changed, group_changed, ext_id, language`

const insertUser = `INTO users(` + userColumns + `) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

// encode is a customer as the values of insertUser, which an INSERT or REPLACE precedes.
func encode(u *platform.User, group, seller uint16) []any {
	login := fold(u.Email)
	var differs any
	if login != u.Email {
		differs = login
	}
	flags := integer(u.Disabled)*flagDisabled | integer(u.Commercial)*flagCommercial | integer(u.Registered)*flagRegistered
	currency := u.Balance.Currency()
	if !u.Balance.Given() {
		currency = u.Bonus.Currency()
	}
	balance, exact := twin(u.Balance)
	flags |= integer(!exact || u.Balance.Currency() != currency) * flagRoughBalance
	bonus, exact := twin(u.Bonus)
	flags |= integer(!exact || u.Bonus.Currency() != currency) * flagRoughBonus
	return []any{int64(u.UID), u.Email, differs, u.Phone, u.Note, int64(group), int64(seller), int64(u.State()), string(u.Status), flags,
		currency, moneyText(u.Balance, currency), balance, moneyText(u.Bonus, currency), bonus, moneyText(u.Credit, currency),
		stamp(u.SignedUp), stamp(u.StatusChanged), stamp(u.GroupChanged), u.ExtBillingID, u.Language}
}

// twin is an amount in millionths to sort by: rounded down and clamped where
// it does not fit, nil if not given.
func twin(m platform.Money) (micros any, exact bool) {
	if !m.Given() {
		return nil, true
	}
	if n, fits := m.Micros(); fits {
		return n, true
	}
	whole := m.Amount().Shift(6).Floor().BigInt()
	switch {
	case whole.IsInt64():
		return max(whole.Int64(), math.MinInt64+1), false
	case whole.Cmp(new(big.Int)) < 0:
		return int64(math.MinInt64 + 1), false // below it is only what is not given
	}
	return int64(math.MaxInt64), false
}

// moneyText is an amount as it is stored; it names its currency only where it
// differs from the row's.
func moneyText(m platform.Money, currency string) any {
	switch {
	case !m.Given():
		return nil
	case m.Currency() != currency:
		return m.Text() + " " + m.Currency()
	}
	return m.Text()
}

func parseMoney(text, currency string) (platform.Money, error) {
	if text == "" {
		return platform.Money{}, nil
	}
	number, own, differs := strings.Cut(text, " ")
	if differs {
		currency = own
	}
	amount, err := decimal.NewFromString(number)
	if err != nil {
		return platform.Money{}, err
	}
	return platform.NewMoney(amount, currency), nil
}

// contentHash stands for all values of a row.
func contentHash(values []any) int64 {
	buf := make([]byte, 0, 512)
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			buf = append(buf, 0)
		case int64:
			buf = binary.LittleEndian.AppendUint64(append(buf, 1), uint64(v))
		case string:
			buf = binary.LittleEndian.AppendUint32(append(buf, 2), uint32(len(v)))
			buf = append(buf, v...)
		}
	}
	sum := sha256.Sum256(buf)
	return int64(binary.LittleEndian.Uint64(sum[:8]))
}

const selectCustomer = `SELECT u.uid, login, fold, u.phone, note, grp, reseller, state, u.status, flags, currency, balance, balance_micros,
	bonus, bonus_micros, credit, signed_up, status_changed, group_changed, ext_id, language, r.began, coalesce(i.two_factor, 0)
	FROM users u JOIN reads r ON r.uid = u.uid LEFT JOIN identities i ON i.uid = u.uid WHERE u.uid = ?`

// decode reads the row of selectCustomer that a statement stands on.
func (n *nameLists) decode(row *sqlite3.Stmt) (model.Customer, error) {
	var c model.Customer
	c.UID = platform.UID(row.ColumnInt64(0))
	c.Email = row.ColumnText(1)
	c.Phone = row.ColumnText(3)
	c.Note = row.ColumnText(4)
	c.Group = n.group(uint16(row.ColumnInt64(5)))
	c.Reseller = n.seller(uint16(row.ColumnInt64(6)))
	c.Status = platform.AccountStatus(row.ColumnText(8))
	flags := row.ColumnInt64(9)
	c.Disabled, c.Commercial, c.Registered = flags&flagDisabled != 0, flags&flagCommercial != 0, flags&flagRegistered != 0
	currency := row.ColumnText(10)
	for i, into := range []*platform.Money{&c.Balance, &c.Bonus, &c.Credit} {
		amount, err := parseMoney(row.ColumnText(11+2*i), currency)
		if err != nil {
			return c, fmt.Errorf("read money of %d: %w", c.UID, err)
		}
		*into = amount
	}
	for i, into := range []*time.Time{&c.SignedUp, &c.StatusChanged, &c.GroupChanged} {
		if row.ColumnType(16+i) != sqlite3.NULL {
			*into = moment(row.ColumnInt64(16 + i))
		}
	}
	c.ExtBillingID = row.ColumnText(19)
	c.Language = row.ColumnText(20)
	c.ReadAt = moment(row.ColumnInt64(21))
	c.TwoFactor = platform.TwoFactor(row.ColumnInt64(22))
	return c, nil
}
