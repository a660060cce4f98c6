package client

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// innerObjects are the parts of a subscription that the platform leaves out
// unless they are named.
const innerObjects = "account,product,items.servicePlan,items.tariffPlan,items.resources"

// Subscriptions reads the subscriptions of a customer
// (administration.subscription.GetSubscriptions, seen in clients; its rows are
// assumed A8). It returns ErrFilterIgnored if the platform answered with those
// of others.
func (c *Client) Subscriptions(ctx context.Context, q SubscriptionsQuery) (Page[platform.Subscription], error) {
	var found Page[platform.Subscription]
	read := func(expand bool) func() error {
		return func() (err error) {
			found, err = everything(subscriptionID, func(start int) (Page[platform.Subscription], error) {
				form := paging(url.Values{"uid": {uidText(q.UID)}, "orderField": {"id"}, "orderDirection": {"ASC"}}, start, pageSize)
				if expand {
					form.Set("expandFields", innerObjects)
				}
				return rows(ctx, c, getSubscriptions, form, wire.Subscriptions)
			})
			return err
		}
	}
	if err := c.either(CapExpandFields, [2]func() error{read(true), read(false)}); err != nil {
		return Page[platform.Subscription]{Total: -1, Began: found.Began}, err
	}
	if slices.ContainsFunc(found.Rows, func(s platform.Subscription) bool { return !ownedBy(s.Owner, q.UID) }) {
		return Page[platform.Subscription]{Total: -1, Began: found.Began}, fmt.Errorf("read subscriptions of customer %d: %w", q.UID, ErrFilterIgnored)
	}
	code, err := c.code(ctx, q.Reseller)
	for i := range found.Rows {
		if s := &found.Rows[i]; s.Price.Given() && s.Price.Currency() == "" {
			s.Price = s.Price.In(code)
		}
	}
	return found, err
}

func subscriptionID(s platform.Subscription) string { return idText(s.ID) }

// Invoices reads the invoices of a subscription, or all of a customer
// (billing.invoice.SearchInvoices, seen in clients; that it searches by
// customer and subscription and its rows are assumed A8, else GetInvoices). It
// returns ErrFilterIgnored if the platform answered with others.
func (c *Client) Invoices(ctx context.Context, q InvoicesQuery) (Page[platform.Invoice], error) {
	var found Page[platform.Invoice]
	read := func(method string, form func(start int) url.Values) func() error {
		return func() (err error) {
			found, err = everything(invoiceID, func(start int) (Page[platform.Invoice], error) {
				page, err := rows(ctx, c, method, form(start), wire.Invoices)
				if err == nil && slices.ContainsFunc(page.Rows, q.excludes) {
					err = fmt.Errorf("read invoices of customer %d: %w", q.UID, ErrFilterIgnored)
				}
				return page, err
			})
			return err
		}
	}
	if err := c.either(CapInvoices, [2]func() error{read(searchInvoices, q.searched), read(getInvoices, q.listed)}); err != nil {
		return Page[platform.Invoice]{Total: -1, Began: found.Began}, err
	}
	code, err := c.code(ctx, q.Reseller)
	for i := range found.Rows {
		found.Rows[i].Amount = found.Rows[i].Amount.In(code)
	}
	return found, err
}

func invoiceID(v platform.Invoice) string { return idText(v.ID) }

// excludes reports whether an invoice says that it is not one of those asked for.
func (q InvoicesQuery) excludes(v platform.Invoice) bool {
	return !ownedBy(v.Owner, q.UID) || q.Subscription != 0 && v.Subscription != 0 && v.Subscription != q.Subscription
}

func (q InvoicesQuery) searched(start int) url.Values {
	return search(wire.Conditions{UID: q.UID, Subscription: q.Subscription, Order: "id", Direction: "DESC", Start: start, Count: pageSize})
}

func (q InvoicesQuery) listed(start int) url.Values {
	form := paging(url.Values{"orderFields": {"id"}, "orderDirection": {"DESC"}, "uid": {uidText(q.UID)}}, start, pageSize)
	if q.Subscription != 0 {
		form.Set("subscriptionId", idText(q.Subscription))
	}
	return form
}
