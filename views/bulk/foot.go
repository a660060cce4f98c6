package bulk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// footHeight is the height of the foot of a plan, at scale 1.
const footHeight float32 = 62

// foot is how much a plan comes to, its confirmation, and the button that
// starts it.
type foot struct {
	review *review
	bar    *kit.Bar

	customers, each, total, limit *captioned

	typed   *kit.Entry
	caption *kit.Label
	right   *kit.Icon
	confirm fyne.CanvasObject
	back    *kit.Button
	send    *kit.Button
}

func newFoot(r *review) *foot {
	f := &foot{
		review: r, customers: newCaptioned(text.T("bulk.foot.customers"), true), each: newCaptioned(text.T("bulk.foot.each"), true),
		total: newCaptioned(text.T("bulk.foot.total"), true), limit: newCaptioned(text.T("bulk.foot.limit"), false),
		caption: kit.NewCaption(""), right: kit.NewIcon(theme.ConfirmIcon(), theme.ColorNameSuccess),
	}
	f.limit.value.Bold = false
	host := r.page.env.Host
	f.typed = kit.NewEntry(host, "")
	f.typed.Hint = text.T("bulk.foot.confirm")
	f.typed.OnChanged = func(string) { f.show() }
	f.typed.OnSubmitted = func(string) { f.send.Press() }
	f.confirm = kit.Wide(150, kit.Stack(f.caption, f.typed))
	f.back = kit.NewLowButton(host, text.T("bulk.back"), nil, r.page.Leave)
	f.send = kit.NewPrimaryButton(host, "", theme.MediaPlayIcon(), r.start)
	f.send.Action.WhyNot = f.whyNot
	f.send.Action.Key = kit.Key{Name: fyne.KeyReturn, Mod: kit.Ctrl}
	f.bar = kit.NewBar(footHeight,
		[]fyne.CanvasObject{f.customers.object, f.each.object, f.total.object, f.limit.object},
		[]fyne.CanvasObject{f.confirm, f.right, f.back, f.send})
	f.bar.Line, f.bar.Ground, f.bar.Gap, f.bar.Pad = kit.LineAbove, theme.ColorNameHeaderBackground, 16, 14
	return f
}

// show writes sums, confirmation and button anew.
func (f *foot) show() {
	r := f.review
	r.form.showProblems()
	rows, total, err := r.plan.Total()
	f.customers.set(text.T("bulk.foot.of", text.With("Go", rows), text.With("All", len(r.plan.Rows))))
	amount := r.form.amount.Amount()
	if r.from != fromForm {
		amount = r.change.Amount
	}
	switch {
	case !r.kind.Money():
		f.each.set("")
		f.total.set("")
		f.limit.set("")
	case err != nil:
		f.each.set(signed(signedOf(r.kind, amount)))
		f.total.set(text.T("bulk.foot.mixed"))
		f.limit.set("")
	default:
		f.each.set(signed(signedOf(r.kind, amount)))
		f.total.name.SetText(text.T("bulk.foot.total.of", text.With("Balance", screen.BalanceWord(r.form.chosenBalance()))))
		f.total.set(text.MoneyChange(signedOf(r.kind, total)))
		f.limit.set(f.limitWords(total))
	}
	f.fit(r.again.IconOnly)
	f.showConfirm()
	f.send.SetTitle(sendWords(r.kind, rows))
	f.send.Level = kit.Primary
	if r.kind.Irreversible() {
		f.send.Level = kit.Danger
	}
	f.send.Refresh()
	f.bar.Refresh()
}

// fit leaves out of a narrow window what form, heading and button say too.
func (f *foot) fit(narrow bool) {
	f.bar.Gap = 16
	f.back.Hidden = narrow // the arrow in the heading leads back too
	if narrow {
		f.bar.Gap = 10
		f.each.set("")
		if f.review.kind.Money() {
			f.customers.set("")
		}
	}
}

// limitWords is the use of today's limit with this plan; empty: there is none.
func (f *foot) limitWords(total platform.Money) string {
	r := f.review
	if !r.limits.Day.Given() || r.limits.Day.Currency() != r.currency {
		return ""
	}
	sum, err := r.used.Add(total)
	if err != nil {
		return ""
	}
	return text.T("bulk.foot.limit.of", text.With("Sum", text.Money(sum, text.Exact).Digits), text.With("Limit", text.MoneyFull(r.limits.Day)))
}

// showConfirm asks for what has to be typed.
func (f *foot) showConfirm() {
	r := f.review
	wanted := r.plan.Confirmation()
	if wanted == "" || r.plan.ReadOnly != nil {
		f.confirm.Hide()
		f.right.Hide()
		return
	}
	key := "bulk.foot.type.count"
	if r.kind.Money() {
		key = "bulk.foot.type.total"
	}
	f.caption.SetText(text.T(key))
	f.confirm.Show()
	f.right.Hidden = !f.confirmed()
}

// confirmed reports whether the person typed what the plan asks for; a total
// may be written as any amount may.
func (f *foot) confirmed() bool {
	r := f.review
	wanted := r.plan.Confirmation()
	if !r.kind.Money() || wanted == "" {
		return f.typed.Text() == wanted || wanted == ""
	}
	_, total, err := r.plan.Total()
	if err != nil {
		return false
	}
	typed, err := model.ParseWholeAmount(f.typed.Text(), total.Currency())
	return err == nil && typed.Amount().Equal(total.Amount())
}

// whyNot is why the plan cannot be started now, in words.
func (f *foot) whyNot() string {
	r, env := f.review, f.review.page.env
	rows, total, err := r.plan.Total()
	switch {
	case r.sending:
		return text.T("bulk.sending")
	case r.plan.ReadOnly != nil:
		return env.Sentence(r.plan.ReadOnly)
	}
	if why := env.Cluster.MayWrite(); why != nil {
		return env.Sentence(why)
	}
	if problem := r.form.problem(); problem != "" {
		return problem
	}
	switch {
	case r.stale || r.plan.ID == "":
		return text.T("bulk.making")
	case rows == 0:
		return text.T("bulk.nobody")
	case err != nil:
		return text.T("bulk.mixed")
	}
	if why := f.overLimit(total); why != "" {
		return why
	}
	return f.unready()
}

// unready is why a plan that could go has to wait.
func (f *foot) unready() string {
	r := f.review
	switch {
	case r.kind.Money() && r.reading:
		return text.T("bulk.balances.reading")
	case r.kind.Money() && r.tooOld():
		return text.T("bulk.balances.old")
	case !f.confirmed() && r.kind.Money():
		return text.T("bulk.type.total", text.With("Total", text.Money(mustTotal(r.plan), text.Exact).Digits))
	case !f.confirmed():
		return text.T("bulk.type.count", text.With("Count", r.plan.Confirmation()))
	}
	return ""
}

// mustTotal is the total of a plan of one currency.
func mustTotal(p model.Plan) platform.Money {
	_, total, _ := p.Total()
	return total
}

// overLimit says which limit of this computer the plan is above.
func (f *foot) overLimit(total platform.Money) string {
	r := f.review
	if !r.kind.Money() {
		return ""
	}
	over := func(sum, limit platform.Money) bool {
		return limit.Given() && sum.Given() && limit.Currency() == sum.Currency() && sum.Amount().GreaterThan(limit.Amount())
	}
	say := func(key string, sum, limit platform.Money) string {
		return text.T(key, text.With("Sum", text.MoneyFull(sum)), text.With("Limit", text.MoneyFull(limit)))
	}
	amount := r.form.amount.Amount()
	switch today, err := r.used.Add(total); {
	case over(amount, r.limits.Operation):
		return say("bulk.limit.operation", amount, r.limits.Operation)
	case over(total, r.limits.Batch):
		return say("bulk.limit.batch", total, r.limits.Batch)
	case err == nil && over(today, r.limits.Day):
		return say("bulk.limit.day", today, r.limits.Day)
	}
	return ""
}

func (f *foot) focus() {
	if f.confirm.Visible() {
		f.typed.Focus()
		return
	}
	f.review.page.env.Window.Canvas().Focus(f.send)
}

func (f *foot) focused() bool {
	focused := f.review.page.env.Window.Canvas().Focused()
	return f.typed.Focused() || focused == fyne.Focusable(f.send) || focused == fyne.Focusable(f.back)
}

// signedOf is an amount with the sign of its operation.
func signedOf(kind model.OperationKind, amount platform.Money) platform.Money {
	return screen.SignedAmount(kind, amount)
}
