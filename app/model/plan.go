package model

import (
	"strconv"
	"time"

	"steward/client/platform"
)

// PlanCheck is what was found about a row of a plan.
type PlanCheck string

// The checks.
const (
	PlanReady   PlanCheck = "ready"
	PlanWarning PlanCheck = "warning"
	PlanLeftOut PlanCheck = "leftout" // cannot be forced
)

// PlanRow is one customer of a plan.
type PlanRow struct {
	Operation OperationID
	UID       platform.UID
	Login     string
	State     string // of the account when it was planned: a State's String
	Change    Change
	Check     PlanCheck
	Why       []string // sentence keys of warnings, or why it is left out
	Unticked  bool     // a person left it out
}

// Goes reports whether the row is sent.
func (r PlanRow) Goes() bool { return !r.Unticked && r.Check != PlanLeftOut }

// Plan is what a batch will do, before it does. The customers are those of its
// rows, whatever becomes of a filter.
type Plan struct {
	ID       string
	Kind     OperationKind
	Cluster  string    // the platform's host
	Desk     string    // whose plan it is
	Made     time.Time // UTC
	By       Operator
	Origin   string // the batch that it repeats or reverses; empty: none
	Rows     []PlanRow
	ReadOnly *Error // opened here only to be read; nil: it may be run

	// PastRejections lets money go on after three rejections in a row, which
	// otherwise pause it.
	PastRejections bool
}

// Total is how many rows go, and their exact total. It is not given for what is no
// money. It returns platform.ErrMixedCurrency; all rows are counted then too.
func (p Plan) Total() (rows int, total platform.Money, err error) {
	for _, r := range p.Rows {
		if !r.Goes() {
			continue
		}
		rows++
		if err == nil {
			total, err = total.Add(r.Change.Amount)
		}
	}
	if err != nil {
		total = platform.Money{}
	}
	return rows, total, err
}

// manyCustomers is how many go without a typed confirmation.
const manyCustomers = 20

// Confirmation is what a person has to type before a plan runs: the exact total
// of money, the number of customers of what is irreversible or of more than 20;
// empty: nothing.
func (p Plan) Confirmation() string {
	rows, total, err := p.Total()
	switch {
	case err != nil:
		return ""
	case p.Kind.Money():
		return total.Text()
	case p.Kind.Irreversible(), rows > manyCustomers:
		return strconv.Itoa(rows)
	}
	return ""
}

// BatchState is where a batch stands.
type BatchState string

// The states of a batch.
const (
	BatchRunning   BatchState = "running"
	BatchPaused    BatchState = "paused"
	BatchDone      BatchState = "done"
	BatchCancelled BatchState = "cancelled"
	BatchClosed    BatchState = "closed" // a plan that was given to another desk
)

// Batch is a plan that was started.
type Batch struct {
	ID     string // of the plan
	Kind   OperationKind
	State  BatchState
	Why    *Error    // why it is paused; nil: a person did it
	Made   time.Time // UTC
	By     Operator
	Origin string
	Rows   int
	Amount platform.Money // the plan's total; not given: no money
	Counts map[OperationState]int
	Late   int // of the confirmed ones

	PastRejections bool // as its plan says
}

// Left is how many rows were not sent.
func (b Batch) Left() int { return b.Counts[StateQueued] + b.Counts[StateReview] }

// Flying is how many rows are on their way or unknown.
func (b Batch) Flying() int {
	return b.Counts[StateSending] + b.Counts[StateAccepted] + b.Counts[StateUnknown]
}

// Limits bound money on this computer; the platform knows nothing of them. An
// amount that is not given is no limit.
type Limits struct {
	Operation, Batch, Day platform.Money
}
