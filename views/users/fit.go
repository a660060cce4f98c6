package users

import (
	"fyne.io/fyne/v2"

	"steward/views/kit"
)

// Below this width (at scale 1) the detail moves below the list, and buttons
// that are known by their icon lose their title.
const narrowBelow float32 = 1180

// Usual shares of the list.
const (
	shareBeside = 0.5
	shareAbove  = 0.45
)

// widthWatch is a layout of nothing that tells the width it was given.
type widthWatch struct{ tell func(width float32) }

// MinSize implements fyne.Layout.
func (widthWatch) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (w widthWatch) Layout(_ []fyne.CanvasObject, size fyne.Size) { w.tell(size.Width) }

// fit arranges the page for a width.
func (p *Page) fit(width float32) {
	narrow := width < kit.Px(narrowBelow)
	if narrow == p.split.Vertical() {
		return
	}
	usual := shareBeside
	if narrow {
		usual = shareAbove
	}
	p.split.SetVertical(narrow, usual)
	p.tools.again.IconOnly, p.tools.choose.IconOnly = narrow, narrow
	p.tools.again.Refresh()
	p.tools.choose.Refresh()
	p.tools.bar.Refresh()
}
