package pull

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"steward/app/model"
	"steward/app/sealed"
	"steward/app/store"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const getAccounts = "billing/account/getaccounts"

// patience bounds how long a test waits for something that has to happen.
const patience = 3 * time.Minute

// noon is when every test begins: no day, month or slice of time ends soon.
var noon = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)

// lookAgain is when until looks again although no event came: some of what tests
// wait for is not told.
const lookAgain = 20 * time.Millisecond

// clock begins at noon, goes on as the computer's does, and is moved on by what
// the timer was asked to wait.
type clock struct {
	began time.Time
	mu    sync.Mutex
	ahead time.Duration
	next  func() // called once, by who looks at the clock next
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	now, next := noon.Add(time.Since(c.began)+c.ahead), c.next
	c.next = nil
	c.mu.Unlock()
	if next != nil {
		next()
	}
	return now
}

// meanwhile has something done once while somebody looks at the clock: after the time
// was read, before it is used.
func (c *clock) meanwhile(next func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next = next
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// bench is a demo platform, a client signed in to it, and a sealed store.
type bench struct {
	t     *testing.T
	ctx   context.Context
	demo  *demo.Platform
	there *client.Client
	path  string
	key   sealed.Key
	store *store.Store
	clock *clock
	pull  *Pull
	stop  context.CancelFunc // ends the Pull as a kill does

	mu     sync.Mutex
	slow   time.Duration // how long the next answer takes by the clock
	moved  *sync.Cond
	late   bool
	events []model.Event
	waits  []time.Duration          // asked of the timer
	onWait func(time.Duration) bool // whether the wait is over at once
	on     func(model.Event)        // called for every event, before it is noted
}

func newBench(t *testing.T, customers int) *bench {
	t.Helper()
	b := &bench{t: t, ctx: context.Background(), clock: &clock{began: time.Now()}, key: sealed.NewKey(), path: filepath.Join(t.TempDir(), "cache.db")}
	b.moved = sync.NewCond(&b.mu)
	// What runs is looked at once: again and again, it would move the clock on by hours.
	b.onWait = func(d time.Duration) bool { return d < defaultEvery/2 && d != watchEvery }
	var err error
	// On the platform it stays noon: nothing is done there but by the test.
	b.demo, err = demo.Start(b.ctx, demo.Options{Customers: customers, Seed: 7, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatalf("start demo: %v", err)
	}
	t.Cleanup(func() { _ = b.demo.Close() })
	b.there, err = client.New(client.Config{BaseURL: b.demo.URL(), UserAgent: "pull test", Now: b.clock.Now, OnTraffic: b.exchanged})
	if err != nil {
		t.Fatalf("make client: %v", err)
	}
	b.signIn()
	b.open()
	t.Cleanup(func() { b.shut() })
	return b
}

func (b *bench) signIn() {
	b.t.Helper()
	owner := b.demo.Accounts()[0]
	if _, err := b.there.SignIn(b.ctx, owner.Login, owner.Password); err != nil {
		b.t.Fatalf("sign in: %v", err)
	}
}

// open opens the store and a Pull that has not started.
func (b *bench) open() {
	b.t.Helper()
	var err error
	if b.store, err = store.Open(b.ctx, store.Options{Path: b.path, Key: b.key, Clock: b.clock}); err != nil {
		b.t.Fatalf("open store: %v", err)
	}
	ctx, stop := context.WithCancel(b.ctx)
	b.stop = stop
	b.pull = New(ctx, Config{Client: b.there, Store: b.store, Clock: b.clock, Notify: b.notice, After: b.after})
}

// shut ends the Pull and closes the store; open may follow.
func (b *bench) shut() {
	if b.store == nil {
		return
	}
	b.stop()
	b.pull.Close()
	if err := b.store.Close(); err != nil {
		b.t.Errorf("close store: %v", err)
	}
	b.store = nil
}

func (b *bench) notice(e model.Event) {
	b.mu.Lock()
	on := b.on
	b.mu.Unlock()
	if on != nil {
		on(e)
	}
	b.mu.Lock()
	b.events = append(b.events, e)
	b.mu.Unlock()
	b.moved.Broadcast()
}

// exchanged is called after every exchange with the platform, before its
// caller has the answer.
func (b *bench) exchanged(client.Traffic) {
	b.mu.Lock()
	d := b.slow
	b.slow = 0
	b.mu.Unlock()
	b.clock.forward(d)
}

func (b *bench) hook(on func(model.Event)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.on = on
}

// after is the timer: waits are over at once and only move the clock on, but
// for those that onWait holds.
func (b *bench) after(d time.Duration) <-chan time.Time {
	b.mu.Lock()
	b.waits = append(b.waits, d)
	over := b.onWait
	b.mu.Unlock()
	b.moved.Broadcast()
	if !over(d) {
		return nil
	}
	b.clock.forward(d)
	ch := make(chan time.Time, 1)
	ch <- b.clock.Now()
	return ch
}

// until waits until a condition holds.
func (b *bench) until(what string, holds func() bool) {
	b.t.Helper()
	limit := time.AfterFunc(patience, func() {
		b.mu.Lock()
		b.late = true
		b.mu.Unlock()
		b.moved.Broadcast()
	})
	defer limit.Stop()
	for {
		b.mu.Lock()
		seen := len(b.events) + len(b.waits)
		late := b.late
		b.mu.Unlock()
		if holds() {
			return
		}
		if late {
			b.t.Fatalf("waited %v for %s; progress %+v", patience, what, b.pull.Progress())
		}
		b.mu.Lock()
		if seen == len(b.events)+len(b.waits) && !b.late {
			again := time.AfterFunc(lookAgain, b.nudge)
			b.moved.Wait()
			again.Stop()
		}
		b.mu.Unlock()
	}
}

// nudge has until look again; not before it waits.
func (b *bench) nudge() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.moved.Broadcast()
}

// complete waits until the list was read to its end.
func (b *bench) complete() {
	b.t.Helper()
	b.until("the whole list", func() bool {
		return !b.mark().FinishedAt.IsZero() && !b.pull.Progress().Running
	})
}

// again has the whole list read once more.
func (b *bench) again() {
	b.t.Helper()
	before := b.mark().Run
	b.pull.Refresh(usersKey)
	b.until("another reading", func() bool { return b.mark().Run > before })
	b.complete()
}

func (b *bench) mark() store.PullMark {
	b.t.Helper()
	m, err := b.store.PullMark(b.ctx)
	if err != nil {
		b.t.Errorf("read mark: %v", err)
	}
	return m
}

func (b *bench) count(kind model.EventKind, key model.SectionKey) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.events {
		if e.Kind == kind && e.Key == key {
			n++
		}
	}
	return n
}

func (b *bench) waited() []time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.waits)
}

// rested are the waits, once the last one is for the next reading.
func (b *bench) rested() []time.Duration {
	b.t.Helper()
	b.until("rest", func() bool {
		waits := b.waited()
		return len(waits) > 0 && waits[len(waits)-1] > defaultEvery*9/10
	})
	return b.waited()
}

// cached are all customers of the store, by uid.
func (b *bench) cached() map[platform.UID]model.Customer {
	b.t.Helper()
	list, err := b.store.List(b.ctx, model.Filter{})
	if err != nil {
		b.t.Errorf("list: %v", err)
	}
	rows, err := b.store.Customers(b.ctx, list.UIDs)
	if err != nil {
		b.t.Errorf("customers: %v", err)
	}
	byUID := map[platform.UID]model.Customer{}
	for _, c := range rows {
		byUID[c.UID] = c
	}
	return byUID
}

// present are all customers of the platform, read in one answer.
func (b *bench) present() []platform.User {
	b.t.Helper()
	page, err := b.there.Accounts(b.ctx, client.AccountsQuery{})
	if err != nil {
		b.t.Errorf("read all customers: %v", err)
	}
	return page.Users
}

// same checks that the cache is what the platform has.
func (b *bench) same() {
	b.t.Helper()
	cached, users := b.cached(), b.present()
	if len(cached) != len(users) {
		b.t.Errorf("%d customers are cached, the platform has %d", len(cached), len(users))
	}
	for _, u := range users {
		c, had := cached[u.UID]
		if !had {
			b.t.Fatalf("customer %d is missing", u.UID)
		}
		if c.Email != u.Email || !c.Balance.Equal(u.Balance) || c.Note != u.Note || c.State() != u.State() || c.Group != u.Group {
			b.t.Fatalf("customer %d differs:\ncached   %+v\nplatform %+v", u.UID, c.User, u)
		}
	}
}

func (b *bench) delete(uids ...platform.UID) {
	for _, uid := range uids {
		if err := b.demo.DeleteCustomer(b.ctx, uid); err != nil {
			b.t.Errorf("delete %d: %v", uid, err)
		}
	}
}
