package model

import (
	"time"

	"steward/client/platform"
)

// AuditFilter says which actions of a customer's audit log are shown. The zero
// value is everything that was read, newest first.
type AuditFilter struct {
	From, To    time.Time           // UTC, From inclusive, To exclusive; zero: open
	Text        string              // a part of action, environment, person, arguments or error; case does not matter
	Type        platform.ActionType // empty: all
	Environment string              // its short name or appid; empty: all
	OnlyErrors  bool
}

// Period is the period of the filter, for the key of Show, Refresh and State.
func (f AuditFilter) Period() platform.Period { return platform.Period{From: f.From, To: f.To} }

// AuditList is the whole list of a filter, newest first: 8 bytes a row. Rows
// come by these keys as they scroll into view.
type AuditList struct {
	Keys    []int64
	Running int          // of the rows, actions that have not ended
	Failed  int          // of the rows, actions that ended with an error
	State   SectionState // of the filter's period
}
