package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// selectionBar stands above the list while customers are marked: how many, how
// many of them not in view, their sums, and what to do with the selection. The
// rows under the pointer stay where they are when it comes and goes; where that
// cannot be, it stands below the list.
type selectionBar struct {
	above, below *fyne.Container // one of them holds the bar
	object       *fyne.Container
	lifted       float32 // by how many pixels the rows were scrolled when it came
	count        *kit.Label
	rest         *kit.Label
	all          *kit.Button
	only         *kit.Button
}

func newSelectionBar(p *Page) selectionBar {
	host := p.env.Host
	s := selectionBar{count: kit.NewBold(""), rest: kit.NewSecondary(""), above: kit.Stack(), below: kit.Stack()}
	s.rest.Cut = true
	s.all = kit.NewButton(host, "", theme.ConfirmIcon(), p.markAll)
	s.all.Action.WhyNot = p.notCounted
	s.only = kit.NewLowButton(host, "", p.actions.ShowOnly.Icon, p.actions.ShowOnly.Run)
	paste := kit.NewActionButton(host, p.actions.PasteList)
	paste.Level = kit.Low
	drop := kit.NewLowButton(host, text.T("list.clearmarks"), theme.CancelIcon(), p.marks.clear)
	sums := kit.NewGround(kit.ColorTintInfo, kit.Margin(container.NewBorder(nil, nil, s.count, nil, kit.Margin(s.rest, 8, 0)), 10, 8))
	sums.Edge = theme.ColorNamePrimary
	s.object = kit.Stack(sums, kit.NewControlRow([]fyne.CanvasObject{s.all, s.only, paste}, []fyne.CanvasObject{drop}))
	return s
}

// shown reports whether the bar is on screen.
func (s *selectionBar) shown() bool { return len(s.above.Objects)+len(s.below.Objects) > 0 }

func (s *selectionBar) show(p *Page) {
	n := p.marks.count()
	if n == 0 {
		s.leave(p)
		return
	}
	s.count.SetText(text.T("list.selected", text.N(n)))
	s.all.SetTitle(text.T("list.selectall", text.With("N", len(p.list.uids))))
	s.only.SetTitle(text.T("list.selectedonly"))
	if p.list.filter.Only != nil {
		s.only.SetTitle(text.T("list.showall"))
	}
	if !s.shown() {
		s.come(p)
	}
	from, to := p.grid.InView()
	rest := ""
	if outside := p.marks.outside(window(p.list.uids, from, to)); outside > 0 {
		rest = text.T("list.notinview", text.With("N", outside)) + "   "
	}
	if len(p.marks.sums) > 0 {
		rest += text.T("list.balance", text.With("Sum", mainSum(p.marks.sums, balanceOf))) + "   " +
			text.T("list.bonus", text.With("Sum", mainSum(p.marks.sums, bonusOf)))
		if len(p.marks.sums) > 1 {
			rest += "   " + amountsIn(p.marks.sums)
		}
	}
	s.rest.SetText(rest)
	s.object.Refresh()
}

// come finds the place for the bar where nothing moves under the pointer.
// Without a pointer in the list it stands above, and the current row in view.
func (s *selectionBar) come(p *Page) {
	height := s.object.MinSize().Height
	at, pointed := p.grid.Pointer()
	if pointed && at.Y < height+kit.Px(kit.GridHeaderHeight) {
		s.put(p, s.below)
		return
	}
	s.put(p, s.above)
	s.lifted = p.grid.ScrollBy(height)
	switch row := p.grid.Current(); {
	case pointed && s.lifted+0.5 < height: // the list ends too early
		p.grid.ScrollBy(-s.lifted)
		s.lifted = 0
		s.put(p, s.below)
	case !pointed && row < 0:
		p.grid.ScrollBy(-s.lifted)
	case !pointed:
		p.grid.ScrollToRow(row)
	}
}

// leave gives its room back to the rows, which stay where they are.
func (s *selectionBar) leave(p *Page) {
	if !s.shown() {
		return
	}
	if len(s.above.Objects) > 0 {
		p.grid.ScrollBy(-s.lifted)
	}
	s.lifted = 0
	s.put(p, nil)
}

func (s *selectionBar) put(p *Page, place *fyne.Container) {
	s.above.Objects, s.below.Objects = nil, nil
	if place != nil {
		place.Objects = []fyne.CanvasObject{s.object}
	}
	p.listing.Refresh()
}
