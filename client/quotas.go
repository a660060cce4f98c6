package client

import (
	"context"
	"net/url"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// Quotas reads what limits hold for a customer, in the platform's order
// (billing.account.GetCollaborationQuotas of the owner, seen in clients; that
// it answers an administrator is assumed A11, else GetOwnerQuotas of one of the
// customer's environments). The group's own value is told only where it holds;
// platform.BesideGroup adds the others.
func (c *Client) Quotas(ctx context.Context, q QuotasQuery) (Page[platform.Quota], error) {
	var found Page[platform.Quota]
	read := func(method, name, value string) func() error {
		return func() (err error) {
			found, err = rows(ctx, c, method, url.Values{name: {value}}, wire.Quotas)
			return err
		}
	}
	ofOwner := read(getOwnersQuotas, "ownerUid", uidText(q.UID))
	if q.AppID == "" {
		err := ofOwner()
		return found, err
	}
	err := c.eitherIf(isRefusal, CapQuotas, [2]func() error{ofOwner, read(getEnvQuotas, "appid", q.AppID)})
	return found, err
}

// GroupQuotas reads the limits of a customer group
// (billing.groupquota.GetGroupQuotas, seen in clients; that its rows are those
// of a customer's quotas is assumed).
func (c *Client) GroupQuotas(ctx context.Context, group string) (Page[platform.Quota], error) {
	page, err := rows(ctx, c, getGroupQuotas, url.Values{"name": {group}}, wire.Quotas)
	for i := range page.Rows {
		q := &page.Rows[i]
		q.SetBy, q.GroupValue, q.GroupTold = platform.QuotaOfGroup, q.Value, true
	}
	return page, err
}
