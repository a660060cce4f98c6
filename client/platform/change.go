package platform

import (
	"crypto/sha256"
	"fmt"
	"time"
)

// RequestKey is the key (ruk) of one attempt of an operation: a UUID, always
// the same for the same two. The audit log gives it back as the action's
// requestUniqueKey.
func RequestKey(operation string, attempt int) string {
	b := sha256.Sum256(fmt.Appendf(nil, "steward %s/%d", operation, attempt))
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80 // version 8, RFC 9562
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// RemovalMode is how personal data is removed.
type RemovalMode string

// The modes (documented). RemovalDefault leaves it to the platform's setting.
const (
	RemovalDefault  RemovalMode = ""
	Anonymization   RemovalMode = "ANONYMIZATION"       // the address may register again
	Pseudoanonymous RemovalMode = "PSEUDOANONYMIZATION" // the address may not register again
)

// EmailTemplate is a mail that the platform can send to a customer.
type EmailTemplate struct {
	Name        string
	Description string // empty: not told
	Category    string // empty: not told
	Inactive    bool
}

// SigninAttempts is how often somebody failed to sign in as a customer.
type SigninAttempts struct {
	Failed int
	Left   int       // before sign-in is refused; -1: not told
	Last   time.Time // UTC; zero: not told
}

// Session is one sign-in of a customer that still holds. Its ID ends it; it is
// not the session itself.
type Session struct {
	ID        string
	UID       UID    // 0: not told
	Host      string // where it came from
	UserAgent string
	Since     time.Time // UTC; zero: not told
	LastUsed  time.Time // UTC; zero: not told
	Current   bool      // the one that asked
}
