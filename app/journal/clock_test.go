package journal

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/views/bench/record"
)

// skewed is a clock that is wrong.
type skewed struct{ by atomic.Int64 }

func (s *skewed) Now() time.Time { return time.Now().UTC().Add(time.Duration(s.by.Load())) }

const year = 365 * 24 * time.Hour

// TestProofOfClocks is T7: whatever the clocks say, the verdicts are the same.
func TestProofOfClocks(t *testing.T) {
	right, all := 0, 0
	for name, c := range map[string]struct {
		by, jump time.Duration
		date     bool
	}{
		"right": {}, "-10 y": {by: -10 * year}, "-1 h": {by: -time.Hour}, "+1 h": {by: time.Hour}, "+10 y": {by: 10 * year},
		"a jump back": {jump: -2 * time.Hour}, "a jump ahead": {jump: year}, "a lying Date": {date: true},
	} {
		all++
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			b.shut()
			clock := &skewed{}
			clock.by.Store(int64(c.by))
			b.cfg.Clock = clock
			if c.date {
				b.throughProxy()
			}
			b.open()
			b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed)
			clock.by.Store(int64(c.by + c.jump))
			b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyOnce))
			if o := b.becomes(b.record(refill(b.customer(), "2")), model.StateConfirmed); !o.Late {
				t.Error("not late")
			}
			b.fault(fund, demo.Lost(demo.LossReset, demo.ApplyNever))
			u := b.customer()
			id := b.record(refill(u, "3"))
			b.becomes(id, model.StateUnknown)
			clock.by.Store(int64(c.by))
			b.absent(id)
			if err := b.journal.SendAgain(b.ctx, id); err != nil {
				t.Fatal(err)
			}
			if o := b.becomes(id, model.StateConfirmed); o.Attempt != 2 || b.booked(u.UID, id) != 1 {
				t.Errorf("%+v", o)
			}
			b.becomes(b.record(change(model.SetNote, b.customer(), "x")), model.StateConfirmed)
			b.verified()
			if !t.Failed() {
				right++
			}
		})
	}
	record.Proven(t, record.Proof{ID: "T7", What: "clocks: -10 y, -1 h, +1 h, +10 y, a jump back and ahead in the middle, a lying Date header",
		Figure: fmt.Sprintf("%d of %d with the same verdicts", right, all), Bound: "all", OK: right == all})
}

// throughProxy puts something before the platform that lies about the date.
func (b *bench) throughProxy() {
	b.t.Helper()
	target, err := url.Parse(b.demo.URL())
	if err != nil {
		b.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{DisableKeepAlives: true}
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	proxy.ModifyResponse = func(r *http.Response) error {
		r.Header.Set("Date", "Sat, 01 Jan 2000 00:00:00 GMT")
		return nil
	}
	server := httptest.NewServer(proxy)
	b.t.Cleanup(server.Close)
	b.there, err = client.New(client.Config{BaseURL: server.URL, Now: b.cfg.Clock.Now,
		Deadlines: client.Deadlines{Connect: time.Second, Change: quick.Deadline, Long: quick.Long}})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(b.there.Close)
	b.signIn()
	b.cfg.Client = b.there
}
