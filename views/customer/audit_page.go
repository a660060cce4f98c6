package customer

import (
	"context"
	"slices"
	"time"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// Slots of the log's own jobs.
const (
	slotAuditOlder = "detail.audit.older"
	slotAuditCount = "detail.audit.count"
)

// How actions in progress are shown: their seconds count for as long as the tab
// is seen, and they are asked for again where nobody does already.
const (
	countFor   = 10 // seconds after the frame said that the tab is on screen
	lookAgain  = time.Minute
	lookAtMost = 24 * time.Hour // what runs longer hangs
)

// replaced shows another log from its top.
func (a *audit) replaced() {
	a.current = 0
	a.log.grid.SetCurrent(-1)
	a.log.grid.ScrollToTop()
	a.seen()
	a.log.showRows()
	a.showEnd()
}

// updated shows the same log, read again: nothing on screen moves, the current
// action stays current.
func (a *audit) updated() {
	if row := a.list.row(a.current); row >= 0 {
		a.log.grid.SetCurrent(row)
	}
	a.painted(0)
	a.countOn()
}

// painted shows actions that arrived for rows on screen.
func (a *audit) painted(int) {
	a.seen()
	a.log.showRows()
	a.showEnd()
}

// trouble says that the cache could not be asked; nil: it could.
func (a *audit) trouble(err error) {
	if err != nil {
		a.place.env.Fail(err)
	}
}

// seen offers the environments of the rows on screen, once they are loaded.
func (a *audit) seen() {
	for i := a.list.from; i < a.list.to; i++ {
		if r, ok := a.list.at(i); ok {
			a.offer(r.Environment)
		}
	}
}

// needed hears which rows are in view. At the end of the log newest first, it goes on
// into the past, if a person scrolled there.
func (a *audit) needed(from, to int) {
	a.list.need(from, to)
	if from > 0 && to >= a.list.len() && a.list.whole && a.list.filter.NewestFirst() {
		a.goFurther()
	}
}

// emptySlices are how many slices further a log goes back at once in which there
// is nothing: a year.
const emptySlices = 4

// goFurther has the log read further back.
func (a *audit) goFurther() {
	env := a.place.env
	if !a.beginning.IsZero() || a.known.Reading || a.known.WhyNot != "" || env.Tasks.Running(slotAuditOlder) {
		return
	}
	key, steps := a.keys(a.list.uid)[0], 1
	if a.list.len() == 0 {
		steps = emptySlices
	}
	env.Tasks.Go(slotAuditOlder, func(ctx context.Context) (func(), error) {
		older := key
		for range steps {
			next, ok, err := env.Cluster.Older(ctx, older)
			if err != nil {
				return nil, err
			}
			if !ok {
				break
			}
			older = next
		}
		return func() { a.goneFurther(key, older) }, nil
	}, a.trouble)
}

// goneFurther shows the log back to where it goes on.
func (a *audit) goneFurther(key, older model.SectionKey) {
	if key != a.keys(a.list.uid)[0] {
		return // something else is on screen by now
	}
	if key == older { // the customer was not there before
		a.beginning = key.Period.From
		a.showEnd()
		return
	}
	a.further = older.Period.From
	a.place.again()
}

// showEnd says below the last action where the log goes on.
func (a *audit) showEnd() {
	m := a.end()
	said := a.log.message + "||" + wordsOf(m)
	if said == a.said {
		return
	}
	a.said = said
	if m != nil {
		a.log.grid.SetMessage(m)
	} else if a.log.message == "" {
		a.log.grid.SetMessage(nil)
	}
}

// end is the row below the last action; nil: the table's own, or none.
func (a *audit) end() *kit.GridMessage {
	read, empty := !a.known.ReadAt.IsZero(), a.list.len() == 0
	since := text.With("Date", text.DayMonthYear(a.period().From, time.UTC))
	switch {
	case a.list.uid == 0 || !a.list.whole || empty && (a.filtered() || !read):
		return nil
	case a.known.Reading && !a.further.IsZero():
		return &kit.GridMessage{Text: text.T("audit.further.reading", since)}
	case a.known.Reading:
		return &kit.GridMessage{Text: text.T("audit.reading")}
	case !a.beginning.IsZero():
		return &kit.GridMessage{Text: text.T("audit.beginning", since)}
	case a.known.WhyNot != "":
		return &kit.GridMessage{Text: text.T("audit.further.offline", since)}
	}
	words := text.T("audit.further", since)
	if !a.list.filter.NewestFirst() {
		words = text.T("audit.sorted", since)
	}
	if empty {
		words = text.T("audit.empty")
	}
	return &kit.GridMessage{Text: words, Action: text.T("audit.further.do"), Run: a.goFurther}
}

// moved hears which row is current; the details follow.
func (a *audit) moved(r *auditRow, ok bool) {
	if !ok {
		return
	}
	a.current = r.key
	if a.opened {
		a.detail.show(r.Action)
	}
}

// typed opens the details with i.
func (a *audit) typed(r *auditRow, letter rune) bool {
	if letter == 'i' {
		a.open(r)
	}
	return letter == 'i'
}

// open shows the details of an action below the log.
func (a *audit) open(r *auditRow) {
	a.detail.show(r.Action)
	a.showDetail(true)
}

// showDetail shows or hides the details; the keyboard stays where it is.
func (a *audit) showDetail(on bool) {
	if a.opened == on {
		return
	}
	a.opened = on
	a.split.ShowSecond(on)
	if row := a.log.grid.Current(); on && row >= 0 {
		a.log.grid.ScrollToRow(row)
	}
}

// closeDetail goes back from the details to the log.
func (a *audit) closeDetail() {
	a.showDetail(false)
	a.log.focus()
}

// escape takes away the details, then what the table has.
func (a *audit) escape() {
	if a.opened {
		a.showDetail(false)
		return
	}
	a.log.escape()
}

// tick is told every few seconds while the tab is on screen.
func (a *audit) tick() { a.countOn() }

// countOn counts the seconds of actions in progress, and has them asked for.
func (a *audit) countOn() {
	running := a.running()
	if len(running) == 0 {
		a.counts = 0
		a.place.env.Tasks.Cancel(slotAuditCount)
		return
	}
	a.askForRunning(running)
	if a.counts <= 0 {
		a.place.env.Tasks.Every(slotAuditCount, time.Second, a.count)
	}
	a.counts = countFor
}

// running are the rows in view whose action is in progress.
func (a *audit) running() (rows []int) {
	if a.list.uid == 0 {
		return nil
	}
	for i := a.list.from; i < a.list.to; i++ {
		if r, ok := a.list.at(i); ok && r.Running() {
			rows = append(rows, i)
		}
	}
	return rows
}

func (a *audit) count() {
	running := a.running()
	if a.counts--; a.counts <= 0 || len(running) == 0 {
		a.counts = 0
		a.place.env.Tasks.Cancel(slotAuditCount)
		return
	}
	for _, row := range running {
		a.log.grid.RefreshRows(row, row+1)
	}
	if a.opened {
		a.detail.count()
	}
}

// askForRunning has the newest slice of the log read again when it was not for a
// while: reading follows what is in progress only after a reading of its own.
func (a *audit) askForRunning(rows []int) {
	now, last := a.place.env.App.Now(), a.known.ReadAt
	if a.looked.After(last) {
		last = a.looked
	}
	oldest := slices.MaxFunc(rows, func(x, y int) int { return x - y })
	r, _ := a.list.at(oldest)
	if a.known.Reading || a.known.WhyNot != "" || now.Sub(last) < lookAgain || now.Sub(r.Started) > lookAtMost {
		return
	}
	a.looked = now
	a.place.env.Cluster.Refresh(model.SectionKey{
		Section: model.SectionAudit, UID: a.list.uid, Period: platform.Period{From: r.Started, To: a.period().To},
	})
}

// foot counts the log.
func (a *audit) foot([]*auditRow, []*auditRow) footing {
	l := a.list
	if !l.whole {
		return footing{}
	}
	foot := footing{count: text.Count(len(l.keys)), note: text.T("audit.actions", text.N(len(l.keys)))}
	if l.failed > 0 {
		foot.note += "   " + text.T("audit.failed", text.With("Count", text.Count(l.failed)))
	}
	if l.running > 0 {
		foot.note += "   " + text.T("audit.inprogress", text.With("Count", text.Count(l.running)))
	}
	if !l.filter.NewestFirst() {
		foot.note += "   " + text.T("audit.sorted.foot", text.With("Date", text.DayMonthYear(a.period().From, time.UTC)))
	}
	return foot
}
