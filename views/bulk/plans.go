package bulk

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

const slotPlans = "bulk.plans"

// plans is the list of what was planned here and not started, and of what was
// started, newest first.
type plans struct {
	page    *Page
	root    fyne.CanvasObject
	table   *kit.Grid
	lead    *kit.Button
	batches []model.Batch
}

func newPlans(p *Page) *plans {
	l := &plans{page: p}
	host := p.env.Host
	left, right := fyne.TextAlignLeading, fyne.TextAlignTrailing
	l.table = kit.NewGrid(host,
		column("state", text.T("bulk.column.state"), 120, left), identity(column("plan", text.T("bulk.column.plan"), 110, left)),
		column("operation", text.T("bulk.operation"), 190, left), column("rows", text.T("bulk.column.rows"), 80, right),
		column("total", text.T("bulk.column.total"), 130, right), column("made", text.T("bulk.column.made"), 150, left),
		column("by", text.T("bulk.column.by"), 180, left), flexible(column("outcome", text.T("bulk.column.outcome"), 260, left)))
	l.table.Length = func() int { return len(p.review.kept) + len(l.batches) }
	l.table.Fill = l.fill
	l.table.OnActivate = l.open
	l.table.OnEscape = p.Leave
	choose := kit.NewButton(host, text.T("bulk.plans.new"), theme.ContentAddIcon(), p.Choose)
	file := kit.NewButton(host, text.T("bulk.plans.file"), theme.FolderOpenIcon(), p.OpenFile)
	l.lead = kit.NewButton(host, text.T("bulk.plans.open"), theme.NavigateNextIcon(), func() { l.open(l.table.Current()) })
	l.lead.Action.WhyNot = func() string {
		if l.table.Current() < 0 {
			return text.T("bulk.plans.choose")
		}
		return ""
	}
	l.table.OnCurrent = func(int) { l.lead.Refresh() }
	bar := kit.NewToolbar([]fyne.CanvasObject{choose, file, l.lead}, nil)
	l.root = kit.Pillar(bar, l.table, kit.Stack())
	return l
}

// read asks for all batches.
func (l *plans) read() {
	env := l.page.env
	env.Tasks.Go(slotPlans, func(ctx context.Context) (func(), error) {
		list, err := env.Cluster.Batches(ctx)
		return func() {
			l.batches = list
			l.refresh()
		}, err
	}, env.Fail)
}

func (l *plans) fill(i int, _ []kit.Column, row *kit.Row) bool {
	row.Key = uint64(i) + 1
	if i < len(l.page.review.kept) {
		d := l.page.review.kept[i]
		rows, total, err := d.plan.Total()
		row.Cells = keptCells(row.Cells, d, rows, total, err, l.page.env)
		return true
	}
	b := l.batches[i-len(l.page.review.kept)]
	word, tone := batchWord(b.State)
	row.Cells[0] = kit.Cell{Text: word, Color: tone.Color()}
	row.Cells[1] = kit.Cell{Text: shortID(b.ID), Mono: true, Hint: b.ID}
	row.Cells[2] = kit.Cell{Text: screen.OperationName(b.Kind), Bold: true}
	row.Cells[3] = kit.Cell{Text: text.Count(b.Rows)}
	row.Cells[4] = kit.Cell{Text: text.MoneyChange(signedOf(b.Kind, b.Amount))}
	row.Cells[5] = kit.Cell{Text: text.DateTime(b.Made, l.page.env.Zone()), Mono: true}
	row.Cells[6] = kit.Cell{Text: text.Visible(b.By.Login)}
	row.Cells[7] = kit.Cell{Text: outcomeWords(b)}
	return true
}

// keptCells are the cells of a plan that was not started.
func keptCells(cells []kit.Cell, d draft, rows int, total platform.Money, err error, env *screen.Env) []kit.Cell {
	cells[0] = kit.Cell{Text: text.T("bulk.state.kept"), Color: theme.ColorNamePrimary}
	cells[1] = kit.Cell{Text: shortID(d.plan.ID), Mono: true, Hint: d.plan.ID}
	cells[2] = kit.Cell{Text: screen.OperationName(d.kind), Bold: true}
	cells[3] = kit.Cell{Text: text.Count(rows)}
	if err == nil && d.kind.Money() {
		cells[4] = kit.Cell{Text: text.MoneyChange(signedOf(d.kind, total))}
	}
	cells[5] = kit.Cell{Text: text.DateTime(d.plan.Made, env.Zone()), Mono: true}
	cells[6] = kit.Cell{Text: text.Visible(d.plan.By.Login)}
	cells[7] = kit.Cell{Text: text.T("bulk.plans.kept")}
	return cells
}

// outcomeWords is what became of a batch so far.
func outcomeWords(b model.Batch) string {
	if b.State == model.BatchClosed {
		return text.T("bulk.plans.closed")
	}
	words := text.T("bulk.plans.confirmed", text.With("Done", b.Counts[model.StateConfirmed]), text.With("All", b.Rows))
	if n := b.Counts[model.StateRejected]; n > 0 {
		words += ", " + text.T("bulk.sum.rejected", text.N(n))
	}
	if n := b.Flying(); n > 0 {
		words += ", " + text.T("bulk.plans.flying", text.N(n))
	}
	if n := b.Left(); n > 0 && !over(b.State) {
		words += ", " + text.T("bulk.plans.left", text.N(n))
	}
	return words
}

// open leads to a plan or a run.
func (l *plans) open(i int) {
	kept := len(l.page.review.kept)
	switch {
	case i < 0 || i >= l.table.Length():
	case i < kept:
		l.page.review.resume(i)
		l.page.show(l.page.review)
	case l.batches[i-kept].State == model.BatchClosed:
		l.page.env.Host.Hint.Say(text.T("bulk.plans.closed"))
	default:
		l.page.OpenBatch(l.batches[i-kept].ID)
	}
}

func (l *plans) object() fyne.CanvasObject { return l.root }
func (l *plans) grid() *kit.Grid           { return l.table }
func (l *plans) focus()                    { l.page.env.Window.Canvas().Focus(l.table) }

func (l *plans) refresh() {
	l.table.SetMessage(nil)
	if l.table.Length() == 0 {
		l.table.SetMessage(&kit.GridMessage{Text: text.T("bulk.plans.none")})
	}
	l.table.Refresh()
	l.table.RefreshRows(0, l.table.Length())
	if l.table.Current() < 0 && l.table.Length() > 0 {
		l.table.SetCurrent(0)
	}
	l.lead.Refresh()
}

func (l *plans) heading() heading { return heading{title: text.T("bulk.plans.title"), step: stepNone} }
