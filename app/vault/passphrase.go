package vault

import (
	"context"
	"fmt"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"

	"steward/app/model"
	"steward/client/platform"
)

// LeastPassphrase is the least number of characters of a passphrase.
const LeastPassphrase = 8

// phraseLock is how the key of the vault's file comes out of a passphrase. The
// cost is stored with it, so that it can grow without locking anybody out.
type phraseLock struct {
	Salt    []byte
	Time    uint32
	Memory  uint32 // KiB
	Threads uint8
	Wrapped []byte // the file's key, sealed with what Argon2id makes of the passphrase
}

// newPhraseLock wraps key with a passphrase at the cost that RFC 9106 names
// for machines without gigabytes to spare.
func newPhraseLock(passphrase, key platform.Secret) (*phraseLock, error) {
	l := &phraseLock{Salt: random(16), Time: 3, Memory: 64 * 1024, Threads: 4}
	wrapped, err := seal(l.stretch(passphrase), fileKey, key)
	if err != nil {
		return nil, err
	}
	l.Wrapped = wrapped
	return l, nil
}

// open is the file's key; errWrong.
func (l *phraseLock) open(passphrase platform.Secret) (platform.Secret, error) {
	key, err := unseal(l.stretch(passphrase), fileKey, l.Wrapped)
	if err != nil {
		return platform.Secret{}, fmt.Errorf("%w: %w", errWrong, err)
	}
	return key, nil
}

// stretch makes a key of a passphrase. One text is one passphrase, however the
// keyboard composed its accents.
func (l *phraseLock) stretch(passphrase platform.Secret) platform.Secret {
	text := norm.NFC.String(passphrase.Reveal())
	return platform.NewSecret(string(argon2.IDKey([]byte(text), l.Salt, l.Time, l.Memory, l.Threads, chacha20poly1305.KeySize)))
}

// sane refuses a cost that would hang the program or protect nothing; no lock
// is fine.
func (l *phraseLock) sane() bool {
	return l == nil || len(l.Salt) >= 16 && l.Time >= 1 && l.Time <= 64 &&
		l.Memory >= 8*1024 && l.Memory <= 1024*1024 && l.Threads >= 1
}

// SetPassphrase seals everything with a passphrase from now on, or replaces
// the one that was given. What the keyring still gives moves into the file;
// what it does not give is as if it had never been stored. keyring.short, and
// keyring.passphrase while another passphrase is set and not given.
func (v *Vault) SetPassphrase(ctx context.Context, passphrase platform.Secret) error {
	if utf8.RuneCountInString(passphrase.Reveal()) < LeastPassphrase {
		return model.NewError(model.Invalid, "keyring.short", errShort).With("Least", LeastPassphrase)
	}
	leave, err := v.enter(ctx, true)
	if err != nil {
		return err
	}
	defer leave()
	f, err := readFile(v.file)
	if err != nil {
		return explain(err)
	}
	old, err := v.placeAtRest(f)
	if err != nil {
		return explain(err)
	}
	in, moved := v.intoFile(ctx, old, f)
	if f.Phrase, err = newPhraseLock(passphrase, in.key); err != nil {
		return err
	}
	if err := f.write(v.file); err != nil {
		return explain(err)
	}
	v.use(in.key)
	for _, name := range moved {
		_ = v.ring.remove(ctx, name) // the file has it; a leftover in the keyring harms nobody
	}
	return nil
}

// intoFile is the file as a place, with all that the old place gives, and the
// names that came out of the keyring.
func (v *Vault) intoFile(ctx context.Context, old place, f *file) (in inFile, moved []string) {
	if in, ok := old.(inFile); ok {
		return in, nil
	}
	ring := inKeyring{v.ring}
	_, _, err := ring.get(ctx, f, probe)
	answers := err == nil
	if answers && len(f.Sealed) > 0 {
		in, _ = ring.fileKey(ctx, f) // without its key, what it sealed is lost in any case
	}
	if in.key.IsEmpty() {
		in = inFile{platform.NewSecret(string(random(keyLength)))}
		clear(f.Sealed)
	}
	for name := range f.Names {
		if _, ok := f.Sealed[name]; ok {
			continue
		}
		if answers && name != fileKey {
			secret, ok, err := ring.get(ctx, f, name)
			if err == nil && ok && in.put(ctx, f, name, secret) == nil {
				moved = append(moved, name)
				continue
			}
		}
		delete(f.Names, name)
	}
	return in, moved
}

// Unlock opens the vault's file with its passphrase; keyring.wrong, and
// keyring.unset if there is none. Argon2id makes every attempt cost the same
// tenth of a second, and attempts wait for each other.
func (v *Vault) Unlock(ctx context.Context, passphrase platform.Secret) error {
	leave, err := v.enter(ctx, true)
	if err != nil {
		return err
	}
	defer leave()
	f, err := readFile(v.file)
	if err != nil {
		return explain(err)
	}
	if f.Phrase == nil {
		return explain(errUnset)
	}
	key, err := f.Phrase.open(passphrase)
	if err != nil {
		return explain(err)
	}
	v.use(key)
	return nil
}

// use has secrets outlive the run, sealed with the file's key.
func (v *Vault) use(key platform.Secret) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.opened = key
	v.memory = nil
}
