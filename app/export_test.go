package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"steward/app/export"
	"steward/app/model"
)

// What the system says of a file becomes a sentence that says what to do.
func TestExportErrorsHaveSentences(t *testing.T) {
	path := filepath.Join("somewhere", "list.csv")
	for key, cause := range map[string]error{
		"export.full":      &os.PathError{Op: "write", Err: syscall.ENOSPC},
		"export.forbidden": fmt.Errorf("create export: %w", fs.ErrPermission),
		"export.nofolder":  fmt.Errorf("create export: %w", fs.ErrNotExist),
		"export.toomany":   fmt.Errorf("write export: %w", export.ErrTooManyRows),
		"export.badname":   &os.PathError{Op: "open", Err: syscall.ENAMETOOLONG},
		"export.failed":    errors.New("the disk was pulled out"),
	} {
		var said *model.Error
		if err := exportError(cause, path); !errors.As(err, &said) || said.Key != key || said.Args["Name"] != "list.csv" || !errors.Is(err, cause) {
			t.Errorf("%v became %v", cause, err)
		}
	}
	row := model.NewError(model.NotFound, "error.gone", nil)
	if err := exportError(fmt.Errorf("write export: %w", row), path); !errors.Is(err, row) || model.CodeOf(err) != model.NotFound {
		t.Errorf("the error of a row became %v", err)
	}
}
