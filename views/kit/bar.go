package kit

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Edge is where a bar has its 1 px line.
type Edge uint8

// The edges.
const (
	LineNone Edge = iota
	LineBelow
	LineAbove
)

// Bar is a row of a fixed height: toolbar, control row, footer, status strip.
// Objects keep their least width and stand in the middle of the height; what is
// right stays at the right end. If there is too little room, the objects that
// give way (labels with Cut, anything in Fill) become narrower. Refresh the bar
// after a label with Cut has got another text, unless it stands last.
type Bar struct {
	widget.BaseWidget
	Height float32             // at scale 1
	Gap    float32             // between objects, at scale 1; 6 unless told
	Pad    float32             // at both ends, at scale 1; 10 unless told
	Ground fyne.ThemeColorName // empty: that of what it lies on
	Line   Edge
	Grows  bool // as high as the highest object wants it

	left, right []fyne.CanvasObject
}

// NewBar returns a bar of a height (at scale 1) on the window's ground.
func NewBar(height float32, left, right []fyne.CanvasObject) *Bar {
	b := &Bar{Height: height, Gap: 6, Pad: 10, left: left, right: right}
	b.ExtendBaseWidget(b)
	return b
}

// NewToolbar returns a bar of 42 with a line below.
func NewToolbar(left, right []fyne.CanvasObject) *Bar {
	b := NewBar(HeightToolbar, left, right)
	b.Line = LineBelow
	return b
}

// NewControlRow returns a bar of 38 with a line below, for small controls.
func NewControlRow(left, right []fyne.CanvasObject) *Bar {
	b := NewBar(HeightControlRow, left, right)
	b.Line = LineBelow
	return b
}

// NewFooter returns a bar of 26 on the header ground with a line above.
func NewFooter(left, right []fyne.CanvasObject) *Bar {
	b := NewBar(HeightFooter, left, right)
	b.Line, b.Ground, b.Gap = LineAbove, theme.ColorNameHeaderBackground, 12
	return b
}

// NewStatusStrip returns the bar at the foot of a window.
func NewStatusStrip(left, right []fyne.CanvasObject) *Bar {
	b := NewFooter(left, right)
	b.Height = HeightStatusStrip
	return b
}

// Set shows other objects.
func (b *Bar) Set(left, right []fyne.CanvasObject) {
	b.left, b.right = left, right
	b.Refresh()
}

// Fill marks an object that takes the room that is left, such as a hint line;
// it may become as narrow as nothing.
func Fill(object fyne.CanvasObject) fyne.CanvasObject {
	f := &filler{object: object}
	f.ExtendBaseWidget(f)
	return f
}

type filler struct {
	widget.BaseWidget
	object fyne.CanvasObject
}

func (f *filler) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.object) }

func (f *filler) MinSize() fyne.Size { return fyne.NewSize(0, f.object.MinSize().Height) }

// Gap is room between two objects of a bar, at scale 1.
func Gap(width float32) fyne.CanvasObject {
	g := NewGround("", nil)
	g.Least = fyne.NewSize(width, 1)
	return g
}

// Wide gives an object a fixed width, at scale 1.
func Wide(width float32, object fyne.CanvasObject) fyne.CanvasObject {
	w := &wide{width: width, object: object}
	w.ExtendBaseWidget(w)
	return w
}

type wide struct {
	widget.BaseWidget
	width  float32
	object fyne.CanvasObject
}

func (w *wide) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(w.object) }

func (w *wide) MinSize() fyne.Size { return fyne.NewSize(Px(w.width), w.object.MinSize().Height) }

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{bar: b, ground: newRect(), line: newRect()}
	r.Refresh()
	return r
}

type barRenderer struct {
	bar          *Bar
	ground, line *canvas.Rectangle
}

func (r *barRenderer) MinSize() fyne.Size {
	height := Px(r.bar.Height)
	if r.bar.Grows {
		for _, o := range append(slices.Clone(r.bar.left), r.bar.right...) {
			height = max(height, o.MinSize().Height+Px(8))
		}
	}
	return fyne.NewSize(r.need(r.bar.left)+r.need(r.bar.right)+2*Px(r.bar.Pad), height)
}

func (r *barRenderer) need(objects []fyne.CanvasObject) float32 {
	var width float32
	for _, o := range objects {
		if o.Visible() {
			width += o.MinSize().Width + Px(r.bar.Gap)
		}
	}
	return width
}

func (r *barRenderer) Layout(size fyne.Size) {
	b := r.bar
	r.ground.Resize(size)
	r.line.Resize(fyne.NewSize(size.Width, 1))
	r.line.Move(fyne.NewPos(0, size.Height-1))
	if b.Line == LineAbove {
		r.line.Move(fyne.Position{})
	}
	spare := max(size.Width-r.MinSize().Width, 0)
	toRight := hasFill(b.right)
	left, used := r.place(b.left, Px(b.Pad), spare, size.Height, !toRight)
	spare -= used
	start := size.Width - Px(b.Pad) - r.need(b.right) + Px(b.Gap) - spare
	if !toRight {
		start += spare
	}
	r.place(b.right, max(start, left), spare, size.Height, false)
}

// place lays objects from x on; the first Fill takes the spare width. With rest,
// so does a label that gives way at the end, ready for a longer text. It returns
// where it ended and how much of the spare width it took.
func (r *barRenderer) place(objects []fyne.CanvasObject, x, spare, height float32, rest bool) (end, used float32) {
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		width := o.MinSize()
		more := min(r.wish(o, width.Width), spare)
		if rest && i == len(objects)-1 && givesWay(o) {
			more = spare
		}
		width.Width += more
		used, spare = used+more, spare-more
		put(o, x, width, height)
		x += width.Width + Px(r.bar.Gap)
	}
	return x, used
}

// wish is how much wider than its least width an object wants to be.
func (r *barRenderer) wish(o fyne.CanvasObject, least float32) float32 {
	switch v := o.(type) {
	case *filler:
		return float32(math.MaxFloat32)
	case *Label:
		if v.Cut {
			return max(v.Whole()-least, 0)
		}
	}
	return 0
}

// givesWay reports whether an object is a label that may be cut.
func givesWay(o fyne.CanvasObject) bool {
	l, ok := o.(*Label)
	return ok && l.Cut
}

func hasFill(objects []fyne.CanvasObject) bool {
	return slices.ContainsFunc(objects, func(o fyne.CanvasObject) bool {
		_, fills := o.(*filler)
		return fills || givesWay(o)
	})
}

func (r *barRenderer) Refresh() {
	r.ground.FillColor = Color(orColor(r.bar.Ground, ColorClear))
	r.line.FillColor, r.line.Hidden = Color(theme.ColorNameSeparator), r.bar.Line == LineNone
	r.Layout(r.bar.Size())
	canvas.Refresh(r.ground)
	canvas.Refresh(r.line)
}

func (r *barRenderer) Objects() []fyne.CanvasObject {
	objects := append([]fyne.CanvasObject{r.ground}, r.bar.left...)
	return append(append(objects, r.bar.right...), r.line)
}
func (r *barRenderer) Destroy() {}
