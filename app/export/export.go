package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
)

// Format is the form of a file.
type Format uint8

// The formats.
const (
	CSV Format = iota
	XLSX
)

// FormatOf is the format that a file's name asks for: CSV unless it ends in .xlsx.
func FormatOf(path string) Format {
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return XLSX
	}
	return CSV
}

// Extension is the end of the file's name, with its dot.
func (f Format) Extension() string {
	if f == XLSX {
		return ".xlsx"
	}
	return ".csv"
}

// Target is where an export goes.
type Target struct {
	Path   string // the file; what is there is replaced when the new one is complete
	Format Format
	// Scratch is the folder for temporary files, 0700. Whoever owns it empties it at
	// the next start: a program that is killed cannot.
	Scratch string
	// Progress is called now and then with the rows written so far, on the goroutine
	// of Write; nil: nobody asks.
	Progress func(rows int)
}

// MaxRows is how many rows an XLSX file holds.
const MaxRows = 1<<20 - 1

// ErrTooManyRows is returned for more rows than an XLSX sheet can hold.
var ErrTooManyRows = errors.New("more rows than an XLSX sheet holds")

// temporary begins the names of everything in the folder for temporary files.
const temporary = "export-"

// Write writes a table and returns how many rows it has. Each row has as many values
// as the sheet has columns, and may be reused by its producer after it was taken. An
// error of the rows, or the end of the context, ends it; then what was at the target
// before is still there, and nothing else is. The file is 0600. It returns
// ErrTooManyRows for XLSX, else errors of the rows, the context and the disk.
func Write(ctx context.Context, target Target, sheet Sheet, rows iter.Seq2[[]Value, error]) (int, error) {
	if len(sheet.Columns) == 0 {
		return 0, errors.New("write export: a table without columns")
	}
	out, err := create(target.Path, target.Scratch)
	if err != nil {
		return 0, fmt.Errorf("create export: %w", err)
	}
	defer out.discard()
	taken := &source{ctx: ctx, rows: rows, columns: len(sheet.Columns), progress: target.Progress}
	write := writeCSV
	if target.Format == XLSX {
		write = writeXLSX
	}
	if err := write(untilDone{ctx, out.file}, target.Scratch, sheet, taken); err != nil {
		return taken.count, fmt.Errorf("write export: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return taken.count, fmt.Errorf("write export: %w", err)
	}
	if err := out.publish(); err != nil {
		return taken.count, fmt.Errorf("finish export: %w", err)
	}
	return taken.count, nil
}

// source hands the rows on, counts them and looks whether anybody still wants them.
type source struct {
	ctx      context.Context // lives as long as one Write
	rows     iter.Seq2[[]Value, error]
	columns  int
	progress func(rows int)
	count    int
}

// progressEvery is after how many rows Progress is told.
const progressEvery = 500

// each calls take for every row.
func (s *source) each(take func(row []Value) error) error {
	for row, err := range s.rows {
		if err == nil {
			err = s.ctx.Err()
		}
		if err == nil && len(row) != s.columns {
			err = fmt.Errorf("row %d has %d values for %d columns", s.count+1, len(row), s.columns)
		}
		if err == nil {
			err = take(row)
		}
		if err != nil {
			return err
		}
		if s.count++; s.count%progressEvery == 0 {
			s.tell()
		}
	}
	s.tell()
	return nil
}

func (s *source) tell() {
	if s.progress != nil {
		s.progress(s.count)
	}
}

// untilDone writes until a context ends.
type untilDone struct {
	ctx context.Context // lives as long as one Write
	to  io.Writer
}

// Write implements io.Writer.
func (w untilDone) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.to.Write(p)
}
