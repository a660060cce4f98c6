package customer

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	object         fyne.CanvasObject
	icon           *kit.Icon
	email, line    *kit.Label
	balance, bonus *kit.Label
	badge          *kit.Badge // how many changes are pending, or unknown
	behind         fyne.CanvasObject
	acts, visits   []*kit.Button
	right          []fyne.CanvasObject // behind the acts
	has            [2]bool             // titles on the acts, and the visits
	whyNot         string              // of the buttons, as they were painted last
}

func newHeader(f *Frame, visits []*kit.Action) *header {
	h := &header{
		icon:  kit.NewIconSize(theme.AccountIcon(), theme.ColorNameForeground, 18),
		email: kit.NewLabel(""), line: kit.NewCaption(""), balance: kit.NewBold(""), bonus: kit.NewCaption(""),
	}
	h.badge = kit.NewBadge("", kit.ToneWarning)
	h.badge.Hide()
	h.behind = kit.Gap(6)
	h.behind.Hide()
	h.email.Bold, h.email.Height = true, theme.SizeNameSubHeadingText
	h.email.Cut, h.line.Cut = true, true
	h.balance.Align, h.bonus.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	for _, action := range visits {
		b := kit.NewActionButton(f.env.Host, action)
		b.Level, b.IconOnly = kit.Low, true
		h.visits = append(h.visits, b)
		h.right = append(h.right, b)
	}
	h.right = append(h.right, kit.NewIconButton(f.env.Host, text.T("customer.card"), theme.ContentCopyIcon(), f.CopyCard),
		kit.NewIconButton(f.env.Host, text.T("customer.close"), theme.CancelIcon(), func() { f.onClose() }))
	h.bar = kit.NewBar(kit.HeightDetailHeader, nil, nil)
	h.bar.Gap = 2
	h.object = container.NewStack(h.bar, kit.Watch(h.fit))
	h.arrange()
	return h
}

// arrange puts the parts into their places.
func (h *header) arrange() {
	right := []fyne.CanvasObject{kit.Gap(4), kit.Stack(h.balance, h.bonus), kit.Gap(8)}
	for _, b := range h.acts {
		right = append(right, b)
	}
	h.bar.Set([]fyne.CanvasObject{kit.Gap(4), h.icon, kit.Gap(8), h.badge, h.behind, kit.Fill(kit.Stack(h.email, h.line))}, append(right, h.right...))
}

// Offer puts buttons for what can be done with the customer into the header.
func (f *Frame) Offer(acts ...*kit.Action) {
	for _, action := range acts {
		b := kit.NewActionButton(f.env.Host, action)
		b.Level = kit.Low
		f.head.acts = append(f.head.acts, b)
	}
	f.head.arrange()
}

// identity is the room that the e-mail has at least before buttons get titles, at
// scale 1.
const identity float32 = 260

// fit leaves out the titles of the buttons, and then those that walk through the
// customers visited, where they would take the room of who the customer is.
func (h *header) fit(size fyne.Size) {
	if len(h.acts) == 0 || size.Width == 0 {
		return
	}
	was := h.has
	has := func(titles, visits bool, least float32) bool {
		h.has = [2]bool{titles, visits}
		for _, b := range h.acts {
			b.IconOnly = !titles
		}
		for _, b := range h.visits {
			b.Hidden = !visits
		}
		return h.bar.MinSize().Width+max(least, h.email.Whole(), h.line.Whole()) <= size.Width
	}
	if !has(true, true, kit.Px(identity)) && !has(false, true, 0) {
		has(false, false, 0)
	}
	if h.has != was {
		for _, b := range h.acts {
			b.Refresh()
		}
		h.bar.Refresh()
	}
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
	h.fit(h.bar.Size())
	h.refresh()
}

func headLine(c model.Customer, status string, env *screen.Env) string {
	parts := []string{status, "UID " + strconv.FormatUint(uint64(c.UID), 10), groupText(c.Group)}
	if !c.SignedUp.IsZero() {
		parts = append(parts, text.T("customer.since", text.With("Year", strconv.Itoa(c.SignedUp.In(env.Zone()).Year()))))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "   ")
}

// pending says how many changes of the customer are unknown, else how many wait
// or are not settled.
func (h *header) pending(env *screen.Env, uid platform.UID) {
	said, unknown := "", 0
	open := env.Cluster.OpenOperations()[uid]
	for _, op := range open {
		if op.State == model.StateUnknown {
			unknown++
		}
	}
	switch {
	case unknown > 0:
		said = text.T("customer.unknown", text.With("N", unknown))
	case len(open) > 0:
		said = text.T("customer.pending", text.N(len(open)))
	}
	if said != h.badge.Text() {
		h.badge.Set(said, kit.ToneWarning)
		visible(h.badge, said != "")
		visible(h.behind, said != "")
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
	buttons := append(slices.Clone(h.visits), h.acts...)
	for _, b := range buttons {
		whyNot += b.Action.Reason() + "|"
	}
	if whyNot == h.whyNot {
		return
	}
	h.whyNot = whyNot
	for _, b := range buttons {
		b.Refresh()
	}
}
