package client

import (
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// Grant is the outcome of a sign-in.
type Grant struct {
	UID         platform.UID // 0: not told, e.g. a token that may not ask
	Login, Name string
	NeedsCode   bool            // a second step is due: VerifyCode
	Session     platform.Secret // empty while NeedsCode
}

// ProbeResult is what a first contact tells.
type ProbeResult struct {
	Took             time.Duration
	Version          string    // empty: not told before sign-in
	CertificateUntil time.Time // UTC; zero on plain http
}

// The fields by which GetAccounts filters; uid and group are seen in clients,
// email and status are assumed (A2, A3).
const (
	FilterUID    = "uid"
	FilterEmail  = "email" // a part of it, whatever the case
	FilterGroup  = "group" // the whole name
	FilterStatus = "status"
)

// AccountFilter is one condition on the customers.
type AccountFilter struct {
	Field string // one of the Filter constants
	Value string // for status: "1" to "4" or a platform.AccountStatus
}

// AccountsQuery asks for one page of customers. Several filters must all match.
type AccountsQuery struct {
	Start, Count   int    // Count 0: everything
	OrderField     string // a field of the row: uid, email, createdOn, balance, bonus, group, status, phoneNumber; empty: uid
	OrderDirection string // ASC or DESC; empty: ASC
	Filters        []AccountFilter
	MaxBalance     *decimal.Decimal // only customers with at most this main balance; nil: all
}

// AccountsPage is one page of customers.
type AccountsPage struct {
	Users   []platform.User
	Total   int       // before paging; -1: the platform did not tell
	Began   time.Time // when the request began, UTC; with several requests the first
	Skipped int       // rows that could not be read
}

// ActivitiesQuery asks how much the customers did in a period.
type ActivitiesQuery struct {
	Period       platform.Period
	Start, Count int // Count 0: everything
}

// ActivitiesPage is one page of activity.
type ActivitiesPage struct {
	Rows  []platform.Activity
	Total int       // before paging; -1: the platform did not tell
	Began time.Time // when the request began, UTC
}
