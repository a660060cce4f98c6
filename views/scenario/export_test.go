package scenario

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/xuri/excelize/v2"

	"steward/app/model"
	"steward/client/demo"
	"steward/views/kit"
)

// readBack is an export read back: what it says of itself, its titles and rows.
type readBack struct {
	about map[string]string
	rows  []map[string]string
}

// column is what stands in a column, row by row.
func (w readBack) column(title string) (values []string) {
	for _, r := range w.rows {
		values = append(values, r[title])
	}
	return values
}

// fillsIn replaces the text of a field of the dialog: name or folder.
func (s *story) fillsIn(hint, words string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if e, is := p.CanvasObject.(*kit.Entry); is && e.Hint == hint {
			e.Focus()
			e.SelectAll()
			s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
			s.types(words)
			return
		}
	}
	s.t.Fatalf("there is no field %q. On screen:\n%s", hint, s.screen())
}

// asks opens the dialog of the list's export and fills in where to.
func (s *story) asks(form, name string) (folder string) {
	s.t.Helper()
	s.clicks("Export")
	s.clicks("Export as " + form + "…")
	return s.goesTo(name)
}

// goesTo fills in the dialog that is open.
func (s *story) goesTo(name string) (folder string) {
	s.t.Helper()
	folder = s.t.TempDir()
	s.fillsIn("Folder", folder)
	s.fillsIn("File name", name)
	return folder
}

// exportsCSV writes the list and reads it back.
func (s *story) exportsCSV() readBack {
	s.t.Helper()
	folder := s.asks("CSV", "list")
	s.press("Enter")
	s.done()
	return s.readCSV(filepath.Join(folder, "list.csv"))
}

// done fails unless an export has come to its end and left nothing behind.
func (s *story) done() {
	s.t.Helper()
	s.seesNot("File name")
	same(s.t, "toasts", strings.Contains(strings.Join(s.window.Toasts(), "\n"), "exported: "), true)
	same(s.t, "temporary files", s.files(s.app.TempDir()), nil)
}

func (s *story) files(folder string) (names []string) {
	s.t.Helper()
	entries, err := os.ReadDir(folder)
	s.must(err)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "demo-") { // the demo platform's, which lasts one run
			names = append(names, e.Name())
		}
	}
	return names
}

func (s *story) readCSV(path string) readBack {
	s.t.Helper()
	content, err := os.ReadFile(path)
	s.must(err)
	about, table, _ := strings.Cut(strings.TrimPrefix(string(content), "\ufeff"), "\r\n,")
	_, table, _ = strings.Cut(table, "\r\n") // the rest of the empty record
	w := readBack{about: map[string]string{}}
	for _, pair := range s.records(about) {
		w.about[pair[0]] = pair[1]
	}
	records := s.records(table)
	for _, r := range records[1:] {
		w.rows = append(w.rows, named(records[0], r))
	}
	return w
}

func (s *story) records(text string) [][]string {
	s.t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	list, err := r.ReadAll()
	s.must(err)
	return list
}

func named(titles, values []string) map[string]string {
	row := map[string]string{}
	for i, v := range values {
		row[titles[i]] = v
	}
	return row
}

// The list of a search goes into a CSV file row by row as it stands: exact amounts,
// who wrote it, when, of which platform and which filter.
func TestTheFilteredListIsExported(t *testing.T) {
	s := open(t)
	s.searches("an")
	uids := s.uids()
	if len(uids) < 10 || len(uids) == customers {
		t.Fatalf("%d rows prove nothing", len(uids))
	}
	w := s.exportsCSV()
	same(t, "rows", len(w.rows), len(uids))
	for i, uid := range uids {
		c := s.truth(uid)
		want := []string{plainUID(uid), c.Email, c.Balance.Text(), c.Balance.Currency(), c.SignedUp.UTC().Format(time.DateTime)}
		r := w.rows[i]
		same(t, "row "+r["Login"], []string{r["User ID"], r["Login"], r["Balance"], r["Currency"], r["Signup Date, UTC"]}, want)
	}
	admin := s.account("admin")
	same(t, "who", w.about["Exported by"], admin.Login)
	same(t, "when", w.about["Exported at, UTC"], "2026-11-23 14:02:11")
	same(t, "which platform", strings.Contains(w.about["Platform"], s.platform.URL()), true)
	same(t, "which filter", w.about["Shows"], "search an")
	same(t, "how old", strings.HasPrefix(w.about["Age of the values"], "read 2026-11-23 14:02:11 UTC, "), true)
}

// An export stands in the order of the list.
func TestAnExportKeepsTheOrder(t *testing.T) {
	s := open(t)
	s.clicksRow("Balance")
	s.clicksRow("Balance")
	var want []string
	for _, uid := range s.uids() {
		want = append(want, plainUID(uid))
	}
	same(t, "by User ID", slices.IsSorted(want), false)
	same(t, "order", s.exportsCSV().column("User ID"), want)
}

// A spreadsheet has the same rows; numbers are numbers, and no cell is a formula, whatever
// customers call themselves.
func TestASpreadsheetIsReadBack(t *testing.T) {
	s := open(t)
	hostile := s.platform.Notable(demo.NotableHostile)
	uids := s.uids()
	folder := s.asks("XLSX", "list")
	s.clicks("All columns, also those not on screen")
	s.fillsIn("File name", "list")
	s.press("Enter")
	s.done()
	book, err := excelize.OpenFile(filepath.Join(folder, "list.xlsx"))
	s.must(err)
	defer book.Close()
	rows, err := book.GetRows("Users", excelize.Options{RawCellValue: true})
	s.must(err)
	same(t, "rows", len(rows)-1, len(uids))
	same(t, "a column that is not on screen", slices.Contains(rows[0], "Two-Factor Auth") || slices.Contains(rows[0], "Ext. Billing ID"), true)
	login, id := slices.Index(rows[0], "Login"), slices.Index(rows[0], "User ID")
	for i, uid := range uids {
		same(t, "User ID", rows[i+1][id], plainUID(uid))
		if uid != hostile {
			same(t, "login", rows[i+1][login], s.truth(uid).Email)
		}
		for at := range rows[0] {
			name, err := excelize.CoordinatesToCellName(at+1, i+2)
			s.must(err)
			if formula, err := book.GetCellFormula("Users", name); err != nil || formula != "" {
				t.Fatalf("%s is the formula %q, %v", name, formula, err)
			}
		}
	}
}

// What a spreadsheet would run is a text in a CSV file.
func TestHostileTextsAreHarmlessInAnExport(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableHostile)
	s.searches(plainUID(uid))
	note := s.truth(uid).Note
	w := s.exportsCSV()
	same(t, "the note is hostile", strings.ContainsAny(note, "=+-@<\u202e"), true)
	for title, value := range w.rows[0] {
		if start := strings.TrimLeft(value, " \t\n\u00a0"); start != "" && strings.ContainsAny(start[:1], "=+@") || strings.ContainsAny(value, "\u202e\u200b") {
			t.Errorf("%s is %q", title, value)
		}
	}
}

// Marked customers are exported alone, or everybody who matches: as one chooses.
func TestOnlyTheMarkedAreExported(t *testing.T) {
	s := open(t)
	marked := []string{s.truth(s.uids()[1]).Email, s.truth(s.uids()[4]).Email}
	for _, email := range marked {
		s.clicksBox(email)
	}
	s.clicks("Export")
	s.clicks("Export as CSV…")
	folder := s.goesTo("marked")
	s.sees("2 marked")
	s.press("Enter")
	s.done()
	w := s.readCSV(filepath.Join(folder, "marked.csv"))
	same(t, "logins", w.column("Login"), marked)
	same(t, "what it says", w.about["Shows"], "marked customers only")

	s.clicks("Export")
	s.clicks("Export as CSV…")
	folder = s.goesTo("all.csv")
	s.drops("2 marked")
	s.clicks(fmt.Sprintf("all %d customers", customers))
	s.fillsIn("File name", "all.csv")
	s.press("Enter")
	same(t, "rows", len(s.readCSV(filepath.Join(folder, "all.csv")).rows), customers)
}

// A file that is there is replaced only after a second yes.
func TestAnExportAsksBeforeItReplaces(t *testing.T) {
	s := open(t)
	folder := s.asks("CSV", "old")
	path := filepath.Join(folder, "old.csv")
	s.must(os.WriteFile(path, []byte("before"), 0o600))
	s.press("Enter", "Enter")
	s.sees("old.csv is already there. Replace it, or choose another name.")
	content, err := os.ReadFile(path)
	s.must(err)
	same(t, "the file", string(content), "before")
	s.clicks("Replace")
	s.done()
	same(t, "rows", len(s.readCSV(path).rows), customers)
	same(t, "files", s.files(folder), []string{"old.csv"})
}

// A folder that cannot be written into, or is not there, is said in place; the form
// stays as it is.
func TestAnExportSaysWhyThereIsNoFile(t *testing.T) {
	s := open(t)
	s.asks("CSV", "list")
	for _, bad := range []struct{ folder, says string }{
		{"/sys", "You may not write into /sys. Nothing was written. Choose another folder."},
		{"/nowhere/at all", "There is no folder /nowhere/at all. Nothing was written. Choose another folder."},
		{"reports", "Write the folder in full, from its beginning."},
	} {
		s.fillsIn("Folder", bad.folder)
		s.press("Enter")
		s.sees(bad.says)
	}
	s.fillsIn("Folder", t.TempDir())
	s.seesNot("Write the folder in full")
	s.press("Enter")
	s.done()
}

// Without a connection, and to an operator who may only look, an export works and says
// how old its values are. Folder and form are remembered.
func TestAnExportOffline(t *testing.T) {
	s := live(t, "view")
	s.must(s.platform.Offline(true))
	s.clock.pass(31 * time.Minute)
	folder := s.asks("CSV", "list")
	s.press("Enter")
	s.done()
	w := s.readCSV(filepath.Join(folder, "list.csv"))
	same(t, "rows", len(w.rows), customers)
	same(t, "how old", w.about["Age of the values"], "read 2026-11-23 14:02:11 UTC, 31 min ago")
	s.fileMenu("Export…")
	s.sees("Export Users")
	same(t, "the folder is remembered", s.fieldText("Folder"), folder)
}

// fileMenu runs an item of the File menu.
func (s *story) fileMenu(title string) {
	s.t.Helper()
	for _, a := range s.window.Menus()[0].Menu {
		if a.Title == title {
			a.Start(nil)
			s.settle()
			return
		}
	}
	s.t.Fatalf("the File menu has no %q", title)
}

// fieldText is what stands in a field of the dialog.
func (s *story) fieldText(hint string) string {
	for _, p := range s.pieces() {
		if e, is := p.CanvasObject.(*kit.Entry); is && e.Hint == hint {
			return e.Text()
		}
	}
	return ""
}

// Activity History is exported with all its rows; a change is a number beside what it
// is a change of.
func TestActivityIsExported(t *testing.T) {
	s := activity(t)
	uids, counts := s.uids(), s.counts()
	s.clicks("Export")
	folder := s.goesTo("activity")
	s.press("Enter")
	s.done()
	w := s.readCSV(filepath.Join(folder, "activity.csv"))
	same(t, "rows", len(w.rows), len(uids))
	for i, r := range w.rows {
		same(t, "row", []string{r["User ID"], r["Actions Count"]}, []string{plainUID(uids[i]), fmt.Sprint(counts[i])})
	}
	same(t, "what it says", w.about["Shows"], "17 Nov 2026 to 23 Nov 2026")
}

// The tab that has the keyboard is what File > Export… means: here the quotas.
func TestATabIsExported(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	uid := s.uids()[0]
	s.visit(uid)
	s.press("Alt+5")
	s.until("quotas are read", func() bool { return s.window.Users().Detail().WhyNotExport() == "" && s.shows("Meaning") })
	quotas := s.inDetail("Meaning")
	s.window.Fyne().Canvas().Focus(quotas)
	s.fileMenu("Export…")
	s.sees("Export Quotas")
	same(t, "the name of the file", s.fieldText("File name"), fmt.Sprintf("quotas-%s-2026-11-23", plainUID(uid)))
	folder := s.goesTo("quotas")
	s.press("Enter")
	s.done()
	w := s.readCSV(filepath.Join(folder, "quotas.csv"))
	same(t, "rows", len(w.rows), quotas.Length())
	same(t, "quotas", len(w.rows) > 20, true)
}

// The log of a customer with 200,000 actions is written page by page; stopped in the
// middle it leaves no file, whole or in parts.
func TestALongExportIsStopped(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableAudit)
	log := s.logged(uid)
	s.until("the whole log is known", func() bool { return log.Length() > 5000 })
	s.window.Fyne().Canvas().Focus(log)
	s.fileMenu("Export…")
	folder := s.goesTo("log.xlsx")
	s.key(parseKey("Enter"))
	s.untilWritten()
	s.press("Esc")
	same(t, "toasts", s.window.Toasts(), []string{"The export was stopped. No file was written."})
	same(t, "files", s.files(folder), nil)
	same(t, "temporary files", s.files(s.app.TempDir()), nil)

	s.fileMenu("Export…")
	folder = s.goesTo("log.csv")
	s.press("Enter")
	s.done()
	w := s.readCSV(filepath.Join(folder, "log.csv"))
	list, err := s.cluster.AuditList(s.ctx, uid, model.AuditFilter{From: s.chosenDays().From, To: s.chosenDays().To})
	s.must(err)
	same(t, "rows", len(w.rows), len(list.Keys))
	first, err := s.cluster.AuditRows(s.ctx, uid, list.Keys[:1])
	s.must(err)
	same(t, "the first", w.rows[0]["Date, UTC"], first[0].Started.UTC().Format(time.DateTime))
}

// untilWritten lets time pass until the dialog says that rows are written; it does not
// wait for the end.
func (s *story) untilWritten() {
	s.t.Helper()
	toasts := len(s.window.Toasts())
	for late := time.Now().Add(patience); !s.shows("00 rows written"); {
		s.timers.Advance(100 * time.Millisecond)
		s.queue.(interface{ Drain() int }).Drain()
		if time.Now().After(late) || len(s.window.Toasts()) > toasts {
			s.t.Fatalf("no rows were written. On screen:\n%s", s.screen())
		}
	}
}

// A long export can go on behind the window's other work: a toast says its end. One that
// is under way when the window is closed leaves nothing.
func TestAnExportGoesOnInTheBackground(t *testing.T) {
	s := open(t)
	uid := s.platform.Notable(demo.NotableAudit)
	log := s.logged(uid)
	s.until("the whole log is known", func() bool { return log.Length() > 5000 })
	rows := log.Length()
	begin := func() (folder string) {
		s.window.Fyne().Canvas().Focus(log)
		s.fileMenu("Export…")
		folder = s.goesTo("log.xlsx")
		s.key(parseKey("Enter"))
		s.untilWritten()
		return folder
	}
	folder := begin()
	s.clicks("Continue in Background")
	s.done()
	book, err := excelize.OpenFile(filepath.Join(folder, "log.xlsx"))
	s.must(err)
	defer book.Close()
	written, err := book.GetRows("Audit Log")
	s.must(err)
	same(t, "rows", len(written)-1, rows)

	folder = begin()
	s.quit()
	same(t, "files", s.files(folder), nil)
}
