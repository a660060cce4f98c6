package bulk

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// runPanel is the progress of a run, the counts of its states and what can be
// done about it.
type runPanel struct {
	run    *run
	object fyne.CanvasObject
	words  *kit.Label
	left   *kit.Label
	meter  *meter
	counts []*stateCount
	pause  *kit.Button
	cancel *kit.Button
	yes    *kit.Button
	no     *kit.Button
	tools  *kit.Bar

	progress *fyne.Container
	narrow   bool // as the parts were placed last
	asks     bool
	top      *fyne.Container
}

// stateCount is one count with its shape and its word.
type stateCount struct {
	states []model.OperationState
	late   bool
	key    string
	icon   fyne.Resource
	color  fyne.ThemeColorName
	value  *kit.Label
	object fyne.CanvasObject
}

func stateCounts() []*stateCount {
	of := func(key string, look model.OperationState, late bool, states ...model.OperationState) *stateCount {
		l := screen.LookOfOperation(look, late)
		return &stateCount{states: states, late: late, key: key, icon: l.Icon, color: l.Color, value: kit.NewHeading("0")}
	}
	return []*stateCount{
		of("bulk.count.confirmed", model.StateConfirmed, false, model.StateConfirmed),
		of("bulk.count.late", model.StateConfirmed, true),
		of("bulk.count.rejected", model.StateRejected, false, model.StateRejected),
		of("bulk.count.unknown", model.StateUnknown, false, model.StateUnknown, model.StateDuplicate, model.StateWrong),
		of("bulk.count.flying", model.StateSending, false, model.StateSending, model.StateAccepted),
		of("bulk.count.queued", model.StateQueued, false, model.StateQueued, model.StateReview),
	}
}

// many is how many rows of a batch the count is about.
func (c *stateCount) many(b model.Batch) int {
	if c.late {
		return b.Late
	}
	sum := 0
	for _, s := range c.states {
		sum += b.Counts[s]
	}
	if c.key == "bulk.count.confirmed" {
		sum -= b.Late
	}
	return sum
}

func newRunPanel(r *run) *runPanel {
	p := &runPanel{run: r, words: kit.NewBold(""), left: kit.NewSecondary(""), meter: newMeter(), counts: stateCounts()}
	host := r.page.env.Host
	p.pause = kit.NewPrimaryButton(host, "", nil, r.turn)
	p.pause.Action.WhyNot = func() string {
		if over(r.batch.State) {
			return text.T("bulk.run.over")
		}
		return ""
	}
	p.cancel = kit.NewButton(host, "", theme.MediaStopIcon(), func() { r.ask(true) })
	p.cancel.Action.WhyNot = func() string {
		if r.batch.Left() == 0 || over(r.batch.State) {
			return text.T("bulk.run.nothingqueued")
		}
		return ""
	}
	p.yes = kit.NewButton(host, "", theme.MediaStopIcon(), r.cancel)
	p.yes.Level = kit.Danger
	p.no = kit.NewButton(host, text.T("bulk.run.cancel.no"), nil, func() { r.ask(false) })
	p.top = container.NewBorder(nil, nil, p.words, p.left)
	p.progress = kit.Stack(p.top, kit.Margin(p.meter.object, 0, 3))
	for _, c := range p.counts {
		icon := kit.NewIconSize(c.icon, c.color, 13)
		name := kit.NewBar(16, []fyne.CanvasObject{icon, kit.NewCaption(text.T(c.key))}, nil)
		name.Pad, name.Gap = 0, 4
		c.object = kit.Stack(name, c.value)
	}
	p.tools = kit.NewBar(60, nil, nil)
	p.tools.Pad, p.tools.Line = 14, kit.LineBelow
	p.object = p.tools
	p.fit(false, false)
	return p
}

// fit gives every part its room; a question in a narrow window takes that of counts.
func (p *runPanel) fit(narrow, asking bool) {
	p.narrow, p.asks = narrow, asking
	progress, count := float32(400), float32(102)
	if narrow {
		progress, count = 130, 98
	}
	left := []fyne.CanvasObject{kit.Wide(progress, p.progress), kit.Gap(8)}
	counts := p.counts
	if narrow && asking {
		counts = counts[:len(counts)-3]
	}
	for _, c := range counts {
		left = append(left, kit.Wide(count, c.object))
	}
	p.cancel.IconOnly = narrow
	p.tools.Set(left, []fyne.CanvasObject{p.pause, p.cancel, p.yes, p.no})
}

func (p *runPanel) show() {
	r, b := p.run, p.run.batch
	p.words.SetText(text.T("bulk.run.answered", text.With("Done", answered(b)), text.With("All", b.Rows)))
	p.left.SetText(r.leftWords())
	p.left.Hidden = r.narrow
	if p.narrow != r.narrow || p.asks != r.asking {
		p.fit(r.narrow, r.asking)
	}
	p.top.Refresh()
	p.meter.set(share(answered(b), b.Rows))
	for _, c := range p.counts {
		c.value.SetText(text.Count(c.many(b)))
	}
	p.pause.Action.Icon, p.pause.Action.Title = theme.MediaPauseIcon(), text.T("bulk.run.pause")
	if b.State == model.BatchPaused {
		p.pause.Action.Icon, p.pause.Action.Title = theme.MediaPlayIcon(), text.T("bulk.run.resume")
	}
	p.pause.Says = p.pause.Action.Title + "  P"
	p.cancel.Action.Title = text.T("bulk.run.cancel", text.N(b.Left()))
	p.yes.Action.Title = text.T("bulk.run.cancel.yes", text.N(b.Left()))
	ended := over(b.State)
	p.pause.Hidden, p.cancel.Hidden = ended || r.asking, ended || r.asking || b.Left() == 0
	p.yes.Hidden, p.no.Hidden = !r.asking || ended, !r.asking || ended
	for _, button := range []*kit.Button{p.pause, p.cancel, p.yes, p.no} {
		button.Refresh()
	}
	p.tools.Refresh()
}

// leftWords is how long it will take, and how many go at a time.
func (r *run) leftWords() string {
	b := r.batch
	if b.State != model.BatchRunning {
		return ""
	}
	way := text.T("bulk.run.four")
	if b.Kind.Money() {
		way = text.T("bulk.run.single")
	}
	if left := r.pace.left(b.Left() + b.Counts[model.StateSending]); left > 0 {
		return text.T("bulk.run.left", text.With("Time", left), text.With("Way", way))
	}
	return way
}

// turn pauses the run, or lets it go on.
func (r *run) turn() {
	if r.batch.State == model.BatchPaused {
		r.do(r.page.env.Cluster.ResumeBatch)
		return
	}
	r.do(r.page.env.Cluster.PauseBatch)
}

// ask asks once, in place, whether the queued rows are given up.
func (r *run) ask(on bool) {
	r.asking = on
	r.refresh()
	if on {
		r.page.env.Window.Canvas().Focus(r.panel.no)
		return
	}
	r.focus()
}

// cancel gives the rows up that were not sent.
func (r *run) cancel() {
	r.asking = false
	r.do(r.page.env.Cluster.CancelBatch)
	r.focus()
}

// do has the journal do something with the batch and looks at it again.
func (r *run) do(order func(ctx context.Context, id string) error) {
	id := r.id
	r.page.env.Tasks.Go(slotRunDo, func(ctx context.Context) (func(), error) {
		return r.read, order(ctx, id)
	}, r.failed)
}

// meter is a bar that fills from the left.
type meter struct {
	object fyne.CanvasObject
	fill   *kit.Ground
	layout *meterLayout
	box    *fyne.Container
}

func newMeter() *meter {
	track := kit.NewGround(theme.ColorNameButton, nil)
	track.Least, track.Radius = fyne.NewSize(60, 16), theme.SizeNameInputRadius
	m := &meter{fill: kit.NewGround(theme.ColorNamePrimary, nil), layout: &meterLayout{}}
	m.fill.Radius = theme.SizeNameInputRadius
	m.box = container.New(m.layout, track, m.fill)
	m.object = m.box
	return m
}

func (m *meter) set(share float32) {
	m.layout.share = share
	m.fill.Hidden = share <= 0
	m.box.Refresh()
}

func share(done, all int) float32 {
	if all <= 0 {
		return 0
	}
	return min(float32(done)/float32(all), 1)
}

// meterLayout gives the second object a share of the width of the first.
type meterLayout struct{ share float32 }

func (l *meterLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l *meterLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[1].Resize(fyne.NewSize(size.Width*l.share, size.Height))
}
