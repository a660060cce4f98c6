package client

import "context"

const (
	maxInFlight = 4 // calls at a time on one platform
	maxLong     = 2 // of them reads that may last minutes
)

// limiter bounds what one client does at a time. A person's call may use one
// place more than the others. Long changes have all places: who sends them
// bounds them, and a bulk change would take twice its time otherwise.
type limiter struct {
	places, person, long chan struct{}
}

func newLimiter() *limiter {
	return &limiter{
		places: make(chan struct{}, maxInFlight),
		person: make(chan struct{}, 1),
		long:   make(chan struct{}, maxLong),
	}
}

// enter waits for a place and returns how to leave it. It returns the
// context's error if that ends first.
func (l *limiter) enter(ctx context.Context, m Method) (leave func(), err error) {
	bounded := m.Long && !m.Class.changes()
	if bounded {
		select {
		case l.long <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	var extra chan struct{}
	if isInteractive(ctx) {
		extra = l.person
	}
	taken, err := l.place(ctx, extra)
	if err != nil {
		if bounded {
			<-l.long
		}
		return nil, err
	}
	return func() {
		<-taken
		if bounded {
			<-l.long
		}
	}, nil
}

// place takes one of the ordinary places if one is free, else whichever
// becomes free first; extra may be nil.
func (l *limiter) place(ctx context.Context, extra chan struct{}) (chan struct{}, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case l.places <- struct{}{}:
		return l.places, nil
	default:
	}
	select {
	case l.places <- struct{}{}:
		return l.places, nil
	case extra <- struct{}{}:
		return extra, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
