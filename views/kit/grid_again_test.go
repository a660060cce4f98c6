package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// The toolkit throws a renderer away that was out of sight for a minute, and asks
// for another when the list is shown again: its rows and its header stand in it.
func TestGridIsWholeAfterAMinuteOutOfSight(t *testing.T) {
	s := wideSample(t, 50)
	again := s.CreateRenderer()
	for i, o := range again.Objects() {
		clip, is := o.(*container.Clip)
		if !is {
			continue
		}
		if inside := clip.Content.(*fyne.Container); len(inside.Objects) == 0 {
			t.Errorf("part %d is empty", i)
		}
	}
	s.ScrollToRow(40)
	if s.body.slots[0].base == nil || len(s.body.base.Objects) == 0 {
		t.Error("no row stands in it after scrolling")
	}
}
