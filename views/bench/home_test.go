package bench

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/sirupsen/logrus"

	"steward/app"
	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
)

// never is how often the list is read again while something else is measured.
const never = 1_000_000 // minutes

// ring is a keyring in a file, so that a filled home can be used by the next run.
// Its secrets open invented customers only.
type ring struct {
	path string

	mu      sync.Mutex
	secrets map[string]string
}

func openRing(t *testing.T, path string) *ring {
	t.Helper()
	r := &ring{path: path, secrets: map[string]string{}}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return r
	}
	if err == nil {
		err = json.Unmarshal(text, &r.secrets)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Get implements vault.Keyring.
func (r *ring) Get(_ context.Context, name string) (platform.Secret, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	secret, known := r.secrets[name]
	if !known {
		return platform.Secret{}, vault.ErrNotFound
	}
	return platform.NewSecret(secret), nil
}

// Set implements vault.Keyring.
func (r *ring) Set(_ context.Context, name string, secret platform.Secret) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets[name] = secret.Reveal()
	return r.write()
}

// Delete implements vault.Keyring.
func (r *ring) Delete(_ context.Context, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.secrets[name]; !known {
		return vault.ErrNotFound
	}
	delete(r.secrets, name)
	return r.write()
}

func (r *ring) write() error {
	text, err := json.Marshal(r.secrets)
	if err != nil {
		return err
	}
	return os.WriteFile(r.path, text, 0o600)
}

// home is a data folder of Steward with a platform whose customers are all
// cached and that opens by itself.
type home struct {
	dir  string
	ring *ring
}

// words are what is searched for.
type words struct {
	rare     []string // whole logins
	frequent []string // names that many have
	letters  []string
}

// filledHome signs in to the platform with the real application, which reads all
// customers unless an earlier run did.
func filledHome(t *testing.T, dir string, s *site, customers int) (home, words) {
	t.Helper()
	name := strconv.Itoa(customers)
	h := home{dir: filepath.Join(dir, "home-"+name), ring: openRing(t, filepath.Join(dir, "keyring-"+name+".json"))}
	core := h.open(t)
	if err := core.PutPreferences(t.Context(), model.Preferences{Theme: "light", PullMinutes: never}); err != nil {
		t.Fatal(err)
	}
	cluster := signIn(t, core, s)
	complete(t, cluster, customers)
	if cluster.RecoveryCodeDue() { // its banner would stand above everything
		if _, err := cluster.NewRecoveryCode(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	w := someWords(t, cluster)
	if err := core.Close(); err != nil {
		t.Fatal(err)
	}
	return h, w
}

// tidy forgets how the window was left: size, order, current customer, search.
func (h home) tidy(t *testing.T) {
	t.Helper()
	core := h.open(t)
	stored, err := core.Profiles(t.Context())
	if err != nil || len(stored) == 0 {
		t.Fatalf("the home has no platform: %v", err)
	}
	for name, value := range map[string]any{
		"users.layout": model.DefaultLayout(), "users.filter": model.Filter{}, "users.last": platform.UID(0), "window.tab": "users",
		"window.size": struct{}{},
	} {
		if err := core.Put(t.Context(), stored[0].ID, name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := core.Close(); err != nil {
		t.Fatal(err)
	}
}

// open opens the application of a home, unlocked.
func (h home) open(t *testing.T) *app.App {
	t.Helper()
	quiet := logrus.New()
	quiet.SetOutput(io.Discard)
	core, err := app.New(t.Context(), app.Config{Dir: h.dir, Version: "bench", Keyring: h.ring, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	gate, err := core.Unlock(t.Context())
	if err != nil || !gate.Open {
		t.Fatalf("the home did not open: %v %v", err, gate.Why)
	}
	return core
}

// signIn opens the home's profile, or a new one, at the address of today.
func signIn(t *testing.T, core *app.App, s *site) *app.Cluster {
	t.Helper()
	profile := model.Profile{Name: "Bench", Kind: model.Test, Proxy: model.ProxyNone}
	stored, err := core.Profiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(stored) > 0 {
		profile = stored[0]
	}
	profile.URL, profile.StaySignedIn = s.URL, true
	attempt, err := core.NewAttempt(profile, app.ProfileSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	login, password := s.admin(t)
	if _, err := attempt.Password(t.Context(), login, password); err != nil {
		t.Fatal(err)
	}
	cluster, err := attempt.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return cluster
}

// complete waits until all customers are cached.
func complete(t *testing.T, c *app.Cluster, customers int) {
	t.Helper()
	moved := make(chan struct{}, 1)
	defer c.Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for g := c.Progress(); !g.Complete || g.Running; g = c.Progress() {
		select {
		case <-moved:
		case <-ctx.Done():
			t.Fatalf("the customers were not read: %+v", g)
		}
	}
	list, err := c.List(ctx, model.Filter{})
	if err != nil || len(list.UIDs) != customers {
		t.Fatalf("%d of %d customers are cached: %v", len(list.UIDs), customers, err)
	}
}

// someWords are logins from all over the list, the names in them, and letters.
func someWords(t *testing.T, c *app.Cluster) words {
	t.Helper()
	list, err := c.List(t.Context(), model.Filter{Sort: []model.SortKey{{Column: model.ColumnLogin}}})
	if err != nil {
		t.Fatal(err)
	}
	w := words{letters: []string{"a", "e", "o", "s", "x", "7"}}
	for i := range 6 {
		customer, found, err := c.Customer(t.Context(), list.UIDs[(2*i+1)*len(list.UIDs)/12])
		if err != nil || !found {
			t.Fatalf("no customer: %v", err)
		}
		login := strings.ToLower(customer.Email)
		w.rare = append(w.rare, login)
		if name, _, _ := strings.Cut(login, "@"); i%2 == 0 {
			w.frequent = append(w.frequent, strings.FieldsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' })[0])
		}
	}
	w.frequent = append(w.frequent, "example", "maja")
	return w
}
