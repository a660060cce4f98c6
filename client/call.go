package client

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-resty/resty/v2"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// request is one call before it is sent.
type request struct {
	method  string
	form    url.Values
	session *platform.Secret // nil: the client's own, which must be there
	decode  func([]byte) (wire.Envelope, error)
	witness *witness // of a change; nil: nobody asks
}

// answer is what an exchange tells beside its payload.
type answer struct {
	began            time.Time // when the successful attempt began, UTC
	date             time.Time // the answer's Date header, UTC; zero: none
	certificateUntil time.Time // UTC; zero on plain http
}

// ask sends a request, again if the policy allows, and decodes the answer. It
// returns *NetError, *APIError, *CertificateError, *NotPlatformError,
// ErrReadOnly or ErrUnlisted.
func (c *Client) ask(ctx context.Context, r request) (answer, error) {
	m, listed := methods[r.method]
	if !listed {
		return answer{}, fmt.Errorf("call %s: %w", r.method, ErrUnlisted)
	}
	for attempt := 1; ; attempt++ {
		got, f, err := c.attempt(ctx, m, r)
		if err == nil {
			return got, nil
		}
		wait, again := decide(m, attempt, f, c.random())
		if !again {
			return got, err
		}
		if stopped := c.pause(ctx, wait); stopped != nil {
			return got, givenUp(m, stopped)
		}
	}
}

// attempt sends a request once. The failure is for the retry policy.
func (c *Client) attempt(ctx context.Context, m Method, r request) (answer, failure, error) {
	session := c.Session()
	if r.session != nil {
		session = *r.session
	} else if session.IsEmpty() {
		return answer{}, failure{status: http.StatusOK}, notSignedIn(m)
	}
	leave, err := c.limiter.enter(ctx, m)
	if err != nil {
		return answer{}, failure{kind: KindCanceled}, givenUp(m, err)
	}
	defer leave()

	form := parameters(m, r.form, session)
	limited, cancel := context.WithTimeout(ctx, c.cfg.Deadlines.of(m))
	defer cancel()
	began := c.now()
	resp, err := c.way(m).R().SetContext(r.witness.watch(limited)).SetFormDataFromValues(form).Post(c.base + m.path(c.cfg.PathStyle))
	var got answer
	var f failure
	if err != nil {
		err = c.unanswered(ctx, m, err)
	} else {
		got = details(resp, began)
		f, err = c.judge(ctx, m, r, resp, form)
	}
	f = withKind(f, err)
	r.witness.mark(err)
	c.report(m, f, err, began)
	if resultOf(err) == ResultNoSession {
		c.drop(session)
	}
	return got, f, err
}

// way is the transport that carries a method.
func (c *Client) way(m Method) *resty.Client {
	if m.Class.changes() {
		return c.changes
	}
	return c.http
}

func (c *Client) now() time.Time { return c.cfg.Now().UTC() }

func notSignedIn(m Method) *APIError {
	return &APIError{Method: m.Name, Result: ResultNoSession, Message: "not signed in", AttemptsLeft: -1}
}

// parameters are the method's own and the common ones. Signing in and out
// works without an application scope.
func parameters(m Method, own url.Values, session platform.Secret) url.Values {
	form := url.Values{"charset": {"UTF-8"}, "ruk": {uuid()}}
	if m.Name != signIn && m.Name != signOut {
		form.Set("appid", "cluster")
	}
	if !session.IsEmpty() {
		form.Set("session", session.Reveal())
	}
	for name, values := range own {
		form[name] = values
	}
	return form
}

// uuid is a random UUID (version 4).
func uuid() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func details(resp *resty.Response, began time.Time) answer {
	got := answer{began: began}
	if date, err := http.ParseTime(resp.Header().Get("Date")); err == nil {
		got.date = date.UTC()
	}
	if state := resp.RawResponse.TLS; state != nil && len(state.PeerCertificates) > 0 {
		got.certificateUntil = state.PeerCertificates[0].NotAfter.UTC()
	}
	return got
}

// judge reads the answer and says what it is.
func (c *Client) judge(ctx context.Context, m Method, r request, resp *resty.Response, form url.Values) (failure, error) {
	body := resp.RawBody()
	defer func() { _ = body.Close() }()
	status := resp.StatusCode()
	f := failure{status: status, retryAfter: c.retryAfter(resp.Header().Get("Retry-After"))}
	if status >= 300 && status < 400 {
		return f, &NetError{Method: m.Name, Kind: KindRedirect}
	}
	text, err := c.readAll(body, resp.RawResponse.ContentLength)
	if err != nil {
		return f, c.broken(ctx, m, err)
	}
	envelope, err := r.decode(text)
	f.complete, f.envelope = err == nil, envelope
	refusal := &APIError{
		Method: m.Name, HTTPStatus: status, Result: envelope.Result, Reason: envelope.Reason,
		Message: scrub(envelope.Error, form), AttemptsLeft: envelope.AttemptsLeft, RetryAfter: f.retryAfter,
	}
	switch {
	case status == http.StatusTooManyRequests:
		return f, refusal
	case err != nil && status == http.StatusOK && errors.Is(err, wire.ErrCut):
		return f, &NetError{Method: m.Name, Kind: KindCut, Err: err}
	case err != nil:
		return f, &NotPlatformError{Status: status, ContentType: bounded(resp.Header().Get("Content-Type"))}
	case status != http.StatusOK || envelope.Result != ResultOK:
		return f, refusal
	}
	return f, nil
}

var errTooLarge = errors.New("larger than allowed")

// readAll reads the body up to the limit. size is what the header says; -1: nothing.
func (c *Client) readAll(body io.Reader, size int64) ([]byte, error) {
	limit := c.cfg.MaxAnswer
	if size > limit {
		return nil, errTooLarge
	}
	text := make([]byte, 0, max(size+1, 64<<10)) // one more than needed: the end is seen without growing
	for {
		n, err := body.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		switch {
		case int64(len(text)) > limit:
			return nil, errTooLarge
		case errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			return text, nil
		case err != nil:
			return nil, err
		}
		if len(text) == cap(text) {
			text = append(text, 0)[:len(text)]
		}
	}
}

// retryAfter reads the header of that name: seconds or a date.
func (c *Client) retryAfter(text string) time.Duration {
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(c.now()))
	}
	return 0
}

// report tells the log and the observer about one exchange.
func (c *Client) report(m Method, f failure, err error, began time.Time) {
	ended := c.now()
	took := ended.Sub(began)
	fields := map[string]any{"method": m.Name, "status": f.status, "result": resultOf(err), "took": took}
	if err != nil {
		fields["failure"] = err.Error()
	}
	c.log.WithFields(fields).Debug("call")
	if kind, tell := c.contact.trafficOf(m.Name, err, ended); tell && c.cfg.OnTraffic != nil {
		c.cfg.OnTraffic(Traffic{Kind: kind, Took: took, At: ended})
	}
}
