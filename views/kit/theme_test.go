package kit

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// luminance and contrast are those of WCAG 2.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestContrast(t *testing.T) {
	type ground = fyne.ThemeColorName
	const (
		text  = 4.5 // AA
		shape = 3.0 // outlines
		dim   = 2.9 // disabled text is exempt, and kept near 3
	)
	for _, c := range []struct {
		ink     fyne.ThemeColorName
		least   float64
		grounds []ground
	}{
		{theme.ColorNameForeground, text, []ground{theme.ColorNameBackground, theme.ColorNameHeaderBackground, theme.ColorNameSelection,
			theme.ColorNameButton, ColorZebra, ColorTintInfo, ColorTintWarning, ColorTintError, ColorTintSuccess, theme.ColorNameMenuBackground, theme.ColorNameInputBackground}},
		{theme.ColorNamePlaceHolder, text, []ground{theme.ColorNameBackground, theme.ColorNameHeaderBackground, theme.ColorNameSelection, ColorZebra, theme.ColorNameInputBackground}},
		{theme.ColorNameDisabled, dim, []ground{theme.ColorNameBackground}},
		{theme.ColorNamePrimary, text, []ground{theme.ColorNameBackground, theme.ColorNameHeaderBackground, theme.ColorNameSelection, ColorTintInfo}},
		{theme.ColorNameHyperlink, text, []ground{theme.ColorNameBackground, theme.ColorNameSelection}},
		{theme.ColorNameForegroundOnPrimary, text, []ground{theme.ColorNamePrimary}},
		{theme.ColorNameForegroundOnSuccess, text, []ground{theme.ColorNameSuccess}},
		{theme.ColorNameForegroundOnWarning, text, []ground{theme.ColorNameWarning}},
		{theme.ColorNameForegroundOnError, text, []ground{theme.ColorNameError}},
		{theme.ColorNameSuccess, text, []ground{theme.ColorNameBackground, theme.ColorNameSelection, ColorTintSuccess}},
		{theme.ColorNameWarning, text, []ground{theme.ColorNameBackground, theme.ColorNameSelection, theme.ColorNameHeaderBackground, ColorTintWarning}},
		{theme.ColorNameError, text, []ground{theme.ColorNameBackground, theme.ColorNameSelection, ColorTintError}},
		{ColorGone, text, []ground{theme.ColorNameBackground, ColorZebra}},
		{ColorGone, 4.4, []ground{theme.ColorNameSelection}}, // 4.47: dimmed on purpose, and said by shape and word too
		{theme.ColorNameInputBorder, shape, []ground{theme.ColorNameBackground, theme.ColorNameInputBackground}},
		{ColorChart1, text, []ground{theme.ColorNameBackground}},
		{ColorChart2, text, []ground{theme.ColorNameBackground}},
		{ColorChart3, text, []ground{theme.ColorNameBackground}},
		{ColorChart4, text, []ground{theme.ColorNameBackground}},
	} {
		for _, g := range c.grounds {
			for _, dark := range []bool{false, true} {
				ink, known := ColorOf(c.ink, dark)
				under, alsoKnown := ColorOf(g, dark)
				if !known || !alsoKnown {
					t.Fatalf("no colour %s or %s", c.ink, g)
				}
				if got := contrast(ink, under); got < c.least {
					t.Errorf("%s on %s, dark %v: %.2f, want %.1f", c.ink, g, dark, got, c.least)
				}
			}
		}
	}
}

func TestThemeFollowsItsVariant(t *testing.T) {
	light, _ := ColorOf(theme.ColorNameBackground, false)
	dark, _ := ColorOf(theme.ColorNameBackground, true)
	for _, c := range []struct {
		variant Variant
		system  fyne.ThemeVariant
		want    color.Color
	}{
		{FollowSystem, theme.VariantLight, light},
		{FollowSystem, theme.VariantDark, dark},
		{Light, theme.VariantDark, light},
		{Dark, theme.VariantLight, dark},
	} {
		if got := NewTheme(c.variant, 1).Color(theme.ColorNameBackground, c.system); got != c.want {
			t.Errorf("variant %d under system %d: %v", c.variant, c.system, got)
		}
	}
	if NewTheme(Dark, 1).Color("innerWindowBorder", theme.VariantLight) == nil {
		t.Error("names outside the table must be Fyne's")
	}
}

func TestScaleMultipliesSizes(t *testing.T) {
	for scale, want := range map[float32]float32{0: 13, 1: 13, 1.5: 19.5, 0.1: 13 * MinScale, 9: 13 * MaxScale} {
		if got := NewTheme(Light, scale).Size(theme.SizeNameText); math.Abs(float64(got-want)) > 0.01 {
			t.Errorf("scale %v: %v, want %v", scale, got, want)
		}
	}
	if NewTheme(Light, 2).Size(theme.SizeNameInputBorder) != 1 {
		t.Error("a border stays 1 px")
	}
	test.NewTempApp(t).Settings().SetTheme(NewTheme(Light, 1.5))
	if got := Px(28); got != 42 {
		t.Errorf("28 px at 1.5 are %v", got)
	}
}

func TestControlsHaveTheSpecifiedHeights(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		test.NewTempApp(t).Settings().SetTheme(NewTheme(Light, scale))
		small := NewButton(nil, "x", nil, nil)
		small.Small = true
		drop := NewSelect(nil, []Option{{Title: "x"}}, nil)
		drop.Small = true
		for name, c := range map[string]struct {
			object fyne.CanvasObject
			want   float32
		}{
			"button":       {NewButton(nil, "Refresh", theme.ViewRefreshIcon(), nil), 28},
			"small button": {small, 24},
			"entry":        {NewEntry(nil, "Email"), 28},
			"small entry":  {NewSmallEntry(nil, "Email"), 24},
			"select":       {NewSelect(nil, []Option{{Title: "x"}}, nil), 28},
			"small select": {drop, 24},
			"date":         {NewDateEntry(nil, nil), 24},
			"main tabs":    {NewMainTabs(nil, []Tab{{Title: "x"}}, nil), 36},
			"tabs":         {NewTabs(nil, []Tab{{Title: "x"}}, nil), 30},
			"toolbar":      {NewToolbar(nil, nil), 42},
			"control row":  {NewControlRow(nil, nil), 38},
			"footer":       {NewFooter(nil, nil), 26},
			"strip":        {NewStatusStrip(nil, nil), 26},
			"banner":       {NewBanner(nil), 34},
			"badge":        {NewBadge("LIVE", ToneWarning), 16},
		} {
			if got := c.object.MinSize().Height; got != c.want*scale {
				t.Errorf("%s at %v: %v, want %v", name, scale, got, c.want*scale)
			}
		}
	}
}
