package app

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
)

// Another seed invents other customers: what earlier demo platforms stored
// goes, but for one that is open in another window.
func TestEarlierDemoPlatformsAreForgotten(t *testing.T) {
	a := opened(t, t.TempDir(), vault.Temporary())
	if gate, err := a.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	for _, id := range []string{"demo-1-20", "demo-2-20", "demo-3-20", "harbor"} {
		if _, err := a.PutProfile(t.Context(), model.Profile{ID: id, URL: "https://jca.example.com"}); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(a.profileDir(id), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	left := func(want ...string) {
		t.Helper()
		var folders, profiles []string
		entries, err := os.ReadDir(filepath.Join(a.cfg.Dir, "profiles"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range entries {
			folders = append(folders, f.Name())
		}
		list, err := a.Profiles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			profiles = append(profiles, p.ID)
		}
		slices.Sort(profiles)
		if !slices.Equal(folders, want) || !slices.Equal(profiles, want) {
			t.Errorf("left %v and %v, want %v", folders, profiles, want)
		}
	}
	other, held, err := vault.Hold(filepath.Join(a.profileDir("demo-2-20"), "lock"))
	if err != nil || !held {
		t.Fatal(held, err)
	}
	a.forgetOtherDemos(t.Context(), "demo-3-20")
	left("demo-2-20", "demo-3-20", "harbor")
	if err := a.RemoveProfile(t.Context(), "demo-2-20"); model.CodeOf(err) != model.Conflict {
		t.Errorf("a platform that another window has open was removed: %v", err)
	}
	if err := other.Release(); err != nil {
		t.Fatal(err)
	}
	a.forgetOtherDemos(t.Context(), "demo-3-20")
	left("demo-3-20", "harbor")
}

// A demo platform can be changed also where nothing may be kept: its journal ends
// with the run, as its ledger does, and lies sealed with a key that nobody keeps.
func TestADemoCanBeChangedWithoutAKeyring(t *testing.T) {
	p, err := demo.Start(t.Context(), demo.Options{Customers: 50, Seed: 3, Now: model.SystemClock{}.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	a := opened(t, t.TempDir(), vault.Temporary())
	a.vault.UseThisRun()
	if gate, err := a.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	for _, account := range p.Accounts() {
		if account.Role != "admin" || !account.TOTP.IsEmpty() {
			continue
		}
		c, err := a.OpenDemo(t.Context(), DemoAccess{ID: "3-50", URL: p.URL(), Login: account.Login, Password: account.Password, Customers: 50})
		if err != nil {
			t.Fatal(err)
		}
		if why := c.MayWrite(); why != nil {
			t.Errorf("may not be changed: %v", why)
		}
		uid := p.Notable(demo.NotableBusy)
		if _, err := c.Record(t.Context(), Given{}, model.NewOperation(model.SetNote, uid, model.Change{Wanted: "tried", Reason: "a look around"})); err != nil {
			t.Errorf("record: %v", err)
		}
		return
	}
	t.Fatal("the platform has no admin")
}
