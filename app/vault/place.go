package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"steward/client/platform"
)

// place is where secrets are. put and remove change f as they need; the caller
// writes it to disk.
type place interface {
	get(ctx context.Context, f *file, name string) (platform.Secret, bool, error)
	put(ctx context.Context, f *file, name string, secret platform.Secret) error
	remove(ctx context.Context, f *file, name string) error
}

// inMemory is the place of this run only, nil if secrets outlive it.
func (v *Vault) inMemory() *memory {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.memory
}

// placeAtRest is where secrets outlive the run: what the file says.
func (v *Vault) placeAtRest(f *file) (place, error) {
	if f.Phrase == nil {
		return inKeyring{v.ring}, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.opened.IsEmpty() {
		return nil, errNoPhrase
	}
	return inFile{v.opened}, nil
}

// memory is the place of this run only.
type memory struct {
	mu      sync.Mutex
	secrets map[string]platform.Secret
}

func (m *memory) get(_ context.Context, _ *file, name string) (platform.Secret, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.secrets[name]
	return s, ok, nil
}

func (m *memory) put(_ context.Context, _ *file, name string, secret platform.Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secrets[name] = secret
	return nil
}

func (m *memory) remove(_ context.Context, _ *file, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, name)
	return nil
}

// inFile is the vault's own file, opened with key.
type inFile struct{ key platform.Secret }

func (p inFile) get(_ context.Context, f *file, name string) (platform.Secret, bool, error) {
	box, ok := f.Sealed[name]
	if !ok {
		return platform.Secret{}, false, nil
	}
	secret, err := unseal(p.key, name, box)
	if err != nil {
		return platform.Secret{}, false, fmt.Errorf("%w: %w", errChanged, err)
	}
	return secret, true, nil
}

func (p inFile) put(_ context.Context, f *file, name string, secret platform.Secret) error {
	box, err := seal(p.key, name, secret)
	if err != nil {
		return err
	}
	f.Sealed[name] = box
	return nil
}

func (p inFile) remove(_ context.Context, f *file, name string) error {
	delete(f.Sealed, name)
	return nil
}

// largest is the length in bytes of a secret that every system's keyring
// takes: Windows ends at 2,560, macOS at 4,096 for names and base64 together.
const largest = 2048

// fileKey is the keyring's name of the key to what is too large for it.
const fileKey = "vault.file"

// inKeyring is the system's keyring, and the vault's file, with a key from the
// keyring, for what is too large for it.
type inKeyring struct{ ring *bounded }

func (p inKeyring) get(ctx context.Context, f *file, name string) (platform.Secret, bool, error) {
	if _, ok := f.Sealed[name]; ok {
		in, err := p.fileKey(ctx, f)
		if err != nil {
			return platform.Secret{}, false, err
		}
		return in.get(ctx, f, name)
	}
	secret, err := p.ring.get(ctx, name)
	if errors.Is(err, ErrNotFound) {
		return platform.Secret{}, false, nil
	}
	return secret, err == nil, err
}

func (p inKeyring) put(ctx context.Context, f *file, name string, secret platform.Secret) error {
	if len(secret.Reveal()) <= largest {
		err := p.ring.set(ctx, name, secret)
		if err == nil {
			delete(f.Sealed, name)
		}
		if !errors.Is(err, ErrTooLarge) {
			return err
		}
	}
	in, err := p.fileKey(ctx, f)
	if err != nil {
		return err
	}
	return in.put(ctx, f, name, secret)
}

func (p inKeyring) remove(ctx context.Context, f *file, name string) error {
	delete(f.Sealed, name)
	return p.ring.remove(ctx, name)
}

// fileKey is the file as a place, with its key from the keyring.
func (p inKeyring) fileKey(ctx context.Context, f *file) (inFile, error) {
	secret, _, err := keyAt(ctx, p, f, fileKey)
	if err != nil {
		return inFile{}, err
	}
	raw, err := hex.DecodeString(secret.Reveal())
	if err != nil {
		return inFile{}, fmt.Errorf("%w: not a key", errChanged)
	}
	return inFile{platform.NewSecret(string(raw))}, nil
}
