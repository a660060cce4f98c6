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
	Policy      string                                      // where to read what the organisation has fixed; empty: where the system keeps it
	Tour        func(ctx context.Context, out string) error // drives the real window; main passes it
	WindowFlags func(w io.Writer)                           // prints the flags of the window; main passes it
}

// Command is one word behind `steward`.
type Command struct {
	Name, Summary string
	Run           func(ctx context.Context, env Env, args []string) error
	Logged        bool // that it ran, and how it ended, stands in the log of the data folder
}

// Commands are all commands in the order of the help text.
var Commands = []Command{
	{Name: "demo", Summary: "run the embedded demo platform for any client", Run: runDemo},
	{Name: "doctor", Summary: "check a platform against the contract, reading only", Run: runDoctor, Logged: true},
	{Name: "selftest", Summary: "play a lost refill through on this computer, without a window", Run: runSelftest},
	{Name: "support", Summary: "print what somebody who helps has to know, naming nobody", Run: runSupport},
	{Name: "tour", Summary: "drive the real window through its screens and take pictures", Run: runTour},
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

// exits are the exit codes of the program.
const exits = `
exit codes:
  0  done
  1  failed; why stands on the error stream
  2  the words make no command
  3  this computer can show no window
`

// Usage writes the command list.
func Usage(w io.Writer) {
	var b strings.Builder
	b.WriteString("usage: steward [flags]            open the window\n       steward COMMAND [flags]\n\ncommands:\n")
	for _, c := range Commands {
		fmt.Fprintf(&b, "  %-10s %s\n", c.Name, c.Summary)
	}
	b.WriteString("  help       print this, or what a COMMAND takes\n" + exits)
	_, _ = io.WriteString(w, b.String())
}

// Help is `steward help [COMMAND]`: it says to Out what else goes to Err.
func Help(ctx context.Context, env Env, args []string) error {
	env.Err = env.Out
	if len(args) == 0 {
		Usage(env.Out)
		if env.WindowFlags != nil {
			_, _ = io.WriteString(env.Out, "\nflags of the window:\n")
			env.WindowFlags(env.Out)
		}
		return nil
	}
	command, ok := Find(args[0])
	if !ok {
		_, _ = fmt.Fprintf(env.Out, "no command %q; \"steward help\" names all\n", args[0])
		return ErrUsage
	}
	_, _ = fmt.Fprintf(env.Out, "steward %s: %s\n", command.Name, command.Summary)
	return command.Run(ctx, env, []string{"-h"})
}

// flags is a flag set that reports to the environment's error stream.
func flags(env Env, name string) *flag.FlagSet {
	set := flag.NewFlagSet("steward "+name, flag.ContinueOnError)
	set.SetOutput(env.Err)
	return set
}

// parse reads flags and refuses words behind them.
func parse(set *flag.FlagSet, args []string) error {
	if err := Flags(set, args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		_, _ = fmt.Fprintf(set.Output(), "%s: unexpected %q; %s\n", set.Name(), set.Arg(0), wayOn(set))
		return ErrUsage
	}
	return nil
}

// Flags reads flags. What is wrong is said in one line, and where to look; the
// whole usage is for who asks for it. It returns flag.ErrHelp or ErrUsage.
func Flags(set *flag.FlagSet, args []string) error {
	out, usage := set.Output(), set.Usage
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	err := set.Parse(args)
	set.SetOutput(out)
	set.Usage = usage
	switch {
	case err == nil:
		return nil
	case errors.Is(err, flag.ErrHelp):
		usage()
		return err
	}
	_, _ = fmt.Fprintf(out, "%s: %v; %s\n", set.Name(), err, wayOn(set))
	return ErrUsage
}

// wayOn is where it is said what a flag set takes.
func wayOn(set *flag.FlagSet) string {
	return `"` + strings.Replace(set.Name(), "steward", "steward help", 1) + `" says what it takes`
}

func runTour(ctx context.Context, env Env, args []string) error {
	set := flags(env, "tour")
	out := set.String("out", "build/tour", "folder for the pictures")
	if err := parse(set, args); err != nil {
		return err
	}
	return env.Tour(ctx, *out)
}
