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
// there, and reads it back: a person recovered it. It is not marked. It returns
// ErrNotKey.
func (v *Vault) Adopt(ctx context.Context, name string, key platform.Secret) error {
	if !isKey(key) {
		return fmt.Errorf("adopt key %s: %w", name, ErrNotKey)
	}
	return v.change(ctx, func(p place, f *file) error {
		err := keepKeyAt(ctx, p, f, name, key)
		f.Names[name] = ""
		return err
	})
}

// Unmark forgets which key a name has, not the key: State and Key do not miss it
// any more if it is gone. It is for what has a way of its own to say that, and
// to recover the key.
func (v *Vault) Unmark(ctx context.Context, name string) error {
	return v.change(ctx, func(_ place, f *file) error {
		if _, known := f.Names[name]; known {
			f.Names[name] = ""
		}
		return nil
	})
}
