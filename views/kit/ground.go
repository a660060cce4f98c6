package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Ground is a coloured area behind its content, with an optional outline.
type Ground struct {
	widget.BaseWidget
	Color   fyne.ThemeColorName
	Outline fyne.ThemeColorName // empty: none
	Radius  fyne.ThemeSizeName  // empty: square corners
	Edge    fyne.ThemeColorName // not empty: a strip of this colour at the left
	Content fyne.CanvasObject   // nil: only the area
	Least   fyne.Size           // least size without content, at scale 1
}

// edgeWidth is the width of the strip at the left of a Ground, at scale 1.
const edgeWidth float32 = 4

// NewGround returns an area in a colour of the theme.
func NewGround(color fyne.ThemeColorName, content fyne.CanvasObject) *Ground {
	g := &Ground{Color: color, Content: content}
	g.ExtendBaseWidget(g)
	return g
}

// NewCard returns an outlined area with round corners on the window's ground.
func NewCard(content fyne.CanvasObject) *Ground {
	g := NewGround(theme.ColorNameBackground, content)
	g.Outline, g.Radius = theme.ColorNameSeparator, theme.SizeNameCardRadius
	return g
}

// NewLine returns a 1 px separator, lying or standing.
func NewLine(standing bool) fyne.CanvasObject {
	g := NewGround(theme.ColorNameSeparator, nil)
	g.Least = fyne.NewSize(0, 1)
	if standing {
		g.Least = fyne.NewSize(1, 0)
	}
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{ground: g, rect: newRect(), edge: newRect()}
	r.Refresh()
	return r
}

type groundRenderer struct {
	ground     *Ground
	rect, edge *canvas.Rectangle
}

func (r *groundRenderer) MinSize() fyne.Size {
	if r.ground.Content == nil {
		return fyne.NewSize(Px(r.ground.Least.Width), Px(r.ground.Least.Height))
	}
	return r.ground.Content.MinSize()
}

func (r *groundRenderer) Layout(size fyne.Size) {
	inset(r.rect, fyne.Position{}, size)
	r.edge.Resize(fyne.NewSize(Px(edgeWidth), size.Height))
	if r.ground.Content != nil {
		r.ground.Content.Resize(size)
	}
}

func (r *groundRenderer) Refresh() {
	g := r.ground
	r.rect.FillColor, r.rect.StrokeWidth, r.rect.CornerRadius = Color(orColor(g.Color, ColorClear)), 0, 0
	if g.Outline != "" {
		r.rect.StrokeColor, r.rect.StrokeWidth = Color(g.Outline), 1
	}
	if g.Radius != "" {
		r.rect.CornerRadius = themeSize(g.Radius)
	}
	r.edge.FillColor, r.edge.Hidden = Color(orColor(g.Edge, ColorClear)), g.Edge == ""
	r.Layout(g.Size())
	canvas.Refresh(r.rect)
	canvas.Refresh(r.edge)
	if g.Content != nil {
		g.Content.Refresh()
	}
}

func (r *groundRenderer) Objects() []fyne.CanvasObject {
	if r.ground.Content == nil {
		return []fyne.CanvasObject{r.rect, r.edge}
	}
	return []fyne.CanvasObject{r.rect, r.ground.Content, r.edge}
}
func (r *groundRenderer) Destroy() {}

// Stack puts objects below each other without gaps; each has its least height
// and the whole width.
func Stack(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(rowLayout{}, objects...)
}

// Margin keeps room around an object, at scale 1.
func Margin(object fyne.CanvasObject, sides, aboveBelow float32) *fyne.Container {
	return container.New(marginLayout{sides, aboveBelow}, object)
}

type marginLayout struct{ sides, aboveBelow float32 }

func (m marginLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*Px(m.sides), 2*Px(m.aboveBelow))
}

func (m marginLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(Px(m.sides), Px(m.aboveBelow)))
	objects[0].Resize(size.SubtractWidthHeight(2*Px(m.sides), 2*Px(m.aboveBelow)))
}
