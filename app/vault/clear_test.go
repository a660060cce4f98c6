package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"steward/client/platform"
)

// secretOf is a secret of n bytes without any repetition to be found by chance.
func secretOf(n int) platform.Secret {
	var b strings.Builder
	for i := n; b.Len() < n; i++ {
		fmt.Fprintf(&b, "canary-%d/", i)
	}
	return platform.NewSecret(b.String()[:n])
}

// nothingInClear searches every file of a folder for the beginning of every
// secret, as text, hex, base64 at each alignment and UTF-16, and raw if it is
// hex itself.
func nothingInClear(t *testing.T, dir string, secrets ...string) {
	t.Helper()
	forms := map[string][]byte{}
	for _, s := range secrets {
		for form, canary := range spellings(s) {
			forms[form+" of "+s[:min(8, len(s))]] = canary
		}
	}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if info, err := e.Info(); err != nil || !ownersOnly(info) {
			t.Errorf("%s has mode %v: %v", path, info.Mode(), err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for form, canary := range forms {
			if bytes.Contains(data, canary) {
				t.Errorf("%s holds %s", filepath.Base(path), form)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func spellings(secret string) map[string][]byte {
	s := []byte(secret)
	if len(s) > 24 {
		s = s[:24]
	}
	all := map[string][]byte{"text": s, "hex": []byte(hex.EncodeToString(s)), "HEX": bytes.ToUpper([]byte(hex.EncodeToString(s)))}
	for shift := range 3 {
		code := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), s...))
		all[fmt.Sprint("base64 at ", shift)] = []byte(code)[2*shift : len(code)-2]
	}
	for _, u := range utf16.Encode([]rune(string(s))) {
		all["UTF-16LE"] = append(all["UTF-16LE"], byte(u), byte(u>>8))
		all["UTF-16BE"] = append(all["UTF-16BE"], byte(u>>8), byte(u))
	}
	if raw, err := hex.DecodeString(string(s)); err == nil {
		all["raw"] = raw
		all["raw base64"] = []byte(base64.RawStdEncoding.EncodeToString(raw))[:14]
	}
	return all
}

// TestSearchFinds shows that the search is able to fail.
func TestSearchFinds(t *testing.T) {
	key := "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	raw, _ := hex.DecodeString(key)
	for name, data := range map[string][]byte{
		"text": []byte("x" + key), "raw": raw, "base64 of text": []byte(base64.StdEncoding.EncodeToString([]byte("ab" + key))),
		"base64 of raw": []byte(base64.StdEncoding.EncodeToString(raw)),
	} {
		found := false
		for _, canary := range spellings(key) {
			found = found || bytes.Contains(data, canary)
		}
		if !found {
			t.Errorf("%s was not found", name)
		}
	}
}

// TestPrintsNoSecret prints everything that holds a secret, in every way.
func TestPrintsNoSecret(t *testing.T) {
	secret := platform.NewSecret("canary-printed")
	raw := platform.NewSecret(strings.Repeat("k", keyLength))
	v := Open(Options{Dir: t.TempDir(), Keyring: mapRing{"x": secret}})
	v.opened = raw
	v.memory = &memory{secrets: map[string]platform.Secret{"x": secret}}
	box, err := seal(raw, "x", secret)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := newPhraseLock(secret, raw)
	if err != nil {
		t.Fatal(err)
	}
	f := newFile()
	f.Sealed["x"], f.Phrase = box, lock
	for _, it := range []any{
		v, v.memory, v.ring, Options{Keyring: mapRing{"x": secret}}, inFile{raw}, &inFile{raw}, inKeyring{v.ring}, answer{secret: secret}, f, lock, *lock,
	} {
		var printed strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&printed, verb, it)
		}
		if data, err := json.Marshal(it); err == nil {
			printed.Write(data)
		}
		for _, s := range []platform.Secret{secret, raw} {
			for form, canary := range spellings(s.Reveal()) {
				if bytes.Contains([]byte(printed.String()), canary) {
					t.Errorf("%T prints a secret as %s", it, form)
				}
			}
		}
	}
}
