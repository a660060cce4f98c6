package app

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"steward/app/export"
	"steward/app/model"
)

// Export is a table that is to be written to a file.
type Export struct {
	Path    string // absolute; its end says the format, see export.FormatOf
	Replace bool   // a file that is already there
	Filter  string // search, filters and period in words; empty: everything
	Age     string // how old the values are, in words
	Sheet   export.Sheet
	Rows    iter.Seq2[[]export.Value, error]
	// Progress is called now and then with the rows written so far, on the
	// goroutine of Export; nil: nobody asks.
	Progress func(rows int)
}

// Export writes a table of the platform with who wrote it, when, and of which
// platform, and returns how many rows it has. It only reads: any role may, without
// a connection too. What is unfinished lies in TempDir, or has no name. It returns
// a model.Error with a sentence (Conflict: there is a file already), an error of the
// rows, or that of the context; then the file that was there is still there.
func (c *Cluster) Export(ctx context.Context, e Export) (int, error) {
	switch there, err := os.Stat(e.Path); {
	case err == nil && there.IsDir():
		return 0, exportError(syscall.EISDIR, e.Path)
	case err == nil && !e.Replace:
		return 0, model.NewError(model.Conflict, "export.there", nil).With("Name", filepath.Base(e.Path))
	}
	p, now := c.Profile(), c.app.Now()
	who := p.Operator.Login
	if who == "" {
		who = p.Login
	}
	origin := export.Origin{By: who, At: now, Cluster: p.Name + ", " + p.URL, Filter: e.Filter, Age: e.Age}
	e.Sheet.About, e.Sheet.At = origin.Pairs(), now
	target := export.Target{Path: e.Path, Format: export.FormatOf(e.Path), Scratch: c.app.TempDir(), Progress: e.Progress}
	rows, err := export.Write(ctx, target, e.Sheet, e.Rows)
	if err != nil {
		return rows, exportError(err, e.Path)
	}
	c.log.WithField("rows", rows).Info("wrote an export")
	return rows, nil
}

// exportError gives an error of an export the sentence for the person. What has a
// sentence already, and a cancelled context, stay what they are.
func exportError(err error, path string) error {
	var known *model.Error
	if errors.As(err, &known) || errors.Is(err, context.Canceled) {
		return err
	}
	code, key := model.Internal, "export.failed"
	switch {
	case errors.Is(err, export.ErrTooManyRows):
		code, key = model.Invalid, "export.toomany"
	case diskFull(err):
		key = "export.full"
	case runtime.GOOS == "windows" && (errors.Is(err, windowsBadName) || errors.Is(err, windowsLongName)):
		code, key = model.Invalid, "export.badname"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		code, key = model.Forbidden, "export.forbidden"
	case errors.Is(err, syscall.EISDIR):
		code, key = model.Invalid, "export.isfolder"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		code, key = model.NotFound, "export.nofolder"
	case errors.Is(err, syscall.ENAMETOOLONG), errors.Is(err, syscall.EINVAL):
		code, key = model.Invalid, "export.badname"
	}
	return model.NewError(code, key, err).With("Folder", filepath.Dir(path)).With("Name", filepath.Base(path))
}

// What Windows says when a disk is full (ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL), and of
// a name that no file can have (ERROR_INVALID_NAME, ERROR_FILENAME_EXCED_RANGE).
const (
	windowsHandleFull syscall.Errno = 39
	windowsDiskFull   syscall.Errno = 112
	windowsBadName    syscall.Errno = 123
	windowsLongName   syscall.Errno = 206
)

// diskFull reports whether there was no room left, or none for this person.
func diskFull(err error) bool {
	if runtime.GOOS == "windows" && (errors.Is(err, windowsHandleFull) || errors.Is(err, windowsDiskFull)) {
		return true
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// Folders are where a person keeps files, as far as they are there: the first is
// where an export goes if nothing else was said.
func (a *App) Folders() []string {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	var list []string
	for _, name := range []string{"Downloads", "Documents", "Desktop", ""} {
		folder := filepath.Join(home, name)
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			list = append(list, folder)
		}
	}
	return list
}
