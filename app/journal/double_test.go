package journal

import (
	"testing"

	"steward/app/model"
	"steward/client/demo"
)

// A double offers a withdrawal that names both rows. It goes when a person sends
// it, once, and nothing else does until the double is settled.
func TestADoubleIsTakenBackOnce(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyTwice))
	id := b.record(refill(u, "6"))
	b.becomes(id, model.StateDuplicate)
	rows := map[int64]bool{}
	s, err := b.journal.Story(b.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range s.Readings[0].Witness {
		if w.Ours && w.Funding.ID != 0 {
			rows[w.Funding.ID] = true
		}
	}
	if len(rows) != 2 {
		t.Errorf("rows named: %v", rows)
	}
	back, err := b.journal.Reverse(b.ctx, id)
	if err != nil || back.Kind != model.Withdraw || back.Origin != id || !back.Change.Amount.Equal(euros("6")) || back.Change.Reason != "" {
		t.Fatalf("prepared %+v, %v", back, err)
	}
	if n := b.demo.Requests("billing/account/unfundaccount"); n != 0 {
		t.Errorf("%d withdrawals by itself", n)
	}
	back.Change.Reason = "a double"
	for name, other := range map[string]func(o *model.Operation){
		"more than one half": func(o *model.Operation) { o.Change.Amount = euros("6.01") },
		"another kind":       func(o *model.Operation) { o.Kind = model.Refill },
		"of nothing":         func(o *model.Operation) { o.Origin = "" },
	} {
		o := model.NewOperation(back.Kind, back.UID, back.Change)
		o.Origin = back.Origin
		other(&o)
		if _, err := b.journal.Record(b.ctx, Given{}, o); code(err) != model.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if p, err := b.journal.Preview(b.ctx, back); err != nil || p.Refused != nil {
		t.Errorf("refused: %v, %v", p.Refused, err)
	}
	b.record(back)
	b.becomes(back.ID, model.StateConfirmed)
	again, err := b.journal.Reverse(b.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	again.Change.Reason = "a double"
	if _, err := b.journal.Record(b.ctx, Given{}, again); code(err) != model.Conflict {
		t.Errorf("taken back twice: %v", err)
	}
	if err := b.journal.Settle(b.ctx, id, "taken back"); err != nil {
		t.Fatal(err)
	}
	b.becomes(b.record(refill(u, "7")), model.StateConfirmed)
	b.verified()
}
