package users

import (
	"context"
	"iter"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// exportedAtOnce is how many customers are in memory at once for an export.
const exportedAtOnce = 500

// columnCurrency is the column of an export beside amounts.
const columnCurrency model.Column = "currency"

// exportMenu are the items of the Export menu.
func (p *Page) exportMenu() []*kit.Action {
	as := func(key string, format export.Format) *kit.Action {
		return &kit.Action{Title: text.T(key), Icon: theme.DownloadIcon(), WhyNot: p.whyNotExport, Run: func() { p.env.ExportAs(p.exported(), &format) }}
	}
	return []*kit.Action{as("export.menu.csv", export.CSV), as("export.menu.xlsx", export.XLSX)}
}

// Export writes the list to a file, or the tab of the customer where that has the
// keyboard.
func (p *Page) Export() {
	whyNot, run := p.whyNotExport, func() { p.env.Export(p.exported()) }
	if p.DetailFocused() {
		whyNot, run = p.detail.WhyNotExport, p.detail.ExportTab
	}
	(&kit.Action{WhyNot: whyNot, Run: run}).Start(p.env.Host.Hint)
}

// DetailFocused reports whether something in the detail has the keyboard.
func (p *Page) DetailFocused() bool {
	focused, ok := p.env.Window.Canvas().Focused().(fyne.CanvasObject)
	if !ok || !p.following {
		return false
	}
	driver, detail := fyne.CurrentApp().Driver(), p.detail.Object()
	at := driver.AbsolutePositionForObject(focused).Subtract(driver.AbsolutePositionForObject(detail))
	return at.X >= 0 && at.Y >= 0 && at.X < detail.Size().Width && at.Y < detail.Size().Height
}

func (p *Page) whyNotExport() string {
	if p.list.whole && len(p.list.uids) == 0 {
		return text.T("export.users.none")
	}
	return ""
}

// exported is the list of what is filtered in its order, or who is marked.
func (p *Page) exported() screen.Exported {
	filter, matching := p.list.filter, -1
	if p.list.whole {
		matching = len(p.list.uids)
	}
	marked := filter
	marked.Text, marked.Groups, marked.NotGroups, marked.States, marked.Only = "", nil, false, nil, p.marks.sorted()
	e := p.exportedAs(filter, matching, false)
	e.HiddenColumns = true
	e.Pick = func(scope int, allColumns bool) screen.Exported {
		if len(marked.Only) > 0 && scope == 0 {
			return p.exportedAs(marked, len(marked.Only), allColumns)
		}
		return p.exportedAs(filter, matching, allColumns)
	}
	if len(marked.Only) > 0 {
		all := "export.users.match"
		if filter.IsZero() {
			all = "export.users.all"
		}
		e.Scopes = []string{text.T("export.users.marked", text.N(len(marked.Only))), text.T(all, text.N(max(matching, len(p.list.uids))))}
	}
	return e
}

// exportedAs is the list of a filter with the columns on screen, or all.
func (p *Page) exportedAs(filter model.Filter, count int, allColumns bool) screen.Exported {
	list := p.exportedColumns(allColumns)
	e := screen.Exported{
		Name: text.T("menu.users"), Shows: exportedWords(filter), Sheet: exportedSheet(list), Count: max(count, 0),
		State: model.SectionState{ReadAt: p.readAt},
	}
	if progress := p.env.Cluster.Progress(); !progress.Complete {
		e.Read = progress.Read
	}
	cluster := p.env.Cluster
	e.Rows = func(ctx context.Context) iter.Seq2[[]export.Value, error] {
		return func(yield func([]export.Value, error) bool) {
			found, err := cluster.List(ctx, filter)
			if err != nil {
				yield(nil, err)
				return
			}
			values := make([]export.Value, len(list))
			for at := 0; at < len(found.UIDs); at += exportedAtOnce {
				page, err := cluster.Customers(ctx, window(found.UIDs, at, at+exportedAtOnce))
				if err != nil {
					yield(nil, err)
					return
				}
				for _, c := range page {
					for i, column := range list {
						values[i] = exportedValue(c, column)
					}
					if !yield(values, nil) {
						return
					}
				}
			}
		}
	}
	return e
}

// exportedColumns are the columns on screen in their order, or all; amounts are
// followed by their currency. The status is one of them in words already.
func (p *Page) exportedColumns(all bool) []model.Column {
	var list []model.Column
	amounts := false
	for _, c := range p.layout.Columns {
		if c.Column == model.ColumnWord || !all && !p.unused.shows(c) {
			continue
		}
		if amounts && !isAmount(c.Column) {
			list = append(list, columnCurrency)
		}
		list, amounts = append(list, c.Column), isAmount(c.Column)
	}
	if amounts {
		list = append(list, columnCurrency)
	}
	return list
}

func isAmount(c model.Column) bool { return c == model.ColumnBalance || c == model.ColumnBonus }

// exportedSheet is the table without its rows; times are in UTC.
func exportedSheet(list []model.Column) export.Sheet {
	sheet := export.Sheet{Title: text.T("menu.users")}
	for _, c := range list {
		column := export.Column{Title: title(c)}
		switch c {
		case columnCurrency:
			column.Title, column.Width = text.T("export.currency"), 10
		case model.ColumnUID:
			column.Kind = export.KindNumber
		case model.ColumnBalance, model.ColumnBonus:
			column.Kind = export.KindMoney
		case model.ColumnSignup, model.ColumnReadAt:
			column.Kind = export.KindTime
			column.Title = text.T("list.column.in", text.With("Column", column.Title), text.With("Zone", "UTC"))
		case model.ColumnLogin, model.ColumnNote:
			column.Width = 36
		}
		sheet.Columns = append(sheet.Columns, column)
	}
	return sheet
}

// exportedValue is what stands in a column of an export.
func exportedValue(c model.Customer, column model.Column) export.Value {
	switch column {
	case columnCurrency:
		return export.Text(c.Balance.Currency())
	case model.ColumnUID:
		return export.Number(c.UID)
	case model.ColumnBalance:
		return export.Money(c.Balance)
	case model.ColumnBonus:
		return export.Money(c.Bonus)
	case model.ColumnSignup:
		return export.Time(c.SignedUp)
	case model.ColumnReadAt:
		return export.Time(c.ReadAt)
	}
	return export.Text(copied(look{}, c, column))
}

// exportedWords sums a filter up, search included.
func exportedWords(f model.Filter) string {
	var parts []string
	if f.Text != "" {
		parts = append(parts, text.T("export.users.search", text.With("Text", f.Text)))
	}
	only := f.Only
	f.Only = nil
	if words := filterWords(f); words != "" {
		parts = append(parts, words)
	}
	if only != nil {
		parts = append(parts, text.T("export.users.only"))
	}
	return strings.Join(parts, ", ")
}
