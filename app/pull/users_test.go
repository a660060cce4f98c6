package pull

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

func TestTheFirstReadingBringsEveryoneAndIsUsableFromTheFirstPage(t *testing.T) {
	b := newBench(t, 1300)
	var early int
	b.hook(func(e model.Event) {
		if e.Kind != model.SectionChanged || early > 0 {
			return
		}
		early = len(b.cached())
		if g := b.pull.Progress(); g.Complete || !g.First || !g.Running {
			t.Errorf("progress after the first page: %+v", g)
		}
	})
	b.pull.Start()
	b.complete()
	if early != fullPage {
		t.Errorf("%d customers at the first event, want %d", early, fullPage)
	}
	b.same()
	g := b.pull.Progress()
	if g.Read != 1300 || g.Total != 1300 || g.First || g.Running || g.Err != nil {
		t.Errorf("progress: %+v", g)
	}
	if state, err := b.store.State(b.ctx, usersKey); err != nil || state.ReadAt.IsZero() || state.Err != nil {
		t.Errorf("state %+v, %v", state, err)
	}
	if waits := b.rested(); len(waits) != 1 || waits[0] != defaultEvery {
		t.Errorf("waits %v, want one of %v", waits, defaultEvery)
	}
}

func TestASecondReadingWithoutNewsChangesNothing(t *testing.T) {
	b := newBench(t, 600)
	b.pull.Start()
	b.complete()
	before := b.count(model.SectionChanged, usersKey)
	b.again()
	if n := b.count(model.SectionChanged, usersKey) - before; n != 0 {
		t.Errorf("%d events of changed customers, nothing changed", n)
	}
	if err := b.demo.ChangeCustomer(b.ctx, b.present()[3].UID, func(c *demo.Customer) { c.Note = "new words" }); err != nil {
		t.Fatal(err)
	}
	b.again()
	if n := b.count(model.SectionChanged, usersKey) - before; n != 1 {
		t.Errorf("%d events of changed customers, want 1", n)
	}
	b.same()
}

// Killed after each page in turn, a reading goes on where it was, and in the
// end the cache is the platform.
func TestAReadingSurvivesACrashAtEveryPage(t *testing.T) {
	const customers, pages = 1900, 4
	b := newBench(t, customers)
	rnd := rand.New(rand.NewPCG(2, 3))
	for round := range 2 { // the first list, and one that is there already
		run := b.mark().Run + 1
		for page := 1; page < pages; page++ {
			b.crashAfterPage()
			if m := b.mark(); m.Run != run || !m.FinishedAt.IsZero() || m.Next == 0 {
				t.Fatalf("round %d, page %d: mark %+v, want run %d under way", round, page, m, run)
			}
			gone := b.present()
			for range 30 { // while nobody looks
				i := rnd.IntN(len(gone))
				b.delete(gone[i].UID)
				gone = slices.Delete(gone, i, i+1)
			}
		}
		before := b.demo.Requests(getAccounts)
		b.pull.Start()
		b.complete()
		if m := b.mark(); m.Run != run {
			t.Errorf("round %d: finished in run %d, want %d", round, m.Run, run)
		}
		if round == 0 {
			if n := b.demo.Requests(getAccounts) - before; n > 3 {
				t.Errorf("%d requests after the last crash, want the last pages only", n)
			}
		}
		b.again()
		b.same()
		b.clock.forward(time.Hour)
		b.shut()
		b.open()
	}
}

// crashAfterPage starts reading and kills it as soon as one more page is stored.
func (b *bench) crashAfterPage() {
	b.t.Helper()
	from := b.mark()
	var once sync.Once
	b.hook(func(e model.Event) {
		if e.Kind != model.ProgressChanged {
			return
		}
		if m := b.mark(); m.FinishedAt.IsZero() && (m.Next > from.Next || m.Run > from.Run && m.Next > 0) {
			once.Do(b.stop)
		}
	})
	b.pull.Start()
	<-b.pull.ctx.Done()
	b.hook(nil)
	b.shut()
	b.open()
}

// Customers come, go and change between the pages; nobody who is there all the
// time may be missing, and once it is quiet the cache is the platform.
func TestNobodyIsLostWhileThePlatformChanges(t *testing.T) {
	b := newBench(t, 1900)
	for seed := range uint64(2) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		alive := map[platform.UID]bool{}
		for _, u := range b.present() {
			alive[u.UID] = true
		}
		last := 0
		b.hook(func(e model.Event) {
			g := b.pull.Progress()
			if e.Kind != model.ProgressChanged || g.Read == last || !g.Running {
				return
			}
			last = g.Read
			b.churn(rnd, alive)
		})
		b.pull.Start()
		if seed > 0 {
			b.again()
		}
		b.complete()
		b.hook(nil)
		cached := b.cached()
		for uid := range alive {
			if _, had := cached[uid]; !had {
				t.Fatalf("seed %d: customer %d was there all the time and is missing", seed, uid)
			}
		}
		b.again()
		b.same()
	}
}

// churn deletes some customers, most of them at the beginning of the list,
// signs some up and changes some.
func (b *bench) churn(rnd *rand.Rand, alive map[platform.UID]bool) {
	users := b.present()
	for range 30 {
		i := rnd.IntN(min(len(users), 200))
		b.delete(users[i].UID)
		delete(alive, users[i].UID)
		users = slices.Delete(users, i, i+1)
	}
	for i := range 8 {
		c := demo.Customer{User: users[i]}
		c.UID, c.Email = 0, fmt.Sprintf("new-%d-%d@example.test", rnd.Uint32(), i)
		if _, err := b.demo.AddCustomer(b.ctx, c); err != nil {
			b.t.Errorf("add: %v", err)
		}
	}
	for range 8 {
		uid := users[rnd.IntN(len(users))].UID
		email := fmt.Sprintf("moved-%d@example.test", rnd.Uint32())
		if err := b.demo.ChangeCustomer(b.ctx, uid, func(c *demo.Customer) { c.Email = email }); err != nil {
			b.t.Errorf("change: %v", err)
		}
	}
}

func TestWhoIsGoneIsRemovedOnlyAfterAReadByUID(t *testing.T) {
	b := newBench(t, 700)
	b.pull.Start()
	b.complete()
	users := b.present()
	gone := []platform.UID{users[0].UID, users[350].UID, users[699].UID}
	b.delete(gone...)
	before := b.demo.Requests(getAccounts)
	b.again()
	if n := b.demo.Requests(getAccounts) - before; n != 2+len(gone) {
		t.Errorf("%d requests, want 2 pages and %d checks", n, len(gone))
	}
	if n := b.count(model.CustomersGone, usersKey); n != len(gone) {
		t.Errorf("%d events of gone customers, want %d", n, len(gone))
	}
	b.same()
}

// F5 while all customers are read has them read once more: what was on the
// first pages may be older than the wish. Being shown alone does not.
func TestAskingDuringAReadingHasItReadAgain(t *testing.T) {
	b := newBench(t, 50)
	b.atPage(1, func() { b.pull.Refresh(usersKey) })
	b.pull.Start()
	b.until("a second reading", func() bool { return b.mark().Run == 2 })
	b.complete()
	b.rested()
	if n := b.mark().Run; n != 2 {
		t.Errorf("%d readings, want 2", n)
	}
}

// The interval between two readings holds as soon as it is set.
func TestTheIntervalHoldsAtOnce(t *testing.T) {
	b := newBench(t, 50)
	b.pull.Start()
	b.complete()
	b.rested()
	b.pull.SetEvery(40 * time.Minute)
	b.until("the new wait", func() bool {
		return slices.ContainsFunc(b.waited(), func(d time.Duration) bool { return d > 39*time.Minute })
	})
	if n := b.mark().Run; n != 1 {
		t.Errorf("%d readings, want 1", n)
	}
	b.clock.forward(6 * time.Minute)
	b.pull.SetEvery(5 * time.Minute)
	b.until("a second reading", func() bool { return b.mark().Run == 2 })
}
