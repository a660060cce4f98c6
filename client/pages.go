package client

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"steward/client/internal/wire"
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

// rows asks for a list.
func rows[T any](ctx context.Context, c *Client, method string, form url.Values, decode func([]byte) (wire.Page[T], wire.Envelope, error)) (Page[T], error) {
	page, told, err := fetch(ctx, c, method, form, decode)
	if err != nil {
		return Page[T]{Total: -1, Began: told.began}, err
	}
	return Page[T]{Rows: page.Rows, Total: page.Total, Began: told.began, Skipped: page.Skipped}, nil
}

// everything reads a list page by page until the platform has no more. A row
// that moved from one page to the next while they were read counts once.
func everything[T any](id func(T) string, ask func(start int) (Page[T], error)) (Page[T], error) {
	var all Page[T]
	seen := make(map[string]bool)
	for start := 0; ; {
		page, err := ask(start)
		if err != nil {
			return Page[T]{Total: -1, Began: all.Began}, err
		}
		if start == 0 {
			all.Began = page.Began
		}
		all.Skipped += page.Skipped
		fresh := 0
		for _, row := range page.Rows {
			if key := id(row); !seen[key] {
				seen[key] = true
				fresh++
				all.Rows = append(all.Rows, row)
			}
		}
		came := len(page.Rows) + page.Skipped
		start += came
		if fresh == 0 || page.Total >= 0 && start >= page.Total || page.Total < 0 && came < pageSize {
			all.Total = len(all.Rows)
			return all, nil
		}
	}
}

// paging are the flat parameters of a page; count 0 is everything.
func paging(form url.Values, start, count int) url.Values {
	form.Set("startRow", strconv.Itoa(start))
	if count > 0 {
		form.Set("resultCount", strconv.Itoa(count))
	}
	return form
}

// search is the one parameter of the methods that take their conditions as JSON.
func search(c wire.Conditions) url.Values { return url.Values{"search": {c.JSON()}} }

// begins and ends are a period as the platform takes it: whole seconds, both
// inclusive.
func begins(p platform.Period) string { return p.From.UTC().Format(time.DateTime) }

func ends(p platform.Period) string {
	return p.To.UTC().Add(-time.Nanosecond).Format(time.DateTime)
}

func uidText(uid platform.UID) string { return strconv.FormatUint(uint64(uid), 10) }

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// code is the currency of a reseller's customers; empty if the platform does
// not tell it.
func (c *Client) code(ctx context.Context, reseller int64) (string, error) {
	currency, err := c.Currency(ctx, reseller)
	if err != nil && !isRefusal(err) {
		return "", err
	}
	return currency.Code, nil
}
