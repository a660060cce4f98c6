package vault

import (
	"context"
	"sync"

	"steward/client/platform"
)

// Temporary is a keyring for a run whose data folder is gone afterwards, such
// as the tour: it lives in memory and forgets everything with the program.
func Temporary() Keyring { return &temporary{secrets: map[string]platform.Secret{}} }

type temporary struct {
	mu      sync.Mutex
	secrets map[string]platform.Secret
}

func (t *temporary) Get(_ context.Context, name string) (platform.Secret, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	secret, ok := t.secrets[name]
	if !ok {
		return platform.Secret{}, ErrNotFound
	}
	return secret, nil
}

func (t *temporary) Set(_ context.Context, name string, secret platform.Secret) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.secrets[name] = secret
	return nil
}

func (t *temporary) Delete(_ context.Context, name string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.secrets, name)
	return nil
}
