package app

import "golang.org/x/sys/unix"

// systemVersion is the version of macOS.
func systemVersion() string {
	version, err := unix.Sysctl("kern.osproductversion")
	if err != nil {
		return ""
	}
	return "macOS " + version
}
