package export

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// createUnnamed opens a new file of a folder that has no name yet, for writing and
// reading, 0600.
func createUnnamed(folder string) (*os.File, error) {
	fd, err := unix.Open(folder, unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: folder, Err: err}
	}
	return os.NewFile(uintptr(fd), ""), nil
}

// nameIt gives such a file a name.
func nameIt(file *os.File, path string) error {
	return unix.Linkat(unix.AT_FDCWD, "/proc/self/fd/"+strconv.Itoa(int(file.Fd())), unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW)
}
