package app

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"steward/app/journal"
	"steward/app/model"
	"steward/client/platform"
)

// PlanDraft says what a plan shall do to whom.
type PlanDraft struct {
	Kind   model.OperationKind
	Change model.Change // of every row; Was, Login and Before come from the cache
	UIDs   []platform.UID
	Origin string // the batch that it repeats or reverses; empty: none
}

// MakePlan prepares a batch from the cache: a row a customer, with what speaks
// against it. Whom the cache does not know is left out and named. It asks
// nobody and records nothing.
func (c *Cluster) MakePlan(ctx context.Context, d PlanDraft) (model.Plan, error) {
	j, err := c.journal()
	if err != nil {
		return model.Plan{}, err
	}
	users, err := c.store.Customers(ctx, d.UIDs)
	if err != nil {
		return model.Plan{}, c.storeError(err)
	}
	p, err := j.MakePlan(ctx, journal.PlanDraft{Kind: d.Kind, Change: d.Change, Users: users, Origin: d.Origin})
	if err != nil {
		return p, err
	}
	known := make(map[platform.UID]bool, len(users))
	for i := range users {
		known[users[i].UID] = true
	}
	for _, uid := range d.UIDs {
		if !known[uid] {
			p.Rows = append(p.Rows, model.PlanRow{
				Operation: model.PlannedOperationID(p.ID, uid), UID: uid, Check: model.PlanLeftOut, Why: []string{"plan.notcached"},
			})
			known[uid] = true
		}
	}
	return p, nil
}

// SavePlan writes a plan to a file, mode 0600: it holds personal data. desk
// names the desk that it is for and closes it here; empty: it stays this
// desk's own. It returns a model.Error; Conflict: there is a file already.
func (c *Cluster) SavePlan(ctx context.Context, path string, p model.Plan, desk string, replace bool) error {
	j, err := c.journal()
	if err != nil {
		return err
	}
	if desk != "" {
		id, err := model.ParseOperationID(desk)
		if err != nil {
			return model.NewError(model.Invalid, "plan.desk", err)
		}
		desk = string(id)
	}
	switch there, err := os.Stat(path); {
	case err == nil && there.IsDir():
		return exportError(syscall.EISDIR, path)
	case err == nil && !replace:
		return model.NewError(model.Conflict, "export.there", nil).With("Name", filepath.Base(path))
	}
	given := false
	err = replaceFile(path, func(w io.Writer) error {
		err := j.SavePlan(ctx, w, p, desk)
		given = err == nil && desk != ""
		return err
	})
	if err != nil && given { // nobody has the file: the plan stays here
		err = errors.Join(err, j.TakeBackPlan(context.WithoutCancel(ctx), p.ID))
	}
	if err != nil {
		return exportError(err, path)
	}
	c.log.WithField("rows", len(p.Rows)).Info("wrote a plan")
	return nil
}

// replaceFile writes a file of a person's own: whoever reads sees the old one
// or the whole new one. What write wrote is on the disk when write returns.
func replaceFile(path string, write func(io.Writer) error) error {
	out, err := os.CreateTemp(filepath.Dir(path), ".steward-*")
	if err != nil {
		return err
	}
	err = errors.Join(write(synced{out}), out.Close())
	if err == nil {
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(out.Name()))
	}
	return nil
}

// synced is a file whose every write reaches the disk.
type synced struct{ file *os.File }

func (s synced) Write(text []byte) (int, error) {
	n, err := s.file.Write(text)
	return n, errors.Join(err, s.file.Sync())
}

// OpenPlan reads a plan from a file. Rows whose customer differs by now are left
// out; what is not this desk's own can only be read. It waits for the network.
func (c *Cluster) OpenPlan(ctx context.Context, path string) (model.Plan, error) {
	j, err := c.journal()
	if err != nil {
		return model.Plan{}, err
	}
	in, err := os.Open(path)
	if err != nil {
		return model.Plan{}, model.NewError(model.NotFound, "plan.unread", err).With("Name", filepath.Base(path))
	}
	defer in.Close() // it was only read
	p, err := j.OpenPlan(ctx, in)
	var told *model.Error
	if err != nil && !errors.As(err, &told) && ctx.Err() == nil {
		err = model.NewError(model.Internal, "plan.unread", err).With("Name", filepath.Base(path))
	}
	return p, err
}

// StartPlan records the rows of a plan that go and lets them run; typed is what
// the person typed to confirm it. The batch keeps the unlock that it is started
// with.
func (c *Cluster) StartPlan(ctx context.Context, p model.Plan, typed string) (model.Batch, error) {
	j, err := c.writable()
	if err != nil {
		return model.Batch{}, err
	}
	if p.Kind.Money() {
		if err := c.ownPlan(ctx, p.ID); err != nil {
			return model.Batch{}, err
		}
	}
	c.writing.keep(p.ID)
	b, err := j.StartPlan(ctx, p, typed)
	if err != nil {
		c.writing.follow(p.ID, model.BatchClosed)
		return b, err
	}
	c.writing.follow(p.ID, b.State)
	return b, nil
}

// ownPlan makes a plan of money this profile's for good. Each profile has a
// journal of its own, which knows only its own runs: two of them with the file
// of one plan would be two desks.
func (c *Cluster) ownPlan(ctx context.Context, id string) error {
	var owner string
	known, err := c.app.Get(ctx, "", settingPlan+id, &owner)
	switch {
	case err != nil:
		return c.app.Explain(err)
	case !known:
		return c.app.Put(ctx, "", settingPlan+id, c.profileID())
	case owner != c.profileID():
		return model.NewError(model.Conflict, "plan.profile", nil)
	}
	return nil
}

const settingPlan = "plan." // with the plan's id: the profile that may run it

// PauseBatch sends no further row; what is on its way goes on.
func (c *Cluster) PauseBatch(ctx context.Context, id string) error {
	return told(c, func(j *journal.Journal) error { return j.PauseBatch(ctx, id) })
}

// ResumeBatch goes on with the rows that were not sent. One that was started in
// this run keeps its unlock.
func (c *Cluster) ResumeBatch(ctx context.Context, id string) error {
	j, err := c.journal()
	if err != nil {
		return err
	}
	if !c.writing.kept(id) || c.barred() != nil {
		if why := c.MayWrite(); why != nil {
			return why
		}
	}
	c.writing.keep(id)
	err = j.ResumeBatch(ctx, id)
	if err != nil {
		c.writing.follow(id, model.BatchPaused)
	}
	return err
}

// CancelBatch gives up the rows that were not sent.
func (c *Cluster) CancelBatch(ctx context.Context, id string) error {
	return told(c, func(j *journal.Journal) error { return j.CancelBatch(ctx, id) })
}

// RetryFailed is a plan of the rejected rows of a batch.
func (c *Cluster) RetryFailed(ctx context.Context, batch string) (model.Plan, error) {
	return asked(c, func(j *journal.Journal) (model.Plan, error) { return j.RetryFailed(ctx, batch) })
}

// ReversePlan is a plan that undoes the confirmed rows of a batch.
func (c *Cluster) ReversePlan(ctx context.Context, batch string) (model.Plan, error) {
	return asked(c, func(j *journal.Journal) (model.Plan, error) { return j.ReversePlan(ctx, batch) })
}

// Batch is where a batch stands.
func (c *Cluster) Batch(ctx context.Context, id string) (model.Batch, error) {
	return asked(c, func(j *journal.Journal) (model.Batch, error) { return j.Batch(ctx, id) })
}

// Batches are all batches, newest first.
func (c *Cluster) Batches(ctx context.Context) ([]model.Batch, error) {
	return asked(c, func(j *journal.Journal) ([]model.Batch, error) { return j.Batches(ctx) })
}
