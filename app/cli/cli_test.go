package cli

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"
)

// Help says every command, what one of them takes, and the exit codes.
func TestHelpSaysEveryCommand(t *testing.T) {
	var out bytes.Buffer
	if err := Help(t.Context(), Env{Out: &out}, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range Commands {
		if !strings.Contains(out.String(), "  "+c.Name+" ") || !strings.Contains(out.String(), c.Summary) {
			t.Errorf("says nothing of %s", c.Name)
		}
	}
	if !strings.Contains(out.String(), "exit codes:\n  0  done") {
		t.Error("says no exit codes")
	}
	out.Reset()
	if err := Help(t.Context(), Env{Out: &out}, []string{"selftest"}); !errors.Is(err, flag.ErrHelp) || !strings.Contains(out.String(), "-book-twice") {
		t.Errorf("%v: %s", err, out.String())
	}
	if err := Help(t.Context(), Env{Out: &out}, []string{"nothing"}); !errors.Is(err, ErrUsage) {
		t.Errorf("an unknown command: %v", err)
	}
}

// Words that make no command get one line that says where to look.
func TestWrongWordsGetOneLine(t *testing.T) {
	for _, words := range [][]string{{"-nothing"}, {"more"}} {
		var out bytes.Buffer
		err := runTour(t.Context(), Env{Out: &out, Err: &out}, words)
		if said := out.String(); !errors.Is(err, ErrUsage) || strings.Count(said, "\n") != 1 || !strings.Contains(said, `"steward help tour"`) {
			t.Errorf("%q: %v: %s", words, err, said)
		}
	}
}

// Support information is printed without a window, of a folder that is there.
func TestSupportIsPrinted(t *testing.T) {
	var out bytes.Buffer
	env := Env{Out: &out, Err: &out, Version: "test", Log: logrus.New(), DefaultHome: filepath.Join(t.TempDir(), "none")}
	if err := runSupport(t.Context(), env, nil); err != nil || !strings.Contains(out.String(), "Steward: test\n") || !strings.Contains(out.String(), "Data folder: none yet") {
		t.Errorf("before the first start: %v: %s", err, out.String())
	}
	if _, err := os.Stat(env.DefaultHome); err == nil {
		t.Error("made the folder")
	}
	env.DefaultHome = t.TempDir()
	if err := runSupport(t.Context(), env, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Steward: test\n", "System: ", "Data folder: ", "Platforms: locked\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("says nothing of %q:\n%s", want, out.String())
		}
	}
}

// The doctor says what is managed, and asks no platform that the policy forbids.
func TestTheDoctorObeysThePolicy(t *testing.T) {
	place := filepath.Join(t.TempDir(), "policy.toml")
	if err := os.WriteFile(place, []byte("platforms = [\"https://jca.example.com\"]\nlimit_dya = \"5 EUR\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := runDoctor(t.Context(), Env{In: strings.NewReader(""), Out: &out, Err: &out, Log: logrus.New(), Policy: place}, []string{"--url", "https://jca.elsewhere.example.com"})
	if err == nil || !strings.Contains(err.Error(), "Your organisation allows other platforms only.") {
		t.Errorf("asked: %v", err)
	}
	for _, want := range []string{"set by your organisation in " + place, "managed        platforms                    https://jca.example.com", `NOT UNDERSTOOD "limit_dya" is no setting`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("says nothing of %q:\n%s", want, out.String())
		}
	}
}
