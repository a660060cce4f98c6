package export

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"steward/assets/text"
)

// The styles of columns: text stays text when somebody edits it, amounts show at least
// two decimals and all that they have.
const (
	styleText  = "@"
	styleMoney = "#,##0.00##########"
	styleTime  = "yyyy-mm-dd hh:mm:ss"
)

// writeXLSX writes a workbook of two sheets: the rows, and what the export is about.
// All that is written before it is packed lies in a folder of its own in scratch.
func writeXLSX(w io.Writer, scratch string, sheet Sheet, rows *source) (err error) {
	folder, err := os.MkdirTemp(scratch, temporary)
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	book := excelize.NewFile(excelize.Options{TmpDir: folder})
	defer func() { err = errors.Join(err, book.Close()) }()
	// The library would gather the whole file in memory first.
	book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return packed(w) })

	name := sheetName(sheet.Title)
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return fmt.Errorf("name the sheet: %w", err)
	}
	at := sheet.At.UTC().Format(time.RFC3339)
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "Steward", Title: clean(sheet.Title), Created: at, Modified: at}); err != nil {
		return fmt.Errorf("set the properties: %w", err)
	}
	if err := writeAbout(book, name, sheet.About); err != nil {
		return fmt.Errorf("write what it is about: %w", err)
	}
	x := &xlsxRows{book: book, folder: folder, cells: make([]any, len(sheet.Columns))}
	if x.stream, err = book.NewStreamWriter(name); err != nil {
		return fmt.Errorf("open the sheet: %w", err)
	}
	if err := x.titles(sheet.Columns); err != nil {
		return fmt.Errorf("write the titles: %w", err)
	}
	if err := rows.each(x.row); err != nil {
		return err
	}
	if err := x.stream.Flush(); err != nil {
		return fmt.Errorf("end the sheet: %w", err)
	}
	return book.Write(io.Discard)
}

// packed is a ZIP file on w that is packed fast: sheets shrink to a tenth either way.
func packed(w io.Writer) *zip.Writer {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	return z
}

// writeAbout adds the second sheet.
func writeAbout(book *excelize.File, first string, about []Pair) error {
	if len(about) == 0 {
		return nil
	}
	name := sheetName(text.T("export.about"))
	if strings.EqualFold(name, first) {
		name += " 2"
	}
	if _, err := book.NewSheet(name); err != nil {
		return err
	}
	for i, pair := range about {
		row := strconv.Itoa(i + 1)
		if err := errors.Join(book.SetCellStr(name, "A"+row, clean(pair.Name)), book.SetCellStr(name, "B"+row, clean(pair.Value))); err != nil {
			return err
		}
	}
	return errors.Join(book.SetColWidth(name, "A", "A", 22), book.SetColWidth(name, "B", "B", 80))
}

// xlsxRows writes the rows of the first sheet.
type xlsxRows struct {
	book   *excelize.File
	stream *excelize.StreamWriter
	folder string
	cells  []any // reused for every row
	count  int   // with the titles
}

// titles writes the first row, which stays in view, and how the columns look.
func (x *xlsxRows) titles(columns []Column) error {
	bold, err := x.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: "Calibri", Size: 11}})
	if err != nil {
		return err
	}
	// The library writes the column set last first; spreadsheets want them in order.
	for i, column := range slices.Backward(columns) {
		format, width := look(column)
		style, err := x.book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err == nil {
			err = x.stream.SetColStyle(i+1, i+1, style)
		}
		if err == nil {
			err = x.stream.SetColWidth(i+1, i+1, float64(min(width, 255)))
		}
		if err != nil {
			return err
		}
		x.cells[i] = clean(column.Title)
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	x.count++
	return x.stream.SetRow("A1", x.cells, excelize.RowOpts{StyleID: bold})
}

// look is the number format and the width of a column.
func look(column Column) (format string, width int) {
	format, width = styleText, 24
	switch column.Kind {
	case KindMoney:
		format, width = styleMoney, 16
	case KindTime:
		format, width = styleTime, 20
	case KindNumber, KindDuration:
		format, width = "General", 12
	case KindText:
	}
	if column.Width > 0 {
		width = column.Width
	}
	return format, width
}

// row writes one row.
func (x *xlsxRows) row(values []Value) error {
	if x.count++; x.count > MaxRows+1 {
		return ErrTooManyRows
	}
	for i, v := range values {
		x.cells[i] = cell(v)
	}
	if err := x.stream.SetRow("A"+strconv.Itoa(x.count), x.cells); err != nil {
		return err
	}
	if x.count%unlinkEvery == 0 {
		x.unlink()
	}
	if x.count%collectEvery == 0 {
		runtime.GC()
	}
	return nil
}

// cell is what the library takes for a value: texts become strings, never formulas.
func cell(v Value) any {
	switch {
	case v.empty():
		return nil
	case v.kind == KindText:
		return clean(v.text)
	case v.kind == KindTime:
		return v.when()
	case v.kind == KindNumber && v.text == "" && v.number > -1e15 && v.number < 1e15:
		return v.number
	}
	return exactNumber(v.digits())
}

// collectEvery is after how many rows the memory is tidied up: the library's buffer of
// 32 MB lets as much garbage gather before it is done by itself.
const collectEvery = 8192

// unlinkEvery is after how many rows unlink looks.
const unlinkEvery = 64

// unlink takes the names of the temporary files away where the system lets us: what has
// no name is gone when the program dies. Elsewhere they go at the end, or with their folder at
// the next start.
func (x *xlsxRows) unlink() {
	files, err := filepath.Glob(filepath.Join(x.folder, "*"))
	if err != nil {
		return
	}
	for _, file := range files {
		_ = os.Remove(file)
	}
}

// maxSheetName is how many characters a sheet's name may have.
const maxSheetName = 31

// sheetName makes a title a name that XLSX allows.
func sheetName(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return '-'
		}
		return r
	}, clean(title))
	if runes := []rune(name); len(runes) > maxSheetName {
		name = string(runes[:maxSheetName])
	}
	if name = strings.Trim(name, "' "); name == "" {
		return text.T("export.sheet")
	}
	return name
}
