package customer

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// header says who the customer is, whatever the tab.
type header struct {
	bar            *kit.Bar
	icon           *kit.Icon
	email, line    *kit.Label
	balance, bonus *kit.Label
	badge          *kit.Badge // how many changes are pending
	visits         []*kit.Button
	whyNot         string // of the buttons, as they were painted last
}

func newHeader(f *Frame, visits []*kit.Action) *header {
	h := &header{
		icon:  kit.NewIconSize(theme.AccountIcon(), theme.ColorNameForeground, 18),
		email: kit.NewLabel(""), line: kit.NewCaption(""), balance: kit.NewBold(""), bonus: kit.NewCaption(""),
	}
	h.badge = kit.NewBadge("", kit.ToneWarning)
	h.badge.Hide()
	h.email.Bold, h.email.Height = true, theme.SizeNameSubHeadingText
	h.email.Cut, h.line.Cut = true, true
	h.balance.Align, h.bonus.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	right := []fyne.CanvasObject{kit.Stack(h.balance, h.bonus), kit.Gap(4)}
	for _, action := range visits {
		b := kit.NewActionButton(f.env.Host, action)
		b.Level, b.IconOnly = kit.Low, true
		h.visits = append(h.visits, b)
		right = append(right, b)
	}
	right = append(right, kit.NewIconButton(f.env.Host, text.T("customer.card"), theme.ContentCopyIcon(), f.CopyCard),
		kit.NewIconButton(f.env.Host, text.T("customer.close"), theme.CancelIcon(), func() { f.onClose() }))
	h.bar = kit.NewBar(kit.HeightDetailHeader, []fyne.CanvasObject{
		kit.Gap(2), h.icon, kit.Gap(2), h.badge, kit.Fill(kit.Stack(h.email, h.line)),
	}, right)
	return h
}

// show puts a customer into the header; what is the same is not painted again.
func (h *header) show(r reading, env *screen.Env) {
	c := r.customer
	s := kit.StatusOf(c.State())
	h.icon.Set(s.Icon, s.Color)
	h.email.SetText(text.Isolated(text.Visible(c.Email)))
	h.line.SetText(headLine(c, s.Word, env))
	h.balance.SetColor("")
	if c.Balance.Sign() < 0 {
		h.balance.SetColor(theme.ColorNameError)
	}
	bonus := ""
	if c.Bonus.Given() {
		bonus = text.T("customer.bonusline", text.With("Sum", text.MoneyFull(c.Bonus)))
	}
	balance := text.MoneyFull(c.Balance)
	moved := len(balance) != len(h.balance.Text) || len(bonus) != len(h.bonus.Text)
	h.balance.SetText(balance)
	h.bonus.SetText(bonus)
	h.pending(env, c.UID)
	if moved {
		h.bar.Refresh()
	}
}

func headLine(c model.Customer, status string, env *screen.Env) string {
	parts := []string{status, "UID " + strconv.FormatUint(uint64(c.UID), 10), groupText(c.Group)}
	if !c.SignedUp.IsZero() {
		parts = append(parts, text.T("customer.since", text.With("Year", strconv.Itoa(c.SignedUp.In(env.Zone()).Year()))))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "   ")
}

// pending says how many changes of the customer wait or are not settled.
func (h *header) pending(env *screen.Env, uid platform.UID) {
	said := ""
	if n := len(env.Cluster.OpenOperations()[uid]); n > 0 {
		said = text.T("customer.pending", text.N(n))
	}
	if said != h.badge.Text() {
		h.badge.Set(said, kit.ToneWarning)
		visible(h.badge, said != "")
		h.bar.Refresh()
	}
}

// wait shows the header of somebody who is still being looked up.
func (h *header) wait(uid platform.UID) {
	h.icon.Set(theme.AccountIcon(), theme.ColorNamePlaceHolder)
	h.email.SetText("UID " + strconv.FormatUint(uint64(uid), 10))
	h.line.SetText("")
	h.balance.SetText("")
	h.bonus.SetText("")
}

// refresh asks the buttons anew why they cannot be used.
func (h *header) refresh() {
	whyNot := ""
	for _, b := range h.visits {
		whyNot += b.Action.Reason() + "|"
	}
	if whyNot == h.whyNot {
		return
	}
	h.whyNot = whyNot
	for _, b := range h.visits {
		b.Refresh()
	}
}
