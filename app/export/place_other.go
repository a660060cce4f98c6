//go:build !linux

package export

import (
	"errors"
	"os"
)

// createUnnamed reports that this system has no files without a name.
func createUnnamed(string) (*os.File, error) { return nil, errors.ErrUnsupported }

// nameIt reports the same.
func nameIt(*os.File, string) error { return errors.ErrUnsupported }
