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

// fit arranges the page for the room it has.
func (p *Page) fit(size fyne.Size) {
	narrow := size.Width < kit.Px(narrowBelow)
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
