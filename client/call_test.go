package client

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"steward/client/platform"
)

// hijack takes the connection from the server.
func hijack(t *testing.T, w http.ResponseWriter) net.Conn {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
	}
	return conn
}

// A bad day is one way a server can fail; what the client says about it.
type badDay struct {
	name    string
	answer  func(t *testing.T, w http.ResponseWriter)
	kind    NetKind // if net
	net     bool
	foreign int // HTTP status of a NotPlatformError
	result  int // of an APIError
	status  int // of an APIError
	traffic TrafficKind
}

func says(status int, contentType, text string) func(*testing.T, http.ResponseWriter) {
	return func(_ *testing.T, w http.ResponseWriter) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

var badDays = []badDay{
	{name: "reset", net: true, kind: KindReset, traffic: Unreachable, answer: func(t *testing.T, w http.ResponseWriter) {
		conn := hijack(t, w)
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}},
	{name: "closed without an answer", net: true, kind: KindReset, traffic: Unreachable, answer: func(t *testing.T, w http.ResponseWriter) {
		_ = hijack(t, w).Close()
	}},
	{name: "cut by length", net: true, kind: KindCut, traffic: Unreachable, answer: func(t *testing.T, w http.ResponseWriter) {
		conn := hijack(t, w)
		_, _ = fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":0,")
		_ = conn.Close()
	}},
	{name: "cut without a length", net: true, kind: KindCut, traffic: Unreachable, answer: says(200, "application/json", `{"result":0,"array":[{"uid":1`)},
	{name: "empty", net: true, kind: KindCut, traffic: Unreachable, answer: says(200, "application/json", ``)},
	{name: "redirect", net: true, kind: KindRedirect, traffic: Unreachable, answer: func(_ *testing.T, w http.ResponseWriter) {
		w.Header().Set("Location", "http://example.com/elsewhere")
		w.WriteHeader(http.StatusTemporaryRedirect)
	}},
	{name: "too large", net: true, kind: KindTooLarge, traffic: Unreachable, answer: func(_ *testing.T, w http.ResponseWriter) {
		_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
	}},
	{name: "too large when unpacked", net: true, kind: KindTooLarge, traffic: Unreachable, answer: func(_ *testing.T, w http.ResponseWriter) {
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		_, _ = zip.Write(bytes.Repeat([]byte(" "), 1<<20))
		_ = zip.Close()
	}},
	{name: "a web page", foreign: 200, traffic: Unreachable, answer: says(200, "text/html", "<!doctype html><title>Sign in</title>")},
	{name: "a gateway's page", foreign: 502, traffic: Unreachable, answer: says(502, "text/html", "<html>Bad Gateway</html>")},
	{name: "no such page", foreign: 404, traffic: Unreachable, answer: says(404, "text/html", "<html>Not Found</html>")},
	{name: "another program's JSON", foreign: 200, traffic: Unreachable, answer: says(200, "application/json", `{"status":"ok"}`)},
	{name: "JSON that is no object", foreign: 200, traffic: Unreachable, answer: says(200, "application/json", `[1,2]`)},
	{name: "a reply of 500 in JSON", result: 99, status: 500, traffic: Unreachable, answer: says(500, "application/json", `{"result":99,"error":"internal"}`)},
	{name: "permission", result: 8, status: 200, traffic: Answered, answer: says(200, "application/json", `{"result":8,"error":"access not permitted"}`)},
	{name: "double envelope", result: 8, status: 200, traffic: Answered, answer: says(200, "application/json", `{"response":{"result":8},"result":0}`)},
	{name: "session", result: 702, status: 200, traffic: Refused702, answer: says(200, "application/json", `{"result":702,"error":"session [sess] has expired"}`)},
	{name: "busy", result: 0, status: 429, traffic: RateLimited, answer: func(_ *testing.T, w http.ResponseWriter) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(429)
	}},
}

func (d badDay) check(t *testing.T, err error) {
	t.Helper()
	var broken *NetError
	var foreign *NotPlatformError
	var refused *APIError
	switch {
	case d.net:
		if !errors.As(err, &broken) || broken.Kind != d.kind {
			t.Errorf("got %#v", err)
		}
	case d.foreign != 0:
		if !errors.As(err, &foreign) || foreign.Status != d.foreign {
			t.Errorf("got %#v", err)
		}
	default:
		if !errors.As(err, &refused) || refused.Result != d.result || refused.HTTPStatus != d.status || refused.AttemptsLeft != -1 {
			t.Errorf("got %#v", err)
		}
	}
}

func TestBadDays(t *testing.T) {
	for _, day := range badDays {
		t.Run(day.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) { day.answer(t, w) })
			var w watched
			c := connect(t, s.URL, w.on, func(cfg *Config) { cfg.MaxAnswer = 64 << 10 })
			_, err := c.Groups(t.Context())
			day.check(t, err)
			if got := w.last(); got != day.traffic {
				t.Errorf("traffic %v, want %v", got, day.traffic)
			}
			if dropped := c.Session().IsEmpty(); dropped != (day.result == ResultNoSession) {
				t.Errorf("session dropped: %v", dropped)
			}
		})
	}
}

func TestRateLimitTellsHowLong(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) {
		w.Header().Set("Retry-After", time.Date(2030, 1, 1, 0, 5, 0, 0, time.UTC).Format(http.TimeFormat))
		w.WriteHeader(429)
	})
	c := connect(t, s.URL, func(cfg *Config) {
		cfg.Now = func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }
	})
	_, err := c.Groups(t.Context())
	var refused *APIError
	if !errors.As(err, &refused) || refused.RetryAfter != 5*time.Minute || len(s.arrived()) != 1 {
		t.Errorf("%v, %d calls", err, len(s.arrived()))
	}
}

func TestNobodyThere(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	var w watched
	c := connect(t, s.URL, w.on)
	_, err := c.Groups(t.Context())
	var broken *NetError
	if !errors.As(err, &broken) || broken.Kind != KindDial || w.last() != Unreachable {
		t.Errorf("got %v", err)
	}
}

func TestGivenUpAndTooLate(t *testing.T) {
	arrived, release := make(chan struct{}, 8), make(chan struct{})
	s := serve(t, func(http.ResponseWriter, string, url.Values) {
		arrived <- struct{}{}
		<-release
	})
	defer close(release)
	c := connect(t, s.URL)
	expect := func(err, cause error, kind NetKind) {
		t.Helper()
		var broken *NetError
		if !errors.As(err, &broken) || broken.Kind != kind || !errors.Is(err, cause) {
			t.Errorf("%v: got %v", cause, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := c.Groups(ctx)
	expect(err, context.Canceled, KindCanceled)
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = c.Groups(ctx)
	expect(err, context.DeadlineExceeded, KindTimeout)
}

func TestWithoutSessionNothingIsSent(t *testing.T) {
	s := serve(t, ok)
	c := connect(t, s.URL)
	c.Resume(platform.Secret{})
	_, err := c.Groups(t.Context())
	if resultOf(err) != ResultNoSession || len(s.arrived()) != 0 {
		t.Errorf("%v, %d calls", err, len(s.arrived()))
	}
}

func TestForeignWordsAreBounded(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) {
		_, _ = w.Write([]byte(`{"result":8,"error":"` + strings.Repeat("é", 5000) + `"}`))
	})
	_, err := connect(t, s.URL).Groups(t.Context())
	if len(err.Error()) > maxMessage+200 {
		t.Errorf("%d bytes", len(err.Error()))
	}
}

func TestAddresses(t *testing.T) {
	for text, good := range map[string]bool{
		"https://jca.example.com": true, "https://jca.example.com:8443/dashboard?x=y": true, "http://localhost:8080": true,
		"http://127.0.0.1:1": true, "http://[::1]:1": true, " https://jca.example.com ": true,
		"http://jca.example.com": false, "http://10.0.0.1": false, "http://localhost.example.com": false, "ftp://localhost": false,
		"jca.example.com": false, "": false, "https://": false, "https://user:secret@jca.example.com": false, "http://0.0.0.0": false, ":::": false,
	} {
		_, err := New(Config{BaseURL: text, Now: time.Now})
		if good != (err == nil) || !good && !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", text, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A name that resolves elsewhere does not carry plain http off this computer.
func TestPlainHTTPStaysHere(t *testing.T) {
	for addr, good := range map[string]bool{"127.0.0.1:80": true, "[::1]:80": true, "192.0.2.1:80": false, "[2001:db8::1]:80": false} {
		if err := onlyLoopback("tcp", addr, nil); good != (err == nil) {
			t.Errorf("%s: %v", addr, err)
		}
	}
}
