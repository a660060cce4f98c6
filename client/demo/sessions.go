package demo

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	maxAttempts = 5                // wrong passwords or codes in a row
	attemptsFor = 15 * time.Minute // so long a wrong password counts
	maxTried    = 10_000           // logins whose attempts are remembered
)

// session is one operator signed in, or a personal access token.
type session struct {
	id         int64
	owner      *admin
	restricted bool                // the second step is still to come
	includes   map[string]struct{} // permissions in lower case; nil: all
	token      bool
	created    time.Time
	last       time.Time
	host       string
	agent      string
	wrongCodes int
	visitor    string // the operator who opened it for a customer; empty: its own
}

// may reports whether the session includes a permission.
func (s *session) may(permission string) bool {
	if s.includes == nil {
		return true
	}
	_, ok := s.includes[strings.ToLower(permission)]
	return ok
}

// attempts counts wrong passwords of one login.
type attempts struct {
	wrong int
	last  time.Time
}

// sessions are all sessions and tokens by their secret.
type sessions struct {
	idle   time.Duration
	mu     sync.Mutex
	lastID int64
	open   map[string]*session
	tokens map[string]*session
	tried  map[string]attempts
}

func newSessions(idle time.Duration) *sessions {
	return &sessions{idle: idle, open: map[string]*session{}, tokens: map[string]*session{}, tried: map[string]attempts{}}
}

// begin opens a session and returns its secret.
func (s *sessions) begin(opened session, now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	opened.id, opened.created, opened.last = s.lastID, now, now
	secret := randomHex(18)
	s.open[secret] = &opened
	return secret
}

// addToken makes a secret a token of an operator.
func (s *sessions) addToken(secret string, owner *admin, permissions []string) {
	var includes map[string]struct{}
	if len(permissions) > 0 {
		includes = map[string]struct{}{}
		for _, permission := range permissions {
			includes[strings.ToLower(permission)] = struct{}{}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	s.tokens[secret] = &session{id: s.lastID, owner: owner, includes: includes, token: true}
}

// get is a copy of the session or token of a secret. A session is in use from
// now on for its idle time; one that was idle too long is gone.
func (s *sessions) get(secret string, now time.Time) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token, found := s.tokens[secret]; found {
		return *token, true
	}
	found, ok := s.open[secret]
	if !ok {
		return session{}, false
	}
	if now.Sub(found.last) > s.idle {
		delete(s.open, secret)
		return session{}, false
	}
	found.last = now
	return *found, true
}

// token is the token of a secret.
func (s *sessions) token(secret string) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.tokens[secret]
	if !ok {
		return session{}, false
	}
	return *found, true
}

// verified ends the restriction of a session.
func (s *sessions) verified(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, ok := s.open[secret]; ok {
		found.restricted = false
	}
}

// wrongCode counts a wrong code and returns how many attempts are left; with
// none left the session is gone.
func (s *sessions) wrongCode(secret string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.open[secret]
	if !ok {
		return 0
	}
	found.wrongCodes++
	left := maxAttempts - found.wrongCodes
	if left <= 0 {
		delete(s.open, secret)
		return 0
	}
	return left
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, secret)
}

func (s *sessions) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.open)
}

// of are the open sessions of an operator by id.
func (s *sessions) of(owner *admin, now time.Time) []session {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []session
	for open := range maps.Values(s.open) {
		if open.owner.uid == owner.uid && now.Sub(open.last) <= s.idle {
			found = append(found, *open)
		}
	}
	slices.SortFunc(found, func(a, b session) int { return cmp.Compare(a.id, b.id) })
	return found
}

// attempt counts a sign-in. It returns whether it is let through and how many
// attempts are left after it.
func (s *sessions) attempt(login string, right bool, now time.Time) (passed bool, left int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tried := s.tried[login]
	if now.Sub(tried.last) > attemptsFor {
		tried = attempts{}
	}
	switch {
	case tried.wrong >= maxAttempts:
		return false, 0
	case right:
		delete(s.tried, login)
		return true, maxAttempts
	}
	if len(s.tried) >= maxTried {
		clear(s.tried)
	}
	tried.wrong, tried.last = tried.wrong+1, now
	s.tried[login] = tried
	return false, maxAttempts - tried.wrong
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
