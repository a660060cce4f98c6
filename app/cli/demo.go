package cli

import (
	"context"
	"fmt"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/client/demo"
)

// runDemo serves the demo platform until it is interrupted.
func runDemo(ctx context.Context, env Env, args []string) error {
	set := flags(env, "demo")
	listen := set.String("listen", "127.0.0.1:0", "loopback address and port; port 0 takes a free one")
	asJSON := set.Bool("json", false, "print one line of JSON when ready and nothing else")
	customers := set.Int("customers", demo.DefaultCustomers, "how many customers to invent")
	seed := set.Uint64("seed", 1, "the same seed invents the same customers")
	dir := set.String("data", "", "keep the platform in this folder; default: a temporary one, gone at the end")
	if err := parse(set, args); err != nil {
		return err
	}
	platform, err := demo.Start(ctx, demo.Options{
		Listen: *listen, Dir: *dir, Customers: *customers, Seed: *seed,
		Now: model.SystemClock{}.Now, Log: logrus.NewEntry(env.Log),
	})
	if err != nil {
		return fmt.Errorf("start demo platform: %w", err)
	}
	if err := platform.Announce(env.Out, *asJSON); err != nil {
		return fmt.Errorf("announce demo platform: %w", err)
	}
	<-ctx.Done()
	return platform.Close()
}
