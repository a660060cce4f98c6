package client

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"sync/atomic"
	"time"

	"steward/client/internal/wire"
)

// Outcome is all that is known about a change after it was sent once, or was
// not sent. It holds no secret.
type Outcome struct {
	Method     string    // namespace/service/method that was sent last
	Key        string    // the ruk it was sent with
	Began      time.Time // before the first byte, UTC
	Ended      time.Time // UTC
	Written    bool      // the request, or a part of it, may have left
	HTTPStatus int       // 0: no answer
	Complete   bool      // the answer was read to its end and is the platform's
	Result     int       // of a complete answer: the result code
	Reason     int       // of a complete answer: the second code; 0: not told
	Message    string    // of a complete answer: the platform's words, bounded, secrets taken out
	RetryAfter time.Duration
	ServerTime time.Time // the answer's Date header, UTC; zero: none
	Object     int64     // the number of what was made, such as a funding row; 0: not told
	Err        error     // *NetError, *APIError, *NotPlatformError, *CertificateError, ErrReadOnly, ErrUnlisted, ErrUnfit; nil: the platform said yes
}

// Verdict is what an outcome means for the change.
type Verdict uint8

// The verdicts. The zero value is the one that claims least.
const (
	VerdictUnknown  Verdict = iota // sent, and what became of it is not known
	VerdictUnsent                  // never written: it may be sent again
	VerdictPutBack                 // no session or too many requests: nothing else is sent until sign-in or Outcome.RetryAfter
	VerdictAccepted                // the platform answered yes
	VerdictRefused                 // the platform answered no, with a code whose meaning is known
	VerdictUnclear                 // a complete answer that is neither: its words are shown, the platform's record decides
)

// String is the verdict in lower case, for logs.
func (v Verdict) String() string {
	switch v {
	case VerdictUnsent:
		return "unsent"
	case VerdictPutBack:
		return "putback"
	case VerdictAccepted:
		return "accepted"
	case VerdictRefused:
		return "refused"
	case VerdictUnclear:
		return "unclear"
	}
	return "unknown"
}

// Verdict says what the outcome means. It goes by what is recorded alone.
func (o Outcome) Verdict() Verdict {
	switch {
	case o.HTTPStatus == http.StatusTooManyRequests, !o.Written && o.Result == ResultNoSession:
		return VerdictPutBack
	case !o.Written:
		return VerdictUnsent
	case o.HTTPStatus != http.StatusOK || !o.Complete:
		return VerdictUnknown
	}
	switch o.Result {
	case ResultOK:
		return VerdictAccepted
	case ResultNoSession:
		return VerdictPutBack
	case ResultInvalid, ResultNotFound, ResultForbidden, ResultNoEnvironment, ResultWrongLogin, ResultToken:
		return VerdictRefused
	}
	return VerdictUnclear
}

// witness sees whether a request may have left. Nil sees nothing.
type witness struct{ written atomic.Bool }

// watch looks on. A request counts as written as soon as it has a connection:
// from then on net/http writes on its own, also while the caller gives up, so
// that its word about written headers may come too late.
func (w *witness) watch(ctx context.Context) context.Context {
	if w == nil {
		return ctx
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { w.written.Store(true) },
		WroteHeaders: func() { w.written.Store(true) },
	})
}

// mark writes into an error what was seen.
func (w *witness) mark(err error) {
	if w == nil {
		return
	}
	var broken *NetError
	var refused *APIError
	switch {
	case errors.As(err, &broken):
		broken.Written = w.written.Load()
	case errors.As(err, &refused):
		refused.Written = w.written.Load()
	}
}

// key is how a request key looks: a UUID.
var key = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// change sends a change once and says what became of it. decode reads more of
// the answer than the envelope; nil: nothing more is wanted.
func (c *Client) change(ctx context.Context, ruk, method string, form url.Values, decode func([]byte) (wire.Changed, wire.Envelope, error)) Outcome {
	o := Outcome{Method: method, Key: ruk, Began: c.now()}
	m, listed := methods[method]
	switch {
	case !listed || !m.Class.changes():
		o.Err = ErrUnlisted
	case c.ReadOnly():
		o.Err = ErrReadOnly // the transport holds it too, but without a session nobody would get there
	case !key.MatchString(ruk):
		o.Err = ErrUnfit
	}
	if o.Err != nil {
		o.Ended = o.Began
		return o
	}
	if decode == nil {
		decode = wire.Change
	}
	form.Set("ruk", ruk)
	seen := new(witness)
	var told wire.Changed
	got, f, err := c.attempt(ctx, m, request{method: method, form: form, witness: seen, decode: func(text []byte) (e wire.Envelope, err error) {
		told, e, err = decode(text)
		return e, err
	}})
	o.Written = seen.written.Load()
	o.Ended, o.ServerTime, o.Object, o.Err = c.now(), got.date, told.ID, err
	o.complete(f)
	return o
}

// complete writes down the answer.
func (o *Outcome) complete(f failure) {
	var refused *APIError
	if errors.As(o.Err, &refused) {
		o.Message = refused.Message
		if !o.Written {
			o.Result = refused.Result // not signed in
		}
	}
	if !o.Written {
		return
	}
	o.HTTPStatus, o.RetryAfter, o.Complete = f.status, f.retryAfter, f.complete
	if f.complete {
		o.Result, o.Reason = f.envelope.Result, f.envelope.Reason
	}
}

// changeBy sends a change in the remembered form of a point. If the platform
// says that it does not know that method, nothing was done, and the other form
// is sent with the same key. An error code is no such word: a change is never
// sent again for one.
func (c *Client) changeBy(point string, forms [2]func() Outcome) Outcome {
	first := c.choice(point) & 1
	o := forms[first]()
	if o.HTTPStatus != http.StatusNotFound {
		return o
	}
	other := forms[1-first]()
	if other.HTTPStatus == http.StatusNotFound {
		return o
	}
	if other.HTTPStatus == http.StatusOK && other.Complete {
		c.learn(point, 1-first)
	}
	return other
}
