package scenario

import (
	"strings"
	"testing"

	"steward/app/model"
)

// Sending is paused from the menu: the strip says so, what is recorded waits, and
// money that waited is looked at by a person when it goes on.
func TestSendingIsPausedAndGoesOn(t *testing.T) {
	s := desk(t)
	list := s.payers()
	s.chooses("Pause Sending")
	s.until("it is said", func() bool { return strings.Contains(s.strip(), "Sending paused") })
	money := s.tops(list[0], "20.00")
	group := s.journals(model.NewOperation(model.ChangePhone, list[1].UID, model.Change{Login: list[1].Email, Was: list[1].Phone, Wanted: "+49 30 1234567", Reason: "Asked for it"}))
	s.operations()
	s.sees("Sending is paused. What is recorded waits.")
	same(t, "states", s.columnOf("state"), []string{"Queued", "Queued"})
	same(t, "booked", len(s.booked(money)), 0)
	s.clicks("Sending paused")
	s.becomes(group, model.StateConfirmed)
	s.becomes(money, model.StateReview)
	same(t, "strip", strings.Contains(s.strip(), "Sending paused"), false)
	same(t, "booked", len(s.booked(money)), 0)
	s.chooses("Pause Sending")
	s.until("it is said again", func() bool { return strings.Contains(s.strip(), "Sending paused") })
	s.chooses("Let Sending Go On")
	s.until("it goes on", func() bool { return !strings.Contains(s.strip(), "Sending paused") })
}
