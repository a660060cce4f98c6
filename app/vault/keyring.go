package vault

import (
	"context"
	"errors"
	"os/exec"
	"strings"

	"github.com/zalando/go-keyring"

	"steward/client/platform"
)

// What a Keyring says when it cannot do what was asked. Every other error
// means that there is none.
var (
	ErrNotFound = errors.New("no such secret")
	ErrTooLarge = errors.New("secret too large for this keyring")
	ErrLocked   = errors.New("keyring locked")
	ErrMissing  = errors.New("no keyring")
)

// Keyring keeps small secrets by name. A call may block for as long as it
// likes: the vault does not wait for it longer than its time-out.
type Keyring interface {
	// Get is the secret, or ErrNotFound, ErrLocked, ErrMissing.
	Get(ctx context.Context, name string) (platform.Secret, error)
	// Set stores or replaces; ErrTooLarge, ErrLocked, ErrMissing.
	Set(ctx context.Context, name string, secret platform.Secret) error
	// Delete removes; ErrNotFound, ErrLocked, ErrMissing.
	Delete(ctx context.Context, name string) error
}

// System is the keyring of the operating system: Secret Service on Linux,
// Keychain on macOS, Credential Manager on Windows. service is the name under
// which its own programs list the secrets.
func System(service string) Keyring { return system(service) }

type system string

func (s system) Get(_ context.Context, name string) (platform.Secret, error) {
	value, err := keyring.Get(string(s), name)
	if err != nil {
		return platform.Secret{}, classify(err)
	}
	return platform.NewSecret(value), nil
}

func (s system) Set(_ context.Context, name string, secret platform.Secret) error {
	return classify(keyring.Set(string(s), name, secret.Reveal()))
}

func (s system) Delete(_ context.Context, name string) error {
	return classify(keyring.Delete(string(s), name))
}

// said is an error of the library with what it means to us.
type said struct{ meaning, cause error }

func (e said) Error() string   { return e.meaning.Error() + ": " + e.cause.Error() }
func (e said) Unwrap() []error { return []error{e.meaning, e.cause} }

func classify(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return said{ErrNotFound, err}
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return said{ErrTooLarge, err}
	case isLocked(err):
		return said{ErrLocked, err}
	}
	return said{ErrMissing, err}
}

// isLocked knows how the systems say that somebody has to unlock first: the
// words of the library and of the Secret Service on Linux, the exit codes of
// /usr/bin/security on macOS (interaction not allowed, authentication failed,
// cancelled). None of them has a type of its own.
func isLocked(err error) bool {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		switch exit.ExitCode() {
		case 36, 51, 128:
			return true
		}
		return false
	}
	text := err.Error()
	return strings.HasPrefix(text, "failed to unlock") || strings.Contains(text, "locked object")
}
