package app

import (
	"path/filepath"
	"testing"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
)

// rename is a change that a person makes in the settings.
func rename(m *model.Profile) { m.Name, m.Kind, m.ReadOnly = "North", model.Live, true }

// An open platform has its new name at once and keeps it when it is closed;
// what was decided when it was opened stays.
func TestChangeOfAnOpenPlatform(t *testing.T) {
	p, err := demo.Start(t.Context(), demo.Options{Customers: 5, Seed: 1, Now: model.SystemClock{}.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	c := operator(t, p, t.TempDir(), vault.Temporary(), "admin@demo.test", nil)
	a, id := c.app, c.Profile().ID
	heard := make(chan model.Event, 100)
	c.Subscribe(func(e model.Event) {
		if e.Kind == model.ConnectionChanged {
			select {
			case heard <- e:
			default:
			}
		}
	})
	if _, err := a.ChangeProfile(t.Context(), id, rename); err != nil {
		t.Fatal(err)
	}
	<-heard
	want := func(m model.Profile) {
		t.Helper()
		if m.Name != "North" || m.Kind != model.Live || m.ReadOnly {
			t.Errorf("%q, %s, read-only %v", m.Name, m.Kind, m.ReadOnly)
		}
	}
	want(c.Profile())
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := a.Profiles(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d platforms, %v", len(list), err)
	}
	want(list[0])
	changed, err := a.ChangeProfile(t.Context(), id, rename)
	if err != nil || !changed.ReadOnly {
		t.Errorf("closed: read-only %v, %v", changed.ReadOnly, err)
	}
}

// What another window has open it would write over.
func TestChangeOfAPlatformThatIsOpenElsewhere(t *testing.T) {
	a := opened(t, t.TempDir(), vault.Temporary())
	if gate, err := a.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	stored, err := a.PutProfile(t.Context(), model.Profile{Name: "Harbor", URL: "https://jca.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	lock, held, err := vault.Hold(filepath.Join(a.profileDir(stored.ID), "lock"))
	if err != nil || !held {
		t.Fatal(held, err)
	}
	if _, err := a.ChangeProfile(t.Context(), stored.ID, rename); model.CodeOf(err) != model.Conflict {
		t.Errorf("changed: %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ChangeProfile(t.Context(), stored.ID, rename); err != nil {
		t.Error(err)
	}
	if _, err := a.ChangeProfile(t.Context(), "nobody", rename); model.CodeOf(err) != model.NotFound {
		t.Errorf("unknown platform: %v", err)
	}
}
