package users

import (
	"fyne.io/fyne/v2"

	"steward/views/screen"
)

// FocusSearch puts the cursor into the search field.
func (p *Page) FocusSearch() {
	p.tools.search.Focus()
	p.tools.search.SelectAll()
}

// FocusList gives the keyboard to the list.
func (p *Page) FocusList() { p.env.Window.Canvas().Focus(p.grid) }

// NextPane moves the keyboard between search, list and detail.
func (p *Page) NextPane(back bool) {
	panes := []func(){p.FocusSearch, p.FocusList, p.focusDetail}
	at := 2
	switch focused := p.env.Window.Canvas().Focused(); {
	case p.tools.search.Focused():
		at = 0
	case focused == fyne.Focusable(p.grid):
		at = 1
	}
	screen.NextPane(panes, at, back)
}

func (p *Page) focusDetail() {
	if !p.following {
		p.ShowDetail()
	}
	p.detail.FocusTabs()
}

// HideDetail gives the whole width to the list.
func (p *Page) HideDetail() {
	p.following = false
	p.panes.ShowDetail(false)
	p.FocusList()
}

// ShowDetail brings the detail back.
func (p *Page) ShowDetail() {
	p.following = true
	p.panes.ShowDetail(true)
	p.showDetail()
}

// ToggleDetail hides or shows the detail.
func (p *Page) ToggleDetail() {
	if p.following {
		p.HideDetail()
		return
	}
	p.ShowDetail()
}

func (p *Page) showDetail() {
	if p.following && p.detail.UID() != p.current {
		p.detail.Show(p.current)
	}
}
