package journal

import (
	"os"
	"path/filepath"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// layer is a file system between SQLite and the sealed files that keeps apart
// what was synced and what was only written, and that can be full. Folders it
// does not watch pass through.
type layer struct {
	vfs.VFS
	mu      sync.Mutex
	watched map[string]*disk
}

var below = &layer{VFS: vfs.Find("sealed"), watched: map[string]*disk{}}

func init() { vfs.Register("sealed", below) }

// disk is one watched folder.
type disk struct {
	mu     sync.Mutex
	folder string
	synced string                        // a folder with what would survive a power cut
	dirty  map[string]map[int64]struct{} // blocks that were written and not synced, by file name
	full   error                         // what a write fails with; nil: it does not
	syncs  int
	onSync func() // with the lock held
}

const block = 4096

func watch(folder string) *disk {
	d := &disk{folder: folder, synced: folder + ".synced", dirty: map[string]map[int64]struct{}{}}
	if err := os.MkdirAll(d.synced, 0o700); err != nil {
		panic(err)
	}
	below.mu.Lock()
	defer below.mu.Unlock()
	below.watched[folder] = d
	return d
}

func (l *layer) disk(name *vfs.Filename) *disk {
	if name == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.watched[filepath.Dir(name.String())]
}

// OpenFilename opens a file below, watched if its folder is.
func (l *layer) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	file, flags, err := vfsutil.WrapOpenFilename(l.VFS, name, flags)
	if d := l.disk(name); d != nil && err == nil {
		file = &watchedFile{File: file, disk: d, name: filepath.Base(name.String())}
	}
	return file, flags, err
}

// Delete removes a file, and what would survive of it.
func (l *layer) Delete(name string, dirSync bool) error {
	err := l.VFS.Delete(name, dirSync)
	l.mu.Lock()
	defer l.mu.Unlock()
	if d := l.watched[filepath.Dir(name)]; d != nil && err == nil {
		_ = os.Remove(filepath.Join(d.synced, filepath.Base(name)))
	}
	return err
}

type watchedFile struct {
	vfs.File
	disk *disk
	name string
}

func (f *watchedFile) WriteAt(p []byte, off int64) (int, error) {
	f.disk.mu.Lock()
	full := f.disk.full
	if full == nil {
		blocks := f.disk.dirty[f.name]
		if blocks == nil {
			blocks = map[int64]struct{}{}
			f.disk.dirty[f.name] = blocks
		}
		for at := off / block; at <= (off+int64(len(p))-1)/block; at++ {
			blocks[at] = struct{}{}
		}
	}
	f.disk.mu.Unlock()
	if full != nil {
		return 0, full
	}
	return f.File.WriteAt(p, off)
}

func (f *watchedFile) Sync(flags vfs.SyncFlag) error {
	if err := f.File.Sync(flags); err != nil {
		return err
	}
	d := f.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full != nil {
		return d.full
	}
	if err := d.keep(d.synced, f.name, d.dirty[f.name]); err != nil {
		return err
	}
	delete(d.dirty, f.name)
	d.syncs++
	if d.onSync != nil {
		d.onSync()
	}
	return nil
}

// keep copies blocks of a file as they are on the disk.
func (d *disk) keep(into, name string, blocks map[int64]struct{}) error {
	from, err := os.Open(filepath.Join(d.folder, name))
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(filepath.Join(into, name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer to.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	buffer := make([]byte, block)
	for at := range blocks {
		n, _ := from.ReadAt(buffer, at*block)
		if _, err := to.WriteAt(buffer[:n], at*block); err != nil {
			return err
		}
	}
	return to.Truncate(info.Size())
}

// survives copies what would be left after a power cut now: all that was
// synced, and of the rest the blocks that luck wrote.
func (d *disk) survives(into string, luck func() bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	files, err := os.ReadDir(d.synced)
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(d.synced, file.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(into, file.Name()), text, 0o600); err != nil {
			return err
		}
		lucky := map[int64]struct{}{}
		for at := range d.dirty[file.Name()] {
			if luck() {
				lucky[at] = struct{}{}
			}
		}
		if len(lucky) > 0 && filepath.Ext(file.Name()) == ".db-wal" {
			if err := d.keep(into, file.Name(), lucky); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *disk) fill(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.full = err
}

var errFull error = sqlite3.FULL

func (f *watchedFile) Unwrap() vfs.File               { return f.File }
func (f *watchedFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f *watchedFile) LockState() vfs.LockLevel       { return vfsutil.WrapLockState(f.File) }
func (f *watchedFile) HasMoved() (bool, error)        { return vfsutil.WrapHasMoved(f.File) }
func (f *watchedFile) PersistWAL() bool               { return vfsutil.WrapPersistWAL(f.File) }
func (f *watchedFile) SetPersistWAL(keep bool)        { vfsutil.WrapSetPersistWAL(f.File, keep) }
func (f *watchedFile) SizeHint(size int64) error      { return vfsutil.WrapSizeHint(f.File, size) }
func (f *watchedFile) CheckpointStart()               { vfsutil.WrapCheckpointStart(f.File) }
func (f *watchedFile) CheckpointDone()                { vfsutil.WrapCheckpointDone(f.File) }
