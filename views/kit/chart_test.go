package kit

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/shopspring/decimal"

	"steward/assets/text"
	"steward/client/platform"
)

func inEuro(d decimal.Decimal) string { return text.MoneyFull(platform.NewMoney(d, "EUR")) }

func signedEuro(d decimal.Decimal) string { return text.MoneyChange(platform.NewMoney(d, "EUR")) }

func amounts(digits ...string) (values []decimal.Decimal) {
	for _, d := range digits {
		values = append(values, decimal.RequireFromString(d))
	}
	return values
}

// bills are 23 days of charges; the last two were not read.
func bills() ChartData {
	data := ChartData{Title: "Charges a day, EUR", Say: inEuro, Total: "Total", Series: []ChartSeries{
		{Name: "Cloudlets, dynamic"}, {Name: "Cloudlets, reserved"}, {Name: "Disk space"}, {Name: "Other"}}}
	for day := range 23 {
		at := time.Date(2026, 11, day+1, 0, 0, 0, 0, time.UTC)
		bar := ChartBar{Label: text.DayMonth(at, nil), Name: text.DayMonthYear(at, nil), Unread: day > 20}
		if !bar.Unread {
			bar.Values = []decimal.Decimal{decimal.New(int64(96000+day*37%2000+day/8*24000), -4), decimal.New(31200, -4),
				decimal.New(18048, -4), decimal.New(int64(day/8*10992), -4)}
		}
		data.Bars = append(data.Bars, bar)
	}
	return data
}

// payments are twelve weeks of funding.
func payments() ChartData {
	data := ChartData{Say: signedEuro, Series: []ChartSeries{{Name: "Funding"}, {Name: "Bonus"}, {Name: "Withdrawn", Color: ColorChart4, Hollow: true}}}
	for week, values := range [][]decimal.Decimal{nil, amounts("50"), nil, amounts("0", "20"), amounts("100"), nil, amounts("0", "0", "-30"), amounts("50"),
		nil, amounts("0", "20"), amounts("100"), amounts("0", "0", "-15.5"), amounts("60", "20")} {
		bar := ChartBar{Name: fmt.Sprintf("week %d", 36+week), Values: values}
		switch week {
		case 0, 4, 8:
			bar.Label = []string{"Sep", "Oct", "Nov"}[week/4]
		}
		data.Bars = append(data.Bars, bar)
	}
	return data
}

// actions are seven days of counts.
func actions() ChartData {
	data := ChartData{Title: "Actions a day", Whole: true, Series: []ChartSeries{{Name: "Success"}, {Name: "Error", Color: theme.ColorNameError}}}
	for i, day := range []string{"Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "Sun 22", "Mon 23"} {
		data.Bars = append(data.Bars, ChartBar{Label: day, Values: [][]decimal.Decimal{amounts("14"), amounts("19", "1"), amounts("11"),
			amounts("16", "2"), amounts("58", "9"), amounts("21", "3"), amounts("9", "1")}[i]})
	}
	return data
}

// hours are more bars than there are pixels for.
func hours() ChartData {
	data := ChartData{Title: "Charges an hour, EUR", Series: []ChartSeries{{Name: "Cloudlets"}}}
	for hour := range 2016 {
		bar := ChartBar{Name: strconv.Itoa(hour), Unread: hour > 100 && hour < 120}
		if hour%24 == 0 {
			bar.Label = text.DayMonth(time.Date(2026, 9, 1, hour, 0, 0, 0, time.UTC), nil)
		}
		if !bar.Unread {
			bar.Values = []decimal.Decimal{decimal.New(int64(5000+hour*7919%4000), -4)}
		}
		data.Bars = append(data.Bars, bar)
	}
	return data
}

// showChart puts a chart of a size into a window.
func showChart(t *testing.T, data ChartData, size fyne.Size) (*Chart, *desk) {
	t.Helper()
	var c *Chart
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		c = NewChart(h)
		return container.NewWithoutLayout(c)
	})
	c.SetData(data)
	c.Resize(size)
	return c, d
}

// middle is a place in the middle of a bar.
func (c *Chart) middle(bar int) fyne.Position {
	pos, size := c.plot.span(bar, bar+1)
	return pos.AddXY(size.Width/2, size.Height/2)
}

func pointAt(pos fyne.Position) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos}}
}

func TestChartAxisIsRound(t *testing.T) {
	for _, c := range []struct {
		values []string
		whole  bool
		want   []string
	}{
		{[]string{"19.3318"}, false, []string{"0", "5", "10", "15", "20"}},
		{[]string{"67"}, true, []string{"0", "20", "40", "60", "80"}},
		{[]string{"1"}, true, []string{"0", "1"}},
		{[]string{"2"}, true, []string{"0", "1", "2"}},
		{[]string{"1"}, false, []string{"0", "0.25", "0.50", "0.75", "1"}},
		{[]string{"100", "-30"}, false, []string{"–50", "0", "+50", "+100"}},
		{[]string{"-3"}, false, []string{"–3", "–2", "–1", "0"}},
		{[]string{"0.00031"}, false, []string{"0", "0.0001", "0.0002", "0.0003", "0.0004"}},
		{[]string{"123456789012345678901234567890.12"}, false, []string{"0", "50,000,000,000,000,000,000,000,000,000", "100,000,000,000,000,000,000,000,000,000", "150,000,000,000,000,000,000,000,000,000"}},
		{[]string{"0"}, false, []string{"0"}},
		{nil, false, []string{"0"}},
	} {
		data := ChartData{Whole: c.whole, Series: []ChartSeries{{Name: "A"}}}
		for _, value := range amounts(c.values...) {
			data.Bars = append(data.Bars, ChartBar{Values: []decimal.Decimal{value}})
		}
		var got []string
		for _, tick := range newChartScale(data).ticks() {
			got = append(got, tick.text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: axis %q, want %q", c.values, got, c.want)
		}
	}
}

func TestChartStacksUpAndDown(t *testing.T) {
	data := ChartData{Series: make([]ChartSeries, 4), Bars: []ChartBar{{Values: amounts("30", "-20", "0", "10")}, {Values: amounts("40", "-40")}}}
	got := newChartScale(data).segments(data.Bars[0].Values) // the axis goes from -40 to +40
	want := []chartSegment{{0, 0.5, 0.875}, {1, 0.5, 0.25}, {3, 0.875, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestChartSaysExactValues(t *testing.T) {
	c, d := showChart(t, bills(), fyne.NewSize(680, 240))
	for bar, want := range map[int]string{
		8:  "9 Nov 2026: Cloudlets, dynamic 12.0296 EUR · Cloudlets, reserved 3.12 EUR · Disk space 1.8048 EUR · Other 1.0992 EUR · Total 18.0536 EUR",
		22: "23 Nov 2026: not read", -1: "", 23: "",
	} {
		if got := c.Hint(bar); got != want {
			t.Errorf("bar %d says %q, want %q", bar, got, want)
		}
	}
	c.MouseIn(pointAt(c.middle(8)))
	if d.host.Hint.Text != c.Hint(8) || !c.hoverStrip.Visible() {
		t.Errorf("the pointer says %q", d.host.Hint.Text)
	}
	c.MouseMoved(pointAt(c.middle(22)))
	if d.host.Hint.Text != "23 Nov 2026: not read" {
		t.Errorf("the pointer says %q", d.host.Hint.Text)
	}
	c.MouseMoved(pointAt(fyne.NewPos(1, 1)))
	if d.host.Hint.Text != "" || c.hoverStrip.Visible() {
		t.Errorf("outside of the bars the pointer says %q", d.host.Hint.Text)
	}
	c.SetData(payments())
	if got := c.Hint(6); got != "week 42: Withdrawn –30.00 EUR" {
		t.Errorf("says %q", got)
	}
	if got := c.Hint(0); got != "week 36: nothing" {
		t.Errorf("says %q", got)
	}
}

func TestChartByKeysAndClick(t *testing.T) {
	c, d := showChart(t, bills(), fyne.NewSize(680, 240))
	var heard []int
	c.OnChosen = func(bar int) { heard = append(heard, bar) }
	escaped := false
	d.host.Keys.Bind(Key{Name: fyne.KeyEscape}, &Action{Run: func() { escaped = true }})
	d.window.Canvas().Focus(c)
	if c.Current() != 20 || !c.focusFrame.Visible() || d.host.Hint.Text != c.Hint(20) {
		t.Errorf("begins at %d, says %q", c.Current(), d.host.Hint.Text)
	}
	press(c, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyReturn, fyne.KeyRight, fyne.KeySpace, fyne.KeyHome, fyne.KeyLeft, fyne.KeyEnter, fyne.KeyEnd, fyne.KeyRight)
	if !slices.Equal(heard, []int{18, 19, 0}) || c.Current() != 22 || d.host.Hint.Text != "23 Nov 2026: not read" {
		t.Errorf("chose %v, at %d, says %q", heard, c.Current(), d.host.Hint.Text)
	}
	press(c, fyne.KeyEscape)
	if !escaped {
		t.Error("Esc does not reach the window")
	}
	d.window.Canvas().Unfocus()
	if c.focusFrame.Visible() {
		t.Error("a frame without the focus")
	}
	test.TapAt(c, c.middle(3))
	test.TapAt(c, fyne.NewPos(2, 2))
	if heard[len(heard)-1] != 3 || len(heard) != 4 || d.top() != fyne.Focusable(c) || d.host.Hint.Text != c.Hint(3) {
		t.Errorf("chose %v, focus %T, says %q", heard, d.top(), d.host.Hint.Text)
	}
	c.SetChosen(3)
	c.SetData(bills())
	if c.Chosen() != 3 || !c.chosenStrip.Visible() {
		t.Error("the same bars again lose the choice")
	}
	c.SetData(payments())
	if c.Chosen() != -1 || c.chosenStrip.Visible() || c.Current() != -1 {
		t.Error("other bars keep the choice")
	}
}

func TestChartWithoutBarsTakesKeys(t *testing.T) {
	c, d := showChart(t, ChartData{Title: "Charges"}, fyne.NewSize(300, 180))
	d.window.Canvas().Focus(c)
	press(c, fyne.KeyLeft, fyne.KeyRight, fyne.KeyReturn, fyne.KeyEnd)
	if c.Current() != -1 || !c.focusFrame.Visible() || c.AccessibilityLabel() != "Charges" {
		t.Errorf("at %d", c.Current())
	}
}

func TestChartComesToRest(t *testing.T) {
	c, _ := showChart(t, bills(), fyne.NewSize(680, 240))
	r := test.WidgetRenderer(c).(*chartRenderer)
	before := r.Objects()
	if n := testing.AllocsPerRun(10, func() { r.Layout(c.Size()) }); n != 0 {
		t.Errorf("laid out again at rest: %v allocations", n)
	}
	if n := testing.AllocsPerRun(10, c.mark); n != 0 {
		t.Errorf("marked again at rest: %v allocations", n)
	}
	c.SetData(bills())
	c.Refresh()
	if after := r.Objects(); &after[0] != &before[0] || !slices.Equal(after, before) {
		t.Error("the same bars again are drawn with other objects")
	}
}

func TestChartKeepsFewObjects(t *testing.T) {
	c, _ := showChart(t, payments(), fyne.NewSize(240, 200))
	r := test.WidgetRenderer(c).(*chartRenderer)
	rects, texts := r.usedRects, r.usedTexts
	if bars := 10; rects != 3+4+bars || texts != 3+4+3 { // legend, grid, bars; legend, axis, months
		t.Errorf("%d rectangles and %d texts", rects, texts)
	}
	c.SetData(hours())
	c.Resize(fyne.NewSize(700, 240))
	if n := len(r.Objects()); n > 330 {
		t.Errorf("%d objects for 2,016 hours", n)
	}
	for _, hour := range []int{0, 77, 2015} {
		if got := c.plot.at(c.plot.pos.AddXY(c.plot.slot*(float32(hour)+0.5), 9)); got != hour {
			t.Errorf("hour %d has no place of its own, there is %d", hour, got)
		}
	}
	kept := len(r.rects)
	c.SetData(payments())
	c.Resize(fyne.NewSize(240, 200))
	if r.usedRects != rects || len(r.rects) != kept || len(r.Objects()) != rects+texts+3 {
		t.Errorf("%d rectangles in use, %d kept of %d", r.usedRects, len(r.rects), kept)
	}
}

func TestChartKeepsInside(t *testing.T) {
	for name, data := range map[string]ChartData{"bills": bills(), "payments": payments(), "actions": actions(), "hours": hours()} {
		for _, size := range []fyne.Size{{Width: 700, Height: 240}, {Width: 241, Height: 180}, {Width: 120, Height: 90}} {
			c, _ := showChart(t, data, size)
			for _, o := range test.WidgetRenderer(c).Objects() {
				end := o.Position().Add(o.Size())
				if o.Visible() && (o.Position().X < -0.5 || o.Position().Y < -0.5 || end.X > size.Width+0.5 || end.Y > size.Height+0.5) && size.Width > 200 {
					t.Errorf("%s at %v: %T %v to %v", name, size, o, o.Position(), end)
				}
			}
		}
	}
}

func TestChartLabelsDoNotMeet(t *testing.T) {
	c, _ := showChart(t, bills(), fyne.NewSize(500, 200))
	r := test.WidgetRenderer(c).(*chartRenderer)
	var ends float32
	seen := 0
	for _, o := range r.texts[:r.usedTexts] {
		if o.Position().Y < c.plot.pos.Y+c.plot.size.Height-2 {
			continue
		}
		if o.Position().X < ends+4 {
			t.Errorf("%q begins at %v, the one before ends at %v", o.Text, o.Position().X, ends)
		}
		ends = o.Position().X + o.Size().Width
		seen++
	}
	if seen < 5 {
		t.Errorf("only %d labels", seen)
	}
}

func TestChartSaysNotReadWhereThereIsRoom(t *testing.T) {
	for width, want := range map[float32]string{480: "not", 680: "not read", 200: "not read"} { // the last in the legend
		c, _ := showChart(t, bills(), fyne.NewSize(width, 220))
		r := test.WidgetRenderer(c).(*chartRenderer)
		at := slices.IndexFunc(r.texts[:r.usedTexts], func(o *canvas.Text) bool { return o.Text == want })
		if at < 0 {
			t.Errorf("%v px: the words are missing", width)
		} else if legend := r.texts[at].Position().Y < c.plot.pos.Y; legend != (width == 200) {
			t.Errorf("%v px: in the legend: %v", width, legend)
		}
	}
}

func TestChartPicture(t *testing.T) {
	for name, look := range map[string]struct {
		variant Variant
		scale   float32
	}{"charts-light": {Light, 1}, "charts-dark": {Dark, 1}, "charts-large": {Light, 1.5}} {
		var all []*Chart
		d := newDesk(t, look.variant, look.scale, func(h *Host) fyne.CanvasObject {
			for range 4 {
				all = append(all, NewChart(h))
			}
			box := container.NewWithoutLayout()
			for i, size := range []fyne.Size{{Width: 680, Height: 230}, {Width: 260, Height: 200}, {Width: 520, Height: 190}, {Width: 680, Height: 180}} {
				all[i].Resize(fyne.NewSize(Px(size.Width), Px(size.Height)))
				all[i].Move(fyne.NewPos([]float32{10, 720, 10, 10}[i]*look.scale, []float32{10, 10, 250, 450}[i]*look.scale))
				box.Add(all[i])
			}
			return container.NewStack(NewGround(theme.ColorNameBackground, nil), box)
		})
		d.window.Resize(fyne.NewSize(1000*look.scale, 640*look.scale))
		for i, data := range []ChartData{bills(), payments(), actions(), hours()} {
			all[i].SetData(data)
		}
		all[0].SetChosen(4)
		all[0].MouseMoved(pointAt(all[0].middle(6)))
		d.window.Canvas().Focus(all[0])
		d.save(t, name)
		if look.scale != 1 {
			continue
		}
		img := d.window.Canvas().Capture()
		left, width := all[0].plot.column(0)
		x := int(10 + left + width/2)
		for what, at := range map[string]struct {
			x, y int
			name fyne.ThemeColorName
		}{
			"lowest series": {x, int(10 + all[0].plot.y(0.1)), ColorChart1},
			"chosen bar":    {int(10 + all[0].middle(4).X), int(10+all[0].plot.pos.Y) + 2, theme.ColorNameSelection},
			"not read":      {int(10+all[0].middle(21).X) - 6, int(10+all[0].plot.pos.Y) + 4, ColorTintWarning},
		} {
			want, _ := ColorOf(at.name, look.variant == Dark)
			if got := color.NRGBAModel.Convert(img.At(at.x, at.y)); got != want {
				t.Errorf("%s: %s has %v at %d,%d, want %v (%s)", name, what, got, at.x, at.y, want, at.name)
			}
		}
	}
}
