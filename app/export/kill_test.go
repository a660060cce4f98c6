package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// victimVariable makes this test program an export that waits to be killed.
const victimVariable = "STEWARD_TEST_EXPORT_TARGET"

func TestMain(m *testing.M) {
	if path := os.Getenv(victimVariable); path != "" {
		fmt.Println(beKilled(path, os.Getenv(victimVariable+"_SCRATCH")))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// beKilled writes more than the library keeps in memory, says so and waits.
func beKilled(path, scratch string) error {
	target := Target{Path: path, Format: FormatOf(path), Scratch: scratch}
	waiting := endless(func(i int) error {
		if i < 8000 {
			return nil
		}
		fmt.Println("ready")
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	})
	_, err := Write(context.Background(), target, Sheet{Title: "Test", Columns: []Column{{Title: "Note"}}}, waiting)
	return err
}

func TestKilledExportLeavesNothing(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []Format{CSV, XLSX} {
		target := place(t, format)
		if err := os.WriteFile(target.Path, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		victim := exec.Command(self)
		victim.Env = append(os.Environ(), victimVariable+"="+target.Path, victimVariable+"_SCRATCH="+target.Scratch)
		killInTheMiddle(t, victim)

		if got, err := os.ReadFile(target.Path); err != nil || string(got) != "before" {
			t.Errorf("%s: at the target stands %.20q, %v", format.Extension(), got, err)
		}
		if left := files(t, filepath.Dir(target.Path)); len(left) != 1 {
			t.Errorf("%s: beside the target: %q", format.Extension(), left)
		}
		if runtime.GOOS == "linux" { // elsewhere it goes at the next start
			if left := contents(t, target.Scratch); len(left) > 0 {
				t.Errorf("%s: customers were left in %q", format.Extension(), left)
			}
		}
	}
}

// killInTheMiddle starts a victim and kills it once it has said that it is ready.
func killInTheMiddle(t *testing.T, victim *exec.Cmd) {
	t.Helper()
	stdin, err := victim.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	victim.Stderr = os.Stderr
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait()
	if line != "ready\n" {
		t.Fatalf("the victim said %q, %v", line, err)
	}
}

// contents are the files that are no folders.
func contents(t *testing.T, folder string) []string {
	return slices.DeleteFunc(files(t, folder), func(name string) bool {
		info, err := os.Stat(filepath.Join(folder, name))
		return err == nil && info.IsDir()
	})
}
