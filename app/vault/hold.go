package vault

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Lock says that this process is the one that works with something.
type Lock struct{ file *flock.Flock }

// Hold takes the lock file at path, so that one instance works with a profile;
// the folder is made with mode 0700 if it is missing. It never waits: false
// means that somebody else holds it. The system releases it when the process
// ends, however it ends.
func Hold(path string) (*Lock, bool, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, false, fmt.Errorf("make folder of lock: %w", err)
	}
	file := flock.New(path)
	held, err := file.TryLock()
	if err != nil {
		return nil, false, fmt.Errorf("take lock: %w", err)
	}
	if !held {
		return nil, false, nil
	}
	return &Lock{file: file}, true, nil
}

// Release lets somebody else hold it. A nil or released lock is fine.
func (l *Lock) Release() error {
	if l == nil {
		return nil
	}
	if err := l.file.Unlock(); err != nil {
		return fmt.Errorf("release lock: %w", err)
	}
	return nil
}
