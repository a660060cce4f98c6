package kit

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// Right and Left are a tree's where it has something to unfold or fold; else they
// scroll sideways.
func TestGridFoldsByKeys(t *testing.T) {
	s := wideSample(t, 100)
	folds := true
	var heard []string
	s.OnFold = func(row int, unfold bool) bool {
		heard = append(heard, fmt.Sprint(row, unfold))
		return folds
	}
	s.SetCurrent(-1)
	s.keys(fyne.KeyRight)
	if len(heard) != 0 {
		t.Errorf("without a current row: %v", heard)
	}
	s.SetCurrent(3)
	s.scroll.left = 0
	s.keys(fyne.KeyRight, fyne.KeyLeft)
	if !slices.Equal(heard, []string{"3 true", "3 false"}) || s.scroll.left != 0 {
		t.Errorf("heard %v, scrolled to %v", heard, s.scroll.left)
	}
	folds = false
	s.keys(fyne.KeyRight)
	if s.scroll.left == 0 {
		t.Error("what cannot be unfolded does not scroll")
	}
}
