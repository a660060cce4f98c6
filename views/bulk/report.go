package bulk

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// showBanner says why the run paused, or what became of it. What can be done
// about it stands in the panel and the tools, once.
func (r *run) showBanner() {
	b := r.batch
	switch {
	case !r.known:
		r.banner.Hide()
	case b.State == model.BatchPaused:
		r.banner.Say(kit.Message{Tone: kit.ToneWarning, Icon: theme.WarningIcon(), Body: r.pausedWords()})
	case over(b.State) && b.Flying() == 0:
		tone := kit.ToneSuccess
		if b.Counts[model.StateConfirmed] < b.Rows {
			tone = kit.ToneWarning
		}
		words := r.summary()
		if b.Counts[model.StateRejected] > 0 {
			words += " " + text.T("bulk.done.retry")
		}
		r.banner.Say(kit.Message{Tone: tone, Icon: theme.InfoIcon(), Body: words})
	default:
		r.banner.Hide()
	}
}

// pausedWords is why nothing is sent, what that means and what to do.
func (r *run) pausedWords() string {
	b := r.batch
	row, left := text.With("Row", r.row), text.N(b.Left())
	switch {
	case b.Why == nil:
		return text.T("bulk.paused.person", left)
	case b.Why.Key == "journal.batch.unknown" && r.row > 0:
		return text.T("bulk.paused.unknown", row, left)
	case b.Why.Key == "journal.batch.rejections" && r.row > 0:
		return text.T("bulk.paused.rejections", row, left)
	case b.Why.Key == "journal.batch.restart":
		return text.T("bulk.paused.restart", text.With("Row", r.sums.running+1), left)
	}
	return r.page.env.Sentence(b.Why) + " " + text.T("bulk.paused.left", left)
}

// summary is the run in one sentence: "35 rows: 33 confirmed, 1 confirmed late, 1 rejected."
func (r *run) summary() string {
	b := r.batch
	var parts []string
	part := func(key string, n int) {
		if n > 0 {
			parts = append(parts, text.T(key, text.N(n)))
		}
	}
	part("bulk.sum.confirmed", b.Counts[model.StateConfirmed]-b.Late)
	part("bulk.sum.late", b.Late)
	part("bulk.sum.rejected", b.Counts[model.StateRejected])
	part("bulk.sum.cancelled", b.Counts[model.StateCancelled])
	part("bulk.sum.unknown", b.Counts[model.StateUnknown]+b.Counts[model.StateDuplicate]+b.Counts[model.StateWrong])
	part("bulk.sum.settled", b.Counts[model.StateSettled]+b.Counts[model.StateNotApplied])
	words := text.T("bulk.done", text.N(b.Rows), text.With("Parts", strings.Join(parts, ", ")))
	if b.Kind.Money() {
		words += " " + text.T("bulk.done.money", text.With("Confirmed", text.MoneyChange(signedOf(b.Kind, r.confirmed()))),
			text.With("Planned", text.MoneyChange(signedOf(b.Kind, b.Amount))))
	}
	return words
}

// confirmed is the exact sum of the confirmed rows; zero if there is none.
func (r *run) confirmed() platform.Money {
	if !r.sums.confirmed.Given() {
		return platform.NewMoney(r.sums.confirmed.Amount(), r.batch.Amount.Currency())
	}
	return r.sums.confirmed
}

// showTotals writes the sums at the foot: planned against confirmed.
func (r *run) showTotals() {
	b := r.batch
	words := []string{text.T("bulk.total.rows", text.N(b.Rows)), "", "", "", text.T("bulk.run.note")}
	switch {
	case r.reported():
		words[4] = text.T("bulk.run.note.over")
	case r.narrow:
		words[4] = ""
	}
	if b.Kind.Money() {
		sum := func(key string, m platform.Money) string {
			if !m.Given() {
				m = platform.NewMoney(m.Amount(), b.Amount.Currency())
			}
			return text.T(key, text.With("Sum", text.MoneyChange(signedOf(b.Kind, m))))
		}
		words[1], words[2] = sum("bulk.total.planned", r.sums.planned), sum("bulk.total.confirmed", r.sums.confirmed)
		words[3] = sum("bulk.total.rejected", r.sums.rejected) + "   " + sum("bulk.total.open", r.sums.open)
	}
	for i, w := range words {
		r.totals[i].SetText(w)
	}
	r.totals[0].Bold = true
	r.foot.Refresh()
}

// prepare shows a plan that the journal makes of this batch.
func (r *run) prepare(plan func(ctx context.Context, id string) (model.Plan, error)) {
	id := r.id
	r.page.env.Tasks.Go(slotRunDo, func(ctx context.Context) (func(), error) {
		p, err := plan(ctx, id)
		return func() {
			r.page.review.adopt(p, fromBatch)
			r.page.show(r.page.review)
		}, err
	}, r.failed)
}

// copyForTicket puts a short text about the run on the clipboard.
func (r *run) copyForTicket() {
	b := r.batch
	lines := []string{
		batchTitle(b, r.first),
		text.T("bulk.run.sub", text.With("Plan", shortID(b.ID)), text.With("Time", text.DateTime(b.Made, r.page.env.Zone())+" "+r.page.env.ZoneName()), text.With("By", b.By.Login)),
		r.summary(),
	}
	if r.first.Change.Reason != "" {
		lines = append(lines, text.T("bulk.ticket.reason", text.With("Reason", r.first.Change.Reason)))
	}
	words := strings.Join(lines, "\n")
	fyne.CurrentApp().Clipboard().SetContent(words)
	r.page.env.Host.Hint.Say(text.T("bulk.ticket.copied"))
}

func (r *run) exportMenu() []*kit.Action {
	as := func(key string, format export.Format) *kit.Action {
		return &kit.Action{Title: text.T(key), Icon: theme.DownloadIcon(), Run: func() { r.page.env.ExportAs(r.exported(), &format) }}
	}
	return []*kit.Action{as("export.menu.csv", export.CSV), as("export.menu.xlsx", export.XLSX)}
}

// exported is the report as a table: every row, whatever the list is narrowed to.
func (r *run) exported() screen.Exported {
	b, cluster := r.batch, r.page.env.Cluster
	title := func(key string, kind export.Kind) export.Column { return export.Column{Title: text.T(key), Kind: kind} }
	sheet := export.Sheet{Title: text.T("bulk.report.sheet"), Columns: []export.Column{
		title("bulk.report.row", export.KindNumber), title("bulk.column.outcome", export.KindText), title("bulk.column.login", export.KindText),
		title("bulk.column.uid", export.KindNumber), title("bulk.operation", export.KindText), title("bulk.report.was", export.KindText),
		title("bulk.report.wanted", export.KindText), title("bulk.column.change", export.KindMoney), title("export.currency", export.KindText),
		title("bulk.balance", export.KindText), title("bulk.report.sent", export.KindTime), title("bulk.column.operation", export.KindText),
		title("bulk.report.ledger", export.KindText), title("bulk.column.detail", export.KindText), title("bulk.report.operator", export.KindText),
		title("bulk.report.reason", export.KindText), title("bulk.ticket", export.KindText), title("bulk.report.plan", export.KindText),
	}}
	e := screen.Exported{Name: text.T("bulk.report.name"), Shows: text.T("bulk.report.shows", text.With("Plan", b.ID), text.With("Title", batchTitle(b, r.first)), text.With("Summary", r.summary())),
		Sheet: sheet, Count: b.Rows, State: model.SectionState{ReadAt: r.page.env.App.Now()}}
	e.Rows = func(ctx context.Context) iter.Seq2[[]export.Value, error] {
		return func(yield func([]export.Value, error) bool) {
			keys, err := cluster.OperationKeys(ctx, model.OperationFilter{Batch: b.ID})
			for from := 0; err == nil && from < len(keys); from += rowsAtOnce {
				part := keys[from:min(from+rowsAtOnce, len(keys))]
				var lines map[int64]line
				if lines, err = readLines(ctx, cluster, part, nil); err != nil {
					break
				}
				for _, k := range part {
					o := lines[k]
					if !yield(reportRow(&o), nil) {
						return
					}
				}
			}
			if err != nil {
				yield(nil, err)
			}
		}
	}
	return e
}

// reportRow is one row of the report.
func reportRow(o *line) []export.Value {
	amount, currency, balance, was, wanted := export.Value{}, "", "", o.Change.Was, o.Change.Wanted
	if o.Kind.Money() {
		amount, currency = export.Money(signedOf(o.Kind, o.Change.Amount)), o.Change.Amount.Currency()
		balance, was, wanted = screen.BalanceWord(o.Change.Balance), text.MoneyCopy(o.Change.Before), ""
	}
	ledger := ""
	if o.ledger != 0 {
		ledger = strconv.FormatInt(o.ledger, 10)
	}
	return []export.Value{
		export.Number(o.Row + 1), export.Text(screen.LookOfOperation(o.State, o.Late).Word), export.Text(o.Change.Login), export.Number(o.UID),
		export.Text(screen.OperationName(o.Kind)), export.Text(was), export.Text(wanted), amount, export.Text(currency), export.Text(balance),
		export.Time(o.sent), export.Text(string(o.ID)), export.Text(ledger), export.Text(detailWords(o)), export.Text(o.Operator.Login),
		export.Text(o.Change.Reason), export.Text(o.Change.Ticket), export.Text(o.Batch),
	}
}
