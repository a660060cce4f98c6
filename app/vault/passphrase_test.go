package vault

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// missingRing is a computer without a keyring.
type missingRing struct{}

func (missingRing) Get(context.Context, string) (platform.Secret, error) {
	return platform.Secret{}, ErrMissing
}
func (missingRing) Set(context.Context, string, platform.Secret) error { return ErrMissing }
func (missingRing) Delete(context.Context, string) error               { return ErrMissing }

var phrase = platform.NewSecret("correct horse")

// sealedVault is a vault with a passphrase and something in it, and its folder.
func sealedVault(t *testing.T) (*Vault, string) {
	t.Helper()
	dir := t.TempDir()
	v := withoutKeyring(dir)
	if err := v.SetPassphrase(t.Context(), phrase); err != nil {
		t.Fatal(err)
	}
	mustPut(t, v, "p1.session", secretOf(100))
	mustPut(t, v, "p2.session", secretOf(3000))
	return v, dir
}

func withoutKeyring(dir string) *Vault {
	return Open(Options{Dir: dir, Keyring: missingRing{}, Clock: fixed{}})
}

type fixed struct{}

func (fixed) Now() time.Time { return time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC) }

func TestPassphrase(t *testing.T) {
	v := withoutKeyring(t.TempDir())
	wantState(t, v, Missing)
	wantKeyError(t, v.Unlock(t.Context(), phrase), "keyring.unset")
	wantKeyError(t, v.SetPassphrase(t.Context(), platform.Secret{}), "keyring.short")
	wantKeyError(t, v.SetPassphrase(t.Context(), platform.NewSecret("ÄÖÜäöüß")), "keyring.short")

	v, dir := sealedVault(t)
	wantState(t, v, Ready)
	if v.ReadOnly() {
		t.Error("with a passphrase changes are allowed")
	}
	key := mustKey(t, v, "desk", true)
	nothingInClear(t, dir, key.Reveal(), phrase.Reveal(), v.opened.Reveal(), secretOf(100).Reveal(), secretOf(3000).Reveal())

	v = withoutKeyring(dir)
	wantState(t, v, NeedsPassphrase)
	_, _, err := v.Key(t.Context(), "desk")
	wantKeyError(t, err, "keyring.passphrase")
	wantKeyError(t, v.SetPassphrase(t.Context(), platform.NewSecret("somebody else's")), "keyring.passphrase")
	err = v.Unlock(t.Context(), platform.NewSecret("Correct horse"))
	wantKeyError(t, err, "keyring.wrong")
	if model.CodeOf(err) != model.Unauthorized || strings.Contains(err.Error(), "orrect horse") {
		t.Errorf("told %v", err)
	}
	wantState(t, v, NeedsPassphrase)
	v.UseThisRun()
	wantState(t, v, ThisRun)
	if err := v.Unlock(t.Context(), phrase); err != nil {
		t.Fatal(err)
	}
	wantState(t, v, Ready)
	if v.ReadOnly() || mustKey(t, v, "desk", false).Reveal() != key.Reveal() {
		t.Error("not back at what the passphrase seals")
	}
	wantSecret(t, v, "p1.session", secretOf(100).Reveal())
	wantSecret(t, v, "p2.session", secretOf(3000).Reveal())
	if err := v.Delete(t.Context(), "p2.session"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, v, "p2.session", "")
}

func TestPassphraseReplaced(t *testing.T) {
	v, dir := sealedVault(t)
	before, err := readFile(v.file)
	if err != nil {
		t.Fatal(err)
	}
	// The same text, composed in one way here and in the other there.
	if err := v.SetPassphrase(t.Context(), platform.NewSecret("n\u00e4chste passphrase")); err != nil {
		t.Fatal(err)
	}
	after, err := readFile(v.file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(before.Phrase.Salt, after.Phrase.Salt) {
		t.Error("the salt was used twice")
	}
	v = withoutKeyring(dir)
	wantKeyError(t, v.Unlock(t.Context(), phrase), "keyring.wrong")
	if err := v.Unlock(t.Context(), platform.NewSecret("na\u0308chste passphrase")); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, v, "p1.session", secretOf(100).Reveal())
}

func TestFileSpoiled(t *testing.T) {
	sound, _ := sealedVault(t)
	for name, it := range map[string]struct {
		spoil func(f *file) []byte
		state State
		key   string
	}{
		"not JSON":      {func(*file) []byte { return []byte("{") }, Broken, "keyring.broken"},
		"empty":         {func(*file) []byte { return nil }, Broken, "keyring.broken"},
		"null":          {func(*file) []byte { return []byte("null") }, Broken, "keyring.broken"},
		"newer":         {func(f *file) []byte { f.Version = 2; return f.encode() }, Broken, "keyring.broken"},
		"no cost":       {func(f *file) []byte { f.Phrase.Time = 0; return f.encode() }, Broken, "keyring.broken"},
		"too much cost": {func(f *file) []byte { f.Phrase.Memory = 1 << 31; return f.encode() }, Broken, "keyring.broken"},
		"other salt":    {func(f *file) []byte { f.Phrase.Salt[0] ^= 1; return f.encode() }, NeedsPassphrase, "keyring.wrong"},
		"cut key":       {func(f *file) []byte { f.Phrase.Wrapped = f.Phrase.Wrapped[:5]; return f.encode() }, NeedsPassphrase, "keyring.wrong"},
		"swapped": {func(f *file) []byte {
			f.Sealed["p1.session"], f.Sealed["p2.session"] = f.Sealed["p2.session"], f.Sealed["p1.session"]
			return f.encode()
		}, NeedsPassphrase, "keyring.changed"},
		"one bit": {func(f *file) []byte { f.Sealed["p1.session"][30] ^= 1; return f.encode() }, NeedsPassphrase, "keyring.changed"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := readFile(sound.file)
			if err != nil {
				t.Fatal(err)
			}
			v := withoutKeyring(t.TempDir())
			if err := os.WriteFile(v.file, it.spoil(f), 0o600); err != nil {
				t.Fatal(err)
			}
			wantState(t, v, it.state)
			err = v.Unlock(t.Context(), phrase)
			if err == nil {
				_, _, err = v.Get(t.Context(), "p1.session")
			}
			wantKeyError(t, err, it.key)
		})
	}
}

func TestStartOver(t *testing.T) {
	v, dir := sealedVault(t)
	content, err := os.ReadFile(v.file)
	if err != nil {
		t.Fatal(err)
	}
	v = withoutKeyring(dir)
	aside, err := v.StartOver(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(aside)
	if err != nil || !bytes.Equal(kept, content) || !strings.Contains(aside, "20261122T140000") {
		t.Errorf("not moved aside as it was, to %s: %v", aside, err)
	}
	wantState(t, v, Missing)
	if err := v.SetPassphrase(t.Context(), platform.NewSecret("the next one")); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, v, "p1.session", "")
	mustKey(t, v, "desk", true)

	empty := withoutKeyring(t.TempDir())
	if aside, err := empty.StartOver(t.Context()); aside != "" || err != nil {
		t.Errorf("nothing to move, but %q, %v", aside, err)
	}
}

// TestLeftoverOfAKill has a half-written file of a killed run, which must not
// stand in the way nor be taken for the real one.
func TestLeftoverOfAKill(t *testing.T) {
	v, dir := sealedVault(t)
	if err := os.WriteFile(v.file+".new", []byte("{half"), 0o644); err != nil {
		t.Fatal(err)
	}
	v = withoutKeyring(dir)
	if err := v.Unlock(t.Context(), phrase); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, v, "p1.session", secretOf(100).Reveal())
	mustPut(t, v, "p3.session", secretOf(200))
	if _, err := os.Stat(v.file + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a leftover stays: %v", err)
	}
	nothingInClear(t, dir, secretOf(200).Reveal())
}
