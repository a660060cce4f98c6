package users

import (
	"fyne.io/fyne/v2"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/screen"
)

// FocusSearch puts the cursor into the search field.
func (p *Page) FocusSearch() {
	p.tools.search.Focus()
	p.tools.search.SelectAll()
}

// FocusList gives the keyboard to the list.
func (p *Page) FocusList() { p.env.Window.Canvas().Focus(p.grid) }

// NextPane moves the keyboard between search, list, tabs and what a tab shows.
func (p *Page) NextPane(back bool) {
	panes := []func(){p.FocusSearch, p.FocusList, p.focusDetail, p.detail.FocusBody}
	at := 3
	switch focused := p.env.Window.Canvas().Focused(); {
	case p.tools.search.Focused():
		at = 0
	case focused == fyne.Focusable(p.grid):
		at = 1
	case p.detail.TabsFocused():
		at = 2
	}
	if p.detail.Nobody() != "" || !p.following {
		panes, at = panes[:3], min(at, 2)
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
		p.visits.Visit(p.current)
	}
}

// goBack shows the customer visited before; the filter stays.
func (p *Page) goBack() { p.revisit(p.visits.Back()) }

// goForward shows the customer whom goBack left.
func (p *Page) goForward() { p.revisit(p.visits.Forward()) }

func (p *Page) revisit(uid platform.UID, ok bool) {
	if !ok {
		return
	}
	p.env.Tasks.Cancel(slotFollow)
	p.Select(uid)
	p.ShowDetail()
	p.env.Changed()
}

func (p *Page) nobodyBefore() string {
	if !p.visits.Before() {
		return text.T("menu.back.none")
	}
	return ""
}

func (p *Page) nobodyAfter() string {
	if !p.visits.After() {
		return text.T("menu.forward.none")
	}
	return ""
}
