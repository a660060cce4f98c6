package pull

import (
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

const (
	getBilling = "billing/account/getaccountbillinghistorybyperiodinner"
	getAudit   = "administration/cluster/getuseractivity"
	getEnvs    = "administration/cluster/searchenvs"
	getQuotas  = "billing/account/getcollaborationquotas"
)

// notable has a customer of a kind in the store.
func (b *bench) notable(kind demo.Notable) platform.UID {
	b.t.Helper()
	uid := b.demo.Notable(kind)
	if found, err := b.pull.Ask(b.ctx, strconv.Itoa(int(uid))); err != nil || len(found) != 1 {
		b.t.Fatalf("ask for the customer %q: %v, %v", kind, found, err)
	}
	return uid
}

// rested waits until a section is no longer read.
func (b *bench) shown(key model.SectionKey) model.SectionState {
	b.t.Helper()
	before := b.count(model.SectionStatus, lane(key))
	b.pull.Show(key)
	b.until("section "+string(key.Section), func() bool {
		return b.count(model.SectionStatus, lane(key)) >= before+2 && !b.pull.Reading(key)
	})
	state, err := b.store.State(b.ctx, key)
	if err != nil || state.Err != nil {
		b.t.Fatalf("%s: %v, %v", key.Section, state.Err, err)
	}
	return state
}

func TestWholeSectionsOfACustomerAreRead(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableShared)
	key := func(section model.Section) model.SectionKey { return model.SectionKey{Section: section, UID: uid} }
	b.shown(key(model.SectionEnvironments))
	envs, err := b.store.Environments(b.ctx, uid)
	there, askErr := b.there.Environments(b.ctx, uid)
	if err != nil || askErr != nil || len(envs) == 0 || len(envs) != len(there.Rows) || envs[0].Domain != there.Rows[0].Domain {
		t.Errorf("%d environments, %v; %d there, %v", len(envs), err, len(there.Rows), askErr)
	}
	topology := model.SectionKey{Section: model.SectionTopology, UID: uid, Part: envs[0].AppID}
	b.shown(topology)
	if env, err := b.store.Topology(b.ctx, uid, envs[0].AppID); err != nil || len(env.Layers) == 0 || env.Domain != envs[0].Domain {
		t.Errorf("topology %+v, %v", env, err)
	}
	b.shown(key(model.SectionQuotas))
	quotas, err := b.store.Quotas(b.ctx, uid)
	if err != nil || len(quotas) < 10 || !quotas[0].GroupTold {
		t.Errorf("%d quotas, %v", len(quotas), err)
	}
	b.shown(key(model.SectionCollaboration))
	c, err := b.store.Collaboration(b.ctx, uid)
	if err != nil || len(c.SharedBy) == 0 || len(c.SharedWith) == 0 {
		t.Errorf("shared by %d, with %d, %v", len(c.SharedBy), len(c.SharedWith), err)
	}
	described := func(c platform.Collaboration) bool {
		return c.Status == platform.CollaborationActive && len(c.Resources) > 0
	}
	if !slices.ContainsFunc(c.SharedBy, described) {
		t.Errorf("no active collaboration says what is shared: %+v", c.SharedBy)
	}

	payer := b.notable(demo.NotableSubscriber)
	b.shown(model.SectionKey{Section: model.SectionSubscriptions, UID: payer})
	b.shown(model.SectionKey{Section: model.SectionInvoices, UID: payer})
	subscriptions, err := b.store.Subscriptions(b.ctx, payer)
	if err != nil || len(subscriptions) < 2 || !subscriptions[0].Price.Given() || subscriptions[0].Price.Currency() == "" {
		t.Errorf("subscriptions %+v, %v", subscriptions, err)
	}
	invoices, err := b.store.Invoices(b.ctx, payer, 0)
	if err != nil || len(invoices) < 2 || !invoices[0].Amount.Given() || invoices[0].Amount.Currency() == "" {
		t.Errorf("invoices %+v, %v", invoices, err)
	}

	again := key(model.SectionQuotas)
	b.pull.Show(again) // fresh: nothing is asked
	b.pull.Show(key(model.SectionEnvironments))
	b.clock.forward(6 * time.Minute)
	if state := b.shown(key(model.SectionEnvironments)); state.ReadAt.IsZero() {
		t.Error("environments have no age")
	}
	if n := b.demo.Requests(getQuotas); n != 1 {
		t.Errorf("quotas were asked for %d times", n)
	}
	if n := b.count(model.SectionChanged, key(model.SectionEnvironments)); n != 1 {
		t.Errorf("%d events of changed environments, nothing changed", n)
	}
}

func TestChargesAreReadInSlicesAndAddUpToWhatThePlatformSays(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableShared)
	now := b.clock.Now()
	today := model.IntervalStart(platform.IntervalDay, now)
	p := platform.Period{From: today.AddDate(0, 0, -100), To: today}
	key := model.SectionKey{Section: model.SectionBilling, UID: uid, Period: p}
	state := b.shown(key)
	wanted := len(key.Section.Slices(p, now))
	if n := b.demo.Requests(getBilling); n != wanted || len(state.Missing) != 0 || state.ReadAt.IsZero() {
		t.Errorf("%d requests for %d slices, state %+v", n, wanted, state)
	}
	bill, err := b.store.Billing(b.ctx, uid, model.BillingQuery{Period: p, Interval: platform.IntervalWeek})
	if err != nil {
		t.Fatal(err)
	}
	page, err := b.there.BillingHistory(b.ctx, client.BillingQuery{UID: uid, Period: p, Interval: platform.IntervalAge, Reseller: 0})
	if err != nil {
		t.Fatal(err)
	}
	var sum platform.Money
	for _, c := range page.Rows {
		if sum, err = sum.Add(c.Cost.In(bill.Cost.Currency())); err != nil {
			t.Fatal(err)
		}
	}
	if !bill.Cost.Equal(sum) || bill.Cost.Sign() <= 0 {
		t.Errorf("gathered %v, the platform says %v", bill.Cost, sum)
	}

	asked := b.demo.Requests(getBilling)
	b.clock.forward(11 * time.Minute)
	b.shown(key) // only what may still change
	if n := b.demo.Requests(getBilling) - asked; n != 1 {
		t.Errorf("%d slices were read again, want the newest alone", n)
	}
	hours := model.SectionKey{Section: model.SectionHours, UID: uid, Period: platform.Period{From: today.AddDate(0, 0, -10), To: now}}
	if state := b.shown(hours); len(state.Missing) != 0 {
		t.Errorf("hours missing: %v", state.Missing)
	}
	byHour, err := b.store.Billing(b.ctx, uid, model.BillingQuery{Period: platform.Period{From: hours.Period.From, To: today}, Interval: platform.IntervalHour})
	byDay, dayErr := b.store.Billing(b.ctx, uid, model.BillingQuery{Period: platform.Period{From: hours.Period.From, To: today}, Interval: platform.IntervalDay})
	if err != nil || dayErr != nil || !byHour.Cost.Equal(byDay.Cost) || !byHour.Bonus.Equal(byDay.Bonus) || len(byHour.Bars) != 240 {
		t.Errorf("by hour %v, by day %v, %v, %v", byHour.Cost, byDay.Cost, err, dayErr)
	}
	if spent, err := b.store.Spending(b.ctx, uid); err != nil || spent.Days != 7 || spent.ADay.Sign() <= 0 || len(spent.ByEnv) == 0 {
		t.Errorf("spending %+v, %v", spent, err)
	}
}

func TestFundingIsReadInSlices(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableBilling)
	now := b.clock.Now()
	key := model.SectionKey{Section: model.SectionFunding, UID: uid, Period: platform.Period{From: now.AddDate(-1, 0, 0), To: now}}
	if state := b.shown(key); len(state.Missing) != 0 {
		t.Errorf("missing %v", state.Missing)
	}
	f, err := b.store.Funding(b.ctx, uid, key.Period)
	if err != nil || len(f.Rows) == 0 || !f.Main.Given() {
		t.Fatalf("%d rows, main %v, %v", len(f.Rows), f.Main, err)
	}
	there, err := b.there.FundingHistory(b.ctx, client.FundingQuery{UID: uid, Period: key.Period})
	if err != nil || len(there.Rows) != len(f.Rows) {
		t.Errorf("%d rows, the platform has %d, %v", len(f.Rows), len(there.Rows), err)
	}
	count := 0
	for _, sum := range f.Sums {
		count += sum.Count
	}
	if count != len(f.Rows) {
		t.Errorf("the sums count %d of %d rows", count, len(f.Rows))
	}
}

// quiet reports whether nothing is on its way.
func (b *bench) quiet() bool {
	b.pull.mu.Lock()
	defer b.pull.mu.Unlock()
	return len(b.pull.flights) == 0
}

// The first page of a long audit log is in the store, and said, while the next
// ones are still to come; older slices are read as somebody scrolls.
func TestTheAuditLogComesPageByPageAndGoesFurtherBack(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableAudit)
	key := model.SectionKey{Section: model.SectionAudit, UID: uid}
	var once sync.Once
	early := 0
	b.hook(func(e model.Event) {
		if e.Kind == model.SectionChanged && e.Key == key {
			once.Do(func() {
				list, err := b.store.AuditList(b.ctx, uid, model.AuditFilter{})
				if err != nil {
					t.Error(err)
				}
				early = len(list.Keys)
			})
		}
	})
	b.shown(key)
	first, err := b.store.AuditList(b.ctx, uid, model.AuditFilter{})
	if err != nil || early != fullPage || len(first.Keys) <= early || len(first.State.Missing) != 0 {
		t.Errorf("the first event came with %d rows, then there were %d, missing %v, %v", early, len(first.Keys), first.State.Missing, err)
	}
	asked := b.demo.Requests(getAudit)
	b.clock.forward(61 * time.Minute)
	b.shown(key)
	if n := b.demo.Requests(getAudit) - asked; n != 1 {
		t.Errorf("%d pages were read again, want the newest alone", n)
	}
	b.pull.Show(key) // fresh: nothing is asked, nothing is said
	said := b.count(model.SectionStatus, key)

	short := model.SectionKey{Section: model.SectionAudit, UID: b.notable(demo.NotableShared)}
	b.shown(short)
	newest, err := b.store.AuditList(b.ctx, short.UID, model.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	older, ok, err := b.store.Older(b.ctx, short)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	b.shown(older)
	both, err := b.store.AuditList(b.ctx, short.UID, model.AuditFilter{})
	if err != nil || len(both.Keys) <= len(newest.Keys) {
		t.Errorf("%d rows after going back, %d before, %v", len(both.Keys), len(newest.Keys), err)
	}
	page, err := b.there.Audit(b.ctx, client.AuditQuery{UID: short.UID, Period: platform.Period{From: older.Period.From, To: b.clock.Now()}, Count: 10})
	if err != nil || page.Total != len(both.Keys) {
		t.Errorf("%d rows, the platform has %d, %v", len(both.Keys), page.Total, err)
	}
	if n := b.count(model.SectionStatus, key); n != said {
		t.Errorf("%d events of a fresh log", n-said)
	}
}

// Whoever looks away while it is found out how old a log is has begun no reading
// of it.
func TestAFreshLogIsNotReadWhenLookedAwayFrom(t *testing.T) {
	b := newBench(t, 60)
	key := model.SectionKey{Section: model.SectionAudit, UID: b.notable(demo.NotableShared)}
	other := model.SectionKey{Section: model.SectionQuotas, UID: b.notable(demo.NotableSubscriber)}
	b.shown(key)
	b.shown(other)
	said := b.count(model.SectionStatus, key)
	for i := range 400 {
		b.pull.Show(key)
		for shown := time.Now(); time.Since(shown) < time.Duration(i)*10*time.Microsecond; { // so that every step of finding out is met
			runtime.Gosched()
		}
		b.pull.Show(other)
	}
	b.until("quiet", b.quiet)
	if n := b.count(model.SectionStatus, key); n != said {
		t.Errorf("%d events of a fresh log", n-said)
	}
}

// What still runs is asked for again while it is on screen, until it has ended
// or something else is shown.
func TestRunningActionsAreReadAgainWhileShown(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableBusy)
	key := model.SectionKey{Section: model.SectionAudit, UID: uid}
	b.mu.Lock()
	held := b.onWait
	var rounds atomic.Int32
	b.onWait = func(d time.Duration) bool {
		if d == watchEvery {
			return rounds.Add(1) < 3
		}
		return held(d)
	}
	b.mu.Unlock()
	b.shown(key)
	list, err := b.store.AuditList(b.ctx, uid, model.AuditFilter{})
	if err != nil || list.Running == 0 {
		t.Fatalf("%d running, %v", list.Running, err)
	}
	b.until("three rounds", func() bool { return rounds.Load() == 3 })
	if n := b.demo.Requests(getAudit); n < 3 {
		t.Errorf("%d requests, want the log and two looks at what runs", n)
	}
}

func TestRunningActionsAreLeftAloneWhenAnotherTabIsShown(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableBusy)
	b.mu.Lock()
	held := b.onWait
	rounds := make(chan int, 100) // how often the log had been asked for at each round
	b.onWait = func(d time.Duration) bool {
		if d != watchEvery {
			return held(d)
		}
		rounds <- b.demo.Requests(getAudit)
		b.pull.Show(model.SectionKey{Section: model.SectionFunding, UID: uid})
		return len(rounds) < 5
	}
	b.mu.Unlock()
	b.shown(model.SectionKey{Section: model.SectionAudit, UID: uid})
	asked := <-rounds
	followed := func() bool {
		b.pull.mu.Lock()
		defer b.pull.mu.Unlock()
		return b.pull.watched != 0
	}
	for followed() && len(rounds) == 0 {
		runtime.Gosched()
	}
	if n := b.demo.Requests(getAudit); n != asked {
		t.Errorf("%d requests of a log that is no longer shown, %d before", n, asked)
	}
}

// Hurrying through the list asks for what is looked at in the end; what is
// passed by is given up and neither marked as failed nor read twice at a time.
func TestWhatNobodyLooksAtAnyMoreIsGivenUp(t *testing.T) {
	b := newBench(t, 60)
	if err := b.demo.Faults().Add(getEnvs, demo.Fault{Latency: 300 * time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	users := b.present()[:20]
	if _, err := b.pull.Ask(b.ctx, "@"); err != nil {
		t.Fatal(err)
	}
	key := func(i int) model.SectionKey {
		return model.SectionKey{Section: model.SectionEnvironments, UID: users[i].UID}
	}
	for i := range users {
		b.pull.Show(key(i))
		b.until("take-off", func() bool { return b.pull.Reading(key(i)) })
	}
	last := key(len(users) - 1)
	b.until("the last one", func() bool {
		state, err := b.store.State(b.ctx, last)
		return err == nil && !state.ReadAt.IsZero()
	})
	b.until("quiet", b.quiet)
	for i := range users[:len(users)-1] {
		state, err := b.store.State(b.ctx, key(i))
		if err != nil || state.Err != nil || !state.FailedAt.IsZero() || !state.ReadAt.IsZero() {
			t.Errorf("customer %d, who was passed by: %+v, %v", users[i].UID, state, err)
		}
	}
	// Coming back to one that was given up reads it.
	b.pull.Show(key(0))
	b.until("take-off", func() bool { return b.pull.Reading(key(0)) })
	b.pull.Show(key(1))
	b.pull.Show(key(0))
	b.until("the first one", func() bool {
		state, err := b.store.State(b.ctx, key(0))
		return err == nil && !state.ReadAt.IsZero()
	})
}

// Who asked for something gets it, also when another customer is shown
// meanwhile; and an answer about somebody who was removed brings nothing back.
func TestWhatWasAskedForIsNotGivenUp(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableEnvironments)
	other := b.notable(demo.NotableShared)
	if err := b.demo.Faults().Add(getEnvs, demo.Fault{Latency: 200 * time.Millisecond, Times: 1}); err != nil {
		t.Fatal(err)
	}
	key := model.SectionKey{Section: model.SectionEnvironments, UID: uid}
	b.pull.Refresh(key)
	b.until("take-off", func() bool { return b.pull.Reading(key) })
	b.pull.Show(model.SectionKey{Section: model.SectionQuotas, UID: other})
	b.landed(key, 1)
	if envs, err := b.store.Environments(b.ctx, uid); err != nil || len(envs) != 400 {
		t.Errorf("%d environments, %v", len(envs), err)
	}
	b.clock.forward(time.Hour)
	if err := b.store.RemoveUsers(b.ctx, []platform.UID{uid}); err != nil {
		t.Fatal(err)
	}
	b.pull.Refresh(key)
	b.landed(key, 2)
	if envs, err := b.store.Environments(b.ctx, uid); err != nil || len(envs) != 0 {
		t.Errorf("%d environments of a customer who is gone, %v", len(envs), err)
	}
}

func TestAFailureOfASliceIsKeptAndTheOthersStay(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableShared)
	now := b.clock.Now()
	key := model.SectionKey{Section: model.SectionBilling, UID: uid, Period: platform.Period{From: now.AddDate(0, 0, -30), To: now}}
	b.shown(key)
	if err := b.demo.Faults().Add(getBilling, demo.Fault{Result: 99, Message: "internal error"}); err != nil {
		t.Fatal(err)
	}
	wide := key
	wide.Period.From = now.AddDate(0, 0, -200)
	b.pull.Show(wide)
	b.until("failure", func() bool {
		state, err := b.store.State(b.ctx, wide)
		return err == nil && state.Err != nil
	})
	state, err := b.store.State(b.ctx, wide)
	if err != nil || state.Err.Key != "pull.code" || len(state.Missing) != 1 || state.ReadAt.IsZero() {
		t.Errorf("state %+v, %v", state, err)
	}
	if bill, err := b.store.Billing(b.ctx, uid, model.BillingQuery{Period: key.Period, Interval: platform.IntervalDay}); err != nil || bill.Charges == 0 {
		t.Errorf("%d charges, %v", bill.Charges, err)
	}
	b.demo.Faults().Clear(getBilling)
	b.pull.Refresh(wide)
	b.until("success", func() bool {
		state, err := b.store.State(b.ctx, wide)
		return err == nil && state.Err == nil && len(state.Missing) == 0
	})
}

// A period that is chosen while another one is on its way is read too, by the
// same flight.
func TestAnotherPeriodJoinsTheFlight(t *testing.T) {
	b := newBench(t, 60)
	uid := b.notable(demo.NotableShared)
	if err := b.demo.Faults().Add(getBilling, demo.Fault{Latency: 200 * time.Millisecond, Times: 2}); err != nil {
		t.Fatal(err)
	}
	now := b.clock.Now()
	key := func(back int) model.SectionKey {
		return model.SectionKey{Section: model.SectionBilling, UID: uid, Period: platform.Period{From: now.AddDate(0, 0, -back), To: now}}
	}
	b.pull.Show(key(3))
	b.until("take-off", func() bool { return b.pull.Reading(key(3)) })
	b.pull.Show(key(120))
	b.until("both", func() bool {
		state, err := b.store.State(b.ctx, key(120))
		return err == nil && !state.ReadAt.IsZero() && len(state.Missing) == 0
	})
	b.until("quiet", func() bool { return !b.pull.Reading(key(120)) })
	if n, want := b.demo.Requests(getBilling), len(model.SectionBilling.Slices(key(120).Period, now)); n != want {
		t.Errorf("%d requests, want %d", n, want)
	}
}
