package bulk

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// rowsAtOnce is how many operations are read at once.
const rowsAtOnce = 100

// line is a row of a run with what its story says.
type line struct {
	model.Operation
	sent   time.Time // UTC; zero: not yet
	ledger int64     // the row of the funding history that is it; 0: none
}

// runLines are the rows of a run around those on screen.
type runLines struct {
	run  *run
	keys []int64
	rows map[int64]line
	from int
	to   int
}

func (l *runLines) forget() { l.keys, l.rows = nil, nil }

// need reads the rows on screen that are not here yet.
func (l *runLines) need(from, to int) {
	l.from, l.to = from, to
	for i := max(from, 0); i < min(to, len(l.keys)); i++ {
		if _, here := l.rows[l.keys[i]]; !here {
			l.reread()
			return
		}
	}
}

// reread reads the rows on screen. What is at its end and was read is not read
// again.
func (l *runLines) reread() {
	from, to := max(l.from-rowsAtOnce/2, 0), min(max(l.to, rowsAtOnce/2)+rowsAtOnce/2, len(l.keys))
	if from >= to {
		return
	}
	keys := append([]int64(nil), l.keys[from:to]...)
	known := make(map[int64]line, len(keys))
	for _, k := range keys {
		if row, here := l.rows[k]; here && row.State == model.StateConfirmed && !row.sent.IsZero() {
			known[k] = row
		}
	}
	env := l.run.page.env
	env.Tasks.Go(slotRunRows, func(ctx context.Context) (func(), error) {
		rows, err := readLines(ctx, env.Cluster, keys, known)
		return func() { l.apply(rows) }, err
	}, l.run.failed)
}

func (l *runLines) apply(rows map[int64]line) {
	l.rows = rows
	l.run.table.RefreshRows(0, len(l.keys))
}

// readLines reads operations and, of those that were sent, their stories.
func readLines(ctx context.Context, c *app.Cluster, keys []int64, known map[int64]line) (map[int64]line, error) {
	rows := make(map[int64]line, len(keys))
	for from := 0; from < len(keys); from += rowsAtOnce {
		part := keys[from:min(from+rowsAtOnce, len(keys))]
		ops, err := c.Operations(ctx, part)
		if err != nil {
			return nil, err
		}
		for i, o := range ops {
			row, here := known[part[i]]
			if !here || row.State != o.State {
				if row, err = readLine(ctx, c, o); err != nil {
					return nil, err
				}
			}
			rows[part[i]] = row
		}
	}
	return rows, nil
}

// readLine is an operation with when it was sent and where it is booked.
func readLine(ctx context.Context, c *app.Cluster, o model.Operation) (line, error) {
	row := line{Operation: o}
	if o.State == model.StateQueued || o.State == model.StateCancelled {
		return row, nil
	}
	story, err := c.Story(ctx, o.ID)
	if err != nil {
		return row, err
	}
	if n := len(story.Attempts); n > 0 {
		row.sent = story.Attempts[n-1].SentAt
	}
	for _, reading := range story.Readings {
		for _, w := range reading.Witness {
			if w.Ours && w.Fits && w.Funding.ID != 0 {
				row.ledger = w.Funding.ID
			}
		}
	}
	return row, nil
}

// sums are the exact sums of a batch by what became of its rows.
type sums struct {
	planned, confirmed, rejected, open platform.Money
	first                              model.Operation
	running                            int // the first row that is on its way, or waits; -1: none
	about                              int // the row that a pause is about, from 1; 0: none
}

// addUp adds the rows of a batch up. Without money only the rows that matter
// for the heading are read.
func addUp(ctx context.Context, c *app.Cluster, b model.Batch) (sums, error) {
	s := sums{running: -1}
	states := []model.OperationState{model.StateSending, model.StateAccepted, model.StateUnknown, model.StateQueued, model.StateReview}
	if b.Kind.Money() {
		states = nil
	}
	keys, err := c.OperationKeys(ctx, model.OperationFilter{Batch: b.ID, States: states})
	if err != nil {
		return s, err
	}
	if !b.Kind.Money() {
		if len(keys) == 0 {
			if keys, err = c.OperationKeys(ctx, model.OperationFilter{Batch: b.ID}); err != nil {
				return s, err
			}
		}
		keys = keys[:min(len(keys), 1)]
	}
	for from := 0; from < len(keys); from += rowsAtOnce {
		ops, err := c.Operations(ctx, keys[from:min(from+rowsAtOnce, len(keys))])
		if err != nil {
			return s, err
		}
		for _, o := range ops {
			if err := s.take(o); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// take adds one row.
func (s *sums) take(o model.Operation) (err error) {
	if s.first.ID == "" {
		s.first = o
	}
	if s.running < 0 && (o.State.Flying() || o.State.Waits()) {
		s.running = o.Row
	}
	if o.State == model.StateUnknown || o.State == model.StateRejected {
		s.about = o.Row + 1
	}
	add := func(sum *platform.Money) {
		if err == nil {
			*sum, err = sum.Add(o.Change.Amount)
		}
	}
	add(&s.planned)
	switch {
	case o.State == model.StateConfirmed:
		add(&s.confirmed)
	case o.State == model.StateRejected, o.State == model.StateCancelled, o.State == model.StateNotApplied:
		add(&s.rejected)
	default:
		add(&s.open)
	}
	return err
}

func (r *run) buildTable() {
	r.table = kit.NewGrid(r.page.env.Host)
	r.table.Length = func() int { return len(r.lines.keys) }
	r.table.Fill = r.fill
	r.table.RowsNeeded = r.lines.need
	r.table.OnEscape = r.page.Leave
	r.table.OnActivate = func(i int) {
		if row, here := r.lines.rows[r.lines.keys[i]]; here {
			r.page.Leave()
			r.page.env.OpenCustomer(row.UID)
		}
	}
	r.table.OnRune = func(c rune) {
		if c == 'p' || c == 'P' {
			r.panel.pause.Press()
		}
	}
}

// showColumns are the columns of the batch's kind.
func (r *run) showColumns() {
	left, right := fyne.TextAlignLeading, fyne.TextAlignTrailing
	want := []kit.Column{
		column("row", "#", 44, right), column("icon", "", 24, fyne.TextAlignCenter), column("outcome", text.T("bulk.column.outcome"), 128, left),
		identity(column("login", text.T("bulk.column.login"), 240, left)), column("uid", text.T("bulk.column.uid"), 64, right),
	}
	if r.batch.Kind.Money() {
		after := "bulk.column.balanceafter"
		if r.first.Change.Balance == platform.BalanceBonus {
			after = "bulk.column.bonusafter"
		}
		change := text.T("bulk.column.change.in", text.With("Currency", r.first.Change.Amount.Currency()))
		balance := column("after", text.T(after), 100, right)
		balance.MoreSlot = true
		want = append(want, column("change", change, 100, right), balance)
	} else {
		want = append(want, column("change", text.T("bulk.column.change"), 190, left))
	}
	want = append(want, column("sent", text.T("bulk.column.sent", text.With("Zone", r.page.env.ZoneName())), 76, left),
		column("id", text.T("bulk.column.operation"), 100, left), flexible(column("detail", text.T("bulk.column.detail"), 260, left)))
	if now := r.table.Columns(); len(now) != len(want) || now[5].Title != want[5].Title || now[6].Title != want[6].Title {
		r.table.SetColumns(want)
	}
}

// fill shows one row of the run.
func (r *run) fill(i int, columns []kit.Column, row *kit.Row) bool {
	key := r.lines.keys[i]
	row.Key = uint64(key)
	o, here := r.lines.rows[key]
	if !here {
		return false
	}
	switch {
	case o.State == model.StateRejected:
		row.Ground = kit.ColorTintError
	case o.State.NeedsPerson():
		row.Ground = kit.ColorTintWarning
	case o.State.Flying():
		row.Ground = kit.ColorTintInfo
	}
	for at, c := range columns {
		row.Cells[at] = r.cell(&o, c.ID)
	}
	return true
}

func (r *run) cell(o *line, id string) kit.Cell {
	switch id {
	case "row":
		return kit.Cell{Text: strconv.Itoa(o.Row + 1)}
	case "icon":
		look := screen.LookOfOperation(o.State, o.Late)
		return kit.Cell{Icon: kit.CellIcon{Resource: look.Icon, Color: look.Color, Hint: look.Word}}
	case "outcome":
		return screen.OperationCell(o.State, o.Late)
	case "login":
		return kit.Cell{Text: text.Visible(o.Change.Login)}
	case "uid":
		return uidCell(o.UID)
	case "change":
		return outcomeChange(o)
	case "after":
		return outcomeAfter(o)
	case "sent":
		return sentCell(o, r.page.env.Zone())
	case "id":
		return kit.Cell{Text: string(o.ID), Mono: true, Color: theme.ColorNamePlaceHolder}
	case "detail":
		return detailCell(o)
	}
	return kit.Cell{}
}

// outcomeChange is what was meant, in bold once it is confirmed.
func outcomeChange(o *line) kit.Cell {
	if !o.Kind.Money() {
		cell := kit.Cell{Text: screen.OperationChange(o.Operation)}
		if kind := o.Kind; wantedState[kind] != 0 {
			cell.Text = valueWord(kind, o.Change.Wanted)
		}
		return cell
	}
	switch o.State {
	case model.StateConfirmed:
		return kit.Cell{Text: signed(signedOf(o.Kind, o.Change.Amount)), Bold: true}
	case model.StateRejected, model.StateNotApplied, model.StateCancelled:
		return kit.Cell{Text: text.T("bulk.notbooked"), Color: theme.ColorNamePlaceHolder}
	}
	return kit.Cell{Text: signed(signedOf(o.Kind, o.Change.Amount)), Color: theme.ColorNamePlaceHolder}
}

// outcomeAfter is the balance after a confirmed row.
func outcomeAfter(o *line) kit.Cell {
	after, err := o.Change.Before.Add(signedOf(o.Kind, o.Change.Amount))
	if o.State != model.StateConfirmed || err != nil || !o.Change.Before.Given() {
		return kit.Cell{Text: "–", Color: theme.ColorNamePlaceHolder}
	}
	return balanceCell(after)
}

func sentCell(o *line, zone *time.Location) kit.Cell {
	if o.sent.IsZero() {
		return kit.Cell{Text: "–", Color: theme.ColorNamePlaceHolder}
	}
	whole := text.DateTime(o.sent, zone)
	return kit.Cell{Text: whole[len("2006-01-02 "):], Mono: true, Hint: whole}
}

// detailCell is the proof, or the platform's words and what to do.
func detailCell(o *line) kit.Cell {
	cell := kit.Cell{Text: detailWords(o)}
	if o.State == model.StateConfirmed && !o.Late || o.State.Flying() && o.State != model.StateUnknown {
		cell.Color = theme.ColorNamePlaceHolder
	}
	return cell
}

func detailWords(o *line) string {
	switch o.State {
	case model.StateConfirmed:
		return confirmedWords(o)
	case model.StateSending:
		return text.T("bulk.detail.sending")
	case model.StateAccepted:
		if o.Kind.Money() {
			return text.T("bulk.detail.accepted.money")
		}
		return text.T("bulk.detail.accepted")
	case model.StateUnknown:
		return text.T("bulk.detail.unknown")
	case model.StateRejected:
		return text.T("bulk.detail.rejected", text.With("Words", refusalWords(o.Refusal)))
	}
	return refusalWords(o.Refusal)
}

func confirmedWords(o *line) string {
	switch {
	case o.ledger != 0 && o.Late:
		return text.T("bulk.detail.late.row", text.With("Row", strconv.FormatInt(o.ledger, 10)))
	case o.ledger != 0:
		return text.T("bulk.detail.row", text.With("Row", strconv.FormatInt(o.ledger, 10)))
	case o.Late:
		return text.T("bulk.detail.late")
	}
	return text.T("bulk.detail.confirmed")
}

// refusalWords is the platform's no, in its words with its code, and what they
// mean.
func refusalWords(no *model.Refusal) string {
	if no == nil {
		return ""
	}
	words := text.Visible(no.Message)
	if no.Result != 0 {
		words = text.T("bulk.detail.code", text.With("Words", words), text.With("Code", strconv.Itoa(no.Result)))
	}
	if no.Key != "" {
		if meaning := text.T(no.Key); words != "" {
			words += ". " + meaning
		} else {
			words = meaning
		}
	}
	return words
}
