package users

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// footer is the row under the list: how many, exact sums, how old they are, an
// error of the list. A sum that does not fit is left out, not cut.
type footer struct {
	object  fyne.CanvasObject
	bar     *kit.Bar
	count   *kit.Label
	words   *kit.Label
	balance *kit.Label
	bonus   *kit.Label
	amounts *kit.Button // every currency in the hint line and, with a click, on the clipboard
	age     *kit.AgeLabel
	said    string // what the words between would say
	wrong   bool   // they say an error
	several bool   // currencies
	width   float32
}

func newFooter(p *Page) *footer {
	f := &footer{count: kit.NewBold(""), words: kit.NewSecondary(""), balance: kit.NewLabel(""), bonus: kit.NewLabel(""), age: kit.NewAgeLabel()}
	f.words.Cut, f.balance.Cut, f.bonus.Cut = true, true, true
	f.amounts = kit.NewLowButton(p.env.Host, "", nil, func() { p.copyText(allSums(p.list.sums)) })
	f.amounts.Level, f.amounts.Small = kit.Quiet, true
	f.bar = kit.NewFooter([]fyne.CanvasObject{f.count, f.balance, f.bonus, kit.Fill(f.words)}, []fyne.CanvasObject{f.amounts, f.age})
	f.object = container.NewStack(f.bar, kit.Watch(func(size fyne.Size) {
		if size.Width != f.width {
			f.width = size.Width
			f.fit()
		}
	}))
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
	f.said, f.wrong = filterWords(l.filter), false
	f.balance.SetText("")
	f.bonus.SetText("")
	f.amounts.SetTitle("")
	f.several = len(l.sums) > 1
	if len(l.sums) > 0 {
		f.balance.SetText(text.T("list.balance", text.With("Sum", mainSum(l.sums, balanceOf))))
		f.bonus.SetText(text.T("list.bonus", text.With("Sum", mainSum(l.sums, bonusOf))))
		f.amounts.Says = allSums(l.sums)
		f.amounts.SetTitle(amountsIn(l.sums))
	}
	f.showAge(p)
}

// showAge says when the list was read: older than its limit, or where it cannot
// be read now, as a warning.
func (f *footer) showAge(p *Page) {
	now, at := p.env.App.Now(), p.readAt
	switch old := now.Sub(at) > model.SectionUsers.StaleAfter(); {
	case at.IsZero():
		f.age.Set("", false)
	case old || p.env.WhyNotRefresh() != "":
		f.age.Set(text.T("list.asof", text.With("Time", moment(p.env, at, now)), text.With("Age", oldness(now.Sub(at)))), true)
	default:
		f.age.Set(text.T("window.updated", text.With("Age", text.Age(now.Sub(at)))), false)
	}
	f.fit()
}

// moment is the time of today, or the day.
func moment(e *screen.Env, at, now time.Time) string {
	zone := e.Zone()
	switch {
	case text.Date(at, zone) == text.Date(now, zone):
		return text.Clock(at, zone)
	case at.In(zone).Year() == now.In(zone).Year():
		return text.DayMonth(at, zone)
	}
	return text.DayMonthYear(at, zone)
}

// oldness is an age as a warning: "40 s old", "31 min old", "3 h old".
func oldness(d time.Duration) string {
	switch {
	case d < time.Minute:
		return text.T("list.old.seconds", text.With("Age", int(max(d, 0).Seconds())))
	case d < time.Hour:
		return text.T("list.old.minutes", text.With("Age", int(d.Minutes())))
	}
	return text.Age(d)
}

// fit leaves out what there is no room for: first what also stands elsewhere.
// An old age and the number of customers always stay.
func (f *footer) fit() {
	f.balance.Hidden, f.bonus.Hidden = f.balance.Text == "", f.bonus.Text == ""
	f.amounts.Hidden, f.age.Hidden = f.amounts.Action.Title == "", f.age.Text() == ""
	first := []fyne.CanvasObject{f.amounts, f.bonus, f.balance}
	if f.several {
		first = []fyne.CanvasObject{f.bonus, f.balance, f.amounts} // one sum is not all: that is said to the last
	}
	if !f.age.Stale() {
		first = append([]fyne.CanvasObject{f.age}, first...)
	}
	wanted := f.wide(f.said)
	if !f.wrong { // an error is said whole, before sums; of a filter the beginning will do
		wanted = min(wanted, kit.Px(leastWords))
	}
	for _, o := range first {
		if f.need()+wanted <= f.width {
			break
		}
		o.Hide()
	}
	f.showWords()
	f.bar.Refresh()
}

// leastWords is the least room, at scale 1, for words that are cut.
const leastWords float32 = 90

// showWords shows the words between sums and age, if there is room for a part
// of them that can be read.
func (f *footer) showWords() {
	shown, room := f.said, f.width-f.need()
	if room < kit.Px(leastWords) && room < f.wide(shown) {
		shown = ""
	}
	f.words.SetText(shown)
}

// need is the width of all that is shown, in pixels.
func (f *footer) need() float32 {
	width := 2*(kit.Px(f.bar.Pad)+kit.Px(f.bar.Gap)) + f.count.MinSize().Width // the words between keep a gap too
	for _, l := range []*kit.Label{f.balance, f.bonus} {
		if l.Visible() {
			width += kit.Px(f.bar.Gap) + f.wide(l.Text)
		}
	}
	for _, o := range []fyne.CanvasObject{f.amounts, f.age} {
		if o.Visible() {
			width += kit.Px(f.bar.Gap) + o.MinSize().Width
		}
	}
	return width
}

// wide is the width of a text of the footer, in pixels.
func (*footer) wide(s string) float32 {
	size := fyne.CurrentApp().Settings().Theme().Size(theme.SizeNameText)
	return fyne.MeasureText(s, size, fyne.TextStyle{}).Width
}

// say shows the sentence of an error; the rows stay.
func (f *footer) say(sentence string) {
	f.words.SetColor(theme.ColorNameError)
	f.said, f.wrong = sentence, true
	f.fit()
}
