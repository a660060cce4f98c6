package platform

import (
	"time"

	"github.com/shopspring/decimal"
)

// Balance is which of a customer's two balances moved.
type Balance uint8

// The balances; unknown when the platform named an operation that Steward does
// not know.
const (
	BalanceUnknown Balance = iota
	BalanceMain
	BalanceBonus
)

// String is the word of the balance in English lower case, for logs and keys.
func (b Balance) String() string {
	switch b {
	case BalanceMain:
		return "main"
	case BalanceBonus:
		return "bonus"
	}
	return "unknown"
}

// Interval is how charges are gathered in time.
type Interval string

// The documented intervals; IntervalAge gathers the whole period.
const (
	IntervalHour  Interval = "HOUR"
	IntervalDay   Interval = "DAY"
	IntervalWeek  Interval = "WEEK" // from Monday
	IntervalMonth Interval = "MONTH"
	IntervalYear  Interval = "YEAR"
	IntervalAge   Interval = "AGE"
)

// After is the end of the interval that t lies in: the next one's start, UTC.
// It is zero for IntervalAge, which ends with the period asked for.
func (i Interval) After(t time.Time) time.Time {
	t = t.UTC()
	y, m, d := t.Date()
	switch i {
	case IntervalHour:
		return t.Truncate(time.Hour).Add(time.Hour)
	case IntervalDay:
		return time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC)
	case IntervalWeek:
		return time.Date(y, m, d+7-(int(t.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
	case IntervalMonth:
		return time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC)
	case IntervalYear:
		return time.Date(y+1, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// ResourceKind is what a charge is for.
type ResourceKind string

// The kinds that a billing row tells apart. ResourceOther is what a row costs
// beyond the parts that it names.
const (
	ResourceReserved ResourceKind = "reserved" // fixed cloudlets, in cloudlet hours
	ResourceDynamic  ResourceKind = "dynamic"  // flexible cloudlets, in cloudlet hours
	ResourceStorage  ResourceKind = "storage"  // disk, GB (assumed)
	ResourceTraffic  ResourceKind = "traffic"  // external traffic, GB (assumed)
	ResourceOption   ResourceKind = "option"   // IP, SSL, licence: Detail names it
	ResourceOther    ResourceKind = "other"
)

// ResourceKinds are the kinds in display order.
var ResourceKinds = []ResourceKind{
	ResourceReserved, ResourceDynamic, ResourceStorage, ResourceTraffic, ResourceOption, ResourceOther,
}

// Charge is what one resource of one node, or of the nodes of one type, cost
// in one interval. One billing row of the platform tells several resources;
// the charges of a row add up to its cost exactly
// (billing.account.GetAccountBillingHistoryByPeriodInner, documented fields).
type Charge struct {
	From, To  time.Time // UTC; To exclusive; clipped to the period asked for
	AppID     string    // of the environment; empty: of none
	Domain    string    // of the environment; empty: not told
	Region    string    // as people see it; empty: not told
	Node      int64     // 0: not told, or nodes of one type together
	NodeCount int       // nodes in the row; 0: not told
	Detail    string    // the row's type: a node type such as tomcat, or an option such as ip
	Resource  ResourceKind
	Units     decimal.Decimal // used, free ones included
	Free      decimal.Decimal // of Units
	Cost      Money
	Balance   Balance // which one paid
	Paid      bool    // settled
	Withdrawn bool    // already taken from the balance
}

// pricePlaces is how exactly a price is told: the platform's tariffs have six places.
const pricePlaces = 8

// Price is the cost of one unit, rounded to eight places; not given if nothing
// was billed.
func (c Charge) Price() Money {
	billed := c.Units.Sub(c.Free)
	if !c.Cost.Given() || !billed.IsPositive() {
		return Money{}
	}
	return NewMoney(c.Cost.Amount().DivRound(billed, pricePlaces), c.Cost.Currency())
}
