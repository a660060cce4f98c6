package operations

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// Measures of a line of a story at scale 1.
const (
	stepTime  float32 = 84 // where the icon begins
	stepIcon  float32 = 16
	stepTitle float32 = 110 // where the words begin
	stepHigh  float32 = 19
	stepBelow float32 = 3
)

// timeline is the story of an operation, line below line, and at its end the
// clock of the waiting period.
type timeline struct {
	object *fyne.Container
	waits  *kit.Label // the clock
	next   *kit.Label
	said   string // what is on screen
}

func newTimeline() *timeline {
	t := &timeline{object: kit.Stack(), waits: kit.NewBold(""), next: kit.NewCaption("")}
	return t
}

// show shows the stages, and the clock of a waiting period that ends at until;
// one that is over has no time.
func (t *timeline) show(stages []stage, until, now time.Time, over bool, zone *time.Location) {
	clocked := over || !until.IsZero()
	said := until.String() + strconv.FormatBool(over)
	for _, s := range stages {
		said += s.at.String() + s.title + s.note + string(s.color)
	}
	if said == t.said {
		return
	}
	t.said = said
	t.object.Objects = nil
	for i, s := range stages {
		words := kit.NewLabel(s.title)
		words.Bold = s.bold
		var note fyne.CanvasObject
		if s.note != "" {
			note = kit.NewParagraph(s.note, theme.ColorNamePlaceHolder, true)
		}
		last := i == len(stages)-1 && !clocked
		t.object.Add(newStep(clockTime(s.at, now, zone), kit.NewIcon(s.icon, s.color), words, note, last))
	}
	if clocked {
		at := ""
		if !over {
			at = clockTime(until, now, zone)
		}
		t.object.Add(newStep(at, kit.NewIcon(theme.HistoryIcon(), theme.ColorNamePlaceHolder), t.waits, t.next, true))
	}
	t.object.Refresh()
}

// tick writes the clock anew: how long the waiting period still takes, or what
// follows from its end, and when the platform's record is read next.
func (t *timeline) tick(left, next time.Duration, ended string) {
	words, note := text.T("operations.wait", text.With("Left", remaining(left))), text.T("operations.wait.note")
	if left <= 0 {
		words, note = text.T("operations.wait.over"), ended
	}
	t.waits.SetText(words)
	if next >= time.Second {
		note += " " + text.T("operations.wait.next", text.With("Left", remaining(next)))
	}
	t.next.SetText(note)
}

func newStep(at string, icon *kit.Icon, words *kit.Label, note fyne.CanvasObject, last bool) fyne.CanvasObject {
	clock := kit.NewMono(at)
	clock.Color, clock.Align = theme.ColorNamePlaceHolder, fyne.TextAlignTrailing
	line := kit.NewGround(theme.ColorNameSeparator, nil)
	line.Hidden = last
	words.Cut = true
	objects := []fyne.CanvasObject{clock, icon, words, line}
	if note != nil {
		objects = append(objects, note)
	}
	return container.New(stepLayout{}, objects...)
}

// stepLayout places time, icon, words, the line to the next step, and a note.
type stepLayout struct{}

func (stepLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := kit.Px(stepHigh + stepBelow)
	if len(objects) > 4 {
		height += objects[4].MinSize().Height
	}
	return fyne.NewSize(0, height)
}

func (stepLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	high, left := kit.Px(stepHigh), kit.Px(stepTitle)
	place := func(i int, x, y, w, h float32) {
		objects[i].Move(fyne.NewPos(x, y))
		objects[i].Resize(fyne.NewSize(w, h))
	}
	place(0, 0, 0, kit.Px(stepTime-6), high)
	place(1, kit.Px(stepTime), (high-kit.Px(stepIcon))/2, kit.Px(stepIcon), kit.Px(stepIcon))
	place(2, left, 0, max(size.Width-left, 0), high)
	place(3, kit.Px(stepTime+stepIcon/2), high, 1, max(size.Height-high, 0))
	if len(objects) > 4 {
		place(4, left, high, max(size.Width-left, 0), size.Height-high)
	}
}
