package signin

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// Measures of the sign-in card at scale 1.
const (
	cardWidth  float32 = 811
	cardHeight float32 = 519
	leftWidth  float32 = 305
	formSides  float32 = 28
	formWidth  float32 = cardWidth - leftWidth - 3 - 2*formSides
	footHeight float32 = 64
	cardMargin float32 = 12 // least room around a card
)

// centred puts a card of a width in the middle of an area; it is as high as
// its content needs, at least and at most what fits.
type centred struct {
	width, least float32
	need         func() float32 // height of the content, in pixels
}

// MinSize implements fyne.Layout.
func (centred) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (c centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := size.SubtractWidthHeight(2*kit.Px(cardMargin), 2*kit.Px(cardMargin))
	card := fyne.NewSize(min(kit.Px(c.width), room.Width), min(max(kit.Px(c.least), c.need()), room.Height))
	for _, o := range objects {
		o.Resize(card)
		o.Move(fyne.NewPos((size.Width-card.Width)/2, (size.Height-card.Height)/2))
	}
}

// backdrop is the ground behind a card, with the status strip of a window
// without a platform.
func backdrop(cfg Config, card *fyne.Container) *fyne.Container {
	state := []fyne.CanvasObject{
		kit.NewIconSize(assets.Icon("offline"), theme.ColorNamePlaceHolder, 13), kit.NewLabel(text.T("connection.none")), kit.Fill(cfg.Host.Hint),
	}
	foot := kit.NewStatusStrip(state, []fyne.CanvasObject{kit.NewSecondary(text.T("signin.promise", text.With("Version", cfg.App.Version())))})
	return container.NewStack(kit.NewGround(theme.ColorNameHeaderBackground, nil), kit.Pillar(kit.Stack(), card, foot))
}

// mark is the name of the program with its sign.
func mark() fyne.CanvasObject {
	name := kit.NewBold("Steward")
	name.Height = theme.SizeNameHeadingText
	bar := kit.NewBar(48, []fyne.CanvasObject{kit.NewIconSize(assets.Icon("shield"), theme.ColorNamePrimary, 22), name}, nil)
	bar.Pad, bar.Ground, bar.Gap = 12, kit.ColorClear, 7
	return bar
}

// lay puts the parts of the page into their places.
func (p *Page) lay() {
	title := kit.NewBar(32, []fyne.CanvasObject{kit.NewBold(text.T("signin.platforms"))}, nil)
	title.Pad, title.Ground, title.Line = 12, kit.ColorClear, kit.LineBelow
	note := kit.NewParagraph(text.T("signin.offline.note"), theme.ColorNamePlaceHolder, true)
	note.Width = leftWidth - 24 - 20
	advice := container.New(besideLayout{}, kit.NewIcon(assets.Icon("offline"), theme.ColorNamePlaceHolder), note)
	left := kit.Pillar(kit.Stack(mark(), title), p.places(), kit.Stack(kit.NewLine(false), kit.Margin(advice, 12, 10)))
	foot := kit.NewBar(footHeight, []fyne.CanvasObject{p.demo, p.offline, p.cancel}, []fyne.CanvasObject{p.submit})
	foot.Pad, foot.Ground, foot.Gap = formSides, kit.ColorClear, 8
	p.foot = foot
	p.scroll = container.NewVScroll(kit.Margin(p.form, formSides, 18))
	inside := container.New(sides{}, left, kit.NewLine(true), kit.Pillar(kit.Stack(), p.scroll, foot))
	card := kit.NewCard(kit.Margin(inside, 1, 1))
	p.card = container.New(centred{cardWidth, cardHeight, func() float32 {
		return p.scroll.Content.MinSize().Height + foot.MinSize().Height + 2*kit.Px(1)
	}}, card)
	p.object = backdrop(p.cfg, p.card)
}

// places is the list of platforms with the button below it.
func (p *Page) places() fyne.CanvasObject {
	add := kit.NewBar(44, []fyne.CanvasObject{p.add}, nil)
	add.Ground = kit.ColorClear
	return container.New(listLayout{p.list}, p.list, kit.Stack(p.none, add))
}

// listLayout gives the list what it needs and puts the rest right below it, as
// long as there is room.
type listLayout struct{ list *list }

// MinSize implements fyne.Layout.
func (listLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[1].MinSize().Height)
}

// Layout implements fyne.Layout.
func (l listLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	below := objects[1].MinSize().Height
	height := min(l.list.need(), max(size.Height-below, 0))
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[1].Move(fyne.NewPos(0, height))
	objects[1].Resize(fyne.NewSize(size.Width, below))
}

// sides puts the platforms left, a line, and the form in what is left.
type sides struct{}

// MinSize implements fyne.Layout.
func (sides) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(kit.Px(leftWidth), max(objects[0].MinSize().Height, objects[2].MinSize().Height))
}

// Layout implements fyne.Layout.
func (sides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	left, line := kit.Px(leftWidth), kit.Px(1)
	for i, width := range []float32{left, line, max(size.Width-left-line, 0)} {
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(width, size.Height))
		x += width
	}
}

// relay lays everything out anew after something came or went.
func (p *Page) relay() {
	p.form.Refresh()
	p.scroll.Refresh()
	p.card.Refresh()
	if p.scroll.Content.MinSize().Height <= p.scroll.Size().Height {
		p.scroll.ScrollToTop()
	}
}
