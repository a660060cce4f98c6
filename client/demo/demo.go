// Package demo is a whole platform inside the program: a real HTTP server on a
// loopback address over an SQLite file of its own, filled with a believable
// cluster. It follows the wire contract strictly and spells its JSON by
// itself, so that it cannot be wrong together with the client.
package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
)

// ErrNotLoopback is returned when the demo platform is asked to listen where
// other computers could reach it: its passwords are no secrets.
var ErrNotLoopback = errors.New("the demo platform listens on loopback addresses only")

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
}

// defaults of Options.
const (
	defaultListen      = "127.0.0.1:0"
	defaultCustomers   = 5000
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
	admins   []admin
	dir      string // temporary folder to remove, or empty
	close    sync.Once
	closeErr error
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

func (o Options) complete() (Options, error) {
	if o.Now == nil {
		return o, errors.New("start the demo platform: no clock given")
	}
	if o.Listen == "" {
		o.Listen = defaultListen
	}
	if o.Customers == 0 {
		o.Customers = defaultCustomers
	}
	if o.Customers < 0 || o.Customers > maxCustomers {
		return o, fmt.Errorf("start the demo platform: %d customers, 1 to %d are possible", o.Customers, maxCustomers)
	}
	if o.SessionIdle == 0 {
		o.SessionIdle = defaultSessionIdle
	}
	if o.Log == nil {
		o.Log = silent()
	}
	return o, nil
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
	p.close.Do(func() { p.closeErr = p.shut() })
	return p.closeErr
}

var _ http.Handler = (*Platform)(nil)
