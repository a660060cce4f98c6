package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/assets/text"
)

// Split shows two panes with a divider to drag. A double click on it goes back
// to the default. The toolkit's own split hides its divider from us, hence ours.
type Split struct {
	widget.BaseWidget
	// OnMoved is called with the share of the first pane (0 to 1) when a person
	// has moved the divider.
	OnMoved func(share float64)
	// FirstLeast and SecondLeast are the least widths (heights, if Vertical) of
	// the panes at scale 1.
	FirstLeast, SecondLeast float32

	first, second fyne.CanvasObject
	vertical      bool
	share, usual  float64
	divider       *divider
}

// NewSplit returns two panes beside each other, or below each other. usual is
// the default share of the first, 0 to 1.
func NewSplit(host *Host, vertical bool, usual float64, first, second fyne.CanvasObject) *Split {
	s := &Split{first: first, second: second, vertical: vertical, share: usual, usual: usual}
	s.divider = &divider{split: s, host: host}
	s.divider.ExtendBaseWidget(s.divider)
	s.ExtendBaseWidget(s)
	return s
}

// Share is the share of the first pane.
func (s *Split) Share() float64 { return s.share }

// SetShare moves the divider without calling OnMoved.
func (s *Split) SetShare(share float64) {
	s.share = min(max(share, 0), 1)
	s.Refresh()
}

// SetVertical puts the panes below (or beside) each other; usual is the default
// share from now on.
func (s *Split) SetVertical(vertical bool, usual float64) {
	s.vertical, s.usual, s.share = vertical, usual, usual
	s.Refresh()
}

// Vertical reports whether the panes stand below each other.
func (s *Split) Vertical() bool { return s.vertical }

// ShowSecond hides or shows the second pane; alone, the first has all the room.
func (s *Split) ShowSecond(on bool) {
	if on {
		s.second.Show()
	} else {
		s.second.Hide()
	}
	s.Refresh()
}

// move sets the share as a person does.
func (s *Split) move(share float64) {
	s.SetShare(share)
	if s.OnMoved != nil {
		s.OnMoved(s.share)
	}
}

// along is the length of a size in the direction of the split.
func (s *Split) along(size fyne.Size) float32 {
	if s.vertical {
		return size.Height
	}
	return size.Width
}

// CreateRenderer implements fyne.Widget.
func (s *Split) CreateRenderer() fyne.WidgetRenderer { return &splitRenderer{s} }

type splitRenderer struct{ split *Split }

func (r *splitRenderer) MinSize() fyne.Size {
	s := r.split
	a, b := s.first.MinSize(), s.second.MinSize()
	if !s.second.Visible() {
		return a
	}
	thick := themeSize(theme.SizeNameSplitThickness)
	if s.vertical {
		return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height+thick)
	}
	return fyne.NewSize(a.Width+b.Width+thick, max(a.Height, b.Height))
}

func (r *splitRenderer) Layout(size fyne.Size) {
	s := r.split
	s.divider.Hidden = !s.second.Visible()
	if s.divider.Hidden {
		s.first.Move(fyne.Position{})
		s.first.Resize(size)
		return
	}
	thick := themeSize(theme.SizeNameSplitThickness)
	room := max(s.along(size)-thick, 0)
	least := max(Px(s.FirstLeast), s.along(s.first.MinSize()))
	most := room - max(Px(s.SecondLeast), s.along(s.second.MinSize()))
	length := max(min(float32(s.share)*room, most), min(least, room))
	place := func(o fyne.CanvasObject, from, length float32) {
		if s.vertical {
			o.Move(fyne.NewPos(0, from))
			o.Resize(fyne.NewSize(size.Width, length))
			return
		}
		o.Move(fyne.NewPos(from, 0))
		o.Resize(fyne.NewSize(length, size.Height))
	}
	place(s.first, 0, length)
	place(s.divider, length, thick)
	place(s.second, length+thick, room-length)
}

func (r *splitRenderer) Refresh() {
	r.Layout(r.split.Size())
	r.split.divider.Refresh()
	canvas.Refresh(r.split)
}

func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.split.first, r.split.second, r.split.divider}
}
func (r *splitRenderer) Destroy() {}

// divider is the strip between two panes.
type divider struct {
	widget.BaseWidget
	split   *Split
	host    *Host
	hovered bool
}

// Dragged implements fyne.Draggable.
func (d *divider) Dragged(event *fyne.DragEvent) {
	s := d.split
	pos, by := d.Position().X, event.Dragged.DX
	if s.vertical {
		pos, by = d.Position().Y, event.Dragged.DY
	}
	if room := s.along(s.Size()) - themeSize(theme.SizeNameSplitThickness); room > 0 {
		s.move(float64((pos + by) / room))
	}
}

// DragEnd implements fyne.Draggable.
func (d *divider) DragEnd() {}

// DoubleTapped goes back to the default.
func (d *divider) DoubleTapped(*fyne.PointEvent) { d.split.move(d.split.usual) }

// Cursor implements desktop.Cursorable.
func (d *divider) Cursor() desktop.Cursor {
	if d.split.vertical {
		return desktop.VResizeCursor
	}
	return desktop.HResizeCursor
}

// MouseIn implements desktop.Hoverable.
func (d *divider) MouseIn(*desktop.MouseEvent) {
	d.hovered = true
	d.host.hint().Hover(d, func() string { return text.T("kit.split") })
	d.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (d *divider) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (d *divider) MouseOut() {
	d.hovered = false
	d.host.hint().Unhover(d)
	d.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (d *divider) CreateRenderer() fyne.WidgetRenderer {
	r := &dividerRenderer{d, newRect(), newRect(), newRect(), newRect()}
	r.Refresh()
	return r
}

type dividerRenderer struct {
	divider                      *divider
	ground, before, after, thumb *canvas.Rectangle
}

func (r *dividerRenderer) MinSize() fyne.Size {
	return fyne.NewSquareSize(themeSize(theme.SizeNameSplitThickness))
}

func (r *dividerRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	thumb, long := Px(3), Px(36)
	if r.divider.split.vertical {
		r.before.Resize(fyne.NewSize(size.Width, 1))
		r.after.Resize(fyne.NewSize(size.Width, 1))
		r.after.Move(fyne.NewPos(0, size.Height-1))
		r.thumb.Resize(fyne.NewSize(long, thumb))
	} else {
		r.before.Resize(fyne.NewSize(1, size.Height))
		r.after.Resize(fyne.NewSize(1, size.Height))
		r.after.Move(fyne.NewPos(size.Width-1, 0))
		r.thumb.Resize(fyne.NewSize(thumb, long))
	}
	r.thumb.Move(fyne.NewPos((size.Width-r.thumb.Size().Width)/2, (size.Height-r.thumb.Size().Height)/2))
}

func (r *dividerRenderer) Refresh() {
	r.ground.FillColor = Color(theme.ColorNameHeaderBackground)
	r.before.FillColor, r.after.FillColor = Color(theme.ColorNameSeparator), Color(theme.ColorNameSeparator)
	r.thumb.FillColor, r.thumb.CornerRadius = Color(theme.ColorNameInputBorder), Px(1.5)
	if r.divider.hovered {
		r.thumb.FillColor = Color(theme.ColorNamePrimary)
	}
	r.Layout(r.divider.Size())
	for _, o := range r.Objects() {
		canvas.Refresh(o)
	}
}

func (r *dividerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.before, r.after, r.thumb}
}
func (r *dividerRenderer) Destroy() {}
