package store

import (
	"steward/app/model"
)

// sortColumn is something to sort by.
type sortColumn uint8

const (
	byUID sortColumn = iota
	byLogin
	byGroup
	byBalance
	byBonus
	bySignup
	byState
	bySeller
	byPhone
	byNote
	byExtID
	byTwoFactor
	byReadAt
	sortColumns
)

// columnSet is a set of sort columns.
type columnSet uint16

const everyColumn = columnSet(1<<sortColumns - 1)

func (s columnSet) has(c sortColumn) bool { return s&(1<<c) != 0 }

func (s *columnSet) set(c sortColumn, on bool) {
	if on {
		*s |= 1 << c
	}
}

// sortKey is one key of an order.
type sortKey struct {
	column sortColumn
	desc   bool
}

var columnOf = map[model.Column]sortColumn{
	model.ColumnUID: byUID, model.ColumnLogin: byLogin, model.ColumnGroup: byGroup, model.ColumnBalance: byBalance,
	model.ColumnBonus: byBonus, model.ColumnSignup: bySignup, model.ColumnState: byState, model.ColumnWord: byState,
	model.ColumnReseller: bySeller, model.ColumnPhone: byPhone, model.ColumnNote: byNote, model.ColumnExtID: byExtID,
	model.ColumnTwoFactor: byTwoFactor, model.ColumnReadAt: byReadAt,
}

// maxKeys is how many sort keys count; the User ID follows them.
const maxKeys = 2

// keysOf are the sort keys of a filter, ended by the User ID, which goes the
// way of the first key: so an index can be read backwards.
func keysOf(keys []model.SortKey) (out []sortKey) {
	for _, k := range keys {
		column, known := columnOf[k.Column]
		if !known || len(out) == maxKeys {
			continue
		}
		out = append(out, sortKey{column, k.Desc})
		if column == byUID {
			return out
		}
	}
	if len(out) == 0 {
		return []sortKey{{column: byUID}}
	}
	return append(out, sortKey{byUID, out[0].desc})
}

// indexed are the columns with an index in the file: its name and what it is on.
var indexed = map[sortColumn]struct{ name, expression string }{
	byLogin:   {"users_login", "coalesce(fold, login)"},
	byBalance: {"users_balance", "balance_micros"},
	byBonus:   {"users_bonus", "bonus_micros"},
	bySignup:  {"users_signup", "signed_up"},
}

// plain reports whether the User ID follows one key, in the same direction.
func plain(keys []sortKey) bool {
	return len(keys) == 2 && keys[1] == sortKey{byUID, keys[0].desc}
}

// orderQuery reads User IDs in an order that the file has an index for; empty
// if it has none.
func orderQuery(keys []sortKey) string {
	direction := " ASC"
	if keys[0].desc {
		direction = " DESC"
	}
	if keys[0].column == byUID {
		return `SELECT uid FROM reads ORDER BY uid` + direction
	}
	ix, ok := indexed[keys[0].column]
	if !ok || !plain(keys) {
		return ""
	}
	return `SELECT uid FROM users INDEXED BY ` + ix.name + ` ORDER BY ` + ix.expression + direction + `, uid` + direction
}
