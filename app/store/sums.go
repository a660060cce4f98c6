package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// purse adds up amounts of one currency exactly: millionths as integers as
// long as they fit, the rest as decimals.
type purse struct {
	micros int64
	rest   decimal.Decimal
	given  bool
}

func (p *purse) addMicros(n int64) {
	p.given = true
	if n > 0 && p.micros > math.MaxInt64-n || n < 0 && p.micros < math.MinInt64-n {
		p.rest = p.rest.Add(decimal.New(p.micros, -6))
		p.micros = 0
	}
	p.micros += n
}

func (p *purse) money(currency string) platform.Money {
	if !p.given {
		return platform.Money{}
	}
	return platform.NewMoney(p.rest.Add(decimal.New(p.micros, -6)), currency)
}

type tally struct {
	customers      int
	balance, bonus purse
}

// Sums are the exact sums of customers, one of each currency, the one with the
// most customers first. nil means everybody; User IDs that are not cached
// count nothing.
func (s *Store) Sums(ctx context.Context, uids []platform.UID) ([]model.Sum, error) {
	tallies := map[string]*tally{}
	of := func(currency string) *tally {
		t := tallies[currency]
		if t == nil {
			t = &tally{}
			tallies[currency] = t
		}
		return t
	}
	err := s.eachPurse(ctx, uids, func(row *sqlite3.Stmt) error { return tallyRow(row, of) })
	if err != nil {
		return nil, fmt.Errorf("add up: %w", err)
	}
	sums := make([]model.Sum, 0, len(tallies))
	for currency, t := range tallies {
		sums = append(sums, model.Sum{Customers: t.customers, Balance: t.balance.money(currency), Bonus: t.bonus.money(currency)})
	}
	slices.SortFunc(sums, func(a, b model.Sum) int {
		return cmp.Or(-cmp.Compare(a.Customers, b.Customers), strings.Compare(a.Balance.String()+a.Bonus.String(), b.Balance.String()+b.Bonus.String()))
	})
	return sums, nil
}

var purseColumns = `currency, flags, balance_micros, bonus_micros,
	CASE WHEN flags & ` + roughBalance + ` THEN balance END, CASE WHEN flags & ` + roughBonus + ` THEN bonus END`

// The flags as SQL has to write them.
var (
	roughBalance = strconv.Itoa(flagRoughBalance)
	roughBonus   = strconv.Itoa(flagRoughBonus)
)

func tallyRow(row *sqlite3.Stmt, of func(currency string) *tally) error {
	currency := row.ColumnText(0)
	flags := row.ColumnInt64(1)
	t := of(currency)
	t.customers++
	for i, rough := range []int64{flagRoughBalance, flagRoughBonus} {
		if row.ColumnType(2+i) == sqlite3.NULL {
			continue
		}
		purses := []*purse{&t.balance, &t.bonus}
		if flags&rough == 0 {
			purses[i].addMicros(row.ColumnInt64(2 + i))
			continue
		}
		amount, err := parseMoney(row.ColumnText(4+i), currency)
		if err != nil {
			return err
		}
		own := of(amount.Currency())
		p := []*purse{&own.balance, &own.bonus}[i]
		p.given = true
		p.rest = p.rest.Add(amount.Amount())
	}
	return nil
}

// eachPurse visits the rows of some customers, or of all.
func (s *Store) eachPurse(ctx context.Context, uids []platform.UID, visit func(*sqlite3.Stmt) error) error {
	return sealed.Native(ctx, s.db.Read, func(c *sqlite3.Conn) error {
		var failed error
		look := func(row *sqlite3.Stmt) {
			if failed == nil {
				failed = visit(row)
			}
		}
		if uids == nil {
			return cmp.Or(eachRow(c, `SELECT `+purseColumns+` FROM users`, nil, look), failed)
		}
		sorted := slices.Clone(uids) // neighbours share pages
		slices.Sort(sorted)
		stmt, _, err := c.Prepare(`SELECT ` + purseColumns + ` FROM users WHERE uid = ?`)
		if err != nil {
			return err
		}
		defer stmt.Close() // Err tells
		for _, uid := range slices.Compact(sorted) {
			if err := stmt.BindInt64(1, int64(uid)); err != nil {
				return err
			}
			if stmt.Step() {
				look(stmt)
			}
			if err := cmp.Or(stmt.Reset(), failed); err != nil {
				return err
			}
		}
		return nil
	})
}

// GroupCounts are the groups that cached customers name and how many are in
// each, by name.
func (s *Store) GroupCounts(ctx context.Context) ([]model.GroupCount, error) {
	if err := s.loaded(ctx); err != nil {
		return nil, fmt.Errorf("count groups: %w", err)
	}
	x := s.index
	x.mu.RLock()
	defer x.mu.RUnlock()
	counts := make([]int, len(x.names.groups))
	for row, group := range x.groups {
		if x.states[row] != gone {
			counts[group]++
		}
	}
	var out []model.GroupCount
	for no, n := range counts {
		if n > 0 {
			out = append(out, model.GroupCount{GroupRef: x.names.groups[no], Customers: n})
		}
	}
	slices.SortFunc(out, func(a, b model.GroupCount) int {
		return cmp.Or(strings.Compare(fold(a.Name), fold(b.Name)), strings.Compare(a.Name, b.Name), strings.Compare(string(a.Type), string(b.Type)))
	})
	return out, nil
}

// Find looks words up: whole e-mail addresses, in any case, or User IDs. An
// address that several customers have finds all of them.
func (s *Store) Find(ctx context.Context, words []string) (found []platform.UID, missing []string, err error) {
	seen := map[platform.UID]bool{}
	for _, word := range words {
		needle := needlesOf(word, true)
		if needle.empty() {
			continue
		}
		hits, err := s.uidQuery(ctx, "find customers",
			`SELECT uid FROM users WHERE coalesce(fold, login) = ? UNION SELECT uid FROM users WHERE uid = ?`, needle.text, int64(needle.uid))
		if err != nil {
			return nil, nil, err
		}
		if len(hits) == 0 {
			missing = append(missing, word)
		}
		for _, uid := range hits {
			if !seen[uid] {
				seen[uid] = true
				found = append(found, uid)
			}
		}
	}
	return found, missing, nil
}
