// Package sealed opens encrypted SQLite files: Adiantum over every block, a
// checksum on every page, one writer and a few readers.
package sealed

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/vfs/memdb"
)

// What a sealed file may be when it cannot be opened.
var (
	// ErrUnreadable is returned for a wrong key and for a broken file; the two
	// cannot be told apart.
	ErrUnreadable = errors.New("wrong key or broken file")
	// ErrNewer is returned for a file of a newer version of the program.
	ErrNewer = errors.New("written by a newer version")
)

// Page caches in KiB, for each connection: memory counts more than hits, the
// system caches the file too.
const (
	writerCache = 8192
	readerCache = 4096
	readers     = 2
	busyTimeout = 10 * time.Second
)

// Options says what to open.
type Options struct {
	// Path is the file; its folder is made if missing. Empty: in memory, for
	// this run only, with the same schema.
	Path string
	// Key is the file's key. In memory none is needed.
	Key Key
	// Migrations are the schema's steps in order, each one or more statements.
	// A step that was released is never changed.
	Migrations []string
	// Durable syncs every commit before it returns. Without it a power cut may
	// lose the last commits, never the file.
	Durable bool
}

// DB is an open sealed file.
type DB struct {
	// Write has one connection; its transactions begin immediately.
	Write *sql.DB
	// Read has a few connections that cannot write.
	Read *sql.DB

	memory string // name of the database in memory
	ticket string // of the key
}

// Open opens or makes a sealed file and brings its schema up to date, each
// migration in one transaction with its bookkeeping. It returns ErrUnreadable
// for a wrong key or a broken file (then see MoveAside) and ErrNewer for a
// file with more migrations than Options has. Files are made with mode 0600,
// folders with 0700.
func Open(ctx context.Context, o Options) (*DB, error) {
	db, err := connect(o)
	if err != nil {
		return nil, fmt.Errorf("open sealed file: %w", err)
	}
	if err := db.prepare(ctx, o.Migrations); err != nil {
		return nil, fmt.Errorf("open sealed file: %w", errors.Join(err, db.Close()))
	}
	return db, nil
}

func connect(o Options) (*DB, error) {
	db := &DB{}
	var source string
	if o.Path == "" {
		db.memory = rand.Text()
		memdb.Create(db.memory, nil)
		source = "file:/" + db.memory + "?vfs=memdb"
	} else {
		if o.Key.IsEmpty() {
			return nil, ErrKey
		}
		path, err := ownFile(o.Path)
		if err != nil {
			return nil, err
		}
		db.ticket = rand.Text()
		tickets.Store(db.ticket, o.Key)
		source = sourceName(path, db.ticket)
	}
	var err error
	if db.Write, err = driver.Open(source+"&_txlock=immediate", o.writer); err != nil {
		return nil, err
	}
	if db.Read, err = driver.Open(source, reader); err != nil {
		return nil, err
	}
	keep(db.Write, 1)
	keep(db.Read, readers)
	return db, nil
}

// keep fixes a pool's size: a connection costs a few MiB and an unsealing.
func keep(pool *sql.DB, n int) {
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
}

// sourceName is the file's URI. The key is never part of it.
func sourceName(path, ticket string) string {
	escaped := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	if strings.HasPrefix(escaped, "/") {
		escaped = "//" + escaped // an empty host, else a share's name would be taken for one
	} // C:/... is taken as it is: a slash before the drive would be part of the path
	return "file:" + escaped + "?vfs=" + vfsName + "&textkey=" + ticket
}

// ownFile makes the folder and the empty file, readable by its owner only.
func ownFile(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	if info, err := os.Stat(path); err == nil && info.Size() > 0 && info.Size() < blockSize {
		return "", fmt.Errorf("%w: %d bytes are less than one block", ErrUnreadable, info.Size())
	}
	return path, private(path)
}

// Close closes the file. The last commits are moved from the write-ahead log
// into it.
func (db *DB) Close() error {
	err := errors.Join(db.Read.Close(), db.Write.Close())
	if db.memory != "" {
		memdb.Delete(db.memory)
	}
	tickets.Delete(db.ticket)
	return err
}

// Update runs work in one writing transaction: all of it or nothing.
func (db *DB) Update(ctx context.Context, work func(*sql.Tx) error) error {
	return inTx(ctx, db.Write, work)
}

// View runs work in one reading transaction: it sees one moment of the file.
func (db *DB) View(ctx context.Context, work func(*sql.Tx) error) error {
	return inTx(ctx, db.Read, work)
}

func inTx(ctx context.Context, pool *sql.DB, work func(*sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it says so, else the first error counts
	if err := work(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (o Options) writer(c *sqlite3.Conn) error {
	if err := look(c); err != nil {
		return err
	}
	synchronous := "NORMAL"
	if o.Durable {
		synchronous = "FULL"
	}
	if err := c.EnableChecksums("main"); err != nil {
		return err
	}
	journal := "WAL"
	if o.Path == "" {
		journal = "MEMORY"
	}
	return c.Exec(fmt.Sprintf(`PRAGMA journal_mode=%s; PRAGMA synchronous=%s; PRAGMA cache_size=-%d;
		PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;`, journal, synchronous, writerCache))
}

func reader(c *sqlite3.Conn) error {
	if err := look(c); err != nil {
		return err
	}
	return c.Exec(fmt.Sprintf(`PRAGMA cache_size=-%d; PRAGMA query_only=ON;`, readerCache))
}

// look reads the schema: a wrong key shows here.
func look(c *sqlite3.Conn) error {
	if err := c.BusyTimeout(busyTimeout); err != nil {
		return err
	}
	return c.Exec(`PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; SELECT count(*) FROM sqlite_schema;`)
}

// Broken reports whether an error of a query says that the file is damaged or
// its key is wrong. Pages are checked when they are read, so damage may show
// long after Open.
func Broken(err error) bool {
	for _, code := range []error{ErrUnreadable, sqlite3.NOTADB, sqlite3.CORRUPT, sqlite3.IOERR_DATA,
		sqlite3.IOERR_CORRUPTFS, sqlite3.IOERR_SHORT_READ, sqlite3.IOERR_BADKEY} {
		if errors.Is(err, code) {
			return true
		}
	}
	return false
}
