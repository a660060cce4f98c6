package bulk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// runTools are what narrows the rows of a run, and what can be done after it.
type runTools struct {
	run     *run
	bar     *kit.Bar
	outcome *kit.Select
	find    *kit.Entry
	follow  *kit.Check
	sofar   *kit.Label
	retry   *kit.Button
	reverse *kit.Button
	export  *kit.Button
	copy    *kit.Button
}

// outcomes are the states that the rows of a run are narrowed by.
var outcomes = []model.OperationState{
	model.StateConfirmed, model.StateRejected, model.StateUnknown, model.StateSending, model.StateAccepted, model.StateQueued,
	model.StateReview, model.StateCancelled, model.StateDuplicate, model.StateWrong, model.StateNotApplied, model.StateSettled,
}

func newRunTools(r *run) *runTools {
	t := &runTools{run: r, sofar: kit.NewLabel("")}
	host := r.page.env.Host
	options := []kit.Option{{Key: "", Title: text.T("bulk.outcomes.all")}}
	for _, s := range outcomes {
		look := screen.LookOfOperation(s, false)
		options = append(options, kit.Option{Key: string(s), Title: look.Word, Icon: look.Icon, Color: look.Color})
	}
	t.outcome = kit.NewSelect(host, options, func(string) { r.read() })
	t.outcome.Small, t.outcome.Width = true, 140
	t.find = kit.NewSearch(host, text.T("bulk.find.run"))
	t.find.OnChanged = func(string) { r.read() }
	t.follow = kit.NewCheck(host, text.T("bulk.run.follow"), nil)
	t.follow.Set(true)
	button := func(key string, icon fyne.Resource, run func(), whyNot func() string) *kit.Button {
		b := kit.NewButton(host, text.T(key), icon, run)
		b.Small = true
		b.Action.WhyNot = whyNot
		return b
	}
	t.retry = button("bulk.retry", theme.MediaReplayIcon(), func() { r.prepare(r.page.env.Cluster.RetryFailed) }, r.whyNotRetry)
	t.reverse = button("bulk.reverse", theme.ContentUndoIcon(), func() { r.prepare(r.page.env.Cluster.ReversePlan) }, r.whyNotReverse)
	t.copy = button("bulk.ticket.copy", theme.ContentCopyIcon(), r.copyForTicket, nil)
	t.export = kit.NewMenuButton(host, text.T("bulk.report"), theme.DownloadIcon(), r.exportMenu)
	t.export.Small = true
	t.bar = kit.NewControlRow(nil, nil)
	t.arrange()
	return t
}

// arrange gives every tool its room.
func (t *runTools) arrange() {
	find := float32(190)
	if t.run.narrow {
		find = 150
	}
	t.bar.Set([]fyne.CanvasObject{t.outcome, kit.Wide(find, t.find), t.follow},
		[]fyne.CanvasObject{t.sofar, t.retry, t.reverse, t.copy, t.export})
}

// fit shows icons in a narrow window; their words stand in the hint line.
func (t *runTools) fit(narrow bool) {
	for _, b := range []*kit.Button{t.retry, t.reverse, t.copy, t.export} {
		b.IconOnly = narrow
	}
	t.arrange()
}

func (t *runTools) show() {
	r := t.run
	t.sofar.SetText("")
	if r.batch.Kind.Money() && !over(r.batch.State) {
		t.sofar.SetText(text.T("bulk.run.sofar", text.With("Sum", text.MoneyChange(signedOf(r.batch.Kind, r.confirmed())))))
	}
	t.follow.Hidden = over(r.batch.State)
	t.retry.Level = kit.Plain
	if r.whyNotRetry() == "" { // what the report asks for, if anything
		t.retry.Level = kit.Primary
	}
	for _, b := range []*kit.Button{t.retry, t.reverse, t.copy, t.export} {
		b.Refresh()
	}
	t.bar.Refresh()
}

func (r *run) whyNotRetry() string {
	switch {
	case !over(r.batch.State) || r.batch.Flying() > 0:
		return text.T("bulk.retry.running")
	case r.batch.Counts[model.StateRejected] == 0:
		return text.T("bulk.retry.none")
	}
	return ""
}

func (r *run) whyNotReverse() string {
	_, reversible := model.Operation{Kind: r.batch.Kind, Change: model.Change{Was: "a"}}.Reverse()
	switch {
	case !over(r.batch.State) || r.batch.Flying() > 0:
		return text.T("bulk.reverse.running")
	case !reversible:
		return text.T("bulk.reverse.kind")
	case r.batch.Counts[model.StateConfirmed] == 0:
		return text.T("bulk.reverse.none")
	}
	return ""
}
