package app

import (
	"context"

	"steward/app/model"
	"steward/client/platform"
)

// QuotaDifferences says which other customers of a customer's group have another
// value of a quota than the group, from the quotas that are cached.
func (c *Cluster) QuotaDifferences(ctx context.Context, uid platform.UID, quota string) (model.QuotaDifferences, error) {
	found, err := c.store.QuotaDifferences(ctx, uid, quota)
	return found, c.storeError(err)
}
