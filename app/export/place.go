package export

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// output is a file that nobody can see before it is complete. Where the system has
// files without a name it is one of the target's folder, so that nothing is left of it
// when the program dies. Elsewhere it lies in the folder for temporary files.
type output struct {
	file *os.File
	path string // the target
	own  string // its name in the folder for temporary files; empty: it has none
}

// create opens the file, 0600.
func create(path, scratch string) (*output, error) {
	if file, err := createUnnamed(filepath.Dir(path)); err == nil {
		return &output{file: file, path: path}, nil
	}
	// That the target's folder can be written shows only now; better than at the end.
	probe, err := os.CreateTemp(filepath.Dir(path), hidden)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(scratch, temporary)
	if err != nil {
		return nil, err
	}
	return &output{file: file, path: path, own: file.Name()}, nil
}

// hidden begins the name that a complete file has beside the target for an instant.
const hidden = ".steward-"

// publish puts the complete file at the target, in place of what is there.
func (o *output) publish() error {
	if err := o.file.Sync(); err != nil {
		return fmt.Errorf("write to the disk: %w", err)
	}
	if o.own == "" {
		beside := filepath.Join(filepath.Dir(o.path), hidden+rand.Text())
		if err := nameIt(o.file, beside); err == nil {
			return replace(beside, o.path)
		}
		return o.copyBeside(o.file)
	}
	if err := o.file.Close(); err != nil {
		return fmt.Errorf("write to the disk: %w", err)
	}
	if err := os.Rename(o.own, o.path); err == nil {
		o.own = ""
		return nil
	}
	complete, err := os.Open(o.own) // the target is on another disk
	if err != nil {
		return err
	}
	defer func() { _ = complete.Close() }()
	return o.copyBeside(complete)
}

// copyBeside copies the complete file beside the target, then puts it there.
func (o *output) copyBeside(complete *os.File) error {
	if _, err := complete.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read again: %w", err)
	}
	beside, err := os.CreateTemp(filepath.Dir(o.path), hidden)
	if err != nil {
		return err
	}
	_, err = io.Copy(beside, complete)
	if err = errors.Join(err, beside.Sync(), beside.Close()); err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return replace(beside.Name(), o.path)
}

// replace moves a file over another.
func replace(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Remove(from))
	}
	return nil
}

// discard closes the file, and removes it where it was not published.
func (o *output) discard() {
	_ = o.file.Close()
	if o.own != "" {
		_ = os.Remove(o.own)
	}
}
