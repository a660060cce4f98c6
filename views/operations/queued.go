package operations

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// slotQueue is the reading of what waits, and its sending.
const slotQueue = "operations.queue"

// waiting is an operation that a person looks at again, with what the platform
// says now.
type waiting struct {
	model.Operation
	preview model.Preview
	failed  error // it could not be read
	left    bool  // a person leaves it out
}

// goes reports whether it is sent with the others.
func (w waiting) goes() bool { return !w.left && w.failed == nil && w.preview.Refused == nil }

// queuePane is the plan of what waits: every operation with the value that was
// seen when it was recorded and the one of now.
type queuePane struct {
	env    *screen.Env
	list   []waiting
	title  *kit.Label
	note   *kit.Paragraph
	grid   *kit.Grid
	send   *kit.Button
	back   *kit.Button
	closed func()
	object *fyne.Container
}

func newQueuePane(env *screen.Env, closed func()) *queuePane {
	q := &queuePane{env: env, closed: closed, title: kit.NewHeading(text.T("operations.queue.title"))}
	q.note = kit.NewParagraph(text.T("operations.queue.note"), theme.ColorNamePlaceHolder, false)
	q.grid = kit.NewGrid(env.Host,
		kit.Column{ID: "box", Width: 28, Check: true, Frozen: true, Fixed: true},
		kit.Column{ID: "customer", Title: text.T("operations.column.customer"), Width: 176, Identity: true, Fixed: true},
		kit.Column{ID: "change", Title: text.T("operations.column.change"), Width: 124, Fixed: true},
		kit.Column{ID: "then", Title: text.T("operations.queue.then"), Width: 92, Fixed: true, Align: fyne.TextAlignTrailing},
		kit.Column{ID: "now", Title: text.T("operations.queue.now"), Width: 92, Fixed: true, Align: fyne.TextAlignTrailing},
		kit.Column{ID: "check", Title: text.T("operations.queue.check"), Width: 140, Fixed: true, Flex: true})
	q.grid.Length = func() int { return len(q.list) }
	q.grid.Fill = q.fill
	q.grid.Marked = func(key uint64) bool { return q.list[key].goes() }
	q.grid.OnMark = func(from, to int, on bool) {
		for i := from; i < to; i++ {
			q.list[i].left = !on
		}
		q.refresh()
	}
	q.grid.OnEscape = q.close
	q.send = kit.NewPrimaryButton(env.Host, "", theme.MailSendIcon(), q.submit)
	q.send.Action.WhyNot = q.whyNotSend
	q.back = kit.NewButton(env.Host, text.T("operations.queue.back"), nil, q.close)
	head := kit.NewBar(50, []fyne.CanvasObject{kit.Gap(2), kit.NewIconSize(assets.Icon("op-review"), theme.ColorNameWarning, 20), q.title}, nil)
	head.Line = kit.LineBelow
	foot := kit.NewBar(48, nil, []fyne.CanvasObject{q.back, q.send})
	foot.Line, foot.Pad = kit.LineAbove, 14
	q.object = container.NewStack(kit.Pillar(kit.Stack(head, kit.Margin(q.note, 14, 8)), q.grid, foot))
	q.object.Hide()
	return q
}

func (q *queuePane) whyNotSend() string {
	if q.count() == 0 {
		return text.T("operations.queue.nothing")
	}
	if may := q.env.Cluster.MayWrite(); may != nil {
		return q.env.Sentence(may)
	}
	return ""
}

func (q *queuePane) count() (many int) {
	for _, w := range q.list {
		if w.goes() {
			many++
		}
	}
	return many
}

// ask reads every operation that a person has to look at again, and what the
// platform says about it now.
func (q *queuePane) ask() {
	q.list = nil
	q.grid.SetMessage(&kit.GridMessage{Text: text.T("operations.queue.reading")})
	q.refresh()
	q.object.Show()
	q.env.Tasks.Go(slotQueue, func(ctx context.Context) (func(), error) {
		list, err := readWaiting(ctx, q.env.Cluster)
		return func() {
			q.list = list
			q.grid.SetMessage(nil)
			q.refresh()
			q.env.Window.Canvas().Focus(q.grid)
		}, err
	}, func(err error) {
		q.close()
		q.env.Fail(err)
	})
}

func readWaiting(ctx context.Context, c *app.Cluster) ([]waiting, error) {
	keys, err := c.OperationKeys(ctx, reviewed)
	if err != nil {
		return nil, err
	}
	rows, err := c.Operations(ctx, keys)
	if err != nil {
		return nil, err
	}
	list := make([]waiting, len(rows))
	for i, o := range rows {
		list[i].Operation = o
		if list[i].preview, list[i].failed = c.Preview(ctx, o); errors.Is(list[i].failed, context.Canceled) {
			return nil, list[i].failed
		}
	}
	return list, nil
}

func (q *queuePane) fill(i int, _ []kit.Column, row *kit.Row) bool {
	if i >= len(q.list) {
		return false
	}
	w := q.list[i]
	row.Key = uint64(i)
	then, now := text.Visible(w.Change.Was), text.Visible(w.preview.Current)
	if w.Kind.Money() {
		then = text.Money(w.Change.Before, text.Exact).Digits
		now = text.Money(balanceOf(w.preview.User, w.Change.Balance), text.Exact).Digits
	}
	row.Cells[1] = kit.Cell{Text: customerName(w.Operation)}
	row.Cells[2] = kit.Cell{Text: screen.OperationChange(w.Operation), Bold: w.Kind.Money(), Hint: title(w.Operation)}
	row.Cells[3], row.Cells[4] = kit.Cell{Text: then}, kit.Cell{Text: now, Bold: then != now}
	row.Cells[5] = q.checkCell(w)
	return true
}

// checkCell says whether an operation can go, or why not.
func (q *queuePane) checkCell(w waiting) kit.Cell {
	switch {
	case w.failed != nil:
		return kit.Cell{Text: q.env.Sentence(w.failed), Color: theme.ColorNameError}
	case w.preview.Refused != nil:
		return kit.Cell{Text: q.env.Sentence(w.preview.Refused), Color: theme.ColorNameError}
	case len(w.preview.Warnings) > 0:
		return kit.Cell{Text: text.T(w.preview.Warnings[0]), Color: theme.ColorNameWarning, Icon: kit.CellIcon{Resource: theme.WarningIcon(), Color: theme.ColorNameWarning}}
	}
	return kit.Cell{Text: text.T("operations.queue.ready")}
}

func (q *queuePane) refresh() {
	q.send.SetTitle(text.T("operations.queue.send", text.N(q.count())))
	q.grid.Refresh()
	q.grid.RefreshRows(0, len(q.list))
	q.grid.RefreshMarks()
	q.object.Refresh()
}

// submit lets those go that are ticked, one after the other.
func (q *queuePane) submit() {
	var ids []model.OperationID
	for _, w := range q.list {
		if w.goes() {
			ids = append(ids, w.ID)
		}
	}
	q.env.Tasks.Go(slotQueue, func(ctx context.Context) (func(), error) {
		for _, id := range ids {
			if err := q.env.Cluster.SendNow(ctx, id); err != nil {
				return nil, err
			}
		}
		return q.close, nil
	}, q.env.Fail)
}

// close takes the plan away.
func (q *queuePane) close() {
	q.env.Tasks.Cancel(slotQueue)
	q.object.Hide()
	q.closed()
}

// reviewed and waitingAll are what Send queued and Cancel queued are about: runs
// are paused and cancelled as a whole.
var (
	reviewed   = model.OperationFilter{States: []model.OperationState{model.StateReview}, Folded: true}
	waitingAll = model.OperationFilter{States: []model.OperationState{model.StateReview, model.StateQueued}, Folded: true}
)

// WhyNotSendQueued is why there is nothing to look over; empty: there is.
func (p *Page) WhyNotSendQueued() string {
	if p.list.sums.review == 0 {
		return text.T("operations.sendqueued.none")
	}
	return ""
}

// SendQueued shows what waits for a person, with fresh values.
func (p *Page) SendQueued() { p.detail.showQueue() }

// WhyNotCancelQueued is why there is nothing to give up; empty: there is.
func (p *Page) WhyNotCancelQueued() string {
	if p.list.sums.waiting == 0 {
		return text.T("operations.cancelqueued.none")
	}
	return ""
}

// CancelQueued gives up all that was recorded and not sent, after a question in
// place.
func (p *Page) CancelQueued() {
	c := p.env.Cluster
	p.detail.form.ask(asked{
		title: text.T("operations.cancelqueued.title", text.N(p.list.sums.waiting)), body: text.T("operations.cancelqueued.ask"),
		yes: text.T("operations.form.cancelall", text.N(p.list.sums.waiting)), icon: theme.CancelIcon(), level: kit.Danger,
		run: func(_ map[string]string, say func(string), done func()) {
			p.env.Tasks.Go(slotDo, func(ctx context.Context) (func(), error) { return done, cancelAll(ctx, c) },
				func(err error) { say(p.env.Sentence(err)) })
		},
	})
}

func cancelAll(ctx context.Context, c *app.Cluster) error {
	keys, err := c.OperationKeys(ctx, waitingAll)
	if err != nil {
		return err
	}
	rows, err := c.Operations(ctx, keys)
	if err != nil {
		return err
	}
	for _, o := range rows {
		if err := c.Cancel(ctx, o.ID); err != nil && model.CodeOf(err) != model.Conflict { // it was sent meanwhile
			return err
		}
	}
	return nil
}
