package pull

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"steward/client"
)

// The waits after failures.
const (
	firstWait        = 2 * time.Second
	longestWait      = 60 * time.Second
	longestAsked     = 5 * time.Minute  // of a Retry-After
	restAfterFailure = 20 * time.Second // a section that failed is not read again for being shown
)

// backoff is how long to wait after so many failures in a row (1 is the
// first): 2, 4, 8 .. 60 s, up to a fifth more or less, so that many desks do
// not come back at the same moment. The platform may ask for more.
func backoff(failures int, asked time.Duration) time.Duration {
	wait := longestWait
	if shift := failures - 1; shift < 5 {
		wait = min(longestWait, firstWait<<shift)
	}
	wait += time.Duration((rand.Float64() - 0.5) * 0.4 * float64(wait))
	return max(wait, min(asked, longestAsked))
}

// slowDown reports whether the platform asked for fewer calls, and for how
// long it wants none.
func slowDown(err error) (time.Duration, bool) {
	var api *client.APIError
	if errors.As(err, &api) && api.HTTPStatus == http.StatusTooManyRequests {
		return api.RetryAfter, true
	}
	return 0, false
}

// expired reports whether the platform wants a new sign-in.
func expired(err error) bool {
	var api *client.APIError
	return errors.As(err, &api) && (api.Result == client.ResultNoSession || api.Result == client.ResultWrongLogin)
}

// timedOut reports whether there was no complete answer in time.
func timedOut(err error) bool {
	var lost *client.NetError
	return errors.As(err, &lost) && lost.Kind == client.KindTimeout
}
