package journal

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
)

const latency = 20 * time.Millisecond

// everybody are the active customers of the platform, as the list has them.
func (b *bench) everybody() []model.Customer {
	b.t.Helper()
	page, err := b.there.Accounts(b.ctx, client.AccountsQuery{OrderField: "uid"})
	if err != nil {
		b.t.Fatal(err)
	}
	var all []model.Customer
	for _, u := range page.Users {
		if u.State() == platform.StateActive {
			all = append(all, model.Customer{User: u, ReadAt: page.Began})
		}
	}
	return all
}

// TestBenchBulk measures a large batch against a platform that takes its time.
func TestBenchBulk(t *testing.T) {
	many := record.Amount(200, 10_000)
	b := newBench(t, many*3/2)
	b.shut()
	b.cfg.Times = Times{}
	var err error
	if b.there, err = client.New(client.Config{BaseURL: b.demo.URL(), Now: model.SystemClock{}.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.there.Close)
	b.signIn()
	b.cfg.Client = b.there
	b.open()
	users := b.everybody()
	users = users[:min(many, len(users))]
	since := model.Stopwatch()
	p, err := b.journal.MakePlan(b.ctx, PlanDraft{Kind: model.Deactivate, Change: model.Change{Reason: "bench"}, Users: users})
	if err != nil {
		t.Fatal(err)
	}
	planned := since()
	rows, _, _ := p.Total()
	b.fault("*", demo.Fault{Latency: latency})
	before := b.demo.Requests("*")
	since = model.Stopwatch()
	b.start(p)
	b.throughAll(p)
	took, calls := since(), b.demo.Requests("*")-before
	b.demo.Faults().Clear("*")
	got, err := b.journal.Batch(b.ctx, p.ID)
	if err != nil || got.Counts[model.StateConfirmed] != rows {
		t.Errorf("%+v, %v", got.Counts, err)
	}
	ideal := time.Duration(calls) * latency / atOnce
	figure := func(id, name, unit string, value, bound int64) {
		record.Measured(t, record.Figure{ID: id, Name: name, Value: thousandths(value), Unit: unit, Bound: thousandths(bound), Better: record.Lower})
	}
	figure("plan.10000", "the plan of 10,000 rows", "ms", planned.Microseconds(), 1_000_000)
	t.Logf("%d rows, %d calls in %s; a call took %s", rows, calls, took, b.callTook(p))
	if rows >= 1000 || !record.Full() {
		figure("bulk.ratio", "10,000 x Deactivate against calls x 20 ms / 4", "x", int64(1000*took/ideal), 1250)
		figure("bulk.calls", "calls an operation, read-back included", "calls", int64(1000*calls/rows), 1100)
	}
}

// callTook is how long a call of a plan took, the median of some of its rows.
func (b *bench) callTook(p model.Plan) time.Duration {
	var took []time.Duration
	for i := 0; i < len(p.Rows); i += max(1, len(p.Rows)/200) {
		s, err := b.journal.Story(b.ctx, p.Rows[i].Operation)
		if err != nil || len(s.Attempts) == 0 {
			b.t.Fatalf("story of %s: %v", p.Rows[i].Operation, err)
		}
		took = append(took, s.Attempts[0].Took)
	}
	b.t.Logf("calls: median %s, mean %s, longest %s", median(took), mean(took), slices.Max(took))
	return median(took)
}

// throughAll waits for a long batch.
func (b *bench) throughAll(p model.Plan) {
	b.t.Helper()
	limit := time.NewTimer(10 * time.Minute)
	defer limit.Stop()
	for {
		got, err := b.journal.Batch(b.ctx, p.ID)
		if err == nil && got.State == model.BatchDone {
			return
		}
		select {
		case <-b.moved:
		case <-limit.C:
			b.t.Fatalf("%s: %+v, %v", got.State, got.Counts, err)
		}
	}
}

// TestBenchTransition measures a transition against one append with a sync.
func TestBenchTransition(t *testing.T) {
	many := record.Amount(50, 2000)
	b := newBench(t, 60)
	b.shut()
	b.cfg.Times.Retry = time.Hour                   // it stays away
	folder, err := os.MkdirTemp(".", "transition-") // the temporary folder may be in memory
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	b.cfg.Path = filepath.Join(folder, "journal.db")
	b.open()
	t.Cleanup(b.shut)
	u := b.customer()
	b.journal.Connected(false)
	file, err := os.Create(filepath.Join(folder, "plain"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var plain, moved []time.Duration
	for range many {
		since := model.Stopwatch()
		if _, err := file.Write(make([]byte, 4096)); err != nil {
			t.Fatal(err)
		}
		if err := file.Sync(); err != nil {
			t.Fatal(err)
		}
		plain = append(plain, since())
		id := b.record(change(model.SetNote, u, "x"))
		since = model.Stopwatch()
		if err := b.journal.Cancel(b.ctx, id); err != nil {
			t.Fatal(err)
		}
		moved = append(moved, since())
	}
	measure := func(id, name string, value, against time.Duration, bound int64) {
		record.Measured(t, record.Figure{ID: id, Name: name, Value: thousandths(int64(1000 * value / max(against, 1))), Unit: "x",
			Bound: thousandths(bound), Better: record.Lower})
	}
	measure("journal.p50", "a transition against one 4 KB append with a sync, median", median(moved), median(plain), 2000)
	measure("journal.mean", "a transition against one 4 KB append with a sync, mean", mean(moved), mean(plain), 4000)
}

func median(all []time.Duration) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

func mean(all []time.Duration) (sum time.Duration) {
	for _, d := range all {
		sum += d
	}
	return sum / time.Duration(len(all))
}
