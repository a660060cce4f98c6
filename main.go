// Steward is a desktop application with which the admins and the support desk
// of a Virtuozzo Application Platform cluster look after its customers.
package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"github.com/BurntSushi/toml"
	"github.com/sirupsen/logrus"

	"steward/app"
	"steward/app/cli"
	"steward/app/model"
	"steward/assets"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views"
	"steward/views/graphics"
	"steward/views/tour"
)

//go:embed FyneApp.toml
var manifest string

// Exit codes of the program.
const (
	exitFailed   = 1
	exitUsage    = 2
	exitNoWindow = 3 // this computer can show none
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, cli.ErrUsage):
		os.Exit(exitUsage)
	case errors.Is(err, graphics.ErrUnavailable):
		complain(err)
		os.Exit(exitNoWindow)
	default:
		complain(err)
		os.Exit(exitFailed)
	}
}

// complain tells the person what went wrong, wherever it can be read.
func complain(err error) {
	words := inWords(err)
	if _, err := fmt.Fprintln(os.Stderr, "steward:", words); err != nil {
		graphics.Tell("Steward", words) // on Windows a program with windows has no console
	}
}

// inWords is what a person at a terminal is told of an error.
func inWords(err error) string {
	var known *model.Error
	if !errors.As(err, &known) {
		return err.Error()
	}
	words := views.Sentence(known)
	if known.Cause != nil {
		words += fmt.Sprintf(" (%v)", known.Cause)
	}
	return words
}

func run(ctx context.Context, args []string) error {
	meta, err := metadata()
	if err != nil {
		return err
	}
	if err := app.NoCoreDumps(); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "steward: core dumps could not be switched off:", err)
	}
	if len(args) > 0 {
		if args[0] == "help" {
			return cli.Help(ctx, environment(meta), args[1:])
		}
		if command, ok := cli.Find(args[0]); ok {
			return runCommand(ctx, command, environment(meta), args[1:])
		}
	}
	return window(ctx, meta, args)
}

// runCommand runs a command and, where it is to be found again, logs how it ended. It
// makes no data folder for that.
func runCommand(ctx context.Context, command cli.Command, env cli.Env, args []string) error {
	if _, err := os.Stat(env.DefaultHome); err != nil || !command.Logged {
		return command.Run(ctx, env, args)
	}
	file := app.LogFile(env.DefaultHome, app.CommandLogName)
	env.Log.SetOutput(io.MultiWriter(os.Stderr, file))
	log := app.NewLog(file).WithField("command", command.Name)
	log.Info("began")
	err := command.Run(ctx, env, args)
	if err != nil {
		log.WithError(err).Error("failed")
	} else {
		log.Info("done")
	}
	return errors.Join(err, file.Close())
}

// metadata is FyneApp.toml, the one source of name, ID and version.
func metadata() (fyne.AppMetadata, error) {
	var m struct {
		Details struct {
			Name, ID, Version string
			Build             int
		}
		Migrations map[string]bool
	}
	if _, err := toml.Decode(manifest, &m); err != nil {
		return fyne.AppMetadata{}, fmt.Errorf("read FyneApp.toml: %w", err)
	}
	return fyne.AppMetadata{
		ID: m.Details.ID, Name: m.Details.Name, Version: m.Details.Version, Build: m.Details.Build,
		Icon: assets.AppIcon(), Migrations: m.Migrations,
	}, nil
}

// environment is what the commands without a window get.
func environment(meta fyne.AppMetadata) cli.Env {
	log := app.NewLog(os.Stderr)
	log.SetLevel(logrus.WarnLevel)
	home, _ := app.DefaultDir() // an empty one is refused where it is needed
	return cli.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: meta.Version, Log: log, DefaultHome: home,
		Tour: func(ctx context.Context, out string) error { return drive(ctx, meta, log, out) },
		WindowFlags: func(w io.Writer) {
			set := new(windowFlags).set()
			set.SetOutput(w)
			set.PrintDefaults()
		},
	}
}

// windowFlags are the words behind plain `steward`.
type windowFlags struct {
	home, demoDir string
	demo, version bool
	customers     int
	seed          uint64
	crashed       string // what the program left when it broke the last time
	waits         app.JournalTimes
}

func (f *windowFlags) set() *flag.FlagSet {
	set := flag.NewFlagSet("steward", flag.ContinueOnError)
	set.StringVar(&f.home, "home", "", "data folder; default: where the system keeps a program's data")
	set.BoolVar(&f.demo, "demo", false, "open the window on the embedded demo platform, without a question")
	set.IntVar(&f.customers, "customers", demo.DefaultCustomers, "how many customers the demo platform invents")
	set.Uint64Var(&f.seed, "seed", 1, "the same seed invents the same customers")
	set.StringVar(&f.demoDir, "data", "", "keep the demo platform in this folder; default: a temporary one")
	set.BoolVar(&f.version, "version", false, "print the version and end")
	set.Usage = func() {
		cli.Usage(set.Output())
		_, _ = io.WriteString(set.Output(), "\nflags of the window:\n")
		set.PrintDefaults()
	}
	return set
}

func parseWindowFlags(args []string) (windowFlags, error) {
	var f windowFlags
	set := f.set()
	if err := cli.Flags(set, args); err != nil {
		return f, err
	}
	if set.NArg() > 0 {
		_, _ = fmt.Fprintf(set.Output(), "steward: no command %q; \"steward help\" names all\n", set.Arg(0))
		return f, cli.ErrUsage
	}
	return f, nil
}

// window opens the window and returns when it is closed.
func window(ctx context.Context, meta fyne.AppMetadata, args []string) error {
	f, err := parseWindowFlags(args)
	if err != nil {
		return err
	}
	if f.version {
		_, err := fmt.Println(strings.TrimSpace(meta.Name + " " + meta.Version + " " + assets.Commit()))
		return err
	}
	if f.home == "" {
		if f.home, err = app.DefaultDir(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(f.home, 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	log := app.NewLog(app.LogFile(f.home, app.LogName))
	crashes, crashed, err := app.WatchCrashes(f.home)
	if err != nil {
		log.WithError(err).Warn("a crash of this run would not be written down")
	}
	f.crashed = crashed
	defer func() {
		if err := crashes.Close(); err != nil {
			log.WithError(err).Warn("the crash file of this run stays")
		}
	}()
	return open(ctx, meta, log, f, nil)
}

// collectAt is how much garbage, as a share of what is alive, makes the runtime
// collect. Most of what is alive is the search index, which has no pointers to
// follow: collecting twice as often as usual is cheap and saves its size in memory.
const collectAt = 50

// What the first page is made of stays; collecting while it comes up finds little and
// takes the processor from painting it. So for its first second the program collects only
// if it should grow beyond what a start needs.
const (
	startTime   = time.Second
	startMemory = 96 << 20 // bytes
)

// collectLater has garbage collected as collectAt says once the start is over.
func collectLater() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(startMemory)
	time.AfterFunc(startTime, func() {
		debug.SetGCPercent(collectAt)
		debug.SetMemoryLimit(math.MaxInt64)
	})
}

// open shows the window; walk, if there is one, drives it.
func open(ctx context.Context, meta fyne.AppMetadata, log *logrus.Logger, f windowFlags, walk func(*views.Window)) error {
	collectLater()
	core, err := app.New(ctx, app.Config{Dir: f.home, Version: meta.Version, Log: log, Temporary: walk != nil, Journal: f.waits})
	if err != nil {
		return err
	}
	fyneapp.SetMetadata(meta)
	win := views.New(ctx, views.Config{
		App: core, Fyne: fyneapp.NewWithID(meta.ID), OpenDemo: f.demo, Crashed: f.crashed, Prepare: views.LoadFonts, Show: graphics.Show, Graphics: graphics.Describe,
		StartDemo: func(ctx context.Context) (views.Demo, error) { return startDemo(ctx, f, log) },
	})
	if walk != nil {
		walk(win)
	}
	if err := win.ShowAndRun(); err != nil {
		log.WithError(err).Error("no window can be opened")
		return errors.Join(err, core.Close())
	}
	return core.Close()
}

// drive is `steward tour`: the real window on a demo platform, in a data
// folder that is gone afterwards.
func drive(ctx context.Context, meta fyne.AppMetadata, log *logrus.Logger, out string) error {
	home, err := os.MkdirTemp("", "steward-tour-")
	if err != nil {
		return fmt.Errorf("make folder of the tour: %w", err)
	}
	defer func() { _ = os.RemoveAll(home) }()
	walk := tour.New(out, os.Stdout)
	f := windowFlags{home: home, customers: demo.DefaultCustomers, seed: 1, waits: tour.Waits}
	if err := open(ctx, meta, log, f, walk.Drive); err != nil {
		return err
	}
	return walk.Err()
}

// startDemo starts the embedded platform for the window.
func startDemo(ctx context.Context, f windowFlags, log *logrus.Logger) (views.Demo, error) {
	p, err := demo.Start(ctx, demo.Options{
		Dir: f.demoDir, Customers: f.customers, Seed: f.seed,
		Now: model.SystemClock{}.Now, Log: logrus.NewEntry(log),
	})
	if err != nil {
		return views.Demo{}, err
	}
	for _, a := range p.Accounts() {
		if a.Role == "admin" && a.TOTP.IsEmpty() {
			return views.Demo{
				Access: app.DemoAccess{
					ID: fmt.Sprintf("%d-%d", f.seed, f.customers), URL: p.URL(),
					Login: a.Login, Password: a.Password, Customers: f.customers,
				},
				Faults:  faults(p),
				Notable: func(kind string) platform.UID { return p.Notable(demo.Notable(kind)) },
				Close:   p.Close,
			}, nil
		}
	}
	return views.Demo{}, errors.Join(errors.New("the demo platform has no admin account"), p.Close())
}

// everything is the demo platform's name for all its methods.
const everything = "*"

// slowAnswer is how long the demo platform takes when it is told to be slow.
const slowAnswer = 5 * time.Second

// faults are the bad days of the demo platform that the Help menu switches; being
// slow and losing answers can go together. Only answers to changes are lost: what
// is read would just be asked again.
func faults(p *demo.Platform) views.DemoFaults {
	var mu sync.Mutex
	var slow, lossy, losing demo.Fault
	turn := func(set func(on bool)) func(bool) error {
		return func(on bool) error {
			mu.Lock()
			defer mu.Unlock()
			set(on)
			p.Faults().Clear(everything)
			changes := demo.Fault{Latency: slow.Latency, Drop: cmp.Or(losing.Drop, lossy.Drop)}
			return errors.Join(p.Faults().Add(everything, slow), p.Faults().Add(demo.EveryChange, changes))
		}
	}
	return views.DemoFaults{
		Offline:     p.Offline,
		Slow:        turn(func(on bool) { slow = when(on, demo.Fault{Latency: slowAnswer}) }),
		LoseAnswers: turn(func(on bool) { lossy = when(on, demo.Fault{Drop: demo.DropAfter}) }),
		LoseChanges: turn(func(on bool) { losing = when(on, demo.Fault{Drop: demo.DropBefore}) }),
	}
}

// when is the fault while it is on, else none.
func when(on bool, f demo.Fault) demo.Fault {
	if on {
		return f
	}
	return demo.Fault{}
}
