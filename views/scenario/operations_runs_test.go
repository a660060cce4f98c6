package scenario

import (
	"strings"
	"testing"

	"steward/app"
	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// runs suspends customers, all at once, and waits until it is done.
func (s *story) runs(customers ...demo.Customer) {
	s.t.Helper()
	var uids []platform.UID
	for _, c := range customers {
		uids = append(uids, c.UID)
	}
	plan, err := s.cluster.MakePlan(s.ctx, app.PlanDraft{Kind: model.Suspend, UIDs: uids, Change: model.Change{Wanted: "suspended", Reason: "Abuse wave"}})
	s.must(err)
	batch, err := s.cluster.StartPlan(s.ctx, plan, plan.Confirmation())
	s.must(err)
	s.until("it is done", func() bool {
		b, err := s.cluster.Batch(s.ctx, batch.ID)
		s.must(err)
		return b.State == model.BatchDone
	})
}

// The runs of the period are a filter: one of them shows its rows and nothing else.
func TestOneRunIsAFilter(t *testing.T) {
	s := desk(t)
	list := s.payers()
	s.tops(list[3], "20.00")
	s.operations()
	same(t, "a filter without a run", s.shows("All runs"), false)
	s.runs(list[0])
	s.runs(list[1], list[2])
	s.shown()
	same(t, "rows", s.grid().Length(), 3)
	s.fits("the filter of runs")
	s.drops("All runs")
	s.clicks("2 customers")
	s.shown()
	same(t, "rows", s.grid().Length(), 3)
	same(t, "the run", s.cell(0, "customer").Text, "2 customers")
	for row, c := range []demo.Customer{list[1], list[2]} {
		same(t, "its row", strings.TrimSpace(s.cell(row+1, "customer").Text), c.Email)
	}
	s.picks("All states", "Cancelled")
	s.press("Esc")
	s.shown()
	s.clicks("Clear the filter")
	s.shown()
	same(t, "the filter is cleared", s.shows("All runs"), true)
}
