package kit

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
)

// CreateRenderer implements fyne.Widget.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	r := &chartRenderer{chart: c}
	r.Refresh()
	return r
}

// chartRenderer places rectangles and texts that it keeps from one time to the next.
type chartRenderer struct {
	chart     *Chart
	rects     []*canvas.Rectangle
	texts     []*canvas.Text
	usedRects int
	usedTexts int
	objects   []fyne.CanvasObject

	size    fyne.Size // of the last drawing
	version int
}

func (r *chartRenderer) MinSize() fyne.Size { return fyne.NewSize(Px(200), Px(r.chart.Height)) }

// Layout touches nothing while size and bars stay: else the window would be painted
// and laid out for ever.
func (r *chartRenderer) Layout(size fyne.Size) {
	if r.size != size || r.version != r.chart.version {
		r.draw(size)
		canvas.Refresh(r.chart)
	}
}

func (r *chartRenderer) Refresh() {
	r.draw(r.chart.Size())
	canvas.Refresh(r.chart)
}

func (r *chartRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *chartRenderer) Destroy()                     {}

func (r *chartRenderer) draw(size fyne.Size) {
	c := r.chart
	r.size, r.version, r.usedRects, r.usedTexts = size, c.version, 0, 0
	c.ink()
	if size.Width > 0 && size.Height > 0 {
		ticks := c.scale.ticks()
		c.plot.pos.X = r.gutter(ticks)
		c.plot.size.Width = max(size.Width-c.plot.pos.X-Px(4), 0)
		c.plot.fit(len(c.data.Bars))
		spans := c.unread()
		c.plot.pos.Y = r.legend(size.Width, r.wordless(spans)) + Px(8)
		c.plot.size.Height = max(size.Height-c.plot.pos.Y-Px(chartLine), 0)
		r.grid(ticks)
		r.spans(spans)
		r.bars()
		r.labels()
	}
	c.mark()
	objects := append(r.objects[:0:0], c.chosenStrip, c.hoverStrip)
	for _, rect := range r.rects[:r.usedRects] {
		objects = append(objects, rect)
	}
	for _, t := range r.texts[:r.usedTexts] {
		objects = append(objects, t)
	}
	if objects = append(objects, c.focusFrame); !slices.Equal(objects, r.objects) {
		r.objects = objects
	}
}

// rect is the next rectangle, without an outline.
func (r *chartRenderer) rect(fill color.Color, pos fyne.Position, size fyne.Size) *canvas.Rectangle {
	if r.usedRects == len(r.rects) {
		r.rects = append(r.rects, newRect())
	}
	rect := r.rects[r.usedRects]
	r.usedRects++
	rect.FillColor, rect.StrokeWidth = fill, 0
	place(rect, pos, size, true)
	return rect
}

// text is the next text of 11 px, unless it is told to be a title.
func (r *chartRenderer) text(s string, name fyne.ThemeColorName, title bool) *canvas.Text {
	if r.usedTexts == len(r.texts) {
		r.texts = append(r.texts, newText())
	}
	t := r.texts[r.usedTexts]
	r.usedTexts++
	t.Text, t.Color, t.Alignment = s, Color(name), fyne.TextAlignLeading
	t.TextSize, t.TextStyle.Bold = themeSize(theme.SizeNameCaptionText), title
	if title {
		t.TextSize = themeSize(theme.SizeNameText)
	}
	return t
}

// set places a text so that its middle is at a height.
func (r *chartRenderer) set(t *canvas.Text, x, middle, width float32) {
	height := t.MinSize().Height
	place(t, fyne.NewPos(x, middle-height/2), fyne.NewSize(width, height), true)
}

func captionWidth(s string) float32 {
	return fyne.MeasureText(s, themeSize(theme.SizeNameCaptionText), fyne.TextStyle{}).Width
}

// legend writes the title and what the colours mean, in as many lines as they need,
// and returns their height. A series without a name needs none; what was not read does
// where its fields have no room for the words.
func (r *chartRenderer) legend(width float32, unread bool) float32 {
	data := r.chart.data
	var x, y float32
	if data.Title != "" {
		t := r.text(cut(data.Title, width, themeSize(theme.SizeNameText), fyne.TextStyle{Bold: true}), theme.ColorNameForeground, true)
		r.set(t, 0, Px(chartLine)/2, t.MinSize().Width)
		x = t.MinSize().Width + Px(chartGap)
	}
	entry := func(name string, swatch func(fyne.Position, fyne.Size)) {
		words := captionWidth(name)
		if x > 0 && x+Px(chartSwatch+5)+words > width {
			x, y = 0, y+Px(chartLine)
		}
		swatch(fyne.NewPos(x, y+(Px(chartLine)-Px(chartSwatch))/2), fyne.NewSquareSize(Px(chartSwatch)))
		x += Px(chartSwatch + 5)
		name = cut(name, max(width-x, 1), themeSize(theme.SizeNameCaptionText), fyne.TextStyle{})
		r.set(r.text(name, theme.ColorNameForeground, false), x, y+Px(chartLine)/2, words)
		x += words + Px(chartGap)
	}
	for i, series := range data.Series {
		if series.Name != "" {
			entry(series.Name, func(pos fyne.Position, size fyne.Size) { r.swatch(i, pos, size) })
		}
	}
	if unread {
		entry(text.T("kit.chart.notread"), r.tint)
	}
	if x == 0 {
		return 0
	}
	return y + Px(chartLine)
}

// swatch is an area in the look of a series.
func (r *chartRenderer) swatch(series int, pos fyne.Position, size fyne.Size) {
	s := r.chart.data.Series[series]
	ink := Color(orColor(s.Color, []fyne.ThemeColorName{ColorChart1, ColorChart2, ColorChart3, ColorChart4}[series]))
	if !s.Hollow {
		r.rect(ink, pos, size)
		return
	}
	const stroke float32 = 1.5
	inner := fyne.NewSize(max(size.Width-stroke, 0), max(size.Height-stroke, 0))
	rect := r.rect(Color(theme.ColorNameBackground), pos.AddXY(stroke/2, stroke/2), inner)
	rect.StrokeColor, rect.StrokeWidth = ink, stroke
}

// gutter is the room for the texts of the axis.
func (r *chartRenderer) gutter(ticks []chartTick) (width float32) {
	for _, tick := range ticks {
		width = max(width, captionWidth(tick.text))
	}
	return snap(width + Px(8))
}

// grid draws a line at every step and writes its value.
func (r *chartRenderer) grid(ticks []chartTick) {
	p := r.chart.plot
	for _, tick := range ticks {
		name := theme.ColorNameSeparator
		if tick.zero {
			name = theme.ColorNameInputBorder
		}
		y := p.y(tick.at)
		r.rect(Color(name), fyne.NewPos(p.pos.X, y), fyne.NewSize(p.size.Width, 1))
		t := r.text(tick.text, theme.ColorNamePlaceHolder, false)
		t.Alignment = fyne.TextAlignTrailing
		r.set(t, 0, y, p.pos.X-Px(6))
	}
}

// spans tints what was not read, and says so.
func (r *chartRenderer) spans(spans [][2]int) {
	for _, s := range spans {
		pos, size := r.chart.plot.span(s[0], s[1])
		r.tint(pos, size)
		lines := unreadLines(size.Width)
		height := Px(15)
		middle := pos.Y + size.Height/2 - height*float32(len(lines)-1)/2
		for i, line := range lines {
			t := r.text(line, theme.ColorNameWarning, false)
			t.Alignment = fyne.TextAlignCenter
			r.set(t, pos.X, middle+height*float32(i), size.Width)
		}
	}
}

// tint is the look of what was not read.
func (r *chartRenderer) tint(pos fyne.Position, size fyne.Size) {
	rect := r.rect(Color(ColorTintWarning), pos.AddXY(0.5, 0.5), fyne.NewSize(max(size.Width-1, 1), max(size.Height-1, 1)))
	rect.StrokeColor, rect.StrokeWidth = Color(theme.ColorNameWarning), 1
}

// wordless reports whether a field that was not read has no room for the words.
func (r *chartRenderer) wordless(spans [][2]int) bool {
	return slices.ContainsFunc(spans, func(s [2]int) bool {
		_, size := r.chart.plot.span(s[0], s[1])
		return len(unreadLines(size.Width)) == 0
	})
}

// unreadLines are the words for a field of a width: in one line, a word a line, or
// none that fits.
func unreadLines(width float32) []string {
	words := text.T("kit.chart.notread")
	fits := func(s string) bool { return captionWidth(s) <= width-Px(4) }
	switch lines := strings.Fields(words); {
	case fits(words):
		return []string{words}
	case !slices.ContainsFunc(lines, func(s string) bool { return !fits(s) }):
		return lines
	}
	return nil
}

// bars draws each bar, or the highest of each group.
func (r *chartRenderer) bars() {
	c := r.chart
	for first := 0; first < len(c.segments); first += c.plot.group {
		r.bar(first, c.segments[c.highest(first)])
	}
}

// extent is the length of a bar as a share of the axis.
func extent(segments []chartSegment) (sum float32) {
	for _, s := range segments {
		sum += max(s.to-s.from, s.from-s.to)
	}
	return sum
}

// bar draws the pieces of one bar; a piece keeps a line of ground to the next one, and
// none is too small to be seen.
func (r *chartRenderer) bar(first int, segments []chartSegment) {
	p := r.chart.plot
	left, width := p.column(first)
	for i, s := range segments {
		top, bottom := p.y(max(s.from, s.to)), p.y(min(s.from, s.to))
		up := s.to > s.from
		follows := slices.ContainsFunc(segments[i+1:], func(o chartSegment) bool { return (o.to > o.from) == up })
		switch {
		case follows && bottom-top > 2 && up:
			top++
		case follows && bottom-top > 2:
			bottom--
		case bottom == top && up:
			top--
		case bottom == top:
			bottom++
		}
		r.swatch(s.series, fyne.NewPos(left, top), fyne.NewSize(width, bottom-top))
	}
}

// labels writes below the bars what has room, at even distances.
func (r *chartRenderer) labels() {
	p, bars := r.chart.plot, r.chart.data.Bars
	var widest float32
	for _, bar := range bars {
		if bar.Label != "" {
			widest = max(widest, captionWidth(bar.Label))
		}
	}
	free := -p.pos.X
	for i, bar := range bars {
		if bar.Label == "" {
			continue
		}
		width := captionWidth(bar.Label)
		middle := p.pos.X + p.slot*(float32(i)+0.5)
		x := min(max(middle-width/2, 0), r.size.Width-width)
		if middle-widest/2 < free {
			continue
		}
		free = middle + widest/2 + Px(10)
		r.set(r.text(bar.Label, theme.ColorNamePlaceHolder, false), x, p.pos.Y+p.size.Height+Px(4)+Px(chartLine)/2-Px(2), width)
	}
}
