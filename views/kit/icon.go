package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
)

// Icon is a picture in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	resource fyne.Resource
	color    fyne.ThemeColorName
	side     float32
}

// NewIcon returns an icon of 16 px; an empty colour means foreground.
func NewIcon(resource fyne.Resource, color fyne.ThemeColorName) *Icon {
	return NewIconSize(resource, color, 16)
}

// NewIconSize returns an icon of any size (at scale 1).
func NewIconSize(resource fyne.Resource, color fyne.ThemeColorName, side float32) *Icon {
	i := &Icon{resource: resource, color: color, side: side}
	i.ExtendBaseWidget(i)
	return i
}

// Set shows another icon or colour. A nil resource shows nothing.
func (i *Icon) Set(resource fyne.Resource, color fyne.ThemeColorName) {
	i.resource, i.color = resource, color
	i.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	r := &iconRenderer{icon: i, image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	r.Refresh()
	return r
}

type iconRenderer struct {
	icon  *Icon
	image *canvas.Image
}

func (r *iconRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(Px(r.icon.side)) }

func (r *iconRenderer) Layout(size fyne.Size) {
	side := Px(r.icon.side)
	r.image.Resize(fyne.NewSquareSize(side))
	r.image.Move(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2))
}

func (r *iconRenderer) Refresh() {
	r.image.Resource = Tinted(r.icon.resource, r.icon.color)
	r.Layout(r.icon.Size())
	r.image.Refresh()
}

func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image} }
func (r *iconRenderer) Destroy()                     {}

// Tinted is an icon drawn in a colour of the theme (empty: foreground); nil for nil.
func Tinted(resource fyne.Resource, color fyne.ThemeColorName) fyne.Resource {
	if resource == nil {
		return nil
	}
	if themed, ok := resource.(*theme.ThemedResource); ok {
		own := *themed // the toolkit has one of each icon for everybody
		own.ColorName = orColor(color, theme.ColorNameForeground)
		return &own
	}
	return theme.NewColoredResource(resource, orColor(color, theme.ColorNameForeground))
}

// Status is how the state of a customer is shown: shape, colour and word
// together, never colour alone.
type Status struct {
	Icon  fyne.Resource
	Color fyne.ThemeColorName
	Word  string
}

// StatusOf is shape, colour and word of a state.
func StatusOf(state platform.State) Status {
	switch state {
	case platform.StateActive:
		return Status{assets.Icon("st-active"), theme.ColorNameSuccess, text.T("status.active")}
	case platform.StateInactive:
		return Status{assets.Icon("st-inactive"), theme.ColorNamePrimary, text.T("status.inactive")}
	case platform.StateSuspended:
		return Status{assets.Icon("st-suspended"), theme.ColorNameWarning, text.T("status.suspended")}
	case platform.StateDestroyed:
		return Status{assets.Icon("st-destroyed"), ColorGone, text.T("status.destroyed")}
	case platform.StateDeleted:
		return Status{assets.Icon("st-deleted"), ColorGone, text.T("status.deleted")}
	}
	return Status{theme.QuestionIcon(), theme.ColorNameWarning, text.T("status.unknown")}
}
