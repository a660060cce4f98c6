package sealed

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"sync"

	"lukechampine.com/adiantum"
	"lukechampine.com/adiantum/hbsh"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
	sealing "github.com/ncruces/go-sqlite3/vfs/adiantum"
)

const (
	vfsName   = "sealed"
	blockSize = 4096 // what Adiantum encrypts as one
)

func init() {
	vfs.Register(vfsName, &sealedVFS{VFS: sealing.Wrap(vfs.Find(""), cipher{})})
}

// tickets holds the keys of the open files. The file's URI names a random
// ticket where the module expects the key: so the key is in no URI and no
// statement, and yet known when the header is read, which switches the page
// checksums on.
var tickets sync.Map // string -> Key

// cipher turns a ticket into the file's key, and a key into Adiantum.
type cipher struct{}

// KDF is the key of a ticket; nil for an unknown one, which nothing opens.
func (cipher) KDF(ticket string) []byte {
	ticketed, _ := tickets.Load(ticket)
	key, known := ticketed.(Key)
	if !known {
		return nil
	}
	raw, _ := hex.DecodeString(key.secret.Reveal())
	return raw
}

// HBSH is Adiantum with a key of 32 bytes; nil refuses any other.
func (cipher) HBSH(key []byte) *hbsh.HBSH {
	if len(key) != keySize {
		return nil
	}
	return adiantum.New(key)
}

// sealedVFS is the encrypting file system with files that only their owner
// may read. Page checksums are the module's own, on top of it.
type sealedVFS struct{ vfs.VFS }

// Open is asked for temporary files only; they are kept in memory instead.
func (v *sealedVFS) Open(string, vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	return nil, 0, sqlite3.CANTOPEN
}

// OpenFilename opens a database or its log.
func (v *sealedVFS) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	if name != nil && flags&vfs.OPEN_CREATE != 0 {
		if err := private(name.String()); err != nil {
			return nil, flags, sqlite3.CANTOPEN
		}
	}
	if name != nil && flags&vfs.OPEN_MAIN_DB != 0 {
		if err := private(name.String() + "-shm"); err != nil {
			return nil, flags, sqlite3.CANTOPEN
		}
	}
	file, flags, err := vfsutil.WrapOpenFilename(v.VFS, name, flags)
	if err == nil && flags&vfs.OPEN_WAL != 0 {
		file = &logFile{File: file}
	}
	return file, flags, err
}

// private makes the file if it is missing and takes it away from everybody
// but its owner. On Windows the rights are not in the mode: the person's folder
// hands its own down.
func private(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		return file.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(path, 0o600)
}
