package sealed

import (
	"encoding/binary"

	"github.com/ncruces/go-sqlite3/vfs"
)

// logFile is a write-ahead log that gathers the writes of one transaction.
// SQLite writes a frame as 24 bytes and a page; the encryption below works on
// blocks of 4 KiB, so each such write would read, decrypt, encrypt and write
// two blocks. Gathered, a page costs one block. Nothing is held back beyond
// the frame that commits, a sync or a read.
type logFile struct {
	vfs.File
	gathered []byte
	begin    int64 // where gathered belongs
	end      int64 // where the last write ended
	closing  bool  // the frame being written commits; SQLite may write its page in two parts, with a sync between
}

const (
	logHeader   = 32
	frameHeader = 24
	maxGathered = 1 << 20
)

// WriteAt gathers what continues the write before, and writes through what
// does not.
func (f *logFile) WriteAt(p []byte, off int64) (int, error) {
	if off != f.end || off == 0 {
		if err := f.flush(); err != nil {
			return 0, err
		}
		f.begin = off
	}
	f.gathered = append(f.gathered, p...)
	header := len(p) == frameHeader && (off-logHeader)%(frameHeader+blockSize) == 0
	if header {
		f.closing = binary.BigEndian.Uint32(p[4:]) != 0
	}
	done := f.closing && !header || len(f.gathered) >= maxGathered || off == 0
	f.end = off + int64(len(p))
	if done {
		if err := f.flush(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// flush hands on what was gathered. What could not be written is forgotten:
// SQLite takes the transaction back.
func (f *logFile) flush() error {
	if len(f.gathered) == 0 {
		return nil
	}
	_, err := f.File.WriteAt(f.gathered, f.begin)
	f.begin = f.end
	f.gathered = f.gathered[:0]
	return err
}

// ReadAt reads what was written, gathered or not.
func (f *logFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.flush(); err != nil {
		return 0, err
	}
	return f.File.ReadAt(p, off)
}

// Truncate cuts the log.
func (f *logFile) Truncate(size int64) error {
	if err := f.flush(); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

// Sync makes all that was written durable.
func (f *logFile) Sync(flags vfs.SyncFlag) error {
	if err := f.flush(); err != nil {
		return err
	}
	return f.File.Sync(flags)
}

// Size is the size of all that was written.
func (f *logFile) Size() (int64, error) {
	if err := f.flush(); err != nil {
		return 0, err
	}
	return f.File.Size()
}

// Close hands on what was gathered and closes the log.
func (f *logFile) Close() error {
	err := f.flush()
	if closing := f.File.Close(); err == nil {
		err = closing
	}
	return err
}

// Unwrap is the encrypting file.
func (f *logFile) Unwrap() vfs.File { return f.File }
