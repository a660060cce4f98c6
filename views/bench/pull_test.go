package bench

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"steward/app/model"
	"steward/app/pull"
	"steward/app/sealed"
	"steward/app/store"
	"steward/client"
	"steward/views/bench/record"
)

// TestBenchPull compares reading a whole platform into an encrypted store with
// downloading and decoding the same pages with the same client and nothing else.
func TestBenchPull(t *testing.T) {
	customers := record.Amount(2000, 100_000)
	c := signedIn(t, serve(t, folder(t), customers))
	bare(t, c, customers) // the platform prepares its list once
	var ratios []float64
	for range record.Amount(1, 5) {
		alone, into := bare(t, c, customers), whole(t, c, customers)
		ratios = append(ratios, alone.Seconds()/into.Seconds())
		t.Logf("download and decode %.2f s, pull into the store %.2f s", alone.Seconds(), into.Seconds())
	}
	record.Measured(t, record.Figure{
		ID: "pull.ratio", Name: "reading 100,000 customers into the store: time of the bare download / time of the pull, median of 5 pairs",
		Value: middle(ratios), Unit: "x", Bound: 0.7, Better: record.Higher,
	})
}

func signedIn(t *testing.T, s *site) *client.Client {
	t.Helper()
	c, err := client.New(client.Config{BaseURL: s.URL, UserAgent: "bench", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	login, password := s.admin(t)
	if _, err := c.SignIn(t.Context(), login, password); err != nil {
		t.Fatal(err)
	}
	return c
}

// bare downloads and decodes all customers, page after page, and keeps nothing.
func bare(t *testing.T, c *client.Client, customers int) time.Duration {
	t.Helper()
	began := time.Now()
	read := 0
	for read < customers {
		page, err := c.Accounts(t.Context(), client.AccountsQuery{Start: read, Count: 500, OrderField: client.FilterUID, OrderDirection: "ASC"})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Users) == 0 {
			t.Fatalf("the list ended after %d of %d customers", read, customers)
		}
		read += len(page.Users)
	}
	return time.Since(began)
}

// whole pulls all customers into a new store, as the program does.
func whole(t *testing.T, c *client.Client, customers int) time.Duration {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "cache.db"), Key: sealed.NewKey(), Clock: model.SystemClock{},
	})
	if err != nil {
		t.Fatal(err)
	}
	moved := make(chan struct{}, 1)
	p := pull.New(t.Context(), pull.Config{Client: c, Store: s, Clock: model.SystemClock{}, Notify: func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	}})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	began := time.Now()
	p.Start()
	for g := p.Progress(); !g.Complete || g.Running; g = p.Progress() {
		select {
		case <-moved:
		case <-ctx.Done():
			t.Fatalf("the list was not read: %+v", g)
		}
	}
	took := time.Since(began)
	p.Close()
	list, err := s.List(t.Context(), model.Filter{})
	if err != nil || len(list.UIDs) != customers {
		t.Fatalf("%d of %d customers are stored: %v", len(list.UIDs), customers, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return took
}
