package scenario

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
	"steward/client/platform"
)

// saves writes the plan on screen to a file of its own folder; desk names the
// other desk that it is for, empty: this one.
func (s *story) saves(name, desk string) (path string) {
	s.t.Helper()
	folder := s.t.TempDir()
	s.clicks("Save plan…")
	s.fillsIn("Folder", folder)
	s.fillsIn("File name", name)
	button := "Save"
	if desk != "" {
		s.flips("Save for another desk: it is closed here")
		s.fillsIn("Name of the other desk", desk)
		button = "Save and close here"
	}
	s.clicks(button)
	return filepath.Join(folder, name+".json")
}

// opensPlan opens a plan file.
func (s *story) opensPlan(path string) {
	s.t.Helper()
	s.chooses("Open Plan File…")
	s.fillsIn("Folder", filepath.Dir(path))
	s.fillsIn("File name", filepath.Base(path))
	s.press("Ctrl+Enter")
	s.settle()
}

// A plan that is saved, opened, run, and opened again sends nothing twice: the
// platform's own ledger says so.
func TestBulkPlanFileNeverRunsTwice(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.refills("8.00", who...)
	path := s.saves("week", "")
	body, err := os.ReadFile(path)
	s.must(err)
	same(t, "it says what it holds", strings.Contains(string(body), "personal data"), true)
	s.opensPlan(path)
	same(t, "opened", s.uids(), who)
	s.confirms("24")
	s.press("Ctrl+Enter")
	s.ends()
	s.bookedOnce("booked", "8", who...)
	s.opensPlan(path)
	s.sees("This plan was started before. It does not run twice.")
	s.press("Ctrl+Enter")
	s.settle()
	s.bookedOnce("booked still", "8", who...)
}

// A row of a file whose customer is not as it was is left out.
func TestBulkPlanFileLeavesOutWhoChanged(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.refills("8.00", who...)
	path := s.saves("week", "")
	s.plans(model.Suspend, who[1])
	s.fillsIn("Reason", "In between")
	s.press("Ctrl+Enter")
	s.ends()
	s.opensPlan(path)
	same(t, "checks", s.columnOf("why"), []string{"Ready", "Left out: State or e-mail differ from when it was planned.", "Ready"})
	s.confirms("16")
	s.press("Ctrl+Enter")
	s.ends()
	s.bookedOnce("booked", "8", who[0], who[2])
	same(t, "not the changed one", len(s.ours(who[1])), 0)
}

// A plan that is given to another desk is closed here and runs there.
func TestBulkPlanForAnotherDesk(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	there := &story{t: t, ctx: s.ctx, clock: s.clock, home: t.TempDir(), keyring: vault.Temporary(), platform: s.platform, fyne: s.fyne,
		heard: make(chan struct{}, 1), times: quick()}
	a := there.core()
	there.signUp(a, "admin")
	desk := there.deskOf(a)
	s.must(a.Close())
	s.refills("8.00", who...)
	path := s.saves("handed", desk)
	s.sees("Plans and runs")
	same(t, "closed here", s.columnOf("state"), []string{"Given to another desk"})
	s.opensPlan(path)
	s.sees("This plan was given to another desk. It can only be read here.")
	s.confirmsNothing()
	s.quit()

	there.start(false).everybodyRead()
	t.Cleanup(there.quit)
	there.opensPlan(path)
	there.confirms("16")
	there.press("Ctrl+Enter")
	there.ends()
	there.bookedOnce("booked from there", "8", who...)
}

// confirmsNothing fails if a plan that is only to be read can be sent.
func (s *story) confirmsNothing() {
	s.t.Helper()
	s.press("Ctrl+Enter")
	s.settle()
	s.sees("Read only")
}

// A plan of another desk, or of another platform, is not sent from here.
func TestBulkPlanFileOfOthers(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.refills("8.00", who...)
	path := s.saves("mine", string(model.NewOperationID()))
	s.must(os.Rename(path, filepath.Join(filepath.Dir(path), "moved.json")))
	path = filepath.Join(filepath.Dir(path), "moved.json")
	elsewhere := world(t)
	elsewhere.signUpAndClose("admin")
	s.quit()
	elsewhere.times = quick()
	elsewhere.start(false).everybodyRead()
	elsewhere.opensPlan(path)
	elsewhere.sees("This plan is for ")
	elsewhere.sees("Open it on that platform.")
	same(t, "no plan on screen", elsewhere.shows("Send "), false)
}

// signUpAndClose leaves a platform behind that somebody is signed in to.
func (s *story) signUpAndClose(role string) {
	s.t.Helper()
	a := s.core()
	s.signUp(a, role)
	s.must(a.Close())
}

// A file that was altered, that is old, or that is none is refused in place.
func TestBulkPlanFileIsRefused(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.refills("8.00", who...)
	path := s.saves("week", "")
	body, err := os.ReadFile(path)
	s.must(err)
	var file map[string]any
	s.must(json.Unmarshal(body, &file))
	altered := filepath.Join(t.TempDir(), "altered.json")
	s.must(os.WriteFile(altered, []byte(strings.Replace(string(body), `"8"`, `"800"`, 1)), 0o600))
	s.opensPlan(altered)
	s.sees("The plan file was altered or is not whole. It is not opened.")
	none := filepath.Join(t.TempDir(), "none.json")
	s.must(os.WriteFile(none, []byte("{}"), 0o600))
	s.opensPlan(none)
	s.sees("This is no plan file of Steward.")
	s.opensPlan(filepath.Join(t.TempDir(), "missing.json"))
	same(t, "a missing file is said", s.shows("Open Plan File"), true)
	s.clock.pass(8 * 24 * time.Hour)
	s.opensPlan(path)
	s.sees("This plan is older than seven days")
	for _, uid := range who {
		same(t, "booked", len(s.ours(uid)), 0)
	}
}

// Leaving the page keeps the plan: it is in Plans, as it was.
func TestBulkLeavingKeepsThePlan(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.refills("8.00", who...)
	s.window.Bulk().FocusList()
	s.press("Home", "Space", "Esc")
	same(t, "the list again", s.window.OnBulk(), false)
	s.plans(model.Suspend, who[0])
	s.chooses("Plans…")
	same(t, "kept", s.columnOf("state")[0], "Not started")
	s.press("Home", "Enter")
	s.sees("Refill Balance for 3 customers")
	s.sees("+16.00 EUR")
	s.confirms("16")
	s.press("Ctrl+Enter")
	s.ends()
	s.bookedOnce("booked", "8", who[1], who[2])
	same(t, "the one left out", len(s.ours(who[0])), 0)
}

// Closed in the middle of a row that was booked and not answered, and opened
// again: that row is found, the run is paused at the first row not sent, and in
// the end every row is booked once.
func TestBulkOutlivesARestart(t *testing.T) {
	s := writers(t)
	who := s.plain(5)
	s.must(s.platform.Faults().Add(fund, demo.Fault{Drop: demo.DropHang, Skip: 2, Times: 1}))
	s.sendsRefills("2.00", "10", who...)
	s.until("the third is booked", func() bool { return len(s.ours(who[2])) == 1 })
	s.again(false).everybodyRead()
	s.chooses("Plans…")
	s.until("it is paused", func() bool { return s.grid().Length() > 0 && s.cell(0, "state").Text == "Paused" })
	s.press("Home", "Enter")
	s.until("what was on its way is read back", func() bool { return s.shows("Steward was closed meanwhile.") && !s.flying() })
	same(t, "outcomes", s.columnOf("outcome"), []string{"Confirmed", "Confirmed", "Confirmed late", "Queued", "Queued"})
	s.sees("2 rows have not been sent. Resume to go on at row 4")
	s.clicks("Resume")
	s.ends()
	s.bookedOnce("booked", "2", who...)
	s.sees("+10.00 EUR of +10.00 EUR.")
}

// flying reports whether a row of the run on screen is on its way or unknown.
func (s *story) flying() bool {
	for _, word := range s.columnOf("outcome") {
		if word == "Sending" || word == "Verifying" || word == "Unknown" || word == "" {
			return true
		}
	}
	return false
}

// On a platform where changes are locked the plan can be looked over, and says
// why it does not go.
func TestBulkReadOnlySaysWhy(t *testing.T) {
	s := live(t, "view")
	s.sendsRefills("5.00", "10", s.plain(2)...)
	s.sees("role view")
	for _, uid := range s.plain(2) {
		same(t, "on the platform", s.truth(uid).State(), platform.StateActive)
		same(t, "booked", len(s.ours(uid)), 0)
	}
}
