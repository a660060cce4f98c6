package vault

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"steward/client/platform"
)

// What may be wrong with a code.
var (
	ErrNoCode    = errors.New("no recovery code was made")
	ErrCodeText  = errors.New("not a recovery code")
	ErrWrongCode = errors.New("recovery code of something else")
)

const (
	codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's, 5 bits each
	codeLength = 28                                 // 27 free ones, 135 bits, and one that checks them
	codeGroup  = 4
)

// codeLock is what lies beside the file that a code opens: its key, sealed with
// what comes out of the code. The code is random and long, so nobody can try
// them all and it needs no slow hash.
type codeLock struct {
	Version int
	Salt    []byte
	Wrapped []byte
}

// NewCode makes a recovery code for a key and writes what opens it to a file;
// the code itself is stored nowhere. An earlier code of the file opens nothing
// any more.
func NewCode(path, name string, key platform.Secret) (platform.Secret, error) {
	code := randomCode()
	l := codeLock{Version: 1, Salt: random(16)}
	wrapping, err := l.stretch(code)
	if err == nil {
		l.Wrapped, err = seal(wrapping, name, key)
	}
	if err != nil {
		return platform.Secret{}, fmt.Errorf("make recovery code: %w", err)
	}
	text, _ := json.Marshal(l) // numbers and bytes always encode
	if err := makeFolder(path); err != nil {
		return platform.Secret{}, explain(err)
	}
	err = writeSynced(path+".new", text)
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return platform.Secret{}, explain(fmt.Errorf("%w: %w", errDiskWrite, err))
	}
	syncFolder(filepath.Dir(path))
	return platform.NewSecret(grouped(code)), nil
}

// OpenCode is the key that a recovery code opens, as people type it: lower
// case, O for 0, I and L for 1, with or without signs between the groups. It
// returns ErrNoCode, ErrCodeText and ErrWrongCode.
func OpenCode(path, name string, typed platform.Secret) (platform.Secret, error) {
	code, err := parseCode(typed.Reveal())
	if err != nil {
		return platform.Secret{}, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return platform.Secret{}, fmt.Errorf("open recovery code: %w", ErrNoCode)
	}
	var l codeLock
	if err == nil {
		err = json.Unmarshal(text, &l)
	}
	if err == nil && l.Version != 1 {
		err = fmt.Errorf("version %d", l.Version)
	}
	if err != nil {
		return platform.Secret{}, fmt.Errorf("open recovery code: %w: %w", ErrNoCode, err)
	}
	wrapping, err := l.stretch(code)
	if err != nil {
		return platform.Secret{}, fmt.Errorf("open recovery code: %w", err)
	}
	key, err := unseal(wrapping, name, l.Wrapped)
	if err != nil || !isKey(key) {
		return platform.Secret{}, fmt.Errorf("open recovery code: %w", ErrWrongCode)
	}
	return key, nil
}

func (l codeLock) stretch(code string) (platform.Secret, error) {
	key, err := hkdf.Key(sha256.New, []byte(code), l.Salt, "steward recovery 1", chacha20poly1305.KeySize)
	return platform.NewSecret(string(key)), err
}

func randomCode() string {
	var text [codeLength]byte
	for i, b := range random(codeLength - 1) {
		text[i] = codeDigits[b&31]
	}
	text[codeLength-1] = checkOf(text[:codeLength-1])
	return string(text[:])
}

// checkOf is Luhn's check with 32 digits: it finds every single wrong character
// and nearly all swapped neighbours.
func checkOf(text []byte) byte {
	sum, factor := 0, 2
	for i := len(text) - 1; i >= 0; i-- {
		product := factor * strings.IndexByte(codeDigits, text[i])
		sum += product/len(codeDigits) + product%len(codeDigits)
		factor = 3 - factor
	}
	return codeDigits[(len(codeDigits)-sum%len(codeDigits))%len(codeDigits)]
}

func parseCode(typed string) (string, error) {
	typed = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", " ", "", "\t", "", "\n", "").Replace(strings.ToUpper(typed))
	if len(typed) != codeLength || strings.Trim(typed, codeDigits) != "" || checkOf([]byte(typed[:codeLength-1])) != typed[codeLength-1] {
		return "", fmt.Errorf("read recovery code: %w", ErrCodeText)
	}
	return typed, nil
}

func grouped(code string) string {
	var groups []string
	for len(code) > 0 {
		groups = append(groups, code[:codeGroup])
		code = code[codeGroup:]
	}
	return strings.Join(groups, "-")
}
