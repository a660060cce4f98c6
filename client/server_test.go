package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"steward/client/platform"
)

// call is one request as it arrived.
type call struct {
	Verb, Path, Query string
	Form              url.Values
	Header            http.Header
}

// server is a real HTTP server that answers as the test says and keeps what arrived.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	calls  []call
	answer func(w http.ResponseWriter, method string, form url.Values)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	s.mu.Lock()
	s.calls = append(s.calls, call{r.Method, r.URL.Path, r.URL.RawQuery, r.PostForm, r.Header})
	s.mu.Unlock()
	m, _ := methodOf(r.URL.Path)
	s.answer(w, m.Name, r.PostForm)
}

func (s *server) arrived() []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]call(nil), s.calls...)
}

func serve(t *testing.T, answer func(w http.ResponseWriter, method string, form url.Values)) *server {
	t.Helper()
	s := &server{answer: answer}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// answers serves one fixed text a method, and 404 for the others.
func answers(t *testing.T, texts map[string]string) *server {
	return serve(t, func(w http.ResponseWriter, method string, _ url.Values) {
		text, ok := texts[method]
		if !ok {
			http.Error(w, "<html>not found</html>", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, text)
	})
}

func sample(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("internal", "wire", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const euro = `{"result":0,"object":{"code":"EUR","name":"Euro"}}`

// connect is a client with a session that does not wait between attempts.
func connect(t *testing.T, base string, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{BaseURL: base, Now: time.Now, Proxy: Proxy{Mode: ProxyNone}}
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.pause = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	c.Resume(platform.NewSecret("session-of-the-test"))
	t.Cleanup(c.Close)
	return c
}

// watched collects what a client tells about itself.
type watched struct {
	mu      sync.Mutex
	traffic []TrafficKind
	learned map[string]int
	log     bytesLog
}

type bytesLog struct {
	mu   sync.Mutex
	text []byte
}

func (b *bytesLog) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = append(b.text, p...)
	return len(p), nil
}

func (w *watched) on(cfg *Config) {
	log := logrus.New()
	log.SetOutput(&w.log)
	log.SetLevel(logrus.TraceLevel)
	cfg.Log = logrus.NewEntry(log)
	w.learned = make(map[string]int)
	cfg.OnTraffic = func(t Traffic) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.traffic = append(w.traffic, t.Kind)
	}
	cfg.OnLearn = func(name string, choice int) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.learned[name] = choice
	}
}

func (w *watched) last() TrafficKind {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.traffic) == 0 {
		return 255
	}
	return w.traffic[len(w.traffic)-1]
}

func jsonOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "not as JSON"
	}
	return string(text)
}
