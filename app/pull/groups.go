package pull

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// readGroups reads groups, resellers and the currencies of all of them. What
// an account may not read (a reseller's own admin sees no other resellers) is
// left as it was.
func (p *Pull) readGroups(ctx context.Context, _ model.SectionKey) (bool, error) {
	hash := fnv.New64a()
	groups, err := p.client.Groups(ctx)
	if err != nil {
		return false, fmt.Errorf("read groups: %w", err)
	}
	fmt.Fprintf(hash, "%+v", groups)
	if err := p.store.PutGroups(ctx, groups); err != nil {
		return false, keeping("groups", err)
	}
	resellers, err := p.client.Resellers(ctx)
	if err != nil && !refused(err) {
		return false, fmt.Errorf("read resellers: %w", err)
	}
	if err == nil {
		fmt.Fprintf(hash, "%+v", resellers)
		if err := p.store.PutResellers(ctx, resellers); err != nil {
			return false, keeping("resellers", err)
		}
	}
	for _, id := range append([]int64{0}, ids(resellers)...) {
		currency, err := p.client.Currency(ctx, id)
		if refused(err) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("read currency: %w", err)
		}
		fmt.Fprintf(hash, "%d%+v", id, currency)
		if err := p.store.PutCurrency(ctx, id, currency); err != nil {
			return false, keeping("currency", err)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	changed := p.groups != hash.Sum64()
	p.groups = hash.Sum64()
	return changed, nil
}

func ids(resellers []platform.Reseller) []int64 {
	list := make([]int64, 0, len(resellers))
	for _, r := range resellers {
		list = append(list, r.ID)
	}
	return list
}

// refused reports whether the platform answered that this account may not, or
// that it has no such thing.
func refused(err error) bool {
	var api *client.APIError
	if errors.Is(err, client.ErrNotFound) {
		return true
	}
	if !errors.As(err, &api) {
		return false
	}
	switch api.Result {
	case client.ResultForbidden, client.ResultToken, client.ResultNotFound:
		return true
	}
	return false
}

// keeping is an error of the store while something read was to be kept.
func keeping(what string, err error) error {
	return model.NewError(model.Internal, "pull.store", fmt.Errorf("store %s: %w", what, err))
}
