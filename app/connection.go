package app

import (
	"maps"
	"sync"
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
	state   model.Connection
	since   time.Time
	took    time.Duration
	learned map[string]int
	changed func() // set once a cluster listens
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
	if conn.client, err = client.New(cfg); err != nil {
		return nil, model.NewError(model.Invalid, "signin.connection", err)
	}
	return conn, nil
}

// observe derives the connection state from real traffic.
func (c *connection) observe(t client.Traffic) {
	state := model.Online
	switch t.Kind {
	case client.Unreachable:
		state = model.Away
	case client.Refused702:
		state = model.Expired
	case client.RateLimited:
		state = model.Slow
	default:
		if t.Took > slowAnswer {
			state = model.Slow
		}
	}
	c.set(state, t.Took, t.At)
}

func (c *connection) set(state model.Connection, took time.Duration, at time.Time) {
	c.mu.Lock()
	same := c.state == state
	if !same {
		c.state, c.since = state, at
	}
	c.took = took
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
	State model.Connection
	Since time.Time     // UTC, when it came to be so
	Took  time.Duration // of the last answer
}

func (c *connection) now() (ConnectionState, map[string]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return ConnectionState{State: c.state, Since: c.since, Took: c.took}, maps.Clone(c.learned)
}

func (c *connection) listen(changed func()) {
	c.mu.Lock()
	c.changed = changed
	c.mu.Unlock()
}
