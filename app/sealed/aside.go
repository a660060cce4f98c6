package sealed

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// MoveAside renames a file that cannot be opened, with its log, to a name with
// the time in it, in the same folder, and returns the new name of the file.
// Nothing may have it open.
func MoveAside(path string, now time.Time) (string, error) {
	aside := path + "." + now.UTC().Format("20060102T150405.000Z")
	for i := 2; exists(aside); i++ {
		aside = fmt.Sprintf("%s.%s-%d", path, now.UTC().Format("20060102T150405.000Z"), i)
	}
	// The log goes first: it must never meet a new file of the same name.
	for _, part := range []string{"-wal", "-shm", ""} {
		err := os.Rename(path+part, aside+part)
		if err != nil && !(part != "" && errors.Is(err, fs.ErrNotExist)) {
			return "", fmt.Errorf("move file aside: %w", err)
		}
	}
	return aside, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
