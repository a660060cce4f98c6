package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// gridNotice holds the objects of a message row.
type gridNotice struct {
	text, action *canvas.Text
	from, to     float32 // where the action stands in the view
}

// paintNotice shows the message over the full width, or hides it.
func (g *Grid) paintNotice(r *gridRow) {
	if r.kind != lineMessage {
		if r.notice != nil {
			r.notice.text.Hide()
			r.notice.action.Hide()
		}
		return
	}
	if r.notice == nil {
		r.notice = &gridNotice{text: canvas.NewText("", color.Transparent), action: canvas.NewText("", color.Transparent)}
		r.base.Add(r.notice.text)
		r.base.Add(r.notice.action)
	}
	n, font := r.notice, g.look.font(false, false)
	width, height := g.Size().Width, g.scroll.row
	action := g.look.fit(g.message.Action, width-3*Px(gridPad), font)
	actionWidth := g.look.width(action, font)
	gap := Px(2 * gridPad)
	if action == "" {
		gap = 0
	}
	text := g.look.fit(g.message.Text, width-3*Px(gridPad)-actionWidth-gap, font)
	x := Px(2 * gridPad)
	setText(n.text, text, g.look.color(theme.ColorNamePlaceHolder), font, fyne.TextAlignLeading)
	n.text.Move(fyne.NewPos(x, 0))
	n.text.Resize(fyne.NewSize(width, height))
	if text != "" {
		x += g.look.width(text, font) + gap
	}
	setText(n.action, action, g.look.color(theme.ColorNameHyperlink), font, fyne.TextAlignLeading)
	n.action.Move(fyne.NewPos(x, 0))
	n.action.Resize(fyne.NewSize(actionWidth, height))
	n.from, n.to = x, x+actionWidth
}

// runMessage does what the message row offers.
func (g *Grid) runMessage() {
	if g.message != nil && g.message.Run != nil {
		g.message.Run()
	}
}
