package operations

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// writes are the actions that let something be sent.
var writes = map[model.OperationAction]bool{model.ActSendNow: true, model.ActSendAgain: true, model.ActReverse: true, model.ActEdit: true}

// whyNot says why an action is not possible now; empty: it is.
func (d *detail) whyNot(act model.OperationAction) string {
	if act == actCopy {
		return ""
	}
	if !d.known {
		return text.T("operations.reading")
	}
	asked := act
	if act == model.ActSendAgain && d.story.Operation.State == model.StateUnknown {
		asked = model.ActNotApplied // it is said first that it was not booked
	}
	for _, c := range d.story.Choices {
		if c.Action == asked && c.WhyNot != nil {
			return d.env.Sentence(c.WhyNot)
		}
	}
	if may := d.env.Cluster.MayWrite(); may != nil && writes[act] {
		return d.env.Sentence(may)
	}
	return ""
}

// WhyNot is why something cannot be done now with the operation on screen, in
// words; empty: it can.
func (p *Page) WhyNot(act model.OperationAction) string {
	if !slices.Contains(offered(p.detail.story.Operation), act) {
		return text.T("operations.do.none")
	}
	return p.detail.whyNot(act)
}

// Shows reports whether the story of this operation is on screen.
func (p *Page) Shows(id model.OperationID) bool {
	return p.Story() && p.detail.story.Operation.ID == id
}

// Story reports whether the story of an operation is on screen.
func (p *Page) Story() bool { return p.detail.known && !p.detail.line.head }

// actions are what can be done with the operation on screen, as a menu.
func (d *detail) actions() []*kit.Action {
	if d.line.head || !d.known {
		return d.run.actions()
	}
	var list []*kit.Action
	for _, act := range offered(d.story.Operation) {
		list = append(list, &kit.Action{
			Title: actTitle(act, d.story.Operation), Icon: actIcons[act](),
			WhyNot: func() string { return d.whyNot(act) }, Run: func() { d.act(act) },
		})
	}
	return append(list, kit.Separator, &kit.Action{Title: d.open.Action.Title, Icon: d.open.Action.Icon, Run: d.open.Action.Run})
}

// checkNow is F5.
func (d *detail) checkNow() {
	if d.line.key == 0 || d.line.head {
		return
	}
	(&kit.Action{WhyNot: func() string { return d.whyNot(model.ActCheck) }, Run: func() { d.act(model.ActCheck) }}).Start(d.env.Host.Hint)
}

// act does what a person chose, or asks first what it needs to know.
func (d *detail) act(act model.OperationAction) {
	o := d.story.Operation
	switch act {
	case model.ActCheck:
		d.env.Cluster.Check(o.ID)
		d.env.Host.Hint.Say(text.T("operations.checking"))
	case actCopy:
		fyne.CurrentApp().Clipboard().SetContent(dossier(d.story, d.ledger))
		d.env.Host.Hint.Say(text.T("operations.do.copy.done"))
	case model.ActBooked:
		d.askBooked()
	case model.ActNotApplied, model.ActSettle:
		d.askReason(act)
	case model.ActSendAgain:
		d.askAgain()
	case model.ActCancel:
		d.askCancel()
	case model.ActSendNow:
		d.askSend()
	case model.ActEdit:
		d.askEdit()
	case model.ActReverse:
		d.reverse()
	}
}

// do runs what waits for disk or network; the story follows.
func (d *detail) do(work func(ctx context.Context) error, say func(string), done func()) {
	id := d.story.Operation.ID
	d.env.Tasks.Go(slotDo, func(ctx context.Context) (func(), error) {
		if err := work(ctx); err != nil {
			return nil, err
		}
		return func() {
			done()
			if d.story.Operation.ID == id && !d.line.head {
				d.ask(id)
			}
		}, nil
	}, func(err error) { say(d.env.Sentence(err)) })
}

// reasonField is the field in which a person says why.
func reasonField() fieldOf {
	return fieldOf{key: "reason", title: text.T("operations.form.reason"), hint: text.T("operations.form.reason.hint"), missing: text.T("operations.form.reason.missing")}
}

// askBooked lets a person name the row of the ledger that is it.
func (d *detail) askBooked() {
	o := d.story.Operation
	row := fieldOf{key: "row", title: text.T("operations.form.row"), hint: text.T("operations.form.row.hint"), missing: text.T("operations.form.row.missing")}
	for _, p := range proofsOf(d.story, d.ledger) {
		if p.fits && !p.expected && row.value == "" && p.funding.ID != 0 {
			row.value = strconv.FormatInt(p.funding.ID, 10)
		}
	}
	d.form.ask(asked{
		title: text.T("operations.do.booked"), body: text.T("operations.do.booked.ask"), yes: text.T("operations.form.booked"), icon: theme.ConfirmIcon(),
		fields: []fieldOf{row, reasonField()},
		run: func(v map[string]string, say func(string), done func()) {
			number, err := strconv.ParseInt(v["row"], 10, 64)
			if err != nil {
				say(text.T("operations.form.row.number"))
				return
			}
			d.do(func(ctx context.Context) error { return d.env.Cluster.Booked(ctx, o.ID, number, v["reason"]) }, say, done)
		},
	})
}

// askReason ends an operation with a reason.
func (d *detail) askReason(act model.OperationAction) {
	o := d.story.Operation
	end := d.env.Cluster.NotApplied
	if act == model.ActSettle {
		end = d.env.Cluster.Settle
	}
	d.form.ask(asked{
		title: actTitle(act, o), body: text.T("operations.do." + string(act) + ".ask"), yes: text.T("operations.form." + string(act)),
		icon: actIcons[act](), fields: []fieldOf{reasonField()},
		run: func(v map[string]string, say func(string), done func()) {
			d.do(func(ctx context.Context) error { return end(ctx, o.ID, v["reason"]) }, say, done)
		},
	})
}

// askAgain sends an operation a second time under the same id; one that is
// still unknown is first said not to be booked, by the same person.
func (d *detail) askAgain() {
	o := d.story.Operation
	what := asked{
		title: actTitle(model.ActSendAgain, o), body: text.T("operations.do.sendagain.ask"), yes: actTitle(model.ActSendAgain, o), icon: theme.MediaReplayIcon(),
		run: func(v map[string]string, say func(string), done func()) {
			d.do(func(ctx context.Context) error {
				if o.State == model.StateUnknown {
					if err := d.env.Cluster.NotApplied(ctx, o.ID, v["reason"]); err != nil {
						return err
					}
				}
				return d.env.Cluster.SendAgain(ctx, o.ID)
			}, say, done)
		},
	}
	if o.State == model.StateUnknown {
		what.fields = []fieldOf{reasonField()}
	}
	d.form.ask(what)
}

// askCancel gives an operation up that was not sent.
func (d *detail) askCancel() {
	o := d.story.Operation
	d.form.ask(asked{
		title: text.T("operations.do.cancel"), body: text.T("operations.do.cancel.ask"), yes: text.T("operations.form.cancel"), icon: theme.CancelIcon(),
		run: func(_ map[string]string, say func(string), done func()) {
			d.do(func(ctx context.Context) error { return d.env.Cluster.Cancel(ctx, o.ID) }, say, done)
		},
	})
}

// askSend lets an operation go that a person looked at again. Money is read
// anew before: what is shown is fresh.
func (d *detail) askSend() {
	o := d.story.Operation
	send := func(_ map[string]string, say func(string), done func()) {
		d.do(func(ctx context.Context) error { return d.env.Cluster.SendNow(ctx, o.ID) }, say, done)
	}
	show := func(body string) {
		d.form.ask(asked{title: text.T("operations.do.send"), body: body, yes: sendTitle(o), icon: theme.MailSendIcon(), run: send})
	}
	if !o.Kind.Money() {
		show(reviewWords(o))
		return
	}
	d.env.Host.Hint.Say(text.T("operations.preview.reading"))
	d.env.Tasks.Go(slotPreview, func(ctx context.Context) (func(), error) {
		p, err := d.env.Cluster.Preview(ctx, o)
		if err != nil {
			return nil, err
		}
		return func() {
			if d.story.Operation.ID == o.ID && !d.line.head {
				show(previewWords(o, p, d.env))
			}
		}, nil
	}, d.env.Fail)
}
