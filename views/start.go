package views

import (
	"context"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/signin"
)

const slotStart = "start"

// beginning is what is known once the stored data is unlocked.
type beginning struct {
	gate     app.Gate
	prefs    model.Preferences
	profiles []model.Profile
	cluster  *app.Cluster // opened without a question
	demo     *Demo
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
		w.showSignIn("", nil)
	})
}

func (w *Window) begin(ctx context.Context) (beginning, error) {
	var b beginning
	var err error
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
	if b.profiles, err = w.cfg.App.Profiles(ctx); err != nil {
		return err
	}
	switch {
	case w.cfg.OpenDemo:
		b.demo, b.cluster, err = w.openDemo(ctx)
	case len(b.profiles) > 0 && b.profiles[0].Kind != model.Demo && b.profiles[0].StaySignedIn && w.cfg.App.Stored(b.profiles[0].ID):
		b.cluster, err = w.cfg.App.Resume(ctx, b.profiles[0].ID)
	}
	return err
}

// openDemo starts the embedded platform, unless it runs, and signs in.
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
	return demo, cluster, err
}

func (w *Window) begun(b beginning) {
	w.applyPreferences(b.prefs)
	if b.demo != nil {
		w.demo = b.demo
	}
	switch {
	case b.cluster != nil:
		w.openDesk(b.cluster)
	case !b.gate.Open:
		w.showGate(b.gate)
	default:
		w.showSignIn("", b.profiles)
	}
	if b.gate.Notice != nil {
		w.fail(b.gate.Notice)
	}
	if w.cfg.Crashed != "" {
		w.toasts.Say(kit.ToneWarning, text.T("error.crashed", text.With("File", w.cfg.Crashed)))
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
	g.Focus()
	w.signedOutMenu()
}

// showSignIn shows the sign-in page, with a stored profile chosen if named.
func (w *Window) showSignIn(profileID string, profiles []model.Profile) {
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
	w.tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
		demo, cluster, err := w.openDemo(ctx)
		return func() {
			w.demo = demo
			w.openDesk(cluster)
		}, err
	}, nil)
}

// signOut closes the open platform and shows the sign-in page.
func (w *Window) signOut(forget bool) {
	d := w.desk
	if d == nil {
		return
	}
	w.desk = nil
	d.stop()
	id := d.env.Cluster.Profile().ID
	w.tasks.Go(slotStart, func(ctx context.Context) (func(), error) {
		var err error
		if forget {
			err = d.env.Cluster.SignOut(ctx)
		}
		if closeErr := d.env.Cluster.Close(); err == nil {
			err = closeErr
		}
		return func() { w.showSignIn(id, nil) }, err
	}, func(err error) {
		w.fail(err)
		w.showSignIn(id, nil)
	})
}
