package operations

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// footing is the line below the list: what is kept, what is open, and whether
// the journal is as it was written.
type footing struct {
	bar      *kit.Bar
	kept     *kit.Label
	buttons  []*kit.Button // unknown, needs you, queued, rejected
	verified *kit.Button
}

// footStates are the states that the footer counts and leads to.
var footStates = [][]model.OperationState{
	{model.StateUnknown}, {model.StateReview, model.StateDuplicate, model.StateWrong}, {model.StateQueued}, {model.StateRejected},
}

func newFooting(host *kit.Host, lead func(...model.OperationState), verify func()) footing {
	f := footing{kept: kit.NewBold("")}
	low := func(icon fyne.Resource, run func()) *kit.Button {
		b := kit.NewLowButton(host, "", icon, run)
		b.Small = true
		b.Hide()
		return b
	}
	left := []fyne.CanvasObject{f.kept}
	for _, states := range footStates {
		look := screen.LookOfOperation(states[0], false)
		b := low(look.Icon, func() { lead(states...) })
		b.IconInk = look.Color
		f.buttons = append(f.buttons, b)
		left = append(left, b)
	}
	f.verified = low(assets.Icon("shield"), verify)
	f.verified.Show()
	f.bar = kit.NewFooter(left, []fyne.CanvasObject{f.verified})
	f.bar.Gap = 4
	return f
}

func (f footing) show(s sums, check verified, env *screen.Env) {
	f.kept.SetText(text.T("operations.kept", text.N(s.kept)))
	counts := []int{s.Unknown, s.NeedsPerson - s.Unknown, s.Queued, s.rejected}
	for i, key := range []string{"operations.unknown", "operations.needsyou", "operations.queued", "operations.rejected"} {
		b := f.buttons[i]
		b.Hidden = counts[i] <= 0
		b.SetTitle(text.T(key, text.N(counts[i])))
	}
	f.verified.IconInk = theme.ColorNamePlaceHolder
	words := text.T("operations.verify.not")
	_, flawed := env.Cluster.JournalFlaw()
	switch {
	case flawed, check.broken != nil:
		f.verified.IconInk, words = theme.ColorNameError, text.T("operations.verify.broken")
	case !check.at.IsZero():
		f.verified.IconInk = theme.ColorNameSuccess
		words = text.T("operations.verify.intact", text.N(check.steps), text.With("Time", text.Clock(check.at, env.Zone())))
	}
	f.verified.Says = text.T("operations.verify.hint")
	f.verified.SetTitle(words)
	f.bar.Refresh()
}

// Verify checks every link of the journal.
func (p *Page) Verify() {
	if p.env.Tasks.Running(slotVerify) {
		return
	}
	p.env.Host.Hint.Say(text.T("operations.verify.reading"))
	p.env.Tasks.Go(slotVerify, func(ctx context.Context) (func(), error) {
		steps, err := p.env.Cluster.VerifyJournal(ctx)
		if err != nil && model.CodeOf(err) != model.Internal && model.CodeOf(err) != model.Conflict {
			return nil, err
		}
		return func() { p.verified(steps, err) }, nil
	}, p.failed)
}

func (p *Page) verified(steps int, err error) {
	p.check = verified{at: p.env.App.Now(), steps: steps}
	if err != nil {
		p.check.broken = p.env.App.Explain(err)
		p.failed(err)
	} else {
		p.env.Host.Hint.Say(text.T("operations.verify.intact", text.N(steps), text.With("Time", text.Clock(p.check.at, p.env.Zone()))))
	}
	p.counts.show(p.list.sums, p.check, p.env)
}
