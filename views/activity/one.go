package activity

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// restOne is how long a row is current before its customer's log is read.
const restOne = 120 * time.Millisecond

// againOne is the least time between two countings while a long log is being read.
const againOne = 500 * time.Millisecond

// chosenOne is whom the pane shows, and what the table says of them.
type chosenOne struct {
	uid         platform.UID
	period      platform.Period
	now, before int64
	known       bool // before is
}

func (c chosenOne) key() model.SectionKey {
	return model.SectionKey{Section: model.SectionAudit, UID: c.uid, Period: c.period}
}

// one is the pane at the right: the chosen customer, their actions a day, and
// the latest of them, from their audit log.
type one struct {
	env     *screen.Env
	chosen  chosenOne
	stale   bool // what is stored changed since it was asked for
	days    model.AuditDays
	icon    *kit.Icon
	email   *kit.Label
	line    *kit.Label
	open    *kit.Button
	words   *kit.Paragraph
	age     *kit.AgeLabel
	again   *kit.Button
	titles  *kit.Bar
	problem *kit.ErrorLine
	log     *oneLog
	counts  [2]*kit.Label
	foot    *kit.Bar
	whole   *fyne.Container
	nobody  *fyne.Container
	object  *fyne.Container
}

func newOne(env *screen.Env) *one {
	o := &one{env: env, log: newOneLog(env), problem: kit.NewErrorLine(env.Host), age: kit.NewAgeLabel()}
	o.log.openOwner, o.log.changed = o.openUsers, o.reread
	o.icon = kit.NewIconSize(theme.AccountIcon(), theme.ColorNameForeground, 18)
	o.email, o.line = kit.NewBold(""), kit.NewCaption("")
	o.email.Cut, o.email.Height = true, theme.SizeNameSubHeadingText
	o.line.Cut, o.line.Color = true, theme.ColorNamePlaceHolder
	o.open = kit.NewButton(env.Host, text.T("activity.openinusers"), theme.AccountIcon(), o.openUsers)
	header := kit.NewBar(kit.HeightDetailHeader,
		[]fyne.CanvasObject{kit.Gap(2), o.icon, kit.Gap(2), kit.Fill(kit.Stack(o.email, o.line))}, []fyne.CanvasObject{o.open})
	header.Line = kit.LineBelow
	o.words = kit.NewParagraph("", theme.ColorNameForeground, false)
	tint := kit.NewGround(kit.ColorTintInfo, kit.Margin(o.words, 12, 8))
	tint.Edge = theme.ColorNamePrimary
	o.again = kit.NewIconButton(env.Host, text.T("activity.one.refresh"), theme.ViewRefreshIcon(), o.refresh)
	o.again.Small, o.again.Action.WhyNot = true, env.WhyNotRefresh
	o.titles = kit.NewBar(30, []fyne.CanvasObject{kit.NewCaption(text.T("activity.one.source"))}, []fyne.CanvasObject{o.age, o.again})
	o.counts = [2]*kit.Label{kit.NewBold(""), kit.NewLabel("")}
	o.counts[1].Color = theme.ColorNameError
	o.foot = kit.NewFooter([]fyne.CanvasObject{o.counts[0], o.counts[1]}, nil)
	o.whole = kit.Pillar(kit.Stack(header, tint, o.titles, o.problem), o.log.object, o.foot)
	o.nobody = container.NewCenter(kit.Wide(280, kit.NewParagraph(text.T("activity.choose"), theme.ColorNamePlaceHolder, false)))
	o.object = container.NewStack(o.whole, o.nobody)
	o.whole.Hide()
	return o
}

func (o *one) openUsers() { o.env.OpenCustomer(o.chosen.uid) }

// show puts a customer into the pane; their log is read if the choice rests and
// it is stale.
func (o *one) show(c chosenOne) {
	if c.key() != o.chosen.key() {
		o.log.another()
		o.env.Tasks.After(slotRest, restOne, o.want)
	}
	o.chosen = c
	o.reread()
}

// leave shows nobody.
func (o *one) leave() {
	o.chosen = chosenOne{}
	for _, slot := range []string{slotOne, slotRest, slotOneAgain} {
		o.env.Tasks.Cancel(slot)
	}
	o.whole.Hide()
	o.nobody.Show()
}

// want has the log on screen read if it is stale.
func (o *one) want() {
	if o.chosen.uid != 0 {
		o.env.Cluster.Show(o.chosen.key())
	}
}

// refresh reads the log again because a person asked.
func (o *one) refresh() {
	if o.chosen.uid != 0 {
		o.env.Cluster.Refresh(o.chosen.key())
	}
}

// hears rereads what is on screen if a section belongs to it.
func (o *one) hears(key model.SectionKey) {
	switch {
	case o.chosen.uid == 0 || !key.Touches(o.chosen.key()):
	case o.env.Tasks.Running(slotOne): // pages may come faster than they are counted
		o.stale = true
	default:
		o.reread()
	}
}

// oneReading is what the cache holds of the chosen customer.
type oneReading struct {
	customer model.Customer
	found    bool
	days     model.AuditDays
	latest   []platform.Action
}

func (o *one) reread() {
	c, filter := o.chosen, o.log.filter(o.chosen.period)
	o.stale = false
	if c.uid == 0 {
		return
	}
	o.env.Tasks.Go(slotOne, func(ctx context.Context) (func(), error) {
		var r oneReading
		var err error
		if r.customer, r.found, err = o.env.Cluster.Customer(ctx, c.uid); err != nil {
			return nil, err
		}
		if r.days, err = o.env.Cluster.AuditDays(ctx, c.uid, c.period); err != nil {
			return nil, err
		}
		if r.latest, err = o.env.Cluster.AuditFirst(ctx, c.uid, filter, latestRows); err != nil {
			return nil, err
		}
		return func() { o.apply(r) }, nil
	}, func(err error) {
		o.leave() // it may show somebody else
		o.env.Fail(err)
	})
}

func (o *one) apply(r oneReading) {
	id := strconv.FormatUint(uint64(o.chosen.uid), 10)
	o.email.SetText("UID " + id)
	o.line.SetText(text.T("activity.unknown"))
	o.icon.Set(theme.AccountIcon(), theme.ColorNameForeground)
	if c := r.customer; r.found {
		s := kit.StatusOf(c.State())
		o.icon.Set(s.Icon, s.Color)
		o.email.SetText(text.Isolated(text.Visible(c.Email)))
		o.line.SetText(s.Word + "   UID " + id + "   " + text.Visible(c.Group.Name) + "   " + text.MoneyFull(c.Balance))
	}
	o.days = r.days
	o.words.SetText(o.said())
	o.log.show(r.days, r.latest)
	o.counts[0].SetText("") // what was not read is not zero
	if all := r.days.Done + r.days.Failed; all > 0 || !r.days.State.ReadAt.IsZero() {
		o.counts[0].SetText(text.T("activity.one.actions", text.N(all)))
	}
	o.counts[1].SetText("")
	if r.days.Failed > 0 {
		o.counts[1].SetText(text.T("activity.one.errors", text.N(r.days.Failed)))
	}
	o.foot.Refresh()
	o.showState()
	o.nobody.Hide()
	o.whole.Show()
	o.whole.Refresh()
	if o.stale {
		o.env.Tasks.After(slotOneAgain, againOne, o.reread)
	}
}

// said compares the period with the one before, and names a day on which much
// more was done than on the others.
func (o *one) said() string {
	c := o.chosen
	words := text.T("activity.one", text.With("Actions", c.now))
	if c.known {
		words = text.T("activity.one.before", text.With("Actions", c.now), text.With("Before", c.before))
	}
	all := o.days.Done + o.days.Failed
	if len(o.days.Days) < 3 || all == 0 {
		return words
	}
	most := slices.MaxFunc(o.days.Days, func(a, b model.AuditDay) int { return a.Done + a.Failed - b.Done - b.Failed })
	n := most.Done + most.Failed
	if n < 2*all/len(o.days.Days) {
		return words
	}
	key := "activity.one.most"
	if most.Failed > 0 {
		key = "activity.one.most.failed"
	}
	return words + " " + text.T(key, text.With("Most", text.Count(n)), text.With("All", text.Count(all)),
		text.With("Day", text.DayMonth(most.Day, time.UTC)), text.With("Failed", text.Count(most.Failed)))
}

// showState shows age, flight and error of the log.
func (o *one) showState() {
	if o.chosen.uid == 0 {
		return
	}
	s, now := o.days.State, o.env.App.Now()
	switch {
	case s.Reading:
		o.age.Set(text.T("activity.one.reading"), false)
	case s.ReadAt.IsZero():
		o.age.Set("", false)
	default:
		o.age.Set(text.T("window.updated", text.With("Age", text.AgeSince(s.ReadAt, now, o.env.Zone()))), s.Stale(model.SectionAudit, now))
	}
	problem := ""
	if s.Err != nil {
		problem = o.env.Sentence(s.Err)
	}
	o.problem.Set(problem, &kit.Action{
		Title: text.T("activity.retry"), Icon: theme.ViewRefreshIcon(), WhyNot: o.env.WhyNotRefresh, Run: o.refresh,
	})
	o.again.Refresh()
	o.titles.Refresh() // the age has another width
}

// tick writes the age anew and has read again what became stale.
func (o *one) tick() {
	o.showState()
	if o.chosen.uid != 0 && o.days.State.Stale(model.SectionAudit, o.env.App.Now()) {
		o.want()
	}
}
