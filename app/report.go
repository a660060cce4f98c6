package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"steward/app/model"
)

// Explain is any error as one for people: what has no sentence of its own goes
// to the log with all that it tells, and gets one that says so. Nil stays nil.
func (a *App) Explain(err error) *model.Error {
	var known *model.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	}
	a.log.WithError(err).Error("something failed that nobody foresaw")
	return model.NewError(model.Internal, "error.internal", err)
}

// logFile is where the log is, without the name of the person who works here.
func (a *App) logFile() string {
	path := filepath.Join(a.cfg.Dir, "steward.log")
	if home, err := os.UserHomeDir(); err == nil && home != "" {
		path = strings.Replace(path, home, "~", 1)
	}
	return path
}

// Diagnostics is what a report of a problem should say: versions and where
// the log is, nothing about platforms, people or customers.
func (a *App) Diagnostics() string {
	lines := []string{
		"Steward " + a.cfg.Version,
		fmt.Sprintf("%s %s, %s", runtime.GOOS, runtime.GOARCH, runtime.Version()),
		"Secrets: " + a.Keeping(),
		"Log: " + a.logFile(),
	}
	return strings.Join(lines, "\n")
}
