package customer

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
	"steward/views/screen"
)

// slotInPlace records what was changed in a row of Info.
const slotInPlace = "detail.inplace"

// pencils give the fields that can be changed their buttons. E-mail and phone are
// changed in their row, the others have a form.
func (i *info) pencils() {
	why := func() string { return forms.WhyNotChange(i.place.env) }
	form := func(kind model.OperationKind) func() {
		return func() { i.place.form(forms.Prepared(kind, i.had.customer)) }
	}
	i.facts.pencil(i.email, "customer.email", why, i.editEmail)
	i.facts.pencil(i.phone, "customer.phone", why, i.editPhone)
	i.facts.pencil(i.word, "customer.status", why, i.statusMenu)
	i.facts.pencil(i.group, "customer.group", why, form(model.ChangeGroup))
	i.facts.pencil(i.balance, "customer.balance", why, func() { i.moneyMenu(i.balance, false) })
	i.facts.pencil(i.bonus, "customer.bonus", why, func() { i.moneyMenu(i.bonus, true) })
	i.facts.pencil(i.twoFactor, "customer.twofactor", why, form(model.Disable2FA))
}

func (i *info) editEmail() {
	i.say("")
	i.facts.edit(i.email, i.had.customer.Email, func(s string) {
		s = strings.TrimSpace(s)
		switch {
		case s == i.had.customer.Email:
			i.facts.endEdit()
		case !forms.IsEmail(s):
			i.say(text.T("forms.email.wrong"))
		default:
			i.record(model.ChangeEmail, s)
		}
	})
}

func (i *info) editPhone() {
	i.say("")
	i.facts.edit(i.phone, i.had.customer.Phone, func(s string) {
		s = strings.TrimSpace(s)
		if s == i.had.customer.Phone {
			i.facts.endEdit()
			return
		}
		if problem := forms.PhoneProblem(s, i.had.customer.Phone); problem != "" {
			i.say(problem)
			return
		}
		i.record(model.ChangePhone, s)
	})
}

// record writes a change of a row down and shows the value again.
func (i *info) record(kind model.OperationKind, wanted string) {
	env, c := i.place.env, i.had.customer
	op := forms.Prepared(kind, c)
	op.Change.Wanted = wanted
	online := env.WhyNotRefresh() == ""
	i.facts.editing.save.Action.WhyNot = func() string { return text.T("forms.sending") }
	env.Tasks.Go(slotInPlace, func(ctx context.Context) (func(), error) {
		if kind == model.ChangeEmail && online {
			uid, taken, err := env.Cluster.EmailTaken(ctx, wanted)
			if err == nil && taken && uid != c.UID {
				return func() { i.refused(text.T("forms.email.taken", text.With("UID", uidWords(uid)))) }, nil
			}
		}
		ops, err := env.Cluster.Record(ctx, app.Given{}, op)
		if err != nil {
			return nil, err
		}
		return func() {
			i.facts.endEdit()
			i.say("")
			i.place.sent(ops)
		}, nil
	}, func(err error) { i.refused(env.Sentence(err)) })
}

// refused says why a change of a row was not taken; what was typed stays.
func (i *info) refused(sentence string) {
	if i.facts.editing != nil {
		i.facts.editing.save.Action.WhyNot = nil
	}
	i.say(sentence)
}

// say tells what is wrong with what is changed in place; empty: nothing.
func (i *info) say(sentence string) {
	i.problem.Set(sentence)
	i.box.Refresh()
}

// statusMenu offers the statuses that the customer may get.
func (i *info) statusMenu() {
	kit.ShowMenu(i.place.env.Host, i.place.statuses(), i.word.pencil, belowButton(i.word.pencil))
}

// moneyMenu leads to the forms of money, with the balance of the row.
func (i *info) moneyMenu(it *fact, bonus bool) {
	item := func(kind model.OperationKind, icon string) *kit.Action {
		return &kit.Action{Title: text.T("actions.form", text.With("What", screen.OperationName(kind))), Icon: assets.Icon(icon), Run: func() {
			op := forms.Prepared(kind, i.had.customer)
			if bonus {
				op.Change.Balance = platform.BalanceBonus
			}
			i.place.form(op)
		}}
	}
	kit.ShowMenu(i.place.env.Host, []*kit.Action{item(model.Refill, "refill"), item(model.Withdraw, "withdraw")}, it.pencil, belowButton(it.pencil))
}

// edit begins to change the first field, as F2 does.
func (i *info) edit() { i.email.pencil.Press() }

// save saves the notes, as Ctrl+S does.
func (i *info) save() { i.notes.save() }

// fields are what kinds of operations change.
func (i *info) pendingFields() map[model.OperationKind]*fact {
	return map[model.OperationKind]*fact{
		model.Activate: i.word, model.Deactivate: i.word, model.Suspend: i.word, model.EndSuspension: i.word, model.Destroy: i.word, model.DeletePersonalData: i.word,
		model.ChangeGroup: i.group, model.ChangeEmail: i.email, model.ChangePhone: i.phone, model.Disable2FA: i.twoFactor,
	}
}

// showPending shows, beside what the platform has, what was sent from here and is
// not settled.
func (i *info) showPending() {
	fields := i.pendingFields()
	for _, op := range i.place.env.Cluster.OpenOperations()[i.had.customer.UID] {
		it := fields[op.Kind]
		if op.Kind.Money() {
			if it = i.balance; op.Change.Balance == platform.BalanceBonus {
				it = i.bonus
			}
		}
		if it == nil {
			continue
		}
		it.absent = false
		it.mark(assets.Icon("pending"), theme.ColorNameWarning)
		it.text.SetText(it.text.Text + "   " + pendingWords(op))
	}
}

// pendingWords is what a change wants, and where it stands.
func pendingWords(op model.Operation) string {
	wanted := text.Visible(op.Change.Wanted)
	if op.Kind.Money() {
		wanted = text.MoneyChange(screen.SignedAmount(op.Kind, op.Change.Amount))
	} else if wanted != "" {
		wanted = "→ " + wanted
	}
	return text.T("customer.pending.value", text.With("Wanted", wanted), text.With("State", screen.LookOfOperation(op.State, op.Late).Word))
}
