//go:build !linux && !darwin && !windows

package app

// systemVersion is not known here.
func systemVersion() string { return "" }
