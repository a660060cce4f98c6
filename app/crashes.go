package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"steward/app/vault"
)

// Crash files lie in a folder of the data folder: one for each program that runs,
// held by a lock, and those that are kept, named by their time.
const (
	crashFolder  = "crashes"
	crashRunning = "running-"
	crashEnding  = ".txt"
	crashesKept  = 3
	crashLimit   = 1 << 20 // bytes of a file that are kept
)

// Crashes takes what the runtime writes when this program breaks.
type Crashes struct {
	file *os.File
	lock *vault.Lock
}

// WatchCrashes has the runtime write to a file of this run from now on. left is
// what a run before left when it broke, redacted; empty if none did. A run that was
// killed leaves nothing to tell, one that goes on in another window is left alone.
func WatchCrashes(dir string) (c *Crashes, left string, err error) {
	folder := filepath.Join(dir, crashFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, "", fmt.Errorf("make folder of crash files: %w", err)
	}
	left, err = gatherCrashes(folder)
	if err != nil {
		return nil, left, fmt.Errorf("look for crash files: %w", err)
	}
	path := filepath.Join(folder, crashRunning+rand.Text()+crashEnding)
	lock, held, err := vault.Hold(path + lockName)
	if err != nil || !held {
		return nil, left, errors.Join(err, os.ErrExist)
	}
	c = &Crashes{lock: lock}
	if c.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
		err = debug.SetCrashOutput(c.file, debug.CrashOptions{})
	}
	if err != nil {
		return nil, left, errors.Join(err, c.Close())
	}
	return c, left, nil
}

// Close says that this run ended as it should. Nil is fine.
func (c *Crashes) Close() error {
	if c == nil {
		return nil
	}
	err := debug.SetCrashOutput(nil, debug.CrashOptions{})
	if c.file != nil {
		path := c.file.Name()
		err = errors.Join(err, c.file.Close(), os.Remove(path), c.lock.Release(), os.Remove(path+lockName))
		return err
	}
	return errors.Join(err, c.lock.Release())
}

// gatherCrashes keeps what runs left that are over, and returns the newest of it.
func gatherCrashes(folder string) (newest string, err error) {
	running, err := filepath.Glob(filepath.Join(folder, crashRunning+"*"+crashEnding))
	if err != nil {
		return "", err
	}
	var errs []error
	for _, path := range running {
		lock, held, err := vault.Hold(path + lockName)
		if err != nil || !held {
			errs = append(errs, err)
			continue
		}
		kept, err := keepCrash(path)
		errs = append(errs, err, lock.Release(), os.Remove(path+lockName))
		newest = max(newest, kept)
	}
	return newest, errors.Join(append(errs, forgetCrashes(folder))...)
}

// keepCrash puts a redacted copy in the place of what the runtime wrote, named by
// when; an empty file goes.
func keepCrash(path string) (kept string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.Size() > 0 {
		words, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		kept = filepath.Join(filepath.Dir(path), info.ModTime().UTC().Format("20060102T150405.000")+crashEnding)
		if err := os.WriteFile(kept, []byte(Redacted(string(words[:min(len(words), crashLimit)]))), 0o600); err != nil {
			return "", err
		}
	}
	return kept, os.Remove(path)
}

// forgetCrashes keeps the newest ones only.
func forgetCrashes(folder string) error {
	all, err := filepath.Glob(filepath.Join(folder, "*"+crashEnding))
	all = slices.DeleteFunc(all, func(path string) bool { return strings.HasPrefix(filepath.Base(path), crashRunning) })
	slices.Sort(all)
	for _, path := range all[:max(0, len(all)-crashesKept)] {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}
