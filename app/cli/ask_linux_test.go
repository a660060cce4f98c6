package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a pseudo terminal: what a person sits at, and what the program
// reads from.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return person, program
}

// shows reports whether a terminal shows what is typed.
func shows(t *testing.T, f *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// untilHidden waits until a terminal no longer shows what is typed.
func untilHidden(t *testing.T, f *os.File) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	for shows(t, f) {
		if ctx.Err() != nil {
			t.Fatal("the terminal goes on showing what is typed")
		}
		runtime.Gosched()
	}
}

// What a person types for a secret is not shown, not even its length.
func TestASecretIsNotShownWhileItIsTyped(t *testing.T) {
	person, program := terminal(t)
	var said bytes.Buffer
	got := make(chan string, 1)
	go func() {
		secret, err := newAnswers(Env{In: program, Err: &said}).ask(t.Context(), "Password: ")
		if err != nil {
			t.Error(err)
		}
		got <- secret.Reveal()
	}()
	untilHidden(t, program)
	if _, err := io.WriteString(person, "correct horse\n"); err != nil {
		t.Fatal(err)
	}
	if secret := <-got; secret != "correct horse" {
		t.Errorf("read %q", secret)
	}
	if !shows(t, program) {
		t.Error("the terminal shows nothing any more")
	}
	_ = program.Close()
	seen, _ := io.ReadAll(person) // ends with EIO: nobody holds the other end
	if len(bytes.TrimSpace(seen)) > 0 {
		t.Errorf("the terminal showed %q", seen)
	}
	if said.String() != "Password: \n" {
		t.Errorf("said %q", said.String())
	}
}

// Who interrupts the question gets the terminal back as it was.
func TestAnInterruptedQuestionGivesTheTerminalBack(t *testing.T) {
	person, program := terminal(t)
	ctx, interrupt := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() {
		_, err := newAnswers(Env{In: program, Err: io.Discard}).ask(ctx, "Password: ")
		failed <- err
	}()
	untilHidden(t, program)
	interrupt()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("failed with %v", err)
	}
	if !shows(t, program) {
		t.Error("the terminal shows nothing any more")
	}
	if _, err := io.WriteString(person, "\n"); err != nil { // whoever still reads comes to an end
		t.Fatal(err)
	}
}

// A file or a pipe is read line by line; its last line needs no end.
func TestSecretsComeFromAPipe(t *testing.T) {
	a := newAnswers(Env{In: strings.NewReader("first\r\nsecond"), Err: io.Discard})
	for _, want := range []string{"first", "second"} {
		secret, err := a.ask(t.Context(), "")
		if err != nil || secret.Reveal() != want {
			t.Errorf("read %q, %v; want %q", secret.Reveal(), err, want)
		}
	}
	if _, err := a.ask(t.Context(), ""); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v", err)
	}
}
