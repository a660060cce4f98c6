package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Pillar puts head and foot at their heights and gives what is between them to
// the middle, without gaps. What is hidden takes no room. Refresh it after the
// height of head or foot has changed.
func Pillar(head, middle, foot fyne.CanvasObject) *fyne.Container {
	return container.New(pillarLayout{}, head, middle, foot)
}

type pillarLayout struct{}

func (pillarLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
		}
	}
	return size
}

func (pillarLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var ends [3]float32
	for _, i := range []int{0, 2} {
		if objects[i].Visible() {
			ends[i] = objects[i].MinSize().Height
		}
	}
	ends[1] = max(size.Height-ends[0]-ends[2], 0)
	y := float32(0)
	for i, height := range ends {
		objects[i].Move(fyne.NewPos(0, y))
		objects[i].Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}
