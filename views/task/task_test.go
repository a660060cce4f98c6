package task

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a Runner with everything a test needs to drive it.
type desk struct {
	*Runner
	queue *Queue
	clock *Clock
	t     *testing.T
	log   []string // written on the UI thread only
}

func newDesk(t *testing.T) *desk {
	d := &desk{queue: NewQueue(), clock: NewClock(), t: t}
	d.Runner = New(t.Context(), d.queue, WithTimers(d.clock),
		WithFailed(func(slot string, err error) { d.say(slot + ": " + firstLine(err)) }))
	t.Cleanup(d.Close)
	return d
}

func firstLine(err error) string { return strings.SplitN(err.Error(), "\n", 2)[0] }

func (d *desk) say(s string) { d.log = append(d.log, s) }

func (d *desk) idle() {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), 10*time.Second)
	defer cancel()
	if err := d.queue.WaitIdle(ctx, d.Runner); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) wants(want ...string) {
	d.t.Helper()
	if len(d.log)+len(want) > 0 && !reflect.DeepEqual(d.log, want) {
		d.t.Errorf("said %q, want %q", d.log, want)
	}
	d.log = nil
}

// saying is work whose apply says a word.
func (d *desk) saying(word string) Work {
	return func(context.Context) (func(), error) {
		return func() { d.say(word) }, nil
	}
}

func TestApplyRunsWhenDrained(t *testing.T) {
	d := newDesk(t)
	d.Go("list", d.saying("applied"), nil)
	<-d.queue.Arrived()
	if d.Idle() || !d.Running("list") {
		t.Error("a job whose result has not been applied does not count as busy")
	}
	d.wants()
	d.queue.Drain()
	d.wants("applied")
	if !d.Idle() || d.Running("list") {
		t.Errorf("busy after everything was applied: %v", d.BusySlots())
	}
}

func TestApplyMayStartTheNextJob(t *testing.T) {
	d := newDesk(t)
	d.Go("list", func(context.Context) (func(), error) {
		return func() { d.Go("sums", d.saying("second"), nil) }, nil
	}, nil)
	d.idle()
	d.wants("second")
}

func TestBusyWhileApplyRuns(t *testing.T) {
	d := newDesk(t)
	d.Go("list", func(context.Context) (func(), error) {
		return func() {
			if d.Idle() {
				t.Error("idle while a result is being applied")
			}
		}, nil
	}, nil)
	d.idle()
	d.After("typing", 0, func() {
		if d.Idle() {
			t.Error("idle while a timer's function runs")
		}
	})
	d.clock.Advance(0)
	d.idle()
}

func TestNewerJobCancelsOlderAndDropsItsResult(t *testing.T) {
	d := newDesk(t)
	release := make(chan struct{})
	d.Go("list", func(ctx context.Context) (func(), error) {
		<-ctx.Done() // the newer job does that
		<-release    // and the older answers late nevertheless
		return func() { d.say("older") }, nil
	}, func(error) { d.say("older failed") })
	d.Go("list", d.saying("newer"), nil)
	d.Go("other", d.saying("other slot"), nil)
	for len(d.log) < 2 {
		<-d.queue.Arrived()
		d.queue.Drain()
	}
	close(release)
	d.idle()
	for _, word := range d.log {
		if strings.HasPrefix(word, "older") {
			t.Errorf("said %q", word)
		}
	}
}

func TestResultThatWaitsIsDroppedByANewerJob(t *testing.T) {
	d := newDesk(t)
	d.Go("list", d.saying("older"), nil)
	<-d.queue.Arrived() // its result waits for the UI thread
	d.Go("list", d.saying("newer"), nil)
	d.idle()
	d.wants("newer")
}

func TestCancelDropsJobAndTimer(t *testing.T) {
	d := newDesk(t)
	d.Go("list", func(ctx context.Context) (func(), error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}, func(err error) { d.say("failed") })
	d.After("list", time.Second, func() { d.say("timer") })
	d.Cancel("list")
	d.clock.Advance(time.Minute)
	d.idle()
	d.wants()
}

func TestErrorsReachTheHandler(t *testing.T) {
	d := newDesk(t)
	wrong := errors.New("read list: locked")
	d.Go("list", func(context.Context) (func(), error) {
		return func() { d.say("applied") }, wrong
	}, func(err error) {
		if errors.Is(err, wrong) {
			d.say("handled")
		}
	})
	d.Go("sums", func(context.Context) (func(), error) { return nil, wrong }, nil)
	d.idle()
	if d.log[0] != "handled" && d.log[1] != "handled" || len(d.log) != 2 {
		t.Errorf("said %q", d.log)
	}
}

func TestPanicsBecomeErrorsWithTheStack(t *testing.T) {
	d := newDesk(t)
	check := func(err error) {
		var p *PanicError
		if !errors.As(err, &p) || !strings.Contains(string(p.Stack), "task_test.go") {
			t.Errorf("handler got %v", err)
		}
		d.say("handled")
	}
	d.Go("a", func(context.Context) (func(), error) { panic("in work") }, check)
	d.Go("b", func(context.Context) (func(), error) {
		return func() { panic(errors.New("in apply")) }, nil
	}, check)
	d.idle()
	d.wants("handled", "handled")
	d.After("c", time.Second, func() { panic("in timer") })
	d.clock.Advance(time.Second)
	d.idle()
	d.wants("c: run job: panic: in timer")
	d.Go("d", d.saying("goes on"), nil)
	d.idle()
	d.wants("goes on")
}

func TestCloseWaitsAndAppliesNothing(t *testing.T) {
	d := newDesk(t)
	ended := false
	d.Go("list", func(ctx context.Context) (func(), error) {
		<-ctx.Done()
		ended = true
		return func() { d.say("applied") }, nil
	}, func(error) { d.say("failed") })
	d.Every("age", time.Second, func() { d.say("tick") })
	d.Close()
	if !ended {
		t.Error("Close returned before the job ended")
	}
	d.Go("list", d.saying("after"), nil)
	d.After("late", 0, func() { d.say("late") })
	d.clock.Advance(time.Minute)
	d.idle()
	d.wants()
}

func TestJobsEndWithTheContextOfTheRunner(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	queue := NewQueue()
	r := New(ctx, queue)
	defer r.Close()
	var got error
	r.Go("list", func(ctx context.Context) (func(), error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}, func(err error) { got = err })
	cancel()
	if err := queue.WaitIdle(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(got, context.Canceled) {
		t.Errorf("handler got %v", got)
	}
}

func TestWaitIdleNamesWhatIsBusy(t *testing.T) {
	d := newDesk(t)
	d.Go("detail.info", func(ctx context.Context) (func(), error) {
		<-ctx.Done()
		return nil, nil
	}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := d.queue.WaitIdle(ctx, d.Runner)
	if err == nil || !strings.Contains(err.Error(), "detail.info") {
		t.Errorf("WaitIdle says %v", err)
	}
}

func TestTimers(t *testing.T) {
	d := newDesk(t)
	step := func(ms int) {
		d.clock.Advance(time.Duration(ms) * time.Millisecond)
		d.idle()
	}
	d.Debounce("typing", 120*time.Millisecond, func() { d.say("a") })
	if !d.Idle() {
		t.Error("a timer that waits counts as busy")
	}
	step(100)
	d.Debounce("typing", 120*time.Millisecond, func() { d.say("ab") })
	step(100)
	d.wants()
	step(20)
	d.wants("ab")
	d.Every("age", time.Second, func() { d.say("tick") })
	step(999)
	d.wants()
	for range 3 {
		step(1000)
	}
	d.wants("tick", "tick", "tick")
	d.Every("age", time.Second, func() { d.say("last"); d.Cancel("age") })
	step(1000)
	step(5000)
	d.wants("last")
}

func TestTimerReplacedOnItsWayToTheUIDoesNothing(t *testing.T) {
	d := newDesk(t)
	d.After("typing", time.Second, func() { d.say("old") })
	d.clock.Advance(time.Second) // sent, not yet run
	if d.Idle() {
		t.Error("a timer that fired and did not run yet counts as idle")
	}
	d.After("typing", time.Second, func() { d.say("new") })
	d.idle()
	d.wants()
	d.clock.Advance(time.Second)
	d.idle()
	d.wants("new")
}

func TestSettleFiresDelaysButNotPolls(t *testing.T) {
	d := newDesk(t)
	d.Every("age", time.Second, func() { d.say("tick") })
	d.After("typing", time.Hour, func() {
		d.Go("list", func(context.Context) (func(), error) {
			return func() { d.After("follow", time.Hour, func() { d.say("settled") }) }, nil
		}, nil)
	})
	if err := d.queue.Settle(t.Context(), d.Runner); err != nil {
		t.Fatal(err)
	}
	d.wants("settled")
}

func TestCoalesceGathersKeysFromAnyGoroutine(t *testing.T) {
	d := newDesk(t)
	var got [][]int
	add := Coalesce(d.Runner, "events", func(keys []int) { got = append(got, keys) })
	add(3)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 100 {
				add(1)
			}
		})
	}
	wait.Wait()
	d.clock.Advance(CoalesceTime - 1)
	d.idle()
	if got != nil {
		t.Fatalf("delivered %v too early", got)
	}
	d.clock.Advance(1)
	add(2) // the timer has fired, its delivery waits
	d.idle()
	d.clock.Advance(CoalesceTime)
	d.idle()
	add(1)
	d.clock.Advance(CoalesceTime)
	d.idle()
	if want := [][]int{{3, 1, 2}, {1}}; !reflect.DeepEqual(got, want) {
		t.Errorf("delivered %v, want %v", got, want)
	}
}

func TestCoalesceGoesOnAfterCancel(t *testing.T) {
	d := newDesk(t)
	var got []string
	add := Coalesce(d.Runner, "events", func(keys []string) { got = keys })
	add("users")
	d.Cancel("events")
	add("info")
	d.clock.Advance(CoalesceTime)
	d.idle()
	if want := []string{"users", "info"}; !reflect.DeepEqual(got, want) {
		t.Errorf("delivered %v, want %v", got, want)
	}
}

func TestSystemTimers(t *testing.T) {
	queue := NewQueue()
	r := New(t.Context(), queue)
	defer r.Close()
	fired := false
	r.After("soon", time.Millisecond, func() { fired = true })
	r.After("never", time.Hour, func() { t.Error("fired an hour early") })
	<-queue.Arrived()
	queue.Drain()
	if !fired {
		t.Error("the system's timer did not fire")
	}
}

func TestManySlotsAtOnce(t *testing.T) {
	d := newDesk(t)
	total := 0
	for range 50 {
		for _, slot := range []string{"a", "b", "c", "d"} {
			d.Go(slot, func(context.Context) (func(), error) {
				return func() { total++ }, nil
			}, nil)
		}
	}
	d.idle()
	if total < 4 || total > 200 {
		t.Errorf("%d results were applied", total)
	}
}
