package app

import (
	"context"
	"fmt"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// Groups are the groups of customers, as far as they were read.
func (c *Cluster) Groups(ctx context.Context) ([]platform.Group, error) {
	list, err := c.store.Groups(ctx)
	return list, c.storeError(err)
}

// GroupQuotas asks the platform for the limits of a group
// (billing.groupquota.GetGroupQuotas, seen in clients). It waits for the network.
func (c *Cluster) GroupQuotas(ctx context.Context, group string) ([]platform.Quota, error) {
	if why := c.WhyNotRefresh(); why != "" {
		return nil, model.NewError(model.Offline, why, nil)
	}
	page, err := c.link().client.GroupQuotas(client.Interactive(ctx), group)
	if err != nil {
		return nil, fmt.Errorf("read quotas of group: %w", err)
	}
	return page.Rows, nil
}
