package signin

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// Measures at scale 1.
const (
	fieldGap   float32 = 8 // below a field
	labelSize  float32 = 19
	statusSize float32 = 13
)

// field is an entry with its name above, a word at the right of the name, and
// below it what is wrong, as long as that needs to be.
type field struct {
	name    *kit.Label
	mark    *kit.Icon
	status  *kit.Label
	head    *kit.Bar
	entry   *kit.Entry
	outline *fyne.Container // red, over the entry, as long as something is wrong
	problem *kit.Paragraph
	object  *fyne.Container
}

// newField frames an entry; width is what the problem wraps at, at scale 1.
func newField(name string, entry *kit.Entry, width float32) *field {
	f := &field{
		name: kit.NewLabel(name), entry: entry,
		mark:    kit.NewIconSize(theme.ConfirmIcon(), theme.ColorNameSuccess, statusSize),
		status:  kit.NewCaption(""),
		outline: container.NewStack(redLine(), kit.Margin(redLine(), 1, 1)),
		problem: kit.NewParagraph("", theme.ColorNameError, true),
	}
	f.mark.Hide()
	f.problem.Hide()
	f.problem.Width = width
	f.outline.Hide()
	f.head = kit.NewBar(labelSize, []fyne.CanvasObject{f.name}, []fyne.CanvasObject{f.mark, f.status})
	f.head.Pad, f.head.Gap, f.head.Ground = 0, 4, kit.ColorClear
	entry.Hint = name
	f.object = kit.Stack(f.head, container.NewStack(entry, f.outline), f.problem, space(fieldGap))
	return f
}

// redLine is an outline of 1 px.
func redLine() *kit.Ground {
	g := kit.NewGround(kit.ColorClear, nil)
	g.Outline, g.Radius = theme.ColorNameError, theme.SizeNameInputRadius
	return g
}

// text is what the field holds.
func (f *field) text() string { return f.entry.Text() }

// say shows a word at the right of the name; good makes it a confirmation.
func (f *field) say(words string, good bool) {
	f.status.Color = theme.ColorNamePlaceHolder
	if good {
		f.status.Color = theme.ColorNameSuccess
	}
	f.mark.Hidden = !good
	f.status.SetText(words)
	f.status.Refresh()
	f.head.Refresh()
}

// fail shows what is wrong; empty takes it away. It reports whether that
// changed.
func (f *field) fail(sentence string) bool {
	if f.problem.Text == sentence {
		return false
	}
	f.problem.SetText(sentence)
	f.problem.Hidden, f.outline.Hidden = sentence == "", sentence == ""
	f.entry.Hint = f.name.Text
	if sentence != "" {
		f.entry.Hint = sentence
	}
	return true
}

// require fails with a sentence if the field is empty and reports whether it
// is filled.
func (f *field) require(key string) bool {
	if f.text() != "" {
		return true
	}
	f.fail(text.T(key))
	return false
}

// space is room below something, at scale 1.
func space(height float32) fyne.CanvasObject {
	g := kit.NewGround(kit.ColorClear, nil)
	g.Least = fyne.NewSize(0, height)
	return g
}
