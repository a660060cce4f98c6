// Package vault keeps the secrets: in the keyring of the operating system, or
// without one in a file sealed with a passphrase, or in memory for this run
// only. Never in the clear.
package vault

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"steward/app/model"
	"steward/client/platform"
)

// Options say where a vault is.
type Options struct {
	Dir     string        // folder of the vault's file, made with mode 0700 if missing
	Service string        // name in the system's keyring, if Keyring is nil
	Keyring Keyring       // nil: System(Service)
	Timeout time.Duration // how long a call of the keyring may take; 0: 5 s
	Clock   model.Clock   // nil: the computer's
}

// Vault keeps secrets by name. Its methods may be called from any goroutine;
// all but ThisRun and ReadOnly wait for disk or keyring, so never from the one
// that paints.
type Vault struct {
	ring  *bounded
	file  string
	limit time.Duration
	clock model.Clock
	turn  chan struct{} // holds one token while secrets are being changed

	mu     sync.Mutex      // guards the fields below, never held over a call
	memory *memory         // this run only; nil otherwise
	opened platform.Secret // key of the vault's file, raw, once the passphrase was given
}

// Open prepares a vault. It touches neither disk nor keyring.
func Open(o Options) *Vault {
	if o.Keyring == nil {
		o.Keyring = System(o.Service)
	}
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Clock == nil {
		o.Clock = model.SystemClock{}
	}
	return &Vault{
		ring:  newBounded(o.Keyring, o.Timeout),
		file:  filepath.Join(o.Dir, "vault.json"),
		limit: o.Timeout,
		clock: o.Clock,
		turn:  make(chan struct{}, 1),
	}
}

// State looks how things stand. It asks the keyring and waits for it at most
// as long as the time-out; ask again after the person has done something.
func (v *Vault) State(ctx context.Context) State {
	if v.ThisRun() {
		return ThisRun
	}
	return v.atRest(ctx)
}

// Retry looks again after the person has unlocked the keyring. Whoever worked
// for this run only is back at the keyring or the file, if that is ready; what
// was in memory is dropped then.
func (v *Vault) Retry(ctx context.Context) State {
	s := v.atRest(ctx)
	if s == Ready {
		v.mu.Lock()
		v.memory = nil
		v.mu.Unlock()
	}
	return s
}

// atRest is how keyring or file stand, whatever this run uses.
func (v *Vault) atRest(ctx context.Context) State {
	err := v.inspect(ctx)
	if err == nil {
		return Ready
	}
	if s := stateOf(err); s != 0 {
		return s
	}
	return Slow // the caller stopped waiting
}

// inspect is nil if secrets can be read, and every key is the one we stored.
func (v *Vault) inspect(ctx context.Context) error {
	f, err := readFile(v.file)
	if err != nil {
		return err
	}
	p, err := v.placeAtRest(f)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, v.limit)
	defer cancel()
	if _, _, err := p.get(ctx, f, probe); err != nil {
		return err
	}
	for name, mark := range f.Names {
		if mark == "" {
			continue
		}
		secret, _, err := p.get(ctx, f, name)
		if err != nil {
			return err
		}
		if mark != fingerprint(secret) {
			return fmt.Errorf("compare key %s: %w", name, errChanged)
		}
	}
	return nil
}

// probe is a name that is never stored: a keyring that works says so.
const probe = "vault.probe"

// UseThisRun keeps everything in memory from now on: nothing is left of it
// when the program ends, and nothing may be changed.
func (v *Vault) UseThisRun() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.memory == nil {
		v.memory = &memory{secrets: map[string]platform.Secret{}}
	}
}

// ThisRun reports whether secrets are in memory only.
func (v *Vault) ThisRun() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.memory != nil
}

// ByPassphrase reports whether secrets outlive the run in the vault's file,
// sealed with a passphrase that was given.
func (v *Vault) ByPassphrase() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.memory == nil && !v.opened.IsEmpty()
}

// ReadOnly reports whether nothing may be changed on a platform: without a key
// at rest there is no journal that would survive.
func (v *Vault) ReadOnly() bool { return v.ThisRun() }

// StartOver moves the vault's file aside, for a passphrase nobody knows any
// more or a file that cannot be read, and returns where it is now. Keys that
// were in it are gone with it.
func (v *Vault) StartOver(ctx context.Context) (string, error) {
	leave, err := v.enter(ctx, true)
	if err != nil {
		return "", err
	}
	defer leave()
	aside, err := moveAside(v.file, v.clock.Now())
	if err != nil {
		return "", explain(err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.opened = platform.Secret{}
	return aside, nil
}

// enter waits until nobody else changes secrets in this process and, if the
// disk is needed, in another one.
func (v *Vault) enter(ctx context.Context, disk bool) (leave func(), err error) {
	select {
	case v.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for vault: %w", ctx.Err())
	}
	if !disk {
		return func() { <-v.turn }, nil
	}
	lock, err := v.lockFile(ctx)
	if err != nil {
		<-v.turn
		return nil, explain(err)
	}
	return func() {
		_ = lock.Unlock()
		<-v.turn
	}, nil
}

// lockFile waits for another process at most as long as its calls may take.
func (v *Vault) lockFile(ctx context.Context) (*flock.Flock, error) {
	if err := makeFolder(v.file); err != nil {
		return nil, err
	}
	lock := flock.New(v.file + ".lock")
	limited, cancel := context.WithTimeout(ctx, 4*v.limit)
	defer cancel()
	_, err := lock.TryLockContext(limited, 20*time.Millisecond)
	switch {
	case err == nil:
		return lock, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("wait for vault: %w", ctx.Err())
	case limited.Err() != nil:
		return nil, errSlow
	}
	return nil, fmt.Errorf("%w: lock: %w", errDiskWrite, err)
}
