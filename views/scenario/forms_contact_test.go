package scenario

import (
	"testing"

	"steward/client/demo"
	"steward/client/platform"
)

// A group is changed with a mail: the form says what follows, the outbox has it.
func TestAChangeOfGroupWithAMail(t *testing.T) {
	s, c := changing(t, plain)
	s.press("Ctrl+G")
	same(t, "why not", s.sendButton().Action.Reason(), "Choose a group other than "+c.Group.Name+".")
	s.until("groups are known", func() bool { return s.groupsKnown() })
	s.picks("Choose a group", "billing_vip")
	s.turns("Email Notification")
	s.until("mails are known", func() bool { return s.sendButton().Action.Reason() == "Choose the mail that goes out." })
	s.picks("Choose a mail", "jbilling_group_changed")
	s.sees("A mail goes to " + c.Email)
	s.until("what differs is read", func() bool { return !s.shows("has not been read") })
	s.sends()
	same(t, "group", s.truth(c.UID).Group.Name, "billing_vip")
	mails, err := s.platform.Mails(s.ctx)
	s.must(err)
	same(t, "mails", len(mails), 1)
}

func (s *story) groupsKnown() bool {
	groups, err := s.cluster.Groups(s.ctx)
	s.must(err)
	return len(groups) > 0
}

// An address is changed in its row: Enter saves, and what nobody can have is not
// taken.
func TestAnEmailIsChangedInItsRow(t *testing.T) {
	s, c := changing(t, plain)
	s.clicks("Edit Email")
	s.types("nobody")
	s.press("Enter")
	s.sees("This is no email address.")
	for range "nobody" {
		s.press("BackSpace")
	}
	s.types("new.address@orchard.example")
	s.press("Enter")
	s.confirmed()
	same(t, "email", s.truth(c.UID).Email, "new.address@orchard.example")
}

// An address that somebody has already is named with whose it is; nothing is sent.
func TestAnEmailThatIsTaken(t *testing.T) {
	s := open(t)
	all := s.everyone()
	c := s.someone(all, "plain", plain)
	other := s.someone(all, "else", func(o demo.Customer) bool { return o.UID != c.UID && o.State() == platform.StateActive })
	s.visit(c.UID)
	s.press("F2")
	s.types(other.Email)
	s.press("Enter")
	s.until("it is said", func() bool { return s.shows("Already used by UID " + uidWords(other.UID)) })
	s.press("Esc")
	s.press("Ctrl+E")
	s.types(other.Email)
	s.checked()
	s.until("the form says it too", func() bool { return !s.sendButton().Enabled() })
	same(t, "recorded", s.recorded(), 0)
	same(t, "email", s.truth(c.UID).Email, c.Email)
}

// The form of an address: who is told, and where the customer signs in from now on.
func TestAChangeOfEmailByItsForm(t *testing.T) {
	s, c := changing(t, plain)
	s.press("Ctrl+E")
	s.types("moved@orchard.example")
	s.turns("Notify User")
	s.sees("The customer signs in with the new address from now on.")
	s.checked()
	s.sends()
	same(t, "email", s.truth(c.UID).Email, "moved@orchard.example")
}

// A phone number is changed in its row; Esc leaves it as it was.
func TestAPhoneNumberIsChangedInItsRow(t *testing.T) {
	s, c := changing(t, func(c demo.Customer) bool { return plain(c) && c.Phone != "" })
	s.clicks("Edit Phone Number")
	s.types("+44 1")
	s.press("Esc")
	same(t, "recorded", s.recorded(), 0)
	s.clicks("Edit Phone Number")
	s.types("+44 7700 900999")
	s.clicks("Save")
	s.confirmed()
	same(t, "phone", s.truth(c.UID).Phone, "+44 7700 900999")
}

// Notes are written in place and saved with Ctrl+S.
func TestNotesAreSaved(t *testing.T) {
	s, c := changing(t, noteless)
	s.press("Ctrl+N")
	s.types("Calls on the landline only")
	s.sees("not saved")
	s.sees("26 of 2,000 characters")
	s.press("Ctrl+S")
	s.confirmed()
	same(t, "note", s.truth(c.UID).Note, "Calls on the landline only")
	s.seesNot("not saved")
}

// Text that was not saved waits at its customer.
func TestNotesAreNotLostByLookingElsewhere(t *testing.T) {
	s, c := changing(t, noteless)
	s.press("Ctrl+N")
	s.types("Half a sentence")
	other := s.someone(s.platformEveryone(), "else", func(o demo.Customer) bool { return plain(o) && o.UID != c.UID })
	s.visit(other.UID)
	s.seesNot("not saved")
	s.visit(c.UID)
	s.sees("not saved")
	s.press("Ctrl+S")
	s.confirmed()
	same(t, "note", s.truth(c.UID).Note, "Half a sentence")
	same(t, "the other one", s.truth(other.UID).Note, other.Note)
}

// Somebody else wrote meanwhile: nothing is overwritten, both texts are kept.
func TestNotesThatClashArePutTogether(t *testing.T) {
	s, c := changing(t, noteless)
	s.press("Ctrl+N")
	s.types("Mine")
	s.must(s.platform.ChangeCustomer(s.ctx, c.UID, func(c *demo.Customer) { c.Note = "Theirs" }))
	s.readAgain()
	s.until("it is said", func() bool { return s.shows("The note changed while you wrote") })
	s.press("Ctrl+S")
	same(t, "recorded", s.recorded(), 0)
	s.clicks("Put both together")
	s.press("Ctrl+S")
	s.confirmed()
	same(t, "note", s.truth(c.UID).Note, "Theirs\nMine")
}

// Somebody else changed the group before the form was sent: it says so.
func TestAGroupThatSomebodyElseChanged(t *testing.T) {
	s, c := changing(t, plain)
	s.must(s.platform.ChangeCustomer(s.ctx, c.UID, func(c *demo.Customer) { c.Group.Name = "beta" }))
	s.clock.pass(1)
	s.press("Ctrl+G")
	s.until("it is said", func() bool { return s.shows("This was changed to beta by someone else") })
}

// The second step is taken away with the operator's password, which is kept nowhere.
func TestTheSecondStepIsTakenAway(t *testing.T) {
	s, c := changing(t, func(c demo.Customer) bool { return c.TwoFactor && c.State() == platform.StateActive })
	s.clicks("Edit Two-Factor Auth")
	s.sees("The customer can then sign in with the password alone until 2FA is set up again.")
	s.fill("Reason", "Phone was lost")
	same(t, "why not", s.sendButton().Action.Reason(), "Type your own password. It is sent with this one call and not kept.")
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 0)
	s.fill("Your password", "not kept")
	s.press("Esc")
	s.clicks("Edit Two-Factor Auth")
	same(t, "the password is not there again", s.sendButton().Enabled(), false)
	s.fill("Your password", s.account("admin").Password.Reveal())
	s.sends()
	same(t, "off", s.truth(c.UID).TwoFactor, false)
}

// A mistyped password ends as refused at once, in words that say so; it is typed anew.
func TestAMistypedPasswordIsRefused(t *testing.T) {
	s := world(t)
	s.times = quick()
	s.start(true).everybodyRead()
	c := s.someone(s.everyone(), "with a second step", func(c demo.Customer) bool { return c.TwoFactor && c.State() == platform.StateActive })
	s.visit(c.UID)
	s.clicks("Edit Two-Factor Auth")
	s.fill("Reason", "Phone was lost")
	s.fill("Your password", "mistyped")
	s.press("Ctrl+Enter")
	s.until("it is refused", func() bool { return s.shows("Nothing was changed. Type your password anew and send again.") })
	s.sees("wrong password")
	same(t, "still on", s.truth(c.UID).TwoFactor, true)
	s.clicks("Change and send again…")
	same(t, "reason is there, the password is not", s.sendButton().Action.Reason(), "Type your own password. It is sent with this one call and not kept.")
	s.fill("Your password", s.account("admin").Password.Reveal())
	s.sends()
	same(t, "off", s.truth(c.UID).TwoFactor, false)
}
