package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestDecide(t *testing.T) {
	read, write, cash, session := methods[getAccounts], methods["billing/account/setusernote"], methods["billing/account/fundaccount"], methods[signIn]
	busy := failure{status: 503}
	for _, row := range []struct {
		name    string
		m       Method
		attempt int
		f       failure
		rnd     float64
		wait    time.Duration
		again   bool
	}{
		{"first 503", read, 1, busy, 1, time.Second, true},
		{"jitter halves at most", read, 1, busy, 0, 500 * time.Millisecond, true},
		{"doubled", read, 2, busy, 1, 2 * time.Second, true},
		{"doubled again", read, 3, busy, 1, 4 * time.Second, true},
		{"enough", read, 4, busy, 1, 0, false},
		{"500", read, 1, failure{status: 500}, 1, time.Second, true},
		{"502", read, 1, failure{status: 502}, 1, time.Second, true},
		{"501 stays", read, 1, failure{status: 501}, 1, 0, false},
		{"404 stays", read, 1, failure{status: 404}, 1, 0, false},
		{"answered no", read, 1, failure{status: 200}, 1, 0, false},
		{"redirect", read, 1, failure{status: 302, kind: KindRedirect}, 1, 0, false},
		{"too large", read, 1, failure{status: 200, kind: KindTooLarge}, 1, 0, false},
		{"cut", read, 1, failure{status: 200, kind: KindCut}, 1, time.Second, true},
		{"reset", read, 1, failure{kind: KindReset}, 1, time.Second, true},
		{"dial", read, 1, failure{kind: KindDial}, 1, 0, false},
		{"timeout", read, 1, failure{kind: KindTimeout}, 1, 0, false},
		{"certificate", read, 1, failure{kind: KindTLS}, 1, 0, false},
		{"given up", read, 1, failure{kind: KindCanceled}, 1, 0, false},
		{"429", read, 1, failure{status: 429}, 1, time.Second, true},
		{"429 asks", read, 1, failure{status: 429, retryAfter: 7 * time.Second}, 0, 7 * time.Second, true},
		{"503 asks", read, 1, failure{status: 503, retryAfter: 60 * time.Second}, 0, 60 * time.Second, true},
		{"asks too long", read, 1, failure{status: 429, retryAfter: 61 * time.Second}, 0, 0, false},
		{"write 503", write, 1, busy, 1, 0, false},
		{"write 429", write, 1, failure{status: 429}, 1, 0, false},
		{"money reset", cash, 1, failure{kind: KindReset}, 1, 0, false},
		{"money 503", cash, 1, busy, 1, 0, false},
		{"sign-in 503", session, 1, busy, 1, 0, false},
	} {
		if wait, again := decide(row.m, row.attempt, row.f, row.rnd); wait != row.wait || again != row.again {
			t.Errorf("%s: %v %v, want %v %v", row.name, wait, again, row.wait, row.again)
		}
	}
	for name, m := range methods {
		if _, again := decide(m, 1, busy, 0); again != (m.Class == ClassRead) {
			t.Errorf("%s: again %v", name, again)
		}
	}
}

func TestReadsAreRepeatedOnTheWire(t *testing.T) {
	n := 0
	s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) {
		if n++; n < 3 {
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(`{"result":0,"version":"8.4"}`))
	})
	c := connect(t, s.URL)
	var waits []time.Duration
	c.pause = func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}
	if v, err := c.Version(t.Context()); v != "8.4" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	if len(waits) != 2 || waits[0] != 3*time.Second || waits[1] != 3*time.Second {
		t.Errorf("waited %v", waits)
	}
	calls := s.arrived()
	if len(calls) != 3 || calls[0].Form.Get("ruk") == calls[1].Form.Get("ruk") {
		t.Errorf("%d calls", len(calls))
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) { w.WriteHeader(http.StatusBadGateway) })
	c := connect(t, s.URL)
	ctx, cancel := context.WithCancel(t.Context())
	c.pause = func(ctx context.Context, _ time.Duration) error {
		cancel()
		return pause(ctx, time.Hour)
	}
	_, err := c.Version(ctx)
	var broken *NetError
	if !errors.As(err, &broken) || broken.Kind != KindCanceled || !errors.Is(err, context.Canceled) || len(s.arrived()) != 1 {
		t.Errorf("%v after %d calls", err, len(s.arrived()))
	}
}
