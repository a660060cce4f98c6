package export

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"steward/client/platform"
)

var at = time.Date(2026, 11, 23, 14, 2, 11, 0, time.UTC)

// given makes rows of what it is given.
func given(rows ...[]Value) iter.Seq2[[]Value, error] {
	return func(yield func([]Value, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func money(t testing.TB, digits string) Value {
	t.Helper()
	m, err := platform.ParseMoney(digits, "EUR")
	if err != nil {
		t.Fatal(err)
	}
	return Money(m)
}

func column(t *testing.T, title string, kind Kind, values ...Value) (Sheet, iter.Seq2[[]Value, error]) {
	t.Helper()
	rows := make([][]Value, len(values))
	for i, v := range values {
		rows[i] = []Value{v}
	}
	return Sheet{Title: "Test", Columns: []Column{{Title: title, Kind: kind}}}, given(rows...)
}

// place is a target in an empty folder and a scratch folder.
func place(t *testing.T, format Format) Target {
	t.Helper()
	scratch := t.TempDir()
	return Target{Path: filepath.Join(t.TempDir(), "customers"+format.Extension()), Format: format, Scratch: scratch}
}

func write(t *testing.T, target Target, sheet Sheet, rows iter.Seq2[[]Value, error]) {
	t.Helper()
	if _, err := Write(t.Context(), target, sheet, rows); err != nil {
		t.Fatal(err)
	}
	if left := files(t, target.Scratch); len(left) > 0 {
		t.Errorf("left in the temporary folder: %q", left)
	}
	if left := files(t, filepath.Dir(target.Path)); !slices.Equal(left, []string{filepath.Base(target.Path)}) {
		t.Errorf("in the target's folder: %q", left)
	}
	info, err := os.Stat(target.Path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
}

// files are all files below a folder.
func files(t *testing.T, folder string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && path != folder {
			name, _ := filepath.Rel(folder, path)
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// readCSV is strict: every record has to have the same number of fields.
func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, marked := bytes.CutPrefix(text, []byte("\uFEFF"))
	if !marked {
		t.Error("no byte order mark: spreadsheets take it for the local code page")
	}
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func openXLSX(t *testing.T, path string) *excelize.File {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// raw are the cells of a sheet as they are stored.
func raw(t *testing.T, book *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCSVReadsBackAndSaysWhatItIs(t *testing.T) {
	target := place(t, CSV)
	origin := Origin{By: "dana.k@harbor.example.com", At: at, Cluster: "Harbor Cloud EU (jca.harbor.example.com)", Age: "31 min old"}
	sheet := Sheet{Title: "Customers", About: origin.Pairs(), Columns: []Column{
		{Title: "Login"}, {Title: "User ID", Kind: KindNumber}, {Title: "Balance, EUR", Kind: KindMoney},
		{Title: "Read at, UTC", Kind: KindTime}, {Title: "Duration, s", Kind: KindDuration},
	}}
	write(t, target, sheet, given(
		[]Value{Text("hello@greenpost.example.com"), Number(platform.UID(12203)), money(t, "-62.90160000000000000001"), Time(at.In(time.FixedZone("CET", 3600))), Duration(84250 * time.Millisecond)},
		[]Value{Text(`says "no", twice`), Number(-5), Money(platform.Money{}), Time(time.Time{}), Duration(2 * time.Minute)},
	))
	want := [][]string{
		{"Exported by", "dana.k@harbor.example.com", "", "", ""},
		{"Exported at, UTC", "2026-11-23 14:02:11", "", "", ""},
		{"Platform", "Harbor Cloud EU (jca.harbor.example.com)", "", "", ""},
		{"Shows", "everything", "", "", ""},
		{"Age of the values", "31 min old", "", "", ""},
		{"", "", "", "", ""},
		{"Login", "User ID", "Balance, EUR", "Read at, UTC", "Duration, s"},
		{"hello@greenpost.example.com", "12203", "-62.90160000000000000001", "2026-11-23 14:02:11", "84.25"},
		{`says "no", twice`, "-5", "", "", "120"},
	}
	if got := readCSV(t, target.Path); !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	text, err := os.ReadFile(target.Path)
	if err != nil || strings.Count(string(text), "\r\n") != len(want) || strings.Count(string(text), "\n") != len(want) {
		t.Error("RFC 4180 ends records with CR LF")
	}
}

func TestCSVOfOneColumnKeepsEmptyCells(t *testing.T) {
	target := place(t, CSV)
	sheet, rows := column(t, "Note", KindText, Text("a"), Value{}, Text("b"))
	write(t, target, sheet, rows)
	if got := readCSV(t, target.Path); len(got) != 4 || got[2][0] != "" {
		t.Errorf("%q", got)
	}
}

func TestXLSXReadsBackAndSaysWhatItIs(t *testing.T) {
	target := place(t, XLSX)
	sheet := Sheet{Title: "Customers: [all]", At: at, About: Origin{By: "dana.k", Filter: "group billing", At: at}.Pairs(), Columns: []Column{
		{Title: "Login"}, {Title: "User ID", Kind: KindNumber}, {Title: "Balance, EUR", Kind: KindMoney},
		{Title: "Read at, UTC", Kind: KindTime}, {Title: "Duration, s", Kind: KindDuration},
	}}
	write(t, target, sheet, given([]Value{Text("=1+1"), Number(12203), money(t, "1904118.2716"), Time(at), Duration(84250 * time.Millisecond)},
		[]Value{Text("x"), Decimal(decimal.RequireFromString("0.0182")), Money(platform.Money{}), Time(time.Time{}), Number(0)}))
	book := openXLSX(t, target.Path)
	if got := book.GetSheetList(); !slices.Equal(got, []string{"Customers- -all-", "About"}) {
		t.Errorf("sheets %q", got)
	}
	first := book.GetSheetName(0)
	want := [][]string{{"Login", "User ID", "Balance, EUR", "Read at, UTC", "Duration, s"},
		{"=1+1", "12203", "1904118.2716", "46349.5848495370", "84.25"}, {"x", "0.0182", "", "", "0"}}
	got := raw(t, book, first)
	got[1][3] = got[1][3][:min(len(got[1][3]), len(want[1][3]))]
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if shown, err := book.GetCellValue(first, "D2"); err != nil || shown != "2026-11-23 14:02:11" {
		t.Errorf("the time is shown as %q, %v", shown, err)
	}
	if shown, err := book.GetCellValue(first, "C2"); err != nil || shown != "1,904,118.2716" {
		t.Errorf("the amount is shown as %q, %v", shown, err)
	}
	if props, err := book.GetDocProps(); err != nil || props.Creator != "Steward" || props.Created != "2026-11-23T14:02:11Z" {
		t.Errorf("properties %+v, %v", props, err)
	}
	about := raw(t, book, "About")
	if len(about) != 5 || !slices.Equal(about[3], []string{"Shows", "group billing"}) || !slices.Equal(about[1], []string{"Exported at, UTC", "2026-11-23 14:02:11"}) {
		t.Errorf("about %q", about)
	}
}

// TestXLSXHasItsColumnsInOrder looks into the file: some spreadsheets mend, and complain,
// where the widths of columns do not follow each other.
func TestXLSXHasItsColumnsInOrder(t *testing.T) {
	target := place(t, XLSX)
	sheet := Sheet{Columns: []Column{{Title: "A", Width: 11}, {Title: "B", Width: 12}, {Title: "C", Width: 13}}}
	write(t, target, sheet, given())
	parts, err := zip.OpenReader(target.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer parts.Close()
	part, err := parts.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Cols []struct {
			Min   int `xml:"min,attr"`
			Max   int `xml:"max,attr"`
			Width int `xml:"width,attr"`
		} `xml:"cols>col"`
	}
	if err := xml.NewDecoder(part).Decode(&got); err != nil || len(got.Cols) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, col := range got.Cols {
		if col.Min != i+1 || col.Max != i+1 || col.Width != 11+i {
			t.Errorf("%d: %+v", i, col)
		}
	}
}

// TestXLSXMoneyKeepsItsDigits reads the digits out of the file itself.
func TestXLSXMoneyKeepsItsDigits(t *testing.T) {
	for digits, number := range map[string]bool{
		"0": true, "0.1": true, "-37.41": true, "2310.5528": true, "123456789012.345": true, "0.000000000123": true,
		"999999999999999": true, "1e3": true, "100000000000000000": true,
		"1234567890123456.78": false, "0.1234567890123456789": false, "-9007199254740993": false,
	} {
		target := place(t, XLSX)
		sheet, rows := column(t, "Balance", KindMoney, money(t, digits))
		write(t, target, sheet, rows)
		book := openXLSX(t, target.Path)
		want := decimal.RequireFromString(digits).String()
		if got := raw(t, book, "Test")[1][0]; decimal.RequireFromString(got).String() != want {
			t.Errorf("%s became %s", want, got)
		}
		kind, err := book.GetCellType("Test", "A2")
		if err != nil || (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) != number {
			t.Errorf("%s is of type %v, %v", digits, kind, err)
		}
	}
}

func TestHalfAnExportIsNone(t *testing.T) {
	broken := errors.New("the cache broke")
	for _, format := range []Format{CSV, XLSX} {
		for name, c := range map[string]struct {
			want error
			rows func(cancel func()) iter.Seq2[[]Value, error]
		}{
			"cancelled in the middle": {context.Canceled, func(cancel func()) iter.Seq2[[]Value, error] {
				return endless(func(i int) error {
					if i == 5000 {
						cancel()
					}
					return nil
				})
			}},
			"cancelled after the last row": {context.Canceled, func(cancel func()) iter.Seq2[[]Value, error] {
				return func(yield func([]Value, error) bool) {
					yield([]Value{Text("a")}, nil)
					cancel()
				}
			}},
			"rows that fail": {broken, func(func()) iter.Seq2[[]Value, error] {
				return endless(func(i int) error {
					if i == 5000 {
						return broken
					}
					return nil
				})
			}},
		} {
			target := place(t, format)
			if err := os.WriteFile(target.Path, []byte("before"), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			sheet, _ := column(t, "Note", KindText)
			_, err := Write(ctx, target, sheet, c.rows(cancel))
			cancel()
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
			if got, _ := os.ReadFile(target.Path); string(got) != "before" {
				t.Errorf("%s: at the target stands %.20q", name, got)
			}
			if left := append(files(t, target.Scratch), files(t, filepath.Dir(target.Path))...); len(left) != 1 {
				t.Errorf("%s: left %q", name, left)
			}
		}
	}
}

// endless makes rows until somebody says stop.
func endless(check func(i int) error) iter.Seq2[[]Value, error] {
	return func(yield func([]Value, error) bool) {
		for i := 0; yield([]Value{Text("mia.wong@example.com " + strings.Repeat("x", 4000))}, check(i)); i++ {
		}
	}
}

func TestExportReplacesAndTellsProgress(t *testing.T) {
	target := place(t, CSV)
	if err := os.WriteFile(target.Path, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	var told []int
	target.Progress = func(rows int) { told = append(told, rows) }
	sheet, rows := column(t, "N", KindNumber, make([]Value, 1200)...)
	n, err := Write(t.Context(), target, sheet, rows)
	if err != nil || n != 1200 || !slices.Equal(told, []int{500, 1000, 1200}) {
		t.Errorf("%d rows, told %v, %v", n, told, err)
	}
	if info, err := os.Stat(target.Path); err != nil || info.Mode().Perm() != 0o600 || len(readCSV(t, target.Path)) != 1201 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestExportRefuses(t *testing.T) {
	sheet, _ := column(t, "N", KindNumber)
	target := place(t, CSV)
	if _, err := Write(t.Context(), target, sheet, given([]Value{Number(1), Number(2)})); err == nil {
		t.Error("a row with too many values")
	}
	if _, err := Write(t.Context(), target, Sheet{}, given()); err == nil {
		t.Error("a table without columns")
	}
	target.Path = filepath.Join(target.Scratch, "nowhere", "a.csv")
	if _, err := Write(t.Context(), target, sheet, given()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	full := &xlsxRows{count: MaxRows + 1}
	if err := full.row(nil); !errors.Is(err, ErrTooManyRows) {
		t.Errorf("a row too many: %v", err)
	}
}

// TestOutputWithoutUnnamedFiles goes the way of systems and disks that have none.
func TestOutputWithoutUnnamedFiles(t *testing.T) {
	target := place(t, CSV)
	for _, publish := range []bool{false, true} {
		file, err := os.CreateTemp(target.Scratch, temporary)
		if err != nil {
			t.Fatal(err)
		}
		out := &output{file: file, path: target.Path, own: file.Name()}
		if _, err := io.WriteString(out.file, "complete"); err != nil {
			t.Fatal(err)
		}
		if publish {
			if err := out.publish(); err != nil {
				t.Fatal(err)
			}
		}
		out.discard()
		got, err := os.ReadFile(target.Path)
		if publish != (err == nil && string(got) == "complete") || len(files(t, target.Scratch)) > 0 {
			t.Errorf("published %v: %q, %v, left %q", publish, got, err, files(t, target.Scratch))
		}
	}
	complete, err := os.Open(target.Path)
	if err != nil {
		t.Fatal(err)
	}
	copied := &output{file: complete, path: target.Path + ".copy"}
	defer copied.discard()
	if err := copied.copyBeside(complete); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(copied.path); err != nil || string(got) != "complete" || len(files(t, filepath.Dir(target.Path))) != 2 {
		t.Errorf("%q, %v", got, err)
	}
}
