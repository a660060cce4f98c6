package vault

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// mapRing is a keyring that works; the ones below fail as real ones do.
type mapRing map[string]platform.Secret

func (r mapRing) Get(_ context.Context, name string) (platform.Secret, error) {
	s, ok := r[name]
	if !ok {
		return s, ErrNotFound
	}
	return s, nil
}

func (r mapRing) Set(_ context.Context, name string, secret platform.Secret) error {
	r[name] = secret
	return nil
}

func (r mapRing) Delete(_ context.Context, name string) error {
	if _, ok := r[name]; !ok {
		return ErrNotFound
	}
	delete(r, name)
	return nil
}

// forgetful says yes to every write and keeps nothing.
type forgetful struct{ mapRing }

func (forgetful) Set(context.Context, string, platform.Secret) error { return nil }

// narrow takes 100 bytes.
type narrow struct{ mapRing }

func (r narrow) Set(ctx context.Context, name string, secret platform.Secret) error {
	if len(secret.Reveal()) > 100 {
		return ErrTooLarge
	}
	return r.mapRing.Set(ctx, name, secret)
}

// late answers when it is told to.
type late struct {
	mapRing
	answer chan struct{}
}

func (r late) Get(ctx context.Context, name string) (platform.Secret, error) {
	<-r.answer
	return r.mapRing.Get(ctx, name)
}

func TestKeyringThatLosesWrites(t *testing.T) {
	v := Open(Options{Dir: t.TempDir(), Keyring: forgetful{mapRing{}}})
	key, created, err := v.Key(t.Context(), "desk")
	wantKeyError(t, err, "keyring.changed")
	if created || !key.IsEmpty() {
		t.Error("a key that was not kept was given out")
	}
	_, err = v.Renew(t.Context(), "desk")
	wantKeyError(t, err, "keyring.changed")
}

func TestKeyringThatSaysTooLarge(t *testing.T) {
	dir, ring := t.TempDir(), narrow{mapRing{}}
	v := Open(Options{Dir: dir, Keyring: ring})
	mustPut(t, v, "token", secretOf(50))
	mustPut(t, v, "token", secretOf(500))
	v = Open(Options{Dir: dir, Keyring: ring})
	wantSecret(t, v, "token", secretOf(500).Reveal())
	nothingInClear(t, dir, secretOf(500).Reveal(), ring.mapRing[fileKey].Reveal())
	mustPut(t, v, "token", secretOf(60))
	wantSecret(t, Open(Options{Dir: dir, Keyring: ring}), "token", secretOf(60).Reveal())
}

func TestLateAnswerIsDropped(t *testing.T) {
	ring := late{mapRing{"token": platform.NewSecret("late")}, make(chan struct{})}
	v := Open(Options{Dir: t.TempDir(), Keyring: ring, Timeout: 30 * time.Millisecond})
	_, _, err := v.Get(t.Context(), "token")
	wantKeyError(t, err, "keyring.slow")

	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err = v.Get(stopped, "token"); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who stopped was told %v", err)
	}
	if err := v.Put(stopped, "token", secretOf(5)); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who stopped was told %v", err)
	}
	close(ring.answer)
	v.ring.limit = 5 * time.Second
	wantSecret(t, v, "token", "late")
}

func TestThisRunLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "never made")
	v := Open(Options{Dir: dir, Keyring: late{}}) // whoever asks it waits for ever
	v.UseThisRun()
	wantState(t, v, ThisRun)
	if !v.ThisRun() || !v.ReadOnly() || v.State(t.Context()).Err() != nil {
		t.Error("this run is not read-only, or reported as a failure")
	}
	key := mustKey(t, v, "desk", true)
	if mustKey(t, v, "desk", false).Reveal() != key.Reveal() {
		t.Error("another key in the same run")
	}
	mustPut(t, v, "session", secretOf(5000))
	v.UseThisRun()
	wantSecret(t, v, "session", secretOf(5000).Reveal())
	if err := v.Delete(t.Context(), "session"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, v, "session", "")
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// TestManyAskForOneKey has several vaults on one folder, as several windows
// have, ask for the same new key at once.
func TestManyAskForOneKey(t *testing.T) {
	dir, ring := t.TempDir(), &guarded{ring: mapRing{}}
	keys := make([]string, 8)
	made := make([]bool, len(keys))
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			key, created, err := Open(Options{Dir: dir, Keyring: ring}).Key(t.Context(), "desk")
			if err != nil {
				t.Error(err)
			}
			keys[i], made[i] = key.Reveal(), created
		})
	}
	all.Wait()
	n := 0
	for i := range keys {
		if made[i] {
			n++
		}
		if keys[i] != keys[0] {
			t.Error("two keys of one name")
		}
	}
	if n != 1 {
		t.Errorf("%d said that they made it", n)
	}
}

// guarded is a keyring for several callers.
type guarded struct {
	mu   sync.Mutex
	ring mapRing
}

func (r *guarded) Get(ctx context.Context, name string) (platform.Secret, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ring.Get(ctx, name)
}

func (r *guarded) Set(ctx context.Context, name string, secret platform.Secret) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ring.Set(ctx, name, secret)
}

func (r *guarded) Delete(ctx context.Context, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ring.Delete(ctx, name)
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	notDir := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(notDir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	v := Open(Options{Dir: notDir, Keyring: mapRing{}})
	_, _, err := v.Key(t.Context(), "desk")
	wantKeyError(t, err, "keyring.unwritten")
}

// TestSentences finds every sentence that this package asks for.
func TestSentences(t *testing.T) {
	data, err := os.ReadFile("../../assets/text/en/vault.json")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue map[string]string
	if err := json.Unmarshal(data, &catalogue); err != nil {
		t.Fatal(err)
	}
	keys := []string{"keyring.short"}
	for _, it := range sentences {
		keys = append(keys, it.key)
	}
	for _, key := range keys {
		if catalogue[key] == "" {
			t.Errorf("no sentence for %s", key)
		}
	}
	if len(catalogue) != len(keys) {
		t.Errorf("%d sentences for %d keys", len(catalogue), len(keys))
	}
	for s := Ready; s <= Broken; s++ {
		if quiet := s == Ready || s == ThisRun; (s.Err() == nil) != quiet {
			t.Errorf("state %d says %v", s, s.Err())
		}
	}
	if State(0).Err() != nil {
		t.Error("no state has an error")
	}
}

// holderPath has the test binary hold that lock until it is killed.
const holderPath = "STEWARD_TEST_HOLD"

func holdUntilKilled(path string) {
	_, held, err := Hold(path)
	fmt.Println(held, err)
	select {}
}

func TestOneInstanceHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p1", "lock")
	first, held, err := Hold(path)
	if err != nil || !held {
		t.Fatal(held, err)
	}
	if second, held, err := Hold(path); err != nil || held || second != nil {
		t.Fatal("two hold one profile", err)
	}
	if err := errors.Join(first.Release(), first.Release(), (*Lock)(nil).Release()); err != nil {
		t.Fatal(err)
	}

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.CommandContext(t.Context(), self)
	other.Env = append(os.Environ(), holderPath+"="+path)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if said, err := bufio.NewReader(out).ReadString('\n'); err != nil || said != "true <nil>\n" {
		t.Fatalf("the other process said %q, %v", said, err)
	}
	if _, held, err := Hold(path); err != nil || held {
		t.Error("two processes hold one profile", err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	last, held, err := Hold(path)
	if err != nil || !held {
		t.Fatal("a killed process still holds", err)
	}
	if err := last.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestErrorsKeepTheirCause(t *testing.T) {
	for _, it := range sentences {
		err := explain(fmt.Errorf("ask: %w", it.reason))
		if !errors.Is(err, it.reason) || model.CodeOf(err) != it.code {
			t.Errorf("%v became %v", it.reason, err)
		}
		if again := explain(fmt.Errorf("once more: %w", err)); model.CodeOf(again) != it.code {
			t.Errorf("%v became %v", err, again)
		}
	}
}
