package journal

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// gate is before the platform and holds the calls of one method until it is
// opened.
type gate struct {
	arrived atomic.Int32
	opened  chan struct{}
}

// behindGate signs in through a gate, with a client that waits for long.
func (b *bench) behindGate(method string) *gate {
	b.t.Helper()
	b.shut()
	g := &gate{opened: make(chan struct{})}
	target, err := url.Parse(b.demo.URL())
	if err != nil {
		b.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{DisableKeepAlives: true}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(strings.ToLower(r.URL.Path), method[strings.LastIndex(method, "/"):]) {
			g.arrived.Add(1)
			<-g.opened
		}
		proxy.ServeHTTP(w, r)
	}))
	b.t.Cleanup(server.Close)
	b.t.Cleanup(b.shut)
	b.waitsAt(server.URL)
	return g
}

func (b *bench) counts(p model.Plan) map[model.OperationState]int {
	b.t.Helper()
	got, err := b.journal.Batch(b.ctx, p.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return got.Counts
}

// What is on its way when a person pauses sending lands; what was written down
// ahead of its turn, waits or is recorded then, does not leave.
func TestPausedNothingNewLeavesAndWhatFliesLands(t *testing.T) {
	b := newBench(t, 80)
	g := b.behindGate(status)
	p, one, two := b.plan(model.Deactivate, atOnce+ahead+4, model.Change{Reason: "asked for"}), b.customer(), b.customer()
	b.start(p)
	b.until("rows fly and others are ready", func() bool {
		return g.arrived.Load() == atOnce && b.counts(p)[model.StateSending] == atOnce+ahead
	})
	b.journal.PauseSending(true)
	if why := b.journal.Why(); why == nil || why.Key != "journal.paused" || !b.journal.SendingPaused() {
		t.Errorf("paused: %v", why)
	}
	noted, money := b.record(change(model.SetNote, one, "later")), b.record(refill(two, "3"))
	alone := model.NewOperation(model.Disable2FA, one.UID, model.Change{})
	if _, err := b.journal.Record(b.ctx, Given{Password: platform.NewSecret("x")}, alone); code(err) != model.Conflict {
		t.Errorf("what never waits was recorded: %v", err)
	}
	close(g.opened)
	b.until("all is down", func() bool {
		return b.counts(p)[model.StateConfirmed] == atOnce && b.counts(p)[model.StateQueued] == ahead+4
	})
	if came, other := g.arrived.Load(), b.demo.Requests(note)+b.demo.Requests(fund); came != atOnce || other != 0 {
		t.Errorf("%d rows and %d others came while sending was paused", came, other)
	}
	b.journal.PauseSending(false)
	b.ends(p.ID, model.BatchDone)
	b.becomes(noted, model.StateConfirmed)
	if o := b.becomes(money, model.StateReview); o.Refusal == nil || o.Refusal.Key != "journal.note.waited" || b.demo.Requests(fund) != 0 {
		t.Errorf("money after a pause: %+v, %d requests", o.Refusal, b.demo.Requests(fund))
	}
	if done := b.counts(p)[model.StateConfirmed]; done != atOnce+ahead+4 || g.arrived.Load() != atOnce+ahead+4 {
		t.Errorf("%d rows are done with %d calls", done, g.arrived.Load())
	}
	b.verified()
}

// The journal says that it was paused, and that it goes on.
func TestPausingIsTold(t *testing.T) {
	b := newBench(t, 40)
	told := func() (n int) {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, e := range b.events {
			if e.Kind == model.JournalChanged {
				n++
			}
		}
		return n
	}
	before := told()
	for _, on := range []bool{true, true, false, false} {
		b.journal.PauseSending(on)
	}
	if n := told() - before; n != 2 {
		t.Errorf("told %d times", n)
	}
}

// What waited for longer than a person allowed comes back to them, though
// nothing else speaks against it.
func TestWhatWaitsTooLongNeedsAPerson(t *testing.T) {
	b := newBench(t, 60)
	var passed atomic.Int64
	since := model.Stopwatch()
	b.cfg.Elapsed = func() time.Duration { return since() + time.Duration(passed.Load()) }
	b.cfg.QueueWait = func() time.Duration { return time.Hour }
	g := b.behindGate(note)
	u, paid := b.customer(), b.customer()
	first := b.record(change(model.SetNote, u, "first"))
	b.until("the first is on its way", func() bool { return g.arrived.Load() == 1 })
	behind := b.record(change(model.Deactivate, u, ""))
	before := b.record(change(model.SetNote, paid, "x"))
	b.until("the other too", func() bool { return g.arrived.Load() == 2 })
	money := b.record(refill(paid, "3"))
	passed.Store(int64(59 * time.Minute))
	soon := b.record(change(model.Deactivate, b.customer(), ""))
	b.becomes(soon, model.StateConfirmed)
	passed.Store(int64(61 * time.Minute))
	close(g.opened)
	b.becomes(first, model.StateConfirmed)
	b.becomes(before, model.StateConfirmed)
	for _, id := range []model.OperationID{behind, money} {
		if o := b.becomes(id, model.StateReview); o.Refusal == nil || o.Refusal.Key != "journal.note.toolong" {
			t.Errorf("%s: %+v", o.Kind, o.Refusal)
		}
	}
	if n := b.demo.Requests(fund); n != 0 {
		t.Errorf("%d calls moved money", n)
	}
	for _, id := range []model.OperationID{behind, money} {
		if err := b.journal.SendNow(b.ctx, id); err != nil {
			t.Error(err)
		}
		b.becomes(id, model.StateConfirmed)
	}
}

// The time while Steward was closed counts too.
func TestWhatWaitedTooLongBeforeARestartNeedsAPerson(t *testing.T) {
	for wait, want := range map[time.Duration]model.OperationState{time.Hour: model.StateReview, 3 * time.Hour: model.StateConfirmed, 0: model.StateConfirmed} {
		b := newBench(t, 60)
		clock := &skewed{}
		b.shut()
		b.cfg.Clock, b.cfg.QueueWait = clock, func() time.Duration { return wait }
		b.open()
		b.journal.PauseSending(true)
		id := b.record(change(model.Deactivate, b.customer(), ""))
		b.shut()
		clock.by.Store(int64(2 * time.Hour))
		b.open()
		b.becomes(id, want)
	}
}
