package forms

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/views/kit"
)

// Measures of the two sides at scale 1.
const (
	sidesFrom  float32 = 620  // as wide a pane has the notes beside the fields, else below
	sidesShare float32 = 0.56 // of the fields
	sidesGap   float32 = 14
)

// newSides stands fields and what is said of them in one scroll: beside each other
// in a wide pane, so that what follows is seen without scrolling in a low one.
func newSides(fields, notes fyne.CanvasObject) fyne.CanvasObject {
	inside := &sides{}
	scroll := container.NewVScroll(kit.Margin(container.New(inside, fields, notes), 12, 8))
	return container.New(&sidesWatch{inside}, scroll)
}

// sidesWatch tells the sides whether they stand beside each other, before they are
// measured.
type sidesWatch struct{ inside *sides }

// MinSize implements fyne.Layout.
func (w *sidesWatch) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize()
}

// Layout implements fyne.Layout.
func (w *sidesWatch) Layout(o []fyne.CanvasObject, size fyne.Size) {
	turned := w.inside.beside != (size.Width >= kit.Px(sidesFrom))
	w.inside.beside = size.Width >= kit.Px(sidesFrom)
	o[0].Resize(size)
	if turned {
		o[0].Refresh()
	}
}

type sides struct{ beside bool }

// MinSize implements fyne.Layout.
func (s *sides) MinSize(o []fyne.CanvasObject) fyne.Size {
	fields, notes := o[0].MinSize(), o[1].MinSize()
	if s.beside {
		return fyne.NewSize(fields.Width, max(fields.Height, notes.Height))
	}
	return fyne.NewSize(fields.Width, fields.Height+notes.Height)
}

// Layout implements fyne.Layout.
func (s *sides) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide, at := size.Width, fyne.NewPos(0, o[0].MinSize().Height)
	if s.beside {
		wide = size.Width * sidesShare
		at = fyne.NewPos(wide+kit.Px(sidesGap), 0)
	}
	o[0].Resize(fyne.NewSize(wide, o[0].MinSize().Height))
	o[1].Move(at)
	o[1].Resize(fyne.NewSize(size.Width-at.X, o[1].MinSize().Height))
}
