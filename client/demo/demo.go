// Package demo is a whole platform inside the program: a real HTTP server on a
// loopback address over an SQLite file of its own, filled with a believable
// cluster. It follows the wire contract strictly and spells its JSON by
// itself, so that it cannot be wrong together with the client.
package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/sirupsen/logrus"
)

// ErrNotLoopback is returned when the demo platform is asked to listen where
// other computers could reach it: its passwords are no secrets.
var ErrNotLoopback = errors.New("the demo platform listens on loopback addresses only")

// ErrInUse is returned when another demo platform runs on the same folder.
var ErrInUse = errors.New("another demo platform uses the folder")

// Options say what platform to start. Only Now is required.
type Options struct {
	Listen      string           // "127.0.0.1:0" when empty; loopback addresses only
	Dir         string           // keeps the data; empty: a temporary folder, removed on Close
	Customers   int              // 5,000 when 0; a Dir that holds a platform keeps its own size
	Seed        uint64           // the same seed, size and day give the same cluster; dates move with the day of Now
	SessionIdle time.Duration    // 60 minutes when 0
	RateLimit   RateLimit        // none when zero
	Now         func() time.Time // the platform's clock
	Log         *logrus.Entry    // nil: silent

	Alternatives Alternatives  // where the platform has the contract's other form
	Quirks       Quirks        // how the platform differs from what the contract assumes
	Turning      time.Duration // environments take so long to start, stop and fall asleep, or until Arrive; 0: no time
	Removal      Removal       // how personal data is removed
}

// DefaultCustomers is how many customers are invented unless told otherwise.
const DefaultCustomers = 5000

// The other defaults of Options.
const (
	defaultListen      = "127.0.0.1:0"
	defaultSessionIdle = time.Hour
)

// Platform is a running demo platform. All its methods are safe for concurrent use.
type Platform struct {
	now      func() time.Time
	log      *logrus.Entry
	store    *store
	sessions *sessions
	faults   *Faults
	limit    *limiter
	requests *counter
	door     *door
	admins   []*admin

	alternatives Alternatives
	quirks       atomic.Pointer[Quirks]
	turning      time.Duration
	journey      journey
	removal      Removal
	visits       visits
	done         chan struct{} // closed with the platform
	dir          string
	temporary    bool         // the folder goes with the platform
	lock         *flock.Flock // of a folder that stays
	closing      sync.Once
	closeErr     error
}

// Start opens or seeds the data and listens. ctx ends the seeding; the
// platform itself lives until Close. It returns ErrNotLoopback for an address
// that is not on loopback.
func Start(ctx context.Context, o Options) (*Platform, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	return start(ctx, o)
}

// complete fills the defaults in.
func (o Options) complete() (Options, error) {
	if o.Now == nil {
		return o, errors.New("start the demo platform: no clock given")
	}
	o.Listen = cmp.Or(o.Listen, defaultListen)
	o.Customers = cmp.Or(o.Customers, DefaultCustomers)
	o.SessionIdle = cmp.Or(o.SessionIdle, defaultSessionIdle)
	if o.Customers < 0 || o.Customers > maxCustomers {
		return o, fmt.Errorf("start the demo platform: %d customers, 1 to %d are possible", o.Customers, maxCustomers)
	}
	if o.Log == nil {
		quiet := logrus.New()
		quiet.SetOutput(io.Discard)
		o.Log = logrus.NewEntry(quiet)
	}
	return o, onlyLoopback(o.Listen)
}

// start opens the data and then the door.
func start(ctx context.Context, o Options) (*Platform, error) {
	p := &Platform{now: o.Now, log: o.Log, faults: &Faults{}, requests: &counter{},
		alternatives: o.Alternatives, limit: newLimiter(o.RateLimit), sessions: newSessions(o.SessionIdle),
		turning: o.Turning, removal: o.Removal, done: make(chan struct{})}
	p.quirks.Store(&o.Quirks)
	if err := p.open(ctx, o); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *Platform) open(ctx context.Context, o Options) (err error) {
	if err = p.claim(o.Dir); err != nil {
		return err
	}
	if p.store, err = openStore(ctx, p.dir, o); err != nil {
		return err
	}
	p.admins = makeAdmins(p.store.seed, p.store.resellers)
	for _, a := range p.admins {
		p.sessions.addToken(a.token.Reveal(), a, nil)
	}
	p.door, err = openDoor(ctx, o.Listen, p)
	return err
}

// claim takes a folder for this platform alone, or makes a temporary one.
func (p *Platform) claim(dir string) (err error) {
	if dir == "" {
		if p.dir, err = os.MkdirTemp("", "steward-demo-"); err != nil {
			return fmt.Errorf("make a folder for the demo platform: %w", err)
		}
		p.temporary = true
		return nil
	}
	p.dir = dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the demo platform's folder: %w", err)
	}
	lock := flock.New(filepath.Join(dir, dataFile+".lock"))
	taken, err := lock.TryLock()
	switch {
	case err != nil:
		return fmt.Errorf("lock the demo platform's folder: %w", err)
	case !taken:
		return ErrInUse
	}
	p.lock = lock
	return nil
}

// shut closes what is open.
func (p *Platform) shut() error {
	var errs []error
	close(p.done)
	p.faults.stop()
	if p.door != nil {
		errs = append(errs, p.door.close())
	}
	if p.store != nil {
		errs = append(errs, p.store.close())
	}
	if p.lock != nil {
		errs = append(errs, p.lock.Unlock())
	}
	if p.temporary {
		errs = append(errs, os.RemoveAll(p.dir))
	}
	return errors.Join(errs...)
}

// URL is the base address, such as http://127.0.0.1:40123, without a path.
func (p *Platform) URL() string { return "http://" + p.door.addr }

// Faults are the switches for bad days.
func (p *Platform) Faults() *Faults { return p.faults }

// Offline makes the platform refuse connections at once and cuts the open
// ones, or takes it back on the same address. It returns an error when the
// address cannot be taken again.
func (p *Platform) Offline(offline bool) error { return p.door.offline(offline) }

// Requests is how many requests reached a method ("billing/account/getaccounts"),
// refused ones included, or all of them for "*".
func (p *Platform) Requests(method string) int { return p.requests.count(method) }

// ExpireSessions ends every session, as a restart of the platform does.
// Tokens stay.
func (p *Platform) ExpireSessions() { p.sessions.expire() }

// Close stops the server and closes the data. It waits for nobody.
func (p *Platform) Close() error {
	p.closing.Do(func() { p.closeErr = p.shut() })
	return p.closeErr
}

var _ http.Handler = (*Platform)(nil)
