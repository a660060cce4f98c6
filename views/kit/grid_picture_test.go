package kit

import (
	"image/color"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestGridPicture(t *testing.T) {
	for name, variant := range map[string]Variant{"grid-light": Light, "grid-dark": Dark} {
		s := newGridSample(t, 1000, fyne.NewSize(724, 744), variant)
		s.SetSort(GridSort{Column: "uid"}, GridSort{Column: "group", Desc: true})
		for _, i := range []int{4, 5, 8} {
			s.marks[uint64(10000+i)] = true
		}
		s.SetCurrent(1)
		s.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 27+25*10+5)}})
		s.RefreshMarks()
		img := s.picture(t, name)
		dark := variant == Dark
		for what, at := range map[string]struct {
			x, y  int
			color fyne.ThemeColorName
		}{
			"edge of the current row": {1, 27 + 25 + 12, "primary"},
			"ground of it":            {700, 27 + 25 + 3, "selection"},
			"marked row":              {700, 27 + 4*25 + 3, "selection"},
			"odd row":                 {700, 27 + 3*25 + 3, "zebra"},
			"even row":                {700, 27 + 6*25 + 3, "background"},
			"line":                    {700, 27 + 25*3 - 1, "separator"},
			"header":                  {700, 3, "headerBackground"},
		} {
			want, _ := ColorOf(at.color, dark)
			if got := color.NRGBAModel.Convert(img.At(at.x, at.y)); got != want {
				t.Errorf("%s: %s has %v at %d,%d, want %v (%s)", name, what, got, at.x, at.y, want, at.color)
			}
		}
	}
}

func TestGridPictureSideways(t *testing.T) {
	s := newGridSample(t, 1000000, fyne.NewSize(560, 420), Light)
	s.unread = func(row int) bool { return row > 999990 }
	s.ScrollToRow(999999)
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-150, 0)})
	s.window.Canvas().Focus(s.Grid)
	s.picture(t, "grid-sideways")

	s = newGridSample(t, 0, fyne.NewSize(724, 420), Light)
	s.SetPlaceholders(GridPlaceholderRows)
	s.SetMessage(&GridMessage{Text: "Reading customers, 1,200 of about 8,400. You can already search."})
	s.picture(t, "grid-first")
	s.SetPlaceholders(0)
	s.SetMessage(&GridMessage{Text: "Nobody matches 'northg'.", Action: "Ask the platform for northg", Run: func() {}})
	s.window.Canvas().Focus(s.Grid)
	s.Grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.picture(t, "grid-nomatch")
}

func TestGridPictureBars(t *testing.T) {
	s := newGridSample(t, 0, fyne.NewSize(880, 420), Light)
	counts := []int{412, 388, 251, 164, 41, 3, 1, 0}
	s.rows = len(counts)
	s.Fill = func(i int, columns []Column, row *Row) bool {
		row.Key = uint64(i)
		row.Cells[0] = Cell{Text: "12112", Link: true}
		row.Cells[1] = Cell{Text: sampleLogins[i]}
		row.Cells[2] = Cell{Text: strconv.Itoa(counts[i]), Bold: true}
		row.Cells[3] = Cell{Bar: float32(counts[i]) / 412}
		row.Cells[4] = Cell{Text: "+18%", Color: "placeholder"}
		if i == 3 {
			row.Ground = ColorTintWarning
		}
		return true
	}
	s.SetColumns([]Column{
		{ID: "uid", Title: "User ID", Width: 68, Align: fyne.TextAlignTrailing},
		{ID: "login", Title: "Login", Width: 240, Identity: true},
		{ID: "count", Title: "Actions Count", Width: 110, Align: fyne.TextAlignTrailing, Sortable: true},
		{ID: "bar", Width: 120, Flex: true},
		{ID: "change", Title: "To previous", Width: 120, Align: fyne.TextAlignTrailing},
	})
	s.SetSort(GridSort{Column: "count", Desc: true})
	img := s.picture(t, "grid-bars")
	length := func(row int) (n int) {
		primary, _ := ColorOf("primary", false)
		for x := 418; x < 760; x++ {
			if color.NRGBAModel.Convert(img.At(x, 27+25*row+12)) == color.Color(primary) {
				n++
			}
		}
		return n
	}
	full := 880 - 68 - 240 - 110 - 120 - 2*int(gridPad)
	for row, count := range counts {
		want := full * count / 412
		if got := length(row); got < want-1 || got > want+1 {
			t.Errorf("the bar of %d is %d px long, want %d", count, got, want)
		}
	}
	if got, want := color.NRGBAModel.Convert(img.At(2, 27+3*25+5)), colorOf(ColorTintWarning); got != want {
		t.Errorf("the tinted row has the ground %v, want %v", got, want)
	}
}

func colorOf(name fyne.ThemeColorName) color.Color {
	c, _ := ColorOf(name, false)
	return c
}
