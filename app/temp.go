package app

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"steward/app/sealed"
	"steward/app/vault"
)

// tempFolder is where this run of the program keeps temporary files: one of
// its own, so that a second program of the same data folder does not empty it.
type tempFolder struct {
	path string
	lock *vault.Lock
	once sync.Once

	mu   sync.Mutex
	keys map[string]sealed.Key
}

// lockName ends the name of the lock beside a temporary folder.
const lockName = ".lock"

// holdTemp makes a temporary folder in parent and removes those that programs
// left behind which are no longer there.
func holdTemp(parent string) (*tempFolder, error) {
	if info, err := os.Lstat(parent); err == nil && !info.IsDir() { // a link leads who knows where
		if err := os.Remove(parent); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, err
	}
	if err := clearTemp(parent); err != nil {
		return nil, err
	}
	t := &tempFolder{path: filepath.Join(parent, rand.Text()), keys: map[string]sealed.Key{}}
	lock, held, err := vault.Hold(t.path + lockName)
	if err != nil || !held {
		return nil, errors.Join(err, os.ErrExist)
	}
	t.lock = lock
	if err := os.Mkdir(t.path, 0o700); err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	return t, nil
}

// clearTemp removes what no running program holds.
func clearTemp(parent string) error {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		path := filepath.Join(parent, e.Name())
		if filepath.Ext(path) == lockName {
			continue
		}
		lock, held, err := vault.Hold(path + lockName)
		if err != nil || !held {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, os.RemoveAll(path), lock.Release(), os.Remove(path+lockName))
	}
	return errors.Join(errs...)
}

// remove removes the folder and lets go of its name.
func (t *tempFolder) remove() (err error) {
	t.once.Do(func() {
		err = errors.Join(os.RemoveAll(t.path), t.lock.Release(), os.Remove(t.path+lockName))
	})
	return err
}

// sealed is a file of this run and the key that opens it, which nobody keeps: the
// same ones whenever the name is asked for, and both gone with the program.
func (t *tempFolder) sealed(name string) (path string, key sealed.Key) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key, made := t.keys[name]
	if !made {
		key = sealed.NewKey()
		t.keys[name] = key
	}
	return filepath.Join(t.path, name), key
}

// TempDir is the folder of this run for temporary files, mode 0700. It goes
// with the program, or when the next one starts.
func (a *App) TempDir() string { return a.temp.path }
