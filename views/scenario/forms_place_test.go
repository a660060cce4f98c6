package scenario

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// quotaOf is a quota as the platform has it.
func (s *story) quotaOf(uid platform.UID, name string) platform.Quota {
	s.t.Helper()
	s.readAfresh(model.SectionKey{Section: model.SectionQuotas, UID: uid})
	found, err := s.cluster.Quotas(s.ctx, uid)
	s.must(err)
	var q platform.Quota
	if at := slices.IndexFunc(found.Rows, func(q platform.Quota) bool { return q.Name == name }); at >= 0 {
		q = found.Rows[at]
	}
	return q
}

// numeric is the Quotas of a customer, with the pane of one that is a number open.
func numeric(t *testing.T) (*story, platform.UID, platform.Quota) {
	t.Helper()
	s, list, rows := limited(t)
	at := slices.IndexFunc(rows, func(q platform.Quota) bool {
		return q.Unit() == platform.UnitCount && q.Value > 2 && q.SetBy == platform.QuotaOfGroup
	})
	if at < 0 {
		t.Fatal("no quota is a number of the group")
	}
	s.choosesRow(list, rows[at].Name)
	return s, s.window.Users().Detail().UID(), rows[at]
}

// choosesRow makes the row of a table current whose first cell says this.
func (s *story) choosesRow(g *kit.Grid, name string) {
	s.t.Helper()
	s.window.Fyne().Canvas().Focus(g)
	s.press("Home")
	for range g.Length() {
		cells, _ := tableRow(g, g.Current())
		for _, cell := range cells {
			if cell.Text == name {
				return
			}
		}
		s.press("Down")
	}
	s.t.Fatalf("no row says %q", name)
}

// A quota is set by Enter, a number, Enter in the pane below.
func TestAQuotaIsSet(t *testing.T) {
	s, uid, q := numeric(t)
	s.press("Enter")
	s.sees("0 to 1,048,576, whole numbers")
	s.types("7777")
	s.fill("Reason", "Contract H-330")
	s.sends()
	after := s.quotaOf(uid, q.Name)
	same(t, "value", after.Value, int64(7777))
	same(t, "set for the customer", after.SetBy, platform.QuotaPersonal)
}

// No more than the number is needed: Enter in its field sets it.
func TestAQuotaIsSetByEnter(t *testing.T) {
	s, uid, q := numeric(t)
	s.press("Enter")
	s.types("7777")
	s.press("Enter")
	s.until("it is set", func() bool { return s.quotaOf(uid, q.Name).Value == 7777 })
}

// What is no whole number in the range is not taken.
func TestAQuotaThatIsNotTaken(t *testing.T) {
	s, _, q := numeric(t)
	s.press("Enter")
	for _, wrong := range []string{"-1", "1.5", "1048577", "many"} {
		s.types(wrong)
		s.sees("0 to 1,048,576, whole numbers.")
		same(t, "button of "+wrong, s.sendButton().Enabled(), false)
		for range wrong {
			s.press("BackSpace")
		}
	}
	s.types(strconv.FormatInt(q.Value, 10))
	s.sees("This is the value already.")
	s.press("Ctrl+Enter", "Esc")
	same(t, "recorded", s.recorded(), 0)
	s.seesNot("Allowed")
}

// One quota goes back to the group's value, then all the others.
func TestQuotasGoBackToTheGroup(t *testing.T) {
	s, list, rows := limited(t)
	uid := s.window.Users().Detail().UID()
	own := 0
	var first platform.Quota
	for _, q := range rows {
		if q.SetBy == platform.QuotaPersonal {
			if own == 0 {
				first = q
			}
			own++
		}
	}
	s.choosesRow(list, first.Name)
	s.clicks("Change")
	s.clicks("Reset to Group Value")
	s.sees(text.Count(first.Value) + " → " + text.Count(first.GroupValue))
	s.sends()
	same(t, "value", s.quotaOf(uid, first.Name).Value, first.GroupValue)
	if own == 1 {
		return
	}
	s.clicks("Change")
	s.clicks(text.T("quota.resetall.of", text.With("N", own-1)))
	s.clicks(text.T("quota.resetall.sure", text.N(own-1)))
	s.confirmed()
	for _, q := range rows {
		same(t, "who set "+q.Name, s.quotaOf(uid, q.Name).SetBy, platform.QuotaOfGroup)
	}
}

// What was sent from here is ticked in the ledger by its mark, and its note can be
// changed.
func TestTheNoteOfALedgerRow(t *testing.T) {
	s, c := changing(t, plain)
	s.fillsRefill("14", "Goodwill")
	op := s.sends()
	s.clock.pass(1e9)
	_, ledger := s.funded(c.UID)
	s.window.Fyne().Canvas().Focus(ledger)
	s.press("Home")
	cells, _ := tableRow(ledger, ledger.Current())
	same(t, "tick", cells["mark"].Icon.Resource != nil, true)
	s.press("Enter")
	s.sees("Note of a funding row")
	s.press("End")
	s.types(" (see T-9)")
	s.sends()
	rows := s.booked(op)
	same(t, "booked once", len(rows), 1)
	s.clock.pass(1e9)
	s.press("F5")
	s.until("the note is there", func() bool {
		cells, _ := tableRow(ledger, 0)
		return cells["note"].Text == op.ID.Note(1, "Goodwill")+" (see T-9)"
	})
}

// environment is the Environments of a customer, with one that runs chosen.
func chosenEnvironment(t *testing.T, is func(platform.Environment) bool) (*story, demo.Customer, platform.Environment) {
	t.Helper()
	s := open(t)
	c, rows := s.running(func(c demo.Customer) bool {
		return plain(c) || c.Group.Type == platform.GroupBilling && c.State() == platform.StateActive
	})
	at := slices.IndexFunc(rows, func(e platform.Environment) bool {
		return e.Status == platform.EnvironmentRunning && e.Owner == c.UID && is(e)
	})
	if at < 0 {
		t.Fatal("nobody has such an environment")
	}
	s.tabOf(c.UID, "Alt+1", model.SectionEnvironments)
	s.choosesRow(s.inDetail("Domain"), rows[at].Domain)
	return s, c, rows[at]
}

func anyEnvironment(platform.Environment) bool { return true }

// envNow is an environment as the platform has it now.
func (s *story) envNow(uid platform.UID, appID string) (e platform.Environment, there bool) {
	s.t.Helper()
	s.readAfresh(model.SectionKey{Section: model.SectionEnvironments, UID: uid})
	found, err := s.cluster.Environments(s.ctx, uid)
	s.must(err)
	at := slices.IndexFunc(found.Rows, func(e platform.Environment) bool { return e.AppID == appID })
	if there = at >= 0; there {
		e = found.Rows[at]
	}
	return e, there
}

// An environment is stopped, and started again by what is offered.
func TestAnEnvironmentIsStoppedAndStarted(t *testing.T) {
	s, c, e := chosenEnvironment(t, anyEnvironment)
	s.clicks("Change")
	s.clicks("Stop Environment…")
	s.sees(e.Name + " stops at once.")
	s.sends()
	now, _ := s.envNow(c.UID, e.AppID)
	same(t, "status", now.Status, platform.EnvironmentDown)
	s.until("the way back is offered", func() bool { return s.shows("Reverse…") })
	s.clicks("Reverse…")
	s.sends()
	now, _ = s.envNow(c.UID, e.AppID)
	same(t, "status", now.Status, platform.EnvironmentRunning)
}

func TestAnEnvironmentIsPutToSleepAndRestarted(t *testing.T) {
	s, c, _ := chosenEnvironment(t, anyEnvironment)
	s.clicks("Change")
	s.clicks("Restart Environment…")
	s.until("the layers are read", func() bool { return s.sendButton().Enabled() })
	s.sends()
	deeds, err := s.platform.Deeds(s.ctx, c.UID)
	s.must(err)
	restarts := 0
	for _, d := range deeds {
		if strings.HasSuffix(d.Service, "RestartNodes") && d.Result == 0 {
			restarts++
		}
	}
	same(t, "layers restarted", restarts >= 1, true)
	s.clicks("Change")
	s.clicks("Sleep Environment…")
	s.sends()
	deeds, err = s.platform.Deeds(s.ctx, c.UID)
	s.must(err)
	last := deeds[len(deeds)-1]
	same(t, "put to sleep", strings.HasSuffix(last.Service, "SleepEnv") && last.Result == 0, true)
}

func TestAnEnvironmentIsRenamedAndNoted(t *testing.T) {
	s, c, e := chosenEnvironment(t, func(e platform.Environment) bool { return e.Note == "" })
	s.clicks("Change")
	s.clicks("Rename Environment…")
	s.fieldOf("Display name").Focus()
	s.press("End")
	for range e.DisplayName {
		s.press("BackSpace")
	}
	s.types("Shop of the spring")
	s.sends()
	s.clicks("Change")
	s.clicks("Note of an Environment…")
	s.types("Ask before stopping")
	s.sends()
	now, _ := s.envNow(c.UID, e.AppID)
	same(t, "name", now.DisplayName, "Shop of the spring")
	same(t, "note", now.Note, "Ask before stopping")
}

// An environment is deleted with its name typed and the operator's password.
func TestAnEnvironmentIsDeleted(t *testing.T) {
	s, c, e := chosenEnvironment(t, func(e platform.Environment) bool { return !e.Protected })
	s.clicks("Change")
	s.clicks("Delete Environment…")
	s.sees("This cannot be undone.")
	s.fill("Reason", "Asked for it")
	s.fill("Your password", s.account("admin").Password.Reveal())
	s.press("Ctrl+Enter")
	s.sees("Type " + e.Name + " to go on.")
	same(t, "recorded", s.recorded(), 0)
	s.fill("Type the name", e.Name)
	s.sends()
	_, there := s.envNow(c.UID, e.AppID)
	same(t, "there", there, false)
}

// Failed sign-ins are counted and set back; sessions are signed out.
func TestSigninsAreSetBackAndSessionsSignedOut(t *testing.T) {
	s := open(t)
	var uid platform.UID
	for _, c := range s.everyone() {
		if c.State() != platform.StateActive {
			continue
		}
		tries, err := s.cluster.SigninAttempts(s.ctx, c.UID)
		s.must(err)
		sessions, err := s.cluster.Sessions(s.ctx, c.UID)
		s.must(err)
		if tries.Failed > 0 && len(sessions) > 1 {
			uid = c.UID
			break
		}
	}
	if uid == 0 {
		t.Fatal("nobody failed to sign in and is signed in")
	}
	s.visit(uid)
	s.clicks("Read")
	s.until("it is read", func() bool { return s.shows("failed sign-in") && s.shows("Reset Counter…") })
	s.clicks("Reset Counter…")
	s.sees("goes back to 0")
	s.sends()
	tries, err := s.cluster.SigninAttempts(s.ctx, uid)
	s.must(err)
	same(t, "failed", tries.Failed, 0)
	s.until("it is read again", func() bool { return s.shows("0 failed sign-ins") })
	s.clicks(s.button("sessions out…"))
	s.sends()
	left, err := s.cluster.Sessions(s.ctx, uid)
	s.must(err)
	same(t, "sessions", len(left), 0)
}
