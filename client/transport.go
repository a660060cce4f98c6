package client

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/net/http/httpproxy"

	"steward/client/platform"
)

const idleTimeout = 90 * time.Second

// guard is the lowest layer: it lets only listed methods of the one platform
// through, only as POST without a query, and nothing that changes anything
// when the client is read-only. What changes something goes through the
// transport for changes and through no other.
type guard struct {
	next     http.RoundTripper
	base     *url.URL
	readOnly *atomic.Bool
	locked   func() bool // nil: never
	changes  bool        // the transport for changes
}

// RoundTrip sends the request or refuses it with ErrUnlisted or ErrReadOnly.
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := g.refusal(req); err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	return g.next.RoundTrip(req)
}

func (g *guard) refusal(req *http.Request) error {
	m, listed := methodOf(req.URL.Path)
	switch {
	case !listed || req.Method != http.MethodPost || req.URL.RawQuery != "" || req.URL.User != nil:
		return ErrUnlisted
	case req.URL.Scheme != g.base.Scheme || req.URL.Host != g.base.Host:
		return ErrUnlisted
	case m.Class.changes() && (g.readOnly.Load() || g.locked != nil && g.locked()):
		return ErrReadOnly
	case g.changes != m.Class.changes():
		return ErrUnlisted
	}
	return nil
}

// CloseIdleConnections lets http.Client close what the layer below keeps open.
func (g *guard) CloseIdleConnections() {
	if closer, ok := g.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// address checks a base URL and reduces it to scheme and host. It returns
// ErrAddress.
func address(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil || u.Hostname() == "":
		return nil, fmt.Errorf("read address: %w", ErrAddress)
	case u.User != nil:
		return nil, fmt.Errorf("read address: %w: it holds a sign-in", ErrAddress)
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
	case u.Scheme == "http":
		return nil, fmt.Errorf("read address: %w: without https only this computer itself", ErrAddress)
	}
	return nil, fmt.Errorf("read address: %w: neither https nor http", ErrAddress)
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// newTransport is the way to the platform: TLS, proxy, time-outs.
// HTTP/1.1 only: its behaviour after a broken connection is known.
func newTransport(cfg Config, base *url.URL) (*http.Transport, error) {
	secure, err := tlsConfig(cfg)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: cfg.Deadlines.connect()}
	if base.Scheme == "http" {
		dialer.Control = onlyLoopback
	}
	t := &http.Transport{
		DialContext:         dialer.DialContext,
		TLSClientConfig:     secure,
		TLSHandshakeTimeout: cfg.Deadlines.connect(),
		TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
		IdleConnTimeout:     idleTimeout,
		MaxIdleConnsPerHost: maxInFlight + 1,
	}
	return t, useProxy(t, cfg.Proxy)
}

// onlyLoopback refuses a plain connection that would leave this computer,
// whatever its name resolves to.
func onlyLoopback(_, addr string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil || !isLoopback(host) {
		return fmt.Errorf("dial: %w: without https only this computer itself", ErrAddress)
	}
	return nil
}

// errProxy is a proxy that does not let us through.
var errProxy = errors.New("the proxy refused")

// useProxy sets the way out. Plain http never goes through a proxy.
func useProxy(t *http.Transport, p Proxy) error {
	var find func(*http.Request) (*url.URL, error)
	switch p.Mode {
	case ProxyNone:
		return nil
	case ProxySystem, "":
		system := httpproxy.FromEnvironment().ProxyFunc()
		find = func(req *http.Request) (*url.URL, error) { return system(req.URL) }
	case ProxyExplicit:
		u, err := url.Parse(p.URL)
		if err != nil || u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
			return errors.New("read proxy: not an address like http://proxy.example.com:3128")
		}
		find = http.ProxyURL(&url.URL{Scheme: u.Scheme, Host: u.Host})
		t.GetProxyConnectHeader = proxySignIn(p.User, p.Password)
	default:
		return fmt.Errorf("read proxy: unknown mode %q", p.Mode)
	}
	t.Proxy = func(req *http.Request) (*url.URL, error) {
		if req.URL.Scheme != "https" {
			return nil, nil
		}
		return find(req)
	}
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%w: HTTP %d", errProxy, answer.StatusCode)
		}
		return nil
	}
	return nil
}

func proxySignIn(user string, password platform.Secret) func(context.Context, *url.URL, string) (http.Header, error) {
	return func(context.Context, *url.URL, string) (http.Header, error) {
		header := http.Header{}
		if user != "" {
			pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + password.Reveal()))
			header.Set("Proxy-Authorization", "Basic "+pair)
		}
		return header, nil
	}
}
