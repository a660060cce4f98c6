package app

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// DefaultDir is where the system keeps the data of a person's programs:
// XDG_DATA_HOME on Linux, Application Support on macOS, the local application
// data on Windows.
func DefaultDir() (string, error) {
	home, homeErr := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Steward"), nil
		}
		return "", errors.New("find data folder: LocalAppData is not set")
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Steward"), homeErr
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "steward"), nil
	}
	return filepath.Join(home, ".local", "share", "steward"), homeErr
}
