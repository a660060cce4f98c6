package signin

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/task"
)

const (
	slotCode   = "signin.code"
	codeDigits = 6
	codePeriod = 30 // seconds that a code of an authenticator app holds

	codePatience = 600 // seconds that the step counts on without an answer
)

// codeStep is the second step: hidden until the platform asks for a code.
type codeStep struct {
	tasks  *task.Runner
	now    func() time.Time
	entry  *kit.Entry
	words  *kit.Paragraph
	wrong  *kit.Paragraph
	object *fyne.Container

	send    func(platform.Secret)
	changed func()
	ticks   int
}

func newCodeStep(host *kit.Host, tasks *task.Runner, now func() time.Time, width float32) *codeStep {
	c := &codeStep{
		tasks: tasks, now: now, entry: kit.NewEntry(host, ""),
		words: kit.NewParagraph("", theme.ColorNamePlaceHolder, false),
		wrong: kit.NewParagraph("", theme.ColorNameError, true),
	}
	c.words.Width, c.wrong.Width = width-codeWidth-10, width
	c.wrong.Hide()
	c.entry.Hint = text.T("signin.code.hint")
	c.entry.OnChanged = func(s string) {
		c.fail("")
		if isCode(s) {
			c.submit()
		}
	}
	c.entry.OnSubmitted = func(string) { c.submit() }
	name := kit.NewBold(text.T("signin.code"))
	head := kit.NewBar(24, []fyne.CanvasObject{name}, []fyne.CanvasObject{kit.NewCaption(text.T("signin.code.hint"))})
	head.Pad, head.Ground = 0, kit.ColorClear
	row := container.New(besideLayout{}, kit.Wide(codeWidth, c.entry), c.words)
	c.object = kit.Stack(space(8), kit.NewLine(false), space(11), head, row, c.wrong, space(7))
	c.object.Hide()
	return c
}

const codeWidth float32 = 150

// isCode reports whether a text is six digits, as an authenticator shows them.
func isCode(s string) bool {
	return len(s) == codeDigits && strings.Trim(s, "0123456789") == ""
}

// submit sends the code; a recovery code has any length.
func (c *codeStep) submit() {
	code := strings.TrimSpace(c.entry.Text())
	if code == "" {
		c.fail(text.T("signin.code.empty"))
		return
	}
	c.send(platform.NewSecret(code))
}

// ask shows the step, empty.
func (c *codeStep) ask() {
	c.entry.SetText("")
	c.wrong.SetText("")
	c.wrong.Hide()
	c.object.Show()
	c.ticks = 0
	c.count()
	c.tasks.Every(slotCode, time.Second, c.tick)
	c.changed()
}

// tick counts on; a step that nobody answers is left alone after a while.
func (c *codeStep) tick() {
	if c.ticks++; c.ticks > codePatience {
		c.tasks.Cancel(slotCode)
		return
	}
	c.count()
}

// count says how long the present code of an authenticator still holds.
func (c *codeStep) count() {
	left := codePeriod - c.now().Second()%codePeriod
	c.words.SetText(text.T("signin.code.asked", text.N(left)))
}

// hide takes the step away.
func (c *codeStep) hide() {
	if c.object.Hidden {
		return
	}
	c.tasks.Cancel(slotCode)
	c.entry.SetText("")
	c.object.Hide()
	c.changed()
}

// shown reports whether the step is on screen.
func (c *codeStep) shown() bool { return !c.object.Hidden }

// fail says what is wrong with the code; empty takes it away.
func (c *codeStep) fail(sentence string) {
	if c.wrong.Text == sentence {
		return
	}
	c.wrong.SetText(sentence)
	c.wrong.Hidden = sentence == ""
	c.changed()
}

// besideLayout puts the second object right of the first, in what is left.
type besideLayout struct{}

func (besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	first, second := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(first.Width, max(first.Height, second.Height))
}

func (besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first := objects[0].MinSize()
	objects[0].Resize(first)
	x := first.Width + kit.Px(10)
	objects[1].Move(fyne.NewPos(x, 0))
	objects[1].Resize(fyne.NewSize(max(size.Width-x, 0), size.Height))
}
