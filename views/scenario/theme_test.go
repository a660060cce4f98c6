package scenario

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
)

// lightRuns are the places of the window where 40 pixels in a row are nearly
// white: grounds of fields and cards, but no letters.
func (s *story) lightRuns() (runs []image.Point) {
	s.settle()
	picture := s.window.Fyne().Canvas().Capture()
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y += 3 {
		run := 0
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); min(r, g, b) <= 0xe800 {
				run = 0
			} else if run++; run == 40 {
				runs = append(runs, image.Pt(x, y))
			}
		}
	}
	return runs
}

// Another theme reaches what is not on screen when it is chosen: the other tab,
// and the other pages of the settings.
func TestTheThemeReachesWhatIsNotOnScreen(t *testing.T) {
	s := live(t, "admin")
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.chooses("Light")
	s.press("Down", "Down", "Enter")
	same(t, "it is light", len(s.lightRuns()) > 100, true)
	s.press("Ctrl+2")
	s.periodRead()
	s.press("Down")
	s.chooses("Dark")
	same(t, "light places of Activity History", s.lightRuns(), nil)
	s.press("Ctrl+1")
	same(t, "light places of Users", s.lightRuns(), nil)
	s.chooses("Light")
	s.press("Ctrl+,")
	s.drops("Light")
	s.clicks("Dark")
	s.clicks("Platforms")
	same(t, "light places of the settings", s.lightRuns(), nil)
}
