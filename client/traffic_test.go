package client

import (
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"
)

// moving is a clock that the test sets.
type moving struct{ passed atomic.Int64 }

func (m *moving) now() time.Time {
	return time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC).Add(time.Duration(m.passed.Load()))
}

func (m *moving) pass(d time.Duration) { m.passed.Add(int64(d)) }

// seen is what a client with a clock of its own tells about its connection.
func seen(t *testing.T, s *server) (*Client, *moving, func() []TrafficKind) {
	clock, from := new(moving), 0
	var w watched
	c := connect(t, s.URL, w.on, func(cfg *Config) { cfg.Now = clock.now })
	return c, clock, func() []TrafficKind {
		w.mu.Lock()
		defer w.mu.Unlock()
		news := w.traffic[from:]
		from = len(w.traffic)
		return news
	}
}

func TestOneFailingMethodIsNotAPlatformThatIsAway(t *testing.T) {
	for name, fail := range map[string]func(w http.ResponseWriter){
		"a gateway's page": func(w http.ResponseWriter) { http.Error(w, "<html>", http.StatusBadGateway) },
		"an error of its own": func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, `{"result":99}`)
		},
		"hangs up":       func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"a web page":     func(w http.ResponseWriter) { fmt.Fprint(w, "<html>") },
		"cut":            func(w http.ResponseWriter) { fmt.Fprint(w, `{"result":0,"arr`) },
		"no such method": func(w http.ResponseWriter) { http.NotFound(w, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, method string, _ url.Values) {
				if method == getGroups {
					fail(w)
					return
				}
				fmt.Fprint(w, `{"result":0,"array":[]}`)
			})
			c, clock, news := seen(t, s)
			groups := func() { _, _ = c.Groups(t.Context()) }
			admins := func() { _, _ = c.Admins(t.Context()) }
			admins()
			same(t, "an answer", news(), Answered)
			for range 5 {
				clock.pass(20 * time.Second)
				groups()
				same(t, "one method", news())
				admins()
				same(t, "another", news(), Answered)
			}
			clock.pass(10 * time.Minute) // nothing was asked for a while
			groups()
			same(t, "the same method later", news())
			clock.pass(10 * time.Minute)
			groups()
			if got := news(); len(got) == 0 || got[0] != Unreachable {
				t.Errorf("nobody answered for long: %v", got)
			}
		})
	}
}

func same(t *testing.T, what string, got []TrafficKind, want ...TrafficKind) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: told %v, want %v", what, got, want)
	}
}

func TestAPlatformThatIsAwayIsNoticed(t *testing.T) {
	var down atomic.Bool
	s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) {
		if down.Load() {
			http.Error(w, "<html>", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, `{"result":0,"array":[]}`)
	})
	c, clock, news := seen(t, s)
	down.Store(true)
	_, _ = c.Groups(t.Context())
	same(t, "never answered", news(), Unreachable, Unreachable, Unreachable, Unreachable)
	down.Store(false)
	_, _ = c.Groups(t.Context())
	down.Store(true)
	news()
	_, _ = c.Groups(t.Context())
	same(t, "one of them", news())
	_, _ = c.Admins(t.Context())
	same(t, "two of them", news(), Unreachable, Unreachable, Unreachable, Unreachable)
	down.Store(false)
	_, _ = c.Groups(t.Context())
	_, _ = c.Admins(t.Context())
	down.Store(true)
	clock.pass(time.Minute)
	news()
	_, _ = c.Groups(t.Context())
	same(t, "after a while", news(), Unreachable, Unreachable, Unreachable, Unreachable)
	down.Store(false)
	_, _ = c.Groups(t.Context())
	news()
	s.Close()
	_, _ = c.Groups(t.Context())
	if got := news(); len(got) == 0 || got[len(got)-1] != Unreachable {
		t.Errorf("nobody is there: told %v", got)
	}
}
