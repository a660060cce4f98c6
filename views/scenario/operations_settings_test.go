package scenario

import (
	"regexp"
	"strings"
	"testing"

	"steward/app/model"
)

// code is how a recovery code reads: groups of letters and digits.
var code = regexp.MustCompile(`^[0-9A-Z]{3,}(-[0-9A-Z]{3,})+$`)

// shownCode is the recovery code on screen; empty: none.
func (s *story) shownCode() string {
	for _, p := range s.pieces() {
		if words := p.words(); code.MatchString(strings.TrimSpace(words)) {
			return words
		}
	}
	return ""
}

// After the first sign-in the recovery code is offered, and shown once.
func TestTheRecoveryCodeIsShownOnce(t *testing.T) {
	s := world(t)
	s.codeless = true
	a := s.core()
	s.signUp(a, "admin")
	s.must(a.Close())
	s.start(false)
	s.everybodyRead()
	same(t, "banner", s.window.Banner(), "Write your recovery code down. It opens the journal if the keyring is lost. It is shown once.")
	s.clicks("Show recovery code")
	s.until("it is shown", func() bool { return s.shows("Write this down.") })
	first := s.shownCode()
	if first == "" {
		t.Fatalf("no code. On screen:\n%s", s.screen())
	}
	s.clicks("I wrote it down")
	same(t, "banner", s.window.Banner(), "")
	same(t, "it is gone", s.shownCode(), "")
	s.again(false)
	s.everybodyRead()
	same(t, "banner", s.window.Banner(), "")
}

// Limits are set for the open platform and hold at once.
func TestALimitHoldsAtOnce(t *testing.T) {
	s := desk(t)
	c := s.payers()[0]
	s.press("Ctrl+,")
	s.settle()
	s.clicks("Money")
	s.fillsIn("The largest refill or withdrawal; empty: no limit", "1.000")
	s.press("Enter")
	s.sees("This can be read two ways: 1.000. Write 1000 or 1.00.")
	s.fillsIn("The largest refill or withdrawal; empty: no limit", "50.00")
	s.press("Enter")
	s.until("it is stored", func() bool {
		limits, err := s.cluster.Limits(s.ctx)
		s.must(err)
		return limits.Operation.Given()
	})
	s.press("Esc")
	_, err := s.cluster.Record(s.ctx, given, model.NewOperation(model.Refill, c.UID, s.refillOf(c, "50.01").Change))
	if model.CodeOf(err) == "" {
		t.Fatal("more than the limit may be sent")
	}
	s.becomes(s.tops(c, "50.00"), model.StateConfirmed)
}

// Writing is unlocked and locked in Settings too.
func TestWritingIsUnlockedInSettings(t *testing.T) {
	s := live(t, "admin", func(p *model.Profile) { p.ReadOnly = true })
	s.press("Ctrl+,")
	s.clicks("Security")
	s.clicks("Unlock writing for 30 min")
	s.until("it is unlocked", func() bool { return s.cluster.MayWrite() == nil })
	s.sees("Writing is unlocked until 14:32.")
	s.clicks("Lock writing")
	s.until("it is locked", func() bool { return s.cluster.MayWrite() != nil })
	s.press("Esc")
}

// The keyring lost the key of the journal: all else opens, the banner says so,
// and the recovery code opens it again.
func TestTheRecoveryCodeOpensTheJournal(t *testing.T) {
	s := enrolled(t, "admin")
	s.start(false)
	s.everybodyRead()
	made, err := s.cluster.NewRecoveryCode(s.ctx)
	s.must(err)
	s.quit()
	s.must(s.keyring.Delete(s.ctx, "harbor.journal"))
	s.start(false)
	s.everybodyRead()
	same(t, "banner", strings.HasPrefix(s.window.Banner(), "The journal cannot be used. "), true)
	s.clicks("Enter recovery code")
	s.types("AAAA-BBBB")
	s.press("Enter")
	s.until("it is refused", func() bool { return len(s.formSays()) > 0 })
	s.press("Ctrl+A")
	s.types(made.Reveal())
	s.press("Enter")
	s.until("it is open", func() bool { return s.cluster.JournalTrouble() == nil })
	s.until("the banner is gone", func() bool { return s.window.Banner() == "" })
}
