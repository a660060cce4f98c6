package forms

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// amountField is the amount of a refill or a withdrawal.
func amountField(f *form) *field {
	host := f.host
	m := kit.NewMoneyEntry(host, text.T("forms.amount.hint"), f.readAmount)
	m.OnChanged = f.changed
	if f.op.Change.Amount.Given() {
		m.SetText(text.MoneyCopy(f.op.Change.Amount))
	}
	control := fyne.CanvasObject(m)
	if f.op.Kind == model.Withdraw {
		whole := kit.NewLowButton(host, text.T("forms.amount.whole"), nil, func() {
			m.SetText(text.MoneyCopy(f.balance(f.op.Change.Balance)))
			f.changed()
		})
		whole.Small = true
		control = kit.Stack(m, leading(0, whole))
	}
	f.amount = m
	return &field{
		name: "amount", row: row(text.T("forms.amount"), control), text: m.Text, restore: m.SetText, enable: m.SetEnabled, focus: m.Focus,
		put: func(c *model.Change, _ *app.Given) {
			c.Amount = m.Amount()
			c.WholeSum = f.op.Kind == model.Withdraw && c.Amount.Given() && c.Amount.Equal(f.balance(c.Balance))
		},
		problem: f.amountProblem, say: m.ShowProblem,
		touched: func() bool { return m.Text() != "" },
	}
}

// currency is what the customer's amounts are in.
func (f *form) currency() string { return f.customer.Balance.Currency() }

// balance is a balance of the customer as it was read last.
func (f *form) balance(b platform.Balance) platform.Money {
	u := f.customer.User
	if f.preview != nil {
		u = f.preview.User
	}
	if b == platform.BalanceBonus {
		return u.Bonus
	}
	return u.Balance
}

// readAmount says what a text means.
func (f *form) readAmount(s string) (amount platform.Money, words, problem string) {
	if strings.TrimSpace(s) == "" {
		return platform.Money{}, f.currency(), text.T("forms.amount.none")
	}
	parse := model.ParseAmount
	if f.op.Kind == model.Withdraw {
		parse = model.ParseWholeAmount
	}
	amount, err := parse(s, f.currency())
	switch {
	case err == nil:
		return amount, f.currency() + "  " + text.MoneyWords(amount, model.CurrencyDigits(f.currency())), ""
	case errors.Is(err, model.ErrAmountAmbiguous):
		return platform.Money{}, f.currency(), ambiguous(s)
	case errors.Is(err, model.ErrAmountDigits):
		return platform.Money{}, f.currency(), text.T("forms.amount.digits", text.N(int(model.CurrencyDigits(f.currency()))), text.With("Currency", f.currency()))
	}
	return platform.Money{}, f.currency(), text.T("forms.amount.none")
}

// ambiguous names both readings of an amount like 1.000.
func ambiguous(s string) string {
	s = strings.TrimSpace(s)
	whole, rest := s[:len(s)-4], s[len(s)-3:]
	small := whole + "." + strings.TrimRight(rest, "0")
	if strings.TrimRight(rest, "0") == "" {
		small = whole + ".00"
	}
	return text.T("forms.amount.ambiguous", text.With("Text", s), text.With("Small", small), text.With("Large", whole+","+rest+".00"),
		text.With("Plain", whole+rest))
}

// amountProblem is what is wrong with the amount.
func (f *form) amountProblem() string {
	if problem := f.amount.Problem(); problem != "" {
		return problem
	}
	amount, limit := f.amount.Amount(), f.facts.limits.Operation
	c := f.change()
	switch {
	case limit.Given() && limit.Currency() == amount.Currency() && amount.Amount().GreaterThan(limit.Amount()):
		return text.T("forms.amount.limit", text.With("Limit", text.MoneyFull(limit)))
	case f.op.Kind == model.Withdraw && amount.Amount().GreaterThan(f.balance(c.Balance).Amount()):
		return text.T("forms.amount.short", text.With("Sum", text.MoneyFull(f.balance(c.Balance))), text.With("Balance", screen.BalanceWord(c.Balance)))
	case f.op.Kind == model.Withdraw && !c.WholeSum && !amount.Amount().Equal(amount.Amount().Truncate(model.CurrencyDigits(f.currency()))):
		return text.T("forms.amount.digits", text.N(int(model.CurrencyDigits(f.currency()))), text.With("Currency", f.currency()))
	}
	return ""
}

// Keys of the balances.
const (
	keyMain  = "main"
	keyBonus = "bonus"
)

func balanceField(f *form) *field {
	made, choice := selectField(f, "balance", "forms.balance", []kit.Option{
		{Key: keyMain, Title: text.T("forms.balance.main")}, {Key: keyBonus, Title: text.T("forms.balance.bonus")},
	}, func(c *model.Change, key string) {
		c.Balance = platform.BalanceMain
		if key == keyBonus {
			c.Balance = platform.BalanceBonus
		}
	}, nil)
	if f.op.Change.Balance == platform.BalanceBonus {
		choice.Set(keyBonus)
	}
	return made
}

// moneyFollows says what becomes of the balance, and how the note will read.
func moneyFollows(f *form) []string {
	c := f.change()
	before := f.balance(c.Balance)
	at := f.customer.ReadAt
	if f.preview != nil {
		at = f.preview.ReadAt
	}
	var lines []string
	if amount := f.amount.Amount(); amount.Given() {
		if after, err := before.Add(screen.SignedAmount(f.op.Kind, amount)); err == nil {
			lines = append(lines, text.T("forms.follows.balance", text.With("Balance", text.T("forms.balance."+balanceKey(c.Balance))),
				text.With("Before", text.Money(before, text.Exact).Digits), text.With("After", text.MoneyFull(after)),
				text.With("Age", text.AgeSince(at, f.panel.env.App.Now(), f.panel.env.Zone()))))
		}
	} else {
		lines = append(lines, text.T("forms.follows.balance.now", text.With("Balance", text.T("forms.balance."+balanceKey(c.Balance))),
			text.With("Before", text.MoneyFull(before)), text.With("Age", text.AgeSince(at, f.panel.env.App.Now(), f.panel.env.Zone()))))
	}
	reason := c.Reason
	if c.Ticket != "" {
		reason = strings.TrimPrefix(reason+", "+c.Ticket, ", ")
	}
	lines = append(lines, text.T("forms.follows.note", text.With("Note", f.op.ID.Note(1, reason))))
	if f.op.Kind == model.Refill && f.customer.State() == platform.StateInactive && c.Balance == platform.BalanceMain {
		lines = append(lines, text.T("forms.follows.refill.inactive"))
	}
	return lines
}

func balanceKey(b platform.Balance) string {
	if b == platform.BalanceBonus {
		return keyBonus
	}
	return keyMain
}
