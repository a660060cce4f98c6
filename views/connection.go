package views

import (
	"time"

	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// backFor is how long it is said that the platform answers again.
const backFor = 8 * time.Second

const slotBack = "window.back"

// A platform that goes away again so soon after an answer loses some answers
// and gives others: it is called offline only after it gave none for longer
// than it is left unasked.
const (
	soonAfterAnswer = 2 * time.Minute
	noneFor         = 45 * time.Second
)

// connection is the connection as it is said on screen.
func (d *desk) connection() app.ConnectionState {
	state := d.env.Cluster.Connection()
	if d.losesSome(state) {
		state.State = model.Online // what failed is said where it failed
	}
	return state
}

// losesSome reports whether the platform does not answer at the moment, but did
// so between failures.
func (d *desk) losesSome(state app.ConnectionState) bool {
	return state.State == model.Away && !d.answered.IsZero() &&
		state.Since.Sub(d.answered) < soonAfterAnswer && d.env.App.Now().Sub(state.Since) < noneFor
}

func (d *desk) signInAction() *kit.Action {
	return &kit.Action{Title: text.T("connection.signin"), Icon: theme.LoginIcon(), Run: d.signInAgain}
}

// sayExpired is for a sign-in that the platform does not know any more.
func (d *desk) sayExpired() (kit.Message, bool) {
	if d.connection().State != model.Expired {
		return kit.Message{}, false
	}
	return kit.Message{Tone: kit.ToneWarning, Icon: theme.LoginIcon(), Action: d.signInAction(),
		Head: text.T("connection.expired.head"), Body: text.T("connection.expired.body")}, true
}

// sayConnection is for a platform that cannot be asked, or can again.
func (d *desk) sayConnection() (kit.Message, bool) {
	state := d.connection()
	switch {
	case state.State == model.Cached:
		return kit.Message{Tone: kit.ToneWarning, Icon: theme.LoginIcon(), Action: d.signInAction(),
			Head: text.T("connection.cached.head"), Body: text.T("connection.cached.body")}, true
	case state.State == model.Away:
		return kit.Message{Tone: kit.ToneWarning, Icon: assets.Icon("offline"), Action: d.tryNow(),
			Head: text.T("connection.offline.head", text.With("Time", text.Clock(state.Since, d.env.Zone()))),
			Body: text.T("connection.offline.body")}, true
	case d.back:
		return kit.Message{Tone: kit.ToneSuccess, Icon: assets.Icon("online"), Action: d.understood(func() { d.back = false }),
			Head: text.T("connection.back.head"), Body: text.T("connection.back.body")}, true
	}
	return kit.Message{}, false
}

// connectionChanged notices that the platform answers again.
func (d *desk) connectionChanged() {
	state, was := d.env.Cluster.Connection(), d.was
	d.was = state
	if state.State != model.Slow {
		d.slowRead = false
	}
	if was.State != model.Away {
		return
	}
	switch now := state.State; {
	case now == model.Away && state.Since.After(was.Since): // an answer between two looks
		d.answered = state.Since
	case now == model.Online, now == model.Slow:
		known := d.losesSome(was)
		d.answered = state.Since
		if !known {
			d.sayBack()
		}
	}
}

// sayBack says for a while that the platform answers again, and reads what
// could not be read.
func (d *desk) sayBack() {
	d.back = true
	d.env.Tasks.After(slotBack, backFor, func() {
		d.back = false
		d.showBanner()
	})
	d.users.ReadAgain()
	d.activity.ReadAgain()
}
