package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

const auditMethod = "administration/cluster/getuseractivity"

// inDetail is the list in the detail that has a column of this title.
func (s *story) inDetail(title string) *kit.Grid {
	s.t.Helper()
	for _, p := range s.pieces() {
		g, is := p.CanvasObject.(*kit.Grid)
		if is && slices.ContainsFunc(g.Columns(), func(c kit.Column) bool { return strings.HasPrefix(c.Title, title) }) &&
			slices.ContainsFunc(p.in, func(a piece) bool { return a.CanvasObject == s.window.Users().Detail().Object() }) {
			return g
		}
	}
	s.t.Fatalf("the detail has no list with %q. On screen:\n%s", title, s.screen())
	return nil
}

// tableRow is a row of a list in the detail, by column; nil while it is not loaded.
func tableRow(g *kit.Grid, i int) (cells map[string]kit.Cell, row kit.Row) {
	columns := append(g.Columns(), kit.Column{ID: "environment"}) // though it is not shown
	row = kit.Row{Cells: make([]kit.Cell, len(columns))}
	if !g.Fill(i, columns, &row) {
		return nil, row
	}
	cells = map[string]kit.Cell{}
	for at, c := range columns {
		cells[c.ID] = row.Cells[at]
	}
	return cells, row
}

// says is what a list in the detail says in a column, row by row, as far as it is
// loaded.
func says(g *kit.Grid, column string) (words []string) {
	for i := range g.Length() {
		cells, _ := tableRow(g, i)
		if cells == nil {
			break
		}
		words = append(words, cells[column].Text)
	}
	return words
}

// logged opens the Audit Log of a customer and waits until it was read.
func (s *story) logged(uid platform.UID) *kit.Grid {
	s.t.Helper()
	s.visit(uid)
	s.press("Alt+3")
	s.logRead(uid)
	return s.inDetail("Action")
}

func (s *story) logRead(uid platform.UID) {
	s.t.Helper()
	s.until("the log is read", func() bool {
		state, err := s.cluster.State(s.ctx, model.SectionKey{Section: model.SectionAudit, UID: uid, Period: s.chosenDays()})
		s.must(err)
		return len(state.Missing) == 0 && !state.Reading && !s.shows("Reading the audit log…") && !s.shows("Reading further back")
	})
}

// audited is a window with the Audit Log of a customer who did some known things
// just now, the newest last.
func audited(t *testing.T) (*story, platform.UID, *kit.Grid) {
	t.Helper()
	s := open(t)
	uid := s.platform.Notable(demo.NotableArabic)
	for _, deed := range []string{"Stop environment", "Start environment", "Deploy context"} {
		s.clock.pass(time.Minute)
		s.must(s.platform.Act(s.ctx, uid, "ControlService.Do", deed))
	}
	s.clock.pass(time.Second)
	return s, uid, s.logged(uid)
}

// The newest action stands first, with its date, and how it ended.
func TestTheAuditLogShowsTheNewestFirst(t *testing.T) {
	_, _, log := audited(t)
	words := says(log, "action")
	same(t, "the newest actions", words[:3], []string{"Deploy context", "Start environment", "Stop environment"})
	cells, _ := tableRow(log, 0)
	same(t, "date", cells["date"].Text, "2026-11-23 14:05:11")
	same(t, "result", []any{cells["result"].Text, cells["result"].Color}, []any{"Success", fyne.ThemeColorName("")})
	if dates := says(log, "date"); !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("the log is not in order: %v", dates)
	}
}

// i opens arguments and result below the log, the pane follows the current row,
// Esc takes it away, and what is copied for a reply is plain text.
func TestAnActionOpensItsArgumentsAndResult(t *testing.T) {
	s, _, log := audited(t)
	s.press("F6", "F6")
	s.window.Fyne().Canvas().Focus(log)
	s.press("Home")
	s.seesNot("Copy arguments")
	s.types("i")
	s.sees("Copy arguments")
	detail := s.inDetail("Value")
	same(t, "the action of the pane", says(detail, "value")[0], "Deploy context")
	s.press("Down")
	same(t, "the action of the pane", says(detail, "value")[0], "Start environment")
	s.clicks("Copy as text")
	copied := s.clipboard()
	for _, line := range []string{"Action: Start environment\n", "Date: 2026-11-23 14:04:11 UTC\n", "Result: Success\n"} {
		if !strings.Contains(copied, line) {
			t.Errorf("the reply has no %q: %q", line, copied)
		}
	}
	if strings.Contains(copied, "Arguments") {
		t.Errorf("the reply tells arguments: %q", copied)
	}
	s.window.Fyne().Canvas().Focus(log)
	for range log.Length() { // to somebody's action with arguments
		if slices.Contains(says(detail, "value"), "{") {
			break
		}
		s.press("Down")
	}
	s.clicks("Copy arguments")
	same(t, "arguments are laid out JSON", strings.HasPrefix(s.clipboard(), "{\n  \""), true)
	s.window.Fyne().Canvas().Focus(detail)
	s.press("Esc")
	s.seesNot("Copy arguments")
	same(t, "the keyboard is in the log again", s.focused() == fyne.Focusable(log), true)
	s.press("Enter")
	s.sees("Copy arguments")
	s.press("Esc")
	s.seesNot("Copy arguments")
}

// Search, type, environment and errors restrict the log, at once and together.
func TestTheAuditLogIsFiltered(t *testing.T) {
	s, uid, log := audited(t)
	s.drops("30 days")
	s.clicks("12 weeks")
	s.logRead(uid)
	all := log.Length()
	s.window.Fyne().Canvas().Focus(log)
	s.press("Home")
	s.types("deploy con")
	for _, words := range says(log, "action") {
		if words != "Deploy context" && !strings.Contains(strings.ToLower(words), "deploy con") {
			t.Errorf("found %q", words)
		}
	}
	same(t, "fewer rows", log.Length() > 0 && log.Length() < all, true)
	s.press("Esc")
	same(t, "rows without a search", log.Length(), all)

	s.clicks("Only errors")
	failed := log.Length()
	s.sees(fmt.Sprintf("%d with an error", failed))
	for i := range min(failed, 100) {
		if cells, _ := tableRow(log, i); cells["result"].Color != theme.ColorNameError {
			t.Errorf("row %d is no error: %q", i, cells["result"].Text)
		}
	}
	same(t, "some failed, not all", failed > 0 && failed < all, true)
	s.drops("All types")
	s.clicks("ADMIN")
	for _, words := range says(log, "type") {
		same(t, "type", words, "ADMIN")
	}
	same(t, "both restrict", log.Length() < failed, true)
}

// Going through customers with the arrows leaves the keyboard in the list, takes the
// details of the customer before away, and never shows another customer's actions.
func TestTheAuditLogFollowsTheList(t *testing.T) {
	s, uid, log := audited(t)
	s.window.Fyne().Canvas().Focus(log)
	s.press("Home")
	s.types("i")
	name := environmentIn(log)
	s.drops("All environments")
	s.types(name)
	s.clicks(name)
	s.searches("")
	s.press("Down", "Home")
	list := s.focused()
	for range 5 {
		s.press("Down")
		s.passes(120 * time.Millisecond)
		same(t, "the keyboard stays in the list", s.focused() == list, true)
	}
	other := s.window.Users().Detail().UID()
	same(t, "another customer", other != uid, true)
	s.logRead(other)
	s.seesNot("Copy arguments")
	s.sees("All environments")
	log = s.inDetail("Action")
	theirs, err := s.cluster.AuditFirst(s.ctx, other, model.AuditFilter{From: s.chosenDays().From, To: s.chosenDays().To}, 10)
	s.must(err)
	for i, a := range theirs {
		cells, _ := tableRow(log, i)
		same(t, "date of a row", cells["date"].Text, a.Started.Format(time.DateTime))
	}
}

// environmentIn is an environment that an action of the log concerns.
func environmentIn(log *kit.Grid) string {
	for _, name := range says(log, "environment") {
		if name != "" {
			return name
		}
	}
	return ""
}

// An environment is chosen from those of the customer.
func TestTheAuditLogOfOneEnvironment(t *testing.T) {
	s, _, log := audited(t)
	name := environmentIn(log)
	s.drops("All environments")
	s.types(name)
	s.clicks(name)
	same(t, "there are some", log.Length() > 0, true)
	for _, words := range says(log, "environment") {
		same(t, "environment", words, name)
	}
}

// What matches nothing says so, and one click takes the filters away.
func TestNoActionMatches(t *testing.T) {
	s, _, log := audited(t)
	all := log.Length()
	s.window.Fyne().Canvas().Focus(log)
	s.press("Home")
	s.types("no such thing was ever done")
	s.sees("No action of this period matches.")
	s.clicks("Clear the filter")
	same(t, "rows", log.Length(), all)
}

// What a collaborator did is tinted; their User ID leads to them.
func TestCollaboratorsStandOutInTheAuditLog(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableShared)
	log := s.logged(uid)
	for i := range log.Length() {
		cells, row := tableRow(log, i)
		tinted := row.Ground == kit.ColorTintInfo
		if link := cells["uid"].Link; link != tinted {
			t.Fatalf("row %d: tinted %v, link %v", i, tinted, link)
		}
	}
	at := slices.IndexFunc(says(log, "uid"), func(words string) bool { return words != "" })
	if at < 0 {
		t.Fatal("no collaborator did anything")
	}
	cells, _ := tableRow(log, at)
	log.OnLink(at, "uid")
	s.until("the collaborator is shown", func() bool {
		return fmt.Sprint(s.window.Users().Detail().UID()) == cells["uid"].Text
	})
}

// An action in progress counts its seconds while it is looked at.
func TestAnActionInProgressCounts(t *testing.T) {
	s := open(t)
	log := s.logged(s.platform.Notable(demo.NotableBusy))
	at := slices.IndexFunc(says(log, "result"), func(words string) bool { return strings.HasPrefix(words, "in progress, ") })
	if at < 0 {
		t.Fatalf("nothing is in progress: %v", says(log, "result"))
	}
	before := says(log, "result")[at]
	s.clock.pass(2 * time.Minute)
	s.passes(time.Second)
	after := says(log, "result")[at]
	same(t, "it counts", after != before, true)
}

// Who did nothing has an empty log that says so, and can be followed back to where
// the customer begins.
func TestTheLogOfSomebodyWhoDidNothing(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableNothing)
	log := s.logged(uid)
	same(t, "rows", log.Length(), 0)
	s.sees("No actions in this period.")
	for range 20 {
		s.until("it says how far back it goes", func() bool { return s.shows("here the customer begins") || s.shows("Read further back") })
		if s.shows("here the customer begins") {
			return
		}
		s.clicks("Read further back")
		s.logRead(uid)
	}
	t.Fatal("the log never ended")
}

// At the end of the log it goes on into the past, as one scrolls.
func TestTheAuditLogGoesOn(t *testing.T) {
	s, uid, log := audited(t)
	before := log.Length()
	days := s.days()
	s.window.Fyne().Canvas().Focus(log)
	s.press("End", "End")
	s.until("there is more", func() bool { return log.Length() > before })
	s.logRead(uid)
	same(t, "the chosen days stay", s.days(), days)
}

// days are what stands in the two fields of days.
func (s *story) days() (days []string) {
	for _, p := range s.pieces() {
		if d, ok := p.CanvasObject.(*kit.DateEntry); ok {
			days = append(days, d.Text())
		}
	}
	return days
}

// Without the platform a log that was never read says so; one that was read stays.
func TestTheAuditLogWithoutThePlatform(t *testing.T) {
	s, uid, log := audited(t)
	rows := log.Length()
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
	same(t, "rows", log.Length(), rows)
	s.window.Users().Select(uid + 1)
	s.settle()
	s.until("it is said", func() bool { return s.shows("Not read yet. It is read as soon as the platform answers.") })
	same(t, "rows of somebody never read", s.inDetail("Action").Length(), 0)
}

// A log that cannot be read says why and leaves the other tabs alone.
func TestAFailingAuditLogIsSaidInPlace(t *testing.T) {
	s := open(t)
	s.must(s.platform.Faults().Add(auditMethod, demo.Fault{Result: 99}))
	s.visit(s.uids()[5])
	s.press("Alt+3")
	s.until("it is said", func() bool { return s.shows("code 99") || s.shows("(99)") || s.shows("99") })
	s.sees("Retry")
	s.press("Alt+7")
	same(t, "fields of Info", len(s.fields()) >= 9, true)
	s.seesNot("Retry")
}

// Control characters and markup in actions are named, and copied unharmed.
func TestAHostileAuditLog(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableHostile)
	s.must(s.platform.Act(s.ctx, uid, "ControlService.Do", "rename \u202egnp.exe\x1b[31m\n=cmd()"))
	s.clock.pass(time.Second)
	log := s.logged(uid)
	same(t, "action", says(log, "action")[0], "rename <U+202E>gnp.exe<U+001B>[31m / =cmd()")
	for i := range log.Length() {
		cells, _ := tableRow(log, i)
		for id, cell := range cells {
			if strings.ContainsAny(cell.Text, "\x00\x1b\n\r\u202e") {
				t.Errorf("row %d, %s: %q", i, id, cell.Text)
			}
		}
	}
}

// Days that were not read are said above the log, never shown as nothing.
func TestGapsOfTheAuditLogAreSaid(t *testing.T) {
	s, _, log := audited(t)
	rows := log.Length()
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
	s.drops("30 days")
	s.clicks("12 weeks")
	s.until("the gap is said", func() bool {
		return s.shows("Not read yet: 1 Sep 2026 to 30 Sep 2026. It is read when the platform answers.")
	})
	same(t, "what was read is there", log.Length() >= rows, true)
	s.must(s.platform.Offline(false))
}

// The days of the log are remembered; another customer has the same.
func TestTheDaysOfTheAuditLogAreRemembered(t *testing.T) {
	s, _, _ := audited(t)
	s.drops("30 days")
	s.clicks("Last month")
	same(t, "days", s.days(), []string{"2026-10-01", "2026-10-31"})
	s.again(true).everybodyRead()
	s.press("Down")
	s.until("the log is shown", func() bool { return s.shows("Only errors") })
	same(t, "days after a restart", s.days(), []string{"2026-10-01", "2026-10-31"})
}

// chosenDays is the period of the two fields of days.
func (s *story) chosenDays() platform.Period {
	s.t.Helper()
	days := s.days()
	if len(days) != 2 {
		s.t.Fatalf("fields of days: %v", days)
	}
	first, err := time.Parse(time.DateOnly, days[0])
	s.must(err)
	last, err := time.Parse(time.DateOnly, days[1])
	s.must(err)
	return platform.Period{From: first, To: last.AddDate(0, 0, 1)}
}
