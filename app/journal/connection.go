package journal

import (
	"context"
	"errors"

	"steward/app/model"
	"steward/client"
)

// SignedIn says who is signed in: from now on what may go goes. One sender per
// platform and operator is allowed on this computer; where another one is,
// model.Conflict is returned, and everything can be read but not sent.
func (j *Journal) SignedIn(operator model.Operator) error {
	if err := j.claim(operator.UID); err != nil {
		return err
	}
	j.mu.Lock()
	j.operator, j.expired, j.notUntil = operator, false, 0
	j.mu.Unlock()
	j.emit(model.Event{Kind: model.JournalChanged})
	j.nudge()
	return nil
}

// SignedOut says that nobody is signed in: nothing is sent.
func (j *Journal) SignedOut() {
	j.unlock()
	j.mu.Lock()
	j.operator = model.Operator{}
	j.mu.Unlock()
	j.emit(model.Event{Kind: model.JournalChanged})
}

// SignInDue says who works here while nobody is signed in: changes can be
// recorded and wait, nothing is sent before SignedIn.
func (j *Journal) SignInDue(operator model.Operator) {
	j.unlock()
	j.mu.Lock()
	changed := !j.expired || j.operator != operator
	j.operator, j.expired = operator, true
	j.mu.Unlock()
	if changed {
		j.emit(model.Event{Kind: model.JournalChanged})
	}
}

// heed notes what an outcome says about the connection as a whole.
func (j *Journal) heed(w *writer, o client.Outcome, verdict string) {
	w.after(func() {
		switch verdict {
		case verdictSession:
			j.expired = j.sessionLost()
		case verdictRate:
			j.notUntil = j.cfg.Elapsed() + max(o.RetryAfter, j.cfg.Times.Retry/10)
		case verdictUnsent:
			j.lost()
		}
	})
	switch verdict {
	case verdictSession, verdictRate, verdictUnsent:
		w.tell(model.Event{Kind: model.JournalChanged})
	}
}

// lost notes that nobody answers; it is asked again after a while, whatever the
// application says about the connection. The lock is held.
func (j *Journal) lost() {
	if !j.online {
		return
	}
	j.online = false
	j.spawn(func(ctx context.Context) {
		for {
			select {
			case <-ctx.Done():
				return
			case <-j.cfg.After(j.cfg.Times.Retry):
			}
			if _, err := j.cfg.Client.Version(ctx); answered(err) {
				j.Connected(true)
			}
			j.mu.Lock()
			online := j.online
			j.mu.Unlock()
			if online {
				return
			}
		}
	})
}

// answered reports whether the platform answered at all.
func answered(err error) bool {
	var refused *client.APIError
	return err == nil || errors.As(err, &refused) && refused.HTTPStatus < 500
}

// Connected says whether the platform can be reached. What waited is looked at
// again: money goes to review, the rest where its live value changed.
func (j *Journal) Connected(online bool) {
	j.mu.Lock()
	changed := j.online != online
	switch {
	case online:
		j.online = true
	case changed:
		j.lost()
	}
	j.mu.Unlock()
	if changed {
		j.emit(model.Event{Kind: model.JournalChanged})
	}
	j.nudge()
}
