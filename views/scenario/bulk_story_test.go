package scenario

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"steward/app"
	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// writers is a window on a live platform where changes are allowed, with
// everybody read.
func writers(t *testing.T) *story {
	t.Helper()
	s := enrolled(t, "admin")
	s.times = quick()
	s.start(false).everybodyRead()
	return s
}

// plain are active direct customers with the platform's currency whom nothing
// speaks against, in ascending order.
func (s *story) plain(n int) []platform.UID {
	s.t.Helper()
	odd := map[platform.UID]bool{}
	for _, kind := range []demo.Notable{demo.NotableBillingFails, demo.NotableBillingRefuses, demo.NotableAudit, demo.NotableNothing} {
		odd[s.platform.Notable(kind)] = true
	}
	var found []platform.UID
	for _, uid := range s.uids() {
		c := s.truth(uid)
		if c.State() == platform.StateActive && c.Balance.Currency() == "EUR" && c.ExtBillingID == "" && c.Reseller.ID == 0 && !odd[uid] {
			found = append(found, uid)
		}
	}
	if len(found) < n {
		s.t.Fatalf("the platform has %d plain customers, %d are needed", len(found), n)
	}
	return found[:n]
}

// plans opens the plan of an operation on customers, as the action menus do.
func (s *story) plans(kind model.OperationKind, uids ...platform.UID) {
	s.t.Helper()
	s.window.Bulk().Begin(kind, uids, "")
	s.settle()
}

// setsTo chooses in the drop-down with a hint.
func (s *story) setsTo(hint, choice string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if d, is := p.CanvasObject.(*kit.Select); is && d.Hint == hint {
			d.Tapped(nil)
			s.settle()
			s.clicks(choice)
			return
		}
	}
	s.t.Fatalf("there is no drop-down %q. On screen:\n%s", hint, s.screen())
}

// refills fills a plan of refills in.
func (s *story) refills(amount string, uids ...platform.UID) {
	s.t.Helper()
	s.plans(model.Refill, uids...)
	s.fillsIn("Amount for each", amount)
	s.fillsIn("Reason", "Outage 20 Nov")
	s.fillsIn("Ticket", "T-4711")
	s.settle()
}

// sendsRefills fills a plan of refills in, types its total and sends it.
func (s *story) sendsRefills(amount, total string, uids ...platform.UID) {
	s.t.Helper()
	s.refills(amount, uids...)
	s.confirms(total)
	s.press("Ctrl+Enter")
}

// refilled is a run of refills at its end.
func (s *story) refilled(amount, total string, uids ...platform.UID) {
	s.t.Helper()
	s.sendsRefills(amount, total, uids...)
	s.ends()
}

// confirms types what the plan asks for.
func (s *story) confirms(words string) {
	s.t.Helper()
	s.fillsIn("Confirmation", words)
}

// ends waits until the run on screen is at its end.
func (s *story) ends() {
	s.t.Helper()
	s.until("the run ends", func() bool { return s.shows("Enter opens the customer of a row.") })
}

// columnOf is what a column of the list on screen says, row by row.
func (s *story) columnOf(id string) (list []string) {
	s.t.Helper()
	for i := range s.grid().Length() {
		list = append(list, s.cell(i, id).Text)
	}
	return list
}

// ours are the rows with a mark of ours in the demo's own ledger.
func (s *story) ours(uid platform.UID) (rows []demo.Booking) {
	s.t.Helper()
	all, err := s.platform.Ledger(s.ctx, uid)
	s.must(err)
	for _, row := range all {
		if strings.HasPrefix(row.Note, "[st:") {
			rows = append(rows, row)
		}
	}
	return rows
}

// bookedOnce fails unless each of these has one row of ours, and no other has.
func (s *story) bookedOnce(what string, amount string, uids ...platform.UID) {
	s.t.Helper()
	for _, uid := range uids {
		rows := s.ours(uid)
		if len(rows) != 1 {
			s.t.Fatalf("%s: UID %d has %d rows of ours in the ledger", what, uid, len(rows))
		}
		same(s.t, what, rows[0].Amount.Text(), amount)
	}
}

// deskOf is the name of this desk.
func (s *story) deskOf(a *app.App) string {
	s.t.Helper()
	id, err := a.DeskID(s.ctx)
	s.must(err)
	return id
}

// flips turns the box that says this.
func (s *story) flips(title string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if c, is := p.CanvasObject.(*kit.Check); is && c.Title == title {
			c.Tapped(nil)
			s.settle()
			return
		}
	}
	s.t.Fatalf("there is no box %q. On screen:\n%s", title, s.screen())
}

// fits fails unless what is on screen has room in the smallest window.
func (s *story) fits(what string) {
	s.t.Helper()
	s.window.Fyne().Resize(fyne.NewSize(1024, 640))
	s.settle()
	if least := s.window.Fyne().Canvas().Content().MinSize(); least.Width > 1024 || least.Height > 640 {
		s.t.Errorf("%s needs %v", what, least)
	}
	for _, p := range s.pieces() {
		if bar, is := p.CanvasObject.(*kit.Bar); is && bar.MinSize().Width > bar.Size().Width+1 {
			s.t.Errorf("%s: a bar at %v has %v and needs %v", what, p.at, bar.Size(), bar.MinSize())
		}
	}
}
