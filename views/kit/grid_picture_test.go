package kit

import (
	"image/color"
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
