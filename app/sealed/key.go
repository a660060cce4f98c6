package sealed

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"steward/client/platform"
)

// keySize is the size of a key in bytes: Adiantum takes 256 bits.
const keySize = 32

// ErrKey is returned for a text that is not a key.
var ErrKey = errors.New("not a key of 64 hexadecimal digits")

// Key opens one sealed file. It sits behind a pointer and prints as *** in
// every verb, JSON and text. The zero value is no key.
type Key struct{ secret platform.Secret }

// NewKey makes a random key.
func NewKey() Key {
	raw := make([]byte, keySize)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return Key{secret: platform.NewSecret(hex.EncodeToString(raw))}
}

// ParseKey reads the 64 hexadecimal digits that Secret gave. It returns
// ErrKey for anything else.
func ParseKey(text platform.Secret) (Key, error) {
	raw, err := hex.DecodeString(text.Reveal())
	if err != nil || len(raw) != keySize {
		return Key{}, fmt.Errorf("parse key: %w", ErrKey)
	}
	return Key{secret: platform.NewSecret(hex.EncodeToString(raw))}, nil
}

// Secret is the key as 64 hexadecimal digits, for the vault.
func (k Key) Secret() platform.Secret { return k.secret }

// IsEmpty reports whether there is no key.
func (k Key) IsEmpty() bool { return k.secret.IsEmpty() }

// String is always ***.
func (k Key) String() string { return k.secret.String() }

// GoString is always ***.
func (k Key) GoString() string { return k.secret.GoString() }

// Format prints *** for every verb.
func (k Key) Format(f fmt.State, verb rune) { k.secret.Format(f, verb) }

// MarshalJSON gives "***".
func (k Key) MarshalJSON() ([]byte, error) { return k.secret.MarshalJSON() }

// MarshalText gives ***.
func (k Key) MarshalText() ([]byte, error) { return k.secret.MarshalText() }
