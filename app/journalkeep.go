package app

import (
	"context"
	"strconv"
	"sync"
	"time"

	"steward/app/journal"
	"steward/app/model"
	"steward/client/platform"
)

// markEvery is how often the journal's highest number goes to the keyring.
const markEvery = time.Minute

// keeper takes what the journal tells while it works and has it stored a little
// later: the rows that it read back, and its highest number. The journal waits
// for neither cache nor keyring.
type keeper struct {
	wake chan struct{}

	mu       sync.Mutex
	rows     map[time.Time][]platform.User // by when their request began
	seq      int64
	cached   int64 // what the cache has of seq
	in, done int   // rows taken and stored, so that somebody can wait for them
	stored   *sync.Cond
}

func newKeeper() *keeper {
	k := &keeper{wake: make(chan struct{}, 1), rows: map[time.Time][]platform.User{}}
	k.stored = sync.NewCond(&k.mu)
	return k
}

// read takes a row that was read back.
func (k *keeper) read(user platform.User, began time.Time) {
	k.mu.Lock()
	k.rows[began] = append(k.rows[began], user)
	k.in++
	k.mu.Unlock()
	k.nudge()
}

// reached takes a number that is synced in the journal.
func (k *keeper) reached(seq int64) {
	k.mu.Lock()
	k.seq = max(k.seq, seq)
	k.mu.Unlock()
	k.nudge()
}

func (k *keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// take is what is to be stored now.
func (k *keeper) take() (rows map[time.Time][]platform.User, count int, seq int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	rows, k.rows = k.rows, map[time.Time][]platform.User{}
	for _, users := range rows {
		count += len(users)
	}
	if k.seq > k.cached {
		seq = k.seq
		k.cached = k.seq
	}
	return rows, count, seq
}

// keepJournal stores what the journal tells until ctx ends.
func (c *Cluster) keepJournal(ctx context.Context) {
	tick := time.NewTicker(markEvery)
	defer tick.Stop()
	var marked int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.keeper.wake:
			c.keepNow(ctx)
		case <-tick.C:
			marked = c.markJournal(ctx, marked)
		}
	}
}

// keepNow stores what was told so far in the cache.
func (c *Cluster) keepNow(ctx context.Context) {
	rows, count, seq := c.keeper.take()
	changed := 0
	for began, users := range rows {
		n, err := c.store.PutUsers(ctx, began, users)
		if err != nil {
			c.log.WithError(err).Warn("what was read back is not in the cache")
		}
		changed += n
	}
	if seq > 0 {
		if err := c.store.PutJournalMark(ctx, seq); err != nil {
			c.log.WithError(err).Warn("the journal's number is not in the cache")
		}
	}
	if changed > 0 {
		c.publish(model.Event{Kind: model.SectionChanged, Key: model.SectionKey{Section: model.SectionUsers}})
	}
	c.keeper.mu.Lock()
	c.keeper.done += count
	c.keeper.stored.Broadcast()
	c.keeper.mu.Unlock()
}

// settled waits until all rows that were told before are stored.
func (k *keeper) settled(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.stored.Broadcast()
	})
	defer stop()
	k.mu.Lock()
	defer k.mu.Unlock()
	for want := k.in; k.done < want; k.stored.Wait() {
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// keepLast stores what is left when all work has ended.
func (c *Cluster) keepLast() {
	ctx, cancel := context.WithTimeout(c.app.base, partingCap)
	defer cancel()
	c.keepNow(ctx)
	c.markJournal(ctx, 0)
}

// markJournal keeps the journal's highest number outside both files, if it is
// another than what was marked, and returns what is marked now.
func (c *Cluster) markJournal(ctx context.Context, marked int64) int64 {
	c.keeper.mu.Lock()
	seq := c.keeper.seq
	c.keeper.mu.Unlock()
	if seq == marked || c.kind == model.Demo || c.app.vault.ReadOnly() || c.isSecondWindow() {
		return marked
	}
	name := secretName(c.profileID(), secretJournalMark)
	if err := c.app.vault.Put(ctx, name, platform.NewSecret(strconv.FormatInt(seq, 10))); err != nil {
		c.log.WithError(err).Warn("the journal's number is not in the keyring")
		return marked
	}
	return seq
}

// journalSeen is the highest number that cache and keyring know.
func (c *Cluster) journalSeen(ctx context.Context) int64 {
	if c.kind == model.Demo || c.app.vault.ReadOnly() {
		return 0
	}
	seen, err := c.store.JournalMark(ctx)
	if err != nil {
		c.log.WithError(err).Warn("the journal's number was not read from the cache")
	}
	secret, kept, err := c.app.vault.Get(ctx, secretName(c.profileID(), secretJournalMark))
	if err != nil {
		c.log.WithError(err).Warn("the journal's number was not read from the keyring")
	}
	if kept {
		if marked, err := strconv.ParseInt(secret.Reveal(), 10, 64); err == nil {
			seen = max(seen, marked)
		}
	}
	return seen
}

// touch has a section read again that an operation changed.
func (c *Cluster) touch(key model.SectionKey) {
	if p := c.reader(); p != nil {
		p.Touch(key)
	}
}

// purge removes a customer whose personal data the platform deleted from all
// that is kept here beside the journal. What the platform has of them now is
// read again, if it answers.
func (c *Cluster) purge(ctx context.Context, uid platform.UID) error {
	if err := c.keeper.settled(ctx); err != nil { // a row from before must not come after
		return err
	}
	if err := c.store.Forget(ctx, uid); err != nil {
		return err
	}
	c.log.WithField("uid", uid).Info("a customer's data was removed")
	c.publish(model.Event{Kind: model.CustomersGone})
	c.publish(model.Event{Kind: model.SectionChanged, Key: model.SectionKey{Section: model.SectionUsers}})
	if p := c.reader(); p != nil {
		if _, err := p.Ask(ctx, strconv.FormatUint(uint64(uid), 10)); err != nil {
			c.log.WithError(err).WithField("uid", uid).Info("the customer's row was not read again")
		}
	}
	return nil
}

// finishPurges does again what a stop may have cut: whose personal data the
// platform deleted, and is still known here.
func (c *Cluster) finishPurges(ctx context.Context, j *journal.Journal) {
	keys, err := j.Keys(ctx, model.OperationFilter{Kinds: []model.OperationKind{model.DeletePersonalData}, States: []model.OperationState{model.StateConfirmed}})
	var deleted []model.Operation
	if err == nil {
		deleted, err = j.Operations(ctx, keys)
	}
	for _, o := range deleted {
		if o.Erased || err != nil {
			continue
		}
		if err = c.purge(ctx, o.UID); err == nil {
			err = j.Erase(ctx, o.UID)
		}
	}
	if err != nil && ctx.Err() == nil {
		c.log.WithError(err).Warn("a customer whose data was deleted is still known here")
	}
}
