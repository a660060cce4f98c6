package demo

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Drop says how an answer is lost on the way.
type Drop uint8

// The ways to lose an answer.
const (
	// DropBefore cuts the connection before the platform does anything.
	DropBefore Drop = iota + 1
	// DropAfter lets the platform do what was asked, then cuts the connection.
	DropAfter
	// DropReset lets the platform do what was asked, then breaks the connection
	// with a reset.
	DropReset
	// DropHang lets the platform do what was asked and never answers.
	DropHang
)

// Apply says what the platform does with a request that meets a fault.
type Apply uint8

// The ways. ApplyUsual is what the fault says beside each of its fields.
const (
	ApplyUsual Apply = iota
	ApplyNever
	ApplyOnce
	ApplyTwice
	ApplyLate // after Fault.Late, or when Faults.Release is called
)

// Fault is one bad day of one method. Latency goes with any of the others; of
// the rest the first that is set in the order of the fields is what happens.
type Fault struct {
	Latency    time.Duration // the answer waits this long
	Drop       Drop
	Status     int           // HTTP status instead of an answer; nothing is applied; 307 leads to the same method again
	RetryAfter time.Duration // goes out with Status 429 or 503, in whole seconds
	HTML       bool          // a web page instead of JSON, with Status or 200; nothing is applied
	Result     int           // result code instead of an answer; nothing is applied
	Message    string        // the text of Result
	Cut        bool          // applied, but the body ends in the middle
	Apply      Apply         // what is applied instead of the usual
	Late       time.Duration // with ApplyLate; 0: only when released
	Skip       int           // so many requests pass before it begins
	Times      int           // how often it happens; 0: until cleared
}

// applies is what becomes of the request.
func (f *Fault) applies() Apply {
	switch {
	case f.Apply != ApplyUsual:
		return f.Apply
	case f.Drop == DropBefore, f.Drop == 0 && (f.Status != 0 || f.HTML || f.Result != 0):
		return ApplyNever
	}
	return ApplyOnce
}

// loses reports whether the answer of the method goes to nobody.
func (f *Fault) loses() bool { return f.Drop != 0 || f.Status != 0 || f.HTML || f.Result != 0 }

// Loss is one way in which an answer can be lost.
type Loss uint8

// The losses.
const (
	LossTimeout Loss = iota
	LossReset
	LossEOF
	LossGateway  // the page of a gateway, 502
	LossRedirect // 307 to the same method
	LossCut      // half of the JSON
	LossCode     // HTTP 200 with result 99
	LossHTML     // HTTP 200 with a web page
)

// Losses are all of them.
var Losses = []Loss{LossTimeout, LossReset, LossEOF, LossGateway, LossRedirect, LossCut, LossCode, LossHTML}

// String names the loss, for tests.
func (l Loss) String() string {
	return [...]string{"time-out", "reset", "EOF", "502 page", "307", "cut JSON", "200 with error code", "200 with HTML"}[l]
}

// Lost is the fault that loses one answer and applies the request in a way.
func Lost(l Loss, apply Apply) Fault {
	fault := Fault{Apply: apply, Times: 1}
	switch l {
	case LossTimeout:
		fault.Drop = DropHang
	case LossReset:
		fault.Drop = DropReset
	case LossEOF:
		fault.Drop = DropAfter
	case LossGateway:
		fault.Status, fault.HTML = 502, true
	case LossRedirect:
		fault.Status = 307
	case LossCut:
		fault.Cut = true
	case LossCode:
		fault.Result, fault.Message = codeUnknown, "internal error"
	case LossHTML:
		fault.HTML = true
	}
	return fault
}

// Faults are the faults of a running platform. Safe for concurrent use.
type Faults struct {
	mu      sync.Mutex
	sets    map[string][]Fault
	late    []*postponed
	stopped bool
}

// postponed is a request that is applied later.
type postponed struct {
	run   func()
	once  sync.Once
	timer *time.Timer // nil: only when released
}

func (l *postponed) do() { l.once.Do(l.run) }

// postpone keeps a request for later.
func (f *Faults) postpone(after time.Duration, run func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return
	}
	l := &postponed{run: run}
	if after > 0 {
		l.timer = time.AfterFunc(after, l.do)
	}
	f.late = append(f.late, l)
}

// Release applies now what was to be applied late and returns how many
// requests that were.
func (f *Faults) Release() int {
	f.mu.Lock()
	late := f.late
	f.late = nil
	f.mu.Unlock()
	for _, l := range late {
		l.do()
	}
	return len(late)
}

// stop forgets what was to be applied late, and waits for what is being applied.
func (f *Faults) stop() {
	f.mu.Lock()
	f.stopped = true
	late := f.late
	f.late = nil
	f.mu.Unlock()
	for _, l := range late {
		l.once.Do(func() {}) // waits, or takes its turn away
		if l.timer != nil {
			l.timer.Stop()
		}
	}
}

// Add puts a fault on a method ("billing/account/getaccounts"), on all that change
// something (EveryChange) or on all of them ("*"). Faults of one method happen one
// after the other; a fault of the method goes before one of EveryChange, and that
// before one of "*". It returns an error for an unknown method.
func (f *Faults) Add(method string, fault Fault) error {
	if _, known := methods[method]; !known && method != everyMethod && method != EveryChange {
		return fmt.Errorf("add a fault: the platform has no method %q", method)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sets == nil {
		f.sets = map[string][]Fault{}
	}
	f.sets[method] = append(slices.Clip(f.sets[method]), fault)
	return nil
}

// Clear removes the faults of a method, or with "*" of all methods.
func (f *Faults) Clear(method string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if method == everyMethod {
		f.sets = nil
		return
	}
	delete(f.sets, method)
}

// next is the fault that this request of a method meets; the zero Fault is none.
func (f *Faults) next(method string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, key := range [...]string{method, EveryChange, everyMethod} {
		set := f.sets[key]
		if len(set) == 0 || key == EveryChange && (methods[method] == nil || methods[method].access != writing) {
			continue
		}
		fault := set[0]
		switch {
		case fault.Skip > 0:
			set[0].Skip--
			continue
		case fault.Times == 1:
			f.sets[key] = set[1:]
		case fault.Times > 1:
			set[0].Times--
		}
		return fault
	}
	return Fault{}
}
