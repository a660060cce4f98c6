//go:build linux

package proof

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sirupsen/logrus"

	"steward/app"
	"steward/app/model"
	"steward/client/platform"
)

// core is the application without its window, in this process, with the
// system's keyring and a log that keeps everything.
type core struct {
	*app.App
	t *testing.T
}

// openCore opens a data folder.
func openCore(t *testing.T, dir string) core {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(dir, "core.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	log := logrus.New()
	log.SetOutput(file)
	log.SetLevel(logrus.TraceLevel)
	a, err := app.New(t.Context(), app.Config{Dir: dir, Version: "proof", Log: log})
	if err != nil {
		t.Fatalf("open the application: %v", err)
	}
	t.Cleanup(func() { _ = a.Close() })
	gate, err := a.Unlock(t.Context())
	if err != nil || !gate.Open {
		t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	return core{a, t}
}

// shut closes the application; what it left is at rest then.
func (c core) shut() {
	c.t.Helper()
	if err := c.Close(); err != nil {
		c.t.Errorf("close the application: %v", err)
	}
}

// attempt prepares a sign-in.
func (c core) attempt(p model.Profile, s app.ProfileSecrets) *app.Attempt {
	c.t.Helper()
	a, err := c.NewAttempt(p, s)
	if err != nil {
		c.t.Fatalf("prepare a sign-in: %v", err)
	}
	return a
}

// finish opens the platform of a sign-in.
func (c core) finish(a *app.Attempt) *app.Cluster {
	c.t.Helper()
	cluster, err := a.Finish(c.t.Context())
	if err != nil {
		c.t.Fatalf("finish a sign-in: %v", err)
	}
	return cluster
}

// password signs in with a password and opens the platform.
func (c core) password(p model.Profile, login string, password platform.Secret) *app.Cluster {
	c.t.Helper()
	a := c.attempt(p, app.ProfileSecrets{})
	if asks, err := a.Password(c.t.Context(), login, password); err != nil || asks {
		c.t.Fatalf("sign in: code asked %v, %v", asks, err)
	}
	return c.finish(a)
}
