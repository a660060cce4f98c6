//go:build unix

package app

import (
	"os"

	"golang.org/x/sys/unix"
)

// NoCoreDumps keeps what is in memory out of core files.
func NoCoreDumps() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}

// openToAll reports whether everybody on this computer may write into a folder.
func openToAll(dir string) (bool, error) {
	info, err := os.Stat(dir)
	return err == nil && info.Mode().Perm()&0o002 != 0, err
}
