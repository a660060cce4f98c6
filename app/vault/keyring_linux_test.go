package vault

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"steward/app/model"
	"steward/client/platform"
)

func TestKeyringKeeps(t *testing.T) {
	if !inSession(t, unlocked) {
		return
	}
	dir := t.TempDir()
	v := openAt(dir)
	wantState(t, v, Ready)
	key := mustKey(t, v, "desk", true)
	large, huge := secretOf(2049), secretOf(100_000)
	mustPut(t, v, "p1.session", secretOf(2048))
	mustPut(t, v, "p1.token", large)
	mustPut(t, v, "p1.certkey", huge)

	v = openAt(dir)
	wantState(t, v, Ready)
	if mustKey(t, v, "desk", false).Reveal() != key.Reveal() {
		t.Error("another key in the next run")
	}
	wantSecret(t, v, "p1.session", secretOf(2048).Reveal())
	wantSecret(t, v, "p1.token", large.Reveal())
	wantSecret(t, v, "p1.certkey", huge.Reveal())
	wantSecret(t, v, "never", "")
	if _, err := keyring.Get(service, "p1.token"); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("a secret over the limit of Windows is in the keyring: %v", err)
	}
	file, err := keyring.Get(service, fileKey)
	if err != nil {
		t.Fatal(err)
	}
	nothingInClear(t, dir, key.Reveal(), large.Reveal(), huge.Reveal(), secretOf(2048).Reveal(), file)

	// From small to large and back, and gone.
	mustPut(t, v, "p1.session", large)
	wantSecret(t, v, "p1.session", large.Reveal())
	mustPut(t, v, "p1.session", platform.NewSecret("short again"))
	wantSecret(t, openAt(dir), "p1.session", "short again")
	for _, name := range []string{"p1.session", "p1.token", "p1.certkey", "never"} {
		if err := v.Delete(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		wantSecret(t, v, name, "")
	}
	mustPut(t, v, "p1.session", platform.NewSecret("x"))
	mustPut(t, v, "p1.session", platform.Secret{})
	wantSecret(t, v, "p1.session", "")
	wantState(t, v, Ready)
}

func TestSomebodyElseChangedTheKey(t *testing.T) {
	if !inSession(t, unlocked) {
		return
	}
	other := strings.Repeat("ab", keyLength)
	for name, spoil := range map[string]func() error{
		"another key": func() error { return keyring.Set(service, "desk", other) },
		"not a key":   func() error { return keyring.Set(service, "desk", "hello") },
		"gone":        func() error { return keyring.Delete(service, "desk") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			v := openAt(dir)
			if _, err := v.Renew(t.Context(), "desk"); err != nil {
				t.Fatal(err)
			}
			if err := spoil(); err != nil {
				t.Fatal(err)
			}
			v = openAt(dir)
			wantState(t, v, Changed)
			_, created, err := v.Key(t.Context(), "desk")
			wantKeyError(t, err, "keyring.changed")
			if created || model.CodeOf(err) != model.Conflict {
				t.Errorf("created %v, %v", created, err)
			}
			key, err := v.Renew(t.Context(), "desk")
			if err != nil {
				t.Fatal(err)
			}
			wantState(t, v, Ready)
			if mustKey(t, v, "desk", false).Reveal() != key.Reveal() {
				t.Error("the new key is not the one that was stored")
			}
		})
	}
}

func TestLockedThenUnlocked(t *testing.T) {
	if !inSession(t, locked) {
		return
	}
	v := openAt(t.TempDir())
	wantState(t, v, Locked)
	_, _, err := v.Key(t.Context(), "desk")
	wantKeyError(t, err, "keyring.locked")
	wantKeyError(t, v.Put(t.Context(), "p1.session", secretOf(10)), "keyring.locked")
	_, _, err = v.Get(t.Context(), "p1.session")
	wantKeyError(t, err, "keyring.locked")
	if s := v.Retry(t.Context()); s != Locked {
		t.Fatalf("state %d after a retry without unlocking", s)
	}
	v.UseThisRun()
	mustPut(t, v, "p1.session", platform.NewSecret("kept in memory"))
	if s := v.Retry(t.Context()); s != Locked || !v.ReadOnly() {
		t.Fatalf("state %d, read-only %v: a retry in vain must leave this run as it is", s, v.ReadOnly())
	}
	wantSecret(t, v, "p1.session", "kept in memory")

	unlock := exec.CommandContext(t.Context(), "gnome-keyring-daemon", "--replace", "--unlock", "--components=secrets")
	unlock.Stdin = strings.NewReader(password)
	if err := unlock.Run(); err != nil {
		t.Fatal(err)
	}
	if s := v.Retry(t.Context()); s != Ready || v.ReadOnly() {
		t.Fatalf("state %d, read-only %v after unlocking", s, v.ReadOnly())
	}
	wantSecret(t, v, "p1.session", "")
	mustKey(t, v, "desk", true)
}

// TestPassphraseTakesOver moves what the keyring holds into the sealed file.
func TestPassphraseTakesOver(t *testing.T) {
	if !inSession(t, unlocked) {
		return
	}
	dir := t.TempDir()
	v := openAt(dir)
	key := mustKey(t, v, "desk", true)
	mustPut(t, v, "p1.session", platform.NewSecret("a session that moves"))
	mustPut(t, v, "p1.token", secretOf(5000))
	if err := v.SetPassphrase(t.Context(), platform.NewSecret("correct horse")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"desk", "p1.session"} {
		if _, err := keyring.Get(service, name); !errors.Is(err, keyring.ErrNotFound) {
			t.Errorf("%s is still in the keyring: %v", name, err)
		}
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	v = openAt(dir)
	if err := v.Unlock(t.Context(), platform.NewSecret("correct horse")); err != nil {
		t.Fatal(err)
	}
	if mustKey(t, v, "desk", false).Reveal() != key.Reveal() {
		t.Error("another key under the passphrase")
	}
	wantSecret(t, v, "p1.session", "a session that moves")
	wantSecret(t, v, "p1.token", secretOf(5000).Reveal())
	nothingInClear(t, dir, key.Reveal(), "a session that moves", secretOf(5000).Reveal(), "correct horse")
}

func TestPassphraseWhileLocked(t *testing.T) {
	if !inSession(t, locked) {
		return
	}
	dir := t.TempDir()
	v := openAt(dir)
	wantState(t, v, Locked)
	if err := v.SetPassphrase(t.Context(), platform.NewSecret("correct horse")); err != nil {
		t.Fatal(err)
	}
	wantState(t, v, Ready)
	mustKey(t, v, "desk", true)
	wantState(t, openAt(dir), NeedsPassphrase)
}

func TestNobodyKeepsSecrets(t *testing.T) {
	if !inSession(t, nobody) {
		return
	}
	v := openAt(t.TempDir())
	wantState(t, v, Missing)
	_, _, err := v.Key(t.Context(), "desk")
	wantKeyError(t, err, "keyring.missing")
}

func TestNoBusAtAll(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	dir := t.TempDir()
	v := openAt(dir)
	wantState(t, v, Missing)
	wantKeyError(t, v.Put(t.Context(), "p1.session", secretOf(10)), "keyring.missing")
	wantKeyError(t, v.Put(t.Context(), "p1.session", secretOf(5000)), "keyring.missing")
	_, _, err := v.Key(t.Context(), "desk")
	wantKeyError(t, err, "keyring.missing")
	nothingInClear(t, dir, secretOf(10).Reveal(), secretOf(5000).Reveal())
	if _, err := os.Stat(v.file); err == nil {
		t.Error("something was written without a key")
	}
}

// TestHungBus has a bus that accepts and never says a word.
func TestHungBus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	var accepted atomic.Int32
	conns := make(chan net.Conn, 10)
	served := make(chan struct{})
	go func() {
		defer close(served)
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			accepted.Add(1)
			conns <- c
		}
	}()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)

	v := Open(Options{Dir: t.TempDir(), Service: service, Timeout: 100 * time.Millisecond})
	for range 3 {
		began := time.Now()
		wantState(t, v, Slow)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("waited %v for a limit of 100 ms", took)
		}
	}
	_, _, err = v.Key(t.Context(), "desk")
	wantKeyError(t, err, "keyring.slow")
	if model.CodeOf(err) != model.Timeout {
		t.Errorf("code of %v", err)
	}
	if n := accepted.Load(); n != 1 {
		t.Errorf("%d calls are stuck, want 1", n)
	}
	v.UseThisRun()
	mustKey(t, v, "desk", true)

	// The bus ends, and so does the stuck call: a missing bus answers again.
	_ = (<-conns).Close()
	_ = listener.Close()
	<-served
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	v.limit, v.ring.limit = 5*time.Second, 5*time.Second
	if s := v.Retry(t.Context()); s != Missing {
		t.Errorf("state %d after the bus ended", s)
	}
}
