package app

import (
	"sync"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// WritingTime is how long UnlockWriting unlocks for.
const WritingTime = 30 * time.Minute

// writing is for how long changes are unlocked on a platform whose profile is
// read-only, and which batches keep the unlock they were started with.
type writing struct {
	mu    sync.Mutex
	until time.Time       // UTC; zero: not unlocked
	runs  map[string]bool // batches started while it was allowed; true: running
	stop  func()          // of the timer that says that it is over
}

// unlocked tells whether writing is unlocked at a moment. A clock that was put
// back unlocks for no longer.
func (w *writing) unlocked(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return now.Before(w.until) && w.until.Sub(now) <= WritingTime
}

// keep lets a batch write whatever becomes of the unlock, while it runs.
func (w *writing) keep(batch string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.runs == nil {
		w.runs = map[string]bool{}
	}
	w.runs[batch] = true
}

// kept tells whether a batch was started while writing was allowed.
func (w *writing) kept(batch string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, kept := w.runs[batch]
	return kept
}

// follow notes where a kept batch stands.
func (w *writing) follow(batch string, state model.BatchState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch _, kept := w.runs[batch]; {
	case !kept:
	case state == model.BatchRunning, state == model.BatchPaused:
		w.runs[batch] = state == model.BatchRunning
	default:
		delete(w.runs, batch)
	}
}

// running tells whether a kept batch runs.
func (w *writing) running() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, runs := range w.runs {
		if runs {
			return true
		}
	}
	return false
}

// set unlocks until a moment, or locks (zero); stop ends the timer of it.
func (w *writing) set(until time.Time, stop func()) {
	w.mu.Lock()
	before := w.stop
	w.until, w.stop = until, stop
	w.mu.Unlock()
	if before != nil {
		before()
	}
}

// barred says why nobody unlocks writing here; nil: only the profile's own
// switch can stand in the way.
func (c *Cluster) barred() *model.Error {
	if why := c.app.policyBars(); why != nil {
		return why
	}
	switch {
	case c.app.policy.KeepNothing && c.kind != model.Demo:
		return model.NewError(model.Forbidden, "readonly.keepnothing", nil)
	case c.app.vault.ReadOnly() && c.kind != model.Demo: // a demo's journal ends with the run anyhow
		return model.NewError(model.Forbidden, "readonly.thisrun", nil)
	case c.isSecondWindow():
		return model.NewError(model.Conflict, "readonly.secondwindow", nil)
	case c.Profile().Operator.Role == platform.RoleView:
		return model.NewError(model.Forbidden, "error.roleview", nil)
	}
	return nil
}

// whyReadOnly says why changes are refused; nil: they are not.
func (c *Cluster) whyReadOnly() *model.Error {
	if why := c.barred(); why != nil {
		return why
	}
	if c.Profile().ReadOnly && !c.writing.unlocked(c.app.Now()) {
		return model.NewError(model.Forbidden, "readonly.profile", nil)
	}
	return nil
}

// locked is what the transport asks before every change. A batch goes on with
// the unlock that it was started with.
func (c *Cluster) locked() bool {
	return c.barred() != nil || c.whyReadOnly() != nil && !c.writing.running()
}

// MayWrite says why no change can be recorded now; nil: it can. It does not
// wait.
func (c *Cluster) MayWrite() *model.Error {
	if why := c.whyReadOnly(); why != nil {
		return why
	}
	return c.JournalTrouble()
}

// MayUnlock tells whether UnlockWriting helps. It does not wait.
func (c *Cluster) MayUnlock() bool {
	return c.barred() == nil && c.whyReadOnly() != nil
}

// UnlockWriting allows changes for WritingTime on a platform whose profile is
// read-only. It returns a model.Error where the role or the window allows none.
func (c *Cluster) UnlockWriting() error {
	if why := c.barred(); why != nil {
		return why
	}
	if !c.Profile().ReadOnly {
		return nil
	}
	over := time.AfterFunc(WritingTime, c.lockedAgain)
	c.writing.set(c.app.Now().Add(WritingTime), func() { over.Stop() })
	c.log.Info("writing was unlocked")
	c.publish(model.Event{Kind: model.ConnectionChanged})
	return nil
}

// LockWriting ends UnlockWriting now. A batch that runs goes on.
func (c *Cluster) LockWriting() {
	c.writing.set(time.Time{}, nil)
	c.publish(model.Event{Kind: model.ConnectionChanged})
}

// lockedAgain says that the unlock is over.
func (c *Cluster) lockedAgain() {
	if c.run.Err() == nil && !c.writing.unlocked(c.app.Now()) {
		c.publish(model.Event{Kind: model.ConnectionChanged})
	}
}

// WritingUntil is until when changes are unlocked, UTC; zero: they are not, or
// need not be. It does not wait.
func (c *Cluster) WritingUntil() time.Time {
	c.writing.mu.Lock()
	until := c.writing.until
	c.writing.mu.Unlock()
	if !c.writing.unlocked(c.app.Now()) {
		return time.Time{}
	}
	return until
}
