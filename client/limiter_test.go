package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"steward/client/internal/wire"
)

func TestLimiterPlaces(t *testing.T) {
	l, short, long := newLimiter(), methods[getAccounts], methods[longReads[0]]
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	var leaves []func()
	enter := func(ctx context.Context, m Method) {
		t.Helper()
		ctx, stop := context.WithTimeout(ctx, 5*time.Second) // fails instead of hanging
		defer stop()
		leave, err := l.enter(ctx, m)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	enter(t.Context(), long)
	enter(t.Context(), long)
	if len(l.long) != maxLong || len(l.places) != 2 {
		t.Fatalf("%d long, %d places", len(l.long), len(l.places))
	}
	blocked := func(ctx context.Context, m Method) bool { // a full limiter waits for the context
		ctx, stop := context.WithTimeout(ctx, time.Millisecond)
		defer stop()
		_, err := l.enter(ctx, m)
		return errors.Is(err, context.DeadlineExceeded)
	}
	if !blocked(Interactive(t.Context()), long) {
		t.Error("a third long call entered")
	}
	enter(t.Context(), short)
	enter(t.Context(), short)
	if !blocked(t.Context(), short) {
		t.Error("a fifth background call entered")
	}
	enter(Interactive(t.Context()), short)
	if !blocked(Interactive(t.Context()), short) {
		t.Error("a sixth call entered")
	}
	if _, err := l.enter(gone, short); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	for _, leave := range leaves {
		leave()
	}
	if len(l.places)+len(l.person)+len(l.long) != 0 {
		t.Error("places were not given back")
	}
}

func TestLongChangesShareAllPlaces(t *testing.T) {
	l := newLimiter()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Second) // fails instead of hanging
	defer stop()
	for range maxInFlight {
		if _, err := l.enter(ctx, methods[setAccountStatus]); err != nil {
			t.Fatal(err)
		}
	}
	if len(l.places) != maxInFlight || len(l.long) != 0 {
		t.Errorf("%d places, %d of long reads", len(l.places), len(l.long))
	}
	if _, err := l.enter(Interactive(ctx), methods[suspendUser]); err != nil {
		t.Errorf("a person's change: %v", err)
	}
}

func TestNeverMoreThanFourOnTheWire(t *testing.T) {
	var mu sync.Mutex
	now, most := 0, 0
	release := make(chan struct{})
	full := make(chan struct{}, 100)
	s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		full <- struct{}{}
		<-release
		mu.Lock()
		now--
		mu.Unlock()
		_, _ = w.Write([]byte(`{"result":0}`))
	})
	c := connect(t, s.URL)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := c.ask(t.Context(), request{method: getVersion, decode: wire.Plain}); err != nil {
				t.Error(err)
			}
		})
	}
	for range maxInFlight {
		<-full
	}
	all.Go(func() {
		if _, err := c.ask(Interactive(t.Context()), request{method: getVersion, decode: wire.Plain}); err != nil {
			t.Error(err)
		}
	})
	<-full // the person's call arrives although four are in flight
	close(release)
	all.Wait()
	if most != maxInFlight+1 {
		t.Errorf("%d at a time", most)
	}
}
