// Package model is the vocabulary that the parts of the application share:
// filters, pages, sections, progress, errors and events.
package model

import (
	"time"

	"steward/client/platform"
)

// Customer is a cached account: the platform's row and when its read began.
type Customer struct {
	platform.User
	TwoFactor platform.TwoFactor // from the customer's Info, unknown until read
	ReadAt    time.Time          // UTC, when the request of this row began
}

// Column names a column of the Users list and a sort key.
type Column string

// The columns of the Users list.
const (
	ColumnState     Column = "state"
	ColumnLogin     Column = "login"
	ColumnUID       Column = "uid"
	ColumnGroup     Column = "group"
	ColumnBalance   Column = "balance"
	ColumnBonus     Column = "bonus"
	ColumnPhone     Column = "phone"
	ColumnSignup    Column = "signup"
	ColumnReseller  Column = "reseller"
	ColumnNote      Column = "note"
	ColumnWord      Column = "word" // the status in words; sorts like ColumnState
	ColumnExtID     Column = "extid"
	ColumnTwoFactor Column = "twofactor"
	ColumnReadAt    Column = "readat"
)

// SortKey is one key of a sort order.
type SortKey struct {
	Column Column
	Desc   bool
}

// Filter says which customers a list holds and in which order. The zero value
// is everybody by User ID.
type Filter struct {
	Text      string           // substring of e-mail, phone or note, or a User ID; case does not matter
	Logins    bool             // Text is looked for in e-mails and User IDs only
	Groups    []string         // names; empty: all
	NotGroups bool             // turns Groups round: everybody who is not in them
	States    []platform.State // empty: all
	Only      []platform.UID   // nil: no restriction; else only these
	Sort      []SortKey        // empty: by User ID
}

// IsZero reports whether the filter restricts nothing (the order aside).
func (f Filter) IsZero() bool {
	return f.Text == "" && len(f.Groups) == 0 && len(f.States) == 0 && f.Only == nil
}

// List is the whole ordered list of a filter: User IDs only, 4 bytes a row.
type List struct {
	UIDs  []platform.UID
	Total int // customers in the cache, whatever the filter
}

// Sum is what a set of customers has, in one currency.
type Sum struct {
	Customers      int
	Balance, Bonus platform.Money
}

// GroupCount is a group and how many customers of the cache are in it.
type GroupCount struct {
	platform.GroupRef
	Customers int
}
