package operations

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// formLabel is the room of the names of fields at scale 1.
const formLabel float32 = 96

// asked is what a form has to ask before something is done.
type asked struct {
	title string
	body  string
	yes   string
	icon  fyne.Resource
	level kit.Level
	// fields are shown in this order; a reason that is required says so itself.
	fields []fieldOf
	// run does it with what was filled in. It calls done when it came about, or
	// says why not.
	run func(values map[string]string, say func(sentence string), done func())
}

// fieldOf is a field of a form.
type fieldOf struct {
	key     string
	title   string
	value   string
	hint    string
	missing string       // what is said if it is empty; empty: it may be
	options []kit.Option // not nil: one of these
}

// form is the pane below a story in which a person says why, or which row. What
// was typed stays until it is sent or left.
type form struct {
	host   *kit.Host
	canvas fyne.Canvas
	back   func()

	what   asked
	fields []field
	said   *kit.Paragraph
	yes    *kit.Button
	sent   bool
	shown  bool
	object *fyne.Container
	moved  func() // it came or went: the panes around lay themselves out
}

// field is what stands in a form.
type field struct {
	fieldOf
	entry  *kit.Entry
	choice *kit.Select
}

func (f field) text() string {
	if f.choice != nil {
		return f.choice.Selected()
	}
	return f.entry.Text()
}

func newForm(host *kit.Host, canvas fyne.Canvas, back, moved func()) *form {
	f := &form{host: host, canvas: canvas, back: back, moved: moved, object: container.NewStack()}
	f.object.Hide()
	return f
}

// ask shows a form; its first field gets the keyboard.
func (f *form) ask(what asked) {
	f.what, f.sent, f.fields = what, false, nil
	f.said = kit.NewParagraph("", theme.ColorNameError, false)
	f.yes = kit.NewPrimaryButton(f.host, what.yes, what.icon, f.submit)
	if what.level != kit.Plain {
		f.yes.Level = what.level
	}
	f.yes.Action.WhyNot = func() string {
		if f.sent {
			return text.T("operations.form.sent")
		}
		return ""
	}
	no := kit.NewButton(f.host, text.T("kit.cancel"), nil, f.close)
	rows := []fyne.CanvasObject{kit.NewLine(false), kit.Margin(kit.NewBold(what.title), 14, 6)}
	if what.body != "" {
		rows = append(rows, kit.Margin(kit.NewParagraph(what.body, theme.ColorNamePlaceHolder, false), 14, 2))
	}
	for _, of := range what.fields {
		it, row := f.build(of)
		f.fields = append(f.fields, it)
		rows = append(rows, row)
	}
	foot := kit.NewBar(44, nil, []fyne.CanvasObject{no, f.yes})
	foot.Pad = 14
	rows = append(rows, kit.Margin(f.said, 14, 2), foot)
	ground := kit.NewGround(theme.ColorNameHeaderBackground, kit.Stack(rows...))
	f.object.Objects = []fyne.CanvasObject{ground}
	f.object.Show()
	f.shown = true
	f.moved()
	f.focus()
}

func (f *form) build(of fieldOf) (field, fyne.CanvasObject) {
	it := field{fieldOf: of}
	var control fyne.CanvasObject
	if of.options != nil {
		it.choice = kit.NewSelect(f.host, of.options, nil)
		it.choice.Width, it.choice.Hint = 320, of.hint
		control = it.choice
	} else {
		it.entry = kit.NewEntry(f.host, of.hint)
		it.entry.Hint = of.hint
		it.entry.SetText(of.value)
		it.entry.OnSubmitted = func(string) { f.yes.Press() }
		it.entry.OnKey = func(e *fyne.KeyEvent) bool {
			if e.Name == fyne.KeyEscape {
				f.close()
			}
			return e.Name == fyne.KeyEscape
		}
		it.entry.OnChanged = func(string) { f.say("") }
		control = kit.Fill(it.entry)
	}
	bar := kit.NewBar(34, []fyne.CanvasObject{kit.Wide(formLabel, kit.NewLabel(of.title)), control}, nil)
	bar.Pad = 14
	return it, bar
}

// focus gives the keyboard to the first empty field, or to the button.
func (f *form) focus() {
	for _, it := range f.fields {
		if it.entry != nil && it.entry.Text() == "" {
			it.entry.Focus()
			return
		}
	}
	f.canvas.Focus(f.yes)
}

// submit does what is asked, once.
func (f *form) submit() {
	values := map[string]string{}
	for _, it := range f.fields {
		values[it.key] = it.text()
		if it.missing != "" && it.text() == "" {
			f.say(it.missing)
			if it.entry != nil {
				it.entry.Focus()
			}
			return
		}
	}
	f.sent = true
	f.yes.Refresh()
	what := f.what
	what.run(values, func(sentence string) {
		f.sent = false
		f.yes.Refresh()
		f.say(sentence)
	}, f.close)
}

// say shows what is wrong.
func (f *form) say(sentence string) {
	if f.said != nil && f.said.Text != sentence {
		f.said.SetText(sentence)
		f.object.Refresh()
		f.moved()
	}
}

// close takes the form away; the keyboard goes back.
func (f *form) close() {
	if !f.shown {
		return
	}
	f.leave()
	f.back()
}

// leave takes the form away and leaves the keyboard where it is.
func (f *form) leave() {
	f.shown = false
	f.object.Objects = nil
	f.object.Hide()
	f.moved()
}
