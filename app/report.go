package app

import (
	"errors"
	"fmt"
	"sync"

	"steward/app/model"
)

// Explain is any error as one for people: what has no sentence of its own goes
// to the log with all that it tells, and gets one that says so. Nil stays nil.
func (a *App) Explain(err error) *model.Error {
	var known *model.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
	default:
		a.log.WithError(err).Error("something failed that nobody foresaw")
		known = model.NewError(model.Internal, "error.internal", err)
	}
	a.troubles.note(known)
	return known
}

// troublesKept are how many of the last errors a request for support names.
const troublesKept = 12

// troubles are the last errors that a person was told of, by key and code only:
// their words may be about somebody.
type troubles struct {
	mu   sync.Mutex
	last []string
}

func (t *troubles) note(e *model.Error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, fmt.Sprintf("%s (%s)", e.Key, e.Code))
	t.last = t.last[max(0, len(t.last)-troublesKept):]
}

// list are the errors, the oldest first, with how often each came in a row.
func (t *troubles) list() (found []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := 0; i < len(t.last); {
		from := i
		for i < len(t.last) && t.last[i] == t.last[from] {
			i++
		}
		words := t.last[from]
		if n := i - from; n > 1 {
			words += fmt.Sprintf(" %d times", n)
		}
		found = append(found, words)
	}
	return found
}
