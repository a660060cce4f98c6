package operations

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// sendTitle repeats on the button what is sent: "Send +40.00 EUR".
func sendTitle(o model.Operation) string {
	if !o.Kind.Money() {
		return text.T("operations.form.send", text.With("What", screen.OperationName(o.Kind)))
	}
	return text.T("operations.form.send", text.With("What", text.MoneyChange(screen.SignedAmount(o.Kind, o.Change.Amount))))
}

// previewWords say what the platform said just now, and what follows.
func previewWords(o model.Operation, p model.Preview, env *screen.Env) string {
	var parts []string
	if p.Refused != nil {
		parts = append(parts, env.Sentence(p.Refused))
	}
	now, after := text.With("Now", text.MoneyFull(balanceOf(p.User, o.Change.Balance))), text.With("After", text.MoneyFull(p.After))
	switch {
	case p.After.Given() && o.Change.Before.Given():
		parts = append(parts, text.T("operations.preview.balance", text.With("Then", text.MoneyFull(o.Change.Before)), now, after))
	case p.After.Given():
		parts = append(parts, text.T("operations.preview.balance.new", now, after))
	case p.Current != "":
		parts = append(parts, text.T("operations.preview.value", text.With("Value", text.Visible(p.Current))))
	}
	for _, key := range p.Warnings {
		parts = append(parts, text.T(key))
	}
	return strings.Join(parts, " ")
}

func balanceOf(u platform.User, b platform.Balance) platform.Money {
	if b == platform.BalanceBonus {
		return u.Bonus
	}
	return u.Balance
}

// askEdit changes an operation before it is sent, or a rejected one as a new
// one.
func (d *detail) askEdit() {
	o := d.story.Operation
	d.form.ask(asked{
		title: actTitle(model.ActEdit, o), body: text.T("operations.do.edit.ask"), yes: text.T("operations.form.edit"), icon: theme.DocumentSaveIcon(),
		fields: changeFields(o),
		run: func(v map[string]string, say func(string), done func()) {
			change, problem := changed(o, v)
			if problem != "" {
				say(problem)
				return
			}
			d.do(func(ctx context.Context) error {
				_, err := d.env.Cluster.Edit(ctx, o.ID, change)
				return err
			}, say, done)
		},
	})
}

// reverse opens the prepared opposite of an operation in a form; nothing is
// recorded before a person sends it.
func (d *detail) reverse() {
	id, why := d.story.Operation.ID, ""
	if rows := markedRows(d.story); d.story.Operation.State == model.StateDuplicate && len(rows) > 0 {
		why = text.T("operations.reverse.double", text.With("ID", string(id)), text.With("Rows", strings.Join(rows, ", ")))
	}
	d.env.Tasks.Go(slotPreview, func(ctx context.Context) (func(), error) {
		back, err := d.env.Cluster.Reverse(ctx, id)
		if err != nil {
			return nil, err
		}
		back.Change.Reason = cmp.Or(back.Change.Reason, why)
		asked := back
		asked.Change.Reason = cmp.Or(back.Change.Reason, string(id)) // the person's own comes with the form
		p, err := d.env.Cluster.Preview(ctx, asked)
		note := ""
		if err != nil {
			note = d.env.Sentence(err)
		} else {
			note = previewWords(back, p, d.env)
		}
		return func() {
			if d.story.Operation.ID == id && !d.line.head {
				d.askPrepared(back, note)
			}
		}, nil
	}, d.env.Fail)
}

// askPrepared shows a prepared operation, to be recorded once a reason is given.
func (d *detail) askPrepared(back model.Operation, note string) {
	body := strings.TrimSpace(text.T("operations.reverse.ask", text.With("What", title(back))) + " " + note)
	d.form.ask(asked{
		title: actTitle(model.ActReverse, d.story.Operation), body: body, yes: sendTitle(back), icon: theme.MailSendIcon(), level: kit.Primary,
		fields: changeFields(back),
		run: func(v map[string]string, say func(string), done func()) {
			change, problem := changed(back, v)
			if problem != "" {
				say(problem)
				return
			}
			prepared := back
			prepared.Change = change
			d.do(func(ctx context.Context) error {
				_, err := d.env.Cluster.Record(ctx, app.Given{}, prepared)
				return err
			}, say, done)
		},
	})
}

// changeFields are the fields of an operation that can be changed.
func changeFields(o model.Operation) []fieldOf {
	reason := reasonField()
	reason.value = o.Change.Reason
	ticket := fieldOf{key: "ticket", title: text.T("operations.form.ticket"), hint: text.T("operations.form.ticket.hint"), value: o.Change.Ticket}
	switch {
	case o.Kind.Money():
		amount := fieldOf{key: "amount", title: text.T("operations.form.amount"), hint: text.T("operations.form.amount.hint"),
			value: text.MoneyCopy(o.Change.Amount), missing: text.T("operations.form.amount.missing")}
		return []fieldOf{amount, reason, ticket}
	case hasValue(o.Kind):
		value := fieldOf{key: "value", title: text.T("operations.form.value"), hint: text.T("operations.form.value.hint"), value: o.Change.Wanted,
			missing: text.T("operations.form.value.missing")}
		return []fieldOf{value, reason, ticket}
	}
	return []fieldOf{reason, ticket}
}

// hasValue reports whether a person chose the new value of such an operation.
func hasValue(kind model.OperationKind) bool {
	switch kind {
	case model.ChangeGroup, model.ChangeEmail, model.ChangePhone, model.SetQuota, model.SetNote, model.SetFundingNote, model.NoteEnvironment, model.RenameEnvironment:
		return true
	}
	return false
}

// changed is the change of an operation with what a person filled in, or what
// is wrong with that.
func changed(o model.Operation, v map[string]string) (c model.Change, problem string) {
	c = o.Change
	c.Reason, c.Ticket = v["reason"], v["ticket"]
	if value, has := v["value"]; has {
		c.Wanted = value
	}
	typed, has := v["amount"]
	if !has || typed == text.MoneyCopy(o.Change.Amount) {
		return c, ""
	}
	amount, err := model.ParseAmount(typed, o.Change.Amount.Currency())
	c.WholeSum = false
	switch {
	case err == nil:
		c.Amount = amount
	case errors.Is(err, model.ErrAmountAmbiguous):
		problem = text.T("operations.form.amount.ambiguous", text.With("Text", typed))
	case errors.Is(err, model.ErrAmountDigits):
		problem = text.T("operations.form.amount.digits")
	default:
		problem = text.T("operations.form.amount.missing")
	}
	return c, problem
}
