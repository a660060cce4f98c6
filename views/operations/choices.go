package operations

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// actCopy is what a person may do with every operation.
const actCopy model.OperationAction = "copy"

// offered are the actions that belong to a state, the first of them the one
// that is most likely meant; those that are not possible now say why.
func offered(o model.Operation) []model.OperationAction {
	var list []model.OperationAction
	money := o.Kind.Money()
	switch o.State {
	case model.StateQueued:
		list = []model.OperationAction{model.ActEdit, model.ActCancel}
	case model.StateReview:
		list = []model.OperationAction{model.ActSendNow, model.ActEdit, model.ActCancel}
	case model.StateSending, model.StateAccepted:
		list = []model.OperationAction{model.ActCheck}
	case model.StateUnknown:
		list = []model.OperationAction{model.ActCheck, model.ActBooked, model.ActSendAgain, model.ActNotApplied, model.ActSettle}
	case model.StateNotApplied:
		list = []model.OperationAction{model.ActSendAgain, model.ActCheck, model.ActSettle}
	case model.StateRejected:
		list = []model.OperationAction{model.ActEdit, model.ActCheck}
	case model.StateConfirmed:
		list = []model.OperationAction{model.ActReverse, model.ActCheck}
	case model.StateDuplicate:
		list = []model.OperationAction{model.ActReverse, model.ActSettle}
	case model.StateWrong:
		list = []model.OperationAction{model.ActSettle}
	}
	if !money {
		list = slices.DeleteFunc(list, func(a model.OperationAction) bool { return a == model.ActBooked })
	}
	return append(list, actCopy)
}

var actIcons = map[model.OperationAction]func() fyne.Resource{
	model.ActCheck: theme.ViewRefreshIcon, model.ActSendNow: theme.MailSendIcon, model.ActCancel: theme.CancelIcon,
	model.ActEdit: theme.DocumentCreateIcon, model.ActBooked: theme.ConfirmIcon, model.ActNotApplied: theme.CancelIcon,
	model.ActSendAgain: theme.MediaReplayIcon, model.ActSettle: theme.AccountIcon, model.ActReverse: theme.ContentUndoIcon,
	actCopy: theme.ContentCopyIcon,
}

// choice is an action with its rule beside it.
type choice struct {
	act    model.OperationAction
	whyNot string
	level  kit.Level
	button *kit.Button
	rule   *kit.Paragraph
	row    fyne.CanvasObject
}

// choices are what a person can do with the operation on screen. The buttons
// stay the same ones, so that the focus stays where it is.
type choices struct {
	list   map[model.OperationAction]*choice
	shown  []*choice
	object *fyne.Container
	said   string
}

// choiceWide is the room of a button at scale 1.
const choiceWide float32 = 184

func newChoices(host *kit.Host, run func(model.OperationAction)) *choices {
	c := &choices{list: map[model.OperationAction]*choice{}, object: kit.Stack()}
	for act, icon := range actIcons {
		it := &choice{act: act, rule: kit.NewParagraph("", theme.ColorNamePlaceHolder, true)}
		it.button = kit.NewButton(host, "", icon(), func() { run(act) })
		it.button.Action.WhyNot = func() string { return it.whyNot }
		if act == model.ActCheck {
			it.button.Says = text.T("operations.do.check.hint")
		}
		bar := kit.NewBar(36, []fyne.CanvasObject{it.button}, nil)
		bar.Pad = 0
		left := container.NewVBox(kit.Wide(choiceWide, bar))
		it.row = container.NewBorder(nil, kit.NewLine(false), left, nil, kit.Margin(it.rule, 4, 5))
		c.list[act] = it
	}
	return c
}

// show shows the actions of an operation; whyNot says of each why it is not
// possible now.
func (c *choices) show(s model.OperationStory, whyNot func(model.OperationAction) string, free time.Time, now time.Time, zone *time.Location) {
	c.shown = nil
	said := ""
	for i, act := range offered(s.Operation) {
		it := c.list[act]
		it.whyNot = whyNot(act)
		it.level = kit.Plain
		if i == 0 && act != actCopy && act != model.ActReverse {
			it.level = kit.Primary
		}
		if act == actCopy {
			it.level = kit.Low
		}
		it.button.SetTitle(actTitle(act, s.Operation))
		rule := it.whyNot
		switch {
		case rule != "" && !free.IsZero() && (act == model.ActSendAgain || act == model.ActNotApplied):
			rule = text.T("operations.free", text.With("Time", clockTime(free, now, zone))) + " " + text.T("operations.do."+string(act)+".then")
		case rule == "":
			rule = actRule(act, s.Operation)
		}
		it.rule.SetText(rule)
		c.shown = append(c.shown, it)
		said += string(act) + "|"
	}
	if said != c.said {
		c.said = said
		c.object.Objects = nil
		for _, it := range c.shown {
			c.object.Add(it.row)
		}
	}
	c.object.Refresh()
}

// quiet leaves the filled button to a form that is open.
func (c *choices) quiet(on bool) {
	for _, it := range c.shown {
		level := it.level
		if on && level == kit.Primary {
			level = kit.Plain
		}
		if it.button.Level != level {
			it.button.Level = level
			it.button.Refresh()
		}
	}
}

// first is the first action that is possible now.
func (c *choices) first() fyne.Focusable {
	for _, it := range c.shown {
		if it.whyNot == "" {
			return it.button
		}
	}
	return nil
}

// actTitle is the title of the button of an action.
func actTitle(act model.OperationAction, o model.Operation) string {
	switch {
	case act == model.ActSendAgain:
		return text.T("operations.do.sendagain", text.With("Attempt", o.Attempt+1))
	case act == model.ActNotApplied && !o.Kind.Money():
		return text.T("operations.do.notapplied.set")
	case act == model.ActReverse && o.State == model.StateDuplicate:
		return text.T("operations.do.reverse.double")
	case act == model.ActEdit && o.State == model.StateRejected:
		return text.T("operations.do.edit.rejected")
	}
	return text.T("operations.do." + string(act))
}

// actRule says what an action does.
func actRule(act model.OperationAction, o model.Operation) string {
	switch {
	case act == model.ActCheck && o.State == model.StateConfirmed:
		return text.T("operations.do.check.confirmed")
	case act == model.ActCheck && !o.Kind.Money():
		return text.T("operations.do.check.set")
	case act == model.ActReverse && o.State == model.StateDuplicate:
		return text.T("operations.do.reverse.double.rule")
	case act == model.ActEdit && o.State == model.StateRejected:
		return text.T("operations.do.edit.rejected.rule")
	case act == model.ActSendNow && o.Kind.Money():
		return text.T("operations.do.send.money")
	}
	return text.T("operations.do." + string(act) + ".rule")
}
