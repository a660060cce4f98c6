//go:build unix

package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"steward/app/model"
	"steward/app/vault"
)

// A link in the place of our folder for temporary files must not lead to
// somebody else's files when it is emptied.
func TestTemporaryFolderIsOurs(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	precious := filepath.Join(other, "precious")
	if err := errors.Join(os.WriteFile(precious, nil, 0o600), os.Symlink(other, filepath.Join(dir, "tmp"))); err != nil {
		t.Fatal(err)
	}
	first := opened(t, dir, vault.Temporary())
	if _, err := os.Stat(precious); err != nil {
		t.Errorf("a file of somebody else is gone: %v", err)
	}
	for _, folder := range []string{filepath.Join(dir, "tmp"), first.TempDir()} {
		if info, err := os.Lstat(folder); err != nil || info.Mode() != os.ModeDir|0o700 {
			t.Errorf("the folder for temporary files is %v, %v", info, err)
		}
	}
}

// A second program of the same data folder leaves the first one's temporary
// files alone and removes those of programs that are gone.
func TestASecondProgramKeepsTheFirstOnesTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	first := opened(t, dir, vault.Temporary())
	export := filepath.Join(first.TempDir(), "export")
	left := filepath.Join(dir, "tmp", "left", "behind")
	if err := errors.Join(os.WriteFile(export, nil, 0o600), os.Mkdir(filepath.Dir(left), 0o700), os.WriteFile(left, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	second := opened(t, dir, vault.Temporary())
	if _, err := os.Stat(export); err != nil {
		t.Errorf("the second program removed a file of the first: %v", err)
	}
	if _, err := os.Stat(filepath.Dir(left)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what an earlier run left is still there: %v", err)
	}
	if first.TempDir() == second.TempDir() {
		t.Error("both programs have one folder")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(entries) != 2 {
		t.Errorf("a closed program left %v, %v; want the second one's folder and its lock", entries, err)
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
