package journal

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

func TestMain(m *testing.M) {
	if os.Getenv(victimVariable) != "" {
		beKilled()
		return
	}
	// A proxy between desk and platform leaves what it was writing when it is closed.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run"))
}

const (
	fund    = "billing/account/fundaccount"
	history = "billing/account/getfundaccounthistory"
	status  = "billing/account/setaccountstatus"
	note    = "billing/account/setusernote"
	enough  = time.Minute // how long a test waits for what has to happen
	again   = 5 * time.Millisecond
)

// quick are the times of the rules, thousands of times shorter.
var quick = Times{
	Deadline: 250 * time.Millisecond, Long: 250 * time.Millisecond,
	Polls: []time.Duration{0, 20 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond}, Every: 60 * time.Millisecond,
	Refused: 30 * time.Millisecond, Unclear: []time.Duration{50 * time.Millisecond, 150 * time.Millisecond},
	Quarantine: 250 * time.Millisecond, Rechecks: []time.Duration{50 * time.Millisecond, 100 * time.Millisecond, time.Minute},
	BatchWait: 150 * time.Millisecond, Retry: 50 * time.Millisecond,
}

// bench is a demo platform, a client signed in to it, and a journal in a real
// encrypted file.
type bench struct {
	t       testing.TB
	ctx     context.Context
	demo    *demo.Platform
	there   *client.Client
	cfg     Config
	journal *Journal
	boss    model.Operator
	spare   []platform.User // customers that no test used yet

	mu     sync.Mutex
	events []model.Event
	moved  chan struct{}
}

func newBench(t testing.TB, customers int) *bench {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	b := &bench{t: t, ctx: ctx, moved: make(chan struct{}, 1)}
	var err error
	if b.demo, err = demo.Start(b.ctx, demo.Options{Customers: customers, Seed: 7, Now: model.SystemClock{}.Now}); err != nil {
		t.Fatalf("start demo: %v", err)
	}
	t.Cleanup(func() { _ = b.demo.Close() })
	b.cfg = Config{
		Path: filepath.Join(t.TempDir(), "journal.db"), Key: sealed.NewKey(), Clock: model.SystemClock{}, Notify: b.notice,
		Profile: "p1", Cluster: "demo.test", Desk: "desk-1", Times: quick,
	}
	b.connect()
	b.open()
	t.Cleanup(b.shut)
	return b
}

// connect signs a client in.
func (b *bench) connect() {
	b.t.Helper()
	var err error
	b.there, err = client.New(client.Config{BaseURL: b.demo.URL(), Now: model.SystemClock{}.Now,
		Deadlines: client.Deadlines{Connect: time.Second, Change: quick.Deadline, Long: quick.Long}})
	if err != nil {
		b.t.Fatalf("make client: %v", err)
	}
	b.t.Cleanup(b.there.Close)
	b.signIn()
	b.cfg.Client = b.there
}

func (b *bench) signIn() {
	b.t.Helper()
	owner := b.demo.Accounts()[0]
	grant, err := b.there.SignIn(b.ctx, owner.Login, owner.Password)
	if err != nil {
		b.t.Fatalf("sign in: %v", err)
	}
	b.boss = model.Operator{UID: grant.UID, Login: owner.Login}
}

// open opens the journal and lets it work.
func (b *bench) open() {
	b.t.Helper()
	b.openQuietly()
	b.journal.Start()
	if err := b.journal.SignedIn(b.boss); err != nil {
		b.t.Fatalf("sign in to the journal: %v", err)
	}
}

// offline takes the platform away until online; what a test needs to know of it
// is asked before.
func (b *bench) offline() {
	b.t.Helper()
	if err := b.demo.Offline(true); err != nil {
		b.t.Fatal(err)
	}
	b.journal.Connected(false)
}

func (b *bench) online() {
	b.t.Helper()
	if err := b.demo.Offline(false); err != nil {
		b.t.Fatal(err)
	}
	if b.journal != nil {
		b.journal.Connected(true)
	}
}

func (b *bench) openQuietly() {
	b.t.Helper()
	var err error
	if b.journal, err = Open(b.ctx, b.cfg); err != nil {
		b.t.Fatalf("open journal: %v", err)
	}
}

func (b *bench) shut() {
	b.t.Helper()
	if b.journal == nil {
		return
	}
	if err := b.journal.Close(); err != nil {
		b.t.Errorf("close journal: %v", err)
	}
	b.journal = nil
}

func (b *bench) notice(e model.Event) {
	b.mu.Lock()
	b.events = append(b.events, e)
	b.mu.Unlock()
	select {
	case b.moved <- struct{}{}:
	default:
	}
}

// until waits for something that has to happen.
func (b *bench) until(what string, happened func() bool) {
	b.t.Helper()
	deadline := time.NewTimer(enough)
	defer deadline.Stop()
	ticker := time.NewTicker(again)
	defer ticker.Stop()
	for !happened() {
		select {
		case <-b.moved:
		case <-ticker.C:
		case <-deadline.C:
			b.t.Fatalf("waited in vain: %s", what)
		}
	}
}

// customer is an active customer with a funding history whom no test used.
func (b *bench) customer() platform.User {
	b.t.Helper()
	if b.spare == nil {
		page, err := b.there.Accounts(b.ctx, client.AccountsQuery{OrderField: "uid"})
		if err != nil {
			b.t.Fatal(err)
		}
		avoid := []platform.UID{b.demo.Notable(demo.NotableBillingFails), b.demo.Notable(demo.NotableBillingRefuses), b.demo.Notable(demo.NotableAudit),
			b.demo.Notable(demo.NotableNothing), b.demo.Notable(demo.NotableBilling), b.demo.Notable(demo.NotableEnvironments)}
		for _, u := range page.Users {
			if u.State() == platform.StateActive && u.Reseller.ID == 0 && !slices.Contains(avoid, u.UID) {
				b.spare = append(b.spare, u)
			}
		}
	}
	for len(b.spare) > 0 {
		u := b.spare[0]
		b.spare = b.spare[1:]
		l, err := (&Journal{cfg: b.cfg}).readLedger(b.ctx, u.UID, u.Reseller.ID, beginning)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(l.rows) > 0 && l.whole {
			return u
		}
	}
	b.t.Fatal("no customer left")
	return platform.User{}
}

func euros(text string) platform.Money {
	return platform.NewMoney(decimal.RequireFromString(text), "EUR")
}

// refill is a refill that a person intends.
func refill(u platform.User, amount string) model.Operation {
	return model.NewOperation(model.Refill, u.UID, model.Change{Login: u.Email, Amount: euros(amount), Balance: platform.BalanceMain,
		Before: u.Balance, Reseller: u.Reseller.ID, Reason: "Outage 20 Nov", Ticket: "T#4711"})
}

// record records operations that must be taken.
func (b *bench) record(ops ...model.Operation) model.OperationID {
	b.t.Helper()
	if _, err := b.journal.Record(b.ctx, Given{}, ops...); err != nil {
		b.t.Fatalf("record: %v", err)
	}
	return ops[0].ID
}

func (b *bench) state(id model.OperationID) model.Operation {
	b.t.Helper()
	o, err := b.journal.Operation(b.ctx, id)
	if err != nil {
		b.t.Fatalf("operation %s: %v", id, err)
	}
	return o
}

// becomes waits until an operation is in a state.
func (b *bench) becomes(id model.OperationID, want model.OperationState) model.Operation {
	b.t.Helper()
	var o model.Operation
	deadline := time.NewTimer(enough)
	defer deadline.Stop()
	ticker := time.NewTicker(again)
	defer ticker.Stop()
	for {
		if o = b.state(id); o.State == want {
			return o
		}
		select {
		case <-b.moved:
		case <-ticker.C:
		case <-deadline.C:
			b.t.Fatalf("%s is %s (%+v), want %s; %s", id, o.State, o.Refusal, want, b.told(id))
		}
	}
}

// told is an operation's story in short, for failures.
func (b *bench) told(id model.OperationID) string {
	s, err := b.journal.Story(b.ctx, id)
	if err != nil {
		return err.Error()
	}
	var parts []string
	for _, step := range s.Steps {
		parts = append(parts, string(step.From)+"->"+string(step.To))
	}
	for _, a := range s.Attempts {
		parts = append(parts, a.Verdict+": "+a.Message)
	}
	if len(s.Readings) > 0 {
		r := s.Readings[0]
		parts = append(parts, "read", r.Value, r.Failure)
	}
	return strings.Join(parts, ", ")
}

// booked is how often an operation stands in the platform's own ledger.
func (b *bench) booked(uid platform.UID, id model.OperationID) int {
	b.t.Helper()
	rows, err := b.demo.Ledger(b.ctx, uid)
	if err != nil {
		b.t.Fatal(err)
	}
	count := 0
	for _, row := range rows {
		if strings.Contains(row.Note, "[st:"+string(id)+"/") {
			count++
		}
	}
	return count
}

func (b *bench) fault(method string, f demo.Fault) {
	b.t.Helper()
	if err := b.demo.Faults().Add(method, f); err != nil {
		b.t.Fatal(err)
	}
}

// verified checks the chain.
func (b *bench) verified() int {
	b.t.Helper()
	steps, err := b.journal.Verify(b.ctx)
	if err != nil {
		b.t.Errorf("verify: %v", err)
	}
	return steps
}

func code(err error) model.Code { return model.CodeOf(err) }
