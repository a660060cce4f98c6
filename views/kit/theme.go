// Package kit holds the controls of Steward's windows: theme, entries,
// buttons, drop-downs, pop-ups, tabs, banners, and the grid. They know nothing
// of customers.
package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Variant is which of the two looks a person chose.
type Variant uint8

// The looks. FollowSystem is the default.
const (
	FollowSystem Variant = iota
	Light
	Dark
)

// The smallest and the largest interface scale.
const (
	MinScale float32 = 0.8
	MaxScale float32 = 2.0
)

// Theme is the look of Steward at one interface scale. It implements
// fyne.Theme.
type Theme struct {
	variant Variant
	scale   float32
}

// NewTheme returns the theme. A scale outside 0.8 to 2.0 is brought into that
// range; 0 means 1.
func NewTheme(variant Variant, scale float32) *Theme {
	if scale == 0 {
		scale = 1
	}
	return &Theme{variant: variant, scale: min(max(scale, MinScale), MaxScale)}
}

// Is reports whether a theme in use looks like this one.
func (t *Theme) Is(used fyne.Theme) bool {
	other, ours := used.(*Theme)
	return ours && *other == *t
}

// LoadFonts loads what texts of the usual kinds are measured and painted with: the
// toolkit takes its time for it when the first text is measured. It must not run
// while anybody measures a text; until the first page there is none.
func LoadFonts() {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
		fyne.MeasureText("M", themeSize(theme.SizeNameText), style)
	}
}

// Variant is the look this theme was made for.
func (t *Theme) Variant() Variant { return t.variant }

// Scale is the interface scale, 0.8 to 2.0.
func (t *Theme) Scale() float32 { return t.scale }

// Color is a colour of the table; names outside it are Fyne's own.
func (t *Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	variant := system
	switch t.variant {
	case Light:
		variant = theme.VariantLight
	case Dark:
		variant = theme.VariantDark
	}
	if c, ok := ColorOf(name, variant == theme.VariantDark); ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font is the bundled Noto Sans, or DejaVu Sans Mono for monospace.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon is Fyne's own icon of that name.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// sizes are in device-independent pixels at scale 1.
var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:               13,
	theme.SizeNameSubHeadingText:     15,
	theme.SizeNameHeadingText:        20,
	theme.SizeNameCaptionText:        11,
	theme.SizeNamePadding:            3,
	theme.SizeNameInnerPadding:       5,
	theme.SizeNameLineSpacing:        3,
	theme.SizeNameInlineIcon:         16,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        4,
	theme.SizeNameButtonRadius:       4,
	theme.SizeNameSelectionRadius:    3,
	theme.SizeNameCardRadius:         5,
	theme.SizeNameDialogRadius:       6,
	theme.SizeNamePopupRadius:        6,
	theme.SizeNameMenuRadius:         4,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     3,
	theme.SizeNameScrollBarRadius:    3,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameSplitThickness:     7,
	theme.SizeNameModalBlurRadius:    0,
}

// thin sizes stay as they are at every scale: a border of 1 px looks best as 1 px.
var thin = map[fyne.ThemeSizeName]bool{
	theme.SizeNameInputBorder:        true,
	theme.SizeNameSeparatorThickness: true,
}

// Size is a size of the table times the interface scale; names outside it are
// Fyne's own.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	size, ok := sizes[name]
	if !ok {
		size = theme.DefaultTheme().Size(name)
	}
	if thin[name] {
		return size
	}
	return size * t.scale
}

// Px is a size of the specification (device-independent pixels at scale 1) at
// the interface scale in use.
func Px(size float32) float32 {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok {
		return size * t.scale
	}
	return size
}

// Heights of the specification at scale 1; use them through Px.
const (
	HeightMenuBar      float32 = 26
	HeightMainTabs     float32 = 36
	HeightToolbar      float32 = 42
	HeightDetailHeader float32 = 46
	HeightDetailTabs   float32 = 30
	HeightControlRow   float32 = 38
	HeightFooter       float32 = 26
	HeightStatusStrip  float32 = 26
	HeightBanner       float32 = 34
	HeightControl      float32 = 28 // buttons and entries
	HeightSmallControl float32 = 24 // the same in control rows
)
