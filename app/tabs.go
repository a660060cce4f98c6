package app

import (
	"context"

	"steward/app/model"
	"steward/client/platform"
)

// The questions of a customer's tabs are answered by the cache within a few
// milliseconds. What is stale is read by Show; an event whose key touches the
// shown one (model.SectionKey.Touches) says when to ask again.

// Environments are the cached environments of a customer
// (model.SectionEnvironments).
func (c *Cluster) Environments(ctx context.Context, uid platform.UID) (model.Environments, error) {
	rows, err := c.store.Environments(ctx, uid)
	if err != nil {
		return model.Environments{}, c.storeError(err)
	}
	state, err := c.State(ctx, model.SectionKey{Section: model.SectionEnvironments, UID: uid})
	return model.Environments{Rows: rows, State: state}, err
}

// Topology is the cached environment of a customer with its layers and nodes
// (model.SectionTopology, Part: the appid).
func (c *Cluster) Topology(ctx context.Context, uid platform.UID, appID string) (model.Topology, error) {
	env, err := c.store.Topology(ctx, uid, appID)
	if err != nil {
		return model.Topology{}, c.storeError(err)
	}
	state, err := c.State(ctx, model.SectionKey{Section: model.SectionTopology, UID: uid, Part: appID})
	return model.Topology{Environment: env, State: state}, err
}

// Subscriptions are the cached subscriptions of a customer
// (model.SectionSubscriptions).
func (c *Cluster) Subscriptions(ctx context.Context, uid platform.UID) (model.Subscriptions, error) {
	rows, err := c.store.Subscriptions(ctx, uid)
	if err != nil {
		return model.Subscriptions{}, c.storeError(err)
	}
	state, err := c.State(ctx, model.SectionKey{Section: model.SectionSubscriptions, UID: uid})
	return model.Subscriptions{Rows: rows, State: state}, err
}

// Invoices are the cached invoices of a subscription of a customer; 0: of all
// of them (model.SectionInvoices).
func (c *Cluster) Invoices(ctx context.Context, uid platform.UID, subscription int64) (model.Invoices, error) {
	rows, err := c.store.Invoices(ctx, uid, subscription)
	if err != nil {
		return model.Invoices{}, c.storeError(err)
	}
	state, err := c.State(ctx, model.SectionKey{Section: model.SectionInvoices, UID: uid})
	return model.Invoices{Rows: rows, State: state}, err
}

// Quotas are the cached quotas of a customer beside those of the group
// (model.SectionQuotas).
func (c *Cluster) Quotas(ctx context.Context, uid platform.UID) (model.Quotas, error) {
	rows, err := c.store.Quotas(ctx, uid)
	if err != nil {
		return model.Quotas{}, c.storeError(err)
	}
	state, err := c.State(ctx, model.SectionKey{Section: model.SectionQuotas, UID: uid})
	return model.Quotas{Rows: rows, State: state}, err
}

// Collaboration is the cached collaboration of a customer
// (model.SectionCollaboration).
func (c *Cluster) Collaboration(ctx context.Context, uid platform.UID) (model.Collaboration, error) {
	found, err := c.store.Collaboration(ctx, uid)
	if err != nil {
		return model.Collaboration{}, c.storeError(err)
	}
	found.State, err = c.State(ctx, model.SectionKey{Section: model.SectionCollaboration, UID: uid})
	return found, err
}

// Funding is the cached funding history of a customer in a period
// (model.SectionFunding with the period), with exact sums.
func (c *Cluster) Funding(ctx context.Context, uid platform.UID, period platform.Period) (model.Funding, error) {
	found, err := c.store.Funding(ctx, uid, period)
	if err != nil {
		return model.Funding{}, c.storeError(err)
	}
	found.State = c.flying(model.SectionKey{Section: model.SectionFunding, UID: uid, Period: period}, found.State)
	return found, nil
}

// Billing is the cached billing history of a customer, gathered
// (model.BillingSection of the interval, with the period).
func (c *Cluster) Billing(ctx context.Context, uid platform.UID, q model.BillingQuery) (model.Billing, error) {
	found, err := c.store.Billing(ctx, uid, q)
	if err != nil {
		return model.Billing{}, c.storeError(err)
	}
	found.State = c.flying(model.SectionKey{Section: model.BillingSection(q.Interval), UID: uid, Period: q.Period}, found.State)
	return found, nil
}

// Spending is what a customer pays a day at present, from the cached charges
// of the last days (model.SpendingKey).
func (c *Cluster) Spending(ctx context.Context, uid platform.UID) (model.Spending, error) {
	found, err := c.store.Spending(ctx, uid)
	return found, c.storeError(err)
}

// AuditFirst is the beginning of a filtered audit log, newest first, fast
// enough for every key stroke. In another order all of it has to be looked at.
func (c *Cluster) AuditFirst(ctx context.Context, uid platform.UID, f model.AuditFilter, n int) ([]platform.Action, error) {
	rows, err := c.store.AuditFirst(ctx, uid, f, n)
	return rows, c.storeError(err)
}

// AuditList is the whole ordered list of a filter of the cached audit log
// (model.SectionAudit with the filter's period).
func (c *Cluster) AuditList(ctx context.Context, uid platform.UID, f model.AuditFilter) (model.AuditList, error) {
	list, err := c.store.AuditList(ctx, uid, f)
	if err != nil {
		return model.AuditList{}, c.storeError(err)
	}
	list.State = c.flying(model.SectionKey{Section: model.SectionAudit, UID: uid, Period: f.Period()}, list.State)
	return list, nil
}

// AuditDays counts the cached actions of a customer by day
// (model.SectionAudit with the period).
func (c *Cluster) AuditDays(ctx context.Context, uid platform.UID, period platform.Period) (model.AuditDays, error) {
	found, err := c.store.AuditDays(ctx, uid, period)
	if err != nil {
		return model.AuditDays{}, c.storeError(err)
	}
	found.State = c.flying(model.SectionKey{Section: model.SectionAudit, UID: uid, Period: period}, found.State)
	return found, nil
}

// AuditRows are the actions of some keys of an AuditList, in that order; one
// that is gone meanwhile is left zero.
func (c *Cluster) AuditRows(ctx context.Context, uid platform.UID, keys []int64) ([]platform.Action, error) {
	rows, err := c.store.AuditRows(ctx, uid, keys)
	return rows, c.storeError(err)
}

// Older is the key of a sliced section with its period extended into the past
// by one slice: Show it to have that read as somebody scrolls past the end.
// ok is false when there is nothing older: the customer was not there yet.
func (c *Cluster) Older(ctx context.Context, key model.SectionKey) (older model.SectionKey, ok bool, err error) {
	older, ok, err = c.store.Older(ctx, key)
	return older, ok, c.storeError(err)
}

// flying adds to a state whether the section is being read.
func (c *Cluster) flying(key model.SectionKey, state model.SectionState) model.SectionState {
	if p := c.reader(); p != nil {
		state.Reading = p.Reading(key)
	}
	return state
}
