//go:build linux

package proof

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"

	"steward/app"
	"steward/app/export"
	"steward/app/model"
)

// victimVariable makes this test program open a data folder and export its customers
// until it is killed.
const victimVariable = "STEWARD_PROOF_EXPORT"

// victimRows is after how many rows a victim waits at the soonest. A spreadsheet goes on
// until it no longer fits into the buffer in memory.
const victimRows = 20_000

// spilled reports whether this process has a temporary file of a spreadsheet open.
func spilled(folder string) bool {
	open, _ := filepath.Glob("/proc/self/fd/*")
	for _, fd := range open {
		if file, err := os.Readlink(fd); err == nil && strings.HasPrefix(file, folder+"/") {
			return true
		}
	}
	return false
}

// customersSheet is what is exported of customers: the columns that say who they are.
var customersSheet = export.Sheet{Title: "Users", Columns: []export.Column{
	{Title: "Login"}, {Title: "User ID", Kind: export.KindNumber}, {Title: "Phone Number"}, {Title: "Notes"},
}}

// everybody are the cached customers as rows; after all of them comes more, if more is
// not nil: it tells how many there were, and false ends it.
func everybody(ctx context.Context, c *app.Cluster, more func(rows int) bool) iter.Seq2[[]export.Value, error] {
	return func(yield func([]export.Value, error) bool) {
		list, err := c.List(ctx, model.Filter{})
		if err == nil && len(list.UIDs) == 0 {
			err = errors.New("nobody is stored")
		}
		rows := 0
		for again := true; again && err == nil; again = more != nil && more(rows) {
			for at := 0; at < len(list.UIDs) && err == nil; at += 500 {
				var page []model.Customer
				page, err = c.Customers(ctx, list.UIDs[at:min(at+500, len(list.UIDs))])
				for _, u := range page {
					rows++
					if !yield([]export.Value{export.Text(u.Email), export.Number(u.UID), export.Text(u.Phone), export.Text(u.Note)}, nil) {
						return
					}
				}
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// exportUntilKilled opens a data folder without its platform, as the program does, and
// exports its customers to a file. In the middle it says so and waits for its end.
func exportUntilKilled(dir, path string) error {
	ctx, log := context.Background(), logrus.New()
	log.SetOutput(os.Stderr)
	a, err := app.New(ctx, app.Config{Dir: dir, Version: "proof", Log: log})
	if err != nil {
		return err
	}
	if _, err := a.Unlock(ctx); err != nil {
		return err
	}
	profiles, err := a.Profiles(ctx)
	if err != nil || len(profiles) == 0 {
		return fmt.Errorf("%d profiles, %w", len(profiles), err)
	}
	c, err := a.Offline(ctx, profiles[0].ID)
	if err != nil {
		return err
	}
	_, err = c.Export(ctx, app.Export{Path: path, Sheet: customersSheet, Rows: everybody(ctx, c, func(rows int) bool {
		if rows >= victimRows && (export.FormatOf(path) == export.CSV || spilled(a.TempDir())) {
			fmt.Println("ready")
			_, _ = io.Copy(io.Discard, os.Stdin)
		}
		return true
	})})
	return err
}

// killedExports kills a program in the middle of an export, in every form. Neither then
// nor after the next start is anybody found in a file, and no file is left.
func killedExports(t *testing.T, dir string, look func(when string)) {
	t.Helper()
	for _, format := range []export.Format{export.CSV, export.XLSX} {
		target := filepath.Join(here.folder(t), "customers"+format.Extension())
		killedAt(t, dir, target)
		look("killed in the middle of an export to " + format.Extension())
		if left := filesIn(t, filepath.Dir(target)); len(left) > 0 {
			t.Errorf("killed in the middle of an export to %s: left at the target are %q", format.Extension(), left)
		}
		before := filesIn(t, filepath.Join(dir, "tmp"))
		if len(before) == 0 {
			t.Error("the killed program had no folder for temporary files: this proves nothing")
		}
		c := openCore(t, dir)
		for _, name := range before {
			if _, err := os.Stat(filepath.Join(dir, "tmp", name)); err == nil && !strings.HasPrefix(name, filepath.Base(c.TempDir())) {
				t.Errorf("after the next start %q of the killed program is still there", name)
			}
		}
		if left := filesIn(t, c.TempDir()); len(left) > 0 {
			t.Errorf("the new folder for temporary files holds %q", left)
		}
		c.shut()
		look("the next start after an export to " + format.Extension())
	}
}

// killedAt starts a program that exports to a target and kills it in the middle.
func killedAt(t *testing.T, dir, target string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	victim := exec.Command(self)
	victim.Env = append(os.Environ(), victimVariable+"="+dir, victimVariable+"_TARGET="+target)
	stdin, err := victim.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(stdout).ReadString('\n')
	_ = victim.Process.Kill()
	_ = victim.Wait()
	if said != "ready\n" {
		t.Fatalf("the export said %q, %v", said, err)
	}
}

// leftInExports exports everybody and removes the files again: they name people, as they
// should; nothing else may.
func leftInExports(t *testing.T, n *needles, c *app.Cluster, look func(when string)) {
	t.Helper()
	for _, format := range []export.Format{export.CSV, export.XLSX} {
		path := filepath.Join(here.outside, "customers"+format.Extension())
		exportAll(t, c, path)
		look("after an export to " + format.Extension())
		var control finds
		unpacked(t, path)
		control.below(t, n, "control", here.outside)
		if len(control.hits) < knownPeople {
			t.Errorf("the search finds %d people in an export of %d: it proves nothing", len(control.hits), knownPeople)
		}
		removeBelow(t, here.outside, "customers")
	}
}

// exportAll writes everybody to a file.
func exportAll(t *testing.T, c *app.Cluster, path string) string {
	t.Helper()
	rows, err := c.Export(t.Context(), app.Export{Path: path, Sheet: customersSheet, Rows: everybody(t.Context(), c, nil)})
	if err != nil || rows == 0 {
		t.Fatalf("export %d rows: %v", rows, err)
	}
	return path
}

// unpacked writes what is packed in a spreadsheet beside it, so that a search finds it,
// and returns how many bytes there are.
func unpacked(t *testing.T, path string) (bytes int64) {
	t.Helper()
	if export.FormatOf(path) == export.CSV {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	packed, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	for i, entry := range packed.File {
		from, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		to, err := os.Create(fmt.Sprintf("%s.%d", path, i))
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(to, from) // our own file
		bytes += n
		if err != nil || to.Close() != nil || from.Close() != nil {
			t.Fatalf("unpack %s: %v", entry.Name, err)
		}
	}
	return bytes
}

// removeBelow removes the files of a folder whose names begin so.
func removeBelow(t *testing.T, folder, beginning string) {
	t.Helper()
	for _, name := range filesIn(t, folder) {
		if strings.HasPrefix(name, beginning) {
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// filesIn are the names in a folder.
func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
