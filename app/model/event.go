package model

import "steward/client/platform"

// Event says that something changed; it carries keys, never data. Whoever
// shows that thing asks for it again.
type Event struct {
	Kind      EventKind
	Key       SectionKey  // for SectionChanged and SectionStatus; of an operation its customer
	Operation OperationID // for OperationChanged
	Batch     string      // for BatchChanged and OperationChanged; empty: none
}

// EventKind is what changed.
type EventKind uint8

// The kinds of events.
const (
	SectionChanged    EventKind = iota + 1 // the stored data of Key differs from before
	SectionStatus                          // age, error or flight of Key changed
	ProgressChanged                        // the reading of all customers moved on
	ConnectionChanged                      // online, slow, offline, sign-in expired
	CustomersGone                          // customers were removed from the cache
	OperationChanged                       // an operation moved on, or more is known about it
	BatchChanged                           // a batch began, paused, went on or ended
	JournalChanged                         // whether the journal may send, and why not
)

// Connection is what the last real traffic says about the platform.
type Connection uint8

// Connection states.
const (
	ConnectionUnknown Connection = iota // nothing asked yet
	Online
	Slow    // answers take more than a few seconds
	Away    // nobody answers
	Expired // the platform wants a new sign-in
	Cached  // working offline by choice
)

// Operator is the person who is signed in.
type Operator struct {
	UID   platform.UID
	Login string
	Role  platform.Role
}
