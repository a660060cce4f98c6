package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"

	"steward/app"
)

// runSupport prints what Help, Copy Support Information copies, as far as it is
// known without a window and without opening what is sealed.
func runSupport(ctx context.Context, env Env, args []string) error {
	set := flags(env, "support")
	home := set.String("home", env.DefaultHome, "data folder to tell of")
	if err := parse(set, args); err != nil {
		return err
	}
	if _, err := os.Stat(*home); errors.Is(err, fs.ErrNotExist) {
		_, err := fmt.Fprintf(env.Out, "Steward: %s\nSystem: %s %s\nData folder: none yet. Steward was not started, or with another one (--home).\n",
			cmp.Or(env.Version, "not known"), runtime.GOOS, runtime.GOARCH)
		return err
	}
	a, err := app.New(ctx, app.Config{Dir: *home, Version: env.Version, Policy: env.Policy, Log: env.Log})
	if err != nil {
		return told(err)
	}
	_, err = io.WriteString(env.Out, a.Support(ctx))
	return errors.Join(err, a.Close())
}
