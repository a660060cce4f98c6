package app

import (
	"context"
	"time"

	"steward/app/journal"
	"steward/app/model"
)

// QueueWait is how long a change may wait in the queue, unless PutQueueWait
// said otherwise.
const QueueWait = 24 * time.Hour

const settingQueueWait = "queuewait"

// PauseSending stops all sending to this platform, or lets it go on. Nothing
// new leaves from when it returns, what is on its way lands and is read back,
// what is recorded waits. What waited is looked at again before it goes: money
// comes back as Needs you. It holds until the program ends, also when the
// platform is closed and opened again. JournalChanged tells that it changed,
// and JournalWhy says why nothing is sent (key "journal.paused"). It returns a
// model.Error where there is no journal.
func (c *Cluster) PauseSending(on bool) error {
	err := told(c, func(j *journal.Journal) error {
		j.PauseSending(on)
		return nil
	})
	if err == nil {
		c.app.mu.Lock()
		c.app.paused[c.profileID()] = on
		c.app.mu.Unlock()
		c.log.WithField("paused", on).Info("sending was paused or let go on")
	}
	return err
}

// SendingPaused reports whether PauseSending, or what VerifyJournal found, holds
// everything. It does not wait.
func (c *Cluster) SendingPaused() bool {
	j, err := c.journal()
	if err != nil {
		return false
	}
	_, flawed := j.Flaw()
	return flawed || j.SendingPaused()
}

// pausedBefore reports whether sending was paused earlier in this run.
func (c *Cluster) pausedBefore() bool {
	id := c.profileID()
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	return c.app.paused[id]
}

// QueueWait is how long a change may wait in the queue of this platform before
// it is not sent by itself any more and comes back as Needs you; 0: as long as
// it takes. Rows of a batch wait for their turn and are not meant.
func (c *Cluster) QueueWait(ctx context.Context) (time.Duration, error) {
	wait := QueueWait
	_, err := c.app.Get(ctx, c.profileID(), settingQueueWait, &wait)
	return wait, err
}

// PutQueueWait stores QueueWait; it holds at once, for what waits already too.
// It returns model.Invalid below zero.
func (c *Cluster) PutQueueWait(ctx context.Context, wait time.Duration) error {
	if wait < 0 {
		return model.NewError(model.Invalid, "journal.queuewait", nil)
	}
	if err := c.app.Put(ctx, c.profileID(), settingQueueWait, wait); err != nil {
		return err
	}
	c.records.mu.Lock()
	c.records.queueWait = wait
	c.records.mu.Unlock()
	return nil
}

// queueWait is QueueWait as it holds now.
func (c *Cluster) queueWait() time.Duration {
	c.records.mu.Lock()
	defer c.records.mu.Unlock()
	return c.records.queueWait
}
