package views

import (
	"context"
	"time"

	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// showBanner shows the most serious thing that has to be said, or nothing.
func (d *desk) showBanner() {
	message, ok := d.bannerMessage()
	was := d.banner.Visible()
	if ok {
		d.banner.Say(message)
	} else {
		d.banner.Hide()
	}
	if was != ok {
		d.frame.Refresh() // it takes room, or gives it back
	}
}

// slowRests is for how long a platform has to be slow before it is said: one
// late answer is nothing to read about.
const slowRests = 10 * time.Second

// bannerMessage is the most serious thing that has to be said.
func (d *desk) bannerMessage() (kit.Message, bool) {
	for _, say := range []func() (kit.Message, bool){
		d.sayJournal, d.sayExpired, d.sayMoney, d.sayConnection, d.sayProgress, d.sayNotice, d.sayRecovery, d.saySlow, d.sayClock,
	} {
		if m, ok := say(); ok {
			return m, true
		}
	}
	return kit.Message{}, false
}

// sayProgress is for a reading of all customers that does not get on.
func (d *desk) sayProgress() (kit.Message, bool) {
	progress := d.env.Cluster.Progress()
	if progress.Err == nil {
		return kit.Message{}, false
	}
	m := kit.Message{Tone: kit.ToneWarning, Icon: theme.WarningIcon(), Action: d.tryNow(),
		Head: text.T("window.banner.failed.head"), Body: d.env.Sentence(progress.Err)}
	if !progress.Complete && progress.Total > 0 {
		m.Head = text.T("connection.partial.head", text.With("Read", progress.Read), text.With("Total", progress.Total))
	}
	return m, true
}

// sayNotice is what had to be said when the platform was opened.
func (d *desk) sayNotice() (kit.Message, bool) {
	if d.notice == nil {
		return kit.Message{}, false
	}
	return kit.Message{Tone: kit.ToneWarning, Icon: theme.InfoIcon(), Body: d.env.Sentence(d.notice),
		Action: d.understood(func() { d.notice = nil })}, true
}

func (d *desk) saySlow() (kit.Message, bool) {
	state := d.env.Cluster.Connection()
	if state.State != model.Slow || state.Limited || d.slowRead || d.env.App.Now().Sub(state.Since) < slowRests {
		return kit.Message{}, false
	}
	seconds := int(state.Took.Round(time.Second).Seconds())
	return kit.Message{Tone: kit.ToneWarning, Icon: theme.HistoryIcon(),
		Head: text.T("connection.slow.head", text.With("Seconds", seconds)), Body: text.T("connection.slow.body"),
		Action: d.understood(func() { d.slowRead = true })}, true
}

func (d *desk) sayClock() (kit.Message, bool) {
	minutes, off := d.env.Cluster.ClockOff()
	if !off || d.clockRead {
		return kit.Message{}, false
	}
	return kit.Message{Tone: kit.ToneWarning, Icon: theme.HistoryIcon(), Head: text.T("window.banner.clock.head"),
		Body:   text.T("window.banner.clock.body", text.With("Minutes", max(minutes, -minutes))),
		Action: d.understood(func() { d.clockRead = true })}, true
}

// tryNow asks the platform at once, also while it does not answer.
func (d *desk) tryNow() *kit.Action {
	return &kit.Action{Title: text.T("connection.offline.try"), Icon: theme.ViewRefreshIcon(), Run: d.users.Refresh}
}

// understood takes a message away that a person has read.
func (d *desk) understood(forget func()) *kit.Action {
	return &kit.Action{Title: text.T("window.understood"), Run: func() {
		forget()
		d.showBanner()
	}}
}

// signInAgain opens the sign-in in place: nothing on screen is lost.
func (d *desk) signInAgain() {
	if d.asked {
		return
	}
	d.asked = true
	d.env.Tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
		attempt, err := d.env.Cluster.SignInAgain(ctx)
		if err != nil {
			return nil, err
		}
		return func() { d.window.askAgain(d, attempt) }, nil
	}, func(err error) {
		d.asked = false
		d.window.fail(err)
	})
}

// age is what the page on screen shows, when it was read, and whether that is
// older than its limit.
func (d *desk) age() (words string, old bool) {
	now := d.env.App.Now()
	at, name, section := d.readAt, text.T("menu.users"), model.SectionUsers
	switch d.tabs.Selected() {
	case tabOperations: // what it shows is this computer's own
		return text.T("connection.age", text.With("What", name), text.With("Age", text.AgeSince(at, now, d.env.Zone()))), false
	case tabActivity:
		at, name, section = d.activity.ReadAt(), text.T("menu.activity"), model.SectionActivity
	}
	if at.IsZero() {
		return text.T("window.age.never", text.With("What", name)), true
	}
	return text.T("connection.age", text.With("What", name), text.With("Age", text.AgeSince(at, now, d.env.Zone()))),
		now.Sub(at) > section.StaleAfter()
}

// readState asks how old the list of customers is.
func (d *desk) readState() {
	d.env.Tasks.Go("window.age", func(ctx context.Context) (func(), error) {
		s, err := d.env.Cluster.State(ctx, model.SectionKey{Section: model.SectionUsers})
		return func() {
			d.readAt = s.ReadAt
			d.strip.show()
		}, err
	}, d.env.Fail)
}
