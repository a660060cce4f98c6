package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Banner is one message over the whole width: 34 px, tinted, with a 4 px edge,
// an icon, and one button. It is hidden until Show.
type Banner struct {
	widget.BaseWidget
	host       *Host
	ground     *Ground
	bar        *Bar
	icon       *Icon
	head, body *Label
	aside      *Label
	button     *Button
}

// Message is what a banner says.
type Message struct {
	Tone   Tone
	Icon   fyne.Resource
	Head   string // bold, what happened
	Body   string // what it means and what to do
	Aside  string // at the right, before the button: "Next try in 0:24"
	Action *Action
}

// NewBanner returns a hidden banner.
func NewBanner(host *Host) *Banner {
	b := &Banner{host: host, icon: NewIcon(nil, ""), head: NewBold(""), body: NewLabel(""), aside: NewSecondary("")}
	b.body.Cut = true
	b.button = NewActionButton(host, &Action{})
	b.button.Small = true
	b.bar = NewBar(HeightBanner, []fyne.CanvasObject{Gap(2), b.icon, b.head, b.body}, []fyne.CanvasObject{b.aside, b.button})
	b.bar.Line = LineBelow
	b.ground = NewGround(ColorTintInfo, b.bar)
	b.Hidden = true
	b.ExtendBaseWidget(b)
	return b
}

// Say shows a message.
func (b *Banner) Say(m Message) {
	b.icon.Set(m.Icon, m.Tone.Color())
	b.icon.Hidden = m.Icon == nil
	b.ground.Color, b.ground.Edge = m.Tone.Tint(), m.Tone.Color()
	b.head.SetText(m.Head)
	b.head.Hidden = m.Head == ""
	b.body.SetText(m.Body)
	b.SetAside(m.Aside)
	b.button.Hidden = m.Action == nil
	if m.Action != nil {
		b.button.Action = m.Action
	}
	b.Show()
	b.Refresh()
}

// SetAside changes only what stands before the button.
func (b *Banner) SetAside(s string) {
	b.aside.SetText(s)
	b.aside.Hidden = s == ""
	b.bar.Refresh()
}

// Text is all that the banner says, for tests.
func (b *Banner) Text() string { return b.head.Text + " " + b.body.Text }

// Button is the one button.
func (b *Banner) Button() *Button { return b.button }

// CreateRenderer implements fyne.Widget.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(b.ground)
}

// Refresh paints the parts anew.
func (b *Banner) Refresh() {
	b.ground.Refresh()
	b.button.Refresh()
	b.bar.Refresh()
	b.BaseWidget.Refresh()
}

// ErrorLine says in place what failed, with up to two buttons such as Retry and
// Details; a long sentence takes two lines. It is hidden while there is nothing to say.
type ErrorLine struct {
	widget.BaseWidget
	host  *Host
	bar   *Bar
	icon  *Icon
	text  *Paragraph
	tinge *Ground
}

// NewErrorLine returns a hidden line.
func NewErrorLine(host *Host) *ErrorLine {
	e := &ErrorLine{host: host, icon: NewIcon(theme.ErrorIcon(), theme.ColorNameError), text: NewParagraph("", theme.ColorNameError, false)}
	e.text.Width = 640
	e.bar = NewBar(30, nil, nil)
	e.bar.Grows = true
	e.tinge = NewGround(ColorTintError, e.bar)
	e.Hidden = true
	e.ExtendBaseWidget(e)
	return e
}

// Set says what failed and what can be done; an empty text hides the line.
func (e *ErrorLine) Set(text string, actions ...*Action) {
	e.text.SetText(text)
	var buttons []fyne.CanvasObject
	for _, a := range actions {
		b := NewActionButton(e.host, a)
		b.Level, b.Small = Low, true
		buttons = append(buttons, b)
	}
	e.bar.Set([]fyne.CanvasObject{e.icon, Fill(e.text)}, buttons)
	e.Hidden = text == ""
	e.Refresh()
}

// Text is what the line says.
func (e *ErrorLine) Text() string { return e.text.Text }

// CreateRenderer implements fyne.Widget.
func (e *ErrorLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.tinge) }
