package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// NewArea returns a field of several lines, which wraps at words. Enter makes a
// new line in it.
func NewArea(host *Host, placeholder string, lines int) *Entry {
	e := &Entry{lines: lines}
	e.init(e, host, placeholder)
	e.field.MultiLine = true
	e.field.Wrapping = fyne.TextWrapWord
	e.field.Scroll = container.ScrollVerticalOnly
	return e
}

// areaKeys are the keys that a field of several lines uses beside those of one
// line.
var areaKeys = map[fyne.KeyName]bool{
	fyne.KeyReturn: true, fyne.KeyEnter: true, fyne.KeyUp: true, fyne.KeyDown: true, fyne.KeyPageUp: true, fyne.KeyPageDown: true,
}

// areaHeight is the height of a field of several lines.
func (e *Entry) areaHeight() float32 {
	line := fyne.MeasureText("M", themeSize(theme.SizeNameText), fyne.TextStyle{}).Height + themeSize(theme.SizeNameLineSpacing)
	return line*float32(e.lines) + Px(10)
}
