package pull

import (
	"context"
	"errors"
	"fmt"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// readGroups reads groups, resellers and the currencies of all of them. What
// an account may not read (a reseller's own admin sees no other resellers) is
// left as it was.
func (p *Pull) readGroups(ctx context.Context, _ model.SectionKey) (bool, error) {
	began := p.clock.Now()
	groups, err := p.client.Groups(ctx)
	if err != nil {
		return false, fmt.Errorf("read groups: %w", err)
	}
	changed, err := p.store.PutGroups(ctx, began, groups)
	if err != nil {
		return false, keeping("groups", err)
	}
	began = p.clock.Now()
	resellers, err := p.client.Resellers(ctx)
	if err != nil && !refused(err) {
		return changed, fmt.Errorf("read resellers: %w", err)
	}
	if err == nil {
		differs, err := p.store.PutResellers(ctx, began, resellers)
		if err != nil {
			return changed, keeping("resellers", err)
		}
		changed = changed || differs
	}
	differs, err := p.readCurrencies(ctx, append([]int64{0}, ids(resellers)...))
	return changed || differs, err
}

// readCurrencies reads the currency of the platform (0) and of resellers.
func (p *Pull) readCurrencies(ctx context.Context, of []int64) (changed bool, err error) {
	for _, id := range of {
		began := p.clock.Now()
		currency, err := p.client.Currency(ctx, id)
		if refused(err) {
			continue
		}
		if err != nil {
			return changed, fmt.Errorf("read currency: %w", err)
		}
		differs, err := p.store.PutCurrency(ctx, began, id, currency)
		if err != nil {
			return changed, keeping("currency", err)
		}
		changed = changed || differs
	}
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
