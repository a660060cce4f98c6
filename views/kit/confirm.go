package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/assets/text"
)

// Dialog is a modal card over a window. Esc closes it. Use it only where a
// decision cannot wait.
type Dialog struct {
	// Host is what the controls inside the dialog are made with: its key table
	// has Esc only, and nothing reaches the window behind.
	Host *Host
	// OnClosed is called once when the dialog goes, however it went.
	OnClosed func()

	over   *widget.PopUp
	window fyne.Canvas
	back   fyne.Focusable
	foot   *Bar
}

// NewDialog prepares a dialog over a canvas. Make its content with its Host,
// then Show it.
func NewDialog(host *Host, window fyne.Canvas) *Dialog {
	d := &Dialog{window: window}
	d.Host = host.modal(d.Close)
	d.Host.Keys.canvas = window
	return d
}

// Show shows a title and content in a card of a width (at scale 1); buttons
// stand at its foot, at the right. first gets the focus, if it is not nil.
func (d *Dialog) Show(title string, width float32, content fyne.CanvasObject, first fyne.Focusable, buttons ...fyne.CanvasObject) {
	d.foot = NewBar(46, nil, buttons)
	d.foot.Pad = 14
	card := Stack(Margin(NewHeading(title), 14, 12), Margin(content, 14, 2), d.foot)
	sized := container.New(widthLayout{width}, card)
	d.back = d.window.Focused()
	d.over = widget.NewModalPopUp(sized, d.window)
	d.over.Show()
	if first != nil {
		d.window.Focus(first)
	}
}

// Arrange lays the card out again: a button came, went or has another title, or the
// content wants another height.
func (d *Dialog) Arrange() {
	if d.foot != nil {
		d.foot.Refresh()
	}
	if d.over != nil {
		d.over.Resize(d.over.MinSize())
	}
}

// Close takes the dialog away; the focus goes back where it was.
func (d *Dialog) Close() {
	if d.over == nil {
		return
	}
	d.over.Hide()
	d.over = nil
	if d.back != nil {
		d.window.Focus(d.back)
	}
	if d.OnClosed != nil {
		d.OnClosed()
	}
}

// widthLayout gives one object a width and as much height as it then needs.
type widthLayout struct{ width float32 }

func (w widthLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Px(w.width), objects[0].MinSize().Height)
}

func (w widthLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
}

// Question is what Confirm asks.
type Question struct {
	Title  string
	Body   string
	Yes    string // what is about to happen: "Remove", "Quit"
	No     string // empty: Cancel
	Danger bool   // the yes is red, and Enter does not run it
	Run    func()
}

// Confirm asks before something that cannot be undone. Cancel has the focus
// when it is dangerous.
func Confirm(host *Host, window fyne.Canvas, q Question) *Dialog {
	d := NewDialog(host, window)
	body := NewParagraph(q.Body, theme.ColorNameForeground, false)
	body.Width = confirmWidth - 28
	word := q.No
	if word == "" {
		word = text.T("kit.cancel")
	}
	no := NewButton(d.Host, word, nil, d.Close)
	yes := NewButton(d.Host, q.Yes, nil, func() {
		d.Close()
		q.Run()
	})
	yes.Level = Primary
	var first fyne.Focusable = yes
	if q.Danger {
		yes.Level, first = Danger, no
	}
	d.Show(q.Title, confirmWidth, body, first, no, yes)
	return d
}

const confirmWidth float32 = 420
