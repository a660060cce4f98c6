package client

import (
	"net/http"
	"time"

	"steward/client/internal/wire"
)

const (
	maxAttempts  = 4                // of one read
	firstWait    = time.Second      // before the second attempt, doubled each time
	longestWait  = 8 * time.Second  // of our own choice
	longestAsked = 60 * time.Second // of the platform's choice; a longer one is left to the caller
)

// failure is what decide needs to know about a failed attempt.
type failure struct {
	kind       NetKind // if status is 0
	status     int     // HTTP status of the answer; 0: there was none
	retryAfter time.Duration
	complete   bool          // the answer was read to its end and is the platform's
	envelope   wire.Envelope // of a complete answer
}

// decide says whether a method is sent again after its attempt (1 for the
// first) failed, and how long to wait before. rnd, 0 to 1, spreads the waits.
// Reads only: a change is never repeated here.
func decide(m Method, attempt int, f failure, rnd float64) (wait time.Duration, again bool) {
	if m.Class != ClassRead || !m.Retry || attempt >= maxAttempts || !f.passing() {
		return 0, false
	}
	wait = min(firstWait<<(attempt-1), longestWait)
	wait = wait/2 + time.Duration(rnd*float64(wait/2))
	if f.retryAfter > longestAsked {
		return 0, false
	}
	return max(wait, f.retryAfter), true
}

// passing reports whether the same read may succeed a moment later.
func (f failure) passing() bool {
	switch {
	case f.status == 0:
		return f.kind == KindReset || f.kind == KindCut
	case f.status == http.StatusOK:
		return f.kind == KindCut
	case f.status == http.StatusNotImplemented:
		return false
	}
	return f.status == http.StatusTooManyRequests || f.status >= 500
}
