package cli

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// shellFor prints the completion of a shell, as main would ask for it.
func shellFor(t *testing.T, name string) string {
	t.Helper()
	var out bytes.Buffer
	env := Env{Out: &out, Err: io.Discard, WindowFlags: func(w io.Writer) {
		set := flag.NewFlagSet("steward", flag.ContinueOnError)
		set.String("home", "", "data folder; default: none's")
		set.Bool("demo", false, "open the demo")
		set.SetOutput(w)
		set.PrintDefaults()
	}}
	command, _ := Find("completion")
	if err := command.Run(t.Context(), env, []string{name}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCompletion_NamesEveryCommandAndFlag(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		text := shellFor(t, shell)
		for _, c := range Commands {
			if !strings.Contains(text, c.Name) {
				t.Errorf("%s does not complete %s", shell, c.Name)
			}
		}
		for _, name := range []string{"home", "demo", "customers", "listen", "module-paths", "out"} {
			if !strings.Contains(text, name) {
				t.Errorf("%s does not complete -%s", shell, name)
			}
		}
	}
}

// The real shell offers the words.
func TestCompletion_Bash(t *testing.T) {
	for typed, want := range map[string]string{
		"steward d":          "demo doctor",
		"steward demo -cu":   "-customers",
		"steward demo --cu":  "--customers",
		"steward help do":    "doctor",
		"steward completion": "bash zsh fish",
	} {
		words := strings.Fields(typed)
		if typed == "steward completion" {
			words = append(words, "")
		}
		script := shellFor(t, "bash") + "\nCOMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)); _steward; echo \"${COMPREPLY[*]}\""
		out, err := exec.CommandContext(t.Context(), "bash", append([]string{"-c", script, "bash"}, words...)...).CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != want {
			t.Errorf("%q completes to %q, want %q (%v)", typed, got, want, err)
		}
	}
}

func TestCompletion_OfNoShell(t *testing.T) {
	command, _ := Find("completion")
	for _, args := range [][]string{nil, {"tcsh"}, {"bash", "zsh"}} {
		if err := command.Run(t.Context(), Env{Out: io.Discard, Err: io.Discard}, args); !errors.Is(err, ErrUsage) {
			t.Errorf("%q: %v", args, err)
		}
	}
}
