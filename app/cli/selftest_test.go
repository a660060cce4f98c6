package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"
)

// TestMain lets the test program be the second process of a self-test, as the
// program itself is.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "selftest" {
		log := logrus.New()
		if err := runSelftest(context.Background(), Env{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: "test", Log: log}, os.Args[2:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	os.Exit(m.Run())
}

// selftest runs the command in an empty temporary folder and returns what it
// printed and what it left there.
func selftest(t *testing.T, args ...string) (printed string, left []string, err error) {
	t.Helper()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	var out bytes.Buffer
	err = runSelftest(t.Context(), Env{Out: &out, Err: &out, Version: "test", Log: logrus.New()}, args)
	t.Log("\n" + out.String())
	found, _ := filepath.Glob(filepath.Join(temp, "*"))
	return out.String(), found, err
}

// The self-test says a line a step with its time, passes, and leaves nothing.
func TestTheSelftestPassesAndLeavesNothing(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	printed, left, err := selftest(t)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(printed), "\n")
	if len(lines) != 13 || !strings.HasPrefix(lines[12], "12 of 12 passed in ") {
		t.Errorf("%d lines, the last: %s", len(lines), lines[len(lines)-1])
	}
	step := regexp.MustCompile(`^[a-z ]{15} +\d+\.\d\d s  \S`)
	for _, line := range lines[:len(lines)-1] {
		if !step.MatchString(line) {
			t.Errorf("no step: %s", line)
		}
	}
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A platform that books twice is found out: the self-test can fail, and says where.
func TestTheSelftestFailsWhereMoneyIsBookedTwice(t *testing.T) {
	printed, _, err := selftest(t, "--book-twice")
	if err == nil || !strings.Contains(err.Error(), "failed at: found") {
		t.Errorf("failed with %v", err)
	}
	if !regexp.MustCompile(`(?m)^found +\d+\.\d\d s  FAILED: the refill is duplicate`).MatchString(printed) || strings.Contains(printed, "passed") {
		t.Error("the line of the step does not say it")
	}
}

// What is kept for support holds neither the passphrase nor a customer in clear.
func TestTheFolderIsKeptForSupport(t *testing.T) {
	printed, left, err := selftest(t, "--keep")
	if err != nil || len(left) != 1 || !strings.Contains(printed, "kept in "+left[0]) {
		t.Fatalf("%v: %v", err, left)
	}
	for _, name := range []string{"desk/desk.db", "desk.log", "platform"} {
		if _, err := os.Stat(filepath.Join(left[0], filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
}
