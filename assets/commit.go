package assets

import "runtime/debug"

// commit is set by the linker when packages are made: they do not depend on what Go
// finds of version control.
var commit string

// Commit is the revision of the sources the program was built from, with "-changed"
// behind it if they were changed since; empty where nobody knows.
func Commit() string {
	if commit != "" {
		return commit
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	revision := ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true" && revision != "":
			revision += "-changed"
		}
	}
	return revision
}
