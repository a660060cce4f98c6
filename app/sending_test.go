package app

import (
	"testing"
	"time"

	"steward/app/model"
)

// Sending that a person paused stays so when the platform is closed and opened
// again, until the program ends.
func TestPausedSendingLastsAsLongAsTheRun(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	if err := d.cluster.PauseSending(true); err != nil || !d.cluster.SendingPaused() {
		t.Fatalf("paused %v, %v", d.cluster.SendingPaused(), err)
	}
	note := d.record(model.NewOperation(model.SetNote, customer.UID, model.Change{Login: customer.Email, Was: customer.Note, Wanted: "later"}))
	id := d.cluster.Profile().ID
	if err := d.cluster.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	if d.cluster, err = d.app.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if why := d.cluster.JournalWhy(); !d.cluster.SendingPaused() || why == nil || why.Key != "journal.paused" {
		t.Errorf("opened again: %v", why)
	}
	if n := d.platform.Requests("billing/account/setusernote"); n != 0 {
		t.Errorf("%d calls while paused", n)
	}
	d.restart()
	if d.cluster.SendingPaused() {
		t.Error("paused in the next run")
	}
	d.reaches(note, model.StateConfirmed)
}

// How long a change may wait is kept, and holds at once.
func TestHowLongAChangeMayWaitIsASetting(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	if wait, err := d.cluster.QueueWait(t.Context()); err != nil || wait != QueueWait {
		t.Errorf("at first %s, %v", wait, err)
	}
	if err := d.cluster.PutQueueWait(t.Context(), -time.Second); model.CodeOf(err) != model.Invalid {
		t.Errorf("below zero: %v", err)
	}
	if err := d.cluster.PauseSending(true); err != nil {
		t.Fatal(err)
	}
	note := d.record(model.NewOperation(model.SetNote, customer.UID, model.Change{Login: customer.Email, Was: customer.Note, Wanted: "too late"}))
	if err := d.cluster.PutQueueWait(t.Context(), time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	if err := d.cluster.PauseSending(false); err != nil {
		t.Fatal(err)
	}
	if o := d.reaches(note, model.StateReview); o.Refusal == nil || o.Refusal.Key != "journal.note.toolong" {
		t.Errorf("%+v", o.Refusal)
	}
	d.restart()
	if wait, err := d.cluster.QueueWait(t.Context()); err != nil || wait != time.Nanosecond || d.cluster.queueWait() != wait {
		t.Errorf("after a restart %s, %v", wait, err)
	}
}
