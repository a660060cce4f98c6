package kit

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// What was worked out before is drawn as what is not.
func TestPreparedChartsAreDrawnAlike(t *testing.T) {
	c, _ := showChart(t, hours(), fyne.NewSize(700, 240))
	want, scale := slices.Clone(c.segments), c.scale
	c.SetData(hours().Prepared())
	if !slices.EqualFunc(c.segments, want, slices.Equal) || !c.scale.high.Equal(scale.high) || !c.scale.step.Equal(scale.step) {
		t.Error("prepared bars are others")
	}
}

// Where bars are drawn as one, the pointer means the one that is seen.
func TestThePointerMeansTheHighestOfAGroup(t *testing.T) {
	c, _ := showChart(t, hours(), fyne.NewSize(700, 240))
	if c.plot.group < 2 {
		t.Fatalf("groups of %d", c.plot.group)
	}
	first := 20 * c.plot.group
	highest := first
	for bar := first; bar < first+c.plot.group; bar++ {
		if c.data.Bars[bar].Values[0].GreaterThan(c.data.Bars[highest].Values[0]) {
			highest = bar
		}
	}
	var chosen []int
	c.OnChosen = func(bar int) { chosen = append(chosen, bar) }
	for bar := first; bar < first+c.plot.group; bar++ {
		test.TapAt(c, fyne.NewPos(c.plot.pos.X+c.plot.slot*(float32(bar)+0.5), c.plot.pos.Y+9)) // finer than pixels
	}
	if slices.ContainsFunc(chosen, func(bar int) bool { return bar != highest }) || len(chosen) != c.plot.group {
		t.Errorf("chose %v, the highest is %d", chosen, highest)
	}
}

// Esc and chords are the owner's first, then the window's.
func TestChartKeysOfItsOwner(t *testing.T) {
	c, d := showChart(t, bills(), fyne.NewSize(680, 240))
	var heard []string
	d.host.Keys.Bind(Key{Name: fyne.KeyEscape}, &Action{Run: func() { heard = append(heard, "window") }})
	restricted := true
	c.OnEscape = func() bool {
		was := restricted
		restricted = false
		return was
	}
	c.OnShortcut = func(s fyne.Shortcut) bool {
		heard = append(heard, s.ShortcutName())
		return true
	}
	d.window.Canvas().Focus(c)
	press(c, fyne.KeyEscape)
	if len(heard) > 0 || restricted {
		t.Errorf("heard %v", heard)
	}
	press(c, fyne.KeyEscape)
	chord := &desktop.CustomShortcut{KeyName: fyne.KeyT, Modifier: Ctrl}
	c.TypedShortcut(chord)
	if !slices.Equal(heard, []string{"window", chord.ShortcutName()}) {
		t.Errorf("heard %v", heard)
	}
	c.SetCurrent(4)
	c.SetCurrent(99)
	if c.Current() != 4 || d.host.Hint.Text != c.Hint(4) {
		t.Errorf("at %d, says %q", c.Current(), d.host.Hint.Text)
	}
}
