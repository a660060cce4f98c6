package journal

import (
	"math"
	"sync"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// guard is the journal's lock. It is held while a transaction is synced, and
// whoever has a place in the air must not wait for that. So what may leave is
// published whenever the lock is given back: who pauses, cancels, signs out or
// hears that the platform wants to be left alone gives it back before anybody
// is told, and from then on nothing leaves that reads the publication. What
// left while that was being synced left before.
type guard struct {
	sync.Mutex
	publish func() // nil: nobody opened the journal
}

// Unlock publishes and gives the lock back.
func (g *guard) Unlock() {
	if g.publish != nil {
		g.publish()
	}
	g.Mutex.Unlock()
}

// clearance is what may leave at a moment. It is never changed.
type clearance struct {
	open     bool          // nothing but time holds everything
	notUntil time.Duration // elapsed: the platform asked to wait
	operator platform.UID
	running  map[string]platform.UID // batches that run, and who started them
}

// lets reports whether an operation may leave.
func (c *clearance) lets(e *entry, now time.Duration) bool {
	if !c.open || c.notUntil > now {
		return false
	}
	if !e.row() { // it leaves in the name of who was signed in when it was written down
		return e.sender == c.operator
	}
	by, runs := c.running[e.Batch]
	return runs && by == c.operator
}

// hush lets nothing leave while an answer is written down that stops the others:
// the platform asked to wait or for a new sign-in, or nobody answers.
func (j *Journal) hush(verdict string) (done func()) {
	switch verdict {
	case verdictSession, verdictRate, verdictUnsent:
		j.hushed.Add(1)
		return func() { j.hushed.Add(-1) }
	}
	return func() {}
}

// mayLeave reports whether an operation may leave now. Who asks for silence is
// heard first: when it is over, what was written down is published.
func (j *Journal) mayLeave(flies *entry, now time.Duration) bool {
	return j.hushed.Load() == 0 && j.cleared.Load().lets(flies, now)
}

// publishClearance lets those know who do not wait for the lock. It is held.
func (j *Journal) publishClearance() {
	open := j.why(math.MaxInt64) == nil
	if j.cleared.Load().says(j, open) {
		return
	}
	c := &clearance{open: open, notUntil: j.notUntil, operator: j.operator.UID, running: map[string]platform.UID{}}
	for id, b := range j.batches {
		if b.State == model.BatchRunning {
			c.running[id] = b.By.UID
		}
	}
	j.cleared.Store(c)
}

// says reports whether a clearance is still what the journal says.
func (c *clearance) says(j *Journal, open bool) bool {
	if c == nil || c.open != open || c.notUntil != j.notUntil || c.operator != j.operator.UID {
		return false
	}
	running := 0
	for id, b := range j.batches {
		if b.State != model.BatchRunning {
			continue
		}
		if by, known := c.running[id]; !known || by != b.By.UID {
			return false
		}
		running++
	}
	return running == len(c.running)
}
