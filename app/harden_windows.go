package app

// NoCoreDumps has nothing to do: Windows writes no core files unless asked.
func NoCoreDumps() error { return nil }
