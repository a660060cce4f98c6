package scenario

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/demo"
)

// journalFile is the journal of the live platform.
func (s *story) journalFile() string {
	return filepath.Join(s.home, "profiles", "harbor", "journal.db")
}

// tampers changes the closed journal as somebody with its key might.
func (s *story) tampers(statement string) {
	s.t.Helper()
	secret, err := s.keyring.Get(s.ctx, "harbor.journal")
	s.must(err)
	key, err := sealed.ParseKey(secret)
	s.must(err)
	for known := 1; ; known++ { // it is opened at the schema it has
		db, err := sealed.Open(s.ctx, sealed.Options{Path: s.journalFile(), Key: key, Migrations: make([]string, known)})
		if errors.Is(err, sealed.ErrNewer) {
			continue
		}
		s.must(err)
		_, err = db.Write.ExecContext(s.ctx, statement)
		s.must(errors.Join(err, db.Close()))
		return
	}
}

// recorded is a live desk with some changes in its journal, closed.
func recorded(t *testing.T) (s *story, before []model.Operation) {
	t.Helper()
	s = enrolled(t, "admin")
	s.times = quick()
	s.start(false).everybodyRead()
	for _, c := range s.payers()[:3] {
		o := s.tops(c, "20.00")
		s.becomes(o, model.StateConfirmed)
		before = append(before, o)
	}
	s.quit()
	return s, before
}

// altered is a live desk of which somebody with the key altered an entry, which
// Verify Journal has found; next is a customer of whom nothing is recorded yet.
func altered(t *testing.T) (s *story, before []model.Operation, next demo.Customer) {
	t.Helper()
	s, before = recorded(t)
	s.tampers(`DROP TRIGGER step_holds; UPDATE step SET at=at+1 WHERE seq=3`)
	s.start(false).everybodyRead()
	next = s.payers()[3]
	s.operations()
	s.clicks("Verify Journal")
	s.until("it is found", func() bool { return s.shows("Journal does not match its check") })
	return s, before, next
}

// An entry was altered by somebody who has the key: Verify Journal finds it,
// sending is off from then on, and everything can still be read and exported.
func TestAnAlteredJournalIsFoundAndSendsNothing(t *testing.T) {
	s, before, next := altered(t)
	s.shown()
	same(t, "banner", s.window.Banner(), "The journal does not match its check after entry 2. Sending is off. Export it and compare it with the platform's records.")
	same(t, "strip", strings.Contains(s.strip(), "Sending paused"), true)
	same(t, "rows", s.grid().Length(), len(before))
	o := s.tops(next, "5.00")
	s.shown()
	same(t, "it waits", s.state(o.ID), model.StateQueued)
	same(t, "booked", len(s.booked(o)), 0)
	s.clicks("Export Journal…")
	folder := s.goesTo("journal")
	s.press("Enter")
	s.done()
	content, err := os.ReadFile(filepath.Join(folder, "journal.csv"))
	s.must(err)
	for _, o := range before {
		same(t, "in the file", strings.Contains(string(content), string(o.ID)), true)
	}
}

// What Verify Journal found holds in the next run too. A person lets sending go on,
// and has to say why.
func TestAnAlteredJournalSendsNothingInTheNextRunUntilAPersonSaysWhy(t *testing.T) {
	s, _, c := altered(t)
	same(t, "in a request for support", strings.Contains(s.app.Support(s.ctx), "does not match its check"), true)
	s.quit()
	s.start(false).everybodyRead()
	same(t, "banner", s.window.Banner(), "The journal does not match its check after entry 2. Sending is off. Export it and compare it with the platform's records.")
	note := s.journals(model.NewOperation(model.ChangePhone, c.UID, model.Change{Login: c.Email, Was: c.Phone, Wanted: "+49 30 1234567", Reason: "Asked for it"}))
	s.operations()
	s.sees("Journal does not match its check")
	s.shown()
	same(t, "it waits", s.state(note.ID), model.StateQueued)
	s.clicks("Sending paused")
	s.press("Enter")
	s.until("a reason is asked for", func() bool { return s.shows("There is no reason.") })
	same(t, "it waits", s.state(note.ID), model.StateQueued)
	s.types("Compared with the ledger")
	s.press("Enter")
	s.becomes(note, model.StateConfirmed)
	s.until("it is said no more", func() bool { return s.window.Banner() == "" && !strings.Contains(s.strip(), "Sending paused") })
}

// The file itself is broken: it is left alone and said, all else works, and a
// backup brings it back.
func TestABrokenJournalIsLeftAloneUntilABackupIsThere(t *testing.T) {
	s, before := recorded(t)
	backup, err := os.ReadFile(s.journalFile())
	s.must(err)
	broken := append([]byte(nil), backup...)
	for i := range broken[:min(len(broken), 20000)] {
		broken[i] ^= 0x5a
	}
	s.must(os.WriteFile(s.journalFile(), broken, 0o600))
	s.start(false).everybodyRead()
	same(t, "banner", strings.HasPrefix(s.window.Banner(), "The journal cannot be used. "), true)
	s.clicksRow(s.payers()[0].Email)
	s.press("Ctrl+B")
	same(t, "why not", strings.HasPrefix(s.hint(), "The journal cannot be opened"), true)
	s.operations()
	same(t, "rows", s.grid().Length(), 0)
	s.sees("The journal cannot be opened")
	s.quit()
	kept, err := os.ReadFile(s.journalFile())
	s.must(err)
	same(t, "the file was not touched", string(kept) == string(broken), true)
	s.must(os.WriteFile(s.journalFile(), backup, 0o600))
	s.start(false).everybodyRead()
	same(t, "banner", s.window.Banner(), "")
	s.operations()
	same(t, "rows", s.grid().Length(), len(before))
}
