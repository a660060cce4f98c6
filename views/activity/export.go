package activity

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/screen"
)

// Export writes the rows of what is filtered to a file.
func (p *Page) Export() { p.env.Export(p.exported()) }

// WhyNotExport is why there is nothing to export; empty: there is.
func (p *Page) WhyNotExport() string {
	if len(p.rows) == 0 {
		return text.T("export.activity.none")
	}
	return ""
}

// exported is the table of what is filtered, in its order. The bar is left out;
// beside the change stands the number that it is a change of.
func (p *Page) exported() screen.Exported {
	var columns []model.Column
	sheet := export.Sheet{Title: text.T("menu.activity")}
	add := func(c model.Column, title string, kind export.Kind) {
		columns = append(columns, c)
		sheet.Columns = append(sheet.Columns, export.Column{Title: title, Kind: kind})
	}
	for _, c := range p.columns.Layout() {
		switch title := columnTitle(c.Column); {
		case !p.columns.Shows(c) || c.Column == columnBar:
		case c.Column == columnPrevious:
			add(columnBefore, text.T("export.activity.previous"), export.KindNumber)
			add(c.Column, text.T("export.column", text.With("Column", title), text.With("Unit", "%")), export.KindNumber)
		case c.Column == columnUID || c.Column == columnActions:
			add(c.Column, title, export.KindNumber)
		default:
			add(c.Column, title, export.KindText)
		}
	}
	rows, known := p.rows, p.table.Previous
	return screen.Exported{
		Name: text.T("menu.activity"), Shows: p.filterWords(), Sheet: sheet, Count: len(rows), State: p.table.State,
		Rows: func(ctx context.Context) iter.Seq2[[]export.Value, error] {
			return func(yield func([]export.Value, error) bool) {
				values := make([]export.Value, len(columns))
				for _, r := range rows {
					for i, c := range columns {
						values[i] = exportedValue(r, c, known)
					}
					if !yield(values, ctx.Err()) || ctx.Err() != nil {
						return
					}
				}
			}
		},
	}
}

// columnBefore is the column of an export beside the change.
const columnBefore model.Column = "before"

// exportedValue is what stands in a column of an export; known says that the period
// before was read.
func exportedValue(r model.ActivityRow, c model.Column, known bool) export.Value {
	switch c {
	case columnUID:
		return export.Number(r.UID)
	case columnLogin:
		return export.Text(r.Login)
	case columnGroup:
		return export.Text(r.Group)
	case columnActions:
		return export.Number(r.Actions)
	case columnBefore:
		if known {
			return export.Number(r.Previous)
		}
	case columnPrevious:
		if known && r.Previous != 0 {
			return export.Decimal(decimal.New(change(r), -1))
		}
	}
	return export.Value{}
}

// filterWords says in words which days and whom the list shows.
func (p *Page) filterWords() string {
	first, last := p.days()
	day := func(t time.Time) string { return text.DayMonthYear(t, time.UTC) }
	parts := []string{text.T("export.span", text.With("First", day(first)), text.With("Last", day(last)))}
	if search := strings.TrimSpace(p.search.Text()); search != "" {
		parts = append(parts, text.T("export.users.search", text.With("Text", search)))
	}
	if len(p.view.Groups) > 0 {
		key := "list.filter.group"
		if p.view.NotGroups {
			key = "list.filter.notgroup"
		}
		parts = append(parts, text.T(key, text.With("Groups", strings.Join(p.view.Groups, ", "))))
	}
	return strings.Join(parts, ", ")
}
