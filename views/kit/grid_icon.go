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
}

type gridIconImage struct{ pixels image.Image }

// icon is the picture of an icon in a colour of the theme. It is drawn once and
// shared: an SVG read anew for each cell costs more than the whole scroll step.
func (l *gridLook) icon(resource fyne.Resource, name fyne.ThemeColorName) image.Image {
	if name == "" {
		name = theme.ColorNameForeground
	}
	key := gridIconKey{name: resource.Name(), color: name}
	known, ok := l.icons[key]
	if !ok {
		known.pixels = l.draw(resource, name)
		l.icons[key] = known
	}
	return known.pixels
}

func (l *gridLook) draw(resource fyne.Resource, name fyne.ThemeColorName) image.Image {
	content, err := canvas.RecolorSVG(resource.Content(), l.color(name))
	if err != nil {
		fyne.LogError("Colour icon "+resource.Name(), err)
	}
	// A name that says the colour's value too, as Fyne caches pictures by name.
	unique := fyne.NewStaticResource(fmt.Sprintf("grid-%v-%s", l.color(name), resource.Name()), content)
	drawn := canvas.NewImageFromResource(unique)
	drawn.Resize(fyne.NewSquareSize(Px(gridIconSide)))
	return drawn.Image
}

// setIcon shows pixels in an image object that shows something else.
func setIcon(object *canvas.Image, pixels image.Image) {
	object.Resize(fyne.NewSquareSize(Px(gridIconSide)))
	if object.Image != pixels {
		object.Image = pixels
		canvas.Refresh(object)
	}
	if object.Hidden {
		object.Show()
	}
}
