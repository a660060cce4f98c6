package client

import (
	"errors"
	"net/http"
	"sync"
	"time"
)

const (
	// lately is how long an answer stands for the platform being there.
	lately = 30 * time.Second
	// forgotten is after how long without any answer a method that failed
	// while others answered counts like every other.
	forgotten = 15 * time.Minute
)

// contact tells a platform that is not there from one of which a method fails.
type contact struct {
	mu       sync.Mutex
	answered time.Time       // when it answered last
	failing  map[string]bool // methods since they failed; true: others answered after that
}

// heard notes that a method was answered.
func (k *contact) heard(method string, at time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.answered = at
	delete(k.failing, method)
	for other := range k.failing {
		k.failing[other] = true
	}
}

// missed notes that a method was not answered as the platform answers, and
// reports whether that says something about the platform: nobody else answered
// lately, or others fail too.
func (k *contact) missed(method string, at time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	alone := true
	for other, alsoAnswered := range k.failing {
		alone = alone && (other == method || alsoAnswered)
	}
	itself := k.failing[method]
	if k.failing == nil {
		k.failing = make(map[string]bool)
	}
	k.failing[method] = itself
	since := at.Sub(k.answered)
	switch {
	case k.answered.IsZero():
		return true
	case itself:
		return since > forgotten
	}
	return !alone || since > lately
}

// trafficOf is what an outcome says about the connection. A call that the
// caller gave up, or that was never sent, says nothing.
func (k *contact) trafficOf(method string, err error, at time.Time) (kind TrafficKind, tell bool) {
	var refused *APIError
	var broken *NetError
	var certificate *CertificateError
	switch {
	case errors.Is(err, ErrReadOnly) || errors.Is(err, ErrUnlisted):
		return 0, false
	case errors.As(err, &certificate):
		return Unreachable, true
	case errors.As(err, &broken):
		switch broken.Kind {
		case KindCanceled:
			return 0, false
		case KindDial, KindTLS: // whatever the method
			return Unreachable, true
		}
		return Unreachable, k.missed(method, at)
	case errors.As(err, &refused) && refused.HTTPStatus == http.StatusTooManyRequests:
		kind = RateLimited
	case errors.As(err, &refused) && refused.Result == ResultNoSession:
		kind = Refused702
	case err != nil && (refused == nil || refused.HTTPStatus >= 500):
		return Unreachable, k.missed(method, at)
	}
	k.heard(method, at)
	return kind, true
}
