package app

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
)

// Answers to the old session arrive after its end, and a wrong password is
// answered too: none of them means that somebody is signed in.
func TestOnlyASignInEndsAnExpiredOne(t *testing.T) {
	at := time.Date(2026, 11, 23, 14, 2, 11, 0, time.UTC)
	heard := 0
	c := &connection{}
	c.listen(func() { heard++ })
	want := func(state model.Connection, events int) {
		t.Helper()
		if now, _ := c.now(); now.State != state || heard != events {
			t.Fatalf("state %v after %d events, want %v after %d", now.State, heard, state, events)
		}
	}
	c.observe(client.Traffic{Kind: client.Answered, At: at})
	want(model.Online, 1)
	c.observe(client.Traffic{Kind: client.Answered, Took: time.Minute, At: at})
	want(model.Slow, 2)
	c.observe(client.Traffic{Kind: client.RateLimited, At: at})
	if now, _ := c.now(); !now.Limited {
		t.Error("nobody hears that the platform asked to slow down")
	}
	c.observe(client.Traffic{Kind: client.Refused702, At: at.Add(time.Hour)})
	want(model.Expired, 4)
	c.observe(client.Traffic{Kind: client.Answered, At: at.Add(2 * time.Hour)})
	c.observe(client.Traffic{Kind: client.Unreachable, At: at.Add(2 * time.Hour)})
	want(model.Expired, 4)
	if now, _ := c.now(); !now.Since.Equal(at.Add(time.Hour)) {
		t.Errorf("expired since %v", now.Since)
	}
	c.set(model.Online, at)
	want(model.Online, 5)
}
