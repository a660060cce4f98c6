package journal

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"steward/app/model"
	"steward/client/platform"
)

// PlanDraft says what a plan is made of.
type PlanDraft struct {
	Kind   model.OperationKind
	Change model.Change // of every row; Was, Login and Before come from the customer
	Users  []model.Customer
	Origin string // the batch it repeats or reverses; empty: none
}

// ofMany reports whether a kind can be done to many customers at once.
func ofMany(kind model.OperationKind) bool {
	return slices.Contains(model.OperationKinds, kind) && !kind.OnlineOnly() && !kind.OfEnvironment() && kind != model.SetFundingNote
}

// MakePlan prepares a batch: a row a customer, with what speaks against it. It
// asks nobody and records nothing.
func (j *Journal) MakePlan(ctx context.Context, d PlanDraft) (model.Plan, error) {
	if !ofMany(d.Kind) {
		return model.Plan{}, model.NewError(model.Invalid, "journal.plan.kind", nil)
	}
	p := j.newPlan(d.Kind, d.Origin)
	lately, err := j.sameLately(ctx, d.Kind, d.Change)
	if err != nil {
		return p, err
	}
	p.Rows = make([]model.PlanRow, len(d.Users))
	j.mu.Lock()
	defer j.mu.Unlock()
	for i, c := range d.Users {
		row := model.PlanRow{Operation: model.PlannedOperationID(p.ID, c.UID), UID: c.UID, Login: c.Email, State: c.State().String(), Change: d.Change, Check: model.PlanReady}
		row.Change.Login, row.Change.Reseller = c.Email, c.Reseller.ID
		foreign := false
		if d.Kind.Money() {
			row.Change.Before, row.Change.BeforeAt = balanceOf(c.User, d.Change.Balance), c.ReadAt
			own, meant := row.Change.Before.Currency(), d.Change.Amount.Currency()
			if foreign = own != "" && meant != "" && own != meant; !foreign && own != "" {
				row.Change.Amount = row.Change.Amount.In(own)
			}
		} else {
			row.Change.Was = Value(d.Kind, c.User)
		}
		j.check(&row, d.Kind, c.User)
		if foreign && row.Check != model.PlanLeftOut {
			row.Check, row.Why = model.PlanLeftOut, []string{"journal.plan.currency"}
		}
		if lately[c.UID] && !foreign {
			warn(&row, "journal.warn.same")
		}
		p.Rows[i] = row
	}
	return p, nil
}

func (j *Journal) newPlan(kind model.OperationKind, origin string) model.Plan {
	j.mu.Lock()
	defer j.mu.Unlock()
	return model.Plan{ID: rand.Text(), Kind: kind, Cluster: j.cfg.Cluster, Desk: j.cfg.Desk, Made: j.now(), By: j.operator, Origin: origin}
}

func warn(row *model.PlanRow, key string) {
	row.Why = append(row.Why, key)
	if row.Check == model.PlanReady {
		row.Check = model.PlanWarning
	}
}

// check says what speaks against a row. The lock is held.
func (j *Journal) check(row *model.PlanRow, kind model.OperationKind, u platform.User) {
	if why := j.whyLeftOut(row.Change, kind, u); why != "" {
		row.Check, row.Why = model.PlanLeftOut, append(row.Why, why)
		return
	}
	if u.State() == platform.StateSuspended && kind != model.EndSuspension {
		warn(row, "journal.warn.suspended")
	}
	if kind.Money() && u.ExtBillingID != "" {
		warn(row, "journal.warn.external")
	}
}

// whyLeftOut says why a change of a customer, as they are, is not planned;
// empty: it is. The lock is held.
func (j *Journal) whyLeftOut(c model.Change, kind model.OperationKind, u platform.User) string {
	state := u.State()
	gone := state == platform.StateDeleted || state == platform.StateDestroyed && kind != model.DeletePersonalData && kind != model.Destroy
	switch {
	case gone:
		return "journal.plan.gone"
	case ofRow(model.Operation{Kind: kind, Change: c}, u).done:
		return "journal.plan.already"
	case kind == model.Activate && state == platform.StateSuspended:
		return "journal.plan.suspended"
	case kind == model.EndSuspension && state != platform.StateSuspended:
		return "journal.plan.already"
	case kind.Money() && j.moneyStop(u.UID, nil) != nil:
		return "journal.plan.money"
	case slices.ContainsFunc(j.of[u.UID], func(e *entry) bool { return e.State == model.StateUnknown }):
		return "journal.plan.unknown"
	}
	return ""
}

// sameLately are the customers that had the same money from this desk within
// 24 hours.
func (j *Journal) sameLately(ctx context.Context, kind model.OperationKind, c model.Change) (map[platform.UID]bool, error) {
	same := map[platform.UID]bool{}
	if !kind.Money() {
		return same, nil
	}
	j.mu.Lock()
	first, err := j.dayBegan(j.db.Read)
	j.mu.Unlock()
	if err != nil {
		return same, err
	}
	moved, err := j.entriesWhere(ctx, j.db.Read, `WHERE kind=? AND num>=?`, kind, first)
	for _, e := range moved {
		if e.State.Moved() && e.Change.Balance == c.Balance && e.Change.Amount.Amount().Equal(c.Amount.Amount()) {
			same[e.UID] = true
		}
	}
	return same, err
}

// StartPlan records the rows of a plan that go, all at once, and lets the batch
// run. typed is what the person typed to confirm it. A plan that was started
// before is not started again: its batch is returned as it is.
func (j *Journal) StartPlan(ctx context.Context, p model.Plan, typed string) (model.Batch, error) {
	known, is, err := j.knownBatch(ctx, p.ID)
	switch {
	case err != nil:
		return model.Batch{}, err
	case is && known.State == model.BatchClosed:
		return known, model.NewError(model.Conflict, "journal.plan.closed", nil)
	case is:
		return known, nil
	}
	rows, total, err := p.Total()
	switch {
	case err != nil:
		return model.Batch{}, model.NewError(model.Invalid, "journal.plan.currencies", err)
	case p.ReadOnly != nil:
		return model.Batch{}, p.ReadOnly
	case p.Cluster != j.cfg.Cluster:
		return model.Batch{}, model.NewError(model.Invalid, "journal.plan.cluster", nil).With("Cluster", p.Cluster)
	case p.Desk != j.cfg.Desk:
		return model.Batch{}, model.NewError(model.Forbidden, "journal.plan.desk", nil)
	case j.tooOld(p.Made):
		return model.Batch{}, model.NewError(model.Invalid, "journal.plan.old", nil)
	case rows == 0:
		return model.Batch{}, model.NewError(model.Invalid, "journal.plan.empty", nil)
	case !ofMany(p.Kind):
		return model.Batch{}, model.NewError(model.Invalid, "journal.plan.kind", nil)
	case typed != p.Confirmation():
		return model.Batch{}, model.NewError(model.Invalid, "journal.plan.typed", nil).With("Typed", p.Confirmation())
	}
	b := &batch{Batch: model.Batch{ID: p.ID, Kind: p.Kind, State: model.BatchRunning, Origin: p.Origin, Rows: rows, Amount: total, PastRejections: p.PastRejections,
		Counts: map[model.OperationState]int{model.StateQueued: rows}}}
	err = j.commit(ctx, func(w *writer) error { return j.startPlan(w, p, b, total) })
	if err != nil {
		return model.Batch{}, err
	}
	return j.Batch(ctx, p.ID)
}

func (j *Journal) startPlan(w *writer, p model.Plan, b *batch, total platform.Money) error {
	if why := j.why(j.cfg.Elapsed()); why != nil && p.Kind.Money() {
		return why
	}
	b.By, b.Made = j.operator, w.now
	switch there, err := w.holds(`SELECT count(*) FROM batch WHERE id=?`, p.ID); {
	case err != nil:
		return err
	case there: // started twice at once
		return model.NewError(model.Conflict, "journal.plan.started", nil)
	}
	if err := w.putBatch(b); err != nil {
		return err
	}
	before, err := followedUp(w.ctx, w.tx, p.Origin, p.Kind)
	if err != nil {
		return err
	}
	operations, err := operationsOf(p, before)
	if err != nil {
		return err
	}
	var entries []*entry
	for i, o := range operations {
		if i == 0 { // what holds for one holds for all but the customer and the amount
			if refused := j.refuse(w.tx, o); refused != nil {
				return refused
			}
			if refused := j.overLimit(w.tx, j.cfg.Limits(), o.Change.Amount, total); refused != nil {
				return refused
			}
		}
		e, err := j.planned(w, o)
		if err != nil {
			return err
		}
		entries = append(entries, e)
	}
	w.after(func() {
		j.batches[p.ID] = b
		for _, e := range entries {
			j.add(e)
		}
	})
	w.events = []model.Event{{Kind: model.BatchChanged, Batch: p.ID}}
	return nil
}

// operationsOf are the ticked rows of a plan, each of another customer, none of one of
// those that were followed up before, under the ids that follow from the plan.
func operationsOf(p model.Plan, before map[platform.UID]bool) ([]model.Operation, error) {
	seen := map[platform.UID]bool{}
	var all []model.Operation
	for _, row := range p.Rows {
		if !row.Goes() {
			continue
		}
		if before[row.UID] {
			return nil, model.NewError(model.Conflict, "journal.plan.again", nil)
		}
		if seen[row.UID] || row.Operation != model.PlannedOperationID(p.ID, row.UID) {
			return nil, model.NewError(model.Invalid, "journal.plan.altered", nil)
		}
		seen[row.UID] = true
		o := model.NewOperation(p.Kind, row.UID, row.Change)
		o.ID, o.Batch, o.Row = row.Operation, p.ID, len(all)
		all = append(all, o)
	}
	return all, nil
}

// knownBatch is the batch of a plan, if it was started or given away before. A
// file that cannot be read proves neither.
func (j *Journal) knownBatch(ctx context.Context, id string) (b model.Batch, is bool, err error) {
	b, err = j.Batch(ctx, id)
	switch {
	case err == nil:
		return b, true, nil
	case model.CodeOf(err) == model.NotFound:
		return b, false, nil
	case ctx.Err() != nil:
		return b, false, ctx.Err()
	}
	return b, false, model.NewError(model.Internal, "journal.plan.unsure", err)
}

// planned records one row.
func (j *Journal) planned(w *writer, o model.Operation) (*entry, error) {
	if o.Kind.Money() {
		if wrong := j.badAmount(o); wrong != nil {
			return nil, wrong
		}
		if refused := over(j.cfg.Limits().Operation, o.Change.Amount, "journal.limit.operation"); refused != nil {
			return nil, refused
		}
	}
	o.State, o.Operator, o.Profile, o.Recorded, o.Changed = model.StateQueued, j.operator, j.cfg.Profile, w.now, w.now
	e := &entry{Operation: o}
	return e, w.record(e)
}

// followedUp are the customers whose row of a batch was retried or reversed
// already and may have been booked, or was itself after all: a plan of the same
// rows would do it twice.
func followedUp(ctx context.Context, q querier, origin string, kind model.OperationKind) (map[platform.UID]bool, error) {
	done := map[platform.UID]bool{}
	if origin == "" {
		return done, nil
	}
	rows, err := q.QueryContext(ctx, `SELECT uid, state FROM operation WHERE kind=?
		AND (batch IN (SELECT id FROM batch WHERE origin=?) OR ? AND batch=?)`, kind, origin, kind.Money(), origin)
	if err != nil {
		return nil, fmt.Errorf("read what followed a batch: %w", err)
	}
	defer rows.Close() // rows.Err below tells
	for rows.Next() {
		var uid platform.UID
		var state model.OperationState
		if err := rows.Scan(&uid, &state); err != nil {
			return nil, fmt.Errorf("read what followed a batch: %w", err)
		}
		done[uid] = done[uid] || state.Moved()
	}
	return done, rows.Err()
}

func (w *writer) putBatch(b *batch) error {
	_, err := w.tx.ExecContext(w.ctx, `INSERT INTO batch (`+batchColumns+`) VALUES (?,?,?,'',?,?,?,?,?,?,?,?)`,
		b.ID, b.Kind, b.State, b.Made.UnixMicro(), b.By.UID, b.By.Login, b.Origin, b.Rows, b.Amount.Text(), b.Amount.Currency(), b.PastRejections)
	if err != nil {
		return fmt.Errorf("record batch: %w", err)
	}
	return nil
}

// RetryFailed prepares a plan with the rejected rows of a batch, and no others.
func (j *Journal) RetryFailed(ctx context.Context, id string) (model.Plan, error) {
	return j.planOf(ctx, id, model.StateRejected, func(o model.Operation) (model.Operation, bool) { return o, true })
}

// ReversePlan prepares a plan that undoes the confirmed rows of a batch.
func (j *Journal) ReversePlan(ctx context.Context, id string) (model.Plan, error) {
	return j.planOf(ctx, id, model.StateConfirmed, model.Operation.Reverse)
}

func (j *Journal) planOf(ctx context.Context, id string, state model.OperationState, turn func(model.Operation) (model.Operation, bool)) (model.Plan, error) {
	b, err := j.Batch(ctx, id)
	if err != nil {
		return model.Plan{}, err
	}
	done, err := j.entriesWhere(ctx, j.db.Read, `WHERE batch=? AND state=? ORDER BY row`, id, state)
	if err != nil {
		return model.Plan{}, model.NewError(model.Internal, "journal.disk", err)
	}
	p := j.newPlan(b.Kind, id)
	for _, e := range done {
		o, possible := turn(e.Operation)
		if !possible || e.Erased {
			continue
		}
		p.Kind = o.Kind
		p.Rows = append(p.Rows, model.PlanRow{Operation: model.PlannedOperationID(p.ID, o.UID), UID: o.UID, Login: o.Change.Login, Change: o.Change, Check: model.PlanReady})
	}
	before, err := followedUp(ctx, j.db.Read, id, p.Kind)
	if err != nil {
		return p, model.NewError(model.Internal, "journal.disk", err)
	}
	for i := range p.Rows {
		if before[p.Rows[i].UID] {
			p.Rows[i].Check, p.Rows[i].Why = model.PlanLeftOut, []string{"journal.plan.again"}
		}
	}
	if len(p.Rows) == 0 {
		return p, model.NewError(model.NotFound, "journal.plan.none", nil)
	}
	return p, nil
}
