package model

import "steward/client/platform"

// Environments are the environments of a customer, by domain.
type Environments struct {
	Rows  []platform.Environment // without layers
	State SectionState
}

// Topology is one environment with its layers and nodes.
type Topology struct {
	Environment platform.Environment // zero: never read
	State       SectionState
}

// Subscriptions are the subscriptions of a customer, newest first.
type Subscriptions struct {
	Rows  []platform.Subscription
	State SectionState
}

// Invoices are invoices of a customer, newest first.
type Invoices struct {
	Rows  []platform.Invoice
	State SectionState
}

// Quotas are the quotas that hold for a customer, in the platform's order.
type Quotas struct {
	Rows  []platform.Quota
	State SectionState
}

// Collaboration is whom a customer shares with, and whose account is shared
// with the customer.
type Collaboration struct {
	SharedBy   []platform.Collaboration // the customer is the owner
	SharedWith []platform.Collaboration // the customer is the member
	State      SectionState
}

// Funding is the funding history of a customer in a period, as far as it was
// read.
type Funding struct {
	Rows  []platform.Funding // newest first
	Sums  []FundingSum       // the six known operations in their order, then others that occur
	Bars  []FundingBar       // oldest first: days up to 35 of them, else weeks
	Main  platform.Money     // what the main balance gained, exact; negative: lost
	Bonus platform.Money
	State SectionState
}

// FundingSum is what one operation moved in a period, exact and signed.
type FundingSum struct {
	Operation platform.FundingOperation
	Count     int
	Main      platform.Money // not given: nothing of that balance
	Bonus     platform.Money
}

// FundingBar is one interval of the chart: Funded and Bonus went in (up),
// Withdrawn went out of both balances (down, as a positive amount).
type FundingBar struct {
	Period                   platform.Period
	Funded, Bonus, Withdrawn platform.Money
	Unread                   bool // the interval, or a part of it, was not read
}
