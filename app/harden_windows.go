package app

import "io/fs"

// NoCoreDumps has nothing to do: Windows writes no core files unless asked.
func NoCoreDumps() error { return nil }

// openToAll has nothing to tell: the rights of Windows are not in the mode.
func openToAll(fs.FileInfo) bool { return false }
