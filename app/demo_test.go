package app

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
	"steward/client/platform"
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

// A demo platform begins anew with every run of the program. What was stored of it
// goes with the run, list and journal alike; while the run lasts both are there.
func TestWhatIsStoredOfADemoLastsAsLongAsTheRun(t *testing.T) {
	d := &testDesk{t: t, dir: t.TempDir(), ring: vault.Temporary(), clock: new(movedClock)}
	d.open()
	d.tryDemo(true)
	uid := d.platform.Notable(demo.NotableNothing)
	id := d.record(model.NewOperation(model.SetNote, uid, model.Change{Wanted: "of the first run", Reason: "a look around"}))
	d.reaches(id, model.StateConfirmed)
	d.until("the note is in the list", func() bool { return d.cachedNote(uid) == "of the first run" })
	if err := d.cluster.Close(); err != nil {
		t.Fatal(err)
	}

	d.tryDemo(false)
	if why := d.cluster.JournalTrouble(); why != nil {
		t.Errorf("opened again in the same run, there is no journal: %v", why)
	} else if o, err := d.cluster.Operation(t.Context(), id); err != nil || o.State != model.StateConfirmed {
		t.Errorf("opened again in the same run: %+v, %v", o, err)
	}
	if got := d.cachedNote(uid); got != "of the first run" {
		t.Errorf("opened again in the same run: note %q", got)
	}
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}

	d.open()
	d.tryDemo(true)
	there, err := d.platform.Customer(t.Context(), uid)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.cachedNote(uid); got != there.Note {
		t.Errorf("in the next run: note %q, but the platform has %q", got, there.Note)
	}
	if o, err := d.cluster.Operation(t.Context(), id); err == nil {
		t.Errorf("in the next run the journal knows %+v", o)
	}
}

// tryDemo opens the demo platform, a new one or the one that runs, and waits until
// its customers are read.
func (d *testDesk) tryDemo(fresh bool) {
	d.t.Helper()
	if fresh {
		p, err := demo.Start(d.t.Context(), demo.Options{Customers: 50, Seed: 3, Now: model.SystemClock{}.Now})
		if err != nil {
			d.t.Fatal(err)
		}
		d.t.Cleanup(func() { _ = p.Close() })
		d.platform = p
	}
	account := d.platform.Accounts()[slices.IndexFunc(d.platform.Accounts(), func(a demo.Account) bool { return a.Role == "admin" && a.TOTP.IsEmpty() })]
	var err error
	d.cluster, err = d.app.OpenDemo(d.t.Context(), DemoAccess{ID: "3-50", URL: d.platform.URL(), Login: account.Login, Password: account.Password, Customers: 50})
	if err != nil {
		d.t.Fatal(err)
	}
	d.read()
}

// cachedNote is the note that the list shows of a customer.
func (d *testDesk) cachedNote(uid platform.UID) string {
	d.t.Helper()
	rows, err := d.cluster.Customers(d.t.Context(), []platform.UID{uid})
	if err != nil || len(rows) != 1 {
		d.t.Fatal(len(rows), err)
	}
	return rows[0].Note
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
