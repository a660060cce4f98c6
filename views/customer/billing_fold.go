package customer

import (
	"context"
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// slotBillingInside works out what was unfolded.
const slotBillingInside = "detail.billing.inside"

// turn folds or unfolds a row.
func (b *billing) turn(r *billingRow) {
	if r.folds() {
		b.unfolded[r.key] = !r.open
		b.list.chosen, b.list.has = r.key, true
		b.showRows(false)
	}
}

// showRows shows what is unfolded and filtered; anew: from the top. What was not
// unfolded before is worked out where the window does not wait for it.
func (b *billing) showRows(anew bool) {
	tree := b.tree
	missing := tree.missing()
	if len(missing) == 0 {
		b.list.all = tree.rows()
		b.list.arrange(anew)
		return
	}
	b.place.env.Tasks.Go(slotBillingInside, func(context.Context) (func(), error) {
		inside := tree.read(missing)
		return func() {
			if tree == b.tree {
				maps.Copy(tree.inside, inside)
				b.showRows(anew)
			}
		}, nil
	}, b.place.env.Fail)
}

// fold is Right and Left: unfold and fold, or go to the first row below and to the
// one above, as trees do.
func (b *billing) fold(at int, unfold bool) bool {
	r, ok := b.list.at(at)
	switch {
	case !ok:
		return false
	case r.folds() && r.open != unfold:
		b.turn(r)
	case r.folds() && unfold:
		b.goTo(at + 1)
	case r.Level > model.LevelInterval && !unfold:
		b.goTo(b.above(at, r.Level))
	default:
		return false
	}
	return true
}

// above is the row that one of a level is below of.
func (b *billing) above(at int, level model.BillingLevel) int {
	for ; at > 0; at-- {
		if r, _ := b.list.at(at); r.Level < level {
			break
		}
	}
	return at
}

func (b *billing) goTo(at int) {
	if _, ok := b.list.at(at); ok {
		b.list.grid.SetCurrent(at)
		b.list.grid.ScrollToRow(at)
		b.list.moved(at)
	}
}

// typed folds with - and unfolds with +, and with * all that is below.
func (b *billing) typed(r *billingRow, e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyMinus, fyne.KeyPlus:
		if r.folds() && r.open == (e.Name == fyne.KeyMinus) {
			b.turn(r)
		}
	case fyne.KeyAsterisk:
		b.unfold(r)
	default:
		return false
	}
	return true
}

// lettered is typed for keyboards where the signs are letters with Shift.
func (b *billing) lettered(r *billingRow, letter rune) bool {
	key := map[rune]fyne.KeyName{'-': fyne.KeyMinus, '+': fyne.KeyPlus, '*': fyne.KeyAsterisk}[letter]
	return b.typed(r, &fyne.KeyEvent{Name: key})
}

// unfold shows everything below a row.
func (b *billing) unfold(r *billingRow) {
	if !r.folds() {
		return
	}
	b.unfolded[r.key] = true
	if r.Level == model.LevelInterval {
		b.unfolded[wholeKey(r.From)] = true
		for _, in := range b.tree.inside[r.at] {
			delete(b.unfolded, in.key)
		}
	}
	b.list.chosen, b.list.has = r.key, true
	b.showRows(false)
}

// chooseBar shows the rows of a bar alone; chosen once more, all again.
func (b *billing) chooseBar(bar int) {
	from := b.tree.found.Bars[bar].Period.From
	if from.Equal(b.bar) {
		b.bar = time.Time{}
	} else {
		b.onlyInterval(from)
	}
	b.restricted()
}

// otherSide is Ctrl+Shift+T: from a bar to its row, from a row to its bar.
func (b *billing) otherSide(s fyne.Shortcut, fromRows bool) bool {
	chord, is := s.(*desktop.CustomShortcut)
	if !is || chord.KeyName != fyne.KeyT || chord.Modifier != kit.Ctrl|fyne.KeyModifierShift {
		return false
	}
	bar := b.chart.Current()
	if r, ok := b.list.currentRow(); fromRows && b.chart.Visible() {
		b.place.env.Window.Canvas().Focus(b.chart)
		if ok {
			b.chart.SetCurrent(b.tree.barFrom(r.From))
		}
	} else if !fromRows {
		b.list.focus()
		if bar >= 0 {
			b.list.reveal(intervalKey(b.tree.found.Bars[bar].Period.From))
		}
	}
	return true
}

// onlyInterval restricts the rows to an interval, unfolded.
func (b *billing) onlyInterval(from time.Time) {
	b.bar = from
	if r := b.tree.ofBar(from); r != nil {
		b.unfolded[r.key] = true
	}
}

// restricted shows the rows after what restricts them has changed.
func (b *billing) restricted() {
	b.restrict()
	b.showRows(true)
}

// restrict says what the rows are restricted to.
func (b *billing) restrict() {
	bar := -1
	b.list.filter = nil
	if !b.bar.IsZero() {
		only := b.bar
		b.list.filter = func(r *billingRow) bool { return r.From.Equal(only) }
		bar = b.tree.barFrom(only)
		b.list.noMatch = text.T("billing.only.nothing")
		if b.tree.found.Bars[bar].Unread {
			b.list.noMatch = text.T("billing.only.unread")
		}
	}
	b.chart.SetChosen(bar)
	what := b.restriction()
	if what != "" {
		b.only.SetText(text.T("billing.only", text.With("What", what)))
	}
	if b.onlyBar.Visible() != (what != "") {
		visible(b.onlyBar, what != "")
		b.lower.Refresh()
		b.rowsPane.Refresh()
	}
}

// restriction is the interval and the environment that are shown alone, in words;
// empty: all are.
func (b *billing) restriction() string {
	what := b.appName
	if bar := b.tree.barFrom(b.bar); !b.bar.IsZero() && bar >= 0 {
		_, name := intervalName(b.tree.found.Bars[bar].Period, b.asked.Interval, b.zone())
		what = name + joined(what)
	}
	return what
}

// showAll takes away what restricts the rows, and reports whether there was anything.
func (b *billing) showAll() bool {
	environment := b.appID != ""
	if b.bar.IsZero() && !environment {
		return false
	}
	b.bar, b.appID, b.appName = time.Time{}, "", ""
	b.restricted()
	if environment {
		b.place.again()
	}
	return true
}

// actions are the context menu of a row.
func (b *billing) actions(r *billingRow) []*kit.Action {
	only := func(what string, run func()) *kit.Action {
		return &kit.Action{Title: text.T("billing.menu.only", text.With("What", what)), Icon: theme.SearchIcon(), Run: run}
	}
	var list []*kit.Action
	if r.folds() {
		list = append(list, &kit.Action{Title: text.T("billing.menu.unfold"), Run: func() { b.unfold(r) }})
	}
	if b.bar.IsZero() {
		name, _ := r.intervalName(b.zone())
		list = append(list, only(name, func() {
			b.onlyInterval(r.From)
			b.restricted()
		}))
	}
	if r.AppID == "" {
		return list
	}
	if b.appID == "" {
		list = append(list, only(r.environment(), func() {
			b.appID, b.appName = r.AppID, r.environment()
			b.restrict()
			b.place.again()
		}))
	}
	return append(list, &kit.Action{
		Title: text.T("billing.menu.open", text.With("Environment", r.environment())), Run: func() { b.place.environment(r.AppID) },
	})
}

// foot sums up what is on screen, exact.
func (b *billing) foot([]*billingRow, []*billingRow) footing {
	found := &b.tree.found
	if b.bar.IsZero() {
		foot := footing{count: text.Count(found.Charges), note: text.T("billing.charges", text.N(found.Charges))}
		if read, all := readBars(found, b.place.env.App.Now()); read < all {
			foot.note += "   " + text.T("billing.read."+string(b.asked.Interval), text.With("Read", text.Count(read)), text.With("All", text.Count(all)))
		}
		foot.right = sumWords(text.T("billing.sum", text.With("Sum", charged(found.Cost))), found.Cost, found.Bonus)
		return foot
	}
	r := b.tree.ofBar(b.bar)
	if r == nil {
		return footing{count: text.Count(0), note: text.T("billing.charges", text.N(0))}
	}
	name, _ := r.intervalName(b.zone())
	return footing{count: text.Count(r.Under), note: text.T("billing.environments.note", text.N(r.Under)), right: sumWords(
		text.T("billing.sum.bar", text.With("Bar", name), text.With("Sum", charged(r.Cost))), r.Cost, r.Bonus)}
}

// sumWords are a sum, if anything was charged, and what of it was bonus.
func sumWords(words string, sum, bonus platform.Money) string {
	switch {
	case !sum.Given():
		return ""
	case bonus.Sign() != 0:
		return words + "   " + text.T("billing.sum.bonus", text.With("Sum", charged(bonus)))
	}
	return words
}

// readBars counts the intervals that have begun, and those of them that were read.
func readBars(found *model.Billing, now time.Time) (read, all int) {
	for i := range found.Bars {
		if b := &found.Bars[i]; !b.Period.From.After(now) {
			all++
			if !b.Unread {
				read++
			}
		}
	}
	return read, all
}

// export is every resource row of what is filtered, folded or not: their sum is
// that of the footer.
func (b *billing) export() Exported {
	name := text.T("customer.tab.billing")
	sheet, columns := b.list.sheet(name)
	shows := text.T("billing.export", text.With("Span", spanWords(b.asked.Period)), text.With("Interval", intervalWord(b.asked.Interval)))
	if what := b.restriction(); what != "" {
		shows += joined(text.T("billing.only", text.With("What", what)))
	}
	return Exported{
		Name: name, UID: b.place.uid(), Shows: shows, Sheet: sheet, State: b.list.said.SectionState,
		Rows: exportRows(columns, b.tree.resources(b.bar)),
	}
}
