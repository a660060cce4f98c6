package app

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
)

// managed puts a policy on the computer of a desk and starts the program anew.
func (d *testDesk) managed(words string) Gate {
	d.t.Helper()
	if d.app != nil {
		if err := d.app.Close(); err != nil {
			d.t.Fatal(err)
		}
	}
	place := filepath.Join(d.t.TempDir(), "policy.toml")
	if err := os.WriteFile(place, []byte(words), 0o644); err != nil {
		d.t.Fatal(err)
	}
	quiet := logrus.New()
	quiet.SetOutput(io.Discard)
	a, err := New(d.t.Context(), Config{Dir: d.dir, Version: "test", Clock: d.clock, Keyring: d.ring, Log: quiet, Journal: quick, Policy: place})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = a.Close() })
	gate, err := a.Unlock(d.t.Context())
	if err != nil || !gate.Open {
		d.t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	d.app = a
	return gate
}

// resumed opens the platform of the desk with its kept session.
func (d *testDesk) resumed() {
	d.t.Helper()
	list, err := d.app.Profiles(d.t.Context())
	if err != nil || len(list) == 0 {
		d.t.Fatalf("%d profiles, %v", len(list), err)
	}
	if d.cluster, err = d.app.Resume(d.t.Context(), list[0].ID); err != nil {
		d.t.Fatal(err)
	}
}

// A platform that the policy does not name is not opened, by no way, and no word
// goes there; one that it names is ready.
func TestThePolicyFixesThePlatforms(t *testing.T) {
	d := startDesk(t, nil)
	id := d.cluster.Profile().ID
	d.managed(`platforms = ["jca.example.com"]`)
	before := d.platform.Requests("*")
	_, resumed := d.app.Resume(t.Context(), id)
	_, offline := d.app.Offline(t.Context(), id)
	_, attempt := d.app.NewAttempt(model.Profile{URL: d.platform.URL(), Kind: model.Test}, ProfileSecrets{})
	_, probe := d.app.Probe(t.Context(), model.Profile{URL: d.platform.URL()}, ProfileSecrets{})
	for way, err := range map[string]error{"resume": resumed, "offline": offline, "sign in": attempt, "probe": probe} {
		if known := d.app.Explain(err); known == nil || known.Key != "policy.platform" || known.Args["Allowed"] != "https://jca.example.com" {
			t.Errorf("%s: %v", way, err)
		}
	}
	if asked := d.platform.Requests("*") - before; asked != 0 {
		t.Errorf("%d requests", asked)
	}
	list, err := d.app.Profiles(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v %v", list, err)
	}
	offered := list[1]
	if offered.URL != "https://jca.example.com" || offered.Name != "jca.example.com" || offered.Kind != model.Live {
		t.Errorf("%+v", offered)
	}
	d.managed(`platforms = ["` + d.platform.URL() + `", "https://jca.example.com"]`)
	d.resumed()
	if again, err := d.app.Profiles(t.Context()); err != nil || len(again) != 2 {
		t.Errorf("offered twice: %+v %v", again, err)
	}
}

// Read-only of the organisation is held in the transport, for every method, and
// nobody unlocks it. So is a policy that is not understood, and it is said.
func TestThePolicyForbidsChanges(t *testing.T) {
	for words, key := range map[string]string{"read_only = true": "readonly.policy", "raed_only = false": "readonly.policybroken"} {
		d := startDesk(t, nil)
		customer := d.customer()
		gate := d.managed(words)
		if broken := key == "readonly.policybroken"; broken != (gate.Notice != nil && gate.Notice.Key == "policy.broken") {
			t.Errorf("%s: notice %v", words, gate.Notice)
		}
		d.resumed()
		c := d.cluster
		if why := c.MayWrite(); why == nil || why.Key != key || c.MayUnlock() {
			t.Errorf("%s: %v, may unlock %v", words, why, c.MayUnlock())
		}
		if err := c.UnlockWriting(); model.CodeOf(err) != model.Forbidden {
			t.Errorf("%s: unlocked: %v", words, err)
		}
		if _, err := c.Record(t.Context(), Given{}, refill(customer, 1_000_000)); model.CodeOf(err) != model.Forbidden {
			t.Errorf("%s: recorded: %v", words, err)
		}
		wantWriting(t, c.conn.client, false)
	}
}

// Of two limits the smaller holds, whoever set it.
func TestThePolicyLimitsMoney(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	currency := customer.Balance.Currency()
	d.managed(`limit_operation = "20 ` + currency + `"`)
	d.resumed()
	c := d.cluster
	refused := func(micros int64) bool {
		_, err := c.Record(t.Context(), Given{}, refill(customer, micros))
		if err != nil && !strings.HasPrefix(d.app.Explain(err).Key, "journal.limit") {
			t.Errorf("%d: %v", micros, err)
		}
		return err != nil
	}
	if !refused(21_000_000) {
		t.Error("above the organisation's limit")
	}
	own := func(micros int64) {
		t.Helper()
		if err := c.PutLimits(t.Context(), model.Limits{Operation: platform.MicrosMoney(micros, currency)}); err != nil {
			t.Fatal(err)
		}
	}
	own(50_000_000)
	if !refused(21_000_000) {
		t.Error("a person raised the organisation's limit")
	}
	own(10_000_000)
	if !refused(11_000_000) {
		t.Error("above the person's own limit")
	}
	if l, err := c.Limits(t.Context()); err != nil || l.Operation.Text() != "10" {
		t.Errorf("%+v %v", l, err)
	}
	d.reaches(d.record(refill(customer, 9_000_000)), model.StateConfirmed)
}

// Where nothing is to be kept, all is in memory, nothing can be changed, and what
// was stored of customers is gone at the start; the journal stays.
func TestThePolicyKeepsNothing(t *testing.T) {
	d := startDesk(t, nil)
	d.customer()
	profile := d.cluster.Profile()
	d.reaches(d.record(refill(d.customer(), 1_000_000)), model.StateConfirmed)
	d.managed("keep_nothing = true")
	dir := d.app.profileDir(profile.ID)
	for name, there := range map[string]bool{"cache.db": false, "cache.db-wal": false, journalFile: true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != there {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !d.app.ThisRunOnly() || d.app.Keeping() != "thisrun" {
		t.Error("something is kept")
	}
	profile.ID = ""
	attempt, err := d.app.NewAttempt(profile, ProfileSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	d.cluster = d.signIn(attempt, "owner@demo.test")
	if why := d.cluster.MayWrite(); why == nil || why.Key != "readonly.keepnothing" || d.cluster.MayUnlock() {
		t.Errorf("%v", why)
	}
	wantWriting(t, d.cluster.conn.client, false)
	d.customer() // waits until all are read
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	caches, err := filepath.Glob(filepath.Join(d.dir, "profiles", "*", "cache.db*"))
	if err != nil || len(caches) > 0 {
		t.Errorf("kept: %v %v", caches, err)
	}
}

// Without a policy nothing is managed.
func TestWithoutAPolicyNothingIsManaged(t *testing.T) {
	a := opened(t, t.TempDir(), vault.Temporary())
	if p := a.Policy(); p.Managed() || a.policyBars() != nil {
		t.Errorf("%+v", p)
	}
}
