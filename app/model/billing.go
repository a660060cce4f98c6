package model

import (
	"time"

	"steward/client/platform"
)

// Stacking is what the bars of Billing History are stacked by.
type Stacking string

// The stackings.
const (
	StackResource    Stacking = "" // dynamic cloudlets, reserved ones, disk, the rest
	StackEnvironment Stacking = "environment"
	StackBalance     Stacking = "balance"
)

// BillingQuery is what Billing History shows.
type BillingQuery struct {
	Period     platform.Period
	Interval   platform.Interval // one of BillingIntervals
	GroupNodes bool              // the panel's "Group by Node": nodes of one type in an environment are one row
	AppID      string            // only this environment; empty: all
	Stack      Stacking
}

// BillingLevel is how deep a row of Billing History stands.
type BillingLevel uint8

// The levels: an interval unfolds to its environments, each to its resources.
const (
	LevelInterval BillingLevel = iota
	LevelEnvironment
	LevelResource
)

// BillingRow is one row of Billing History; on the upper levels AppID to Free
// of the charge are left empty as far as they do not hold for all below. From
// and To are the interval, clipped to the asked period. Cost is exact, Main and
// Bonus together.
type BillingRow struct {
	platform.Charge
	Level BillingLevel
	Main  platform.Money // of Cost, charged to the main balance (or to one not told)
	Bonus platform.Money // of Cost, charged to the bonus balance
	Under int            // rows directly below
}

// BillingSeries is one colour of the bars; there are at most four.
type BillingSeries struct {
	Resource platform.ResourceKind // StackResource: dynamic, reserved, storage, other (with all the rest)
	AppID    string                // StackEnvironment: the three dearest
	Domain   string
	Balance  platform.Balance // StackBalance: main, bonus
	Rest     bool             // StackEnvironment: all other environments
}

// BillingBar is one interval of the chart.
type BillingBar struct {
	Period platform.Period
	Parts  []platform.Money // one a series, bottom first
	Cost   platform.Money   // exact
	Unread bool             // the interval, or a part of it, was not read; what is to come is not unread
}

// Billing is Billing History of a customer, as far as it was read.
type Billing struct {
	Rows   []BillingRow // LevelInterval, newest first; intervals without a charge have no row
	Series []BillingSeries
	Bars   []BillingBar // oldest first, one an interval of the period

	Cost, Main, Bonus platform.Money // of the period, exact; not given without a charge
	Charges           int            // how many charges it is made from
	State             SectionState   // State.Missing: the spans that were not read

	// Inside gives what Rows[i] unfolds to: each environment, dearest first,
	// followed by its resources. It works on what was read with the rows, waits
	// for nothing and takes a few milliseconds at most.
	Inside func(i int) []BillingRow
}

// SpendingDays is over how many whole days spending is meant at most.
const SpendingDays = 7

// SpendingKey is what Spending of a customer is made from: Show it to have it
// read.
func SpendingKey(uid platform.UID, now time.Time) SectionKey {
	today := IntervalStart(platform.IntervalDay, now)
	return SectionKey{Section: SectionBilling, UID: uid, Period: platform.Period{From: today.AddDate(0, 0, -SpendingDays), To: today}}
}

// Spending is what a customer pays a day at present: the mean of the last whole
// days that were read, rounded to 6 decimals.
type Spending struct {
	Days  int                       // of the mean; 0: not read
	ADay  platform.Money            // not given: nothing charged, or not read
	ByEnv map[string]platform.Money // by appid
}
