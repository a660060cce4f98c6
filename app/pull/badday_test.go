package pull

import (
	"slices"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
)

// atPage calls what once, as soon as so many customers are read.
func (b *bench) atPage(read int, what func()) {
	done := false
	b.hook(func(e model.Event) {
		if e.Kind == model.ProgressChanged && !done && b.pull.Progress().Read >= read {
			done = true
			what()
		}
	})
}

func (b *bench) fault(f demo.Fault) {
	b.t.Helper()
	if err := b.demo.Faults().Add(getAccounts, f); err != nil {
		b.t.Fatal(err)
	}
}

// code is the code of the error that the progress shows.
func (b *bench) code() model.Code {
	if g := b.pull.Progress(); g.Err != nil {
		return g.Err.Code
	}
	return ""
}

func TestThePlatformGoesAwayInTheMiddleAndComesBack(t *testing.T) {
	b := newBench(t, 1900)
	offline := func(yes bool) {
		if err := b.demo.Offline(yes); err != nil {
			t.Errorf("offline %v: %v", yes, err)
		}
	}
	b.atPage(500, func() { offline(true) })
	var waits []time.Duration
	var read, run = 0, int64(0)
	b.onWait = func(d time.Duration) bool {
		if d >= defaultEvery {
			return false
		}
		if waits = append(waits, d); len(waits) == 7 {
			if g := b.pull.Progress(); g.Err == nil || g.Err.Code != model.Offline || !g.Running || g.Complete {
				t.Errorf("progress while away: %+v", g)
			}
			read, run = b.mark().Next, b.mark().Run
			offline(false)
		}
		return true
	}
	b.pull.Start()
	b.complete()
	if read < 500 || b.mark().Run != run {
		t.Errorf("went on from row %d of run %d in run %d", read, run, b.mark().Run)
	}
	for i, middle := range []time.Duration{2, 4, 8, 16, 32, 60, 60} {
		if d := waits[i].Seconds() / float64(middle); d < 0.8 || d > 1.2 {
			t.Errorf("wait %d is %v, want about %d s", i+1, waits[i], middle)
		}
	}
	if g := b.pull.Progress(); g.Err != nil {
		t.Errorf("error after all: %v", g.Err)
	}
	if state, err := b.store.State(b.ctx, usersKey); err != nil || state.Err != nil || !state.FailedAt.IsZero() {
		t.Errorf("state %+v, %v", state, err)
	}
	b.same()
}

func TestAPersonNeedNotWaitForTheNextTry(t *testing.T) {
	b := newBench(t, 100)
	b.onWait = func(time.Duration) bool { return false }
	if err := b.demo.Offline(true); err != nil {
		t.Fatal(err)
	}
	b.pull.Start()
	b.until("a first wait", func() bool { return len(b.waited()) == 1 })
	if err := b.demo.Offline(false); err != nil {
		t.Fatal(err)
	}
	b.pull.Refresh(usersKey)
	b.complete()
	b.same()
}

func TestAPlatformThatAsksToSlowDownIsReadAtHalfSpeed(t *testing.T) {
	b := newBench(t, 1900)
	b.atPage(500, func() { b.fault(demo.Fault{Status: 429, RetryAfter: 90 * time.Second, Times: 1}) })
	var seen *model.Error
	b.onWait = func(d time.Duration) bool {
		if d == 90*time.Second {
			seen = b.pull.Progress().Err
		}
		return d < defaultEvery
	}
	b.pull.Start()
	b.complete()
	if seen == nil || seen.Code != model.RateLimited || seen.Key != "pull.rate" {
		t.Errorf("error while slowed down: %v", seen)
	}
	waits := b.rested()
	i := slices.Index(waits, 90*time.Second)
	if i < 0 || len(waits)-i < 3 {
		t.Fatalf("waits %v, want 90 s and then one for each page", waits)
	}
	for _, d := range waits[i+1 : len(waits)-1] {
		if d <= 0 || d > 30*time.Second {
			t.Errorf("waited %v after a page, want as long as it took", d)
		}
	}
	b.same()
}

func TestASlowPlatformIsAskedForSmallPages(t *testing.T) {
	b := newBench(t, 1300)
	var slow bool
	b.hook(func(e model.Event) { slow = slow || e.Kind == model.ProgressChanged && b.pull.Progress().Slow })
	b.slow = tooSlow + time.Second
	b.pull.Start()
	b.complete()
	if !slow || b.pull.Progress().Slow {
		t.Errorf("slow while reading %v, afterwards %v", slow, b.pull.Progress().Slow)
	}
	if n := b.demo.Requests(getAccounts); n != 1+quickRuns+1 {
		t.Errorf("%d requests, want one large page, %d small ones, one large", n, quickRuns)
	}
	b.same()
}

func TestAnExpiredSignInStopsTheReadingUntilThereIsANewSession(t *testing.T) {
	b := newBench(t, 1900)
	b.atPage(500, b.demo.ExpireSessions)
	b.pull.Start()
	b.until("the end of the session", func() bool { return b.code() == model.Unauthorized && !b.pull.Progress().Running })
	if g := b.pull.Progress(); g.Err.Key != "pull.expired" || g.Read == 0 || g.Complete {
		t.Errorf("progress: %+v", g)
	}
	before, run := b.demo.Requests("*"), b.mark().Run
	b.pull.Show(usersKey)
	b.pull.Refresh(usersKey)
	if n := b.demo.Requests("*") - before; n != 0 {
		t.Errorf("%d requests without a session", n)
	}
	b.signIn()
	b.pull.Start()
	b.complete()
	if m := b.mark(); m.Run != run {
		t.Errorf("finished in run %d, want %d", m.Run, run)
	}
	if g := b.pull.Progress(); g.Err != nil {
		t.Errorf("error after all: %v", g.Err)
	}
	b.same()
}

func TestPauseStopsAfterThePageAndResumeGoesOn(t *testing.T) {
	b := newBench(t, 1900)
	b.atPage(500, func() { b.pull.Pause() })
	b.pull.Start()
	b.until("the pause", func() bool { g := b.pull.Progress(); return g.Paused && !g.Running })
	before := b.demo.Requests("*")
	g, run := b.pull.Progress(), b.mark().Run
	if g.Read >= 1900 || g.Complete {
		t.Errorf("progress while paused: %+v", g)
	}
	b.pull.Refresh(usersKey)
	if n := b.demo.Requests("*") - before; n != 0 {
		t.Errorf("%d requests while paused", n)
	}
	b.pull.Resume()
	b.complete()
	if b.pull.Progress().Paused || b.mark().Run != run {
		t.Errorf("progress %+v, run %d, want %d", b.pull.Progress(), b.mark().Run, run)
	}
	b.same()
}

func TestARefusedListIsSaidAndAskedForAgainMuchLater(t *testing.T) {
	b := newBench(t, 100)
	b.fault(demo.Fault{Result: 8, Message: "access not permitted", Times: 1})
	b.pull.Start()
	b.until("a refusal", func() bool { return b.code() == model.Forbidden && len(b.waited()) == 1 })
	if waits := b.waited(); waits[0] != defaultEvery {
		t.Errorf("waits %v, want %v", waits, defaultEvery)
	}
	b.pull.Refresh(usersKey)
	b.complete()
	b.same()
}

func TestAnswersThatAreNotThePlatformsAreWaitedOut(t *testing.T) {
	b := newBench(t, 600)
	for _, f := range []demo.Fault{
		{HTML: true, Times: 1},
		{Result: 99, Message: "internal error", Times: 1},
		{HTML: true, Status: 401, Times: 1},
	} {
		b.fault(f)
	}
	b.pull.Start()
	b.complete()
	if n := len(b.waited()); n < 3 {
		t.Errorf("%d waits, want one a fault", n)
	}
	b.same()
}
