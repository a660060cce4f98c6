package journal

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
	"steward/views/bench/record"
)

// toxic is one way in which a network is bad.
type toxic struct {
	name, attribute string
	strengths       [3]int
	more            map[string]int // other attributes
}

const down = "down"

var poisons = []toxic{
	{name: "latency", attribute: "latency", strengths: [3]int{40, 150, 600}},
	{name: down, strengths: [3]int{30, 120, 400}}, // ms that nothing gets through
	{name: "bandwidth", attribute: "rate", strengths: [3]int{64, 4, 1}},
	{name: "slow_close", attribute: "delay", strengths: [3]int{20, 100, 400}},
	{name: "timeout", attribute: "timeout", strengths: [3]int{20, 100, 600}},
	{name: "reset_peer", attribute: "timeout", strengths: [3]int{0, 10, 100}},
	{name: "slicer", attribute: "average_size", strengths: [3]int{256, 64, 8}, more: map[string]int{"delay": 2000}},
	{name: "limit_data", attribute: "bytes", strengths: [3]int{600, 150, 10}},
}

// ills are the kinds of call that meet them.
var ills = []string{"refill", "withdraw", "status", "bulk"}

// badNetwork is a bench whose client goes through toxiproxy.
type badNetwork struct {
	*bench
	proxy *toxiproxy.Proxy

	guard sync.Mutex
	at    func(model.Event) // what happens at an event
}

func newBadNetwork(t *testing.T) *badNetwork {
	t.Helper()
	n := &badNetwork{}
	b := newBench(t, 120)
	n.bench = b
	b.shut()
	there, err := url.Parse(b.demo.URL())
	if err != nil {
		t.Fatal(err)
	}
	n.proxy = toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "demo", "127.0.0.1:0", there.Host)
	if err := n.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.proxy.Stop)
	there.Host = n.proxy.Listen
	if b.there, err = client.New(client.Config{BaseURL: there.String(), Now: model.SystemClock{}.Now,
		Deadlines: client.Deadlines{Connect: 100 * time.Millisecond, Change: quick.Deadline, Long: quick.Long}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.there.Close)
	b.signIn()
	b.cfg.Client, b.cfg.Notify = b.there, n.notify
	b.open()
	t.Cleanup(b.shut) // before the proxy stops
	return n
}

func (n *badNetwork) notify(e model.Event) {
	n.guard.Lock()
	at := n.at
	n.guard.Unlock()
	if at != nil {
		at(e)
	}
	n.notice(e)
}

// poison makes the network bad until heal is called.
func (n *badNetwork) poison(p toxic, strength int, stream string) (heal func()) {
	n.t.Helper()
	if p.name == down {
		n.proxy.Stop()
		return func() {
			if err := n.proxy.Start(); err != nil {
				n.t.Errorf("up again: %v", err)
			}
		}
	}
	attributes := map[string]int{p.attribute: p.strengths[strength]}
	for name, value := range p.more {
		attributes[name] = value
	}
	text, err := json.Marshal(map[string]any{"name": "ill", "type": p.name, "stream": stream, "attributes": attributes})
	if err != nil {
		n.t.Error(err)
	}
	if _, err := n.proxy.Toxics.AddToxicJson(strings.NewReader(string(text))); err != nil {
		n.t.Errorf("%s: %v", text, err)
	}
	return func() { n.proxy.Toxics.ResetToxics(n.ctx) }
}

// intend makes the operations of one case.
func (n *badNetwork) intend(kind string) (ops []model.Operation, plan *model.Plan) {
	n.t.Helper()
	if kind == "bulk" {
		p := n.plan(model.Refill, 2, five)
		for _, r := range p.Rows {
			ops = append(ops, model.Operation{ID: r.Operation, UID: r.UID, Kind: p.Kind})
		}
		return ops, &p
	}
	u := n.customer()
	n.spare = append(n.spare, u) // for a later case
	o := refill(u, "1.25")
	switch kind {
	case "withdraw":
		o = model.NewOperation(model.Withdraw, u.UID, model.Change{Amount: euros("0.75"), Balance: platform.BalanceMain, Reason: "r"})
	case "status":
		live, _, err := n.there.Account(n.ctx, u.UID)
		if err != nil {
			n.t.Fatal(err)
		}
		o = model.NewOperation(model.Deactivate, u.UID, model.Change{})
		if live.Status == platform.AccountInactive {
			o.Kind = model.Activate
		}
	}
	return []model.Operation{o}, nil
}

// suffer is one case: it meets the poison from the beginning, or from when it is
// sent. It returns its operations as they ended.
func (n *badNetwork) suffer(kind string, p toxic, strength int, stream string, sent bool) []model.Operation {
	n.t.Helper()
	ops, plan := n.intend(kind)
	var once sync.Once
	ill := make(chan func(), 1)
	start := func() { once.Do(func() { ill <- n.poison(p, strength, stream) }) }
	if sent {
		n.on(func(e model.Event) {
			if o, err := n.journal.Operation(n.ctx, e.Operation); err == nil && o.State == model.StateSending && slices.ContainsFunc(ops, func(of model.Operation) bool { return of.ID == o.ID }) {
				start()
			}
		})
	} else {
		start()
	}
	if plan != nil {
		n.start(*plan)
	} else {
		n.record(ops[0])
	}
	lasts := 350 * time.Millisecond
	if p.name == down {
		lasts = time.Duration(p.strengths[strength]) * time.Millisecond
	}
	select {
	case heal := <-ill:
		<-time.After(lasts)
		heal()
	case <-time.After(enough):
		n.t.Fatalf("%s of %v was never sent", kind, ops[0].ID)
	}
	n.on(nil)
	n.landAll(ops, plan)
	for i, o := range ops {
		ops[i] = n.state(o.ID)
	}
	return ops
}

func (n *badNetwork) on(at func(model.Event)) {
	n.guard.Lock()
	n.at = at
	n.guard.Unlock()
}

// landAll does what a person does until nothing is open: what waits is given
// up, what is unknown is entered as not booked where that is possible, and
// settled where it is not.
func (n *badNetwork) landAll(ops []model.Operation, plan *model.Plan) {
	n.t.Helper()
	since := model.Stopwatch()
	n.until("all has landed", func() bool {
		if plan != nil {
			if n.journal.ResumeBatch(n.ctx, plan.ID) != nil && since() > 10*quick.Quarantine {
				_ = n.journal.CancelBatch(n.ctx, plan.ID)
			}
		}
		landed := true
		for _, of := range ops {
			o := n.state(of.ID)
			switch {
			case o.State == model.StateReview:
				_ = n.journal.Cancel(n.ctx, o.ID)
			case o.State == model.StateUnknown && o.Kind.Money():
				if n.journal.NotApplied(n.ctx, o.ID, "proven") != nil && since() > 10*quick.Quarantine {
					_ = n.journal.Settle(n.ctx, o.ID, "looked at by hand")
				}
			}
			landed = landed && !n.state(of.ID).State.Open()
		}
		return landed
	})
}

// TestProofOfBadNetworks is T4.
func TestProofOfBadNetworks(t *testing.T) {
	zerolog.SetGlobalLevel(zerolog.Disabled) // toxics write their own log
	n := newBadNetwork(t)
	full := record.Full()
	cases, double, wrong := 0, 0, 0
	met := map[model.OperationState]int{}
	for i, p := range poisons {
		for strength := range p.strengths {
			for k, kind := range ills {
				if !full && (strength != i%3 || k != i%len(ills)) { // one each
					continue
				}
				cases++
				stream := []string{"downstream", "upstream"}[cases%2]
				for _, o := range n.suffer(kind, p, strength, stream, cases%3 > 0) {
					met[o.State]++
					booked := n.booked(o.UID, o.ID)
					if booked > 1 {
						double++
					}
					if !o.Kind.Money() {
						continue
					}
					if (o.State == model.StateConfirmed) != (booked == 1) && o.State != model.StateSettled {
						wrong++
						t.Errorf("%s %d %s, %s: %s and booked %d times: %s", p.name, p.strengths[strength], stream, kind, o.State, booked, n.told(o.ID))
					}
				}
			}
		}
	}
	n.verified()
	record.Proven(t, record.Proof{ID: "T4", What: "latency, down, bandwidth, slow_close, timeout, reset_peer, slicer and limit_data of toxiproxy, in 3 strengths, on refill, withdraw, status and bulk",
		Figure: fmt.Sprintf("%d cases, %d double bookings, %d states that the platform's ledger contradicts; they ended as %s", cases, double, wrong, tally(met)),
		Bound:  "0 double bookings, every case in a named state", OK: double+wrong == 0 && (!full || cases == len(poisons)*3*len(ills))})
}

// tally says how many ended how.
func tally(met map[model.OperationState]int) string {
	var parts []string
	for state, many := range met {
		parts = append(parts, fmt.Sprintf("%s %d", state, many))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
