package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"steward/client/platform"
)

// keyLength is the length of a key in bytes.
const keyLength = 32

// Key is the key of that name, 32 bytes as lower-case hex, and whether it is a
// new one. A new key is stored and read back before it is returned, so nothing
// is ever sealed with a key that the keyring has lost. A key that is gone or
// is not the one returned before is keyring.changed, never silently replaced;
// Renew does that.
func (v *Vault) Key(ctx context.Context, name string) (key platform.Secret, created bool, err error) {
	err = v.change(ctx, func(p place, f *file) error {
		key, created, err = keyAt(ctx, p, f, name)
		return err
	})
	if err != nil {
		return platform.Secret{}, false, err
	}
	return key, created, nil
}

// Renew makes a new key of that name, whatever was there: for a person who
// knows that what was sealed with the old one will be read or made again.
func (v *Vault) Renew(ctx context.Context, name string) (key platform.Secret, err error) {
	err = v.change(ctx, func(p place, f *file) error {
		key, err = newKeyAt(ctx, p, f, name)
		return err
	})
	if err != nil {
		return platform.Secret{}, err
	}
	return key, nil
}

// Put stores a secret of any length; an empty one is deleted.
func (v *Vault) Put(ctx context.Context, name string, secret platform.Secret) error {
	if secret.IsEmpty() {
		return v.Delete(ctx, name)
	}
	return v.change(ctx, func(p place, f *file) error {
		if err := p.put(ctx, f, name, secret); err != nil {
			return fmt.Errorf("store %s: %w", name, err)
		}
		f.Names[name] = ""
		return nil
	})
}

// Get is the secret of that name and whether there is one.
func (v *Vault) Get(ctx context.Context, name string) (secret platform.Secret, ok bool, err error) {
	if m := v.inMemory(); m != nil {
		return m.get(ctx, nil, name)
	}
	f, err := readFile(v.file)
	if err != nil {
		return platform.Secret{}, false, explain(err)
	}
	p, err := v.placeAtRest(f)
	if err == nil {
		secret, ok, err = p.get(ctx, f, name)
	}
	if err != nil {
		return platform.Secret{}, false, explain(fmt.Errorf("read %s: %w", name, err))
	}
	return secret, ok, nil
}

// Delete removes a secret; one that is not there is fine.
func (v *Vault) Delete(ctx context.Context, name string) error {
	return v.change(ctx, func(p place, f *file) error {
		if err := p.remove(ctx, f, name); err != nil {
			return fmt.Errorf("delete %s: %w", name, err)
		}
		delete(f.Names, name)
		return nil
	})
}

// change does something with the place and writes the file if it differs then.
func (v *Vault) change(ctx context.Context, do func(place, *file) error) error {
	m := v.inMemory()
	leave, err := v.enter(ctx, m == nil)
	if err != nil {
		return err
	}
	defer leave()
	if m != nil {
		return do(m, newFile())
	}
	f, err := readFile(v.file)
	if err != nil {
		return explain(err)
	}
	before := f.encode()
	p, err := v.placeAtRest(f)
	if err == nil {
		err = do(p, f)
	}
	if err != nil {
		return explain(err)
	}
	if bytes.Equal(before, f.encode()) {
		return nil
	}
	return explain(f.write(v.file))
}

// keyAt is the key of that name at a place, a new one if there was none.
func keyAt(ctx context.Context, p place, f *file, name string) (platform.Secret, bool, error) {
	mark := f.Names[name]
	key, ok, err := p.get(ctx, f, name)
	switch {
	case err != nil:
		return platform.Secret{}, false, fmt.Errorf("read key %s: %w", name, err)
	case !ok && mark == "":
		key, err = newKeyAt(ctx, p, f, name)
		return key, err == nil, err
	case !isKey(key), mark != "" && mark != fingerprint(key):
		return platform.Secret{}, false, fmt.Errorf("compare key %s: %w", name, errChanged)
	}
	f.Names[name] = fingerprint(key)
	return key, false, nil
}

// newKeyAt stores a new key and reads it back.
func newKeyAt(ctx context.Context, p place, f *file, name string) (platform.Secret, error) {
	key := platform.NewSecret(hex.EncodeToString(random(keyLength)))
	if err := keepKeyAt(ctx, p, f, name, key); err != nil {
		return platform.Secret{}, err
	}
	return key, nil
}

// keepKeyAt stores a key and reads it back.
func keepKeyAt(ctx context.Context, p place, f *file, name string, key platform.Secret) error {
	if err := p.put(ctx, f, name, key); err != nil {
		return fmt.Errorf("store key %s: %w", name, err)
	}
	stored, _, err := p.get(ctx, f, name)
	if err != nil {
		return fmt.Errorf("read key %s back: %w", name, err)
	}
	if stored.Reveal() != key.Reveal() {
		return fmt.Errorf("read key %s back: %w", name, errChanged)
	}
	f.Names[name] = fingerprint(key)
	return nil
}

func isKey(key platform.Secret) bool {
	raw, err := hex.DecodeString(key.Reveal())
	return err == nil && len(raw) == keyLength
}

// fingerprint recognises a key. The key is 256 random bits, so its hash tells
// nothing about it.
func fingerprint(key platform.Secret) string {
	sum := sha256.Sum256([]byte("steward key 1\x00" + key.Reveal()))
	return hex.EncodeToString(sum[:16])
}
