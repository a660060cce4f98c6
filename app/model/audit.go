package model

import (
	"time"

	"steward/client/platform"
)

// AuditFilter says which actions of a customer's audit log are shown. The zero
// value is everything that was read, newest first. It can be compared.
type AuditFilter struct {
	From, To    time.Time           // UTC, From inclusive, To exclusive; zero: open
	Text        string              // a part of action, environment, person, arguments or error; case does not matter
	Type        platform.ActionType // empty: all
	Environment string              // its short name or appid; empty: all
	OnlyErrors  bool
	// Order is how the list stands, by AuditDate and its like; the zero value
	// is newest first. A second key decides where the first is the same, then the
	// newest stand first.
	Order [2]SortKey
}

// Columns of an audit log that it can be sorted by.
const (
	AuditDate     Column = "date"
	AuditAction   Column = "action" // by the words on screen, whatever their case
	AuditDuration Column = "duration"
	AuditResult   Column = "result" // in progress, errors by their words, success
)

// NewestFirst reports whether the list begins with what was done last.
func (f AuditFilter) NewestFirst() bool {
	return f.Order[0].Column == "" || f.Order[0] == SortKey{Column: AuditDate, Desc: true}
}

// Period is the period of the filter, for the key of Show, Refresh and State.
func (f AuditFilter) Period() platform.Period { return platform.Period{From: f.From, To: f.To} }

// AuditList is the whole list of a filter in its order: 8 bytes a row. Rows
// come by these keys as they scroll into view.
type AuditList struct {
	Keys    []int64
	Running int          // of the rows, actions that have not ended
	Failed  int          // of the rows, actions that ended with an error
	State   SectionState // of the filter's period
}

// AuditDay is what was done on a customer's account on one day (UTC).
type AuditDay struct {
	Day    time.Time // its beginning
	Done   int       // actions that succeeded, are in progress, or whose end nobody told
	Failed int       // actions that ended with an error
	Unread bool      // not all of the day was read: there may have been more
}

// AuditDays are the days of a period, oldest first, up to now.
type AuditDays struct {
	Days         []AuditDay
	Done, Failed int // sums
	State        SectionState
}
