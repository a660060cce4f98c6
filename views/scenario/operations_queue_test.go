package scenario

import (
	"strings"
	"testing"
	"time"

	"steward/app"
	"steward/app/model"
	"steward/client/demo"
)

// away is a desk whose platform does not answer.
func away(t *testing.T, change ...func(*app.JournalTimes)) (*story, []demo.Customer) {
	t.Helper()
	s := desk(t, change...)
	list := s.payers()
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.HasPrefix(s.window.Banner(), "Offline") })
	return s, list
}

// back lets the platform answer again.
func (s *story) back() {
	s.t.Helper()
	s.must(s.platform.Offline(false))
	s.press("Ctrl+1", "F5")
	s.until("it answers again", func() bool { return !strings.HasPrefix(s.window.Banner(), "Offline") })
	s.operations()
}

// What cannot be sent waits; the strip counts it, and it is given up before it
// was sent.
func TestWhatWaitsCanBeCancelled(t *testing.T) {
	s, list := away(t)
	o := s.tops(list[0], "40.00")
	other := s.tops(list[1], "12.00")
	s.until("they wait", func() bool { s.shown(); return strings.Contains(s.strip(), "2 queued") })
	s.clicks("2 queued")
	s.shown()
	same(t, "states", s.columnOf("state"), []string{"Queued", "Queued"})
	s.clicksRow(list[0].Email)
	s.shown()
	s.sees("Recorded, not sent yet.")
	s.clicks("Cancel…")
	s.press("Ctrl+Enter")
	s.becomes(o, model.StateCancelled)
	same(t, "the other waits", s.state(other.ID), model.StateQueued)
	s.clicks("Cancel queued")
	s.sees("Give up the one operation that waits?")
	s.clicks("Give up 1 operation")
	s.becomes(other, model.StateCancelled)
	same(t, "booked", len(s.booked(o))+len(s.booked(other)), 0)
	same(t, "strip", strings.Contains(s.strip(), "queued"), false)
}

// What waits is changed before it is sent: the old one is cancelled, a new one is
// recorded.
func TestWhatWaitsCanBeEdited(t *testing.T) {
	s, list := away(t)
	o := s.tops(list[0], "40.00")
	s.operations()
	s.clicks("Edit…")
	s.fillsField("Amount", "1.000")
	s.press("Ctrl+Enter")
	s.sees("This can be read two ways: 1.000. Write 1000 or 1.00.")
	s.fillsField("Amount", "45.50")
	s.press("Ctrl+Enter")
	s.becomes(o, model.StateCancelled)
	newest, _ := s.newest()
	same(t, "amount", newest.Change.Amount.Text(), "45.5")
	same(t, "reason", newest.Change.Reason, "Outage 20 Nov")
}

// Money that waited comes back to a person, with the balance of then and of now;
// it is sent only when they say so.
func TestMoneyThatWaitedIsLookedAtAgain(t *testing.T) {
	s, list := away(t)
	o := s.tops(list[0], "40.00")
	s.back()
	s.becomes(o, model.StateReview)
	same(t, "strip", strings.Contains(s.strip(), "1 needs you"), true)
	same(t, "nothing went", len(s.booked(o)), 0)
	s.clicks("Send queued…")
	s.until("it is read again", func() bool { return s.shows("Send 1 operation") })
	s.sees("Seen then")
	s.fits("the plan of what waits")
	s.clicks("Send 1 operation")
	s.becomes(o, model.StateConfirmed)
	same(t, "booked", len(s.booked(o)), 1)
}

// Somebody else changed the same value meanwhile: was, theirs and mine stand
// beside each other.
func TestAConflictIsShownValueByValue(t *testing.T) {
	s, list := away(t)
	c := list[0]
	o := s.journals(model.NewOperation(model.ChangePhone, c.UID, model.Change{Login: c.Email, Was: c.Phone, Wanted: "+49 30 1234567", Reason: "Asked for it"}))
	s.must(s.platform.ChangeCustomer(s.ctx, c.UID, func(d *demo.Customer) { d.Phone = "+49 89 7654321" }))
	s.back()
	s.becomes(o, model.StateReview)
	same(t, "state", s.columnOf("state"), []string{"Needs you"})
	s.sees("Look again before this is sent.")
	s.sees("Somebody else changed it to +49 89 7654321 meanwhile.")
	s.sees("Theirs, now")
	s.sees("Mine")
	s.fits("a conflict")
	s.clicks("Send now…")
	s.press("Ctrl+Enter")
	s.becomes(o, model.StateConfirmed)
	same(t, "phone", s.truth(c.UID).Phone, "+49 30 1234567")
}

// A live platform starts read-only where its profile says so; Ctrl+U unlocks
// writing for a while, and locks it again.
func TestWritingIsUnlockedForAWhile(t *testing.T) {
	s := live(t, "admin", func(p *model.Profile) { p.ReadOnly = true })
	same(t, "strip", strings.Contains(s.strip(), "Read-only"), true)
	if why := s.cluster.MayWrite(); why == nil {
		t.Fatal("a change may be recorded")
	}
	s.press("Ctrl+U")
	s.until("it is unlocked", func() bool { return s.cluster.MayWrite() == nil })
	same(t, "strip", strings.Contains(s.strip(), "Writing until 14:32"), true)
	s.press("Ctrl+U")
	s.until("it is locked", func() bool { return s.cluster.MayWrite() != nil })
	same(t, "strip", strings.Contains(s.strip(), "Read-only"), true)
}

// The role view is told why, and cannot unlock.
func TestTheRoleViewCannotUnlockWriting(t *testing.T) {
	s := live(t, "view")
	s.press("Ctrl+U")
	same(t, "hint", s.hint(), "You may look but not change (role view). Actions are off. Ask the owner if you need more.")
	if why := s.cluster.MayWrite(); why == nil {
		t.Fatal("a change may be recorded")
	}
}

// Quitting with open work asks once; staying keeps everything.
func TestQuittingWithOpenWorkAsks(t *testing.T) {
	s, list := away(t)
	s.tops(list[0], "40.00")
	s.until("it waits", func() bool { s.shown(); return strings.Contains(s.strip(), "1 queued") })
	s.press("Ctrl+Q")
	s.sees("1 operation is queued. All of it stays here, and nothing is sent while Steward is closed.")
	s.clicks("Stay")
	s.seesNot("Quit with open work?")
	s.sees("All groups")
}

// The banner of unknown money stands before that of being offline, and the
// message of what happened leads to Operations.
func TestUnknownMoneyIsMoreSeriousThanOffline(t *testing.T) {
	s := desk(t, patient)
	c := s.payers()[0]
	o := s.unknown(c, "250.00", demo.LossReset, demo.ApplyNever)
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
	same(t, "banner", strings.HasPrefix(s.window.Banner(), "1 money operation"), true)
	s.clicks("No clear answer. Refill Balance +250.00 " + c.Balance.Currency() + " may or may not be done. Do not repeat it by hand; Steward is checking")
	s.shown()
	same(t, "tab", s.window.OnOperations(), true)
	s.sees(string(o.ID))
}

// Ages in the story tick: the waiting period counts down by the window's clock.
func TestTheWaitingPeriodCountsDown(t *testing.T) {
	s := desk(t, patient, func(times *app.JournalTimes) { times.Polls, times.Every = []time.Duration{0}, time.Hour })
	c := s.payers()[0]
	s.unknown(c, "250.00", demo.LossReset, demo.ApplyNever)
	s.operations()
	s.until("the ledger was read", func() bool { return s.shows("Funding History read: no row with this mark") })
	s.sees("Waiting period ends in 6")
	s.clock.pass(20 * time.Minute)
	s.passes(time.Second)
	s.sees("Waiting period ends in 4")
}

// fillsField replaces the text of a field of a form.
func (s *story) fillsField(name, words string) {
	s.t.Helper()
	s.fieldOf(name).Focus()
	s.press("Ctrl+A")
	s.types(words)
}
