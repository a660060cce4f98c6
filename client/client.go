// Package client is the typed API of the Virtuozzo Application Platform as its
// admins use it. It knows nothing of the application and nothing of screens.
package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/sirupsen/logrus"

	"steward/client/platform"
)

// Client talks to one platform as one operator. It is safe for concurrent use.
type Client struct {
	cfg      Config
	base     string        // scheme and host
	readOnly *atomic.Bool  // both transports look at it and at Config.Locked
	http     *resty.Client // what changes nothing
	changes  *resty.Client // what changes something, sent once
	log      *logrus.Entry
	limiter  *limiter
	contact  *contact
	pause    func(context.Context, time.Duration) error
	random   func() float64 // 0 to 1

	mu         sync.Mutex
	session    platform.Secret
	pending    secondStep
	learned    map[string]int
	currencies map[int64]*knownCurrency
}

// New prepares a client; it sends nothing. It returns ErrAddress for an
// address Steward does not connect to, and an error for unreadable proxy,
// certificate, key or pin settings.
func New(cfg Config) (*Client, error) {
	if cfg.Now == nil {
		return nil, errors.New("prepare client: no clock")
	}
	base, err := address(cfg.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("prepare client: %w", err)
	}
	transport, err := newTransport(cfg, base)
	if err != nil {
		return nil, fmt.Errorf("prepare client: %w", err)
	}
	once, err := newTransport(cfg, base)
	if err != nil {
		return nil, fmt.Errorf("prepare client: %w", err)
	}
	once.DisableKeepAlives = true
	if cfg.MaxAnswer <= 0 {
		cfg.MaxAnswer = MaxAnswer
	}
	learned := make(map[string]int, len(cfg.Capabilities))
	maps.Copy(learned, cfg.Capabilities)
	readOnly := new(atomic.Bool)
	readOnly.Store(cfg.ReadOnly)
	reading := &guard{next: transport, base: base, readOnly: readOnly, locked: cfg.Locked}
	changing := &guard{next: once, base: base, readOnly: readOnly, locked: cfg.Locked, changes: true}
	return &Client{
		cfg:        cfg,
		base:       base.String(),
		readOnly:   readOnly,
		http:       newResty(reading, cfg.UserAgent),
		changes:    newResty(changing, cfg.UserAgent).SetPreRequestHook(sendOnce),
		log:        logger(cfg.Log),
		limiter:    newLimiter(),
		contact:    new(contact),
		pause:      pause,
		random:     rand.Float64,
		learned:    learned,
		currencies: make(map[int64]*knownCurrency),
	}, nil
}

// RestrictToReading makes the transport refuse every method that changes
// something from now on: the operator may only look, or another window holds
// the platform. It cannot be taken back.
func (c *Client) RestrictToReading() { c.readOnly.Store(true) }

// ReadOnly reports whether the transport refuses every method that changes
// something at present.
func (c *Client) ReadOnly() bool {
	return c.readOnly.Load() || c.cfg.Locked != nil && c.cfg.Locked()
}

// newResty is resty without what it does on its own: no retry, no redirect, no
// cookies, no warnings that would repeat a request.
func newResty(transport http.RoundTripper, userAgent string) *resty.Client {
	if userAgent == "" {
		userAgent = "Steward"
	}
	return resty.NewWithClient(&http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}).
		SetRetryCount(0).
		SetDoNotParseResponse(true).
		SetLogger(silent{}).
		SetHeader("Accept", "application/json").
		SetHeader("User-Agent", userAgent)
}

// sendOnce takes away what would let net/http send a body a second time: after
// a redirect, or when it thinks that the first one was not read.
func sendOnce(_ *resty.Client, req *http.Request) error {
	req.GetBody = nil
	return nil
}

// silent takes resty's own messages: they may hold requests.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

func logger(log *logrus.Entry) *logrus.Entry {
	if log != nil {
		return log
	}
	nowhere := logrus.New()
	nowhere.SetOutput(io.Discard)
	return logrus.NewEntry(nowhere)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close closes the idle connections. Calls in flight end by themselves; the
// client stays usable.
func (c *Client) Close() {
	c.http.GetClient().CloseIdleConnections()
	c.changes.GetClient().CloseIdleConnections()
}

// Resume goes on with a session or token from an earlier run. It sends nothing.
func (c *Client) Resume(session platform.Secret) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.session = session
}

// Session is the session or token in use; empty when signed out or after the
// platform refused it.
func (c *Client) Session() platform.Secret {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

// drop forgets the session if it is still the one that was refused.
func (c *Client) drop(refused platform.Secret) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session.Reveal() == refused.Reveal() {
		c.session = platform.Secret{}
	}
}

// OnThisComputer reports whether the platform is on a loopback address, as the
// demo platform is.
func (c *Client) OnThisComputer() bool {
	base, err := address(c.base)
	return err == nil && isLoopback(base.Hostname())
}
