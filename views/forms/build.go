package forms

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// build puts the form together.
func (f *form) build() {
	f.rows = kit.Stack()
	f.follows = kit.NewParagraph("", theme.ColorNameForeground, false)
	f.warn = kit.NewParagraph("", theme.ColorNameForeground, false)
	f.notes[0] = tinted(kit.ColorTintInfo, theme.ColorNamePrimary, theme.InfoIcon(), kit.Stack(kit.NewBold(text.T("forms.follows")), f.follows))
	f.notes[1] = tinted(kit.ColorTintWarning, theme.ColorNameWarning, theme.WarningIcon(), f.warn)
	f.failure = kit.NewErrorLine(f.host)
	f.send = kit.NewPrimaryButton(f.host, "", theme.ConfirmIcon(), f.submit)
	if f.spec.danger {
		f.send.Level = kit.Danger
	}
	f.send.Action.Key = kit.Key{Name: fyne.KeyReturn, Mod: kit.Ctrl}
	f.send.Action.WhyNot, f.send.Action.Refused = f.whyNot, f.sayAll
	f.cancel = kit.NewLowButton(f.host, text.T("kit.cancel"), nil, f.panel.Close)
	if f.dialog != nil {
		f.inDialog()
	} else {
		f.inPane()
	}
	f.show()
}

// whom names the customer.
func (f *form) whom() *kit.Label {
	whom := kit.NewSecondary(text.T("forms.for", text.With("Email", text.Isolated(f.customer.Email)), text.With("UID", uidText(f.op.UID))))
	whom.Cut = true
	return whom
}

// inPane lays the form out in place.
func (f *form) inPane() {
	head := []fyne.CanvasObject{kit.NewHeading(screen.OperationName(f.op.Kind)), f.whom()}
	if target := f.target(); target != "" {
		mono := kit.NewMono(target)
		mono.Cut = true
		head = []fyne.CanvasObject{head[0], mono, head[1]}
	}
	bar := kit.NewBar(kit.HeightDetailTabs+6, head, nil)
	bar.Line = kit.LineBelow
	f.foot = kit.NewBar(46, nil, []fyne.CanvasObject{f.cancel, f.send})
	f.foot.Pad, f.foot.Line = 12, kit.LineAbove
	f.object = kit.Pillar(bar, newSides(f.rows, kit.Stack(spaced(f.notes[0]), spaced(f.notes[1]))), kit.Stack(f.failure, f.foot))
}

// spaced stands a note apart from what is above and below; one that is hidden takes
// no room.
func spaced(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(spacing{o}, kit.Margin(o, 0, 4))
}

type spacing struct{ note fyne.CanvasObject }

// MinSize implements fyne.Layout.
func (s spacing) MinSize(o []fyne.CanvasObject) fyne.Size {
	if !s.note.Visible() {
		return fyne.Size{}
	}
	return o[0].MinSize()
}

// Layout implements fyne.Layout.
func (spacing) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

func tinted(ground, edge fyne.ThemeColorName, icon fyne.Resource, content fyne.CanvasObject) *kit.Ground {
	mark := kit.NewIcon(icon, edge)
	g := kit.NewGround(ground, kit.Margin(container.NewBorder(nil, nil, kit.Margin(container.NewVBox(mark), 4, 2), nil, content), 10, 8))
	g.Edge = edge
	return g
}
