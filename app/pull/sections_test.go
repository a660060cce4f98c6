package pull

import (
	"strconv"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

const (
	getGroups     = "billing/groupquota/getgroups"
	getActivities = "administration/cluster/getusersactivities"
)

var groupsKey = model.SectionKey{Section: model.SectionGroups}

// landed waits until a section was read so many times.
func (b *bench) landed(key model.SectionKey, times int) {
	b.t.Helper()
	b.until("section "+string(key.Section), func() bool {
		return b.count(model.SectionStatus, key) >= 2*times && !b.pull.Reading(key)
	})
}

func TestASectionIsReadWhenShownAndStaleOnly(t *testing.T) {
	b := newBench(t, 50)
	b.pull.Show(groupsKey)
	b.landed(groupsKey, 1)
	groups, err := b.store.Groups(b.ctx)
	if err != nil || len(groups) == 0 {
		t.Fatalf("groups %v, %v", groups, err)
	}
	if currency, known, err := b.store.Currency(b.ctx, 0); err != nil || !known || currency.Code == "" {
		t.Errorf("currency %v, %v, %v", currency, known, err)
	}
	if resellers, err := b.store.Resellers(b.ctx); err != nil || len(resellers) == 0 {
		t.Errorf("resellers %v, %v", resellers, err)
	}
	if n := b.count(model.SectionChanged, groupsKey); n != 1 {
		t.Errorf("%d events of a change, want 1", n)
	}

	b.pull.Show(groupsKey) // fresh: nothing is asked
	b.clock.forward(2 * time.Hour)
	b.pull.Show(groupsKey)
	b.landed(groupsKey, 2)
	if n := b.demo.Requests(getGroups); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	if n := b.count(model.SectionChanged, groupsKey); n != 1 {
		t.Errorf("%d events of a change, nothing changed", n)
	}
	b.pull.Refresh(groupsKey)
	b.landed(groupsKey, 3)
}

// Who asks in the very moment in which the age of what is shown is looked up gets
// one reading, whether it was due anyway or still fresh. The age is compared with
// the clock, so it is the clock that asks.
func TestAskingIsNotLostWhileAgeIsLookedUp(t *testing.T) {
	b := newBench(t, 50)
	b.pull.Refresh(groupsKey)
	b.landed(groupsKey, 1)
	for i, later := range []time.Duration{0, 2 * time.Hour} { // fresh, then due
		b.clock.forward(later)
		b.clock.meanwhile(func() { b.pull.Refresh(groupsKey) })
		b.pull.Show(groupsKey)
		b.landed(groupsKey, i+2)
		if n := b.demo.Requests(getGroups); n != i+2 {
			t.Errorf("%v later: %d requests for %d askings", later, n, i+2)
		}
		if n := b.count(model.SectionStatus, groupsKey); n != 2*(i+2) {
			t.Errorf("%v later: %d times told that something begins or ends, want %d", later, n, 2*(i+2))
		}
	}
}

// What is shown again while its age is looked up may have become due in between: the
// clock moves in the very moment in which it is read.
func TestShowingIsNotLostWhileAgeIsLookedUp(t *testing.T) {
	b := newBench(t, 50)
	b.pull.Refresh(groupsKey)
	b.landed(groupsKey, 1)
	b.clock.meanwhile(func() {
		b.clock.forward(2 * time.Hour)
		b.pull.Show(groupsKey)
	})
	b.pull.Show(groupsKey) // fresh when it was asked
	b.landed(groupsKey, 2)
	if n := b.demo.Requests(getGroups); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

func TestThereIsOneFlightASection(t *testing.T) {
	b := newBench(t, 50)
	if err := b.demo.Faults().Add(getGroups, demo.Fault{Latency: 400 * time.Millisecond, Times: 1}); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		b.pull.Refresh(groupsKey)
		b.pull.Show(groupsKey)
	}
	b.landed(groupsKey, 1)
	if n := b.demo.Requests(getGroups); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

func TestAFailureIsKeptWithTheSectionAndTheNextSuccessTakesItBack(t *testing.T) {
	b := newBench(t, 50)
	if err := b.demo.Faults().Add(getGroups, demo.Fault{Result: 99, Message: "internal error", Times: 1}); err != nil {
		t.Fatal(err)
	}
	b.pull.Show(groupsKey)
	b.landed(groupsKey, 1)
	state, err := b.store.State(b.ctx, groupsKey)
	if err != nil || state.Err == nil || state.Err.Key != "pull.code" || state.FailedAt.IsZero() || !state.ReadAt.IsZero() {
		t.Errorf("state %+v, %v", state, err)
	}
	b.pull.Refresh(groupsKey)
	b.landed(groupsKey, 2)
	if state, err = b.store.State(b.ctx, groupsKey); err != nil || state.Err != nil || state.ReadAt.IsZero() {
		t.Errorf("state %+v, %v", state, err)
	}
}

func TestInfoReadsTheRowAndTheSignIn(t *testing.T) {
	b := newBench(t, 50)
	uid := b.present()[7].UID
	key := model.SectionKey{Section: model.SectionInfo, UID: uid}
	if err := b.demo.ChangeCustomer(b.ctx, uid, func(c *demo.Customer) { c.Name, c.TwoFactor = "Ada Quist", true }); err != nil {
		t.Fatal(err)
	}
	b.pull.Show(key)
	b.landed(key, 1)
	identity, known, err := b.store.Identity(b.ctx, uid)
	if err != nil || !known || identity.Name != "Ada Quist" || identity.TwoFactor != platform.TwoFactorOn {
		t.Errorf("identity %+v, %v, %v", identity, known, err)
	}
	if c, had, err := b.store.Customer(b.ctx, uid); err != nil || !had || c.Email == "" {
		t.Errorf("customer %+v, %v, %v", c, had, err)
	}
	b.pull.Refresh(key)
	b.landed(key, 2)
	if n := b.count(model.SectionChanged, key); n != 1 {
		t.Errorf("%d events of a change, want 1", n)
	}

	b.delete(uid)
	b.pull.Refresh(key)
	b.landed(key, 3)
	if _, had, err := b.store.Customer(b.ctx, uid); err != nil || had {
		t.Errorf("customer still cached: %v, %v", had, err)
	}
	if n := b.count(model.CustomersGone, usersKey); n != 1 {
		t.Errorf("%d events of gone customers, want 1", n)
	}
	if state, err := b.store.State(b.ctx, key); err != nil || state.Err == nil || state.Err.Key != "pull.gone" {
		t.Errorf("state %+v, %v", state, err)
	}
}

func TestActivityBringsAlsoThePeriodBefore(t *testing.T) {
	b := newBench(t, 900)
	day := b.clock.Now().Truncate(24 * time.Hour)
	period := platform.Period{From: day.AddDate(0, 0, -30), To: day}
	key := model.SectionKey{Section: model.SectionActivity, Period: period}
	before := model.SectionKey{Section: model.SectionActivity, Period: platform.Period{From: day.AddDate(0, 0, -60), To: day.AddDate(0, 0, -30)}}
	b.pull.Show(key)
	b.landed(key, 1)
	b.landed(before, 1)
	b.until("the comparison", func() bool { return b.count(model.SectionChanged, key) == 2 })
	table, err := b.store.Activity(b.ctx, period)
	if err != nil || len(table.Rows) == 0 || !table.Previous || table.Actions == 0 {
		t.Fatalf("%d rows, %d actions, previous %v, %v", len(table.Rows), table.Actions, table.Previous, err)
	}
	var compared bool
	for _, row := range table.Rows {
		compared = compared || row.Previous > 0
	}
	if !compared {
		t.Error("nobody has a count of the period before")
	}
	requests := b.demo.Requests(getActivities)
	b.pull.Refresh(key)
	b.landed(key, 2)
	if n := b.demo.Requests(getActivities) - requests; n == 0 {
		t.Error("not asked again")
	}
}

func TestAskingThePlatform(t *testing.T) {
	b := newBench(t, 300)
	user := b.present()[100]
	for text, want := range map[string]int{user.Email: 1, " " + user.Email[:len(user.Email)-3] + " ": 1, "nobody-at-all@example.test": 0, "2000000000": 0, "46700000010000": 0, "": 0} {
		found, err := b.pull.Ask(b.ctx, text)
		if err != nil || len(found) != want || want == 1 && found[0] != user.UID {
			t.Errorf("%q: found %v, %v", text, found, err)
		}
	}
	if _, had, err := b.store.Customer(b.ctx, user.UID); err != nil || !had {
		t.Errorf("not in the store: %v, %v", had, err)
	}
	other := b.present()[200].UID
	if found, err := b.pull.Ask(b.ctx, strconv.Itoa(int(other))); err != nil || len(found) != 1 || found[0] != other {
		t.Errorf("by User ID: %v, %v", found, err)
	}
	if err := b.demo.Offline(true); err != nil {
		t.Fatal(err)
	}
	if _, err := b.pull.Ask(b.ctx, user.Email); model.CodeOf(err) != model.Offline {
		t.Errorf("while away: %v", err)
	}
}
