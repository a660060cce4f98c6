package app

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// systemVersion is what the system says that it is: distribution and kernel.
func systemVersion() string {
	var parts []string
	release, _ := os.ReadFile("/etc/os-release") // without one the kernel has to do
	for line := range strings.Lines(string(release)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "PRETTY_NAME="); ok {
			parts = append(parts, strings.Trim(name, `"'`))
		}
	}
	var name unix.Utsname
	if err := unix.Uname(&name); err == nil {
		parts = append(parts, "kernel "+unix.ByteSliceToString(name.Release[:]))
	}
	return strings.Join(parts, ", ")
}
