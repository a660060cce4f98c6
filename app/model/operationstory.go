package model

import (
	"time"

	"steward/client/platform"
)

// OperationFilter says which operations a list holds, newest first. The zero
// value is everything; a batch is one row unless Batch names it.
type OperationFilter struct {
	States   []OperationState // empty: all
	Kinds    []OperationKind  // empty: all
	UID      platform.UID     // 0: all
	Operator platform.UID     // 0: all
	Batch    string           // only this one's rows, in its order; empty: all
	Folded   bool             // rows of batches are left out
	Period   platform.Period  // recorded in it, UTC; zero ends: open
	Text     string           // part of e-mail, reason, ticket or id, or a User ID; case does not matter
}

// OperationCounts are what the strip and the badge show.
type OperationCounts struct {
	Queued      int // waits to be sent
	Flying      int // being sent or read back
	Unknown     int
	NeedsPerson int // review, unknown, duplicate, wrong
}

// Attempt is one sending.
type Attempt struct {
	Number     int
	RequestKey string
	Method     string            // namespace/service/method; empty: nothing left
	Sent       map[string]string // the parameters without secrets
	SentAt     time.Time         // UTC
	Offset     time.Duration     // the platform's clock less ours, when it was sent
	Took       time.Duration
	Written    bool   // bytes of the request left this computer
	Status     int    // HTTP; 0: no answer
	Result     int    // the platform's code
	Message    string // its words, or what broke; without secrets
	Verdict    string // accepted, refused, odd, unknown, neverwritten, session, rate
}

// Witness is one row of a platform's record as far as it matters to an
// operation.
type Witness struct {
	Funding platform.Funding // zero: an audit row
	Action  platform.Action  // zero: a funding row
	Ours    bool             // our mark or request key
	Attempt int              // whose mark it is; 0: none
	Fits    bool             // right kind and amount
	New     bool             // it was not there before sending
}

// Reading is one look at a platform's record.
type Reading struct {
	At      time.Time // UTC
	Attempt int
	Clean   bool   // paged to an empty page, none twice, with the newest row seen before sending
	After   bool   // after the quarantine
	Rows    int    // of the funding history
	Found   int    // rows with our mark
	Note    string // sentence key of what it means; empty: nothing new
	Value   string // of a set operation: the live value
	Failure string // why it could not be read; empty: it was
	Witness []Witness
}

// OperationStep is one transition.
type OperationStep struct {
	Seq      int64
	From, To OperationState
	At       time.Time // UTC
	By       Operator  // zero: by itself
	Reason   string
}

// OperationAction is what a person may do with an operation.
type OperationAction string

// The actions.
const (
	ActCheck      OperationAction = "check"      // read the platform's record now
	ActSendNow    OperationAction = "send"       // review: send after all
	ActCancel     OperationAction = "cancel"     // before sending
	ActEdit       OperationAction = "edit"       // before sending, or a rejected one as a new one
	ActBooked     OperationAction = "booked"     // name the row that is it
	ActNotApplied OperationAction = "notapplied" // it never arrived
	ActSendAgain  OperationAction = "sendagain"  // attempt /2
	ActSettle     OperationAction = "settle"     // end it with a reason
	ActReverse    OperationAction = "reverse"    // prepare the opposite
)

// OperationActions are all of them in the order on screen.
var OperationActions = []OperationAction{
	ActCheck, ActSendNow, ActBooked, ActNotApplied, ActSendAgain, ActSettle, ActEdit, ActCancel, ActReverse,
}

// OperationChoice is an action and why it is not possible now.
type OperationChoice struct {
	Action OperationAction
	WhyNot *Error // nil: possible
}

// OperationStory is all that is known about one operation.
type OperationStory struct {
	Operation  Operation
	Attempts   []Attempt
	Steps      []OperationStep
	Readings   []Reading     // newest first, bounded
	NextCheck  time.Time     // UTC by this computer's clock; zero: none
	Quarantine time.Duration // what is left of it; 0: over, or none
	CleanReads int           // of this attempt
	CleanAfter bool          // one of them after the quarantine
	MarkKnown  bool          // a mark of ours was read back on this platform before
	Choices    []OperationChoice
	Linked     []Operation // the other half of a pair
}

// Preview is what the platform says before a person presses the button.
type Preview struct {
	User     platform.User
	ReadAt   time.Time          // UTC, when the reading began
	Current  string             // the live value of what is to be changed; empty: has none
	After    platform.Money     // the balance afterwards; not given: no money
	Recent   []platform.Funding // newest first, those that Steward's warnings are about
	Warnings []string           // sentence keys
	Refused  *Error             // why it cannot be recorded; nil: it can
}
