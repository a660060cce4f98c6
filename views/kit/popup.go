package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// popup is a pop-up below a control, with one outline and room above and below.
// Esc and a click outside close it, and the control has the focus again.
type popup struct {
	over   *widget.PopUp
	opener fyne.CanvasObject
	hint   *HintLine
}

// showPopup shows content near opener, inside the window. width is the least width.
func showPopup(host *Host, opener fyne.CanvasObject, at fyne.Position, width float32, content fyne.CanvasObject) *popup {
	driver := fyne.CurrentApp().Driver()
	window := driver.CanvasForObject(opener)
	if window == nil {
		return nil
	}
	p := &popup{opener: opener, hint: host.hint(), over: widget.NewPopUp(newPanel(content), window)}
	size := p.over.MinSize()
	size = fyne.NewSize(max(size.Width, width), min(size.Height, window.Size().Height))
	pos := driver.AbsolutePositionForObject(opener).Add(at)
	if below := window.Size().Height - pos.Y; below < size.Height {
		pos.Y = max(window.Size().Height-size.Height, 0)
	}
	pos.X = max(min(pos.X, window.Size().Width-size.Width), 0)
	p.over.Resize(size)
	p.over.ShowAtPosition(pos)
	return p
}

// close takes the pop-up away and gives the focus back to what opened it.
func (p *popup) close() {
	p.over.Hide()
	if f, ok := p.opener.(fyne.Focusable); ok {
		p.over.Canvas.Focus(f)
	}
	p.hint.Renew()
}

// newPanel is the ground of a pop-up: an outline, and 4 px above and below.
func newPanel(content fyne.CanvasObject) fyne.CanvasObject {
	p := &panel{content: content}
	p.ExtendBaseWidget(p)
	return p
}

type panel struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{panel: p, rect: newRect()}
	r.Refresh()
	return r
}

type panelRenderer struct {
	panel *panel
	rect  *canvas.Rectangle
}

func (r *panelRenderer) MinSize() fyne.Size {
	return r.panel.content.MinSize().AddWidthHeight(2, 2*Px(4))
}

func (r *panelRenderer) Layout(size fyne.Size) {
	inset(r.rect, fyne.Position{}, size)
	r.panel.content.Move(fyne.NewPos(1, Px(4)))
	r.panel.content.Resize(size.SubtractWidthHeight(2, 2*Px(4)))
}

func (r *panelRenderer) Refresh() {
	r.rect.FillColor, r.rect.StrokeWidth = Color(theme.ColorNameMenuBackground), 1
	r.rect.StrokeColor, r.rect.CornerRadius = Color(theme.ColorNameSeparator), themeSize(theme.SizeNameMenuRadius)
	r.Layout(r.panel.Size())
	r.rect.Refresh()
	r.panel.content.Refresh()
}

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.rect, r.panel.content}
}
func (r *panelRenderer) Destroy() {}

// ShowMenu shows actions as a menu at a place relative to what opens it. What
// cannot run now is grey and says why at its right. The menu closes before an
// action runs.
func ShowMenu(host *Host, actions []*Action, opener fyne.CanvasObject, at fyne.Position) {
	if len(actions) == 0 {
		return
	}
	rows := make([]row, len(actions))
	for i, a := range actions {
		rows[i] = menuRow(a)
	}
	var p *popup
	list := newRowList(host.modal(func() { p.close() }), rows, -1, func(i int) {
		p.close()
		if len(actions[i].Menu) > 0 {
			ShowMenu(host, actions[i].Menu, opener, at)
			return
		}
		actions[i].Start(host.hint())
	})
	if p = showPopup(host, opener, at, Px(140), list); p != nil {
		p.over.Canvas.Focus(list)
	}
}

func menuRow(a *Action) row {
	r := row{title: a.Title, icon: a.Icon, note: a.Key.String(), line: a == Separator, boxed: a.On != nil}
	if a.On != nil {
		r.on = a.On()
	}
	if len(a.Menu) > 0 {
		r.note = "…"
	}
	if r.reason = a.Reason(); r.reason != "" {
		r.note = r.reason
	}
	return r
}
