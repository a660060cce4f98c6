package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
)

// When the keyring is lost, the journal stays as it is and sends nothing, until
// its recovery code opens it.
func TestTheRecoveryCodeOpensTheJournal(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	if !d.cluster.RecoveryCodeDue() {
		t.Error("no code is due after set-up")
	}
	old, err := d.cluster.NewRecoveryCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	code, err := d.cluster.NewRecoveryCode(t.Context())
	if err != nil || d.cluster.RecoveryCodeDue() {
		t.Fatal(err)
	}
	id := d.record(refill(customer, 3_000_000))
	d.reaches(id, model.StateConfirmed)
	profile, path := d.cluster.Profile(), d.cluster.journalPath(journalFile)
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}

	d.ring = vault.Temporary() // the keyring is lost, with all keys
	d.open()
	profile, err = d.app.PutProfile(t.Context(), profile)
	if err != nil {
		t.Fatal(err)
	}
	attempt, err := d.app.NewAttempt(profile, ProfileSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	d.cluster = d.signIn(attempt, "owner@demo.test")
	c := d.cluster
	if why := c.JournalTrouble(); why == nil || why.Key != "journalfile.locked" {
		t.Fatalf("trouble: %v", why)
	}
	if _, err := c.Record(t.Context(), Given{}, refill(customer, 1_000_000)); err == nil {
		t.Error("recorded without a journal")
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file was touched: %v", err)
	}
	for typed, want := range map[string]model.Code{
		"": model.Invalid, "AAAA-BBBB": model.Invalid, strings.Replace(code.Reveal(), code.Reveal()[:1], "~", 1): model.Invalid, old.Reveal(): model.Unauthorized,
	} {
		if err := c.RecoverJournal(t.Context(), platform.NewSecret(typed)); model.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := c.RecoverJournal(t.Context(), platform.NewSecret(strings.ToLower(strings.ReplaceAll(code.Reveal(), "-", " ")))); err != nil {
		t.Fatal(err)
	}
	if o, err := c.Operation(t.Context(), id); err != nil || o.State != model.StateConfirmed || o.Change.Login != customer.Email {
		t.Fatalf("%+v %v", o, err)
	}
	if why := c.MayWrite(); why != nil || c.JournalWhy() != nil {
		t.Errorf("%v %v", why, c.JournalWhy())
	}
	d.reaches(d.record(refill(customer, 1_000_000)), model.StateConfirmed)
	d.restart()
	if why := d.cluster.JournalTrouble(); why != nil {
		t.Errorf("after a restart: %v", why)
	}
}

// A keyring that lost the journal's key alone stands in nobody's way: all else
// opens as before.
func TestALostJournalKeyLocksTheJournalAlone(t *testing.T) {
	d := startDesk(t, nil)
	id := d.cluster.Profile().ID
	code, err := d.cluster.NewRecoveryCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.ring.Delete(t.Context(), secretName(id, secretJournal)); err != nil {
		t.Fatal(err)
	}
	a := opened(t, d.dir, d.ring)
	d.cluster = again(t, a, id) // the gate is open at once
	if why := d.cluster.JournalTrouble(); why == nil || why.Key != "journalfile.locked" {
		t.Fatalf("trouble: %v", why)
	}
	if err := d.cluster.RecoverJournal(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	d.app = a
	d.restart()
	if why := d.cluster.JournalTrouble(); why != nil {
		t.Errorf("after a restart: %v", why)
	}
}

// A journal that cannot be opened is said, and stays where it is; when its
// profile is removed it is kept.
func TestADamagedJournalIsSaidAndKept(t *testing.T) {
	d := startDesk(t, nil)
	d.reaches(d.record(refill(d.customer(), 1_000_000)), model.StateConfirmed)
	path, id := d.cluster.journalPath(journalFile), d.cluster.Profile().ID
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4096 {
		text[i] ^= 0x5a
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	d.open()
	c, err := d.app.Resume(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if why := c.JournalTrouble(); why == nil || why.Key != "journalfile.locked" || c.MayWrite() == nil || c.JournalWhy() == nil {
		t.Errorf("%v %v %v", why, c.MayWrite(), c.JournalWhy())
	}
	if _, err := c.FirstPage(t.Context(), model.Filter{}, 10); err != nil {
		t.Errorf("the customers cannot be read: %v", err)
	}
	if same, err := os.ReadFile(path); err != nil || string(same) != string(text) {
		t.Errorf("the file was touched: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.app.RemoveProfile(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	kept, err := filepath.Glob(filepath.Join(d.dir, "journals", id+".*", journalFile))
	if err != nil || len(kept) != 1 {
		t.Errorf("kept %v %v", kept, err)
	}
}

// A journal that was restored from a backup is noticed by the numbers that cache
// and keyring have seen.
func TestAnOldJournalIsNoticed(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	d.reaches(d.record(refill(customer, 1_000_000)), model.StateConfirmed)
	path, id := d.cluster.journalPath(journalFile), d.cluster.Profile().ID
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d.open()
	if d.cluster, err = d.app.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	d.reaches(d.record(refill(customer, 2_000_000)), model.StateConfirmed)
	seen := d.cluster.records.journal.Sequence()
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(filepath.Dir(path), "cache.db")); err != nil { // the keyring alone knows
		t.Fatal(err)
	}
	if err := os.WriteFile(path, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	d.open()
	if d.cluster, err = d.app.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if now := d.cluster.records.journal.Sequence(); now <= seen {
		t.Errorf("numbers go on at %d, %d were used", now, seen)
	}
	d.until("reconciled", func() bool { return !d.cluster.records.journal.Restored() })
	if n, err := d.platform.Ledger(t.Context(), customer.UID); err != nil || len(n) < 2 {
		t.Error(len(n), err)
	}
}
