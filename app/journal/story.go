package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"steward/app/model"
	"steward/client/platform"
)

// told is a step as it is read back.
type told struct {
	seq     int64
	attempt int
	from    model.OperationState
	state   model.OperationState
	at      int64
	by      model.Operator
	detail  detail
}

// steps reads all steps of an operation, oldest first. Of an erased customer
// the details are empty.
func (j *Journal) steps(ctx context.Context, q querier, id model.OperationID, uid platform.UID) ([]told, error) {
	all, sealed, err := closedSteps(ctx, q, id)
	if err != nil {
		return nil, fmt.Errorf("read steps of %s: %w", id, err)
	}
	for i := range all {
		if _, err := j.unseal(q, uid, id, sealed[i], &all[i].detail); err != nil {
			return nil, fmt.Errorf("read steps of %s: %w", id, err)
		}
	}
	return all, nil
}

// closedSteps reads the steps of an operation, and their details as they are
// sealed.
func closedSteps(ctx context.Context, q querier, id model.OperationID) (all []told, sealed [][]byte, err error) {
	rows, err := q.QueryContext(ctx, `SELECT seq, attempt, state, at, head, sealed FROM step WHERE op=? ORDER BY seq`, id)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close() // rows.Err below tells
	for rows.Next() {
		var s told
		var head, text []byte
		var c cover
		if err := rows.Scan(&s.seq, &s.attempt, &s.state, &s.at, &head, &text); err != nil {
			return nil, nil, err
		}
		if err := json.Unmarshal(head, &c); err != nil {
			return nil, nil, err
		}
		if s.from = c.From; c.By != nil {
			s.by = *c.By
		}
		all, sealed = append(all, s), append(sealed, text)
	}
	return all, sealed, rows.Err()
}

// longestStory bounds how many readings a story tells.
const longestStory = 50

// Story is everything about one operation: what was sent, what came back, what
// the platform's own record said, and what can be done now and why not.
func (j *Journal) Story(ctx context.Context, id model.OperationID) (model.OperationStory, error) {
	e, err := j.summon(ctx, id)
	if err != nil {
		return model.OperationStory{}, err
	}
	steps, err := j.steps(ctx, j.db.Read, id, e.UID)
	if err != nil {
		return model.OperationStory{}, err
	}
	var s model.OperationStory
	for _, step := range steps {
		tell(&s, step)
	}
	slices.Reverse(s.Readings)
	if len(s.Readings) > longestStory {
		s.Readings = s.Readings[:longestStory]
	}
	if s.Linked, err = j.linked(ctx, e); err != nil {
		return s, err
	}
	s.MarkKnown = j.markKnown(ctx)
	j.mu.Lock()
	defer j.mu.Unlock()
	s.Operation, s.CleanReads, s.CleanAfter = e.Operation, e.clean, e.cleanAfter
	if len(e.due) > 0 {
		s.NextCheck = j.wallClock(e.due[0])
	}
	if e.State.Flying() {
		s.Quarantine = max(0, e.quarantine-j.cfg.Elapsed())
	}
	for _, act := range model.OperationActions {
		s.Choices = append(s.Choices, model.OperationChoice{Action: act, WhyNot: j.whyNot(e, act, s.MarkKnown)})
	}
	return s, nil
}

// tell adds a step to a story.
func tell(s *model.OperationStory, step told) {
	if step.from != step.state {
		s.Steps = append(s.Steps, model.OperationStep{Seq: step.seq, From: step.from, To: step.state, At: moment(step.at), By: step.by, Reason: step.detail.Reason})
	}
	if a := step.detail.Attempt; a != nil {
		at := slices.IndexFunc(s.Attempts, func(known model.Attempt) bool { return known.Number == a.Number && known.SentAt.Equal(a.SentAt) })
		if at < 0 {
			s.Attempts = append(s.Attempts, *a)
		} else {
			s.Attempts[at] = *a
		}
	}
	if r := step.detail.Reading; r != nil {
		s.Readings = append(s.Readings, *r)
	}
}

// linked are the other halves of a pair.
func (j *Journal) linked(ctx context.Context, e *entry) ([]model.Operation, error) {
	found, err := j.entriesWhere(ctx, j.db.Read, `WHERE uid=? AND (after=? OR id=?) ORDER BY num`, e.UID, e.ID, e.After)
	var all []model.Operation
	for _, other := range found {
		all = append(all, other.Operation)
	}
	return all, err
}
