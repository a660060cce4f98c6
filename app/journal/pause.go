package journal

import (
	"steward/app/model"
)

// PauseSending holds all sending to this platform, or lets it go on: nothing
// new leaves from when it returns, what is on its way lands and is read back,
// and what is recorded waits. It lasts until it is switched off or the journal
// is closed. What waited meanwhile is looked at again before it goes, money by
// a person; rows of a batch go on where they were.
func (j *Journal) PauseSending(on bool) {
	j.mu.Lock()
	changed := j.paused != on
	j.paused = on
	if changed && !on {
		j.heldLongEnough()
	}
	j.mu.Unlock()
	if changed {
		j.emit(model.Event{Kind: model.JournalChanged})
		j.nudge()
	}
}

// heldLongEnough lets what waited be looked at again before it goes. The lock is
// held.
func (j *Journal) heldLongEnough() {
	for _, e := range j.entries {
		e.Waited = e.Waited || e.State == model.StateQueued && !e.row()
	}
}

// SendingPaused reports whether PauseSending holds everything.
func (j *Journal) SendingPaused() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.paused
}

// tooLong reports whether an operation waited for so long that a person looks
// again. A row of a batch waits for its turn, however long that takes.
func (j *Journal) tooLong(e *entry) bool {
	limit := j.cfg.QueueWait()
	return limit > 0 && !e.row() && e.State == model.StateQueued && j.cfg.Elapsed()-e.queued >= limit
}
