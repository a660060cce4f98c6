package vault

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"steward/client/platform"
)

// fileVersion is the version of the file's form.
const fileVersion = 1

// file is what lies on disk: names and fingerprints, and secrets only sealed.
type file struct {
	Version int
	// Phrase is how the file's key comes out of a passphrase; nil: the file's
	// key is in the keyring.
	Phrase *phraseLock `json:",omitempty"`
	// Names are the secrets this vault has stored: the fingerprint of a key,
	// empty for any other secret.
	Names map[string]string
	// Sealed are the secrets in this file, nonce first.
	Sealed map[string][]byte
}

func newFile() *file {
	return &file{Version: fileVersion, Names: map[string]string{}, Sealed: map[string][]byte{}}
}

// readFile is the file, or an empty one if there is none; errBroken.
func readFile(path string) (*file, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newFile(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	}
	f := newFile()
	f.Version = 0
	if err := json.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	}
	if f.Version != fileVersion || f.Names == nil || f.Sealed == nil || !f.Phrase.sane() {
		return nil, fmt.Errorf("%w: version %d", errBroken, f.Version)
	}
	return f, nil
}

// encode is the file as it lies on disk.
func (f *file) encode() []byte {
	data, _ := json.MarshalIndent(f, "", "  ") // strings and bytes always encode
	return data
}

// write replaces the file: whoever reads sees the old one or the new one.
func (f *file) write(path string) error {
	if err := makeFolder(path); err != nil {
		return err
	}
	next := path + ".new"
	if err := writeSynced(next, f.encode()); err != nil {
		return fmt.Errorf("%w: %w", errDiskWrite, err)
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("%w: %w", errDiskWrite, err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

func writeSynced(path string, data []byte) error {
	// A leftover of a killed run may have any mode: begin with a new file.
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return errors.Join(err, out.Sync(), out.Close())
}

// syncFolder makes the new name last. Some systems cannot sync a folder; the
// file's content is safe either way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func makeFolder(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("%w: %w", errDiskWrite, err)
	}
	return nil
}

// moveAside renames the file and returns its new path; empty if there is none.
func moveAside(path string, now time.Time) (string, error) {
	aside := path + "." + now.UTC().Format("20060102T150405.000") + ".aside"
	err := os.Rename(path, aside)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("%w: %w", errDiskWrite, err)
	}
	return aside, nil
}

// seal encrypts a secret with the file's key. The name is bound to it, so that
// one secret cannot be put in the place of another.
func seal(key platform.Secret, name string, secret platform.Secret) ([]byte, error) {
	aead, err := chacha20poly1305.NewX([]byte(key.Reveal()))
	if err != nil {
		return nil, fmt.Errorf("seal secret: %w", err)
	}
	nonce := random(aead.NonceSize())
	return aead.Seal(nonce, nonce, []byte(secret.Reveal()), bound(name)), nil
}

// unseal is the opposite of seal; it fails for another key, name or content.
func unseal(key platform.Secret, name string, box []byte) (platform.Secret, error) {
	aead, err := chacha20poly1305.NewX([]byte(key.Reveal()))
	if err != nil {
		return platform.Secret{}, fmt.Errorf("open secret: %w", err)
	}
	if len(box) < aead.NonceSize() {
		return platform.Secret{}, errors.New("open secret: too short")
	}
	plain, err := aead.Open(nil, box[:aead.NonceSize()], box[aead.NonceSize():], bound(name))
	if err != nil {
		return platform.Secret{}, fmt.Errorf("open secret: %w", err)
	}
	return platform.NewSecret(string(plain)), nil
}

func bound(name string) []byte { return []byte("steward vault 1\x00" + name) }

// random is n unpredictable bytes.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
