package client

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"steward/client/platform"
)

// tunnel is a real proxy that wants a sign-in and connects to one place only.
type tunnel struct {
	*httptest.Server
	target   string // host and port behind whatever is asked for
	user     string // "" lets everybody in
	password string
	asked    atomic.Value
	count    atomic.Int32
}

func newTunnel(t *testing.T, target, user, password string) *tunnel {
	p := &tunnel{target: target, user: user, password: password}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *tunnel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.count.Add(1)
	p.asked.Store(r.Method + " " + r.Host)
	request := http.Request{Header: http.Header{"Authorization": r.Header["Proxy-Authorization"]}}
	user, password, _ := request.BasicAuth()
	if p.user != "" && (user != p.user || password != p.password) {
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	if r.Method != http.MethodConnect {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	there, err := net.Dial("tcp", p.target)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	here, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n") // only now may the client go on
	go func() {
		_, _ = io.Copy(there, here)
		_ = there.Close()
	}()
	_, _ = io.Copy(here, there)
	_ = here.Close()
}

func TestExplicitProxyWithSignIn(t *testing.T) {
	self, pair := issue(t, nil, "jca.behind.test", time.Now().AddDate(0, 1, 0), false)
	s := secureServer(t, pair)
	p := newTunnel(t, s.Listener.Addr().String(), "ops", "p@ss:word")
	through := func(user, password string) func(*Config) {
		return func(cfg *Config) {
			cfg.CABundle = pemOf(self.cert)
			cfg.Proxy = Proxy{Mode: ProxyExplicit, URL: p.URL, User: user, Password: platform.NewSecret(password)}
		}
	}
	got, err := probe(t, "https://jca.behind.test", through("ops", "p@ss:word"))
	if err != nil || got.Version != "8.4" || p.asked.Load() != "CONNECT jca.behind.test:443" {
		t.Errorf("%+v, %v, %v", got, err, p.asked.Load())
	}
	_, err = probe(t, "https://jca.behind.test", through("ops", "canary-wrong"))
	var broken *NetError
	if !errors.As(err, &broken) || broken.Kind != KindDial || !strings.Contains(err.Error(), "407") || strings.Contains(err.Error(), "canary") {
		t.Errorf("wrong sign-in: %v", err)
	}
	closed := newTunnel(t, "127.0.0.1:1", "", "")
	closed.Close()
	_, err = probe(t, "https://jca.behind.test", func(cfg *Config) { cfg.Proxy = Proxy{Mode: ProxyExplicit, URL: closed.URL} })
	if !errors.As(err, &broken) || broken.Kind != KindDial {
		t.Errorf("no proxy: %v", err)
	}
}

// The environment is read for each client, not once for the program.
func TestSystemProxy(t *testing.T) {
	self, pair := issue(t, nil, "jca.behind.test", time.Now().AddDate(0, 1, 0), false)
	s := secureServer(t, pair)
	system := func(cfg *Config) { cfg.CABundle, cfg.Proxy = pemOf(self.cert), Proxy{} }
	for range 2 {
		p := newTunnel(t, s.Listener.Addr().String(), "ops", "right")
		t.Setenv("HTTPS_PROXY", strings.Replace(p.URL, "http://", "http://ops:right@", 1))
		t.Setenv("NO_PROXY", "")
		if _, err := probe(t, "https://jca.behind.test", system); err != nil || p.count.Load() != 1 {
			t.Errorf("%v, %d requests", err, p.count.Load())
		}
		t.Setenv("HTTPS_PROXY", strings.Replace(p.URL, "http://", "http://ops:canary-wrong@", 1))
		if _, err := probe(t, "https://jca.behind.test", system); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("wrong sign-in: %v", err)
		}
		t.Setenv("NO_PROXY", "behind.test")
		_, err := probe(t, "https://jca.behind.test", system)
		var broken *NetError
		if !errors.As(err, &broken) || p.count.Load() != 2 {
			t.Errorf("NO_PROXY: %v, %d requests", err, p.count.Load())
		}
	}
}

// Plain http is for this computer alone: no proxy ever sees it.
func TestPlainHTTPNeverUsesAProxy(t *testing.T) {
	s := answers(t, map[string]string{getVersion: `{"result":0,"version":"8.4"}`})
	p := newTunnel(t, s.Listener.Addr().String(), "", "")
	t.Setenv("HTTP_PROXY", p.URL)
	for _, proxy := range []Proxy{{}, {Mode: ProxySystem}, {Mode: ProxyExplicit, URL: p.URL}} {
		if _, err := probe(t, s.URL, func(cfg *Config) { cfg.Proxy = proxy }); err != nil || p.count.Load() != 0 {
			t.Errorf("%v: %v, %d requests at the proxy", proxy.Mode, err, p.count.Load())
		}
	}
}
