//go:build unix

package app

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// NoCoreDumps keeps what is in memory out of core files.
func NoCoreDumps() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}

// openToAll reports whether everybody may write into a folder.
func openToAll(info fs.FileInfo) bool { return info.Mode().Perm()&0o002 != 0 }
