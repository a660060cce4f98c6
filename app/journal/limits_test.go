package journal

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// Only a whole balance may have more digits than its currency, and only on its
// way out.
func TestOnlyAWholeBalanceHasMoreDigits(t *testing.T) {
	b := newBench(t, 40)
	for _, c := range []struct {
		kind  model.OperationKind
		whole bool
		want  bool
	}{{model.Withdraw, true, true}, {model.Withdraw, false, false}, {model.Refill, true, false}} {
		o := model.NewOperation(c.kind, 1, model.Change{Amount: euros("1.2345"), Balance: platform.BalanceMain, WholeSum: c.whole, Reason: "r"})
		if got := b.journal.badAmount(o) == nil; got != c.want {
			t.Errorf("%s, whole %v: taken %v", c.kind, c.whole, got)
		}
	}
}

func TestABatchHasALimitOfItsOwn(t *testing.T) {
	b := newBench(t, 60)
	b.shut()
	b.cfg.Limits = func() model.Limits { return model.Limits{Operation: euros("10"), Batch: euros("14")} }
	b.open()
	p := b.plan(model.Refill, 3, five)
	if _, err := b.journal.StartPlan(b.ctx, p, p.Confirmation()); code(err) != model.Forbidden {
		t.Errorf("above the limit of a batch: %v", err)
	}
	p.Rows[2].Unticked = true
	b.start(p)
	b.ends(p.ID, model.BatchDone)
	if once, twice := b.bookedInAll(p); once != 2 || twice != 0 {
		t.Errorf("booked once %d, twice %d", once, twice)
	}
}

// A limit that is lowered while money runs stops the run before the next row; it
// does not go on before the limits allow it.
func TestALimitThatIsReachedPausesARun(t *testing.T) {
	for name, lowered := range map[string]model.Limits{
		"operation": {Operation: euros("4.99")}, "batch": {Batch: euros("19.99")}, "day": {Day: euros("19.99")},
		"currency": {Day: platform.NewMoney(decimal.New(100, 0), "USD")},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			b.shut()
			var limits atomic.Pointer[model.Limits]
			limits.Store(&model.Limits{Day: euros("20")})
			b.cfg.Limits = func() model.Limits { return *limits.Load() }
			g := b.behindGate(fund)
			p := b.plan(model.Refill, 4, five)
			b.start(p)
			b.until("the first row is on its way", func() bool { return g.arrived.Load() == 1 })
			limits.Store(&lowered)
			close(g.opened)
			got := b.ends(p.ID, model.BatchPaused)
			if got.Why == nil || got.Why.Key != "journal.batch.limit" || g.arrived.Load() != 1 || got.Counts[model.StateQueued] != 3 {
				t.Errorf("%v, %d calls, %v", got.Why, g.arrived.Load(), got.Counts)
			}
			if err := b.journal.ResumeBatch(b.ctx, p.ID); code(err) != model.Forbidden {
				t.Errorf("resumed above the limit: %v", err)
			}
			limits.Store(&model.Limits{Batch: euros("20")})
			if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
				t.Fatal(err)
			}
			b.ends(p.ID, model.BatchDone)
			if once, twice := b.bookedInAll(p); once != 4 || twice != 0 {
				t.Errorf("booked once %d, twice %d", once, twice)
			}
		})
	}
}

// What rested since another day counts on the day on which it goes on.
func TestARunThatRestedCountsOnTheDayItGoesOn(t *testing.T) {
	b := newBench(t, 60)
	b.shut()
	var passed atomic.Int64
	clock, since := &skewed{}, model.Stopwatch()
	b.cfg.Clock, b.cfg.Elapsed = clock, func() time.Duration { return since() + time.Duration(passed.Load()) }
	limits := model.Limits{Day: euros("10")}
	b.cfg.Limits = func() model.Limits { return limits }
	g := b.behindGate(fund)
	p := b.plan(model.Refill, 2, five)
	b.start(p)
	b.until("the first row is on its way", func() bool { return g.arrived.Load() == 1 })
	if err := b.journal.PauseBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	close(g.opened)
	b.becomes(p.Rows[0].Operation, model.StateConfirmed)
	clock.by.Store(int64(25 * time.Hour))
	passed.Store(int64(25 * time.Hour))
	b.becomes(b.record(refill(b.customer(), "6")), model.StateConfirmed)
	if err := b.journal.ResumeBatch(b.ctx, p.ID); code(err) != model.Forbidden {
		t.Errorf("6 of today and 5 of yesterday's, above 10: %v", err)
	}
}

// Limits stand in a currency. Nothing of them bounds an amount in another: it is
// refused.
func TestMoneyOfACurrencyWithoutALimitIsRefused(t *testing.T) {
	b := newBench(t, 40)
	u := b.customer()
	dollars := refill(u, "1")
	dollars.Change.Amount = platform.NewMoney(decimal.New(1, 0), "USD")
	for name, l := range map[string]model.Limits{"operation": {Operation: euros("5")}, "batch": {Batch: euros("5")}, "day": {Day: euros("5")}} {
		b.journal.cfg.Limits = func() model.Limits { return l }
		_, err := b.journal.Record(b.ctx, Given{}, dollars)
		if why, told := errors.AsType[*model.Error](err); !told || why.Key != "journal.limit.currency" {
			t.Errorf("limit of %s in euros, dollars recorded: %v", name, err)
		}
		p := b.plan(model.Refill, 2, model.Change{Amount: dollars.Change.Amount, Balance: platform.BalanceMain, Reason: "r"})
		for i := range p.Rows {
			p.Rows[i].Change.Amount = dollars.Change.Amount
			p.Rows[i].Check = model.PlanReady // as a file may say that somebody altered
		}
		if _, err := b.journal.StartPlan(b.ctx, p, p.Confirmation()); code(err) != model.Forbidden {
			t.Errorf("limit of %s in euros, a batch of dollars started: %v", name, err)
		}
	}
	// An organisation's limit in one currency is not passed by with a limit of
	// one's own in another.
	b.journal.cfg.Limits = func() model.Limits { return model.Limits{Day: dollars.Change.Amount, Operation: euros("5")} }
	if _, err := b.journal.Record(b.ctx, Given{}, dollars); code(err) != model.Forbidden {
		t.Errorf("a limit in each: %v", err)
	}
}

// A day is a day, whatever becomes of the clock.
func TestTheLimitOfADayHoldsWhenTheClockJumps(t *testing.T) {
	b := newBench(t, 60)
	b.shut()
	clock := &skewed{}
	var passed time.Duration
	b.cfg.Clock, b.cfg.Elapsed = clock, func() time.Duration { return passed }
	b.cfg.Limits = func() model.Limits { return model.Limits{Day: euros("10")} }
	b.openQuietly()
	b.journal.SignInDue(b.boss)
	refused := func(when string) {
		t.Helper()
		if _, err := b.journal.Record(b.ctx, Given{}, refill(b.customer(), "6")); code(err) != model.Forbidden {
			t.Errorf("%s: %v", when, err)
		}
	}
	b.record(change(model.SetNote, b.customer(), "the clock is right"))
	b.record(refill(b.customer(), "6"))
	for name, jump := range map[string]time.Duration{"a year ahead": year, "a year back": -year, "an hour back": -time.Hour, "right": 0} {
		clock.by.Store(int64(jump))
		refused(name)
	}
	passed = 23 * time.Hour
	refused("an hour before the day is over")
	clock.by.Store(int64(25 * time.Hour))
	passed = 25 * time.Hour
	b.record(refill(b.customer(), "6")) // a new day

	clock.by.Store(int64(25*time.Hour - year)) // and now recorded with a wrong clock
	b.record(refill(b.customer(), "4"))
	b.shut()
	clock.by.Store(int64(25 * time.Hour))
	b.openQuietly()
	b.journal.SignInDue(b.boss)
	b.journal.cfg.Limits = func() model.Limits { return model.Limits{Day: euros("15")} }
	refused("recorded with the clock a year back, which was put right since")
}

// What a person changes in place counts once, and both halves of a pair count.
func TestTheLimitOfADayCountsWhatIsRecordedTogether(t *testing.T) {
	b := newBench(t, 60)
	b.cfg.Limits = func() model.Limits { return model.Limits{Day: euros("10")} }
	b.shut()
	b.open()
	o, u := refill(b.customer(), "6"), b.customer()
	b.offline()
	b.record(o)
	c := o.Change
	c.Amount = euros("7")
	edited, err := b.journal.Edit(b.ctx, o.ID, c)
	if err != nil {
		t.Fatalf("7 in the place of 6 are below 10: %v", err)
	}
	if err := b.journal.Cancel(b.ctx, edited.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.journal.Record(b.ctx, Given{}, refill(u, "6"), refill(u, "6")); code(err) != model.Forbidden {
		t.Errorf("twice 6 at once, above 10: %v", err)
	}
}

// Every digit of an amount arrives and is compared: the least, the most, and a
// whole balance with more of them than its currency has.
func TestAmountsAtTheEdgeOfTheirDigits(t *testing.T) {
	b := newBench(t, 60)
	for _, amount := range []string{"0.01", "0.10", "1e1", "1234567.89", "99999999.99"} {
		if o := b.becomes(b.record(refill(b.customer(), amount)), model.StateConfirmed); o.Late {
			t.Errorf("%s was late", amount)
		}
	}
	for _, amount := range []string{"0.009", "0.011", "1e-3", "0"} {
		if _, err := b.journal.Record(b.ctx, Given{}, refill(b.customer(), amount)); code(err) != model.Invalid {
			t.Errorf("%s: %v", amount, err)
		}
	}
	u := b.customer()
	if err := b.demo.ChangeCustomer(b.ctx, u.UID, func(c *demo.Customer) { c.Balance = euros("17.123456") }); err != nil {
		t.Fatal(err)
	}
	u, _, err := b.there.Account(b.ctx, u.UID)
	if err != nil {
		t.Fatal(err)
	}
	whole := refill(u, "1")
	whole.Kind, whole.Change.Amount, whole.Change.WholeSum = model.Withdraw, u.Balance, true
	b.becomes(b.record(whole), model.StateConfirmed)
	if now, _, err := b.there.Account(b.ctx, u.UID); err != nil || u.Balance.Text() != "17.123456" || now.Balance.Sign() != 0 {
		t.Errorf("%s of %s left, %v", now.Balance, u.Balance, err)
	}
}
