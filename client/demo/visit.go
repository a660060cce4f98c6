package demo

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// roleCustomer is the role of a session that belongs to a customer.
const roleCustomer = "customer"

// forCustomers reports whether a customer's own session may call a method.
func (m *method) forCustomers() bool {
	switch m.name {
	case "users/authentication/checksign", "users/authentication/signout", "users/authentication/getsessions", "users/account/getuserinfo":
		return true
	}
	return false
}

// signInAsClient opens a session of a customer for an operator.
func signInAsClient(c *call) error {
	seen, err := c.oneByLogin()
	if err != nil {
		return err
	}
	err = c.alter(seen, "AdminService.SigninAsClient", "Sign in as client", "", func(_ context.Context, _ *sql.Tx, r *record) error {
		if r.status == statusDestroyed || r.status == statusDeleted {
			return illegal(r, "signed in")
		}
		seen = *r
		return nil
	})
	if err != nil {
		return err
	}
	opened := session{visitor: c.who.owner.login, owner: &admin{uid: seen.uid, role: roleCustomer, login: seen.email, name: seen.name}}
	return c.welcome(opened)
}

// visits are what is known of the sign-ins of customers beside their sessions.
type visits struct {
	mu    sync.Mutex
	ended map[string]struct{} // ids of invented sessions that were ended
	reset map[int64]struct{}  // customers whose invented failures were forgotten
}

// clientSession is where a customer is signed in.
type clientSession struct {
	id            string
	host, agent   string
	created, last time.Time
}

// clientSessions are where a customer is signed in: with browsers that are
// invented, and by operators.
func (p *Platform) clientSessions(r *record) []clientSession {
	var found []clientSession
	if r.enabled && r.status == statusActive && !p.store.isNotable(NotableNothing, r.uid) {
		for i := range mix(p.store.seed, uint64(r.uid), 73) % 4 {
			seed := mix(p.store.seed, uint64(r.uid), 74, i)
			began := p.now().Add(-time.Duration(1+seed%500) * time.Hour).Truncate(time.Minute)
			found = append(found, clientSession{
				id: "c" + strconv.FormatInt(r.uid, 10) + "-" + strconv.FormatUint(i+1, 10), host: "198.51.100." + strconv.FormatUint(1+seed>>16%250, 10),
				agent: browsers[seed>>24%uint64(len(browsers))], created: began, last: p.now().Add(-time.Duration(seed>>32%50) * time.Minute).Truncate(time.Minute),
			})
		}
	}
	for _, s := range p.sessions.of(&admin{uid: r.uid}, p.now()) {
		found = append(found, clientSession{id: strconv.FormatInt(s.id, 10), host: s.host, agent: s.agent, created: s.created, last: s.last})
	}
	p.visits.mu.Lock()
	defer p.visits.mu.Unlock()
	return slices.DeleteFunc(found, func(s clientSession) bool {
		_, ended := p.visits.ended[s.id]
		return ended
	})
}

var browsers = []string{"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Mozilla/5.0 (Windows NT 10.0) Chrome/139.0", "Mozilla/5.0 (iPhone) Safari/18.5"}

// getSessionsOf tells where a customer is signed in.
func getSessionsOf(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	c.key("sessions")
	c.open('[')
	for _, s := range c.p.clientSessions(&r) {
		c.open('{')
		c.text("id", s.id)
		c.int("uid", r.uid)
		c.text("host", s.host)
		c.text("userAgent", s.agent)
		c.moments(s.created, s.last)
		c.bool("current", false)
		c.close('}')
	}
	c.close(']')
	return nil
}

// signOutSessions ends sessions of one's own, or of the customer of a uid.
func signOutSessions(c *call) error {
	if c.has("uid") && !c.p.alternatives.Sessions {
		return signOutSessionsOf(c)
	}
	for _, id := range c.ids() {
		if !c.p.sessions.endID(c.who.owner.uid, id) {
			return refuse(codeNotFound, "object not found [session]")
		}
	}
	return nil
}

func (c *call) ids() []string {
	return strings.FieldsFunc(c.param("ids"), func(r rune) bool { return r == ';' || r == ',' })
}

// signOutSessionsOf ends sessions of a customer; all that are named have to be there.
func signOutSessionsOf(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	return c.alter(r, "AdminService.SignoutSessions", "Sign out sessions", "", func(_ context.Context, _ *sql.Tx, r *record) error {
		open := c.p.clientSessions(r)
		for _, id := range c.ids() {
			if !slices.ContainsFunc(open, func(s clientSession) bool { return s.id == id }) {
				return refuse(codeNotFound, "object not found [session]")
			}
		}
		for _, id := range c.ids() {
			if !c.p.sessions.endID(r.uid, id) {
				c.p.visits.end(id)
			}
		}
		return nil
	})
}

func (v *visits) end(id string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ended == nil {
		v.ended = map[string]struct{}{}
	}
	v.ended[id] = struct{}{}
}

// endID ends the session of an id, if it belongs to a uid.
func (s *sessions) endID(uid int64, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for secret, open := range s.open {
		if open.owner.uid == uid && strconv.FormatInt(open.id, 10) == id {
			delete(s.open, secret)
			return true
		}
	}
	return false
}

// failed are the wrong passwords of a login that still count.
func (s *sessions) failed(login string, now time.Time) attempts {
	s.mu.Lock()
	defer s.mu.Unlock()
	tried := s.tried[strings.ToLower(login)]
	if now.Sub(tried.last) > attemptsFor {
		return attempts{}
	}
	return tried
}

func (s *sessions) forgive(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tried, strings.ToLower(login))
}

// getSigninAttempts tells how often somebody failed to sign in as a customer:
// one of so many has some failures that are invented.
func getSigninAttempts(c *call) error {
	const failsOneOf = 40
	r, err := c.oneByLogin()
	if err != nil {
		return err
	}
	tried := c.p.sessions.failed(r.email, c.p.now())
	seed := mix(c.p.store.seed, uint64(r.uid), 75)
	c.p.visits.mu.Lock()
	_, reset := c.p.visits.reset[r.uid]
	c.p.visits.mu.Unlock()
	if tried.wrong == 0 && !reset && seed%failsOneOf == 0 && r.status <= statusInactive {
		tried = attempts{wrong: 1 + int(seed>>8%maxAttempts), last: c.p.now().Add(-time.Duration(seed>>16%14) * time.Minute)}
	}
	c.int("attempts", int64(tried.wrong))
	c.int("attemptsLeft", int64(maxAttempts-tried.wrong))
	c.time("lastAttempt", unix(tried.last))
	return nil
}

// resetSigninAttempts lets a customer sign in again.
func resetSigninAttempts(c *call) error {
	r, err := c.oneByLogin()
	if err != nil {
		return err
	}
	return c.alter(r, "AdminService.ResetSigninAttempts", "Reset sign-in attempts", "", func(_ context.Context, _ *sql.Tx, r *record) error {
		c.p.sessions.forgive(r.email)
		c.p.visits.mu.Lock()
		defer c.p.visits.mu.Unlock()
		if c.p.visits.reset == nil {
			c.p.visits.reset = map[int64]struct{}{}
		}
		c.p.visits.reset[r.uid] = struct{}{}
		return nil
	})
}
