package operations

import (
	"context"
	"iter"
	"strings"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/screen"
)

// exportAtOnce is how many operations an export reads at a time.
const exportAtOnce = 100

// Export writes the operations of what is filtered to a file; rows of runs too.
func (p *Page) Export() { p.env.Export(p.exported()) }

// WhyNotExport is why there is nothing to export; empty: there is.
func (p *Page) WhyNotExport() string {
	if len(p.list.lines) == 0 {
		return text.T("operations.export.none")
	}
	return ""
}

// exportColumns are the columns of an export.
var exportColumns = []struct {
	key  string
	kind export.Kind
}{
	{"id", export.KindText}, {"attempt", export.KindNumber}, {"state", export.KindText}, {"recorded", export.KindTime}, {"changed", export.KindTime},
	{"uid", export.KindNumber}, {"customer", export.KindText}, {"operation", export.KindText}, {"was", export.KindText}, {"wanted", export.KindText},
	{"amount", export.KindMoney}, {"currency", export.KindText}, {"balance", export.KindText}, {"reason", export.KindText}, {"ticket", export.KindText},
	{"operator", export.KindText}, {"batch", export.KindText},
}

// exported is the table of what is filtered, in the order of the journal.
func (p *Page) exported() screen.Exported {
	sheet := export.Sheet{Title: text.T("operations.tab")}
	for _, c := range exportColumns {
		sheet.Columns = append(sheet.Columns, export.Column{Title: text.T("operations.export." + c.key), Kind: c.kind})
	}
	f, cluster := p.filter(), p.env.Cluster
	count := len(p.list.singles)
	for _, r := range p.list.runs {
		count += len(r.keys)
	}
	rows := func(ctx context.Context, yield func([]export.Value, error) bool) {
		keys, err := cluster.OperationKeys(ctx, f)
		for from := 0; from < len(keys) && err == nil; from += exportAtOnce {
			var list []model.Operation
			if list, err = cluster.Operations(ctx, keys[from:min(from+exportAtOnce, len(keys))]); err != nil {
				break
			}
			for _, o := range list {
				if !yield(exportedRow(o), ctx.Err()) || ctx.Err() != nil {
					return
				}
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
	return screen.Exported{
		Name: text.T("operations.tab"), Shows: p.filterWords(), Sheet: sheet, Count: count,
		State: model.SectionState{ReadAt: p.env.App.Now()},
		Rows: func(ctx context.Context) iter.Seq2[[]export.Value, error] {
			return func(yield func([]export.Value, error) bool) { rows(ctx, yield) }
		},
	}
}

// exportedRow is an operation as a row of a file.
func exportedRow(o model.Operation) []export.Value {
	c := o.Change
	row := []export.Value{
		export.Text(string(o.ID)), export.Number(o.Attempt), export.Text(screen.LookOfOperation(o.State, o.Late).Word), export.Time(o.Recorded), export.Time(o.Changed),
		export.Number(o.UID), export.Text(c.Login), export.Text(screen.OperationName(o.Kind)), export.Text(c.Was), export.Text(c.Wanted),
	}
	if o.Kind.Money() && c.Amount.Given() {
		amount := screen.SignedAmount(o.Kind, c.Amount)
		row = append(row, export.Money(amount), export.Text(amount.Currency()), export.Text(screen.BalanceWord(c.Balance)))
	} else {
		row = append(row, export.Value{}, export.Value{}, export.Value{})
	}
	return append(row, export.Text(c.Reason), export.Text(c.Ticket), export.Text(o.Operator.Login), export.Text(o.Batch))
}

// filterWords says in words what the list shows.
func (p *Page) filterWords() string {
	parts := []string{text.T("operations.range." + rangeWord(p.view.Range))}
	if s := strings.TrimSpace(p.search.Text()); s != "" {
		parts = append(parts, text.T("export.users.search", text.With("Text", s)))
	}
	if len(p.view.States) > 0 {
		parts = append(parts, p.states.Title())
	}
	if len(p.view.Kinds) > 0 {
		parts = append(parts, p.kinds.Title())
	}
	if p.view.Mine {
		parts = append(parts, text.T("operations.mine"))
	}
	if p.batch != "" {
		parts = append(parts, p.runs.Title())
	}
	if p.of != 0 {
		parts = append(parts, text.T("operations.only", text.With("UID", uidText(p.of))))
	}
	return strings.Join(parts, ", ")
}
