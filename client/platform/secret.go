package platform

import "fmt"

// redacted stands wherever a secret would be printed.
const redacted = "***"

// Secret holds a password, session, token, code or key. It prints as *** in
// every format verb, JSON and text, also from an unexported field: the value
// sits behind a pointer. The zero value is empty.
type Secret struct{ value *string }

// NewSecret wraps a value. An empty value gives the empty secret.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal is the value in clear. Call it only where it is sent or compared.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsEmpty reports whether there is no value.
func (s Secret) IsEmpty() bool { return s.value == nil }

// String is always ***.
func (Secret) String() string { return redacted }

// GoString is always ***.
func (Secret) GoString() string { return redacted }

// Format prints *** for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalJSON gives "***": a secret never travels inside a document.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText gives ***.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
