// Package platform holds the nouns of the Virtuozzo Application Platform as
// Steward means them: customers, groups, money. It knows neither the wire nor
// the screen.
package platform

import "time"

// UID identifies a customer within one platform. The platform's uids are
// positive 32-bit integers.
type UID uint32

// AccountStatus is the billing status of an account. Unknown values keep the
// platform's own text.
type AccountStatus string

// The four documented account statuses (1 to 4 on the wire).
const (
	AccountActive    AccountStatus = "ACTIVE"
	AccountInactive  AccountStatus = "INACTIVE"
	AccountDestroyed AccountStatus = "DESTROY"
	AccountDeleted   AccountStatus = "DELETED"
)

// State is the one status a person sees. The states exclude each other.
type State uint8

// The states in the order of the Status filter. StateUnknown is a status that
// this program does not know.
const (
	StateUnknown State = iota
	StateActive
	StateInactive
	StateSuspended
	StateDestroyed
	StateDeleted
)

// States are the five known states in display order.
var States = []State{StateActive, StateInactive, StateSuspended, StateDestroyed, StateDeleted}

// String is the word of the state in English lower case, for logs and keys.
func (s State) String() string {
	switch s {
	case StateActive:
		return "active"
	case StateInactive:
		return "inactive"
	case StateSuspended:
		return "suspended"
	case StateDestroyed:
		return "destroyed"
	case StateDeleted:
		return "deleted"
	}
	return "unknown"
}

// User is a customer's account, one row of GetAccounts.
type User struct {
	UID   UID
	Email string // the login; a bare hash once personal data was removed
	Group GroupRef
	// Balance and Bonus are the main and bonus balances; Credit is the allowed debt.
	Balance, Bonus, Credit Money
	Status                 AccountStatus
	Disabled               bool      // sign-in blocked: isEnabled=false on the wire (assumed A4)
	Phone                  string    // empty: not given
	SignedUp               time.Time // UTC; zero: not given
	StatusChanged          time.Time // UTC; zero: not given
	GroupChanged           time.Time // UTC; zero: not given
	ExtBillingID           string
	Commercial             bool // converted to a paying customer
	Registered             bool // billing data completed
	Language               string
	Note                   string
	Reseller               ResellerRef // zero: a direct customer
}

// State says which of the five states the account is in. Suspended is not
// enabled with account status active or inactive.
func (u User) State() State {
	switch u.Status {
	case AccountActive, AccountInactive:
		if u.Disabled {
			return StateSuspended
		}
		if u.Status == AccountActive {
			return StateActive
		}
		return StateInactive
	case AccountDestroyed:
		return StateDestroyed
	case AccountDeleted:
		return StateDeleted
	}
	return StateUnknown
}

// Upgrading reports whether an account upgrade is in progress: converted to
// paying while the group is still trial or beta (assumed A5).
func (u User) Upgrading() bool {
	return u.Commercial && (u.Group.Type == GroupTrial || u.Group.Type == GroupBeta)
}

// Identity is the sign-in side of an account (system.admin.GetUserInfo).
type Identity struct {
	UID        UID
	Email      string
	Name       string
	Phone      string
	ExternalID string
	Status     string // ENABLED, SUSPENDED or the platform's own text
	TwoFactor  TwoFactor
}

// TwoFactor is the state of two-factor authentication (assumed A13).
type TwoFactor uint8

// Two-factor states; unknown when the platform told neither field.
const (
	TwoFactorUnknown TwoFactor = iota
	TwoFactorOff
	TwoFactorOn
)

// Activity is how many actions of the tasks panel a customer did in a period.
type Activity struct {
	UID     UID
	Actions int64
}

// Period is a range of time, From inclusive, To exclusive, both UTC.
type Period struct{ From, To time.Time }
