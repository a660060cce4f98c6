package vault

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steward/client/platform"
)

// A code opens what it was made for, however it is typed; a wrong character is
// noticed before the file is looked at, another code and another name open
// nothing, and the file holds neither code nor key.
func TestACodeOpensItsKey(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "x.recovery"), platform.NewSecret(strings.Repeat("0f", keyLength))
	code, err := NewCode(path, "one", key)
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.ReplaceAll(code.Reveal(), "-", "")
	for _, typed := range []string{code.Reveal(), strings.ToLower(plain), " " + strings.ReplaceAll(plain, "0", "o") + "\n", strings.ReplaceAll(plain, "1", "l")} {
		got, err := OpenCode(path, "one", platform.NewSecret(typed))
		if err != nil || got.Reveal() != key.Reveal() {
			t.Errorf("typed as %d characters: %v", len(typed), err)
		}
	}
	for i := range plain {
		wrong := byte('7')
		if plain[i] == wrong {
			wrong = '8'
		}
		if _, err := OpenCode(path, "one", platform.NewSecret(plain[:i]+string(wrong)+plain[i+1:])); !errors.Is(err, ErrCodeText) {
			t.Errorf("character %d wrong: %v", i, err)
		}
	}
	if _, err := OpenCode(path, "two", code); !errors.Is(err, ErrWrongCode) {
		t.Errorf("another name: %v", err)
	}
	if _, err := OpenCode(path+"x", "one", code); !errors.Is(err, ErrNoCode) {
		t.Errorf("no file: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || !ownersOnly(info) {
		t.Errorf("%v %v", info, err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), plain) || strings.Contains(string(text), key.Reveal()) {
		t.Errorf("the file tells: %v", err)
	}
	if _, err := NewCode(path, "one", key); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCode(path, "one", code); !errors.Is(err, ErrWrongCode) {
		t.Errorf("the code before: %v", err)
	}
}
