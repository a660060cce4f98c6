package app

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// What a refill touched is read again at once on screen, and elsewhere when it
// is shown next, however fresh it is.
func TestWhatAnOperationTouchedIsReadAgain(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	now := d.app.Now()
	period := platform.Period{From: now.AddDate(0, -1, 0), To: now.Add(time.Hour)}
	shown := func(uid platform.UID) {
		t.Helper()
		key := model.SectionKey{Section: model.SectionFunding, UID: uid, Period: period}
		d.cluster.Show(key)
		d.until("read", func() bool {
			s, err := d.cluster.State(t.Context(), key)
			return err == nil && !s.ReadAt.IsZero() && !s.Reading
		})
	}
	has := func(id model.OperationID) func() bool {
		return func() bool {
			found, err := d.cluster.Funding(t.Context(), customer.UID, period)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range found.Rows {
				if row.Stamp() == id.Stamp(1) {
					return true
				}
			}
			return false
		}
	}
	shown(customer.UID)
	id := d.record(refill(customer, 1_000_000))
	d.reaches(id, model.StateConfirmed)
	d.until("read again on screen", has(id))

	shown(d.platform.Notable("nothing"))
	id = d.record(refill(customer, 1_500_000))
	d.reaches(id, model.StateConfirmed)
	if has(id)() {
		t.Error("read although nobody looks")
	}
	shown(customer.UID)
	d.until("read again when shown", has(id))
}

// The rows of the list are read again after a change, also of customers that
// nobody looks at.
func TestTheListShowsTheNewBalance(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	id := d.record(refill(customer, 1_000_000))
	d.reaches(id, model.StateConfirmed)
	d.until("the new balance is in the list", func() bool {
		now, _, err := d.cluster.Customer(t.Context(), customer.UID)
		return err == nil && !now.Balance.Amount().Equal(customer.Balance.Amount())
	})
}
