package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// selectionBar stands above the list while customers are marked: how many, how
// many of them not in view, their sums, and what to do with the selection.
type selectionBar struct {
	object *fyne.Container
	count  *kit.Label
	rest   *kit.Label
	all    *kit.Button
	only   *kit.Button
}

func newSelectionBar(p *Page) selectionBar {
	host := p.env.Host
	s := selectionBar{count: kit.NewBold(""), rest: kit.NewSecondary("")}
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
	s.object.Hide()
	return s
}

func (s *selectionBar) show(p *Page) {
	n := p.marks.count()
	if n == 0 {
		if s.object.Visible() {
			s.object.Hide()
			p.listing.Refresh()
		}
		return
	}
	from, to := p.grid.InView()
	rest := ""
	if outside := p.marks.outside(window(p.list.uids, from, to)); outside > 0 {
		rest = text.T("list.notinview", text.With("N", outside)) + "   "
	}
	if len(p.marks.sums) > 0 {
		rest += text.T("list.balance", text.With("Sum", sumText(p.marks.sums, balanceOf))) + "   " +
			text.T("list.bonus", text.With("Sum", sumText(p.marks.sums, bonusOf)))
	}
	s.count.SetText(text.T("list.selected", text.N(n)))
	s.rest.SetText(rest)
	s.all.SetTitle(text.T("list.selectall", text.With("N", len(p.list.uids))))
	s.only.SetTitle(text.T("list.selectedonly"))
	if p.list.filter.Only != nil {
		s.only.SetTitle(text.T("list.showall"))
	}
	if !s.object.Visible() {
		s.object.Show()
		p.listing.Refresh()
	}
	s.object.Refresh()
}

// footer is the row under the list: how many, exact sums, an error of the list.
type footer struct {
	bar     *kit.Bar
	count   *kit.Label
	words   *kit.Label
	balance *kit.Label
	bonus   *kit.Label
	amounts *kit.Button // every currency in the hint line and, with a click, on the clipboard
}

func newFooter(p *Page) footer {
	f := footer{count: kit.NewBold(""), words: kit.NewSecondary(""), balance: kit.NewLabel(""), bonus: kit.NewLabel("")}
	f.words.Cut, f.balance.Cut, f.bonus.Cut = true, true, true
	f.amounts = kit.NewLowButton(p.env.Host, "", nil, func() { p.copyText(allSums(p.list.sums)) })
	f.amounts.Level, f.amounts.Small = kit.Quiet, true
	f.bar = kit.NewFooter([]fyne.CanvasObject{f.count, f.balance, f.bonus, kit.Fill(f.words)}, []fyne.CanvasObject{f.amounts})
	return f
}

func (f *footer) show(p *Page) {
	l := p.list
	switch {
	case !l.whole && f.count.Text != "": // in a moment; what stands here does not flicker with every key
	case !l.whole:
		f.count.SetText(text.T("list.counting"))
	case l.filter.IsZero():
		f.count.SetText(text.T("list.customers", text.N(l.total)))
	default:
		f.count.SetText(text.T("list.match", text.With("N", len(l.uids)), text.With("Total", l.total)))
	}
	f.words.SetColor(theme.ColorNamePlaceHolder)
	f.words.SetText(filterWords(l.filter))
	f.balance.SetText("")
	f.bonus.SetText("")
	f.amounts.Hide()
	if len(l.sums) > 0 {
		f.balance.SetText(text.T("list.balance", text.With("Sum", sumText(l.sums, balanceOf))))
		f.bonus.SetText(text.T("list.bonus", text.With("Sum", sumText(l.sums, bonusOf))))
		f.amounts.Says = allSums(l.sums)
		f.amounts.SetTitle(amountsIn(l.sums))
		f.amounts.Show()
	}
	f.bar.Refresh()
}

// say shows the sentence of an error; the rows stay.
func (f *footer) say(sentence string) {
	f.words.SetColor(theme.ColorNameError)
	f.words.SetText(sentence)
	f.bar.Refresh()
}
