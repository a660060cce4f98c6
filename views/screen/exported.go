package screen

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
)

// Exported is a table of a page or tab to be written to a file.
type Exported struct {
	Name  string       // of the list or tab, in words; the proposed name of the file begins so
	UID   platform.UID // of the customer; 0: the table is not of one
	Shows string       // search, filters and period in words; empty: everything
	Sheet export.Sheet // title and columns; who wrote it and when is added by whoever writes
	// Rows are all rows of what is filtered, not only those in view. They are taken
	// off the UI thread, and end with an error when the context does.
	Rows  func(ctx context.Context) iter.Seq2[[]export.Value, error]
	Count int                // of the rows, for the progress; 0: not known
	State model.SectionState // how old it is
	// Read is how many customers had been read of a list that is still being read for
	// the first time; 0: it is whole.
	Read int

	// Scopes are the choices of rows, in words; none: there is no choice. The first is
	// chosen at first.
	Scopes []string
	// HiddenColumns says that there are columns that are not on screen.
	HiddenColumns bool
	// Pick is the table of a choice of rows, with all columns or those on screen; nil:
	// there is one table only.
	Pick func(scope int, allColumns bool) Exported
}

// exportSpans is how many spans that were not read an export names.
const exportSpans = 20

// age is how old the values are, in words, and what of them is not there.
func (e Exported) age(now time.Time) string {
	if e.State.ReadAt.IsZero() {
		return text.T("export.age.never")
	}
	words := text.T("export.age.read", text.With("Time", text.DateTime(e.State.ReadAt, time.UTC)), text.With("Age", text.AgeSince(e.State.ReadAt, now, time.UTC)))
	if e.Read > 0 {
		words = text.T("export.age.partly", text.With("Age", words), text.With("Read", e.Read))
	}
	var spans []string
	for _, p := range e.State.Missing[:min(len(e.State.Missing), exportSpans)] {
		spans = append(spans, text.T("export.span", text.With("First", text.DateTime(p.From, time.UTC)), text.With("Last", text.DateTime(p.To, time.UTC))))
	}
	if len(e.State.Missing) > exportSpans {
		spans = append(spans, "…")
	}
	if len(spans) > 0 {
		words = text.T("export.age.missing", text.With("Age", words), text.With("Spans", strings.Join(spans, ", ")))
	}
	return words
}

// fileName is what the file is called if nobody says otherwise: what it is, of which
// User ID, of which day. No person is named.
func (e Exported) fileName(now time.Time) string {
	words := strings.Fields(strings.ToLower(e.Name))
	if e.UID != 0 {
		words = append(words, strconv.FormatUint(uint64(e.UID), 10))
	}
	return strings.Join(append(words, text.Date(now, time.UTC)), "-")
}

// pick is the table of a choice.
func (e Exported) pick(scope int, allColumns bool) Exported {
	if e.Pick == nil {
		return e
	}
	return e.Pick(scope, allColumns)
}
