package customer

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
	"steward/views/screen"
)

// slotOutcome reads where an operation stands.
const slotOutcome = "detail.outcome"

// outcome is the line under the header that follows what was sent last for the
// customer: how it ended, and what can be done then.
type outcome struct {
	frame  *Frame
	last   map[platform.UID]model.OperationID
	icon   *kit.Icon
	text   *kit.Paragraph
	action *kit.Button
	ground *kit.Ground
	object *fyne.Container
	shown  model.Operation
	row    int64 // of the funding history; 0: not known
}

func newOutcome(f *Frame) *outcome {
	o := &outcome{frame: f, last: map[platform.UID]model.OperationID{}}
	o.icon = kit.NewIcon(theme.InfoIcon(), theme.ColorNamePrimary)
	o.text = kit.NewParagraph("", theme.ColorNameForeground, false)
	o.action = kit.NewLowButton(f.env.Host, "", theme.ContentUndoIcon(), nil)
	o.action.Small = true
	away := kit.NewIconButton(f.env.Host, text.T("outcome.dismiss"), theme.CancelIcon(), o.dismiss)
	away.Small = true
	buttons := container.NewHBox(o.action, away)
	o.ground = kit.NewGround(kit.ColorTintInfo, kit.Margin(container.NewBorder(nil, nil, kit.Margin(o.icon, 6, 4), buttons, kit.Margin(o.text, 0, 4)), 8, 2))
	o.ground.Edge = theme.ColorNamePrimary
	o.object = container.NewStack(o.ground)
	o.object.Hide()
	return o
}

// follow shows an operation that was just recorded, and what becomes of it.
func (o *outcome) follow(op model.Operation) {
	o.last[op.UID] = op.ID
	if op.UID == o.frame.uid {
		o.show(op, 0)
		o.read(op.ID) // it may have moved on before anybody listened
	}
}

// changed reads an operation again if it is the one that is followed.
func (o *outcome) changed(id model.OperationID) {
	if id != "" && o.last[o.frame.uid] == id {
		o.read(id)
	}
}

// customer shows what is followed of another customer, or nothing.
func (o *outcome) customer(uid platform.UID) {
	o.shown = model.Operation{}
	o.object.Hide()
	if id := o.last[uid]; id != "" {
		o.read(id)
	}
}

func (o *outcome) read(id model.OperationID) {
	env := o.frame.env
	env.Tasks.Go(slotOutcome, func(ctx context.Context) (func(), error) {
		story, err := env.Cluster.Story(ctx, id)
		if err != nil {
			return nil, err
		}
		return func() {
			if o.last[o.frame.uid] == id {
				o.show(story.Operation, fundingRow(story))
			}
		}, nil
	}, env.Fail)
}

// fundingRow is the row of the funding history that is an operation; 0: not known.
func fundingRow(story model.OperationStory) int64 {
	for _, reading := range story.Readings {
		for _, w := range reading.Witness {
			if w.Ours && w.Fits && w.Funding.ID != 0 {
				return w.Funding.ID
			}
		}
	}
	return 0
}

// show says where an operation stands and offers what comes next.
func (o *outcome) show(op model.Operation, row int64) {
	o.shown, o.row = op, row
	look := screen.LookOfOperation(op.State, op.Late)
	o.icon.Set(look.Icon, look.Color)
	o.ground.Color, o.ground.Edge = kit.ColorTintInfo, look.Color
	switch op.State {
	case model.StateConfirmed:
		o.ground.Color = kit.ColorTintSuccess
	case model.StateRejected, model.StateDuplicate, model.StateWrong:
		o.ground.Color = kit.ColorTintError
	case model.StateUnknown, model.StateReview:
		o.ground.Color = kit.ColorTintWarning
	}
	o.text.SetText(outcomeWords(op, row))
	o.offer(op)
	o.object.Show()
	o.ground.Refresh()
	o.frame.whole.Refresh()
}

// offer is what a person may want to do next.
func (o *outcome) offer(op model.Operation) {
	o.action.Action.Run = nil
	switch {
	case op.State == model.StateConfirmed && reversible(op):
		o.action.Action.Icon, o.action.Action.Run = theme.ContentUndoIcon(), func() { o.reverse(op.ID) }
		o.action.SetTitle(text.T("outcome.reverse"))
	case op.State == model.StateRejected && forms.Has(op.Kind) && (!op.Kind.OnlineOnly() || op.Kind.NeedsPassword()):
		o.action.Action.Icon, o.action.Action.Run = theme.DocumentCreateIcon(), func() { o.again(op) }
		o.action.SetTitle(text.T("outcome.edit"))
	case o.frame.env.OpenOperation != nil && (op.State.NeedsPerson() || op.State.Waits()):
		o.action.Action.Icon, o.action.Action.Run = theme.NavigateNextIcon(), func() { o.frame.env.OpenOperation(op.ID) }
		o.action.SetTitle(text.T("outcome.open"))
	}
	visible(o.action, o.action.Action.Run != nil)
}

func reversible(op model.Operation) bool { _, ok := op.Reverse(); return ok }

// reverse opens the form of what undoes an operation.
func (o *outcome) reverse(id model.OperationID) {
	env := o.frame.env
	env.Tasks.Go(slotOutcome, func(ctx context.Context) (func(), error) {
		op, err := env.Cluster.Reverse(ctx, id)
		return func() { o.frame.OpenForm(op) }, err
	}, env.Fail)
}

// again opens the form of an operation that was refused, as a new one.
func (o *outcome) again(op model.Operation) {
	again := model.NewOperation(op.Kind, op.UID, op.Change)
	again.Origin = op.ID
	o.frame.OpenForm(again)
}

func (o *outcome) dismiss() {
	delete(o.last, o.frame.uid)
	o.object.Hide()
	o.frame.whole.Refresh()
}

// settle takes the line away where something else begins, unless a person is still
// to look at it.
func (o *outcome) settle() {
	if o.object.Visible() && o.shown.State == model.StateConfirmed {
		o.dismiss()
	}
}

// outcomeWords says what happened, what it means and what to do.
func outcomeWords(op model.Operation, row int64) string {
	args := []text.Arg{
		text.With("What", operationWords(op)), text.With("Email", op.Change.Login), text.With("Row", strconv.FormatInt(row, 10)),
		text.With("State", screen.LookOfOperation(op.State, op.Late).Word), text.With("Words", refusalWords(op.Refusal)),
	}
	switch {
	case op.State == model.StateConfirmed:
		return confirmedWords(op, row, args)
	case op.State == model.StateRejected && op.Kind.NeedsPassword():
		return text.T("outcome.rejected.password", args...)
	case op.State == model.StateRejected:
		return text.T("outcome.rejected", args...)
	case op.State == model.StateUnknown && answered(op.Refusal):
		return text.T("outcome.unclear", args...)
	case op.State == model.StateUnknown && op.Kind.Money():
		return text.T("outcome.unknown.money", args...)
	case op.State == model.StateUnknown:
		return text.T("outcome.unknown", args...)
	case op.State == model.StateQueued && op.Waited:
		return text.T("outcome.queued", args...)
	case op.State == model.StateReview:
		return text.T("outcome.review", args...)
	}
	return text.T("outcome.state", args...)
}

// confirmedWords says what is proven, with the row that proves it if there is one.
func confirmedWords(op model.Operation, row int64, args []text.Arg) string {
	switch {
	case op.Kind == model.DeletePersonalData: // the name is gone too
		return text.T("outcome.erased", text.With("UID", uidWords(op.UID)))
	case row != 0:
		return text.T("outcome.confirmed.row", args...)
	}
	return text.T("outcome.confirmed", args...)
}

// answered reports whether the platform answered, with neither yes nor a known no.
func answered(r *model.Refusal) bool { return r != nil && r.Result != 0 }

// operationWords is an operation in a few words: "Refill Balance +40.00 main".
func operationWords(op model.Operation) string {
	if op.Kind.Money() {
		return text.MoneyChange(screen.SignedAmount(op.Kind, op.Change.Amount)) + " " + screen.BalanceWord(op.Change.Balance)
	}
	if change := screen.OperationChange(op); change != "" && op.Kind != model.SetNote {
		return screen.OperationName(op.Kind) + " " + change
	}
	return screen.OperationName(op.Kind)
}

// refusalWords is what the platform said instead of yes.
func refusalWords(r *model.Refusal) string {
	if r == nil {
		return ""
	}
	words := text.Isolated(text.Visible(r.Message))
	if r.Result != 0 {
		words += " (" + text.T("outcome.code", text.With("Code", strconv.Itoa(r.Result))) + ")"
	}
	return words
}
