//go:build unix

package app

import "golang.org/x/sys/unix"

// NoCoreDumps keeps what is in memory out of core files.
func NoCoreDumps() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
