package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// TitleWidth is the width, at scale 1, of a column whose title is not cut, with
// the arrow of an order beside it.
func TitleWidth(title string) float32 {
	const arrow float32 = 12
	letters := fyne.MeasureText(title, themeSize(theme.SizeNameText), fyne.TextStyle{Bold: true}).Width
	return letters/Px(1) + 2*gridPad + arrow
}
