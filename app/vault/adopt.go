package vault

import (
	"context"
	"errors"
	"fmt"

	"steward/client/platform"
)

// ErrNotKey is returned for a text that is no key: 32 bytes as lower-case hex.
var ErrNotKey = errors.New("not a key")

// Adopt stores a key that is known from elsewhere under a name, whatever was
// there, and reads it back: a person recovered it. It returns ErrNotKey.
func (v *Vault) Adopt(ctx context.Context, name string, key platform.Secret) error {
	if !isKey(key) {
		return fmt.Errorf("adopt key %s: %w", name, ErrNotKey)
	}
	return v.change(ctx, func(p place, f *file) error { return keepKeyAt(ctx, p, f, name, key) })
}

// Unmark forgets which key a name had, not the key: for what is opened by
// trying, and recovered in a way of its own where the key is gone.
func (v *Vault) Unmark(ctx context.Context, name string) error {
	return v.change(ctx, func(_ place, f *file) error {
		delete(f.Names, name)
		return nil
	})
}
