package client

import (
	"time"

	"steward/client/platform"
)

// Page is a list as the platform answered it. With several requests Began is
// the first one's.
type Page[T any] struct {
	Rows    []T
	Total   int       // before paging; -1: the platform did not tell
	Began   time.Time // when the request began, UTC
	Skipped int       // rows that could not be read
}

// AuditQuery asks for a page of a customer's audit log. Order is newest first.
type AuditQuery struct {
	UID          platform.UID
	Period       platform.Period
	AppID        string                // only this environment; empty: all
	Types        []platform.ActionType // only these; empty: all
	Text         string                // only rows that hold it; empty: all
	Start, Count int                   // Count 0: everything
}

// BillingQuery asks for a customer's charges.
type BillingQuery struct {
	UID      platform.UID
	Period   platform.Period
	Interval platform.Interval
	ByNode   bool   // a row a node; else the nodes of one type of a layer together
	AppID    string // only this environment; empty: all
	Reseller int64  // whose currency the amounts have; 0: the platform's
}

// FundingQuery asks for a page of a customer's funding history.
type FundingQuery struct {
	UID          platform.UID
	Period       platform.Period
	Reseller     int64 // whose currency the amounts have; 0: the platform's
	Start, Count int   // Count 0: everything
}

// SubscriptionsQuery asks for the subscriptions of a customer.
type SubscriptionsQuery struct {
	UID      platform.UID
	Reseller int64 // whose currency the prices have where the row tells none; 0: the platform's
}

// InvoicesQuery asks for the invoices of a subscription of a customer.
type InvoicesQuery struct {
	UID          platform.UID
	Subscription int64 // 0: all invoices of the customer
	Reseller     int64 // whose currency the amounts have; 0: the platform's
}

// QuotasQuery asks for the quotas that hold for a customer.
type QuotasQuery struct {
	UID   platform.UID
	AppID string // one of the customer's environments, for platforms that tell quotas by environment only; empty: none
}
