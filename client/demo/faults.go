package demo

import (
	"fmt"
	"sync"
	"time"
)

// Drop says when an answer is lost on the way.
type Drop uint8

// The two ways to lose an answer.
const (
	// DropBefore cuts the connection before the platform does anything.
	DropBefore Drop = iota + 1
	// DropAfter lets the platform do what was asked, then cuts the connection.
	DropAfter
)

// Fault is one bad day of one method. Latency goes with any of the others; of
// the rest the first that is set in the order of the fields is what happens.
type Fault struct {
	Latency    time.Duration // the answer waits this long
	Drop       Drop
	Status     int           // HTTP status instead of an answer; nothing is applied
	RetryAfter time.Duration // goes out with Status 429 or 503, in whole seconds
	HTML       bool          // a web page instead of JSON, with Status or 200; nothing is applied
	Result     int           // result code instead of an answer; nothing is applied
	Message    string        // the text of Result
	Cut        bool          // applied, but the body ends in the middle
	Times      int           // how often it happens; 0: until cleared
}

// Faults are the faults of a running platform. Safe for concurrent use.
type Faults struct {
	mu   sync.Mutex
	sets map[string][]Fault
}

// Add puts a fault on a method ("billing/account/getaccounts") or on all of
// them ("*"). Faults of one method happen one after the other; a fault of the
// method goes before one of "*". It returns an error for an unknown method.
func (f *Faults) Add(method string, fault Fault) error {
	if _, known := methods[method]; !known && method != everyMethod {
		return fmt.Errorf("add a fault: the platform has no method %q", method)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sets == nil {
		f.sets = map[string][]Fault{}
	}
	f.sets[method] = append(f.sets[method], fault)
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
	for _, key := range [...]string{method, everyMethod} {
		if set := f.sets[key]; len(set) > 0 {
			fault := set[0]
			switch fault.Times {
			case 0:
			case 1:
				f.sets[key] = set[1:]
			default:
				set[0].Times--
			}
			return fault
		}
	}
	return Fault{}
}
