package client

import (
	"errors"
	"fmt"
	"time"
)

// Errors that are no answer of anybody.
var (
	// ErrReadOnly is returned when a read-only client is asked to send a method
	// that changes something. Nothing was sent.
	ErrReadOnly = errors.New("refused: this connection is read-only")
	// ErrNotFound is returned when the platform says that there is no such customer.
	ErrNotFound = errors.New("no such customer on the platform")
	// ErrNoEnvironment is returned when the platform says that there is no such environment.
	ErrNoEnvironment = errors.New("no such environment on the platform")
	// ErrUnlisted is returned for a request that is not in the table of methods.
	// Nothing was sent.
	ErrUnlisted = errors.New("refused: not in the table of methods")
	// ErrAddress is returned when the base URL is not an address Steward connects
	// to: not https (or http on a loopback address), without a host, or with a password in it.
	ErrAddress = errors.New("not an address of a platform")
	// ErrFilterIgnored is returned when the platform answered with other
	// customers than the one asked for.
	ErrFilterIgnored = errors.New("the platform answered with other customers than asked for")
	// ErrUnfit is returned for a change that cannot be meant, such as an amount
	// of zero or a request without its key. Nothing was sent.
	ErrUnfit = errors.New("refused: not to be sent")
	// ErrNoSecondStep is returned by VerifyCode without a sign-in that waits for a code.
	ErrNoSecondStep = errors.New("no sign-in waits for a code")
)

// The result codes of the platform that Steward knows. Every other code is
// shown with its number and text.
const (
	ResultOK            = 0
	ResultInvalid       = 3    // invalid or missing parameter
	ResultNotFound      = 5    // object not found
	ResultForbidden     = 8    // access not permitted
	ResultNoEnvironment = 11   // application or environment does not exist
	ResultUnknown       = 99   // the platform's own unknown error
	ResultWrongLogin    = 701  // wrong login, password or code
	ResultNoSession     = 702  // no, expired or invalid session
	ResultBilling       = 2207 // external billing system failed
	ResultBillingNo     = 2223 // external billing system rejected
	ResultToken         = 8202 // the access token does not include the method
)

// NetKind is why nobody answered.
type NetKind uint8

// The kinds of network failures.
const (
	KindDial     NetKind = iota // no connection: name, route, proxy or port
	KindTimeout                 // no complete answer in time
	KindTLS                     // the secure connection failed, and not because of the certificate
	KindReset                   // the connection broke before an answer
	KindCut                     // the answer broke off
	KindRedirect                // the answer was a redirect; it is never followed
	KindTooLarge                // the answer is larger than Config.MaxAnswer
	KindCanceled                // the caller gave up
)

// String is the kind in words, for logs and errors.
func (k NetKind) String() string {
	switch k {
	case KindDial:
		return "no connection"
	case KindTimeout:
		return "no answer in time"
	case KindTLS:
		return "no secure connection"
	case KindReset:
		return "connection broke"
	case KindCut:
		return "answer broke off"
	case KindRedirect:
		return "redirect refused"
	case KindTooLarge:
		return "answer too large"
	case KindCanceled:
		return "given up"
	}
	return "unknown"
}

// NetError means that nobody answered, or not completely. Whether the platform
// did something is not known if the request was written.
type NetError struct {
	Method  string // namespace/service/method
	Kind    NetKind
	Written bool // the request, or a part of it, may have left
	Err     error
}

// Error is the method, the kind and the cause; never a URL or a secret.
func (e *NetError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("call %s: %s", e.Method, e.Kind)
	}
	return fmt.Sprintf("call %s: %s: %v", e.Method, e.Kind, e.Err)
}

// Unwrap is the cause.
func (e *NetError) Unwrap() error { return e.Err }

// APIError means that the platform answered and said no.
type APIError struct {
	Method       string // namespace/service/method
	HTTPStatus   int    // 0: refused before sending, without a session
	Result       int    // the platform's result code
	Reason       int    // its second code; 0: not told
	Message      string // the platform's words, bounded, secrets taken out
	AttemptsLeft int    // of a failed sign-in; -1: not told
	RetryAfter   time.Duration
	Written      bool // the request left
}

// Error is the method, the codes and the platform's words.
func (e *APIError) Error() string {
	return fmt.Sprintf("call %s: platform answered %d (HTTP %d): %s", e.Method, e.Result, e.HTTPStatus, e.Message)
}

// CertReason is why a certificate was not accepted.
type CertReason string

// The reasons.
const (
	CertSelfSigned CertReason = "selfsigned"
	CertExpired    CertReason = "expired"
	CertWrongHost  CertReason = "wronghost"
	CertUnknownCA  CertReason = "unknownca"
	CertPinChanged CertReason = "pinchanged"
	CertOldTLS     CertReason = "oldtls" // the server offers nothing newer than TLS 1.1
)

// CertificateError is a refused certificate with what a person needs to judge
// it. With CertOldTLS no certificate was seen and only Reason and Err are set.
type CertificateError struct {
	Fingerprint string // SHA-256 of the certificate, lower-case hex; what Config.Pin takes
	Subject     string
	Issuer      string
	From, Until time.Time // UTC
	Reason      CertReason
	Err         error
}

// Error is the reason and the cause.
func (e *CertificateError) Error() string {
	return fmt.Sprintf("accept certificate: %s: %v", e.Reason, e.Err)
}

// Unwrap is the cause.
func (e *CertificateError) Unwrap() error { return e.Err }

// NotPlatformError means that something answered that is not the platform: a
// web page, a proxy's error, another program.
type NotPlatformError struct {
	Status      int // HTTP
	ContentType string
}

// Error is the status and the kind of content.
func (e *NotPlatformError) Error() string {
	return fmt.Sprintf("read answer: not the platform's (HTTP %d, %q)", e.Status, e.ContentType)
}
