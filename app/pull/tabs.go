package pull

import (
	"context"
	"fmt"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// describedAtMost is how many collaborations are asked one by one what they share.
const describedAtMost = 25

func (p *Pull) readEnvironments(ctx context.Context, key model.SectionKey) (bool, error) {
	page, err := p.client.Environments(ctx, key.UID)
	if err != nil {
		return false, fmt.Errorf("read environments: %w", err)
	}
	p.skipped(key, page.Skipped)
	changed, err := p.store.PutEnvironments(ctx, key.UID, page.Began, page.Rows)
	if err != nil {
		return false, keeping("environments", err)
	}
	return changed, nil
}

func (p *Pull) readTopology(ctx context.Context, key model.SectionKey) (bool, error) {
	env, began, err := p.client.Environment(ctx, key.Part)
	if err != nil {
		return false, fmt.Errorf("read topology: %w", err)
	}
	changed, err := p.store.PutTopology(ctx, key.UID, began, env)
	if err != nil {
		return false, keeping("topology", err)
	}
	return changed, nil
}

func (p *Pull) readSubscriptions(ctx context.Context, key model.SectionKey) (bool, error) {
	reseller, err := p.resellerOf(ctx, key.UID)
	if err != nil {
		return false, err
	}
	page, err := p.client.Subscriptions(ctx, client.SubscriptionsQuery{UID: key.UID, Reseller: reseller})
	if err != nil {
		return false, fmt.Errorf("read subscriptions: %w", err)
	}
	p.skipped(key, page.Skipped)
	changed, err := p.store.PutSubscriptions(ctx, key.UID, page.Began, page.Rows)
	if err != nil {
		return false, keeping("subscriptions", err)
	}
	return changed, nil
}

func (p *Pull) readInvoices(ctx context.Context, key model.SectionKey) (bool, error) {
	reseller, err := p.resellerOf(ctx, key.UID)
	if err != nil {
		return false, err
	}
	page, err := p.client.Invoices(ctx, client.InvoicesQuery{UID: key.UID, Reseller: reseller})
	if err != nil {
		return false, fmt.Errorf("read invoices: %w", err)
	}
	p.skipped(key, page.Skipped)
	changed, err := p.store.PutInvoices(ctx, key.UID, page.Began, page.Rows)
	if err != nil {
		return false, keeping("invoices", err)
	}
	return changed, nil
}

// readQuotas reads a customer's quotas and those of the group beside them. An
// account that may not read the group's still sees the customer's.
func (p *Pull) readQuotas(ctx context.Context, key model.SectionKey) (bool, error) {
	customer, _, err := p.store.Customer(ctx, key.UID)
	if err != nil {
		return false, keeping("quotas", err)
	}
	environments, err := p.store.Environments(ctx, key.UID)
	if err != nil {
		return false, keeping("quotas", err)
	}
	ask := client.QuotasQuery{UID: key.UID}
	if len(environments) > 0 {
		ask.AppID = environments[0].AppID
	}
	page, err := p.client.Quotas(ctx, ask)
	if err != nil {
		return false, fmt.Errorf("read quotas: %w", err)
	}
	p.skipped(key, page.Skipped)
	rows := page.Rows
	if customer.Group.Name != "" {
		group, err := p.client.GroupQuotas(ctx, customer.Group.Name)
		if err != nil && !refused(err) {
			return false, fmt.Errorf("read quotas of group: %w", err)
		}
		rows = platform.BesideGroup(rows, group.Rows)
	}
	changed, err := p.store.PutQuotas(ctx, key.UID, page.Began, rows)
	if err != nil {
		return false, keeping("quotas", err)
	}
	return changed, nil
}

// readCollaboration reads both modes, and of active collaborations what is
// shared where the platform did not tell it with them.
func (p *Pull) readCollaboration(ctx context.Context, key model.SectionKey) (bool, error) {
	by, err := p.client.Collaborators(ctx, key.UID)
	if err != nil {
		return false, fmt.Errorf("read collaborators: %w", err)
	}
	with, err := p.client.Shared(ctx, key.UID)
	if err != nil {
		return false, fmt.Errorf("read shared accounts: %w", err)
	}
	p.skipped(key, by.Skipped+with.Skipped)
	left := describedAtMost
	for _, rows := range [][]platform.Collaboration{by.Rows, with.Rows} {
		if left, err = p.describe(ctx, rows, left); err != nil {
			return false, err
		}
	}
	changed, err := p.store.PutCollaboration(ctx, key.UID, by.Began, model.Collaboration{SharedBy: by.Rows, SharedWith: with.Rows})
	if err != nil {
		return false, keeping("collaboration", err)
	}
	return changed, nil
}

// describe adds what is shared, for at most so many; it gives how many are left.
func (p *Pull) describe(ctx context.Context, rows []platform.Collaboration, left int) (int, error) {
	for i := range rows {
		c := &rows[i]
		if left == 0 || len(c.Resources) > 0 || c.Status != platform.CollaborationActive || c.Owner.UID == 0 || c.ID == 0 {
			continue
		}
		left--
		page, err := p.client.SharedResources(ctx, c.Owner.UID, c.ID)
		if refused(err) {
			return 0, nil // the others would be refused too
		}
		if err != nil {
			return 0, fmt.Errorf("read shared resources: %w", err)
		}
		c.Resources = page.Rows
	}
	return left, nil
}

// resellerOf is whose currency a customer's amounts have; 0: the platform's.
func (p *Pull) resellerOf(ctx context.Context, uid platform.UID) (int64, error) {
	customer, _, err := p.store.Customer(ctx, uid)
	if err != nil {
		return 0, keeping("reseller", err)
	}
	return customer.Reseller.ID, nil
}

// skipped notes rows that could not be read.
func (p *Pull) skipped(key model.SectionKey, rows int) {
	if rows > 0 {
		p.log.WithField("section", key.Section).WithField("uid", key.UID).WithField("rows", rows).Warn("rows of the platform could not be read")
	}
}
