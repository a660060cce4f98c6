package kit

import (
	"weak"

	"fyne.io/fyne/v2"
)

// clearing is what messages keep clear of: the fields of a window. It does not
// keep the fields themselves: forms come and go.
type clearing struct{ fields []func() fyne.CanvasObject }

// keepClear has messages keep clear of a field.
func keepClear[T any, P interface {
	*T
	fyne.CanvasObject
}](host *Host, field P) {
	if host == nil {
		return
	}
	c, known := &host.clear, weak.Make((*T)(field))
	if len(c.fields) == cap(c.fields) {
		c.forget()
	}
	c.fields = append(c.fields, func() fyne.CanvasObject {
		if f := known.Value(); f != nil {
			return P(f)
		}
		return nil
	})
}

// forget leaves out the fields that are no more.
func (c *clearing) forget() {
	var left []func() fyne.CanvasObject
	for _, field := range c.fields {
		if field() != nil {
			left = append(left, field)
		}
	}
	c.fields = left
}

// area is a part of a window.
type area struct {
	fyne.Position
	fyne.Size
}

func (a area) meets(b area) bool {
	return a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height
}

// areas are where the fields stand that can be seen, from a corner of the window on.
func (c *clearing) areas(from fyne.Position) (found []area) {
	driver := fyne.CurrentApp().Driver()
	for _, field := range c.fields {
		o := field()
		if o == nil || !o.Visible() {
			continue
		}
		if at := driver.AbsolutePositionForObject(o); !at.IsZero() { // else it is not on screen
			found = append(found, area{at.Subtract(from), o.Size()})
		}
	}
	return found
}

// lift is the lowest place from a bottom on where an area of a size meets no field,
// in steps upwards; where there is none, it is the bottom.
func lift(fields []area, at fyne.Position, size fyne.Size, least float32) float32 {
	gap := Px(8)
	for y := at.Y; y > least; {
		own := area{fyne.NewPos(at.X, y-gap), size.AddWidthHeight(0, 2*gap)}
		above := y
		for _, field := range fields {
			if own.meets(field) {
				above = min(above, field.Y-size.Height-gap)
			}
		}
		if above == y {
			return y
		}
		y = above
	}
	return at.Y
}
