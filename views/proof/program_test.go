//go:build linux

package proof

import (
	"bytes"
	"crypto/sha256"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// patience bounds how long a test waits for something that has to happen.
const patience = 60 * time.Second

// program is the running binary with its window.
type program struct {
	t      *testing.T
	cmd    *exec.Cmd
	ended  chan struct{}
	window string // as the X server numbers it
	said   string // file with what it wrote to the terminal
	x      *xgb.Conn
}

// launch starts the program on a data folder and waits for its window.
// Settings of its environment go before those of the stage.
func launch(t *testing.T, environment []string, args ...string) *program {
	t.Helper()
	said, err := os.CreateTemp(here.home, "said-")
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	before := windows()
	p := &program{t: t, cmd: exec.Command(here.binary, args...), ended: make(chan struct{}), said: said.Name()}
	p.cmd.Stdout, p.cmd.Stderr = said, said
	p.cmd.Env, p.cmd.Dir = append(os.Environ(), environment...), here.home
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start the program: %v", err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(p.remove)
	p.until("a window", func() bool {
		for w := range windows() {
			if !before[w] {
				p.window = w
			}
		}
		return p.window != ""
	})
	return p
}

// windows are the program's windows on the display.
func windows() map[string]bool {
	out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--name", "Steward").Output() // fails while there is none
	found := map[string]bool{}
	for id := range strings.FieldsSeq(string(out)) {
		found[id] = true
	}
	return found
}

// until waits for something to be so; it is no success that the program ends first.
func (p *program) until(what string, holds func() bool) {
	p.t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	late := time.After(patience)
	for !holds() {
		select {
		case <-look.C:
		case <-late:
			p.picture()
			p.t.Fatalf("waited %v for %s", patience, what)
		case <-p.ended:
			said, _ := os.ReadFile(p.said)
			p.t.Fatalf("the program ended while the test waited for %s:\n%s", what, said)
		}
	}
}

// picture keeps what is on the screen, for a person who looks for the reason.
func (p *program) picture() {
	file := filepath.Join(os.TempDir(), "..", "..", "steward-proof.png")
	if err := exec.Command("import", "-window", "root", file).Run(); err == nil {
		p.t.Logf("the screen is in %s", file)
	}
}

// rested waits until a platform has answered everything and the picture has not
// changed for a while after that: what was done is on the screen.
func (p *program) rested(f *front) {
	p.t.Helper()
	const still = 350 * time.Millisecond
	var last [sha256.Size]byte
	since := time.Now()
	p.until("the screen to come to rest", func() bool {
		looked := time.Now()
		if now := sha256.Sum256(p.pixels()); now != last || !f.quiet() {
			last, since = now, time.Now()
		}
		return looked.Sub(since) >= still
	})
}

// refused waits until the window says in red that something is wrong.
func (p *program) refused(what string) {
	p.t.Helper()
	p.until(what+" to be refused", func() bool {
		red := 0
		for pixel := range slices.Chunk(p.pixels(), 4) {
			b, g, r := int(pixel[0]), int(pixel[1]), int(pixel[2])
			if r > 150 && r > g+60 && r > b+60 && max(g-b, b-g) < 40 {
				red++
			}
		}
		return red > 200
	})
}

// pixels is the window's picture, four bytes a pixel: blue, green, red, nothing.
func (p *program) pixels() []byte {
	p.t.Helper()
	if p.x == nil {
		xgb.Logger.SetOutput(io.Discard) // it complains that the display wants no cookie
		x, err := xgb.NewConn()
		if err != nil {
			p.t.Fatalf("ask the X server: %v", err)
		}
		p.x = x
		p.t.Cleanup(x.Close)
	}
	id, err := strconv.ParseUint(p.window, 10, 32)
	if err != nil {
		p.t.Fatal(err)
	}
	window := xproto.Drawable(id)
	size, err := xproto.GetGeometry(p.x, window).Reply()
	if err != nil {
		p.t.Fatalf("ask for the window's size: %v", err)
	}
	got, err := xproto.GetImage(p.x, xproto.ImageFormatZPixmap, window, 0, 0, size.Width, size.Height, ^uint32(0)).Reply()
	if err != nil {
		return nil // not wholly on the screen yet
	}
	return got.Data
}

// write types a text and keys as a person does, by the X server.
func (p *program) write(text string, keys ...string) {
	p.t.Helper()
	p.xdotool("windowfocus", "--sync", p.window)
	if text != "" {
		p.xdotool("type", "--delay", "15", text)
	}
	for _, key := range keys {
		p.xdotool("key", key)
	}
}

func (p *program) xdotool(args ...string) {
	p.t.Helper()
	if said, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		p.t.Fatalf("xdotool %s: %v\n%s", args[0], err, said)
	}
}

// title is what the window's bar says.
func (p *program) title() string {
	out, _ := exec.Command("xdotool", "getwindowname", p.window).Output() // empty when the window is gone
	return strings.TrimSpace(string(out))
}

// signal sends a signal to the program.
func (p *program) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatalf("signal %v: %v", s, err)
	}
}

// quit ends the program as the system does when a person logs out.
func (p *program) quit() {
	p.t.Helper()
	p.signal(syscall.SIGTERM)
	p.wait()
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		said, _ := os.ReadFile(p.said)
		p.t.Errorf("the program ended with %d:\n%s", code, said)
	}
}

func (p *program) wait() {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("the program did not end in %v", patience)
	}
}

// remove ends the program however it stands.
func (p *program) remove() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.ended
}

// shown is everything that other accounts and tools see of the running program.
func (p *program) shown() []byte {
	p.t.Helper()
	var all bytes.Buffer
	for _, name := range []string{"cmdline", "environ", "comm", "status"} {
		text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name))
		if err != nil {
			p.t.Fatal(err)
		}
		all.Write(text)
	}
	properties, err := exec.Command("xprop", "-id", p.window).Output()
	if err != nil {
		p.t.Fatalf("xprop: %v", err)
	}
	all.Write(properties)
	return all.Bytes()
}
