package activity

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// one is the pane at the right: the chosen customer and what the period says.
type one struct {
	env    *screen.Env
	uid    platform.UID
	icon   *kit.Icon
	email  *kit.Label
	line   *kit.Label
	open   *kit.Button
	words  *kit.Paragraph
	whole  *fyne.Container
	nobody *fyne.Container
	object *fyne.Container
}

func newOne(env *screen.Env) *one {
	o := &one{env: env}
	o.icon = kit.NewIconSize(theme.AccountIcon(), theme.ColorNameForeground, 18)
	o.email, o.line = kit.NewBold(""), kit.NewCaption("")
	o.email.Cut, o.email.Height = true, theme.SizeNameSubHeadingText
	o.line.Color = theme.ColorNamePlaceHolder
	o.open = kit.NewButton(env.Host, text.T("activity.openinusers"), theme.AccountIcon(), func() { env.OpenCustomer(o.uid) })
	header := kit.NewBar(kit.HeightDetailHeader,
		[]fyne.CanvasObject{kit.Gap(2), o.icon, kit.Gap(2), kit.Fill(kit.Stack(o.email, o.line))}, []fyne.CanvasObject{o.open})
	header.Line = kit.LineBelow
	o.words = kit.NewParagraph("", theme.ColorNameForeground, false)
	tint := kit.NewGround(kit.ColorTintInfo, kit.Margin(o.words, 12, 8))
	tint.Edge = theme.ColorNamePrimary
	o.whole = kit.Stack(header, tint)
	o.nobody = container.NewCenter(kit.Wide(280, kit.NewParagraph(text.T("activity.choose"), theme.ColorNamePlaceHolder, false)))
	o.object = container.NewStack(o.whole, o.nobody)
	o.whole.Hide()
	return o
}

// show puts a customer into the pane; now and before are its counts, before only if known.
func (o *one) show(uid platform.UID, now, before int64, known bool) {
	o.uid = uid
	o.env.Tasks.Go(slotOne, func(ctx context.Context) (func(), error) {
		c, found, err := o.env.Cluster.Customer(ctx, uid)
		if err != nil {
			return nil, err
		}
		return func() { o.apply(c, found, now, before, known) }, nil
	}, func(err error) {
		o.whole.Hide() // it shows somebody else
		o.nobody.Show()
		o.env.Fail(err)
	})
}

func (o *one) apply(c model.Customer, found bool, now, before int64, known bool) {
	id := strconv.FormatUint(uint64(o.uid), 10)
	o.email.SetText("UID " + id)
	o.line.SetText(text.T("activity.unknown"))
	o.icon.Set(theme.AccountIcon(), theme.ColorNameForeground)
	if found {
		s := kit.StatusOf(c.State())
		o.icon.Set(s.Icon, s.Color)
		o.email.SetText(text.Isolated(text.Visible(c.Email)))
		o.line.SetText(s.Word + "   UID " + id + "   " + text.Visible(c.Group.Name) + "   " + text.MoneyFull(c.Balance))
	}
	words := text.T("activity.one", text.With("Actions", now))
	if known {
		words = text.T("activity.one.before", text.With("Actions", now), text.With("Before", before))
	}
	o.words.SetText(words)
	o.nobody.Hide()
	o.whole.Show()
	o.whole.Refresh()
}
