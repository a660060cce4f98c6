package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
)

func TestListsAreWhatTheFilterSays(t *testing.T) {
	b := newBench(t, 60)
	u, other := b.customer(), b.customer()
	done := b.record(refill(u, "12.50"))
	b.becomes(done, model.StateConfirmed)
	p := b.plan(model.SetNote, 3, model.Change{Wanted: "in a row", Reason: "Mail of Monday"})
	b.start(p)
	b.ends(p.ID, model.BatchDone)
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyNever))
	lost := b.record(refill(other, "3"))
	b.becomes(lost, model.StateUnknown)
	for name, c := range map[string]struct {
		filter model.OperationFilter
		want   int
	}{
		"all": {model.OperationFilter{}, 5}, "folded": {model.OperationFilter{Folded: true}, 2},
		"a state": {model.OperationFilter{States: []model.OperationState{model.StateUnknown}}, 1},
		"a kind":  {model.OperationFilter{Kinds: []model.OperationKind{model.Refill}}, 2}, "a customer": {model.OperationFilter{UID: u.UID}, 1},
		"an operator": {model.OperationFilter{Operator: b.boss.UID}, 5}, "nobody": {model.OperationFilter{Operator: 4711}, 0},
		"a batch": {model.OperationFilter{Batch: p.ID}, 3}, "a ticket": {model.OperationFilter{Text: "t#4711"}, 2},
		"an e-mail": {model.OperationFilter{Text: strings.ToUpper(u.Email)}, 1}, "an id": {model.OperationFilter{Text: string(lost)}, 1},
		"a reason": {model.OperationFilter{Text: "monday"}, 3},
		"before":   {model.OperationFilter{Period: platform.Period{To: time.Now().Add(-time.Hour)}}, 0},
		"since":    {model.OperationFilter{Period: platform.Period{From: time.Now().Add(-time.Hour)}}, 5},
	} {
		keys, err := b.journal.Keys(b.ctx, c.filter)
		if err != nil || len(keys) != c.want {
			t.Errorf("%s: %d of %d, %v", name, len(keys), c.want, err)
		}
		if rows, err := b.journal.Operations(b.ctx, keys); err != nil || len(rows) != c.want {
			t.Errorf("%s: %d rows of %d, %v", name, len(rows), c.want, err)
		}
	}
	counts, err := b.journal.Counts(b.ctx)
	if err != nil || counts != (model.OperationCounts{Unknown: 1, NeedsPerson: 1}) {
		t.Errorf("counts %+v, %v", counts, err)
	}
	if open := b.journal.Open(); len(open) != 1 || len(open[other.UID]) != 1 {
		t.Errorf("open %+v", open)
	}
	s, err := b.journal.Story(b.ctx, lost)
	if err != nil || len(s.Choices) != len(model.OperationActions) || s.NextCheck.IsZero() || len(s.Attempts) != 1 || s.Attempts[0].Verdict != verdictUnknown {
		t.Errorf("story %+v, %v", s, err)
	}
	for _, c := range s.Choices {
		possible := slices.Contains([]model.OperationAction{model.ActCheck, model.ActBooked, model.ActSettle}, c.Action)
		if c.Action != model.ActNotApplied && possible != (c.WhyNot == nil) {
			t.Errorf("%s: %v", c.Action, c.WhyNot)
		}
	}
}

func TestAPersonNamesTheRow(t *testing.T) {
	b := newBench(t, 60)
	b.demo.SetQuirks(demo.Quirks{NoNotes: true})
	u := b.customer()
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyTwice)) // two rows without a mark: nothing can be told apart
	id := b.record(refill(u, "8"))
	b.becomes(id, model.StateUnknown)
	rows, err := b.demo.Ledger(b.ctx, u.UID)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if err := b.journal.Booked(b.ctx, id, 1, "card slip"); code(err) != model.Invalid {
		t.Errorf("a row that is not there: %v", err)
	}
	if err := b.journal.Booked(b.ctx, id, rows[0].ID, ""); code(err) != model.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if err := b.journal.Booked(b.ctx, id, rows[0].ID, "card slip"); err != nil {
		t.Fatal(err)
	}
	if o := b.becomes(id, model.StateConfirmed); !o.Late {
		t.Errorf("%+v", o)
	}
	s, err := b.journal.Story(b.ctx, id)
	if last := s.Steps[len(s.Steps)-1]; err != nil || last.By.UID != b.boss.UID || last.Reason != "card slip" {
		t.Errorf("%+v, %v", last, err)
	}
}

func TestAPreviewSaysWhatSpeaksAgainstIt(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.becomes(b.record(refill(u, "5")), model.StateConfirmed)
	p, err := b.journal.Preview(b.ctx, refill(u, "5"))
	if err != nil || !slices.Contains(p.Warnings, "journal.warn.same") || len(p.Recent) != 1 || p.Refused != nil {
		t.Errorf("%+v, %v", p, err)
	}
	before, err := u.Balance.Add(euros("10"))
	if err != nil || !p.After.Equal(before) {
		t.Errorf("after %s, want %s, %v", p.After, before, err)
	}
	big := refill(u, "999999")
	big.Kind = model.Withdraw
	if p, err := b.journal.Preview(b.ctx, big); err != nil || !slices.Contains(p.Warnings, "journal.warn.short") {
		t.Errorf("%+v, %v", p.Warnings, err)
	}
}

// TestProofOfErasing is T14, the journal's part: after Delete Personal Data
// nothing of the person can be read in the journal with its own key.
func TestProofOfErasing(t *testing.T) {
	b := newBench(t, 60)
	purged := make(chan platform.UID, 1)
	b.shut()
	b.cfg.Purge = func(_ context.Context, uid platform.UID) error { purged <- uid; return nil }
	b.open()
	u := b.customer()
	reasons := change(model.SetNote, u, "canary-of-the-note")
	reasons.Change.Reason = "canary-of-the-reason"
	b.becomes(b.record(reasons), model.StateConfirmed)
	b.becomes(b.record(refill(u, "5")), model.StateConfirmed)
	gone := change(model.DeletePersonalData, u, "")
	b.record(gone)
	b.until("the person is erased", func() bool { return b.state(reasons.ID).Erased })
	if uid := <-purged; uid != u.UID {
		t.Errorf("purged %d", uid)
	}
	hits := 0
	for _, canary := range []string{u.Email, "canary-of-the-note", "canary-of-the-reason"} {
		keys, err := b.journal.Keys(b.ctx, model.OperationFilter{Text: canary})
		if err != nil {
			t.Fatal(err)
		}
		hits += len(keys)
		for _, id := range []model.OperationID{reasons.ID, gone.ID} {
			s, err := b.journal.Story(b.ctx, id)
			text, _ := json.Marshal(s)
			if err != nil || bytes.Contains(text, []byte(canary)) {
				hits++
			}
		}
		files, _ := filepath.Glob(b.cfg.Path + "*")
		for _, file := range files {
			if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte(canary)) {
				hits++
			}
		}
	}
	people, err := b.journal.People(b.ctx)
	if err != nil || slices.Contains(people, u.UID) {
		hits++
	}
	b.verified()
	record.Proven(t, record.Proof{ID: "T14", What: "after Delete Personal Data: the person searched in the journal (its file, lists and stories); the chain holds",
		Figure: fmt.Sprintf("%d hits", hits), Bound: "0 hits", OK: hits == 0 && !t.Failed()})
}
