package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"steward/app/model"
	"steward/app/sealed"
	"steward/app/vault"
)

// selftestLimit is how long a self-test may take before it is given up.
const selftestLimit = 2 * time.Minute

// selfcheck is one question to this computer.
type selfcheck struct {
	what string
	run  func(context.Context) (string, error)
}

// runSelftest answers whether Steward works on this computer: first what it finds
// here, then a refill whose answer is lost, on a demo platform of its own, with
// the process killed meanwhile. It opens no window, and all that it writes is in
// a temporary folder.
func runSelftest(ctx context.Context, env Env, args []string) error {
	if len(args) == 1 && args[0] == secondProcess {
		return rehearse(ctx, env)
	}
	set := flags(env, "selftest")
	keep := set.Bool("keep", false, "keep the folder of the test, for support")
	twice := set.Bool("book-twice", false, "let the demo platform book the refill twice: the test has to find that and to fail")
	if err := parse(set, args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "steward-selftest-")
	if err != nil {
		return fmt.Errorf("make folder of the self-test: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, selftestLimit)
	defer cancel()
	s := &stage{env: env, dir: dir, twice: *twice}
	failed := checkAll(ctx, env, append(computerChecks(dir), s.checks()...))
	err = errors.Join(failed, s.close())
	if *keep {
		_, _ = fmt.Fprintln(env.Out, "kept in", dir)
		return err
	}
	return errors.Join(err, os.RemoveAll(dir))
}

// checkAll runs the checks one after the other, a line each. What follows one
// that failed would fail for the same reason and is left out.
func checkAll(ctx context.Context, env Env, checks []selfcheck) error {
	total := model.Stopwatch()
	for _, c := range checks {
		took := model.Stopwatch()
		word, err := c.run(ctx)
		if err != nil {
			word = "FAILED: " + err.Error()
		}
		_, _ = fmt.Fprintf(env.Out, "%-15s %5.2f s  %s\n", c.what, took().Seconds(), word)
		if err != nil {
			return fmt.Errorf("the self-test failed at: %s", c.what)
		}
	}
	_, _ = fmt.Fprintf(env.Out, "%d of %d passed in %.1f s\n", len(checks), len(checks), total().Seconds())
	return nil
}

// computerChecks are the questions to this computer.
func computerChecks(dir string) []selfcheck {
	return []selfcheck{
		{"sealed file", func(ctx context.Context) (string, error) { return checkSealed(ctx, dir) }},
		{"keyring", func(ctx context.Context) (string, error) { return checkKeyring(ctx, dir) }},
		{"display", checkDisplay},
	}
}

func checkSealed(ctx context.Context, dir string) (string, error) {
	db, err := sealed.Open(ctx, sealed.Options{
		Path: filepath.Join(dir, "test.db"), Key: sealed.NewKey(),
		Migrations: []string{"CREATE TABLE t (x INTEGER) STRICT"},
	})
	if err != nil {
		return "", err
	}
	return "an encrypted database can be written", db.Close()
}

// checkKeyring says what the keyring is; without one a passphrase does. It only
// asks, for a name that nobody has.
func checkKeyring(ctx context.Context, dir string) (string, error) {
	v := vault.Open(vault.Options{
		Dir: filepath.Join(dir, "keyring"), Service: "app.steward.selftest",
		Keyring: vault.System("app.steward.selftest"), Timeout: 5 * time.Second, Clock: model.SystemClock{},
	})
	if state := v.State(ctx); state != vault.Ready {
		return "none that answers: Steward will ask for a passphrase, or work for one run only", nil
	}
	return "the system keyring answers", nil
}

func checkDisplay(context.Context) (string, error) {
	if runtime.GOOS != "linux" {
		return "provided by the system", nil
	}
	for _, name := range []string{"WAYLAND_DISPLAY", "DISPLAY"} {
		if os.Getenv(name) != "" {
			return name + " is set", nil
		}
	}
	return "none: only the commands without a window work here", nil
}
