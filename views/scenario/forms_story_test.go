package scenario

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// changing is a window on the demo platform with a customer in the detail, and
// their Info on screen.
func changing(t *testing.T, is func(demo.Customer) bool) (*story, demo.Customer) {
	t.Helper()
	s := open(t)
	c := s.someone(s.everyone(), "to change", is)
	s.visit(c.UID)
	return s, s.truth(c.UID)
}

// plain is an active customer of the platform itself, with money and without
// peculiarities.
func plain(c demo.Customer) bool {
	return c.State() == platform.StateActive && c.Reseller.ID == 0 && c.ExtBillingID == "" && c.Balance.Sign() > 0 && c.Group.Type == platform.GroupBilling
}

// noteless is a plain customer without a note.
func noteless(c demo.Customer) bool { return plain(c) && c.Note == "" }

// fill types into the field behind a name of a form.
func (s *story) fill(name, words string) {
	s.t.Helper()
	s.fieldOf(name).Focus()
	s.types(words)
}

// fieldOf is the field in the row of a form with this name.
func (s *story) fieldOf(name string) interface{ Focus() } {
	s.t.Helper()
	label := s.find(name)
	for _, p := range s.pieces() {
		middle := p.at.Y + p.Size().Height/2
		if middle < label.at.Y || middle > label.at.Y+label.Size().Height+8 || p.at.X < label.at.X {
			continue
		}
		switch o := p.CanvasObject.(type) {
		case *kit.MoneyEntry:
			return o
		case *kit.Entry:
			return o
		}
	}
	s.t.Fatalf("there is no field behind %q. On screen:\n%s", name, s.screen())
	return nil
}

// fillsRefill fills the form of a refill in, as far as its button.
func (s *story) fillsRefill(amount, reason string) {
	s.t.Helper()
	s.press("Ctrl+B")
	s.types(amount)
	s.fill("Reason", reason)
	s.checked()
}

// asksStatus opens the form of a change of status.
func (s *story) asksStatus(item string) {
	s.t.Helper()
	s.clicks("Change Status")
	s.clicks(item)
}

// readAfresh has a section read once more, from now on.
func (s *story) readAfresh(key model.SectionKey) {
	s.t.Helper()
	s.clock.pass(time.Second)
	s.cluster.Refresh(key)
	before := s.clock.Now()
	s.until("it is read afresh", func() bool {
		state, err := s.cluster.State(s.ctx, key)
		s.must(err)
		if state.ReadAt.Before(before) && !state.Reading {
			s.cluster.Refresh(key) // another reading was on its way
		}
		return !state.ReadAt.Before(before) && !state.Reading
	})
}

// turns ticks the box that says this.
func (s *story) turns(title string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if c, ok := p.CanvasObject.(*kit.Check); ok && c.Title == title {
			c.Tapped(&fyne.PointEvent{})
			s.settle()
			return
		}
	}
	s.t.Fatalf("there is no box %q. On screen:\n%s", title, s.screen())
}

// picks chooses something in a drop-down that says something else now.
func (s *story) picks(now, then string) {
	s.t.Helper()
	s.drops(now)
	s.clicks(then)
}

// checked lets the platform be asked about what was typed.
func (s *story) checked() {
	s.t.Helper()
	s.passes(time.Second)
	s.settle()
}

// sends presses Ctrl+Enter and waits until the platform's own record shows it.
func (s *story) sends() model.Operation {
	s.t.Helper()
	s.press("Ctrl+Enter")
	return s.confirmed()
}

// newest is the last operation that was recorded.
func (s *story) newest() (model.Operation, bool) {
	s.t.Helper()
	keys, err := s.cluster.OperationKeys(s.ctx, model.OperationFilter{})
	s.must(err)
	if len(keys) == 0 {
		return model.Operation{}, false
	}
	ops, err := s.cluster.Operations(s.ctx, keys[:1])
	s.must(err)
	return ops[0], true
}

// confirmed waits until everything that was recorded is confirmed.
func (s *story) confirmed() (op model.Operation) {
	s.t.Helper()
	s.until("it is confirmed", func() bool {
		var found bool
		op, found = s.newest()
		if found && (op.State.NeedsPerson() || op.State == model.StateRejected) {
			s.t.Fatalf("%s is %s: %+v, theirs %q", op.Kind, op.State, op.Refusal, op.Theirs)
		}
		return found && op.State == model.StateConfirmed && len(s.cluster.OpenOperations()) == 0
	})
	return op
}

// recorded is how many operations there are.
func (s *story) recorded() int {
	s.t.Helper()
	keys, err := s.cluster.OperationKeys(s.ctx, model.OperationFilter{})
	s.must(err)
	return len(keys)
}

// booked are the rows of the ledger with the mark of an operation.
func (s *story) booked(op model.Operation) []demo.Booking {
	s.t.Helper()
	all, err := s.platform.Ledger(s.ctx, op.UID)
	s.must(err)
	return slices.DeleteFunc(all, func(b demo.Booking) bool { return !strings.Contains(b.Note, string(op.ID)) })
}

// sendButton is the button that sends the form.
func (s *story) sendButton() *kit.Button {
	s.t.Helper()
	for _, p := range s.pieces() {
		if b, ok := p.CanvasObject.(*kit.Button); ok && b.Action.Key == (kit.Key{Name: fyne.KeyReturn, Mod: kit.Ctrl}) {
			return b
		}
	}
	s.t.Fatalf("no form is open. On screen:\n%s", s.screen())
	return nil
}
