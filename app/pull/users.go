package pull

import (
	"context"
	"errors"
	"time"

	"steward/app/model"
	"steward/app/store"
	"steward/client"
)

// errPaused ends a walk because somebody paused it.
var errPaused = errors.New("reading of all customers is paused")

// walks is how often the list is walked at most in one run when the platform
// says that it has more customers than were read.
const walks = 3

// orders are what people and events want of the reading of all customers.
type orders struct {
	paused  bool // by a person
	expired bool // until there is a new session
	asked   bool // go on now, without waiting
	urgent  bool // a person waits for it
	retimed bool // the interval was set anew
	again   bool // a person asked while a reading was under way: it is not new enough
}

// order changes the orders and has them looked at.
func (p *Pull) order(change func(*orders)) {
	p.mu.Lock()
	change(&p.orders)
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *Pull) ordered() orders {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.orders
}

// turn waits until reading may begin: after the wait, or at once when somebody
// asks; never while paused or signed out. A regular wait follows the interval
// when that is set anew. It is false when all ends.
func (p *Pull) turn(ctx context.Context, wait time.Duration, regular bool) bool {
	var due <-chan time.Time
	if wait > 0 {
		due = p.after(wait)
	}
	for over := wait <= 0; ; {
		if o := p.ordered(); !o.paused && !o.expired && (over || o.asked) {
			return ctx.Err() == nil
		}
		select {
		case <-ctx.Done():
			return false
		case <-due:
			over, due = true, nil
		case <-p.wake:
			if p.retimed() && regular {
				over, due = p.rewait(ctx)
			}
		}
	}
}

// rewait is what is left of a regular wait after the interval was set anew.
func (p *Pull) rewait(ctx context.Context) (over bool, due <-chan time.Time) {
	mark, err := p.store.PullMark(ctx)
	if err != nil {
		return true, nil // the reading will say what is wrong
	}
	left := p.freshFor(mark)
	if left <= 0 {
		return true, nil
	}
	return false, p.after(left)
}

// retimed reports, once, whether the interval was set anew.
func (p *Pull) retimed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.orders.retimed
	p.orders.retimed = false
	return was
}

// keepUsers reads all customers again and again, until ctx ends.
func (p *Pull) keepUsers(ctx context.Context) {
	var (
		r        *run
		failures int
		wait     = p.firstWait(ctx)
	)
	for p.turn(ctx, wait, r == nil && failures == 0) {
		if r == nil {
			var err error
			if r, err = p.begin(ctx); err != nil {
				failures++
				p.failed(ctx, err, failures)
				wait = backoff(failures, 0)
				continue
			}
		}
		reached := r.steps
		err := p.readUsers(ctx, r)
		if r.steps > reached {
			failures = 0
		}
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			r, failures, wait = nil, 0, p.interval()
		case errors.Is(err, errPaused):
			wait = 0
			p.idle()
		default:
			failures++
			wait = p.setBack(ctx, r, err, failures)
			if r.broken {
				r = nil
			}
		}
	}
}

// firstWait is how long the stored list is still fresh: nothing if a run was
// cut short or there is none.
func (p *Pull) firstWait(ctx context.Context) time.Duration {
	mark, err := p.store.PullMark(ctx)
	if err != nil || mark.FinishedAt.IsZero() {
		return 0
	}
	p.report(func(g *model.Progress) { g.Complete, g.Read, g.Total = true, mark.Next, mark.Total })
	return p.freshFor(mark)
}

// freshFor is how long the list of a finished run is fresh.
func (p *Pull) freshFor(mark store.PullMark) time.Duration {
	return max(0, mark.StartedAt.Add(p.interval()).Sub(p.clock.Now()))
}

// SetEvery changes how often the list of all customers is read again; 0 or
// less: as it is by default.
func (p *Pull) SetEvery(every time.Duration) {
	if every <= 0 {
		every = defaultEvery
	}
	p.order(func(o *orders) { o.retimed = o.retimed || p.every != every; p.every = every })
}

func (p *Pull) interval() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.every
}

// setBack takes a failure in and says how long to wait.
func (p *Pull) setBack(ctx context.Context, r *run, err error, failures int) time.Duration {
	if ctx.Err() != nil {
		return 0
	}
	p.failed(ctx, err, failures)
	asked, gentle := slowDown(err)
	switch {
	case expired(err):
		p.order(func(o *orders) { o.expired = true })
		p.idle()
		return 0
	case gentle:
		r.gentle = true
	case timedOut(err):
		r.took(tooSlow + 1)
	case !away(err) && model.CodeOf(Explain(err)) != model.Internal:
		p.idle()
		return p.interval() // asking again soon would not help
	}
	return backoff(failures, asked)
}

// idle says that nothing is read for now.
func (p *Pull) idle() {
	p.report(func(g *model.Progress) { g.Running = false })
	p.emit(model.SectionStatus, usersKey)
}

// failed says that the reading does not get on.
func (p *Pull) failed(ctx context.Context, err error, failures int) {
	why := Explain(err)
	p.log.WithError(err).WithField("failures", failures).Info("customers not read, will go on")
	p.report(func(g *model.Progress) { g.Err = why })
	if failures > 1 {
		return
	}
	if err := p.store.Mark(ctx, usersKey, p.clock.Now(), why); err != nil {
		p.log.WithError(err).Warn("failure of the customers section not stored")
	}
	p.emit(model.SectionStatus, usersKey)
}

// run is one reading of all customers.
type run struct {
	*pager
	mark   store.PullMark
	steps  int  // pages stored and customers checked, to tell whether it gets on
	walked int  // walks over the list that ended with somebody missing
	listed bool // all pages are read
	gentle bool // the platform asked to slow down
	broken bool // the store failed: only the stored mark is good
}

// begin goes on with the run that was cut short, or makes a new one.
func (p *Pull) begin(ctx context.Context) (*run, error) {
	mark, err := p.store.PullMark(ctx)
	if err != nil {
		return nil, keeping("position", err)
	}
	if mark.StartedAt.IsZero() || !mark.FinishedAt.IsZero() {
		mark = store.PullMark{Run: mark.Run + 1, Complete: mark.Complete, Total: mark.Total, StartedAt: p.clock.Now()}
	}
	// also when going on: rows carry the run of the mark that was set last
	if err := p.store.SetPullMark(ctx, mark); err != nil {
		return nil, keeping("position", err)
	}
	p.report(func(g *model.Progress) { g.Complete, g.First = mark.Complete, !mark.Complete })
	at := position{Start: mark.Next, Last: mark.LastUID, Read: mark.Next, Total: mark.Total}
	return &run{mark: mark, pager: resume(at)}, nil
}

// calling is the context for calls of the run: a person's, while one waits.
func (p *Pull) calling(ctx context.Context) context.Context {
	if p.ordered().urgent {
		return client.Interactive(ctx)
	}
	return ctx
}

// readUsers reads what is left of a run: pages, then those who were not in any.
func (p *Pull) readUsers(ctx context.Context, r *run) error {
	p.mu.Lock()
	p.orders.asked = false
	p.mu.Unlock()
	p.report(func(g *model.Progress) { g.Running, g.Read, g.Total = true, r.Read, r.Total })
	p.emit(model.SectionStatus, usersKey)
	if !r.listed {
		if err := p.readPages(ctx, r); err != nil {
			return err
		}
	}
	if err := p.sweep(ctx, r); err != nil {
		return err
	}
	return p.finish(ctx, r)
}

// finish says that the list is complete.
func (p *Pull) finish(ctx context.Context, r *run) error {
	if err := p.store.Mark(ctx, usersKey, r.mark.StartedAt, nil); err != nil {
		return keeping("age of the list", err)
	}
	r.mark.Complete, r.mark.FinishedAt = true, p.clock.Now()
	if err := p.store.SetPullMark(ctx, r.mark); err != nil {
		return keeping("position", err)
	}
	p.mu.Lock()
	again := p.orders.again
	p.orders.asked, p.orders.urgent, p.orders.again = again, again, false
	p.mu.Unlock()
	p.report(func(g *model.Progress) {
		*g = model.Progress{Complete: true, Paused: g.Paused, Read: r.Read, Total: r.Total, Slow: r.small}
		if r.short() {
			g.Err = model.NewError(model.Rejected, "pull.partial", nil).With("Read", r.Read).With("Total", r.Total)
		}
	})
	p.log.WithField("customers", r.Read).Info("all customers read")
	p.emit(model.SectionStatus, usersKey)
	return nil
}
