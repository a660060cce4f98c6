package views

import (
	"context"

	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// showBanner shows the most serious thing that has to be said, or nothing.
func (d *desk) showBanner() {
	message, ok := d.bannerMessage()
	if !ok {
		if d.banner.Visible() {
			d.banner.Hide()
			d.object.Refresh()
		}
		return
	}
	d.banner.Say(message)
	if !d.banner.Visible() {
		d.banner.Show()
		d.object.Refresh()
	}
}

func (d *desk) bannerMessage() (kit.Message, bool) {
	c := d.env.Cluster
	state := c.Connection()
	again := &kit.Action{Title: text.T("connection.offline.try"), Icon: theme.ViewRefreshIcon(), Run: d.users.Refresh}
	switch progress := c.Progress(); {
	case state.State == model.Expired || state.State == model.Cached:
		head, body := text.T("connection.expired.head"), text.T("connection.expired.body")
		if state.State == model.Cached {
			head, body = text.T("connection.cached.head"), text.T("connection.cached.body")
		}
		return kit.Message{Tone: kit.ToneWarning, Icon: theme.LoginIcon(), Head: head, Body: body,
			Action: &kit.Action{Title: text.T("connection.signin"), Icon: theme.LoginIcon(), Run: d.signInAgain}}, true
	case state.State == model.Away:
		return kit.Message{Tone: kit.ToneWarning, Icon: assets.Icon("offline"), Action: again,
			Head: text.T("connection.offline.head", text.With("Time", text.Clock(state.Since, d.env.Zone()))),
			Body: text.T("connection.offline.body")}, true
	case progress.Err != nil && !progress.Complete && progress.Total > 0:
		return kit.Message{Tone: kit.ToneWarning, Icon: theme.WarningIcon(), Action: again,
			Head: text.T("connection.partial.head", text.With("Read", progress.Read), text.With("Total", progress.Total)),
			Body: text.Error(progress.Err.Key, progress.Err.Args)}, true
	case progress.Err != nil:
		return kit.Message{Tone: kit.ToneWarning, Icon: theme.WarningIcon(), Action: again,
			Head: text.T("window.banner.failed.head"), Body: text.Error(progress.Err.Key, progress.Err.Args)}, true
	}
	if minutes, off := c.ClockOff(); off {
		return kit.Message{Tone: kit.ToneWarning, Icon: theme.HistoryIcon(), Head: text.T("window.banner.clock.head"),
			Body: text.T("window.banner.clock.body", text.With("Minutes", max(minutes, -minutes)))}, true
	}
	return kit.Message{}, false
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

// ageText says when the data on screen was read.
func (d *desk) ageText() string {
	now := d.env.App.Now()
	at, name := d.readAt, text.T("menu.users")
	if d.tabs.Selected() == tabActivity {
		at, name = d.activity.ReadAt(), text.T("menu.activity")
	}
	if at.IsZero() {
		return text.T("window.age.never", text.With("What", name))
	}
	return text.T("connection.age", text.With("What", name), text.With("Age", text.AgeSince(at, now, d.env.Zone())))
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
