//go:build unix

package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"steward/app/model"
)

// A link in the place of our folder for temporary files must not lead to
// somebody else's files when it is emptied.
func TestTemporaryFolderIsOurs(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	precious := filepath.Join(other, "precious")
	if err := errors.Join(os.WriteFile(precious, nil, 0o600), os.Symlink(other, filepath.Join(dir, "tmp"))); err != nil {
		t.Fatal(err)
	}
	if err := makeFolders(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(precious); err != nil {
		t.Errorf("a file of somebody else is gone: %v", err)
	}
	left := filepath.Join(dir, "tmp", "left")
	if err := errors.Join(os.WriteFile(left, nil, 0o600), makeFolders(dir)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what an earlier run left is still there: %v", err)
	}
	if info, err := os.Lstat(filepath.Join(dir, "tmp")); err != nil || info.Mode() != os.ModeDir|0o700 {
		t.Errorf("the folder for temporary files is %v, %v", info.Mode(), err)
	}
}

func TestDataFolderOpenToAllIsRefused(t *testing.T) {
	dir := t.TempDir()
	for mode, refused := range map[os.FileMode]bool{0o777: true, 0o703: true, 0o755: false, 0o700: false} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		var told *model.Error
		err := makeFolders(dir)
		if errors.As(err, &told) != refused || refused && told.Key != "app.folderopen" {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}
