package journal

import (
	"testing"

	"steward/app/model"
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
