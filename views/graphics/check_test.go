//go:build linux

package graphics

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2/app"

	"steward/app/model"
	"steward/assets/text"
)

// asked makes the test binary answer, on its main thread, what the question named in it
// says: check, or show with a window of the toolkit's.
const asked = "STEWARD_TEST_GRAPHICS"

func TestMain(m *testing.M) {
	var err error
	runtime.LockOSThread()
	switch os.Getenv(asked) {
	case "":
		os.Exit(m.Run())
	case "check":
		err = check()
	case "show":
		err = Show(app.NewWithID("app.steward.test").NewWindow("Steward"))
	}
	var known *model.Error
	switch {
	case err == nil:
		_, _ = os.Stdout.WriteString("fine")
	case errors.Is(err, ErrUnavailable) && errors.As(err, &known):
		_, _ = os.Stdout.WriteString(known.Key)
	}
	os.Exit(0)
}

// ask has a question answered in a process of its own with these variables only.
func ask(t *testing.T, question string, env ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(self)
	command.Env = append(env, asked+"="+question, "HOME="+t.TempDir(), "PATH="+os.Getenv("PATH"), "XDG_RUNTIME_DIR="+t.TempDir())
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// display starts a virtual display with more arguments and returns its name.
func display(t *testing.T, args ...string) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-noreset", "-nolisten", "tcp"}, args...)...)
	server.ExtraFiles = []*os.File{write}
	var log bytes.Buffer
	server.Stderr = &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("the display did not start: %v\n%s", err, log.String())
	}
	return "DISPLAY=:" + strings.TrimSpace(number)
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name string
		env  []string
		want string
	}{
		{"a display", []string{display(t), "FYNE_PLATFORM=x11"}, "fine"},
		{"a display, unasked", []string{display(t)}, "fine"},
		{"no display", nil, noDisplay},
		{"no such display", []string{"DISPLAY=:4711"}, noDisplay},
		{"no OpenGL", []string{display(t, "-extension", "GLX"), "FYNE_PLATFORM=x11"}, noOpenGL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, question := range []string{"check", "show"} {
				if got := ask(t, question, tt.env...); got != tt.want {
					t.Errorf("%s says %q, want %q", question, got, tt.want)
				}
			}
		})
	}
}

func TestSentences(t *testing.T) {
	for _, key := range []string{noDisplay, noOpenGL, noOpenGLWindows} {
		if words := text.Error(key, nil); !strings.Contains(words, "No window can be opened") {
			t.Errorf("%s: %q", key, words)
		}
	}
}
