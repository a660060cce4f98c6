// Package journal is journal.db: every change that this desk did or will do.
// A change is written down before it is sent, sent once, and ends in a state
// with a name. Nothing here is ever thrown away.
package journal

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client"
	"steward/client/platform"
)

// Config is what a Journal works with. Client, Clock and Notify are needed.
type Config struct {
	Path   string     // of journal.db; empty: in memory, for this run only, and then nothing can be changed
	Key    sealed.Key // of the file
	Client *client.Client
	Clock  model.Clock
	Notify func(model.Event) // on any goroutine, never after Close; must not block
	Log    *logrus.Entry     // nil: silent

	Profile string // its id
	Cluster string // the platform's host: plans are for it alone
	Desk    string // this desk's id: a money plan belongs to one
	LockDir string // of the locks that keep two senders of one operator apart, one folder for all profiles; empty: none

	// MayWrite says why nothing may be changed now (read-only, locked); nil: it
	// may. A batch keeps the answer it was started with.
	MayWrite func() *model.Error
	Limits   func() model.Limits // nil: none

	// QueueWait is how long a change may wait in the queue before a person looks
	// again; 0, or nil: as long as it takes.
	QueueWait func() time.Duration

	// Seen is the highest sequence number known outside the file, from cache
	// and keyring; Highest is told every new one. A file that is behind was
	// restored from a backup.
	Seen    int64
	Highest func(seq int64)

	Fresh   func(user platform.User, began time.Time) // what was read back, for the cache
	Touched func(model.SectionKey)                    // a change touched it: to be read again

	// Purge removes what else is kept of a customer whose personal data was
	// deleted; it is repeated at every start until it succeeds.
	Purge func(ctx context.Context, uid platform.UID) error

	Times   Times
	Elapsed func() time.Duration                 // how long ago something fixed was, whatever the clock says; nil: since Open
	After   func(time.Duration) <-chan time.Time // the timer of waits; nil: time.After
}

// Times are the waits of the rules for changes. The zero value has the
// defaults; tests make them short.
type Times struct {
	Deadline   time.Duration   // until a call is given up: 60 s; what the client was given
	Long       time.Duration   // of a status or an environment: 15 min
	Polls      []time.Duration // readings after an answer or its loss: at once, 2, 10, 30 s, 2, 10 min
	Every      time.Duration   // then: 10 min
	Refused    time.Duration   // until the reading that makes a clear no rejected: 10 s
	Unclear    []time.Duration // readings that make an unclear no rejected: 2, 10 min
	Quarantine time.Duration   // from the end of the deadline: 15 min
	Rechecks   []time.Duration // of what is rejected, not booked or sent again: 1, 12, 47 h
	BatchWait  time.Duration   // how long a batch of money waits for an unknown: 60 s
	Retry      time.Duration   // until what failed here (network, disk) is tried again: 30 s
}

func (t Times) complete() Times {
	either := func(d *time.Duration, standard time.Duration) {
		if *d <= 0 {
			*d = standard
		}
	}
	either(&t.Deadline, time.Minute)
	either(&t.Long, 15*time.Minute)
	either(&t.Every, 10*time.Minute)
	either(&t.Refused, 10*time.Second)
	either(&t.Quarantine, 15*time.Minute)
	either(&t.BatchWait, time.Minute)
	either(&t.Retry, 30*time.Second)
	if t.Polls == nil {
		t.Polls = []time.Duration{0, 2 * time.Second, 10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute}
	}
	if t.Unclear == nil {
		t.Unclear = []time.Duration{2 * time.Minute, 10 * time.Minute}
	}
	if t.Rechecks == nil {
		t.Rechecks = []time.Duration{time.Hour, 12 * time.Hour, 47 * time.Hour}
	}
	return t
}

// Journal is an open journal. Its methods may be called from any goroutine;
// those with a context may wait for the disk, those that say so for the network.
type Journal struct {
	cfg Config
	db  *sealed.DB
	log *logrus.Entry

	ctx     context.Context // ends with Close
	stop    context.CancelFunc
	working sync.WaitGroup
	wake    chan struct{}

	said statements

	keys   sync.Mutex // of people
	people map[platform.UID]*person

	turns   sync.Mutex // of waiting
	waiting []*turn    // steps that share the next transaction

	places chan struct{} // of changes in the air
	extra  chan struct{} // one more, for a person's change

	cleared atomic.Pointer[clearance] // what may leave, as of when mu was last given back
	hushed  atomic.Int32              // answers being written down that stop the others

	mu          guard
	rested      chan struct{} // closed when somebody ends working for an entry; nil: nobody waits
	chain       head
	entries     map[model.OperationID]*entry // all that is not at rest
	of          map[platform.UID][]*entry    // the same by customer
	watched     map[*entry]struct{}          // those with readings due
	sending     map[*entry]struct{}          // those that somebody is about to send, or sends
	queues      [kindsOfRoom][]*entry        // what waits to be sent, oldest first
	batches     map[string]*batch            // those not at their end
	today       []dated                      // money recorded in this run, oldest first
	operator    model.Operator               // who is signed in; zero: nobody
	lock        *flock.Flock                 // held while operator is set
	online      bool
	paused      bool          // a person holds all sending
	flaw        int           // the first step that Verify found missing or altered; 0: none, or a person let it go on
	expired     bool          // the platform wants a new sign-in
	notUntil    time.Duration // elapsed: the platform asked to wait
	readers     int           // readings in flight
	swept       sweptTo       // by whoever sweeps
	sweeping    bool          // one of them reads many rows
	broken      *model.Error  // the file cannot be written
	restored    bool          // from a backup, and not yet reconciled
	reconciling bool          // that it is reconciled is being written down
	closed      bool
	started     bool
}

// head is the end of the chain.
type head struct {
	seq  int64
	hash []byte
}

// Open opens or makes the journal. Whatever was being sent when the last run
// ended is unknown now. Nothing is sent before Start and SignedIn. It returns
// sealed.ErrUnreadable for a wrong key or a broken file, which is never moved
// aside by itself, sealed.ErrNewer, and ErrChain for a file that was altered.
func Open(ctx context.Context, cfg Config) (*Journal, error) {
	cfg = cfg.complete()
	j := &Journal{
		places: make(chan struct{}, atOnce), extra: make(chan struct{}, 1),
		cfg: cfg, log: cfg.Log, wake: make(chan struct{}, 1), online: true,
		entries: map[model.OperationID]*entry{}, of: map[platform.UID][]*entry{}, watched: map[*entry]struct{}{}, sending: map[*entry]struct{}{},
		batches: map[string]*batch{}, people: map[platform.UID]*person{},
	}
	j.mu.publish = j.publishClearance
	if err := j.open(ctx); err != nil {
		return nil, err
	}
	j.ctx, j.stop = context.WithCancel(context.WithoutCancel(ctx))
	return j, nil
}

func (c Config) complete() Config {
	c.Times = c.Times.complete()
	if c.Log == nil {
		silent := logrus.New()
		silent.SetOutput(io.Discard)
		c.Log = logrus.NewEntry(silent)
	}
	if c.Elapsed == nil {
		c.Elapsed = model.Stopwatch()
	}
	if c.After == nil {
		c.After = time.After
	}
	if c.MayWrite == nil {
		c.MayWrite = func() *model.Error { return nil }
	}
	if c.Limits == nil {
		c.Limits = func() model.Limits { return model.Limits{} }
	}
	if c.QueueWait == nil {
		c.QueueWait = func() time.Duration { return 0 }
	}
	if c.Highest == nil {
		c.Highest = func(int64) {}
	}
	if c.Fresh == nil {
		c.Fresh = func(platform.User, time.Time) {}
	}
	if c.Touched == nil {
		c.Touched = func(model.SectionKey) {}
	}
	return c
}

// Start begins to send and to read back.
func (j *Journal) Start() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.started || j.closed {
		return
	}
	j.started = true
	j.working.Go(j.run)
}

// Close gives up what waits for an answer (its outcome is then unknown, and
// recorded so), waits for all work to end and closes the file.
func (j *Journal) Close() error {
	j.mu.Lock()
	j.closed = true
	j.mu.Unlock()
	j.stop()
	j.working.Wait()
	j.unlock()
	return j.db.Close()
}

// spawn runs work on a goroutine that Close waits for. The lock is held.
func (j *Journal) spawn(work func(ctx context.Context)) {
	if !j.closed {
		j.working.Go(func() { work(j.ctx) })
	}
}

// nudge lets the scheduler look again.
func (j *Journal) nudge() {
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// emit tells the application, unless it is closing. The lock is not held.
func (j *Journal) emit(events ...model.Event) {
	j.mu.Lock()
	closed := j.closed
	j.mu.Unlock()
	if closed {
		return
	}
	for _, e := range events {
		j.cfg.Notify(e)
	}
}

func (j *Journal) now() time.Time { return j.cfg.Clock.Now().UTC() }
