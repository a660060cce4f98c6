package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/app/pull"
	"steward/app/sealed"
	"steward/app/store"
	"steward/app/vault"
	"steward/client"
)

const (
	keepAlive  = 10 * time.Minute // how often an idle session is touched while open
	askAgain   = 30 * time.Second // how often a platform that does not answer is asked
	partingCap = 2 * time.Second  // how long closing waits for a sign-out
)

// Cluster is one open platform: its cached customers, its connection and
// what keeps the one fresh from the other.
type Cluster struct {
	app    *App
	log    *logrus.Entry
	store  *store.Store
	notice *model.Error // said once after opening
	lock   *vault.Lock  // nil in a second window
	kind   model.Kind   // of the platform; never changes

	writing writing
	records records
	keeper  *keeper
	visits  visits

	run    context.Context // ends with Close
	cancel context.CancelFunc
	done   sync.WaitGroup

	mu      sync.Mutex
	conn    *connection
	profile model.Profile
	pull    *pull.Pull // nil while working offline or in a second window
	skew    time.Duration
	subs    map[int]func(model.Event)
	nextSub int
	closed  bool
}

// Offline opens the cached copy of a profile without any traffic.
func (a *App) Offline(ctx context.Context, id string) (*Cluster, error) {
	p, conn, err := a.stored(ctx, id)
	if err != nil {
		return nil, err
	}
	conn.set(model.Cached, a.Now())
	return a.open(ctx, p, conn)
}

// Resume opens a stored profile with its stored session. The cached list is
// there at once; whether the platform answers and still knows the session
// shows itself in the connection state. Without a stored session the state is
// Expired from the start.
func (a *App) Resume(ctx context.Context, id string) (*Cluster, error) {
	p, conn, err := a.stored(ctx, id)
	if err != nil {
		return nil, err
	}
	session, ok, err := a.vault.Get(ctx, secretName(id, secretSession))
	if err != nil {
		return nil, err
	}
	if ok {
		conn.client.Resume(session)
	} else {
		conn.set(model.Expired, a.Now())
	}
	return a.open(ctx, p, conn)
}

// stored is a profile of this computer and a connection for it.
func (a *App) stored(ctx context.Context, id string) (model.Profile, *connection, error) {
	list, err := a.Profiles(ctx)
	if err != nil {
		return model.Profile{}, nil, err
	}
	at := slices.IndexFunc(list, func(p model.Profile) bool { return p.ID == id })
	if at < 0 {
		return model.Profile{}, nil, model.NewError(model.NotFound, "app.noprofile", nil)
	}
	secrets, err := a.storedSecrets(ctx, id)
	if err != nil {
		return model.Profile{}, nil, err
	}
	conn, err := a.connect(list[at], secrets)
	return list[at], conn, err
}

// open opens the cache of a profile over a connection and starts reading.
func (a *App) open(ctx context.Context, p model.Profile, conn *connection) (*Cluster, error) {
	dir := a.profileDir(p.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, model.NewError(model.Internal, "app.folder", err)
	}
	lock, held, err := vault.Hold(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, model.NewError(model.Internal, "app.lock", err)
	}
	c := &Cluster{
		app: a, log: a.log.WithField("profile", p.ID), conn: conn, profile: p, kind: p.Kind,
		subs: map[int]func(model.Event){}, keeper: newKeeper(),
	}
	if held {
		c.lock = lock
	} else {
		c.notice = model.NewError(model.Conflict, "error.secondwindow", nil)
	}
	c.restrict()
	if err := c.openStore(ctx, filepath.Join(dir, "cache.db")); err != nil {
		c.release()
		return nil, err
	}
	c.run, c.cancel = context.WithCancel(a.base)
	conn.listen(c.connectionChanged)
	c.done.Go(func() { c.keepJournal(c.run) })
	c.openJournal(ctx)
	a.mu.Lock()
	a.clusters[c] = true
	a.mu.Unlock()
	if state, _ := conn.now(); state.State != model.Cached && state.State != model.Expired {
		c.startPull()
	}
	c.done.Go(func() { c.keepSession(c.run) })
	if c.kind == model.Demo {
		c.done.Go(func() { a.forgetOtherDemos(c.run, p.ID) })
	}
	return c, nil
}

// openStore opens cache.db; one that cannot be read is moved aside, said, and
// read again from the platform. That of a demo platform is of this run, as its
// journal is: the next run's platform has other days, and none of the changes.
func (c *Cluster) openStore(ctx context.Context, path string) error {
	path, key, err := c.cacheAt(ctx, path)
	if err != nil {
		return err
	}
	opt := store.Options{Path: path, Key: key, Clock: c.app.cfg.Clock}
	c.store, err = store.Open(ctx, opt)
	if err == nil {
		return nil
	}
	if c.lock == nil || !(errors.Is(err, sealed.ErrUnreadable) || errors.Is(err, sealed.ErrNewer)) {
		return model.NewError(model.Internal, "app.cache", err)
	}
	moved, moveErr := sealed.MoveAside(path, c.app.Now())
	if moveErr != nil {
		return model.NewError(model.Internal, "app.cache", errors.Join(err, moveErr))
	}
	c.log.WithError(err).WithField("moved", moved).Warn("the cache was unreadable and moved aside")
	c.notice = model.NewError(model.Internal, "error.cacheunreadable", err)
	if c.store, err = store.Open(ctx, opt); err != nil {
		return model.NewError(model.Internal, "app.cache", err)
	}
	return nil
}

// cacheAt is where the cache lies and which key opens it.
func (c *Cluster) cacheAt(ctx context.Context, path string) (string, sealed.Key, error) {
	if c.kind == model.Demo {
		path, key := c.app.temp.sealed(c.profile.ID + ".cache.db")
		return path, key, nil
	}
	return c.app.sealedFile(ctx, secretName(c.profile.ID, "cache"), path)
}

// startPull starts reading from the platform, except in a second window.
func (c *Cluster) startPull() {
	every := c.app.pullEvery(c.run) // asked before the lock: whoever paints takes it too
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isSecondWindow() || c.closed {
		return
	}
	if c.pull == nil {
		c.pull = pull.New(c.run, pull.Config{
			Client: c.conn.client, Store: c.store, Clock: c.app.cfg.Clock,
			Notify: c.publish, Log: c.log, Every: every,
		})
	}
	c.pull.Start()
}

// isSecondWindow tells that another window works with the platform and this
// one only looks on. Two demo windows do not share a cache.
func (c *Cluster) isSecondWindow() bool { return c.lock == nil && c.kind != model.Demo }

// restrict lets the transport ask before every change; where another window
// holds the platform it refuses for good.
func (c *Cluster) restrict() {
	if c.isSecondWindow() {
		c.link().client.RestrictToReading()
	}
	c.link().ask(c.locked)
}

// background runs work that Close waits for; it reports whether it does.
func (c *Cluster) background(work func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.done.Go(work)
	return true
}

// link is the connection in use.
func (c *Cluster) link() *connection {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn
}

// SignInAgain prepares a new sign-in of the open profile, in place.
func (c *Cluster) SignInAgain(ctx context.Context) (*Attempt, error) {
	s, err := c.app.storedSecrets(ctx, c.profileID())
	if err != nil {
		return nil, err
	}
	return &Attempt{app: c.app, cluster: c, conn: c.link(), profile: c.Profile(), secrets: s}, nil
}

// signedIn goes on after a new sign-in. Writing that somebody else unlocked is
// locked again.
func (c *Cluster) signedIn(p model.Profile) {
	c.mu.Lock()
	another := c.profile.Operator.UID != p.Operator.UID
	c.profile = p
	c.mu.Unlock()
	if another {
		c.writing.set(time.Time{}, nil)
	}
	c.link().set(model.Online, c.app.Now())
	if j, err := c.journal(); err == nil {
		c.attend(j)
	}
	c.publish(model.Event{Kind: model.ConnectionChanged})
	c.startPull()
}

// keepSession touches the session while the platform is open, asks again
// whether a platform answers that did not, and compares the clocks once.
func (c *Cluster) keepSession(ctx context.Context) {
	compared := c.compareClocks(ctx)
	tick := time.NewTicker(askAgain)
	defer tick.Stop()
	for rest := keepAlive; ; rest -= askAgain {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		state := c.Connection().State
		touch := rest <= askAgain && (state == model.Online || state == model.Slow)
		if state != model.Away && !touch {
			continue
		}
		rest = keepAlive
		if err := c.link().client.CheckSession(ctx); err != nil {
			c.log.WithError(err).Debug("session check failed")
			continue
		}
		compared = compared || c.compareClocks(ctx)
	}
}

// compareClocks asks the platform for its time and reports whether it told.
func (c *Cluster) compareClocks(ctx context.Context) bool {
	if state := c.Connection(); state.State == model.Cached || state.State == model.Expired {
		return false
	}
	there, err := c.link().client.ServerTime(ctx)
	if err != nil {
		c.log.WithError(err).Debug("the platform's clock could not be read")
		return false
	}
	c.mu.Lock()
	c.skew = c.app.Now().Sub(there)
	c.mu.Unlock()
	c.publish(model.Event{Kind: model.ConnectionChanged})
	return true
}

// Close stops reading and sending and closes cache and journal. A session that
// is not to be kept is signed out, if the platform answers soon.
func (c *Cluster) Close() error {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil
	}
	c.closed = true
	p, profile := c.pull, c.profile
	c.mu.Unlock()

	c.link().listen(nil)
	c.writing.set(time.Time{}, nil)
	c.endVisits()
	c.cancel()
	if p != nil {
		p.Close()
	}
	broken := c.closeJournal()
	c.done.Wait()
	c.keepLast()
	c.remember(profile)
	c.part(profile)
	c.link().client.Close()
	err := errors.Join(broken, c.store.Close())
	c.release()
	c.app.mu.Lock()
	delete(c.app.clusters, c)
	c.app.mu.Unlock()
	return err
}

// remember stores what the next sign-in page shows of this profile.
func (c *Cluster) remember(p model.Profile) {
	ctx, cancel := context.WithTimeout(c.app.base, partingCap)
	defer cancel()
	if n, err := c.store.Count(ctx); err == nil {
		p.Customers = n
	}
	_, p.Capabilities = c.link().now()
	p.LastUsed = c.app.Now()
	if _, err := c.app.PutProfile(ctx, p); err != nil {
		c.log.WithError(err).Warn("the profile could not be stored")
	}
}

func (c *Cluster) part(p model.Profile) {
	state := c.Connection().State
	if p.StaySignedIn || p.Auth == model.ByToken || (state != model.Online && state != model.Slow) {
		return
	}
	ctx, cancel := context.WithTimeout(c.app.base, partingCap)
	defer cancel()
	if err := c.link().client.SignOut(ctx); err != nil {
		c.log.WithError(err).Debug("sign-out failed")
	}
}

// SignOut ends the session on the platform and forgets it here.
func (c *Cluster) SignOut(ctx context.Context) error {
	c.endVisits()
	if j, err := c.journal(); err == nil {
		j.SignedOut()
	}
	err := c.link().client.SignOut(client.Interactive(ctx))
	if forget := c.app.vault.Delete(ctx, secretName(c.profileID(), secretSession)); forget != nil {
		return forget
	}
	if err != nil {
		return pull.Explain(err)
	}
	return nil
}

func (c *Cluster) release() {
	if c.lock == nil {
		return
	}
	if err := c.lock.Release(); err != nil {
		c.log.WithError(err).Warn("the lock of the profile could not be released")
	}
}

func (c *Cluster) profileID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.profile.ID
}
