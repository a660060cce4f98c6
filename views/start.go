package views

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2/container"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/signin"
	"steward/views/users"
)

// Slots of opening and closing platforms.
const (
	slotStart = "start"
	slotClose = "close"
)

// beginning is what is known once the stored data is unlocked.
type beginning struct {
	gate    app.Gate
	prefs   model.Preferences
	cluster *app.Cluster // opened without a question
	users   *users.Left  // how its list was left
	demo    *Demo
}

// start unlocks what is stored and opens, without a question, the demo
// platform if that was asked for, else the platform used last if its session
// was kept.
func (w *Window) start() {
	w.tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
		b, err := w.begin(ctx)
		return func() { w.begun(b) }, err
	}, func(err error) {
		w.fail(err)
		w.showSignIn("")
	})
}

func (w *Window) begin(ctx context.Context) (beginning, error) {
	var b beginning
	var err error
	defer func() { <-w.prepared }()
	if b.gate, err = w.cfg.App.Unlock(ctx); err != nil {
		return b, err
	}
	if !b.gate.Open && w.cfg.OpenDemo {
		if b.gate, err = w.cfg.App.ChooseThisRun(ctx); err != nil {
			return b, err
		}
	}
	if !b.gate.Open {
		return b, nil
	}
	return b, w.beyondGate(ctx, &b)
}

// beyondGate reads the settings and opens what opens without a question.
func (w *Window) beyondGate(ctx context.Context, b *beginning) error {
	var err error
	if b.prefs, err = w.cfg.App.Preferences(ctx); err != nil {
		return err
	}
	if w.cfg.OpenDemo {
		b.demo, b.cluster, err = w.openDemo(ctx)
		return err
	}
	profiles, err := w.cfg.App.Profiles(ctx)
	if err != nil || len(profiles) == 0 {
		return err
	}
	last := profiles[0]
	if last.Kind == model.Demo || !last.StaySignedIn || !w.cfg.App.Stored(last.ID) {
		return nil
	}
	if b.cluster, err = w.resume(ctx, last.ID); err != nil || b.cluster == nil {
		return err
	}
	if was, err := users.Recall(ctx, w.cfg.App, b.cluster, b.prefs); err == nil {
		b.users = &was // else the page says what is wrong
	}
	return nil
}

// resume opens a platform with its kept session; nil if none is kept.
func (w *Window) resume(ctx context.Context, id string) (*app.Cluster, error) {
	if signedIn, err := w.cfg.App.IsSignedIn(ctx, id); err != nil || !signedIn {
		return nil, err
	}
	return w.cfg.App.Resume(ctx, id)
}

// openDemo starts the embedded platform, unless it runs, and signs in. One that
// was started in vain is closed again.
func (w *Window) openDemo(ctx context.Context) (*Demo, *app.Cluster, error) {
	demo := w.demo
	if demo == nil {
		started, err := w.cfg.StartDemo(ctx)
		if err != nil {
			return nil, nil, err
		}
		demo = &started
	}
	cluster, err := w.cfg.App.OpenDemo(ctx, demo.Access)
	if err == nil {
		return demo, cluster, nil
	}
	if w.demo == nil {
		err = errors.Join(err, demo.Close())
	}
	return nil, nil, err
}

func (w *Window) begun(b beginning) {
	w.applyPreferences(b.prefs)
	w.unlocked = b.gate.Open
	if b.demo != nil {
		w.demo = b.demo
	}
	switch {
	case b.cluster != nil:
		w.openDeskAs(b.cluster, b.users)
	case !b.gate.Open:
		w.showGate(b.gate)
	default:
		w.showSignIn("")
	}
	if b.gate.Notice != nil {
		w.fail(b.gate.Notice)
	}
	if w.cfg.Crashed != "" {
		w.showCrash(w.cfg.Crashed)
		w.cfg.Crashed = ""
	}
}

// showGate asks the person how to keep secrets, since no keyring is usable.
func (w *Window) showGate(gate app.Gate) {
	g := signin.NewGate(w.signinConfig(), gate, func(passed app.Gate) {
		w.tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
			b := beginning{gate: passed}
			err := w.beyondGate(ctx, &b)
			return func() { w.begun(b) }, err
		}, nil)
	})
	w.show(g.Object())
	w.signedOutMenu()
	g.Focus()
}

// showSignIn shows the sign-in page, with a stored profile chosen if named.
func (w *Window) showSignIn(profileID string) {
	w.signin = signin.New(w.signinConfig())
	w.show(w.signin.Object())
	w.signedOutMenu()
	w.window.SetTitle("Steward")
	w.signin.Start(profileID)
}

func (w *Window) signinConfig() signin.Config {
	return signin.Config{
		App: w.cfg.App, Tasks: w.tasks, Host: w.host, Window: w.window, Fail: w.fail,
		Opened: w.openDesk, Demo: w.TryDemo,
	}
}

// TryDemo opens the demo platform from the sign-in page.
func (w *Window) TryDemo() {
	if w.tasks.Running(slotStart) {
		return // a second click: the first is on its way
	}
	w.tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
		demo, cluster, err := w.openDemo(ctx)
		return func() {
			w.demo = demo
			w.openDesk(cluster)
		}, err
	}, nil)
}

// leave closes the open platform, signs out of it if it is to be forgotten, and
// goes on with next. Nothing of the platform stays on screen meanwhile.
func (w *Window) leave(forget bool, next func()) {
	d := w.desk
	if d == nil || w.tasks.Running(slotStart) {
		return
	}
	w.desk = nil
	d.stop()
	waiting := kit.NewSecondary(text.T("window.leaving"))
	w.show(container.NewCenter(waiting))
	w.signedOutMenu()
	w.window.SetTitle("Steward")
	w.tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
		var signedOut error
		if forget {
			signedOut = d.env.Cluster.SignOut(ctx)
		}
		err := errors.Join(signedOut, d.env.Cluster.Close())
		return func() {
			w.fail(err)
			next()
		}, nil
	}, func(err error) {
		w.fail(err)
		next()
	})
}

// signInTo leads to the sign-in page with a platform chosen.
func (w *Window) signInTo(id string) func() { return func() { w.showSignIn(id) } }

// switchTo leaves the open platform for another one, which is open at once if
// its session was kept.
func (w *Window) switchTo(p model.Profile) {
	if p.Kind == model.Demo {
		w.leave(false, w.TryDemo)
		return
	}
	w.openNext(p.ID, w.resume)
}

// workOffline leaves the platform for its stored copy.
func (w *Window) workOffline(id string) { w.openNext(id, w.cfg.App.Offline) }

// openNext leaves the open platform and opens another one, or the sign-in page
// where that does not work.
func (w *Window) openNext(id string, open func(context.Context, string) (*app.Cluster, error)) {
	w.leave(false, func() {
		w.tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
			c, err := open(ctx, id)
			return func() {
				if c == nil {
					w.showSignIn(id)
					return
				}
				w.openDesk(c)
			}, err
		}, func(err error) {
			w.fail(err)
			w.showSignIn(id)
		})
	})
}

// readOthers asks which other platforms there are on this computer.
func (d *desk) readOthers() {
	id := d.profileID()
	d.env.Tasks.Go("window.others", func(ctx context.Context) (func(), error) {
		list, err := d.env.App.Profiles(ctx)
		others := slices.DeleteFunc(list, func(p model.Profile) bool { return p.ID == id })
		return func() {
			d.others = others
			d.refresh()
		}, err
	}, d.env.Fail)
}
