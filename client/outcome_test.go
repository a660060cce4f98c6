package client

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// line is a listener that answers by hand and counts what arrives on the wire.
type line struct {
	net.Listener
	mu          sync.Mutex
	connections int
	requests    []*http.Request
	bodies      []string
}

// wireOf listens and lets say answer each request on its connection; false closes it.
func wireOf(t *testing.T, say func(conn net.Conn, n int) bool) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{Listener: listener}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			l.mu.Lock()
			l.connections++
			l.mu.Unlock()
			go l.hold(conn, say)
		}
	}()
	return l
}

func (l *line) hold(conn net.Conn, say func(conn net.Conn, n int) bool) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		l.mu.Lock()
		l.requests, l.bodies = append(l.requests, r), append(l.bodies, string(body))
		n := len(l.requests)
		l.mu.Unlock()
		if !say(conn, n) {
			return
		}
	}
}

func (l *line) url() string { return "http://" + l.Addr().String() }

func (l *line) count() (connections, requests int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.connections, len(l.requests)
}

func said(conn net.Conn, status, header, body string) {
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n%s", status, len(body), header, body)
}

const yes = `{"result":0,"id":5420}`

var (
	ruk    = platform.RequestKey("7K3F9Q2MXA", 1)
	refill = Transfer{UID: 4217, Amount: platform.NewMoney(decimal.New(50, 0), "EUR"), Balance: platform.BalanceMain, Note: "[st:7K3F9Q2MXA/1] Outage"}
)

// Every way to lose an answer: the request is on the wire once, and the outcome
// does not claim to know.
func TestAChangeIsOnTheWireOnce(t *testing.T) {
	for _, way := range []struct {
		name    string
		say     func(conn net.Conn, n int) bool
		kind    NetKind // of a NetError
		foreign int     // or the status of a NotPlatformError
		status  int
	}{
		{name: "closed without an answer", say: func(net.Conn, int) bool { return false }, kind: KindReset},
		{name: "reset", say: func(conn net.Conn, _ int) bool { _ = conn.(*net.TCPConn).SetLinger(0); return false }, kind: KindReset},
		{name: "307", say: func(conn net.Conn, _ int) bool {
			said(conn, "307 Temporary Redirect", "Location: http://"+conn.LocalAddr().String()+"/1.0/billing/account/rest/fundaccount\r\n", "")
			return true
		}, kind: KindRedirect, status: 307},
		{name: "308", say: func(conn net.Conn, _ int) bool {
			said(conn, "308 Permanent Redirect", "Location: /1.0/billing/account/rest/fundaccount\r\n", "")
			return true
		}, kind: KindRedirect, status: 308},
		{name: "no answer in time", say: func(conn net.Conn, _ int) bool { _, _ = conn.Read(make([]byte, 1)); return false }, kind: KindTimeout},
		{name: "a head and no body", say: func(conn net.Conn, _ int) bool {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":0,")
			return false
		}, kind: KindCut, status: 200},
		{name: "cut JSON", say: func(conn net.Conn, _ int) bool { said(conn, "200 OK", "", `{"result":0,"id":54`); return true }, kind: KindCut, status: 200},
		{name: "a word after the end", say: func(conn net.Conn, _ int) bool { said(conn, "200 OK", "", yes+"<html>"); return true }, foreign: 200, status: 200},
		{name: "502", say: func(conn net.Conn, _ int) bool {
			said(conn, "502 Bad Gateway", "", "<html>Bad Gateway</html>")
			return true
		}, foreign: 502, status: 502},
		{name: "502 with a yes", say: func(conn net.Conn, _ int) bool { said(conn, "502 Bad Gateway", "", yes); return true }, status: 502},
		{name: "408", say: func(conn net.Conn, _ int) bool {
			said(conn, "408 Request Timeout", "Connection: close\r\n", "")
			return false
		}, foreign: 408, status: 408},
		{name: "425", say: func(conn net.Conn, _ int) bool { said(conn, "425 Too Early", "", ""); return true }, foreign: 425, status: 425},
		{name: "a web page", say: func(conn net.Conn, _ int) bool { said(conn, "200 OK", "", "<!doctype html>"); return true }, foreign: 200, status: 200},
	} {
		t.Run(way.name, func(t *testing.T) {
			l := wireOf(t, func(conn net.Conn, n int) bool {
				if n == 1 {
					said(conn, "200 OK", "", yes)
					return true // the connection stays: whoever wants may use it again
				}
				return way.say(conn, n)
			})
			c := connect(t, l.url(), func(cfg *Config) { cfg.Deadlines = Deadlines{Change: 200 * time.Millisecond} })
			if o := c.FundAccount(t.Context(), ruk, refill); o.Verdict() != VerdictAccepted || o.Object != 5420 {
				t.Fatalf("the first: %+v", o)
			}
			o := c.FundAccount(t.Context(), ruk, refill)
			if o.Verdict() != VerdictUnknown || !o.Written || o.HTTPStatus != way.status || o.Key != ruk || o.Method != fundAccount {
				t.Errorf("%s: %+v", o.Verdict(), o)
			}
			var broken *NetError
			var foreign *NotPlatformError
			switch {
			case way.foreign != 0:
				if !errors.As(o.Err, &foreign) || foreign.Status != way.foreign {
					t.Errorf("%#v", o.Err)
				}
			case way.name != "502 with a yes":
				if !errors.As(o.Err, &broken) || broken.Kind != way.kind || !broken.Written {
					t.Errorf("%#v", o.Err)
				}
			}
			if connections, requests := l.count(); requests != 2 || connections != 2 {
				t.Errorf("%d requests on %d connections, want one of each a change", requests, connections)
			}
		})
	}
}

// The same server makes the default transport send a read again: the test
// above could not fail otherwise.
func TestTheOrdinaryTransportWouldSendAgain(t *testing.T) {
	l := wireOf(t, func(conn net.Conn, n int) bool {
		if n == 2 {
			return false
		}
		said(conn, "200 OK", "", yes)
		return true
	})
	for range 2 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, l.url(), strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Idempotency-Key", "1")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
	if _, requests := l.count(); requests != 3 {
		t.Errorf("%d requests for 2 calls", requests)
	}
}

func TestWhatAChangeLooksLikeOnTheWire(t *testing.T) {
	l := wireOf(t, func(conn net.Conn, _ int) bool {
		said(conn, "200 OK", "Set-Cookie: a=b; Path=/\r\nDate: Mon, 04 May 2026 10:15:00 GMT\r\n", yes)
		return true
	})
	c := connect(t, l.url())
	for range 2 {
		if o := c.FundAccount(t.Context(), ruk, refill); o.Err != nil || o.ServerTime != time.Date(2026, 5, 4, 10, 15, 0, 0, time.UTC) {
			t.Fatalf("%+v", o)
		}
	}
	for i, r := range l.requests {
		form, err := url.ParseQuery(l.bodies[i])
		want := url.Values{"appid": {"cluster"}, "charset": {"UTF-8"}, "session": {"session-of-the-test"}, "ruk": {ruk},
			"uid": {"4217"}, "amount": {"50"}, "isBonus": {"false"}, "note": {refill.Note}}
		if err != nil || !reflect.DeepEqual(form, want) {
			t.Errorf("form %v", form)
		}
		if r.Proto != "HTTP/1.1" || r.Method != http.MethodPost || r.URL.RawQuery != "" || !r.Close {
			t.Errorf("%s %s %s, close %v", r.Method, r.URL, r.Proto, r.Close)
		}
		for _, header := range []string{"Cookie", "Idempotency-Key", "X-Idempotency-Key", "Expect"} {
			if r.Header.Get(header) != "" {
				t.Errorf("%s: %s", header, r.Header.Get(header))
			}
		}
	}
}

// keepsBody is the lowest layer of a test: it sees what net/http could repeat.
type keepsBody struct{ seen []bool }

func (k *keepsBody) RoundTrip(r *http.Request) (*http.Response, error) {
	k.seen = append(k.seen, r.GetBody != nil)
	return nil, io.EOF
}

func TestNoBodyCanBeSentTwice(t *testing.T) {
	c := connect(t, "http://127.0.0.1:1")
	below := &keepsBody{}
	c.changes.GetClient().Transport = below
	c.SetUserNote(t.Context(), ruk, 7, "note")
	if !slices.Equal(below.seen, []bool{false}) {
		t.Errorf("net/http has a copy of the body: %v", below.seen)
	}
	tr := connect(t, "http://127.0.0.1:1").changes.GetClient().Transport.(*guard).next.(*http.Transport)
	if !tr.DisableKeepAlives || tr.ForceAttemptHTTP2 || tr.TLSNextProto == nil {
		t.Errorf("keep-alive %v, HTTP/2 %v", !tr.DisableKeepAlives, tr.ForceAttemptHTTP2)
	}
}

func TestHTTP2IsNotSpoken(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 1 {
			t.Errorf("%s", r.Proto)
		}
		_, _ = io.WriteString(w, yes)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	c := connect(t, s.URL, func(cfg *Config) { cfg.CABundle = pemOf(s.Certificate()) })
	if o := c.FundAccount(t.Context(), ruk, refill); o.Err != nil {
		t.Fatal(o.Err)
	}
}

func TestNeverWritten(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + closed.Addr().String()
	_ = closed.Close()
	plain := wireOf(t, func(net.Conn, int) bool { return false })
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a request arrived") }))
	secure.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	given, stop := context.WithCancel(t.Context())
	stop()
	for _, way := range []struct {
		name, base string
		ctx        context.Context
		change     func(*Config)
		verdict    Verdict
	}{
		{name: "nobody listens", base: nobody},
		{name: "not TLS", base: strings.Replace(plain.url(), "http:", "https:", 1)},
		{name: "another certificate", base: secure.URL},
		{name: "the proxy is away", base: "https://jca.example.com", change: func(cfg *Config) { cfg.Proxy = Proxy{Mode: ProxyExplicit, URL: nobody} }},
		{name: "given up before", base: plain.url(), ctx: given},
		{name: "read-only", base: plain.url(), change: func(cfg *Config) { cfg.ReadOnly = true }},
	} {
		ctx := t.Context()
		if way.ctx != nil {
			ctx = way.ctx
		}
		c := connect(t, way.base, func(cfg *Config) {
			if way.change != nil {
				way.change(cfg)
			}
		})
		o := c.FundAccount(ctx, ruk, refill)
		if o.Written || o.Err == nil || o.Verdict() != VerdictUnsent || o.HTTPStatus != 0 {
			t.Errorf("%s: %s, %+v", way.name, o.Verdict(), o)
		}
	}
	if _, requests := plain.count(); requests != 0 {
		t.Errorf("%d requests arrived", requests)
	}
	c := connect(t, plain.url())
	c.Resume(platform.Secret{})
	if o := c.FundAccount(t.Context(), ruk, refill); o.Verdict() != VerdictPutBack || o.Written || o.Result != ResultNoSession {
		t.Errorf("not signed in: %+v", o)
	}
}

// Who gives up after the connection is there may have sent it.
func TestGivenUpInTheMiddleIsUnknown(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	l := wireOf(t, func(conn net.Conn, _ int) bool { stop(); _, _ = conn.Read(make([]byte, 1)); return false })
	o := connect(t, l.url()).FundAccount(ctx, ruk, refill)
	var broken *NetError
	if o.Verdict() != VerdictUnknown || !errors.As(o.Err, &broken) || broken.Kind != KindCanceled || !broken.Written {
		t.Errorf("%s: %+v", o.Verdict(), o)
	}
}

func TestVerdicts(t *testing.T) {
	answered := func(result int) Outcome {
		return Outcome{Written: true, HTTPStatus: 200, Complete: true, Result: result}
	}
	for _, test := range []struct {
		o    Outcome
		want Verdict
	}{
		{answered(0), VerdictAccepted},
		{answered(3), VerdictRefused}, {answered(5), VerdictRefused}, {answered(8), VerdictRefused}, {answered(11), VerdictRefused},
		{answered(701), VerdictRefused}, {answered(8202), VerdictRefused},
		{answered(702), VerdictPutBack}, {Outcome{Written: true, HTTPStatus: 429}, VerdictPutBack},
		{Outcome{Written: true, HTTPStatus: 429, Complete: true, Result: 0}, VerdictPutBack},
		{Outcome{Result: 702}, VerdictPutBack},
		{answered(99), VerdictUnclear}, {answered(2207), VerdictUnclear}, {answered(2223), VerdictUnclear}, {answered(9901), VerdictUnclear},
		{answered(9903), VerdictUnclear}, {answered(-1), VerdictUnclear}, {answered(4711), VerdictUnclear},
		{Outcome{}, VerdictUnsent}, {Outcome{Err: ErrReadOnly}, VerdictUnsent},
		{Outcome{Written: true}, VerdictUnknown}, {Outcome{Written: true, HTTPStatus: 200}, VerdictUnknown},
		{Outcome{Written: true, HTTPStatus: 500, Complete: true}, VerdictUnknown}, {Outcome{Written: true, HTTPStatus: 404}, VerdictUnknown},
		{Outcome{Written: true, HTTPStatus: 307}, VerdictUnknown}, {Outcome{Written: true, HTTPStatus: 404, Complete: true, Result: 5}, VerdictUnknown},
		{Outcome{Written: true, HTTPStatus: 201, Complete: true}, VerdictUnknown},
	} {
		if got := test.o.Verdict(); got != test.want {
			t.Errorf("%+v is %s, want %s", test.o, got, test.want)
		}
	}
}

func TestRequestKeys(t *testing.T) {
	seen := map[string]bool{}
	for _, operation := range []string{"7K3F9Q2MXA", "7K3F9Q2MXB", "7K3F9Q2MXA/1"} {
		for attempt := 1; attempt <= 3; attempt++ {
			made := platform.RequestKey(operation, attempt)
			if !key.MatchString(made) || made != platform.RequestKey(operation, attempt) || seen[made] {
				t.Errorf("%s/%d: %s", operation, attempt, made)
			}
			seen[made] = true
		}
	}
}
