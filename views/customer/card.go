package customer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/views/kit"
)

// card is an outlined area with a heading.
func card(title string, content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(kit.NewCard(kit.Stack(
		kit.Margin(kit.NewBold(title), 10, 6), kit.NewLine(false), kit.Margin(content, 10, 8),
	)))
}

// inset keeps the margin of the frame around a card.
func inset(object fyne.CanvasObject) fyne.CanvasObject { return kit.Margin(object, 12, 6) }

// notice is one tinted line that is not there when there is nothing to say.
type notice struct {
	text   *kit.Paragraph
	object *fyne.Container
}

func newNotice() *notice {
	n := &notice{text: kit.NewParagraph("", theme.ColorNameForeground, false)}
	ground := kit.NewGround(kit.ColorTintInfo, kit.Margin(container.NewBorder(nil, nil,
		kit.Margin(kit.NewIcon(theme.InfoIcon(), theme.ColorNamePrimary), 4, 2), nil, n.text), 8, 6))
	ground.Edge = theme.ColorNamePrimary
	n.object = container.NewStack(kit.Margin(ground, 12, 6))
	n.object.Hide()
	return n
}

func (n *notice) show(sentence string) {
	if sentence == "" {
		n.object.Hide()
		return
	}
	n.text.SetText(sentence)
	n.object.Show()
}
