package signin

import (
	"context"
	"sync/atomic"
	"time"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
)

const (
	slotSubmit  = "signin.submit"
	slotWaiting = "signin.waiting"
	slotLeave   = "signin.leave"
)

// given is what a person entered to sign in with.
type given struct {
	way             model.AuthKind
	login           string
	password, token platform.Secret
}

// flow is the way through a sign-in: password or token, perhaps a code, and
// the open platform. One step runs at a time, off the UI thread.
type flow struct {
	cfg     Config
	inPlace bool         // a platform is open already
	waiting *app.Attempt // for its code; nil: none
	seconds int          // how long the running step has taken
	made    *atomic.Pointer[app.Cluster]

	changed func()                       // a step has begun or ended, or a second has passed
	asked   func()                       // the platform wants a code
	failed  func(err error, atCode bool) // a step has failed
	opened  func(*app.Cluster)           // signed in; nil where a platform was open already
}

// step is one job of a flow. An attempt that comes back waits for a code.
type step func(ctx context.Context) (*app.Attempt, *app.Cluster, error)

// busy reports whether a step runs.
func (f *flow) busy() bool { return f.made != nil }

// run runs a step, unless one runs. A platform that was opened after the
// person gave up is closed again.
func (f *flow) run(atCode bool, do step) {
	if f.busy() {
		return
	}
	made := &atomic.Pointer[app.Cluster]{}
	f.made, f.seconds = made, 0
	f.cfg.Tasks.Every(slotWaiting, time.Second, func() {
		f.seconds++
		f.changed()
	})
	f.cfg.Tasks.Go(slotSubmit, func(ctx context.Context) (func(), error) {
		attempt, cluster, err := do(ctx)
		if err != nil {
			return nil, err
		}
		made.Store(cluster)
		if ctx.Err() != nil {
			return nil, leave(made.Swap(nil))
		}
		return func() { f.done(attempt, made.Swap(nil)) }, nil
	}, func(err error) {
		f.end()
		f.failed(err, atCode)
	})
	f.changed()
}

// submitTitle is what the button says while the flow stands as it does.
func submitTitle(f *flow) string {
	switch {
	case !f.busy():
		return text.T("signin.submit")
	case f.seconds > 0:
		return text.T("signin.submitting.long", text.With("Seconds", f.seconds))
	}
	return text.T("signin.submitting")
}

// leave closes a platform that nobody wants any more.
func leave(c *app.Cluster) error {
	if c == nil {
		return nil
	}
	return c.Close()
}

func (f *flow) done(attempt *app.Attempt, cluster *app.Cluster) {
	f.end()
	f.waiting = attempt
	if attempt != nil {
		f.asked()
		return
	}
	f.opened(cluster)
}

func (f *flow) end() {
	f.made = nil
	f.cfg.Tasks.Cancel(slotWaiting)
	f.changed()
}

// cancel gives up what runs.
func (f *flow) cancel() {
	if !f.busy() {
		return
	}
	f.cfg.Tasks.Cancel(slotSubmit)
	left := f.made.Swap(nil)
	f.end()
	if left != nil {
		f.cfg.Tasks.Go(slotLeave, func(context.Context) (func(), error) { return nil, left.Close() }, f.cfg.Fail)
	}
}

// forget ends a sign-in that waits for its code.
func (f *flow) forget() { f.waiting = nil }

// submit signs in with what was given; prepare makes the attempt.
func (f *flow) submit(prepare func(context.Context) (*app.Attempt, error), g given) {
	f.forget()
	f.run(false, func(ctx context.Context) (*app.Attempt, *app.Cluster, error) {
		attempt, err := prepare(ctx)
		if err != nil {
			return nil, nil, err
		}
		if g.way == model.ByToken {
			if err := attempt.Token(ctx, g.token); err != nil {
				return nil, nil, err
			}
			return f.finish(ctx, attempt)
		}
		asks, err := attempt.Password(ctx, g.login, g.password)
		switch {
		case err != nil:
			return nil, nil, err
		case asks:
			return attempt, nil, nil
		}
		return f.finish(ctx, attempt)
	})
}

// code answers the second step.
func (f *flow) code(code platform.Secret) {
	attempt := f.waiting
	if attempt == nil {
		return
	}
	f.run(true, func(ctx context.Context) (*app.Attempt, *app.Cluster, error) {
		if err := attempt.Code(ctx, code); err != nil {
			return nil, nil, err
		}
		return f.finish(ctx, attempt)
	})
}

func (f *flow) finish(ctx context.Context, attempt *app.Attempt) (*app.Attempt, *app.Cluster, error) {
	cluster, err := attempt.Finish(ctx)
	if f.inPlace {
		cluster = nil // it is not ours to close
	}
	return nil, cluster, err
}

// open opens a stored platform in another way than by signing in.
func (f *flow) open(how func(context.Context) (*app.Cluster, error)) {
	f.forget()
	f.run(false, func(ctx context.Context) (*app.Attempt, *app.Cluster, error) {
		cluster, err := how(ctx)
		return nil, cluster, err
	})
}
