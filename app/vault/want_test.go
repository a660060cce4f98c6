package vault

import (
	"errors"
	"io/fs"
	"runtime"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

const service = "app.steward.test"

func openAt(dir string) *Vault {
	return Open(Options{Dir: dir, Service: service, Timeout: 3 * time.Second})
}

func wantState(t *testing.T, v *Vault, want State) {
	t.Helper()
	if got := v.State(t.Context()); got != want {
		t.Fatalf("state %d, want %d", got, want)
	}
}

func wantKeyError(t *testing.T, err error, key string) {
	t.Helper()
	var told *model.Error
	if !errors.As(err, &told) || told.Key != key {
		t.Fatalf("got %v, want %s", err, key)
	}
}

func mustKey(t *testing.T, v *Vault, name string, wantCreated bool) platform.Secret {
	t.Helper()
	key, created, err := v.Key(t.Context(), name)
	if err != nil || created != wantCreated || !isKey(key) {
		t.Fatalf("key %s: created %v, want %v: %v", name, created, wantCreated, err)
	}
	return key
}

func mustPut(t *testing.T, v *Vault, name string, secret platform.Secret) {
	t.Helper()
	if err := v.Put(t.Context(), name, secret); err != nil {
		t.Fatal(err)
	}
}

func wantSecret(t *testing.T, v *Vault, name, want string) {
	t.Helper()
	got, ok, err := v.Get(t.Context(), name)
	if err != nil || ok != (want != "") || got.Reveal() != want {
		t.Fatalf("%s: there %v, as stored %v: %v", name, ok, got.Reveal() == want, err)
	}
}

// ownersOnly reports whether only the owner may use a file. On Windows the rights are not
// in the mode: the person's folder hands its own down.
func ownersOnly(info fs.FileInfo) bool {
	return runtime.GOOS == "windows" || info.Mode().Perm() == 0o600
}
