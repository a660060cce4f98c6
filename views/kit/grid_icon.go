package kit

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

type gridIconKey struct {
	name  string
	color fyne.ThemeColorName
	side  int
}

// icon is the picture of an icon in a colour of the theme, so many pixels wide. It
// is drawn once and shared: an SVG read anew for each cell costs more than the
// whole scroll step.
func (l *gridLook) icon(resource fyne.Resource, name fyne.ThemeColorName, side int) image.Image {
	if name == "" {
		name = theme.ColorNameForeground
	}
	key := gridIconKey{name: resource.Name(), color: name, side: side}
	known, ok := l.icons[key]
	if !ok {
		known = l.draw(resource, name, side)
		l.icons[key] = known
	}
	return known
}

func (l *gridLook) draw(resource fyne.Resource, name fyne.ThemeColorName, side int) image.Image {
	content, err := canvas.RecolorSVG(resource.Content(), l.color(name))
	if err != nil {
		fyne.LogError("Colour icon "+resource.Name(), err)
	}
	// A name that says the colour's value too, as Fyne caches pictures by name.
	unique := fyne.NewStaticResource(fmt.Sprintf("grid-%v-%s", l.color(name), resource.Name()), content)
	drawn := canvas.NewImageFromResource(unique)
	drawn.Resize(fyne.NewSquareSize(float32(side) / 2)) // outside a window it is drawn twice as large
	return drawn.Image
}

// setIcon shows an icon in an image object that shows something else.
func (l *gridLook) setIcon(object *canvas.Image, resource fyne.Resource, name fyne.ThemeColorName) {
	pixels := l.icon(resource, name, 2*pixels(gridIconSide, Px(1)))
	object.Resize(fyne.NewSquareSize(Px(gridIconSide)))
	if object.Image != pixels {
		object.Image = pixels
		canvas.Refresh(object)
	}
	if object.Hidden {
		object.Show()
	}
}
