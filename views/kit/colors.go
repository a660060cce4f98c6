package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colour names of Steward's own, beside Fyne's.
const (
	// ColorGone is destroyed and deleted customers.
	ColorGone fyne.ThemeColorName = "stewardGone"
	// ColorTintInfo, ColorTintWarning, ColorTintError and ColorTintSuccess are
	// the grounds of banners, badges and rows that need to be seen.
	ColorTintInfo    fyne.ThemeColorName = "tintInfo"
	ColorTintWarning fyne.ThemeColorName = "tintWarning"
	ColorTintError   fyne.ThemeColorName = "tintError"
	ColorTintSuccess fyne.ThemeColorName = "tintSuccess"
	// ColorZebra is the ground of odd table rows.
	ColorZebra fyne.ThemeColorName = "zebra"
	// ColorChart1 to ColorChart4 are chart series in their stacking order.
	ColorChart1 fyne.ThemeColorName = "chart1"
	ColorChart2 fyne.ThemeColorName = "chart2"
	ColorChart3 fyne.ThemeColorName = "chart3"
	ColorChart4 fyne.ThemeColorName = "chart4"
	// ColorClear paints nothing.
	ColorClear fyne.ThemeColorName = "clear"
)

// pair is one colour in the light and the dark theme, as 0xRRGGBBAA.
type pair struct{ light, dark uint32 }

// colors is the one table of colours of the program.
var colors = map[fyne.ThemeColorName]pair{
	theme.ColorNameBackground:          {0xFFFFFFFF, 0x14171CFF},
	theme.ColorNameHeaderBackground:    {0xF2F5F9FF, 0x1C2128FF},
	theme.ColorNameForeground:          {0x1B2430FF, 0xE7EAEFFF},
	theme.ColorNamePlaceHolder:         {0x566273FF, 0xA3ADBAFF},
	theme.ColorNameDisabled:            {0x8A94A2FF, 0x717C8AFF},
	theme.ColorNamePrimary:             {0x1D5CB8FF, 0x82B1FFFF},
	theme.ColorNameForegroundOnPrimary: {0xFFFFFFFF, 0x0A1A33FF},
	theme.ColorNameHyperlink:           {0x1653ABFF, 0x93BCFFFF},
	theme.ColorNameButton:              {0xE8ECF2FF, 0x2A313AFF},
	theme.ColorNameDisabledButton:      {0xF2F5F9FF, 0x1C2128FF},
	theme.ColorNameInputBackground:     {0xFFFFFFFF, 0x1A1F26FF},
	theme.ColorNameInputBorder:         {0x7C8797FF, 0x737F8FFF},
	theme.ColorNameSeparator:           {0xDDE2E9FF, 0x2D343EFF},
	theme.ColorNameSelection:           {0xDCE7F7FF, 0x22344FFF},
	theme.ColorNameHover:               {0x0000000A, 0xFFFFFF0F},
	theme.ColorNamePressed:             {0x00000014, 0xFFFFFF1E},
	theme.ColorNameFocus:               {0x1D5CB866, 0x82B1FF66},
	theme.ColorNameSuccess:             {0x1A7340FF, 0x62C78FFF},
	theme.ColorNameWarning:             {0x8F5300FF, 0xEDB458FF},
	theme.ColorNameError:               {0xB3261EFF, 0xFF8D84FF},
	theme.ColorNameForegroundOnSuccess: {0xFFFFFFFF, 0x06210FFF},
	theme.ColorNameForegroundOnWarning: {0xFFFFFFFF, 0x2A1A00FF},
	theme.ColorNameForegroundOnError:   {0xFFFFFFFF, 0x370804FF},
	theme.ColorNameMenuBackground:      {0xFFFFFFFF, 0x20262EFF},
	theme.ColorNameOverlayBackground:   {0xFFFFFFFF, 0x1B2027FF},
	theme.ColorNameShadow:              {0x00000042, 0x00000099},
	theme.ColorNameScrollBar:           {0x7C8797FF, 0x737F8FFF},
	theme.ColorNameScrollBarBackground: {0x00000000, 0x00000000},
	ColorGone:                          {0x5E6977FF, 0xA0AAB6FF},
	ColorTintInfo:                      {0xEAF1FBFF, 0x1B2A40FF},
	ColorTintWarning:                   {0xFCF2E0FF, 0x33280FFF},
	ColorTintError:                     {0xFBEAE9FF, 0x3A1C1BFF},
	ColorTintSuccess:                   {0xE7F4ECFF, 0x142E20FF},
	ColorZebra:                         {0xFAFBFCFF, 0x171B20FF},
	ColorChart1:                        {0x1D5CB8FF, 0x82B1FFFF},
	ColorChart2:                        {0xA86200FF, 0xEDB458FF},
	ColorChart3:                        {0x4F7388FF, 0x8FB3C7FF},
	ColorChart4:                        {0x7A4FA3FF, 0xC3A0E8FF},
	ColorClear:                         {0x00000000, 0x00000000},
}

// ColorOf is a colour of the table in the light or the dark theme, and whether
// the table has it.
func ColorOf(name fyne.ThemeColorName, dark bool) (color.NRGBA, bool) {
	p, ok := colors[name]
	v := p.light
	if dark {
		v = p.dark
	}
	return color.NRGBA{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8), A: uint8(v)}, ok
}

// Color is a colour of the theme in use, by name.
func Color(name fyne.ThemeColorName) color.Color {
	if name == ColorClear {
		return color.Transparent // what has this colour is not even drawn
	}
	settings := fyne.CurrentApp().Settings()
	return settings.Theme().Color(name, settings.ThemeVariant())
}
