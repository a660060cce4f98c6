package app

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"steward/app/model"
	"steward/client"
)

// slowAnswer is from when the platform is called slow.
const slowAnswer = 4 * time.Second

// connection is a client and what its traffic says about the platform.
type connection struct {
	client *client.Client

	mu      sync.Mutex
	state   ConnectionState
	learned map[string]int
	changed func() // set once a cluster listens

	locked atomic.Pointer[func() bool] // set once a cluster says what may be changed
}

// ask lets the transport ask before every change whether it is refused.
func (c *connection) ask(locked func() bool) { c.locked.Store(&locked) }

// refuses is what the transport asks. Nothing is changed before a platform is
// open.
func (c *connection) refuses() bool {
	locked := c.locked.Load()
	return locked == nil || (*locked)()
}

// connect makes a client for a profile. Nothing is sent yet.
func (a *App) connect(p model.Profile, s ProfileSecrets) (*connection, error) {
	cfg, err := a.clientConfig(p, s)
	if err != nil {
		return nil, err
	}
	conn := &connection{learned: maps.Clone(p.Capabilities)}
	if conn.learned == nil {
		conn.learned = map[string]int{}
	}
	cfg.OnTraffic = conn.observe
	cfg.OnLearn = conn.learn
	cfg.Locked = conn.refuses
	if conn.client, err = client.New(cfg); err != nil {
		return nil, model.NewError(model.Invalid, "signin.connection", err)
	}
	return conn, nil
}

// observe derives the connection state from real traffic. A sign-in that
// expired and work without a connection end by signing in only: late answers to
// the old session, or a wrong password, are answers too.
func (c *connection) observe(t client.Traffic) {
	next := ConnectionState{State: model.Online, Since: t.At, Took: t.Took}
	switch {
	case t.Kind == client.Unreachable:
		next.State = model.Away
	case t.Kind == client.Refused702:
		next.State = model.Expired
	case t.Kind == client.RateLimited:
		next.State, next.Limited = model.Slow, true
	case t.Took > slowAnswer:
		next.State = model.Slow
	}
	c.change(func(now ConnectionState) ConnectionState {
		if now.State == model.Cached || now.State == model.Expired {
			return now
		}
		return next
	})
}

// set is a state that no traffic tells.
func (c *connection) set(state model.Connection, at time.Time) {
	c.change(func(ConnectionState) ConnectionState { return ConnectionState{State: state, Since: at} })
}

// change replaces the state; whoever listens hears of another one.
func (c *connection) change(next func(now ConnectionState) ConnectionState) {
	c.mu.Lock()
	before := c.state
	c.state = next(before)
	same := before.State == c.state.State && before.Limited == c.state.Limited
	if same {
		c.state.Since = before.Since
	}
	changed := c.changed
	c.mu.Unlock()
	if !same && changed != nil {
		changed()
	}
}

func (c *connection) learn(name string, choice int) {
	c.mu.Lock()
	c.learned[name] = choice
	c.mu.Unlock()
}

// ConnectionState is what the last real traffic says.
type ConnectionState struct {
	State   model.Connection
	Since   time.Time     // UTC, when it came to be so
	Took    time.Duration // of the last answer
	Limited bool          // slow because the platform asked to slow down
}

func (c *connection) now() (ConnectionState, map[string]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state, maps.Clone(c.learned)
}

func (c *connection) listen(changed func()) {
	c.mu.Lock()
	c.changed = changed
	c.mu.Unlock()
}
