package kit

import (
	"testing"

	"fyne.io/fyne/v2/theme"
)

// The toolkit hands out one and the same icon: colouring it here must not
// colour it there.
func TestTintingLeavesTheOtherIconsAlone(t *testing.T) {
	first := Tinted(theme.HistoryIcon(), theme.ColorNameWarning)
	name := first.Name()
	second := Tinted(theme.HistoryIcon(), theme.ColorNamePrimary)
	if first.Name() != name || second.Name() == name {
		t.Errorf("one is %s, was %s, the other %s", first.Name(), name, second.Name())
	}
}
