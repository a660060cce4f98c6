package customer

import (
	"context"
	"iter"
	"slices"

	"fyne.io/fyne/v2"

	"steward/app/export"
	"steward/assets/text"
	"steward/views/kit"
)

// tableFoot is the bar under a table: how many rows, what they are of, sums.
type tableFoot struct {
	bar                *kit.Bar
	count, note, right *kit.Label
	said               footing
}

func newTableFoot(does ...fyne.CanvasObject) *tableFoot {
	f := &tableFoot{count: kit.NewBold(""), note: kit.NewSecondary(""), right: kit.NewLabel("")}
	f.note.Cut = true
	f.bar = kit.NewFooter([]fyne.CanvasObject{f.count, f.note}, append([]fyne.CanvasObject{f.right}, does...))
	return f
}

func (f *tableFoot) show(said footing) {
	if said == f.said {
		return
	}
	f.said = said
	f.count.SetText(said.count)
	f.note.SetText(said.note)
	f.right.SetText(said.right)
	f.bar.Refresh()
}

// showFoot counts the rows on screen.
func (t *table[T]) showFoot() {
	if t.footer == nil {
		return
	}
	said := footing{}
	switch {
	case t.waiting && len(t.all) == 0 && t.pages == nil:
	case t.foot != nil:
		said = t.foot(t.rows, t.all)
	default:
		said = footing{count: text.Count(t.length()), note: text.T("customer.rows", text.N(t.length()))}
	}
	if n := len(t.marks); n > 0 {
		said.note += "   " + text.T("customer.marked", text.N(n))
	}
	t.footer.show(said)
}

// sheet is the table for an export: the columns on screen in their order.
func (t *table[T]) sheet(title string) (export.Sheet, []*column[T]) {
	s := export.Sheet{Title: title}
	var columns []*column[T]
	for _, g := range t.grid.Columns() {
		c := t.column(g.ID)
		if c == nil {
			continue
		}
		columns = append(columns, c)
		name := t.title(c)
		if c.kind == export.KindTime { // exports are in UTC
			name = text.T("list.column.in", text.With("Column", c.title), text.With("Zone", "UTC"))
		}
		s.Columns = append(s.Columns, export.Column{Title: name, Kind: c.kind})
	}
	return s, columns
}

// exported is the whole table of what is filtered. shows is what restricts it, in
// words.
func (t *table[T]) exported(title, shows string) Exported {
	sheet, columns := t.sheet(title)
	if t.search != nil && t.search.Text() != "" {
		shows = text.T("customer.export.search", text.With("Text", t.search.Text())) + joined(shows)
	}
	return Exported{
		Name: title, UID: t.place.uid(), Shows: shows, Sheet: sheet, State: t.said.SectionState, Count: len(t.rows),
		Rows: exportRows(columns, slices.Values(slices.Clone(t.rows))),
	}
}

func joined(more string) string {
	if more == "" {
		return ""
	}
	return ", " + more
}

// exportRows are rows as an export wants them; they are taken off the UI thread.
func exportRows[T any](columns []*column[T], rows iter.Seq[T]) func(context.Context) iter.Seq2[[]export.Value, error] {
	return func(ctx context.Context) iter.Seq2[[]export.Value, error] {
		return func(yield func([]export.Value, error) bool) {
			values := make([]export.Value, len(columns))
			for row := range rows {
				fillExport(values, columns, row)
				if !yield(values, ctx.Err()) || ctx.Err() != nil {
					return
				}
			}
		}
	}
}

// fillExport puts a row into the values of an export.
func fillExport[T any](values []export.Value, columns []*column[T], row T) {
	for i, c := range columns {
		if c.value != nil {
			values[i] = c.value(row)
		} else {
			values[i] = export.Text(c.text(row))
		}
	}
}
