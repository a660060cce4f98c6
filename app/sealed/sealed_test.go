package sealed_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"steward/app/sealed"
	"steward/client/platform"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var schema = []string{
	`CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;`,
	`ALTER TABLE note ADD COLUMN stars INTEGER NOT NULL DEFAULT 0; CREATE INDEX note_stars ON note(stars);`,
}

func open(t *testing.T, o sealed.Options) *sealed.DB {
	t.Helper()
	db, err := sealed.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func shut(t *testing.T, db *sealed.DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func fill(t *testing.T, db *sealed.DB, rows int) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *sql.Tx) error {
		for i := range rows {
			if _, err := tx.Exec(`INSERT INTO note(text, stars) VALUES (?, ?)`, fmt.Sprintf("the quick brown fox %d", i), i%5); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(ctx context.Context, db *sealed.DB) (n int, err error) {
	err = db.Read.QueryRowContext(ctx, `SELECT count(*) FROM note WHERE text LIKE 'the%'`).Scan(&n)
	return n, err
}

// made is a closed file with rows in it.
func made(t *testing.T, rows int) sealed.Options {
	t.Helper()
	o := sealed.Options{Path: filepath.Join(t.TempDir(), "deep", "er", "note.db"), Key: sealed.NewKey(), Migrations: schema}
	db := open(t, o)
	fill(t, db, rows)
	shut(t, db)
	return o
}

func TestRowsSurviveARestart(t *testing.T) {
	o := made(t, 1000)
	db := open(t, o)
	defer shut(t, db)
	if n, err := count(t.Context(), db); err != nil || n != 1000 {
		t.Fatalf("got %d rows, %v", n, err)
	}
}

func TestMemoryHasTheSameSchemaAndLeavesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	db := open(t, sealed.Options{Migrations: schema})
	fill(t, db, 1000)
	if n, err := count(t.Context(), db); err != nil || n != 1000 {
		t.Fatalf("got %d rows, %v", n, err)
	}
	other := open(t, sealed.Options{Migrations: schema})
	if n, err := count(t.Context(), other); err != nil || n != 0 {
		t.Fatalf("another one in memory has %d rows, %v", n, err)
	}
	shut(t, other)
	shut(t, db)
	if left, _ := os.ReadDir("."); len(left) != 0 {
		t.Fatalf("left behind: %v", left)
	}
}

func TestSettingsOfEveryConnection(t *testing.T) {
	db := open(t, sealed.Options{Path: filepath.Join(t.TempDir(), "note.db"), Key: sealed.NewKey(), Migrations: schema})
	defer shut(t, db)
	for pragma, want := range map[string]string{"journal_mode": "wal", "checksum_verification": "1", "temp_store": "2",
		"secure_delete": "1", "foreign_keys": "1", "synchronous": "1"} {
		var got string
		if err := db.Write.QueryRow(`PRAGMA ` + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("writer: %s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
	for range 3 {
		for pragma, want := range map[string]string{"query_only": "1", "checksum_verification": "1", "temp_store": "2"} {
			var got string
			if err := db.Read.QueryRow(`PRAGMA ` + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("reader: %s is %q, want %q (%v)", pragma, got, want, err)
			}
		}
	}
	if _, err := db.Read.Exec(`DELETE FROM note`); err == nil {
		t.Error("a reader could write")
	}
}

func TestWrongKeyIsUnreadable(t *testing.T) {
	o := made(t, 10)
	o.Key = sealed.NewKey()
	if _, err := sealed.Open(t.Context(), o); !errors.Is(err, sealed.ErrUnreadable) {
		t.Fatalf("got %v", err)
	}
	o.Key = sealed.Key{}
	if _, err := sealed.Open(t.Context(), o); err == nil {
		t.Fatal("opened without a key")
	}
}

func TestCutFileIsUnreadable(t *testing.T) {
	o := made(t, 2000)
	info, err := os.Stat(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{info.Size() - 4096, info.Size() - 1, info.Size() / 2, 5000, 4096, 100} {
		if err := os.Truncate(o.Path, size); err != nil {
			t.Fatal(err)
		}
		db, err := sealed.Open(t.Context(), o)
		if err == nil {
			_, err = count(t.Context(), db)
			shut(t, db)
		}
		if !sealed.Broken(err) {
			t.Errorf("cut to %d of %d bytes: %v", size, info.Size(), err)
		}
	}
}

func TestEveryFlippedByteIsFound(t *testing.T) {
	o := made(t, 2000)
	whole, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		at := random.IntN(len(whole))
		cracked := bytes.Clone(whole)
		cracked[at] ^= byte(1 + random.IntN(255))
		if err := os.WriteFile(o.Path, cracked, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := sealed.Open(t.Context(), o)
		if err == nil {
			_, err = db.Read.Exec(`SELECT count(*) FROM note INDEXED BY note_stars; SELECT sum(length(text)) FROM note`)
			if err == nil { // a free page: only the check reads it
				var verdict string
				err = db.Read.QueryRow(`PRAGMA integrity_check`).Scan(&verdict)
			}
			shut(t, db)
		}
		if !sealed.Broken(err) {
			t.Errorf("byte %d flipped: %v", at, err)
		}
	}
}

func TestNewerFileIsRefusedAndUntouched(t *testing.T) {
	o := made(t, 10)
	o.Migrations = schema[:1]
	if _, err := sealed.Open(t.Context(), o); !errors.Is(err, sealed.ErrNewer) {
		t.Fatalf("got %v", err)
	}
	o.Migrations = schema
	db := open(t, o)
	defer shut(t, db)
	if n, err := count(t.Context(), db); err != nil || n != 10 {
		t.Fatalf("got %d rows, %v", n, err)
	}
}

func TestBrokenMigrationLeavesTheFileAsItWas(t *testing.T) {
	o := made(t, 10)
	o.Migrations = append(schema[:2:2], `CREATE TABLE extra (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);`)
	if _, err := sealed.Open(t.Context(), o); err == nil || sealed.Broken(err) {
		t.Fatalf("got %v", err)
	}
	o.Migrations = append(schema[:2:2], `CREATE TABLE extra (id INTEGER) STRICT;`)
	shut(t, open(t, o))
}

func TestMovedAsideFileKeepsItsRows(t *testing.T) {
	o := made(t, 10)
	now := time.Date(2026, 11, 23, 14, 2, 11, 0, time.UTC)
	first, err := sealed.MoveAside(o.Path, now)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(first, "20261123T140211") || filepath.Dir(first) != filepath.Dir(o.Path) {
		t.Fatalf("moved to %s", first)
	}
	shut(t, open(t, o))
	second, err := sealed.MoveAside(o.Path, now)
	if err != nil || second == first {
		t.Fatalf("moved to %s, %v", second, err)
	}
	o.Path = first
	db := open(t, o)
	defer shut(t, db)
	if n, err := count(t.Context(), db); err != nil || n != 10 {
		t.Fatalf("got %d rows, %v", n, err)
	}
	if _, err := sealed.MoveAside(filepath.Join(t.TempDir(), "none.db"), now); err == nil {
		t.Fatal("moved a file that is not there")
	}
}

func TestFilesAreForTheOwnerOnlyAndHoldNoText(t *testing.T) {
	o := sealed.Options{Path: filepath.Join(t.TempDir(), "own", "note.db"), Key: sealed.NewKey(), Migrations: schema}
	db := open(t, o)
	defer shut(t, db)
	fill(t, db, 500)
	modes := runtime.GOOS != "windows" // there the rights are not in the mode
	folder := filepath.Dir(o.Path)
	if info, _ := os.Stat(folder); modes && info.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %v", info.Mode())
	}
	files, _ := os.ReadDir(folder)
	if len(files) != 3 {
		t.Fatalf("found %v", files)
	}
	for _, f := range files {
		if info, _ := f.Info(); modes && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
		data, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil || bytes.Contains(data, []byte("quick brown")) || bytes.Contains(data, []byte("SQLite format")) {
			t.Errorf("%s is readable (%v)", f.Name(), err)
		}
	}
}

func TestKeyNeverPrints(t *testing.T) {
	key := sealed.NewKey()
	digits := key.Secret().Reveal()
	if len(digits) != 64 {
		t.Fatalf("%d digits", len(digits))
	}
	text, _ := json.Marshal(struct{ K sealed.Key }{key})
	_, opened := sealed.Open(t.Context(), sealed.Options{Path: filepath.Join(t.TempDir(), "\x00"), Key: key})
	for _, s := range []string{fmt.Sprintf("%v %+v %#v %v %x", key, key, sealed.Options{Key: key}, struct{ k sealed.Key }{key}, key), string(text), fmt.Sprint(opened)} {
		if strings.Contains(s, digits) {
			t.Errorf("printed: %s", s)
		}
	}
	back, err := sealed.ParseKey(key.Secret())
	if err != nil || back.Secret().Reveal() != digits {
		t.Fatalf("parsed key differs: %v", err)
	}
	for _, bad := range []string{"", "abc", digits[2:], digits[:62] + "zz"} {
		if _, err := sealed.ParseKey(platform.NewSecret(bad)); !errors.Is(err, sealed.ErrKey) {
			t.Errorf("%d characters: %v", len(bad), err)
		}
	}
}
