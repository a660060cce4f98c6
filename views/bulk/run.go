package bulk

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// Slots of the jobs of a run.
const (
	slotRun     = "bulk.run"
	slotRunRest = "bulk.run.rest"
	slotRunRows = "bulk.run.rows"
	slotRunDo   = "bulk.run.do"
)

// runRests is the least time between two readings of a run while rows change.
const runRests = 250 * time.Millisecond

// run is the third and fourth step: what becomes of the rows, and at the end
// the report. The batch is the journal's; this only looks at it.
type run struct {
	page   *Page
	root   fyne.CanvasObject
	parts  *fyne.Container // all of it, from top to foot
	narrow bool
	id     string

	batch model.Batch
	first model.Operation // what all rows have in common
	sums  sums
	row   int  // which one the pause is about, from 1; 0: none
	known bool // the batch was read
	stale bool // it changed while it was being read
	pace  pace
	lines runLines

	panel  *runPanel
	banner *kit.Banner
	tools  *runTools
	table  *kit.Grid
	foot   *kit.Bar
	totals []*kit.Label
	asking bool // whether to cancel was asked in place
}

func newRun(p *Page) *run {
	r := &run{page: p, banner: kit.NewBanner(p.env.Host)}
	r.lines = runLines{run: r}
	r.panel, r.tools = newRunPanel(r), newRunTools(r)
	r.buildTable()
	for range 5 {
		l := kit.NewLabel("")
		r.totals = append(r.totals, l)
	}
	left := make([]fyne.CanvasObject, 0, len(r.totals))
	for _, l := range r.totals[:4] {
		left = append(left, l)
	}
	r.totals[4].Color = theme.ColorNamePlaceHolder
	r.foot = kit.NewFooter(left, []fyne.CanvasObject{r.totals[4]})
	r.parts = kit.Pillar(kit.Stack(r.banner, r.panel.object, r.tools.bar), r.table, kit.Stack(r.foot))
	r.root = container.NewStack(kit.Wide(0, r.parts), kit.Watch(r.fit)) // it never makes the window wider
	return r
}

// begin shows a batch.
func (r *run) begin(id string) {
	if r.id != id {
		r.id, r.known, r.batch, r.asking = id, false, model.Batch{ID: id}, false
		r.sums, r.first, r.row, r.pace = sums{}, model.Operation{}, 0, pace{}
		r.lines.forget()
		r.tools.outcome.Set("")
		r.tools.find.SetText("")
	}
	r.read()
}

// changed reads a batch again that moved on. A reading under way comes to its
// end first: rows change faster than that.
func (r *run) changed(id string) {
	if id != r.id {
		return
	}
	if r.page.env.Tasks.Running(slotRun) {
		r.stale = true
		return
	}
	r.read()
}

// read asks the journal where the batch stands.
func (r *run) read() {
	if r.id == "" {
		return
	}
	r.stale = false
	env, id, filter := r.page.env, r.id, r.filter()
	env.Tasks.Go(slotRun, func(ctx context.Context) (func(), error) {
		b, err := env.Cluster.Batch(ctx, id)
		if err != nil {
			return nil, err
		}
		keys, err := env.Cluster.OperationKeys(ctx, filter)
		if err != nil {
			return nil, err
		}
		all, err := addUp(ctx, env.Cluster, b)
		if err != nil {
			return nil, err
		}
		return func() { r.apply(b, keys, all) }, nil
	}, r.failed)
}

func (r *run) apply(b model.Batch, keys []int64, all sums) {
	if b.ID != r.id {
		return
	}
	r.batch, r.sums, r.known = b, all, true
	r.first, r.row = all.first, all.about
	r.pace.note(r.page.env.App.Now(), answered(b), b.State == model.BatchRunning)
	r.lines.keys = keys
	r.lines.reread()
	r.showColumns()
	r.table.Refresh()
	if r.tools.follow.On() && b.State == model.BatchRunning && all.running >= 0 && all.running < len(keys) {
		r.table.ScrollToRow(all.running)
	}
	r.refresh()
	if r.stale {
		r.page.env.Tasks.After(slotRunRest, runRests, r.read)
	}
}

func (r *run) failed(err error) {
	r.banner.Say(kit.Message{Tone: kit.ToneError, Icon: theme.ErrorIcon(), Body: r.page.env.Sentence(err)})
	r.parts.Refresh()
}

// filter is which rows the list has.
func (r *run) filter() model.OperationFilter {
	f := model.OperationFilter{Batch: r.id, Text: r.tools.find.Text()}
	if key := r.tools.outcome.Selected(); key != "" {
		f.States = []model.OperationState{model.OperationState(key)}
	}
	return f
}

// roomyFrom is the width from which panel and tools have room for all their words,
// at scale 1.
const roomyFrom float32 = 1370

// fit leaves out of a narrow window what icons say too.
func (r *run) fit(size fyne.Size) {
	if narrow := size.Width < kit.Px(roomyFrom); narrow != r.narrow {
		r.narrow = narrow
		r.tools.fit(narrow)
		r.refresh()
	}
}

func (r *run) object() fyne.CanvasObject { return r.root }
func (r *run) grid() *kit.Grid           { return r.table }
func (r *run) focus()                    { r.page.env.Window.Canvas().Focus(r.table) }

func (r *run) refresh() {
	r.panel.show()
	r.tools.show()
	r.showBanner()
	r.showTotals()
	if r.page.open && r.page.now == part(r) {
		r.page.head.show()
		r.page.env.Host.Hint.SetRest(r.page.rest())
	}
	r.parts.Refresh()
}

// over reports whether no row of a batch will be sent any more.
func over(s model.BatchState) bool { return s != model.BatchRunning && s != model.BatchPaused }

func (r *run) heading() heading {
	b := r.batch
	h := heading{title: batchTitle(b, r.first), step: stepRun}
	h.badge, h.tone = batchWord(b.State)
	if r.reported() {
		h.step = stepReport
	}
	if !r.known {
		return heading{title: screen.OperationName(b.Kind), step: stepRun}
	}
	started := text.DateTime(b.Made, r.page.env.Zone())[len("2006-01-02 "):]
	h.sub = text.T("bulk.run.sub", text.With("Plan", shortID(b.ID)), text.With("Time", started), text.With("By", b.By.Login))
	if ticket := r.first.Change.Ticket; ticket != "" {
		h.sub = text.Visible(ticket) + " · " + h.sub
	}
	return h
}

// reported reports whether every row is at its end: what is on screen is the report.
func (r *run) reported() bool { return r.known && over(r.batch.State) && r.batch.Flying() == 0 }

// batchTitle is what a batch does: "Refill Balance, +20.00 EUR bonus each".
func batchTitle(b model.Batch, first model.Operation) string {
	name := screen.OperationName(b.Kind)
	switch {
	case b.Kind.Money() && first.Change.Amount.Given():
		return text.T("bulk.run.title.money", text.With("Operation", name),
			text.With("Amount", text.MoneyChange(signedOf(b.Kind, first.Change.Amount))), text.With("Balance", screen.BalanceWord(first.Change.Balance)))
	case b.Kind == model.ChangeGroup && first.Change.Wanted != "":
		return text.T("bulk.run.title.to", text.With("Operation", name), text.With("Value", text.Visible(first.Change.Wanted)))
	}
	return name
}

// batchWord is the word of a batch's state and its tone.
func batchWord(s model.BatchState) (string, kit.Tone) {
	switch s {
	case model.BatchRunning:
		return text.T("bulk.state.running"), kit.ToneInfo
	case model.BatchPaused:
		return text.T("bulk.state.paused"), kit.ToneWarning
	case model.BatchDone:
		return text.T("bulk.state.done"), kit.ToneSuccess
	case model.BatchCancelled:
		return text.T("bulk.state.cancelled"), kit.ToneWarning
	case model.BatchClosed:
		return text.T("bulk.state.closed"), kit.ToneWarning
	}
	return "", kit.ToneInfo
}

// answered is how many rows of a batch are at their end, or unknown.
func answered(b model.Batch) int {
	return b.Rows - b.Left() - b.Counts[model.StateSending] - b.Counts[model.StateAccepted]
}

// Ran is how many rows of the run on screen are at their end or unknown, and how
// many there are; zero if none is on screen.
func (p *Page) Ran() (done, rows int) {
	if p.now == nil || p.now != part(p.run) {
		return 0, 0
	}
	return answered(p.run.batch), p.run.batch.Rows
}

// pace is how fast the rows are answered, as far as it was seen from here.
type pace struct {
	since time.Time
	from  int
	at    time.Time
	done  int
}

// note remembers how far the batch is; a pause begins it anew.
func (p *pace) note(now time.Time, done int, running bool) {
	if !running || p.since.IsZero() {
		*p = pace{since: now, from: done}
	}
	p.at, p.done = now, done
}

// left is how long the rest will take; 0: nobody knows yet.
func (p *pace) left(rest int) time.Duration {
	done, took := p.done-p.from, p.at.Sub(p.since)
	if done < 2 || took <= 0 {
		return 0
	}
	return (took / time.Duration(done) * time.Duration(rest)).Round(time.Second)
}
