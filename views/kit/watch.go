package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Watch is an object without a look that tells every size it is given. Put it
// into a stack to hear of the room that the stack has.
func Watch(tell func(size fyne.Size)) fyne.CanvasObject { return container.New(watch{tell}) }

type watch struct{ tell func(size fyne.Size) }

// MinSize implements fyne.Layout.
func (watch) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (w watch) Layout(_ []fyne.CanvasObject, size fyne.Size) { w.tell(size) }
