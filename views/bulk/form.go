package bulk

import (
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// Keys of the balances.
const (
	balanceMain  = "main"
	balanceBonus = "bonus"
)

// form is what is filled in at the left of the plan: the operation and its
// fields, the note as it will be written, the rules and what follows.
type form struct {
	review *review
	root   fyne.CanvasObject

	kind    *kit.Select
	amount  *kit.MoneyEntry
	balance *kit.Select
	group   *kit.Select
	notify  *kit.Check
	letter  *kit.Select // the mail that goes out
	mode    *kit.Select
	quota   *kit.Entry
	value   *kit.Entry
	note    *kit.Entry
	reason  *kit.Entry
	ticket  *kit.Entry

	written *kit.Paragraph
	rules   *fyne.Container
	follows *fyne.Container
	frozen  *kit.Paragraph
	rows    map[string]fyne.CanvasObject
	touched bool // a person has filled something in: what is wrong may be said
}

func newForm(r *review) *form {
	f := &form{review: r, rows: map[string]fyne.CanvasObject{}, rules: kit.Stack(), follows: kit.Stack()}
	host := r.page.env.Host
	f.kind = kit.NewSelect(host, kindOptions(), func(key string) { r.turn(model.OperationKind(key)) })
	f.kind.Hint = text.T("bulk.operation")
	f.amount = kit.NewMoneyEntry(host, text.T("bulk.amount"), f.readAmount)
	f.amount.OnChanged = f.changed
	f.balance = f.chooser("bulk.balance", []kit.Option{{Key: balanceMain, Title: text.T("bulk.balance.main")}, {Key: balanceBonus, Title: text.T("bulk.balance.bonus")}})
	f.group, f.letter = f.chooser("bulk.group", nil), f.chooser("bulk.letter", nil)
	f.notify = kit.NewCheck(host, text.T("bulk.notify"), func(bool) { f.notifyTurned() })
	f.mode = f.chooser("bulk.mode", []kit.Option{
		{Key: string(platform.RemovalDefault), Title: text.T("bulk.mode.default")},
		{Key: string(platform.Anonymization), Title: text.T("bulk.mode.random")},
		{Key: string(platform.Pseudoanonymous), Title: text.T("bulk.mode.fixed")},
	})
	f.quota, f.value = f.entry("bulk.quota", 0), f.entry("bulk.value", 0)
	f.note, f.reason, f.ticket = f.entry("bulk.note", 3), f.entry("bulk.reason", 2), f.entry("bulk.ticket", 0)
	f.written = kit.NewParagraph("", theme.ColorNamePlaceHolder, true)
	f.frozen = kit.NewParagraph("", theme.ColorNamePlaceHolder, true)
	for _, p := range []*kit.Paragraph{f.written, f.frozen} {
		p.Width = panelWidth - 28
	}
	f.build()
	return f
}

// chooser is a drop-down whose choice makes a new plan.
func (f *form) chooser(key string, options []kit.Option) *kit.Select {
	s := kit.NewSelect(f.review.page.env.Host, options, func(string) { f.changed() })
	s.Hint = text.T(key)
	return s
}

// entry is a field whose text makes a new plan; lines 0: of one line.
func (f *form) entry(key string, lines int) *kit.Entry {
	host := f.review.page.env.Host
	e := kit.NewEntry(host, "")
	if lines > 0 {
		e = kit.NewArea(host, "", lines)
	}
	e.Hint = text.T(key)
	e.OnChanged = func(string) { f.changed() }
	return e
}

// build puts the rows together; those that an operation does not have are hidden.
func (f *form) build() {
	row := func(name, key string, control fyne.CanvasObject) fyne.CanvasObject {
		f.rows[name] = labelled(key, control)
		return f.rows[name]
	}
	f.rows["notify"] = kit.Margin(f.notify, 0, 3)
	f.rows["written"] = kit.Margin(kit.Stack(kit.NewCaption(text.T("bulk.written")), f.written), 0, 4)
	part := func(key string, o fyne.CanvasObject) fyne.CanvasObject {
		return kit.Stack(kit.Margin(kit.NewLine(false), 0, 8), kit.NewBold(text.T(key)), kit.Margin(o, 0, 4))
	}
	f.root = kit.Stack(
		kit.NewBold(text.T("bulk.what")), row("kind", "bulk.operation", f.kind),
		row("amount", "bulk.amount", f.amount), row("balance", "bulk.balance", f.balance),
		row("group", "bulk.group", f.group), f.rows["notify"], row("letter", "bulk.letter", f.letter),
		row("mode", "bulk.mode", f.mode), row("quota", "bulk.quota", f.quota), row("value", "bulk.value", f.value), row("note", "bulk.note", f.note),
		row("reason", "bulk.reason", f.reason), row("ticket", "bulk.ticket", f.ticket), f.rows["written"],
		part("bulk.rules", f.rules), part("bulk.follows", f.follows), kit.Margin(f.frozen, 0, 10))
}

// show shows the fields of an operation.
func (f *form) show(kind model.OperationKind) {
	f.kind.Set(string(kind))
	has := fieldsOf(kind)
	f.turnRows(map[string]bool{
		"amount": has.amount, "balance": has.amount, "written": has.amount, "group": has.group, "notify": has.group,
		"letter": has.group && f.notify.On(), "mode": has.mode, "quota": has.quota, "value": has.value, "note": has.note,
	})
	f.showRules(kind)
	f.showWritten()
	f.root.Refresh()
}

func (f *form) turnRows(shown map[string]bool) {
	for name, on := range shown {
		if on {
			f.rows[name].Show()
		} else {
			f.rows[name].Hide()
		}
	}
}

// changed makes a new plan once the fields rest.
func (f *form) changed() {
	f.touched = true
	f.showWritten()
	f.review.changed()
}

// notifyTurned asks which mail goes out.
func (f *form) notifyTurned() {
	if f.notify.On() {
		f.review.readLetters()
	}
	f.show(f.review.kind)
	f.changed()
}

// readAmount says what a text means in the currency of most customers.
func (f *form) readAmount(s string) (platform.Money, string, string) {
	code := f.review.currency
	if strings.TrimSpace(s) == "" {
		return platform.Money{}, code, text.T("bulk.amount.none")
	}
	amount, err := model.ParseAmount(s, code)
	switch {
	case err == nil:
		return amount, text.MoneyFull(amount), ""
	case errors.Is(err, model.ErrAmountAmbiguous):
		return platform.Money{}, code, text.T("bulk.amount.ambiguous", text.With("Text", s))
	case errors.Is(err, model.ErrAmountDigits):
		return platform.Money{}, code, text.T("bulk.amount.digits", text.With("Currency", code), text.N(int(model.CurrencyDigits(code))))
	}
	return platform.Money{}, code, text.T("bulk.amount.none")
}

// change is what the fields say.
func (f *form) change() model.Change {
	c := model.Change{Reason: strings.TrimSpace(f.reason.Text()), Ticket: strings.TrimSpace(f.ticket.Text())}
	switch kind := f.review.kind; kind {
	case model.Activate, model.Deactivate, model.Suspend, model.EndSuspension, model.Destroy:
		c.Wanted = wantedState[kind].String()
	case model.DeletePersonalData:
		c.Wanted, c.Mode = platform.StateDeleted.String(), platform.RemovalMode(f.mode.Selected())
	case model.ChangeGroup:
		c.Wanted, c.Notify = f.group.Selected(), f.notify.On()
		if c.Notify {
			c.Template = f.letter.Selected()
		}
	case model.Refill, model.Withdraw:
		c.Amount, c.Balance = f.amount.Amount(), f.chosenBalance()
	case model.SetQuota, model.ResetQuota:
		c.Quota, c.Wanted = strings.TrimSpace(f.quota.Text()), strings.TrimSpace(f.value.Text())
		if kind == model.ResetQuota {
			c.Wanted = ""
		}
	case model.SetNote:
		c.Wanted = f.note.Text()
	}
	return c
}

// wantedState is what a change of the status leads to.
var wantedState = map[model.OperationKind]platform.State{
	model.Activate: platform.StateActive, model.Deactivate: platform.StateInactive, model.Suspend: platform.StateSuspended,
	model.EndSuspension: platform.StateActive, model.Destroy: platform.StateDestroyed,
}

func (f *form) chosenBalance() platform.Balance {
	if f.balance.Selected() == balanceBonus {
		return platform.BalanceBonus
	}
	return platform.BalanceMain
}

// fill shows what a change says, such as that of an opened plan.
func (f *form) fill(kind model.OperationKind, c model.Change) {
	f.amount.SetText(amountText(c.Amount))
	f.balance.Set(balanceMain)
	if c.Balance == platform.BalanceBonus {
		f.balance.Set(balanceBonus)
	}
	f.notify.Set(c.Notify)
	f.mode.Set(string(c.Mode))
	f.quota.SetText(c.Quota)
	f.value.SetText("")
	f.note.SetText("")
	switch kind {
	case model.ChangeGroup:
		f.group.Set(c.Wanted)
	case model.SetQuota:
		f.value.SetText(c.Wanted)
	case model.SetNote:
		f.note.SetText(c.Wanted)
	}
	f.reason.SetText(c.Reason)
	f.ticket.SetText(c.Ticket)
}

// amountText is an amount as a person would write it: with the digits of its
// currency.
func amountText(m platform.Money) string {
	if digits := model.CurrencyDigits(m.Currency()); m.Given() && -m.Amount().Exponent() < digits {
		return m.Amount().StringFixed(digits)
	}
	return text.MoneyCopy(m)
}

// problem is the first thing that is wrong, in words; empty: nothing. It only
// looks: buttons ask it whenever they are drawn.
func (f *form) problem() string {
	for _, it := range f.problems() {
		if it.words != "" {
			return it.words
		}
	}
	return ""
}

// showProblems says what is wrong with a field under it, once a person has begun.
func (f *form) showProblems() {
	for _, it := range f.problems() {
		switch {
		case it.say == nil:
		case f.touched:
			it.say(it.words)
		default:
			it.say("")
		}
	}
}

// wrong is what is wrong with a field, empty for nothing, and who says it.
type wrong struct {
	words string
	say   func(string)
}

func (f *form) problems() []wrong {
	kind, has := f.review.kind, fieldsOf(f.review.kind)
	only := func(on bool, problem string) string {
		if on {
			return problem
		}
		return ""
	}
	_, err := strconv.ParseUint(strings.TrimSpace(f.value.Text()), 10, 31)
	return []wrong{
		{only(has.amount, f.amount.Problem()), f.amount.ShowProblem},
		{only(has.group && f.group.Selected() == "", text.T("bulk.group.none")), nil},
		{only(has.group && f.notify.On() && f.letter.Selected() == "", text.T("bulk.letter.none")), nil},
		{only(has.quota && strings.TrimSpace(f.quota.Text()) == "", text.T("bulk.quota.none")), f.quota.SetError},
		{only(has.value && err != nil, text.T("bulk.value.none")), f.value.SetError},
		{only(needsReason(kind) && strings.TrimSpace(f.reason.Text()) == "", text.T("bulk.reason.none")), f.reason.SetError},
	}
}

// setEnabled makes the fields take values or not.
func (f *form) setEnabled(on bool) {
	f.amount.SetEnabled(on)
	for _, e := range []*kit.Entry{f.quota, f.value, f.note, f.reason, f.ticket} {
		e.SetEnabled(on)
	}
}

// focus gives the keyboard to the first field.
func (f *form) focus() {
	has := fieldsOf(f.review.kind)
	switch {
	case f.review.from == fromBatch: // the values are fixed
		f.reason.Focus()
	case has.amount:
		f.amount.Focus()
	case has.quota:
		f.quota.Focus()
	case has.note:
		f.note.Focus()
	case has.group:
		f.review.page.env.Window.Canvas().Focus(f.group)
	default:
		f.reason.Focus()
	}
}
