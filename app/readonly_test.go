package app

import (
	"io"
	"testing"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
)

// operator signs in to a platform in a data folder; change may change what is
// asked for before.
func operator(t *testing.T, p *demo.Platform, dir string, ring vault.Keyring, login string, change func(*App, *model.Profile)) *Cluster {
	t.Helper()
	a := opened(t, dir, ring)
	profile := model.Profile{Name: "Test", URL: p.URL(), Kind: model.Test, Proxy: model.ProxyNone, StaySignedIn: true}
	if change != nil {
		change(a, &profile)
	}
	if gate, err := a.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	attempt, err := a.NewAttempt(profile, ProfileSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range p.Accounts() {
		if account.Login == login {
			if _, err := attempt.Password(t.Context(), login, account.Password); err != nil {
				t.Fatal(err)
			}
		}
	}
	c, err := attempt.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func opened(t *testing.T, dir string, ring vault.Keyring) *App {
	t.Helper()
	quiet := logrus.New()
	quiet.SetOutput(io.Discard)
	a, err := New(t.Context(), Config{Dir: dir, Version: "test", Keyring: ring, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// wantReadOnly compares what the menus are told with what the transport does.
func wantReadOnly(t *testing.T, c *Cluster, want string) {
	t.Helper()
	why, readOnly := c.ReadOnly()
	if why != want || readOnly != (want != "") || c.conn.client.ReadOnly() != readOnly {
		t.Errorf("menus %v (%s), transport %v; want %q", readOnly, why, c.conn.client.ReadOnly(), want)
	}
}

// Read-only means that the transport refuses, whatever the reason is.
func TestReadOnlyReachesTheTransport(t *testing.T) {
	p, err := demo.Start(t.Context(), demo.Options{Customers: 50, Seed: 3, Now: model.SystemClock{}.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	for name, row := range map[string]struct {
		login, why string
		change     func(*App, *model.Profile)
	}{
		"may change":   {"owner@demo.test", "", nil},
		"may only see": {"viewer@demo.test", "error.roleview", nil},
		"asked for":    {"owner@demo.test", "readonly.profile", func(_ *App, p *model.Profile) { p.ReadOnly = true }},
		"this run":     {"owner@demo.test", "readonly.thisrun", func(a *App, _ *model.Profile) { a.vault.UseThisRun() }},
	} {
		t.Run(name, func(t *testing.T) {
			wantReadOnly(t, operator(t, p, t.TempDir(), vault.Temporary(), row.login, row.change), row.why)
		})
	}
	t.Run("second window", func(t *testing.T) {
		dir, ring := t.TempDir(), vault.Temporary()
		first := operator(t, p, dir, ring, "owner@demo.test", nil)
		wantReadOnly(t, first, "")
		second := again(t, opened(t, dir, ring), first.Profile().ID)
		wantReadOnly(t, second, "readonly.secondwindow")
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		wantReadOnly(t, again(t, opened(t, dir, ring), first.Profile().ID), "")
	})
}

// Who may only look and signs in again as somebody who may change things, may
// change things; the other way round not any more.
func TestSigningInAgainInAnotherRoleReachesTheTransport(t *testing.T) {
	p, err := demo.Start(t.Context(), demo.Options{Customers: 50, Seed: 3, Now: model.SystemClock{}.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	c := operator(t, p, t.TempDir(), vault.Temporary(), "viewer@demo.test", nil)
	wantReadOnly(t, c, "error.roleview")
	for _, step := range []struct{ login, why string }{{"owner@demo.test", ""}, {"viewer@demo.test", "error.roleview"}, {"owner@demo.test", ""}} {
		attempt, err := c.SignInAgain(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, account := range p.Accounts() {
			if account.Login == step.login {
				if _, err := attempt.Password(t.Context(), step.login, account.Password); err != nil {
					t.Fatal(err)
				}
			}
		}
		if again, err := attempt.Finish(t.Context()); err != nil || again != c {
			t.Fatal(again, err)
		}
		wantReadOnly(t, c, step.why)
		if found, err := c.Ask(t.Context(), "@"); err != nil || len(found) == 0 {
			t.Errorf("as %s the platform told %d customers, %v", step.login, len(found), err)
		}
	}
}

// again opens a stored profile with its kept session.
func again(t *testing.T, a *App, id string) *Cluster {
	t.Helper()
	if gate, err := a.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	c, err := a.Resume(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
