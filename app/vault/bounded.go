package vault

import (
	"context"
	"errors"
	"fmt"
	"time"

	"steward/client/platform"
)

// bounded asks a keyring without ever waiting longer than limit. One call is
// under way at a time; one that does not come back keeps its goroutine until
// the keyring gives up, and its late answer is dropped.
type bounded struct {
	ring  Keyring
	limit time.Duration
	slot  chan struct{} // holds one token while a call is under way
}

func newBounded(ring Keyring, limit time.Duration) *bounded {
	return &bounded{ring: ring, limit: limit, slot: make(chan struct{}, 1)}
}

func (b *bounded) get(ctx context.Context, name string) (platform.Secret, error) {
	return b.ask(ctx, func(ctx context.Context) (platform.Secret, error) { return b.ring.Get(ctx, name) })
}

func (b *bounded) set(ctx context.Context, name string, secret platform.Secret) error {
	_, err := b.ask(ctx, func(ctx context.Context) (platform.Secret, error) {
		return platform.Secret{}, b.ring.Set(ctx, name, secret)
	})
	return err
}

func (b *bounded) remove(ctx context.Context, name string) error {
	_, err := b.ask(ctx, func(ctx context.Context) (platform.Secret, error) {
		return platform.Secret{}, b.ring.Delete(ctx, name)
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

type answer struct {
	secret platform.Secret
	err    error
}

func (b *bounded) ask(ctx context.Context, call func(context.Context) (platform.Secret, error)) (platform.Secret, error) {
	limited, cancel := context.WithTimeout(ctx, b.limit)
	defer cancel()
	if err := limited.Err(); err != nil {
		return platform.Secret{}, overtime(ctx)
	}
	select {
	case b.slot <- struct{}{}:
	case <-limited.Done():
		return platform.Secret{}, overtime(ctx)
	}
	done := make(chan answer, 1)
	go func() {
		a := survive(limited, call)
		<-b.slot
		done <- a
	}()
	select {
	case a := <-done:
		return a.secret, a.err
	case <-limited.Done():
		return platform.Secret{}, overtime(ctx)
	}
}

// survive makes an error of a panic: the library reads past the end of a bus
// that closes while a person is being asked.
func survive(ctx context.Context, call func(context.Context) (platform.Secret, error)) (a answer) {
	defer func() {
		if p := recover(); p != nil {
			a = answer{err: fmt.Errorf("%w: call broke off: %v", ErrMissing, p)}
		}
	}()
	a.secret, a.err = call(ctx)
	return a
}

// overtime tells our own limit from the caller's wish to stop.
func overtime(caller context.Context) error {
	if err := caller.Err(); err != nil {
		return fmt.Errorf("wait for keyring: %w", err)
	}
	return errSlow
}
