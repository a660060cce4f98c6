package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// A refill goes through the facade to the platform once, and the platform's own
// record confirms it.
func TestARefillIsBookedOnceAndConfirmed(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	preview, err := d.cluster.Preview(t.Context(), refill(customer, 12_500_000))
	if err != nil || preview.Refused != nil || preview.After.Text() == "" {
		t.Fatalf("%+v %v", preview, err)
	}
	id := d.record(refill(customer, 12_500_000))
	o := d.reaches(id, model.StateConfirmed)
	if n := d.bookings(id, customer.UID); n != 1 || o.Late {
		t.Errorf("%d bookings, late %v", n, o.Late)
	}
	if steps, err := d.cluster.VerifyJournal(t.Context()); err != nil || steps == 0 {
		t.Errorf("%d steps, %v", steps, err)
	}
	if counts, err := d.cluster.Counts(t.Context()); err != nil || counts != (model.OperationCounts{}) {
		t.Errorf("%+v %v", counts, err)
	}
	for _, file := range []string{journalFile} {
		info, err := os.Stat(filepath.Join(d.app.profileDir(d.cluster.Profile().ID), file))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", file, info.Mode(), err)
		}
	}
}

// What is recorded while nobody answers waits. When the platform is back a new
// value goes out; money waits for a person.
func TestTheQueueComesBackAsRuleTenSays(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	if err := d.platform.Offline(true); err != nil {
		t.Fatal(err)
	}
	_, _ = d.cluster.Ask(t.Context(), customer.Email)
	d.until("away", func() bool { return d.cluster.Connection().State == model.Away })
	d.until("known to the journal", func() bool { return model.CodeOf(d.cluster.JournalWhy()) == model.Offline })
	note := d.record(model.NewOperation(model.SetNote, customer.UID, model.Change{Login: customer.Email, Was: customer.Note, Wanted: "called back"}))
	money := d.record(refill(customer, 1_000_000))
	counts, err := d.cluster.Counts(t.Context())
	if err != nil || counts.Queued != 2 {
		t.Errorf("%+v %v", counts, err)
	}
	if open := d.cluster.OpenOperations()[customer.UID]; len(open) != 2 {
		t.Errorf("%d lie over the customer's row", len(open))
	}
	if err := d.platform.Offline(false); err != nil {
		t.Fatal(err)
	}
	d.reaches(note, model.StateConfirmed)
	d.reaches(money, model.StateReview)
	if n := d.bookings(money, customer.UID); n != 0 {
		t.Fatalf("%d bookings without a person", n)
	}
	d.until("read back into the cache", func() bool {
		now, _, err := d.cluster.Customer(t.Context(), customer.UID)
		return err == nil && now.Note == "called back"
	})
	if err := d.cluster.SendNow(t.Context(), money); err != nil {
		t.Fatal(err)
	}
	d.reaches(money, model.StateConfirmed)
	if n := d.bookings(money, customer.UID); n != 1 {
		t.Errorf("%d bookings", n)
	}
}

// An answer that was lost before a stop is found after it; nothing goes twice.
func TestAnOpenEntrySurvivesARestart(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	d.fails("billing/account/fundaccount", demo.Lost(demo.LossReset, demo.ApplyOnce))
	d.platform.SetQuirks(demo.Quirks{FundingLate: time.Hour})
	id := d.record(refill(customer, 2_000_000))
	d.reaches(id, model.StateUnknown)
	d.restart()
	if o, err := d.cluster.Operation(t.Context(), id); err != nil || o.State != model.StateUnknown {
		t.Fatal(o.State, err)
	}
	if _, err := d.cluster.Record(t.Context(), Given{}, refill(customer, 2_000_000)); model.CodeOf(err) != model.Conflict {
		t.Errorf("money beside an unknown: %v", err)
	}
	if err := d.app.RemoveProfile(t.Context(), d.cluster.Profile().ID); model.CodeOf(err) != model.Conflict {
		t.Errorf("removed while open: %v", err)
	}
	d.platform.SetQuirks(demo.Quirks{})
	d.cluster.Check(id)
	if o := d.reaches(id, model.StateConfirmed); !o.Late || d.bookings(id, customer.UID) != 1 {
		t.Errorf("late %v, %d bookings", o.Late, d.bookings(id, customer.UID))
	}
}

// A profile whose journal has something open stays; when it is settled it goes.
func TestAJournalWithSomethingOpenIsNotRemoved(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	if err := d.platform.Offline(true); err != nil {
		t.Fatal(err)
	}
	_, _ = d.cluster.Ask(t.Context(), customer.Email)
	d.until("known to the journal", func() bool { return model.CodeOf(d.cluster.JournalWhy()) == model.Offline })
	id := d.record(refill(customer, 1_000_000))
	profile := d.cluster.Profile().ID
	if err := d.cluster.Close(); err != nil {
		t.Fatal(err)
	}
	var told *model.Error
	if err := d.app.RemoveProfile(t.Context(), profile); !errors.As(err, &told) || told.Key != "journalfile.keep" {
		t.Fatalf("removed while something waits: %v", err)
	}
	c, err := d.app.Resume(t.Context(), profile)
	if err != nil {
		t.Fatal(err)
	}
	d.cluster = c
	d.until("at rest", func() bool {
		story, err := c.Story(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(story.Choices, func(o model.OperationChoice) bool { return o.Action == model.ActCancel && o.WhyNot == nil })
	})
	if err := c.Cancel(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Close(), d.app.RemoveProfile(t.Context(), profile)); err != nil {
		t.Fatal(err)
	}
}

// Who works without a sign-in records what goes out after it; nothing is asked
// of the platform before.
func TestWithoutASignInChangesWaitForIt(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	id := d.cluster.Profile().ID
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	d.open()
	c, err := d.app.Offline(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	d.cluster = c
	asked := d.platform.Requests("*")
	note := d.record(model.NewOperation(model.SetNote, customer.UID, model.Change{Login: customer.Email, Was: customer.Note, Wanted: "later"}))
	if why := c.JournalWhy(); model.CodeOf(why) != model.Unauthorized {
		t.Errorf("sends: %v", why)
	}
	if o, err := c.Operation(t.Context(), note); err != nil || o.State != model.StateQueued || !o.Waited {
		t.Errorf("%+v %v", o, err)
	}
	if n := d.platform.Requests("*"); n != asked {
		t.Errorf("%d requests by choice offline", n-asked)
	}
	attempt, err := c.SignInAgain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.signIn(attempt, "owner@demo.test")
	d.reaches(note, model.StateConfirmed)

	d.platform.ExpireSessions()
	_, _ = c.Ask(t.Context(), customer.Email)
	d.until("expired", func() bool { return model.CodeOf(c.JournalWhy()) == model.Unauthorized })
	again := d.record(model.NewOperation(model.SetNote, customer.UID, model.Change{Login: customer.Email, Was: "later", Wanted: "after all"}))
	if attempt, err = c.SignInAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.signIn(attempt, "owner@demo.test")
	d.reaches(again, model.StateConfirmed)
}

// What is above a limit is not recorded, and says which limit.
func TestLimitsHoldAtOnce(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	currency := customer.Balance.Currency()
	want := model.Limits{Operation: platform.MicrosMoney(5_000_000, currency), Day: platform.MicrosMoney(8_000_000, currency)}
	if err := d.cluster.PutLimits(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	refused := func(micros int64, key string) {
		t.Helper()
		var told *model.Error
		if _, err := d.cluster.Record(t.Context(), Given{}, refill(customer, micros)); !errors.As(err, &told) || told.Key != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
	refused(5_000_001, "journal.digits")
	refused(5_010_000, "journal.limit.operation")
	d.reaches(d.record(refill(customer, 5_000_000)), model.StateConfirmed)
	d.restart()
	refused(4_000_000, "journal.limit.day")
	if got, err := d.cluster.Limits(t.Context()); err != nil || got.Day.Text() != want.Day.Text() || got.Batch.Given() {
		t.Errorf("%+v %v", got, err)
	}
}

// A plan goes to a file that only its owner may read, and comes back from it.
func TestAPlanGoesThroughAFile(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	path := filepath.Join(t.TempDir(), "plan.json")
	plan, err := d.cluster.MakePlan(t.Context(), PlanDraft{Kind: model.SetNote, Change: model.Change{Wanted: "planned", Reason: "audit"}, UIDs: []platform.UID{customer.UID}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cluster.SavePlan(t.Context(), path, plan, "", false); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if err := d.cluster.SavePlan(t.Context(), path, plan, "", false); model.CodeOf(err) != model.Conflict {
		t.Errorf("replaced: %v", err)
	}
	if err := d.cluster.SavePlan(t.Context(), path, plan, "not a desk", true); model.CodeOf(err) != model.Invalid {
		t.Errorf("for nobody's desk: %v", err)
	}
	read, err := d.cluster.OpenPlan(t.Context(), path)
	if err != nil || read.ID != plan.ID || read.ReadOnly != nil || len(read.Rows) != 1 {
		t.Fatalf("%+v %v", read, err)
	}
	batch, err := d.cluster.StartPlan(t.Context(), read, read.Confirmation())
	if err != nil {
		t.Fatal(err)
	}
	d.until("done", func() bool {
		b, err := d.cluster.Batch(t.Context(), batch.ID)
		return err == nil && b.State == model.BatchDone
	})
	other := string(model.NewOperationID())
	plan, err = d.cluster.MakePlan(t.Context(), PlanDraft{Kind: model.SetNote, Change: model.Change{Wanted: "theirs", Reason: "audit"}, UIDs: []platform.UID{customer.UID}})
	if err == nil {
		err = d.cluster.SavePlan(t.Context(), path, plan, other, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	if read, err = d.cluster.OpenPlan(t.Context(), path); err == nil && read.ReadOnly == nil {
		t.Error("another desk's plan runs here")
	}
	if _, err := d.cluster.StartPlan(t.Context(), plan, plan.Confirmation()); model.CodeOf(err) != model.Conflict {
		t.Errorf("a closed plan runs: %v", err)
	}
}

// A plan whose file did not get to its place stays this desk's own.
func TestAPlanWhoseFileWasNotWrittenIsNotGivenAway(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	plan, err := d.cluster.MakePlan(t.Context(), PlanDraft{Kind: model.SetNote, Change: model.Change{Wanted: "planned", Reason: "audit"}, UIDs: []platform.UID{customer.UID}})
	if err != nil {
		t.Fatal(err)
	}
	other, dir := string(model.NewOperationID()), t.TempDir()
	long := filepath.Join(dir, strings.Repeat("long", 100)+".json") // found out when all else is done
	if err := d.cluster.SavePlan(t.Context(), long, plan, other, false); model.CodeOf(err) != model.Invalid {
		t.Fatalf("saved: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if b, err := d.cluster.Batch(t.Context(), plan.ID); model.CodeOf(err) != model.NotFound {
		t.Errorf("the plan is %s, and nobody has it: %v", b.State, err)
	}
	if err := d.cluster.SavePlan(t.Context(), filepath.Join(dir, "plan.json"), plan, other, false); err != nil {
		t.Errorf("saved at last: %v", err)
	}
	if _, err := d.cluster.StartPlan(t.Context(), plan, plan.Confirmation()); model.CodeOf(err) != model.Conflict {
		t.Errorf("a closed plan runs: %v", err)
	}
}
