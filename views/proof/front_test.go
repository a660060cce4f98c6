//go:build linux

package proof

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/client/demo"
)

// front is a demo platform with a scribe before its door, who writes down what
// arrives.
type front struct {
	*demo.Platform
	url    string
	secure string // the same platform behind TLS
	pin    string // of its certificate
	folder string // what the demo platform keeps

	mu       sync.Mutex
	arrived  []arrival
	answered int
	on       func(arrival) // called for each arrival before it is let in
}

// arrival is one request.
type arrival struct {
	method string // "billing/account/getaccounts"
	head   string // request line and headers, without the body
	form   url.Values
}

// openFront starts a demo platform.
func openFront(t *testing.T, customers int) *front {
	t.Helper()
	folder, err := os.MkdirTemp(here.outside, "platform-") //nolint:usetesting // outside of what is searched
	if err != nil {
		t.Fatal(err)
	}
	f := &front{folder: folder}
	logs := filepath.Join(here.home, "demo-logs")
	if err := os.MkdirAll(logs, 0o700); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(logs, t.Name()+".log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	log := logrus.New()
	log.SetOutput(file)
	log.SetLevel(logrus.TraceLevel)
	f.Platform, err = demo.Start(t.Context(), demo.Options{
		Dir: f.folder, Customers: customers, Seed: 20261123, Now: model.SystemClock{}.Now, Log: logrus.NewEntry(log),
	})
	if err != nil {
		t.Fatalf("start the demo platform: %v", err)
	}
	there, err := url.Parse(f.Platform.URL())
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(there)
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.note(r)
		proxy.ServeHTTP(w, r)
		f.mu.Lock()
		f.answered++
		f.mu.Unlock()
	})
	plain, secure := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	f.url, f.secure = plain.URL, secure.URL
	f.pin = fmt.Sprintf("%x", sha256.Sum256(secure.Certificate().Raw))
	t.Cleanup(func() {
		for _, server := range []*httptest.Server{plain, secure} {
			server.CloseClientConnections()
			server.Close()
		}
		_ = f.Close()
		_ = file.Close()
	})
	return f
}

func (f *front) note(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	var head strings.Builder
	_, _ = fmt.Fprintf(&head, "%s %s\n", r.Method, r.URL.String())
	_ = r.Header.Write(&head)
	a := arrival{method: methodOf(r.URL.Path), head: head.String(), form: form}
	f.mu.Lock()
	f.arrived = append(f.arrived, a)
	on := f.on
	f.mu.Unlock()
	if on != nil {
		on(a)
	}
}

// methodOf is /1.0/billing/account/rest/getaccounts as the contract names it.
func methodOf(path string) string {
	return strings.Replace(strings.TrimPrefix(path, "/1.0/"), "/rest/", "/", 1)
}

// hook has f called for each arrival; nil ends it.
func (f *front) hook(on func(arrival)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.on = on
}

// since are the arrivals after the first n.
func (f *front) since(n int) []arrival {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]arrival(nil), f.arrived[n:]...)
}

// count is how many requests for a method arrived; "" counts all.
func (f *front) count(method string) (n int) {
	for _, a := range f.since(0) {
		if method == "" || a.method == method {
			n++
		}
	}
	return n
}

// got asks whether a request for a method with a parameter has arrived.
func (f *front) got(method, name, value string) func() bool {
	return func() bool {
		for _, a := range f.since(0) {
			if a.method == method && a.form.Get(name) == value {
				return true
			}
		}
		return false
	}
}

// quiet reports whether everything that arrived was answered.
func (f *front) quiet() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.answered == len(f.arrived)
}

// account is the operator with a login.
func (f *front) account(t *testing.T, login string) demo.Account {
	t.Helper()
	for _, a := range f.Accounts() {
		if a.Login == login {
			return a
		}
	}
	t.Fatalf("the demo platform has no operator %s", login)
	return demo.Account{}
}
