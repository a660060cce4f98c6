package desk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/BurntSushi/toml"
	"howett.net/plist"
)

// policyLimit bounds a policy file, in bytes.
const policyLimit = 64 << 10

// policyPlace is where the system keeps what an organisation has fixed.
func policyPlace() string {
	switch runtime.GOOS {
	case "windows":
		return `HKLM\Software\Policies\Steward`
	case "darwin":
		return "/Library/Managed Preferences/app.steward.Steward.plist"
	}
	return "/etc/steward/policy.toml"
}

// readPolicyFile reads a policy from a property list or a TOML file; found is
// false where there is none. A file that others than its owner may change is
// refused.
func readPolicyFile(path string) (raw map[string]any, found bool, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, true, fmt.Errorf("it cannot be read: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return nil, true, fmt.Errorf("others than its owner may change it (mode %04o)", info.Mode().Perm())
	}
	words, err := io.ReadAll(io.LimitReader(file, policyLimit+1))
	switch {
	case err != nil:
		return nil, true, fmt.Errorf("it cannot be read: %w", err)
	case len(words) > policyLimit:
		return nil, true, fmt.Errorf("it is longer than %d bytes", policyLimit)
	case filepath.Ext(path) == ".plist":
		_, err = plist.Unmarshal(words, &raw)
	default:
		_, err = toml.Decode(string(words), &raw)
	}
	if err != nil {
		return nil, true, fmt.Errorf("it is malformed: %w", err)
	}
	return raw, true, nil
}
