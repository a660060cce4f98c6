// Package cli is what `steward COMMAND` does without a window.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/sirupsen/logrus"
)

// Env is the surroundings of a command.
type Env struct {
	In          io.Reader
	Out, Err    io.Writer
	Version     string
	Log         *logrus.Logger
	DefaultHome string                                      // data folder if none is named
	Tour        func(ctx context.Context, out string) error // drives the real window; main passes it
	WindowFlags func(w io.Writer)                           // prints the flags of the window; main passes it
}

// Command is one word behind `steward`.
type Command struct {
	Name, Summary string
	Run           func(ctx context.Context, env Env, args []string) error
}

// Commands are all commands in the order of the help text.
var Commands = []Command{
	{"demo", "run the embedded demo platform for any client", runDemo},
	{"doctor", "check a platform against the contract, reading only", runDoctor},
	{"selftest", "check what this computer needs, without a window", runSelftest},
	{"tour", "drive the real window through its screens and take pictures", runTour},
}

// ErrUsage is returned for words that make no command; it was already said.
var ErrUsage = errors.New("usage")

// Find is the command of a name.
func Find(name string) (Command, bool) {
	for _, c := range Commands {
		if c.Name == name {
			return c, true
		}
	}
	return Command{}, false
}

// Usage writes the command list.
func Usage(w io.Writer) {
	var b strings.Builder
	b.WriteString("usage: steward [flags]            open the window\n       steward COMMAND [flags]\n\ncommands:\n")
	for _, c := range Commands {
		fmt.Fprintf(&b, "  %-10s %s\n", c.Name, c.Summary)
	}
	_, _ = io.WriteString(w, b.String())
}

// flags is a flag set that reports to the environment's error stream.
func flags(env Env, name string) *flag.FlagSet {
	set := flag.NewFlagSet("steward "+name, flag.ContinueOnError)
	set.SetOutput(env.Err)
	return set
}

// parse reads flags and refuses words behind them.
func parse(set *flag.FlagSet, args []string) error {
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return ErrUsage
	}
	if set.NArg() > 0 {
		_, _ = fmt.Fprintf(set.Output(), "unexpected %q\n", set.Arg(0))
		set.Usage()
		return ErrUsage
	}
	return nil
}

func runTour(ctx context.Context, env Env, args []string) error {
	set := flags(env, "tour")
	out := set.String("out", "build/tour", "folder for the pictures")
	if err := parse(set, args); err != nil {
		return err
	}
	return env.Tour(ctx, *out)
}
