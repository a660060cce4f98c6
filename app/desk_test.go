package app

import (
	"io"
	"sync"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
	"steward/client/platform"
)

// quick are the waits of the rules in a test's time.
var quick = JournalTimes{
	Polls: []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond}, Every: time.Second,
	Refused: 50 * time.Millisecond, Quarantine: 300 * time.Millisecond, BatchWait: time.Second, Retry: 100 * time.Millisecond,
}

// movedClock is the computer's clock, put forward by a test.
type movedClock struct {
	mu  sync.Mutex
	off time.Duration
}

func (c *movedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return model.SystemClock{}.Now().Add(c.off)
}

func (c *movedClock) forward(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off += by
}

// desk is one computer with Steward on it, and a platform.
type testDesk struct {
	t        *testing.T
	platform *demo.Platform
	dir      string
	ring     vault.Keyring
	clock    *movedClock
	app      *App
	cluster  *Cluster
}

// startDesk signs in as the owner of a demo platform; change may change the
// profile before.
func startDesk(t *testing.T, change func(*model.Profile)) *testDesk {
	t.Helper()
	p, err := demo.Start(t.Context(), demo.Options{Customers: 60, Seed: 3, Now: model.SystemClock{}.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	d := &testDesk{t: t, platform: p, dir: t.TempDir(), ring: vault.Temporary(), clock: new(movedClock)}
	d.open()
	profile := model.Profile{Name: "Test", URL: p.URL(), Kind: model.Test, Proxy: model.ProxyNone, StaySignedIn: true}
	if change != nil {
		change(&profile)
	}
	attempt, err := d.app.NewAttempt(profile, ProfileSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	d.cluster = d.signIn(attempt, "owner@demo.test")
	return d
}

// open starts the program and opens what it keeps.
func (d *testDesk) open() {
	d.t.Helper()
	quiet := logrus.New()
	quiet.SetOutput(io.Discard)
	a, err := New(d.t.Context(), Config{Dir: d.dir, Version: "test", Clock: d.clock, Keyring: d.ring, Log: quiet, Journal: quick})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = a.Close() })
	gate, err := a.Unlock(d.t.Context())
	if err == nil && !gate.Open && gate.MayStartOver {
		gate, err = a.StartOver(d.t.Context())
	}
	if err != nil || !gate.Open {
		d.t.Fatalf("unlock: %v %v", gate.Why, err)
	}
	d.app = a
}

func (d *testDesk) signIn(attempt *Attempt, login string) *Cluster {
	d.t.Helper()
	for _, account := range d.platform.Accounts() {
		if account.Login == login {
			if _, err := attempt.Password(d.t.Context(), login, account.Password); err != nil {
				d.t.Fatal(err)
			}
		}
	}
	c, err := attempt.Finish(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

// restart closes the program and opens the same platform again.
func (d *testDesk) restart() {
	d.t.Helper()
	id := d.cluster.Profile().ID
	if err := d.app.Close(); err != nil {
		d.t.Fatal(err)
	}
	d.open()
	c, err := d.app.Resume(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	d.cluster = c
}

// read has the cache know all customers.
func (d *testDesk) read() {
	d.t.Helper()
	d.until("all customers read", func() bool { return d.cluster.Progress().Complete })
}

// until waits for something to become true, looking again at every event.
func (d *testDesk) until(what string, is func() bool) {
	d.t.Helper()
	moved := make(chan struct{}, 1)
	defer d.cluster.Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})()
	late := time.After(30 * time.Second)
	for !is() {
		select {
		case <-moved:
		case <-late:
			d.t.Fatalf("not %s", what)
		}
	}
}

// reaches waits until an operation is in a state.
func (d *testDesk) reaches(id model.OperationID, want model.OperationState) model.Operation {
	d.t.Helper()
	var o model.Operation
	d.until(string(want), func() bool {
		var err error
		if o, err = d.cluster.Operation(d.t.Context(), id); err != nil {
			d.t.Fatal(err)
		}
		if o.State != want && !o.State.Open() {
			d.t.Fatalf("%s, not %s: %+v", o.State, want, o.Refusal)
		}
		return o.State == want
	})
	return o
}

// fails lets a method of the platform fail.
func (d *testDesk) fails(method string, fault demo.Fault) {
	d.t.Helper()
	if err := d.platform.Faults().Add(method, fault); err != nil {
		d.t.Fatal(err)
	}
}

// record records one operation.
func (d *testDesk) record(o model.Operation) model.OperationID {
	d.t.Helper()
	recorded, err := d.cluster.Record(d.t.Context(), Given{}, o)
	if err != nil {
		d.t.Fatal(err)
	}
	return recorded[0].ID
}

// customer is one that has money and a currency.
func (d *testDesk) customer() model.Customer {
	d.t.Helper()
	d.read()
	list, err := d.cluster.FirstPage(d.t.Context(), model.Filter{States: []platform.State{platform.StateActive}}, 50)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range list {
		if c.Balance.Given() && c.ExtBillingID == "" {
			return c
		}
	}
	d.t.Fatal("no customer has money")
	return model.Customer{}
}

func refill(c model.Customer, micros int64) model.Operation {
	return model.NewOperation(model.Refill, c.UID, model.Change{
		Login: c.Email, Amount: platform.MicrosMoney(micros, c.Balance.Currency()), Balance: platform.BalanceMain, Reason: "Outage", Ticket: "T#1",
	})
}

// bookings are what the platform's own ledger has of an operation.
func (d *testDesk) bookings(id model.OperationID, uid platform.UID) (n int) {
	d.t.Helper()
	rows, err := d.platform.Ledger(d.t.Context(), uid)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, row := range rows {
		if row.Note == id.Note(1, "Outage, T#1") {
			n++
		}
	}
	return n
}
