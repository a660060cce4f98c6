package scenario

import (
	"strings"
	"testing"
	"time"

	"steward/app"
	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// fund is the method of a refill.
const fund = "billing/account/fundaccount"

// quick are the waits of the rules, hundreds of times shorter.
func quick() app.JournalTimes {
	return app.JournalTimes{
		Polls: []time.Duration{0, 20 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond}, Every: 400 * time.Millisecond,
		Refused: 30 * time.Millisecond, Unclear: []time.Duration{50 * time.Millisecond, 150 * time.Millisecond},
		Quarantine: 250 * time.Millisecond, Rechecks: []time.Duration{50 * time.Millisecond, 100 * time.Millisecond, time.Minute},
		BatchWait: 400 * time.Millisecond, Retry: 50 * time.Millisecond,
	}
}

// desk is a window on the demo platform with everybody read, whose journal does
// not take its time.
func desk(t *testing.T, change ...func(*app.JournalTimes)) *story {
	t.Helper()
	s := world(t)
	s.times = quick()
	for _, c := range change {
		c(&s.times)
	}
	s.start(true)
	s.everybodyRead()
	return s
}

// patient lets nothing be proven within a story.
func patient(times *app.JournalTimes) { times.Quarantine = time.Hour }

// hasty gives calls up soon: the waiting period is counted from there.
func hasty(times *app.JournalTimes) { times.Deadline = 2 * time.Second }

// payers are customers of the platform itself with money and a funding history.
func (s *story) payers() (list []demo.Customer) {
	s.t.Helper()
	for _, c := range s.everyone() {
		if plain(c) && c.Bonus.Given() {
			list = append(list, c)
		}
	}
	if len(list) < 4 {
		s.t.Fatalf("the demo platform has %d customers who pay", len(list))
	}
	return list
}

// tops records a refill as its form would.
func (s *story) tops(c demo.Customer, amount string, change ...func(*model.Change)) model.Operation {
	s.t.Helper()
	return s.journals(s.refillOf(c, amount, change...))
}

// refillOf is a refill as its form prepares it.
func (s *story) refillOf(c demo.Customer, amount string, change ...func(*model.Change)) model.Operation {
	s.t.Helper()
	money, err := platform.ParseMoney(amount, c.Balance.Currency())
	s.must(err)
	ch := model.Change{Login: c.Email, Amount: money, Balance: platform.BalanceMain, Before: c.Balance, BeforeAt: s.clock.Now(), Reason: "Outage 20 Nov", Ticket: "T-4711"}
	for _, f := range change {
		f(&ch)
	}
	return model.NewOperation(model.Refill, c.UID, ch)
}

func (s *story) journals(o model.Operation) model.Operation {
	s.t.Helper()
	done, err := s.cluster.Record(s.ctx, app.Given{}, o)
	s.must(err)
	return done[0]
}

// state is where an operation is.
func (s *story) state(id model.OperationID) model.OperationState {
	s.t.Helper()
	o, err := s.cluster.Operation(s.ctx, id)
	s.must(err)
	return o.State
}

// becomes waits until an operation is in a state, and the tab shows it.
func (s *story) becomes(o model.Operation, state model.OperationState) {
	s.t.Helper()
	s.until("the operation becomes "+string(state), func() bool { return s.state(o.ID) == state })
	s.shown()
}

// shown waits until the tab shows what the journal has.
func (s *story) shown() {
	s.t.Helper()
	s.passes(600 * time.Millisecond)
	s.settle()
}

// loses lets the next refill go wrong.
func (s *story) loses(loss demo.Loss, apply demo.Apply) {
	s.t.Helper()
	s.must(s.platform.Faults().Add(fund, demo.Lost(loss, apply)))
}

// operations opens the tab.
func (s *story) operations() {
	s.t.Helper()
	s.press("Ctrl+3")
	s.shown()
}

// can reports whether a button is there and can be pressed.
func (s *story) can(words string) bool {
	s.t.Helper()
	b, ok := s.find(s.button(words)).CanvasObject.(*kit.Button)
	return ok && b.Enabled()
}

// knownMark lets a mark be read back once: only then does its absence prove
// anything.
func (s *story) knownMark(c demo.Customer) {
	s.t.Helper()
	s.becomes(s.tops(c, "1.00"), model.StateConfirmed)
}

// given is nothing that is kept for a call only.
var given = app.Given{}

// formSays are the red sentences on screen.
func (s *story) formSays() (said []string) {
	for _, p := range s.pieces() {
		if w, ok := p.CanvasObject.(*kit.Paragraph); ok && w.Color == "error" && w.Text != "" {
			said = append(said, w.Text)
		}
	}
	return said
}

// evidence is a row of the table beside an operation.
func (s *story) evidence(i int) []kit.Cell {
	g := s.window.Operations().Evidence()
	columns := g.Columns()
	r := kit.Row{Cells: make([]kit.Cell, len(columns))}
	g.Fill(i, columns, &r)
	return r.Cells
}

// told is what the window says of what ended: as a message, or in the hint line
// where the story itself is on screen.
func (s *story) told() string {
	return strings.Join(append(s.window.Toasts(), s.hint()), "|")
}

// unknown is a refill of which nobody knows whether it arrived.
func (s *story) unknown(c demo.Customer, amount string, loss demo.Loss, apply demo.Apply) model.Operation {
	s.t.Helper()
	s.loses(loss, apply)
	o := s.tops(c, amount)
	s.becomes(o, model.StateUnknown)
	return o
}

// entryOf is what stands in the field with a hint.
func (s *story) entryOf(hint string) string {
	s.t.Helper()
	for _, p := range s.pieces() {
		if e, is := p.CanvasObject.(*kit.Entry); is && e.Hint == hint {
			return e.Text()
		}
	}
	s.t.Fatalf("there is no field %q. On screen:\n%s", hint, s.screen())
	return ""
}

// filled are the titles of the filled buttons on screen: there should be one.
func (s *story) filled() (titles []string) {
	for _, p := range s.pieces() {
		if b, is := p.CanvasObject.(*kit.Button); is && b.Level == kit.Primary {
			titles = append(titles, b.Action.Title)
		}
	}
	return titles
}
