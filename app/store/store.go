// Package store is the cache of one platform: its customers and what belongs
// to them, in one sealed file that can be thrown away and pulled again, and an
// index in memory that searches it.
package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// Options says which cache to open.
type Options struct {
	Path  string     // of cache.db; empty: in memory, for this run only
	Key   sealed.Key // of the file; not needed in memory
	Clock model.Clock
}

// Store is an open cache. Its methods may be called from any goroutine.
type Store struct {
	db    *sealed.DB
	clock model.Clock

	writing sync.Mutex // one writer at a time, up to the index
	groups  dictionary[platform.GroupRef]
	sellers dictionary[platform.ResellerRef]

	index  *index
	ready  chan struct{}  // closed when the index is loaded
	failed error          // why it could not be; read after ready
	missed []platform.UID // written while it was loading

	indexed  atomic.Bool // the file has its indexes to sort by
	indexing atomic.Bool // they are being made

	run   atomic.Int64    // of the pull mark
	life  context.Context // ends with Close
	stop  context.CancelFunc
	begin sync.Once // of loading the index
	load  sync.WaitGroup
}

// Open opens or makes a cache; its search index loads with the first question
// that needs it. It returns
// sealed.ErrUnreadable for a wrong key or a broken file (move it aside and
// pull again) and sealed.ErrNewer for a file of a newer version.
func Open(ctx context.Context, o Options) (*Store, error) {
	db, err := sealed.Open(ctx, sealed.Options{Path: o.Path, Key: o.Key, Migrations: migrations})
	if err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	s := &Store{db: db, clock: o.Clock, index: newIndex(), ready: make(chan struct{})}
	if err := s.start(ctx); err != nil {
		return nil, fmt.Errorf("open cache: %w", errors.Join(err, db.Close()))
	}
	return s, nil
}

// start reads what is small. What it starts lives until Close, whatever becomes
// of ctx.
func (s *Store) start(ctx context.Context) error {
	if err := s.readNames(ctx); err != nil {
		return err
	}
	mark, err := s.PullMark(ctx)
	if err != nil {
		return err
	}
	s.run.Store(mark.Run)
	if err := s.findIndexes(ctx); err != nil {
		return err
	}
	s.life, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if mark.Complete {
		s.makeIndexes()
	}
	return nil
}

// loadSoon starts to load the index, once: with the first question that needs
// it, not before the first page of the program's start is on screen.
func (s *Store) loadSoon() {
	s.begin.Do(func() {
		s.load.Go(func() {
			if err := s.loadIndex(s.life); err != nil {
				s.failed = err
				close(s.ready)
			}
		})
	})
}

// Close waits for what runs and closes the file.
func (s *Store) Close() error {
	s.stop()
	s.load.Wait()
	s.index.release()
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close cache: %w", err)
	}
	return nil
}

// loaded waits for the index.
func (s *Store) loaded(ctx context.Context) error {
	s.loadSoon()
	select {
	case <-s.ready:
		return s.failed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) isLoaded() bool {
	select {
	case <-s.ready:
		return s.failed == nil
	default:
		return false
	}
}

// stamp is a time as it is stored; nil for the zero time.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// moment is the time of a stamp.
func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
