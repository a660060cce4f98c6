package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"steward/app/journal"
	"steward/app/model"
	"steward/app/sealed"
)

const (
	journalFile  = "journal.db"
	recoveryFile = "journal.recovery" // what a recovery code opens

	secretJournal     = "journal"         // its key
	secretJournalMark = "journal.highest" // its highest sequence number
)

// records is the journal of an open platform, or why there is none.
type records struct {
	mu      sync.Mutex
	journal *journal.Journal
	trouble *model.Error // why there is none
	sender  *model.Error // why another one sends for this operator
	codeDue bool         // the recovery code was not made yet
	limits  model.Limits

	queueWait time.Duration
}

// openJournal opens the journal of the platform beside its cache. What stands
// in the way is kept and said: everything can be read without it. Nothing is
// moved or made anew by itself.
func (c *Cluster) openJournal(ctx context.Context) {
	if c.isSecondWindow() {
		c.troubled(model.NewError(model.Conflict, "error.secondwindow", nil))
		return
	}
	path, key, why := c.journalAt(ctx)
	if why == nil {
		why = c.startJournal(ctx, path, key)
	}
	if why != nil {
		c.troubled(why)
	}
}

// troubled notes why there is no journal.
func (c *Cluster) troubled(why *model.Error) {
	c.log.WithError(why).Warn("there is no journal")
	c.records.mu.Lock()
	c.records.trouble = why
	c.records.mu.Unlock()
}

// journalAt is where the journal lies and which key opens it. This run only:
// in memory. A demo platform invents its ledger anew, so its journal is that of
// the run.
func (c *Cluster) journalAt(ctx context.Context) (string, sealed.Key, *model.Error) {
	p := c.Profile()
	switch {
	case c.kind == model.Demo:
		path, key := c.app.temp.sealed(p.ID + "." + journalFile)
		return path, key, nil
	case c.app.vault.ReadOnly():
		return "", sealed.Key{}, nil
	}
	path, name := c.journalPath(journalFile), secretName(p.ID, secretJournal)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return c.newJournalAt(ctx, path, name)
	}
	secret, kept, err := c.app.vault.Get(ctx, name)
	switch {
	case err != nil:
		return "", sealed.Key{}, c.app.Explain(err)
	case !kept:
		return "", sealed.Key{}, model.NewError(model.Unauthorized, "journalfile.locked", nil)
	}
	key, err := sealed.ParseKey(secret)
	if err != nil {
		return "", sealed.Key{}, model.NewError(model.Unauthorized, "journalfile.locked", err)
	}
	return path, key, nil
}

// newJournalAt is for a journal that is to be made: its key is stored and read
// back before. A key of one that is gone opens nothing any more. The vault does
// not watch the key: if it is lost everything else opens, and the journal says so.
func (c *Cluster) newJournalAt(ctx context.Context, path, name string) (string, sealed.Key, *model.Error) {
	secret, _, err := c.app.vault.Key(ctx, name)
	if model.CodeOf(err) == model.Conflict {
		secret, err = c.app.vault.Renew(ctx, name)
	}
	if err == nil {
		err = c.app.vault.Unmark(ctx, name)
	}
	if err != nil {
		return "", sealed.Key{}, c.app.Explain(err)
	}
	key, err := sealed.ParseKey(secret)
	if err != nil {
		return "", sealed.Key{}, model.NewError(model.Internal, "app.key", err)
	}
	return path, key, nil
}

// startJournal opens the journal and begins to send for whoever is signed in.
func (c *Cluster) startJournal(ctx context.Context, path string, key sealed.Key) *model.Error {
	desk, err := c.app.DeskID(ctx)
	if err != nil {
		return c.app.Explain(err)
	}
	limits, err := c.storedLimits(ctx)
	if err != nil {
		return c.app.Explain(err)
	}
	queueWait, err := c.QueueWait(ctx)
	if err != nil {
		return c.app.Explain(err)
	}
	c.records.mu.Lock()
	c.records.limits, c.records.queueWait = limits, queueWait
	c.records.mu.Unlock()
	p := c.Profile()
	cfg := journal.Config{
		Path: path, Key: key, Client: c.link().client, Clock: c.app.cfg.Clock, Log: c.log,
		Profile: p.ID, Cluster: clusterOf(p.URL), Desk: desk, LockDir: filepath.Join(c.app.cfg.Dir, "locks"),
		Notify: c.journalEvent, MayWrite: c.whyReadOnly, Limits: c.limits, QueueWait: c.queueWait,
		Seen: c.journalSeen(ctx), Highest: c.keeper.reached,
		Fresh: c.keeper.read, Touched: c.touch, Purge: c.purge,
		Times: c.app.cfg.Journal,
	}
	j, err := journal.Open(ctx, cfg)
	if err != nil {
		return journalError(err)
	}
	c.records.mu.Lock()
	c.records.journal, c.records.trouble = j, nil
	c.records.codeDue = path == c.journalPath(journalFile) && !c.hasRecovery()
	c.records.mu.Unlock()
	c.keeper.reached(j.Sequence())
	j.PauseSending(c.pausedBefore())
	c.attend(j)
	j.Start()
	c.background(func() { c.finishPurges(c.run, j) })
	return nil
}

// journalError gives an error of opening the journal the sentence for the
// person.
func journalError(err error) *model.Error {
	switch {
	case errors.Is(err, journal.ErrChain):
		return model.NewError(model.Internal, "journalfile.damaged", err)
	case errors.Is(err, sealed.ErrNewer):
		return model.NewError(model.Conflict, "journalfile.newer", err)
	case errors.Is(err, sealed.ErrUnreadable):
		return model.NewError(model.Unauthorized, "journalfile.locked", err)
	}
	return model.NewError(model.Internal, "journalfile.unopened", err)
}

// attend tells the journal who is signed in and whether anybody answers.
func (c *Cluster) attend(j *journal.Journal) {
	operator := c.Profile().Operator
	var sender *model.Error
	switch c.Connection().State {
	case model.Cached, model.Expired:
		j.SignInDue(operator)
	default:
		if err := j.SignedIn(operator); err != nil {
			sender = c.app.Explain(err)
			c.log.WithError(err).Warn("the journal does not send")
		}
	}
	c.records.mu.Lock()
	c.records.sender = sender
	c.records.mu.Unlock()
}

// connectionChanged tells views and journal what the last traffic said.
func (c *Cluster) connectionChanged() {
	c.publish(model.Event{Kind: model.ConnectionChanged})
	j, err := c.journal()
	if err != nil {
		return
	}
	switch c.Connection().State {
	case model.Online, model.Slow:
		j.Connected(true)
	case model.Away:
		j.Connected(false)
	case model.Expired:
		j.SignInDue(c.Profile().Operator)
	}
}

// journalEvent passes an event of the journal on.
func (c *Cluster) journalEvent(e model.Event) {
	if e.Kind == model.BatchChanged && c.writing.kept(e.Batch) {
		c.background(func() { c.followBatch(e.Batch) })
	}
	if e.Kind == model.OperationChanged {
		c.visits.moved(e.Operation)
	}
	c.publish(e)
}

// followBatch notes where a batch stands that keeps its unlock.
func (c *Cluster) followBatch(id string) {
	j, err := c.journal()
	if err != nil {
		return
	}
	if b, err := j.Batch(c.run, id); err == nil {
		c.writing.follow(id, b.State)
		c.publish(model.Event{Kind: model.ConnectionChanged}) // what the transport lets through may be another
	}
}

// journal is the open journal, or a model.Error that says why there is none.
func (c *Cluster) journal() (*journal.Journal, error) {
	c.records.mu.Lock()
	defer c.records.mu.Unlock()
	if c.records.journal == nil {
		if c.records.trouble != nil {
			return nil, c.records.trouble
		}
		return nil, model.NewError(model.Conflict, "journalfile.closed", nil)
	}
	return c.records.journal, nil
}

// closeJournal ends sending and reading back, and keeps the highest number.
func (c *Cluster) closeJournal() error {
	c.records.mu.Lock()
	j := c.records.journal
	c.records.journal = nil
	c.records.mu.Unlock()
	if j == nil {
		return nil
	}
	seq := j.Sequence()
	err := j.Close()
	c.keeper.reached(max(seq, j.Sequence()))
	return err
}

// JournalTrouble says why there is no journal and nothing can be changed; nil:
// it is open. It does not wait.
func (c *Cluster) JournalTrouble() *model.Error {
	c.records.mu.Lock()
	defer c.records.mu.Unlock()
	if c.records.trouble != nil {
		return c.records.trouble
	}
	return c.records.sender
}

// JournalWhy says why nothing is sent at present; nil: what may go goes. It
// does not wait.
func (c *Cluster) JournalWhy() *model.Error {
	if why := c.JournalTrouble(); why != nil {
		return why
	}
	j, err := c.journal()
	if err != nil {
		return c.app.Explain(err)
	}
	return j.Why()
}

// VerifyJournal walks the whole journal and returns how many steps it has. It
// returns a model.Error where one is missing or was altered: nothing is sent from
// then on, until TrustJournal. What could not be read to its end pauses sending as
// PauseSending does.
func (c *Cluster) VerifyJournal(ctx context.Context) (steps int, err error) {
	j, err := c.journal()
	if err != nil {
		return 0, err
	}
	steps, err = j.Verify(ctx)
	if err == nil || ctx.Err() != nil {
		return steps, err
	}
	if !errors.Is(err, journal.ErrChain) {
		err = errors.Join(err, c.PauseSending(true))
	}
	return steps, journalError(err).With("Step", steps+1)
}

// JournalFlaw is how many steps of the journal hold before the first one that
// VerifyJournal found missing or altered, in this run or an earlier one, and
// whether it found one that no person has let go since. It does not wait.
func (c *Cluster) JournalFlaw() (whole int, found bool) {
	j, err := c.journal()
	if err != nil {
		return 0, false
	}
	return j.Flaw()
}

// TrustJournal lets sending go on though VerifyJournal found that the journal was
// altered; who said so and why is kept in it. It returns a model.Error: Invalid
// without a reason, Unauthorized while nobody is signed in.
func (c *Cluster) TrustJournal(ctx context.Context, reason string) error {
	err := told(c, func(j *journal.Journal) error { return j.Trust(ctx, strings.TrimSpace(reason)) })
	if err == nil {
		c.log.Warn("a person let sending go on with a journal that does not match its check")
	}
	return err
}

func (c *Cluster) journalPath(file string) string {
	return filepath.Join(c.app.profileDir(c.profileID()), file)
}
