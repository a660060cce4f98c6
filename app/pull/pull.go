// Package pull carries the platform's data into the store: the list of all
// customers by itself, every other section when it is shown or asked for.
package pull

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/app/store"
	"steward/client"
	"steward/client/platform"
)

// defaultEvery is how often the list of all customers is read again.
const defaultEvery = 15 * time.Minute

// Config is what a Pull works with. Client, Store, Clock and Notify are needed.
type Config struct {
	Client *client.Client
	Store  *store.Store
	Clock  model.Clock
	Notify func(model.Event) // called on any goroutine, never after Close; must not block
	Log    *logrus.Entry     // nil: silent
	Every  time.Duration     // between two readings of all customers; 0: 15 minutes

	// After is the timer of waits; nil: time.After.
	After func(time.Duration) <-chan time.Time
}

// Pull reads the platform into the store. Its methods may be called from any
// goroutine; only Ask and Close wait.
type Pull struct {
	client *client.Client
	store  *store.Store
	clock  model.Clock
	log    *logrus.Entry
	every  time.Duration
	after  func(time.Duration) <-chan time.Time

	ctx     context.Context // ends with Close
	stop    context.CancelFunc
	working sync.WaitGroup
	wake    chan struct{} // something for the reading of all customers to look at

	mu       sync.Mutex
	notify   func(model.Event)
	started  bool
	closed   bool
	flights  map[model.SectionKey]*flight
	orders   orders
	progress model.Progress
	looked   platform.UID              // the customer on screen
	tab      model.Section             // of the customer, as far as it matters here
	watched  platform.UID              // whose running actions are read again
	touched  map[model.SectionKey]bool // by lane: read again when shown next
	rows     map[platform.UID]bool     // of the list: read again when no more change
	rowed    int                       // how often a row was said to have changed
}

// New prepares reading. Nothing is read before Start, Show, Refresh or Ask.
// When ctx ends all reading ends too; Close is still due.
func New(ctx context.Context, cfg Config) *Pull {
	p := &Pull{
		client: cfg.Client, store: cfg.Store, clock: cfg.Clock, notify: cfg.Notify,
		log: cfg.Log, every: cfg.Every, after: cfg.After,
		wake:    make(chan struct{}, 1),
		flights: map[model.SectionKey]*flight{},
		touched: map[model.SectionKey]bool{},
		rows:    map[platform.UID]bool{},
	}
	p.ctx, p.stop = context.WithCancel(ctx)
	if p.log == nil {
		silent := logrus.New()
		silent.SetOutput(io.Discard)
		p.log = logrus.NewEntry(silent)
	}
	if p.every <= 0 {
		p.every = defaultEvery
	}
	if p.after == nil {
		p.after = time.After
	}
	return p
}

// Start begins to keep the list of all customers up to date; it goes on where
// an earlier run stopped. Started already, it says that there is a new
// session: a reading that stopped because the sign-in expired goes on.
func (p *Pull) Start() {
	p.order(func(o *orders) { o.expired = false })
	p.mu.Lock()
	first := !p.started && !p.closed
	p.started = true
	p.mu.Unlock()
	if first {
		p.spawn(p.keepUsers)
	}
}

// Close stops all reading and waits until nothing of it is left.
func (p *Pull) Close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.stop()
	p.working.Wait()
}

// Pause stops the reading of all customers after the page in flight. Other
// sections are still read.
func (p *Pull) Pause() {
	p.order(func(o *orders) { o.paused = true })
	p.report(func(g *model.Progress) { g.Paused = true })
}

// Resume goes on with the reading of all customers after Pause, or after a new
// sign-in.
func (p *Pull) Resume() {
	p.order(func(o *orders) { o.paused, o.expired = false, false })
	p.report(func(g *model.Progress) { g.Paused = false })
}

// Progress is where the reading of all customers stands.
func (p *Pull) Progress() model.Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.progress
}

// report changes the progress and says so.
func (p *Pull) report(change func(*model.Progress)) {
	p.mu.Lock()
	before := p.progress
	change(&p.progress)
	moved := before != p.progress
	p.mu.Unlock()
	if moved {
		p.emit(model.ProgressChanged, model.SectionKey{})
	}
}

// emit tells the application, unless it is closing.
func (p *Pull) emit(kind model.EventKind, key model.SectionKey) {
	p.mu.Lock()
	closed := p.closed
	p.mu.Unlock()
	if !closed {
		p.notify(model.Event{Kind: kind, Key: key})
	}
}

// spawn runs work on a goroutine that Close waits for; after Close it does not
// run it.
func (p *Pull) spawn(work func(context.Context)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.working.Go(func() { work(p.ctx) })
	return true
}
