package scenario

import (
	"strconv"
	"strings"
	"testing"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// running is an active customer with environments that run.
func (s *story) running(is func(demo.Customer) bool) (demo.Customer, []platform.Environment) {
	s.t.Helper()
	for _, c := range s.everyone() {
		if !is(c) {
			continue
		}
		found := s.environmentsOf(c.UID)
		for _, e := range found {
			if e.Status == platform.EnvironmentRunning && e.Owner == c.UID {
				return c, found
			}
		}
	}
	s.t.Fatal("nobody has an environment that runs")
	return demo.Customer{}, nil
}

// environmentsOf are the environments of a customer, read from the platform.
func (s *story) environmentsOf(uid platform.UID) []platform.Environment {
	s.t.Helper()
	s.cluster.Show(model.SectionKey{Section: model.SectionEnvironments, UID: uid})
	var found model.Environments
	s.until("environments are read", func() bool {
		var err error
		found, err = s.cluster.Environments(s.ctx, uid)
		s.must(err)
		return !found.State.ReadAt.IsZero()
	})
	return found.Rows
}

// Of environments that have the same name the form says the domains too.
func TestADeactivationTellsEqualNamesApart(t *testing.T) {
	s := open(t)
	var twin platform.Environment
	c, _ := s.running(func(c demo.Customer) bool {
		if !plain(c) {
			return false
		}
		all, times, named := s.environmentsOf(c.UID), map[string]int{}, 0
		for _, e := range all {
			times[e.Title()]++
		}
		for _, e := range all {
			if e.Status != platform.EnvironmentRunning || named == 5 {
				continue
			}
			if named++; times[e.Title()] > 1 {
				twin = e
				return true
			}
		}
		return false
	})
	s.visit(c.UID)
	s.asksStatus("Deactivate…")
	s.sees(twin.Title() + " (" + twin.Domain + ")")
}

// Whoever is deactivated: the form names what stops, and the reason stands in the
// notes for the next colleague.
func TestADeactivationNamesWhatStops(t *testing.T) {
	s := open(t)
	c, rows := s.running(plain)
	s.visit(c.UID)
	s.asksStatus("Deactivate…")
	for _, e := range rows {
		if e.Status == platform.EnvironmentRunning {
			s.sees(e.Title())
			break
		}
	}
	s.sees("stop at once")
	same(t, "why not", s.sendButton().Action.Reason(), "Say why; the next colleague sees it.")
	s.fill("Reason", "Unpaid since June")
	s.sees("2026-11-23 admin: deactivated. Unpaid since June")
	s.sends()
	after := s.truth(c.UID)
	same(t, "status", after.State(), platform.StateInactive)
	same(t, "note", strings.HasSuffix(after.Note, "2026-11-23 admin: deactivated. Unpaid since June"), true)
	same(t, "the note before is kept", strings.HasPrefix(after.Note, c.Note), true)
	same(t, "two linked changes", s.recorded(), 2)
}

// Suspending and ending it again, from the context menu and from the offer.
func TestASuspensionAndItsEnd(t *testing.T) {
	s, c := changing(t, plain)
	s.press("Ctrl+Shift+C")
	s.clicks("Suspend…")
	s.fill("Reason", "Abuse report")
	s.turns("Add the reason to the customer's notes")
	s.sends()
	same(t, "status", s.truth(c.UID).State(), platform.StateSuspended)
	same(t, "note", s.truth(c.UID).Note, c.Note)
	s.until("the way back is offered", func() bool { return s.shows("Reverse…") })
	s.clicks("Reverse…")
	s.sees("End suspension")
	s.sends()
	same(t, "status", s.truth(c.UID).State(), platform.StateActive)
}

// Activate of somebody who is suspended is called End suspension.
func TestActivateOfASuspendedCustomerEndsTheSuspension(t *testing.T) {
	s, c := changing(t, func(c demo.Customer) bool {
		return c.State() == platform.StateSuspended && c.Status == platform.AccountActive
	})
	s.clicks("Change Status")
	s.seesNot("Activate…")
	s.clicks("End suspension…")
	s.sends()
	same(t, "status", s.truth(c.UID).State(), platform.StateActive)
}

// Somebody inactive who was suspended too is activated in the same form: two calls,
// one after the other.
func TestTheEndOfASuspensionActivatesToo(t *testing.T) {
	s := world(t)
	uid := s.add(func(c *demo.Customer) {
		c.Email, c.Status, c.Disabled, c.Group.Name = "both@orchard.example", platform.AccountInactive, true, "billing"
	})
	s.start(true).everybodyRead()
	s.visit(uid)
	s.asksStatus("End suspension…")
	s.turns("Activate too, once the suspension has ended")
	s.press("Ctrl+Enter")
	s.until("both are done", func() bool { return s.recorded() == 2 && s.truth(uid).State() == platform.StateActive })
	s.confirmed()
}

func TestAnActivation(t *testing.T) {
	s, c := changing(t, func(c demo.Customer) bool { return c.State() == platform.StateInactive && c.Reseller.ID == 0 })
	s.asksStatus("Activate…")
	s.sends()
	same(t, "status", s.truth(c.UID).State(), platform.StateActive)
}

// Nobody is destroyed by a slip: the User ID has to be typed, and there is no key.
func TestADestructionWantsTheUserID(t *testing.T) {
	s, c := changing(t, plain)
	s.asksStatus("Destroy…")
	s.sees("This cannot be undone.")
	s.fill("Reason", "Contract ended")
	s.fill("Type the User ID", "1")
	s.sees("Type " + uidWords(c.UID) + " to go on.")
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 0)
	s.press("BackSpace")
	s.types(uidWords(c.UID))
	s.sends()
	same(t, "status", s.truth(c.UID).State(), platform.StateDestroyed)
	s.seesNot("Reverse…")
}

// What is so already cannot be asked for, and the menu says why.
func TestAStatusThatIsThereAlready(t *testing.T) {
	s, _ := changing(t, plain)
	s.clicks("Change Status")
	s.sees("The status is Active already.")
}

func uidWords(uid platform.UID) string { return strconv.FormatUint(uint64(uid), 10) }
