package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"steward/app/model"
	"steward/app/sealed"
	"steward/app/vault"
)

// selfcheck is one question to this computer.
type selfcheck struct {
	what string
	run  func(context.Context) (string, error)
}

// runSelftest answers whether this computer has what Steward needs; it opens
// no window and touches no data.
func runSelftest(ctx context.Context, env Env, args []string) error {
	set := flags(env, "selftest")
	if err := parse(set, args); err != nil {
		return err
	}
	checks := []selfcheck{
		{"sealed file", checkSealed},
		{"keyring", func(ctx context.Context) (string, error) { return checkKeyring(ctx, env) }},
		{"display", checkDisplay},
	}
	failed := 0
	for _, c := range checks {
		word, err := c.run(ctx)
		if err != nil {
			failed++
			word = "FAILED: " + err.Error()
		}
		_, _ = fmt.Fprintf(env.Out, "%-12s %s\n", c.what, word)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d checks failed", failed, len(checks))
	}
	return nil
}

func checkSealed(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "steward-selftest-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	db, err := sealed.Open(ctx, sealed.Options{
		Path: filepath.Join(dir, "test.db"), Key: sealed.NewKey(),
		Migrations: []string{"CREATE TABLE t (x INTEGER) STRICT"},
	})
	if err != nil {
		return "", err
	}
	return "an encrypted database can be written", db.Close()
}

// checkKeyring says what the keyring is; without one a passphrase does.
func checkKeyring(ctx context.Context, env Env) (string, error) {
	v := vault.Open(vault.Options{
		Dir: env.DefaultHome, Service: "app.steward.selftest",
		Keyring: vault.System("app.steward.selftest"), Timeout: 5 * time.Second, Clock: model.SystemClock{},
	})
	if state := v.State(ctx); state != vault.Ready {
		return fmt.Sprintf("%v; Steward will ask for a passphrase, or work for one run only", state), nil
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
