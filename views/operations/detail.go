package operations

import (
	"context"
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

// secondly is how often the clock of a waiting period is written anew.
const secondly = time.Second

// detail is the story of one operation: what was sent, what came back, what the
// platform's own record says, and what can be done now.
type detail struct {
	env  *screen.Env
	line line // what is shown; zero: nothing

	story  model.OperationStory
	known  bool // story is that of the line
	at     time.Time
	ledger []platform.Funding

	icon     *kit.Icon
	title    *kit.Label
	about    *kit.Label
	open     *kit.Button
	notice   *notice
	line1    *timeline
	evidence *evidence
	told     *fyne.Container // what happened
	doing    *fyne.Container // what can be done
	does     *kit.Label
	choices  *choices
	run      *runPane
	queue    *queuePane
	form     *form
	scroll   *container.Scroll
	body     *fyne.Container
	whole    *fyne.Container
	nothing  *kit.Label
	base     *fyne.Container // all but the plan of what waits
	object   *fyne.Container
}

func newDetail(env *screen.Env, back func()) *detail {
	d := &detail{env: env, icon: kit.NewIconSize(nil, "", 20), title: kit.NewHeading(""), about: kit.NewCaption("")}
	d.title.Cut, d.about.Cut = true, true
	d.open = kit.NewButton(env.Host, text.T("operations.opencustomer"), theme.AccountIcon(), func() { env.OpenCustomer(d.story.Operation.UID) })
	words := kit.Stack(d.title, d.about)
	head := kit.NewBar(50, []fyne.CanvasObject{kit.Gap(2), d.icon, kit.Fill(words)}, []fyne.CanvasObject{d.open})
	head.Line = kit.LineBelow
	d.notice = newNotice()
	d.line1, d.evidence = newTimeline(), newEvidence(env)
	d.does = kit.NewBold(text.T("operations.do"))
	d.choices = newChoices(env.Host, d.act)
	d.told = kit.Stack(kit.Margin(d.line1.object, 12, 8), kit.Margin(d.evidence.object, 14, 2))
	d.doing = kit.Stack(kit.Margin(d.does, 14, 8), kit.Margin(d.choices.object, 14, 0))
	d.body = kit.Stack(d.notice.object, d.told, d.doing)
	d.scroll = container.NewVScroll(d.body)
	d.form = newForm(env.Host, env.Window.Canvas(), back, d.arrange)
	d.run = newRunPane(env)
	d.queue = newQueuePane(env, func() {
		d.base.Show()
		d.object.Refresh()
		back()
	})
	d.whole = kit.Pillar(head, d.scroll, kit.Stack())
	d.nothing = kit.NewSecondary(text.T("operations.nothing"))
	d.base = container.NewStack(container.NewCenter(d.nothing), d.whole, d.run.object)
	d.object = kit.Pillar(kit.Stack(), container.NewStack(d.base, d.queue.object), d.form.object)
	d.whole.Hide()
	return d
}

// fit puts what can be done beside what happened where the pane is wide and low.
func (d *detail) fit(low bool) {
	d.body.Objects = []fyne.CanvasObject{d.notice.object, d.told, d.doing}
	if low {
		d.body.Objects = []fyne.CanvasObject{d.notice.object, container.New(sideBySide{}, d.told, d.doing)}
	}
	d.body.Refresh()
	d.arrange()
}

// toldShare is how much of a wide pane what happened takes.
const toldShare float32 = 0.54

// sideBySide divides a width between two objects.
type sideBySide struct{}

func (sideBySide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(objects[1].MinSize())
}

func (sideBySide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := size.Width * toldShare
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left, 0))
	objects[1].Resize(fyne.NewSize(size.Width-left, size.Height))
}

// arrange lays the pane out again after a part of it came or went.
func (d *detail) arrange() {
	d.choices.quiet(d.form.shown)
	d.whole.Refresh()
	d.object.Refresh()
}

// show shows an operation; its story follows.
func (d *detail) show(n line, o model.Operation) {
	same := d.line.key == n.key && !d.line.head && d.story.Operation.ID == o.ID
	d.line = n
	if same && d.known && d.story.Operation.State == o.State {
		return
	}
	if !same {
		d.form.leave()
		d.known, d.ledger = false, nil
		d.story = model.OperationStory{Operation: o}
		d.scroll.ScrollToTop()
	}
	d.nothing.Hide()
	d.run.object.Hide()
	d.head(o)
	d.ask(o.ID)
}

// head shows what it is about.
func (d *detail) head(o model.Operation) {
	look := screen.LookOfOperation(o.State, o.Late)
	d.icon.Set(look.Icon, look.Color)
	d.title.SetText(title(o))
	about := customerName(o) + " · " + string(o.ID)
	if o.Change.Login != "" {
		about = text.T("operations.about", text.With("Customer", customerName(o)), text.With("UID", uidText(o.UID)), text.With("ID", string(o.ID)))
	}
	if o.Change.Ticket != "" {
		about += " · " + text.Visible(o.Change.Ticket)
	}
	d.about.SetText(about)
}

// ask reads the story of an operation.
func (d *detail) ask(id model.OperationID) {
	d.env.Tasks.Go(slotStory, func(ctx context.Context) (func(), error) {
		s, err := d.env.Cluster.Story(ctx, id)
		if err != nil {
			return nil, err
		}
		var rows []platform.Funding
		if s.Operation.Kind.Money() && !s.Operation.Erased {
			around := platform.Period{From: s.Operation.Recorded.Add(-evidenceBefore), To: d.env.App.Now().Add(time.Minute)}
			cached, err := d.env.Cluster.Funding(ctx, s.Operation.UID, around)
			if err != nil {
				return nil, err
			}
			rows = cached.Rows
		}
		return func() { d.apply(s, rows) }, nil
	}, d.env.Fail)
}

func (d *detail) apply(s model.OperationStory, ledger []platform.Funding) {
	if d.line.head || d.line.key == 0 || s.Operation.ID != d.story.Operation.ID {
		return // something else is on screen by now
	}
	d.story, d.known, d.at, d.ledger = s, true, d.env.App.Now(), ledger
	d.paint()
}

// paint shows the story.
func (d *detail) paint() {
	s, now, zone := d.story, d.env.App.Now(), d.env.Zone()
	d.whole.Show()
	d.head(s.Operation)
	d.notice.show(s, d.env)
	d.line1.show(stagesOf(s, now, zone), d.free(), now, d.waited(), zone)
	d.evidence.object.Hidden = !s.Operation.Kind.Money() || s.Operation.Erased
	if !d.evidence.object.Hidden {
		d.evidence.show(s, d.ledger, now)
	}
	d.showChoices()
	d.countOn()
	d.body.Refresh()
	d.arrange()
}

// free is when the waiting period ends; zero: there is none.
func (d *detail) free() time.Time {
	if d.story.Quarantine <= 0 {
		return time.Time{}
	}
	return d.at.Add(d.story.Quarantine)
}

// waited reports whether a waiting period was waited out and nobody has decided yet.
func (d *detail) waited() bool {
	return d.story.Operation.State == model.StateUnknown && d.story.Quarantine <= 0
}

// ended says what follows from a waiting period that is over.
func (d *detail) ended() string {
	if why := d.whyNot(model.ActNotApplied); why != "" {
		return why
	}
	return text.T("operations.wait.over.note", text.N(d.story.CleanReads))
}

// showChoices shows what can be done, and why not.
func (d *detail) showChoices() {
	d.choices.show(d.story, d.whyNot, d.free(), d.env.App.Now(), d.env.Zone())
	d.choices.quiet(d.form.shown)
	d.open.Refresh()
}

// countOn lets the clock of the waiting period tick as long as there is one.
func (d *detail) countOn() {
	d.count()
	if d.free().IsZero() && !d.waited() {
		d.env.Tasks.Cancel(slotClock)
		return
	}
	d.env.Tasks.Every(slotClock, secondly, d.count)
}

// count writes the clock anew; when the waiting period is over, the story is
// read again: other things are possible now.
func (d *detail) count() {
	passed := d.env.App.Now().Sub(d.at)
	next := time.Duration(0)
	if !d.story.NextCheck.IsZero() {
		next = d.story.NextCheck.Sub(d.env.App.Now())
	}
	left := d.story.Quarantine - passed
	d.line1.tick(left, next, d.ended())
	if d.known && d.story.Quarantine > 0 && left <= 0 && !d.line.head {
		d.story.Quarantine = 0
		d.ask(d.story.Operation.ID)
	}
}

// leave shows nothing.
func (d *detail) leave() {
	d.env.Tasks.Cancel(slotStory)
	d.env.Tasks.Cancel(slotClock)
	d.line, d.known = line{}, false
	if d.form.shown {
		d.form.leave()
	}
	d.whole.Hide()
	d.run.object.Hide()
	d.nothing.Show()
	d.object.Refresh()
}

// keeps reports whether a story is on screen that a person may still be reading.
func (d *detail) keeps() bool { return d.known && !d.line.head && len(d.story.Steps) > 0 }

// showRun shows a run instead of an operation.
func (d *detail) showRun(n line) {
	d.line, d.known = n, false
	d.env.Tasks.Cancel(slotStory)
	d.env.Tasks.Cancel(slotClock)
	if d.form.shown {
		d.form.leave()
	}
	d.whole.Hide()
	d.nothing.Hide()
	d.run.show(n.run)
	d.run.object.Show()
	d.object.Refresh()
}

// hears reads the story again if it went on.
func (d *detail) hears(e model.Event) {
	switch {
	case d.line.key == 0 || d.line.head:
	case e.Operation == d.story.Operation.ID, e.Operation == "", e.Key.UID == d.story.Operation.UID:
		d.ask(d.story.Operation.ID)
	}
}

// showQueue shows the plan of what waits instead of a story.
func (d *detail) showQueue() {
	d.base.Hide()
	d.queue.ask()
	d.object.Refresh()
}

// stateChanged asks anew what can be done: connection or write lock differ.
func (d *detail) stateChanged() {
	if d.known {
		d.showChoices()
	}
	d.run.refresh()
}

// tick reads the story again while it is not at its end.
func (d *detail) tick() {
	if d.known && d.whole.Visible() {
		d.count()
	}
}

// restyle shows the pane with other settings.
func (d *detail) restyle() {
	if d.known {
		d.line1.said = ""
		d.paint()
	}
}

// first is what the keyboard goes to in this pane; nil: there is nothing.
func (d *detail) first() fyne.Focusable {
	switch {
	case d.queue.object.Visible():
		return d.queue.grid
	case d.run.object.Visible():
		return d.run.first()
	case d.whole.Visible() && d.known:
		return d.choices.first()
	}
	return nil
}
