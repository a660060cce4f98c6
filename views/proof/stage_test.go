//go:build linux

// Package proof holds what is promised of the whole program against the
// program itself: the built binary, in its own processes, on a display, a
// session bus and a keyring of their own.
package proof

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// stage is a computer with a new account: everything below home and temp was
// left by Steward and by what it talks to.
type stage struct {
	root    string
	home    string // HOME; data folders are below it
	temp    string // TMPDIR
	run     string // XDG_RUNTIME_DIR
	outside string // what belongs to the tests and to the demo platform
	binary  string

	ends []func()
}

// here is the one stage of this test program: the keyring's library keeps its
// first connection to a bus for ever.
var here *stage

// keyringPassword opens the keyring; with an empty one it would keep its
// secrets in the clear.
const keyringPassword = "password of the login keyring"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimVariable); dir != "" {
		fmt.Println(exportUntilKilled(dir, os.Getenv(victimVariable+"_TARGET")))
		os.Exit(1)
	}
	s, err := build()
	code := 1
	if err == nil {
		here = s
		code = m.Run()
	} else {
		fmt.Fprintln(os.Stderr, "set the stage:", err)
	}
	s.strike()
	os.Exit(code)
}

// build sets the stage: folders, program, display, bus and keyring. What
// stands is returned in any case.
func build() (*stage, error) {
	s := &stage{}
	for _, step := range []func() error{s.makeFolders, s.compile, s.openDisplay, s.openBus, s.openKeyring} {
		if err := step(); err != nil {
			return s, err
		}
	}
	return s, nil
}

// strike ends what was started, the last one first, and removes the folders.
func (s *stage) strike() {
	for i := range s.ends {
		s.ends[len(s.ends)-1-i]()
	}
}

func (s *stage) makeFolders() (err error) {
	if s.root, err = os.MkdirTemp("", "steward-proof-"); err != nil {
		return err
	}
	s.ends = append(s.ends, func() { _ = os.RemoveAll(s.root) })
	s.home, s.temp, s.outside = filepath.Join(s.root, "home"), filepath.Join(s.root, "tmp"), filepath.Join(s.root, "outside")
	fyne := filepath.Join(s.home, ".config", "fyne")
	s.run = filepath.Join(s.root, "run")
	for _, dir := range []string{fyne, s.temp, s.outside, s.run} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	// A cursor that blinks would never let the screen come to rest.
	if err := os.WriteFile(filepath.Join(fyne, "settings.json"), []byte(`{"no_animations":true}`), 0o600); err != nil {
		return err
	}
	authority := filepath.Join(s.outside, "xauthority") // empty: the display wants none
	if err := os.WriteFile(authority, nil, 0o600); err != nil {
		return err
	}
	for name, value := range map[string]string{
		"HOME": s.home, "XAUTHORITY": authority, "TMPDIR": s.temp, "XDG_RUNTIME_DIR": s.run, "FYNE_PLATFORM": "x11", "LANG": "en_US.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1",
	} {
		s.set(name, value)
	}
	for _, name := range []string{"WAYLAND_DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LC_ALL"} {
		s.set(name, "")
	}
	return nil
}

// folder is a new folder of the account.
func (s *stage) folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(s.home, "data-") //nolint:usetesting // below the home of the account
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// set changes the environment of this process and of all that it starts.
func (s *stage) set(name, value string) {
	if value == "" {
		_ = os.Unsetenv(name)
		return
	}
	_ = os.Setenv(name, value)
}

// compile builds the program, with Go's caches where the person has them.
func (s *stage) compile() error {
	s.binary = filepath.Join(s.outside, "steward")
	list := append([]string{"build"}, likeThisTest...)
	command := exec.Command("go", append(list, "-o", s.binary, "steward")...)
	command.Env = append(os.Environ(), goPlaces...)
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, said)
	}
	return nil
}

// goPlaces are Go's folders as they were before HOME changed.
var goPlaces = func() (places []string) {
	names := []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOENV"}
	out, _ := exec.Command("go", append([]string{"env"}, names...)...).Output()
	for i, place := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if i < len(names) {
			places = append(places, names[i]+"="+place)
		}
	}
	return places
}()

// openDisplay starts an X server on the first free number. It must not start anew
// whenever its last window closes: whoever comes at that moment is turned away.
func (s *stage) openDisplay() error {
	number, err := s.serve("Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset")
	s.set("DISPLAY", ":"+number)
	return err
}

// openBus starts a session bus.
func (s *stage) openBus() error {
	address, err := s.serve("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3")
	s.set("DBUS_SESSION_BUS_ADDRESS", address)
	return err
}

// serve starts a program that says one line at descriptor 3 when it is ready.
func (s *stage) serve(name string, args ...string) (string, error) {
	hear, say, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer hear.Close()
	log, err := os.Create(filepath.Join(s.outside, name+".log"))
	if err != nil {
		return "", err
	}
	defer log.Close()
	command := exec.Command(name, args...)
	command.ExtraFiles = []*os.File{say}
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := errors.Join(command.Start(), say.Close()); err != nil {
		return "", fmt.Errorf("start %s (make test installs what is missing): %w", name, err)
	}
	s.ends = append(s.ends, func() {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGTERM)
		_ = command.Wait()
	})
	line, err := bufio.NewReader(hear).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) || line == "" {
		return "", fmt.Errorf("%s did not start: %w", name, err)
	}
	return strings.TrimSpace(line), nil
}

// openKeyring starts a Secret Service that ends with the bus.
func (s *stage) openKeyring() error {
	command := exec.Command("gnome-keyring-daemon", "--unlock", "--components=secrets")
	command.Stdin = strings.NewReader(keyringPassword)
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("open the keyring: %w\n%s", err, said)
	}
	return nil
}
