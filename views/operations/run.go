package operations

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// runPane is the detail of a run: how far it is, and what can be done with it.
type runPane struct {
	env    *screen.Env
	run    *run
	icon   *kit.Icon
	title  *kit.Label
	about  *kit.Label
	why    *kit.Paragraph
	counts *fyne.Container
	open   *kit.Button
	bar    *kit.Bar
	pause  *kit.Button
	resume *kit.Button
	cancel *kit.Button
	object *fyne.Container
}

func newRunPane(env *screen.Env) *runPane {
	r := &runPane{env: env, icon: kit.NewIconSize(nil, "", 20), title: kit.NewHeading(""), about: kit.NewCaption(""), counts: kit.Stack()}
	r.title.Cut, r.about.Cut = true, true
	r.why = kit.NewParagraph("", theme.ColorNameForeground, false)
	head := kit.NewBar(50, []fyne.CanvasObject{kit.Gap(2), r.icon, kit.Fill(kit.Stack(r.title, r.about))}, nil)
	head.Line = kit.LineBelow
	r.open = kit.NewPrimaryButton(env.Host, "", theme.ListIcon(), func() { env.OpenBatch(r.run.ID) })
	r.pause = kit.NewButton(env.Host, text.T("operations.run.pause"), theme.MediaPauseIcon(), func() { r.do(env.Cluster.PauseBatch) })
	r.pause.Action.WhyNot = func() string { return r.unless(model.BatchRunning, "operations.run.notrunning") }
	r.resume = kit.NewButton(env.Host, text.T("operations.run.resume"), theme.MediaPlayIcon(), func() { r.do(env.Cluster.ResumeBatch) })
	r.resume.Action.WhyNot = func() string { return r.unless(model.BatchPaused, "operations.run.notpaused") }
	r.cancel = kit.NewButton(env.Host, text.T("operations.run.cancel"), theme.CancelIcon(), func() { r.do(env.Cluster.CancelBatch) })
	r.cancel.Action.WhyNot = func() string {
		if r.run == nil || r.run.Left() == 0 {
			return text.T("operations.run.noneleft")
		}
		return ""
	}
	r.bar = kit.NewBar(44, []fyne.CanvasObject{r.open, r.pause, r.resume, r.cancel}, nil)
	r.bar.Pad = 14
	r.object = kit.Stack(head, kit.Margin(r.why, 14, 8), kit.Margin(r.counts, 14, 4), r.bar)
	r.object.Hide()
	return r
}

func (r *runPane) unless(state model.BatchState, key string) string {
	if r.run == nil || r.run.State != state {
		return text.T(key)
	}
	return ""
}

// show shows a run.
func (r *runPane) show(of *run) {
	r.run = of
	look := of.look()
	r.icon.Set(look.Icon, look.Color)
	name := text.T("operations.run.title", text.With("Name", screen.OperationName(of.Kind)), text.N(of.Rows))
	if of.Amount.Given() {
		name += ", " + text.MoneyChange(screen.SignedAmount(of.Kind, of.Amount))
	}
	r.title.SetText(name)
	r.about.SetText(text.T("operations.run.about", text.With("Time", text.DateTime(of.Made, r.env.Zone())), text.With("Operator", text.Visible(of.By.Login))))
	words := text.T("operations.run.state." + string(of.State))
	if of.Why != nil && of.State == model.BatchPaused {
		words = r.env.Sentence(of.Why)
	}
	r.why.SetText(words)
	r.counts.Objects = nil
	for _, state := range model.OperationStates {
		many := of.Counts[state]
		if many == 0 {
			continue
		}
		look := screen.LookOfOperation(state, false)
		line := kit.NewBar(24, []fyne.CanvasObject{kit.NewIcon(look.Icon, look.Color), kit.Wide(150, kit.NewLabel(look.Word)), kit.NewBold(text.Count(many))}, nil)
		line.Pad = 0
		r.counts.Add(line)
	}
	r.counts.Refresh()
	r.refresh()
	r.object.Refresh()
}

func (r *runPane) buttons() []*kit.Button {
	return []*kit.Button{r.open, r.pause, r.resume, r.cancel}
}

// refresh asks the buttons anew why they cannot be used; a run at its end has a
// report, and nothing to pause.
func (r *runPane) refresh() {
	if r.run != nil {
		ended := r.run.State != model.BatchRunning && r.run.State != model.BatchPaused
		r.open.Action.Title = text.T("operations.run.open")
		if ended {
			r.open.Action.Title = text.T("operations.run.report")
		}
		r.pause.Hidden, r.resume.Hidden, r.cancel.Hidden = r.run.State != model.BatchRunning, r.run.State != model.BatchPaused, ended
	}
	for _, b := range r.buttons() {
		b.Refresh()
	}
	r.bar.Refresh()
}

func (r *runPane) actions() []*kit.Action {
	list := make([]*kit.Action, 0, 4)
	for _, b := range r.buttons() {
		if b.Visible() {
			list = append(list, b.Action)
		}
	}
	return list
}

func (r *runPane) first() fyne.Focusable {
	for _, b := range r.buttons() {
		if b.Visible() && b.Enabled() {
			return b
		}
	}
	return nil
}

// do pauses, resumes or cancels the run; the list tells what became of it.
func (r *runPane) do(what func(ctx context.Context, id string) error) {
	id := r.run.ID
	r.env.Tasks.Go(slotDo, func(ctx context.Context) (func(), error) { return nil, what(ctx, id) }, r.env.Fail)
}
