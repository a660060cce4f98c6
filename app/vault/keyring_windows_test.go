package vault

import (
	"errors"
	"testing"

	"github.com/zalando/go-keyring"
)

// TestCredentialManagerKeeps asks the person's own Credential Manager, under a name of its
// own, and leaves nothing there.
func TestCredentialManagerKeeps(t *testing.T) {
	t.Cleanup(func() {
		if err := keyring.DeleteAll(service); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	v := openAt(dir)
	wantState(t, v, Ready)
	key := mustKey(t, v, "desk", true)
	large := secretOf(2049)
	mustPut(t, v, "p1.session", secretOf(2048))
	mustPut(t, v, "p1.token", large)

	v = openAt(dir)
	wantState(t, v, Ready)
	if mustKey(t, v, "desk", false).Reveal() != key.Reveal() {
		t.Error("another key in the next run")
	}
	wantSecret(t, v, "p1.session", secretOf(2048).Reveal())
	wantSecret(t, v, "p1.token", large.Reveal())
	wantSecret(t, v, "never", "")
	if _, err := keyring.Get(service, "p1.token"); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("a secret over the limit of Windows is in the keyring: %v", err)
	}
	nothingInClear(t, dir, key.Reveal(), large.Reveal(), secretOf(2048).Reveal())
	for _, name := range []string{"p1.session", "p1.token"} {
		if err := v.Delete(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		wantSecret(t, v, name, "")
	}
}
