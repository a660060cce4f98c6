package model

import "slices"

// OperationState is where an operation stands.
type OperationState string

// The states of an operation.
const (
	StateDraft      OperationState = "draft"       // a form being filled
	StateQueued     OperationState = "queued"      // recorded, not sent
	StateReview     OperationState = "review"      // a person looks again before it is sent
	StateSending    OperationState = "sending"     // recorded before the first byte leaves
	StateAccepted   OperationState = "accepted"    // the platform said yes; its record is being read
	StateConfirmed  OperationState = "confirmed"   // the platform's record shows it
	StateRejected   OperationState = "rejected"    // the platform said no and its record agrees
	StateUnknown    OperationState = "unknown"     // sent, the outcome is not known
	StateNotApplied OperationState = "not-applied" // a person says, with the evidence, that it never arrived
	StateDuplicate  OperationState = "duplicate"   // the platform's record shows it twice
	StateWrong      OperationState = "wrong"       // the platform's record shows another kind or amount
	StateSettled    OperationState = "settled"     // ended by a person
	StateCancelled  OperationState = "cancelled"   // given up before sending
)

// OperationStates are all of them in the order of the filter.
var OperationStates = []OperationState{
	StateReview, StateUnknown, StateDuplicate, StateWrong, StateQueued, StateSending, StateAccepted,
	StateConfirmed, StateRejected, StateNotApplied, StateSettled, StateCancelled, StateDraft,
}

// arrows is the one table of what may follow what.
var arrows = map[OperationState][]OperationState{
	StateDraft:  {StateQueued},
	StateQueued: {StateSending, StateReview, StateCancelled},
	StateReview: {StateQueued, StateCancelled},
	// To queued and review only where nothing was done: never written, 429, 702.
	StateSending:  {StateAccepted, StateQueued, StateReview, StateRejected, StateUnknown},
	StateAccepted: {StateConfirmed, StateDuplicate, StateWrong, StateUnknown, StateReview},
	StateUnknown: {
		StateConfirmed, StateRejected, StateWrong, StateDuplicate, StateSettled, StateNotApplied, StateQueued,
	},
	StateNotApplied: {StateSending, StateConfirmed, StateDuplicate, StateWrong, StateSettled},
	StateRejected:   {StateConfirmed, StateWrong, StateDraft}, // to draft as a new operation
	StateConfirmed:  {StateDuplicate},
	StateCancelled:  {StateConfirmed, StateWrong}, // its mark was found after all
	StateDuplicate:  {StateSettled},
	StateWrong:      {StateSettled},
}

// CanBecome reports whether the table has an arrow from s to next.
func (s OperationState) CanBecome(next OperationState) bool { return slices.Contains(arrows[s], next) }

// Open reports whether the operation is not at rest: it will be sent, or what
// became of it is not known yet.
func (s OperationState) Open() bool {
	switch s {
	case StateQueued, StateReview, StateSending, StateAccepted, StateUnknown:
		return true
	}
	return false
}

// Waits reports whether the operation was recorded and not sent.
func (s OperationState) Waits() bool { return s == StateQueued || s == StateReview }

// Flying reports whether the operation was sent and its end is not known.
func (s OperationState) Flying() bool {
	return s == StateSending || s == StateAccepted || s == StateUnknown
}

// NeedsPerson reports whether nothing goes on without a person: to look again,
// or to settle it.
func (s OperationState) NeedsPerson() bool {
	switch s {
	case StateReview, StateUnknown, StateDuplicate, StateWrong:
		return true
	}
	return false
}

// Moved reports whether the money of an operation in this state counts as
// moved, or may have been: what limits of a day are counted from.
func (s OperationState) Moved() bool {
	switch s {
	case StateDraft, StateRejected, StateNotApplied, StateCancelled:
		return false
	}
	return true
}
