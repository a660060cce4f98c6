package app

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// breaksIn makes this test program one that watches for crashes in a folder and
// does what its standard input says.
const breaksIn = "STEWARD_TEST_CRASHES"

// TestARunThatBreaks is that program; without the folder it is nothing.
func TestARunThatBreaks(t *testing.T) {
	dir := os.Getenv(breaksIn)
	if dir == "" {
		return
	}
	c, left, err := WatchCrashes(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.WriteString("left " + left + "\n")
	order, _ := io.ReadAll(os.Stdin)
	if string(order) == "break" {
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			panic("no customer anna.berg@saltmarsh.example.com")
		}()
		<-gone
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// watched is a running program that watches for crashes.
type watched struct {
	t       *testing.T
	command *exec.Cmd
	in      io.WriteCloser
	left    string // what it found at its start
}

func watch(t *testing.T, dir string) *watched {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{t: t, command: exec.Command(self, "-test.run=^TestARunThatBreaks$")}
	w.command.Env = append(os.Environ(), breaksIn+"="+dir)
	out, err := w.command.StdoutPipe()
	if err == nil {
		w.in, err = w.command.StdinPipe()
	}
	if err == nil {
		err = w.command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 1<<10)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	w.left = strings.TrimSpace(strings.TrimPrefix(strings.SplitN(string(line[:n]), "\n", 2)[0], "left "))
	return w
}

// end gives the program its order and waits until it is over.
func (w *watched) end(order string) {
	w.t.Helper()
	_, _ = io.WriteString(w.in, order)
	_ = w.in.Close()
	if err := w.command.Wait(); (err == nil) != (order == "") {
		w.t.Errorf("%q: ended with %v", order, err)
	}
}

// A run that broke is told at the next start, once, without what is personal; one
// that ended or was killed is not, nor one that still runs in another window.
func TestACrashIsToldAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	first := watch(t, dir)
	if first.left != "" {
		t.Errorf("before any crash: %q", first.left)
	}
	second := watch(t, dir)
	if second.left != "" {
		t.Errorf("beside a running window: %q", second.left)
	}
	second.end("")
	first.end("break")
	third := watch(t, dir)
	words, err := os.ReadFile(third.left)
	if err != nil || !strings.Contains(string(words), "panic: no customer ***@***") || !strings.Contains(string(words), "goroutine ") || strings.Contains(string(words), "anna") {
		t.Errorf("%v: %s", err, words)
	}
	if err := third.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = third.command.Wait()
	after := watch(t, dir)
	if after.left != "" {
		t.Errorf("after a kill: %q", after.left)
	}
	after.end("")
	for range crashesKept + 1 {
		watch(t, dir).end("break")
	}
	watch(t, dir).end("")
	found, err := os.ReadDir(filepath.Join(dir, crashFolder))
	if err != nil || len(found) != crashesKept {
		t.Errorf("%d files are kept: %v %v", len(found), found, err)
	}
	for _, f := range found {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info, err)
		}
	}
}
