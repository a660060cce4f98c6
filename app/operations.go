package app

import (
	"context"

	"steward/app/journal"
	"steward/app/model"
	"steward/client/platform"
)

// Given is what goes with an operation and is never written down: the
// operator's password, where the kind needs it.
type Given struct{ Password platform.Secret }

// Record writes operations down; what may go goes at once. Two are a pair: the
// second goes when the first is confirmed. It returns a model.Error: Invalid
// for what cannot be meant, Conflict while something else has to be settled
// first, Forbidden where writing is not allowed or a limit is reached.
func (c *Cluster) Record(ctx context.Context, given Given, ops ...model.Operation) ([]model.Operation, error) {
	j, err := c.writable()
	if err != nil {
		return nil, err
	}
	return j.Record(ctx, journal.Given{Password: given.Password}, ops...)
}

// writable is the journal, where a change may be recorded now.
func (c *Cluster) writable() (*journal.Journal, error) {
	if why := c.MayWrite(); why != nil {
		return nil, why
	}
	return c.journal()
}

// asked is the answer of the journal to a question, or why there is none.
func asked[T any](c *Cluster, question func(*journal.Journal) (T, error)) (T, error) {
	j, err := c.journal()
	if err != nil {
		var none T
		return none, err
	}
	return question(j)
}

// told has the journal do something, or says why not.
func told(c *Cluster, order func(*journal.Journal) error) error {
	j, err := c.journal()
	if err != nil {
		return err
	}
	return order(j)
}

// Preview asks the platform what an operation would meet. It waits for the
// network.
func (c *Cluster) Preview(ctx context.Context, o model.Operation) (model.Preview, error) {
	return asked(c, func(j *journal.Journal) (model.Preview, error) { return j.Preview(ctx, o) })
}

// Edit puts another change in the place of an operation that was not sent, or
// of one that was rejected, and returns the new operation.
func (c *Cluster) Edit(ctx context.Context, id model.OperationID, change model.Change) (model.Operation, error) {
	j, err := c.writable()
	if err != nil {
		return model.Operation{}, err
	}
	return j.Edit(ctx, id, change)
}

// Cancel gives an operation up that was not sent.
func (c *Cluster) Cancel(ctx context.Context, id model.OperationID) error {
	return told(c, func(j *journal.Journal) error { return j.Cancel(ctx, id) })
}

// SendNow lets an operation in review go: the live value is what it starts from.
func (c *Cluster) SendNow(ctx context.Context, id model.OperationID) error {
	j, err := c.writable()
	if err != nil {
		return err
	}
	return j.SendNow(ctx, id)
}

// Check reads the platform's record of an operation now; what it shows comes
// as an event.
func (c *Cluster) Check(id model.OperationID) {
	if j, err := c.journal(); err == nil {
		j.Check(id)
	}
}

// Booked says which row of the funding history an unknown operation is, with a
// reason. The row is read and compared: it waits for the network.
func (c *Cluster) Booked(ctx context.Context, id model.OperationID, fundingID int64, reason string) error {
	return told(c, func(j *journal.Journal) error { return j.Booked(ctx, id, fundingID, reason) })
}

// NotApplied says, with a reason, that an unknown operation never arrived.
func (c *Cluster) NotApplied(ctx context.Context, id model.OperationID, reason string) error {
	return told(c, func(j *journal.Journal) error { return j.NotApplied(ctx, id, reason) })
}

// SendAgain sends an operation that was not booked a second time, with the same
// id.
func (c *Cluster) SendAgain(ctx context.Context, id model.OperationID) error {
	j, err := c.writable()
	if err != nil {
		return err
	}
	return j.SendAgain(ctx, id)
}

// Settle ends an operation with a reason and the evidence so far.
func (c *Cluster) Settle(ctx context.Context, id model.OperationID, reason string) error {
	return told(c, func(j *journal.Journal) error { return j.Settle(ctx, id, reason) })
}

// Reverse prepares the operation that undoes a confirmed one, or one half of a
// double; nothing is recorded.
func (c *Cluster) Reverse(ctx context.Context, id model.OperationID) (model.Operation, error) {
	return asked(c, func(j *journal.Journal) (model.Operation, error) { return j.Reverse(ctx, id) })
}

// OperationKeys are the keys of the operations of a filter, in its order, 8
// bytes a row.
func (c *Cluster) OperationKeys(ctx context.Context, f model.OperationFilter) ([]int64, error) {
	return asked(c, func(j *journal.Journal) ([]int64, error) { return j.Keys(ctx, f) })
}

// Operations are the operations of some keys, in that order.
func (c *Cluster) Operations(ctx context.Context, keys []int64) ([]model.Operation, error) {
	return asked(c, func(j *journal.Journal) ([]model.Operation, error) { return j.Operations(ctx, keys) })
}

// Operation is one operation; model.NotFound.
func (c *Cluster) Operation(ctx context.Context, id model.OperationID) (model.Operation, error) {
	return asked(c, func(j *journal.Journal) (model.Operation, error) { return j.Operation(ctx, id) })
}

// Story is all that is known about one operation.
func (c *Cluster) Story(ctx context.Context, id model.OperationID) (model.OperationStory, error) {
	return asked(c, func(j *journal.Journal) (model.OperationStory, error) { return j.Story(ctx, id) })
}

// Counts are how many operations wait, fly, are unknown and need a person.
func (c *Cluster) Counts(ctx context.Context) (model.OperationCounts, error) {
	return asked(c, func(j *journal.Journal) (model.OperationCounts, error) { return j.Counts(ctx) })
}

// OpenOperations are all that are not at their end, by customer, to lie over the
// rows of lists. It does not wait.
func (c *Cluster) OpenOperations() map[platform.UID][]model.Operation {
	j, err := c.journal()
	if err != nil {
		return nil
	}
	return j.Open()
}
