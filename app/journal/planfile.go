package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

const (
	planFormat = "steward-plan/1"
	planNotice = "This file holds personal data of customers. Keep it as such, and delete it when it is done with."
	planLimit  = 256 << 20 // bytes
)

// planFile is a plan as it lies in a file.
type planFile struct {
	Format  string              `json:"format"`
	Notice  string              `json:"notice"`
	ID      string              `json:"plan"`
	Kind    model.OperationKind `json:"operation"`
	Cluster string              `json:"cluster"`
	Desk    string              `json:"desk"`
	Made    time.Time           `json:"made"`
	By      model.Operator      `json:"by"`
	Origin  string              `json:"origin,omitempty"`
	Past    bool                `json:"pastRejections,omitempty"`
	Rows    []planFileRow       `json:"rows"`
	Sum     string              `json:"sha256"` // of the rest: says that it is whole, not who made it
}

type planFileRow struct {
	ID       model.OperationID `json:"id"`
	UID      platform.UID      `json:"uid"`
	Login    string            `json:"login"`
	State    string            `json:"state,omitempty"`
	Change   payload           `json:"change"`
	Check    model.PlanCheck   `json:"check"`
	Why      []string          `json:"why,omitempty"`
	Unticked bool              `json:"unticked,omitempty"`
}

func (f planFile) sum() string {
	f.Sum = ""
	sum := sha256.Sum256(encode(f))
	return hex.EncodeToString(sum[:])
}

// SavePlan writes a plan as a file. With the id of another desk the plan is
// closed here and belongs to that desk; empty: it stays this desk's own.
func (j *Journal) SavePlan(ctx context.Context, out io.Writer, p model.Plan, desk string) error {
	if p.ReadOnly != nil {
		return p.ReadOnly
	}
	switch _, is, err := j.knownBatch(ctx, p.ID); {
	case err != nil:
		return err
	case is && desk != "":
		return model.NewError(model.Conflict, "journal.plan.started", nil)
	}
	f := planFile{Format: planFormat, Notice: planNotice, ID: p.ID, Kind: p.Kind, Cluster: p.Cluster, Desk: p.Desk, Made: p.Made, By: p.By, Origin: p.Origin, Past: p.PastRejections}
	if desk != "" {
		f.Desk = desk
	}
	for _, r := range p.Rows {
		f.Rows = append(f.Rows, planFileRow{ID: r.Operation, UID: r.UID, Login: r.Login, State: r.State, Change: sealable(r.Change), Check: r.Check, Why: r.Why, Unticked: r.Unticked})
	}
	f.Sum = f.sum()
	text, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	write := func() error {
		if _, err := out.Write(text); err != nil {
			return fmt.Errorf("write plan: %w: %w", errElsewhere, err)
		}
		return nil
	}
	if f.Desk == j.cfg.Desk {
		return write()
	}
	rows, total, _ := p.Total()
	closed := &batch{Batch: model.Batch{ID: p.ID, Kind: p.Kind, State: model.BatchClosed, Made: p.Made, By: p.By, Origin: p.Origin, Rows: rows, Amount: total}}
	return j.commit(ctx, func(w *writer) error { // closed with what is written, or not at all
		w.tell(model.Event{Kind: model.BatchChanged, Batch: p.ID})
		if err := w.putBatch(closed); err != nil {
			return err
		}
		return write()
	})
}

// TakeBackPlan makes a plan this desk's own again whose file did not get to
// where the other desk would find it.
func (j *Journal) TakeBackPlan(ctx context.Context, id string) error {
	return j.commit(ctx, func(w *writer) error {
		w.tell(model.Event{Kind: model.BatchChanged, Batch: id})
		_, err := w.tx.ExecContext(w.ctx, `DELETE FROM batch WHERE id=? AND state=?`, id, model.BatchClosed)
		if err != nil {
			return fmt.Errorf("take back plan: %w", err)
		}
		return nil
	})
}

// OpenPlan reads a plan file. State and e-mail of its customers are read from
// the platform again and rows that differ are left out. A file of another
// platform, one older than seven days or one that was altered is refused; one
// of another desk, or that was closed here, can only be read. It waits for the
// network.
func (j *Journal) OpenPlan(ctx context.Context, in io.Reader) (model.Plan, error) {
	text, err := io.ReadAll(io.LimitReader(in, planLimit))
	if err != nil {
		return model.Plan{}, fmt.Errorf("read plan: %w", err)
	}
	p, err := j.parsePlan(text)
	if err != nil {
		return p, err
	}
	switch known, is, err := j.knownBatch(ctx, p.ID); {
	case err != nil:
		return p, err
	case is && known.State == model.BatchClosed:
		p.ReadOnly = model.NewError(model.Forbidden, "journal.plan.closed", nil)
	case is:
		p.ReadOnly = model.NewError(model.Conflict, "journal.plan.started", nil)
	case p.Desk != j.cfg.Desk:
		p.ReadOnly = model.NewError(model.Forbidden, "journal.plan.desk", nil)
	}
	if p.ReadOnly == nil {
		err = j.compare(client.Interactive(ctx), &p)
	}
	return p, err
}

func (j *Journal) parsePlan(text []byte) (model.Plan, error) {
	var f planFile
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil || f.Format != planFormat {
		return model.Plan{}, model.NewError(model.Invalid, "journal.plan.file", err)
	}
	switch {
	case f.Sum != f.sum():
		return model.Plan{}, model.NewError(model.Invalid, "journal.plan.altered", nil)
	case !strings.EqualFold(f.Cluster, j.cfg.Cluster):
		return model.Plan{}, model.NewError(model.Invalid, "journal.plan.cluster", nil).With("Cluster", f.Cluster)
	case j.tooOld(f.Made):
		return model.Plan{}, model.NewError(model.Invalid, "journal.plan.old", nil)
	}
	p := model.Plan{ID: f.ID, Kind: f.Kind, Cluster: f.Cluster, Desk: f.Desk, Made: f.Made, By: f.By, Origin: f.Origin, PastRejections: f.Past}
	seen := map[platform.UID]bool{}
	for _, r := range f.Rows {
		change, err := r.Change.bounded()
		twice := seen[r.UID]
		seen[r.UID] = true
		if err != nil || twice || r.ID != model.PlannedOperationID(f.ID, r.UID) {
			return model.Plan{}, model.NewError(model.Invalid, "journal.plan.altered", err)
		}
		p.Rows = append(p.Rows, model.PlanRow{Operation: r.ID, UID: r.UID, Login: r.Login, State: r.State, Change: change, Check: r.Check, Why: r.Why, Unticked: r.Unticked})
	}
	return p, nil
}

// bounded is change of a text that somebody else may have written: no amount of
// it is longer than a platform's.
func (p payload) bounded() (model.Change, error) {
	for _, amount := range []string{p.Amount, p.Before} {
		if _, err := platform.ParseMoney(amount, ""); err != nil && amount != "" {
			return model.Change{}, err
		}
	}
	return p.change()
}

// tooOld reports whether a plan is too old to run, or from a future that is none.
func (j *Journal) tooOld(made time.Time) bool {
	age := j.now().Sub(made)
	return age > planAge || age < -24*time.Hour
}

// compare leaves out the rows whose customers are not as they were.
func (j *Journal) compare(ctx context.Context, p *model.Plan) error {
	wanted := map[platform.UID]bool{}
	for _, r := range p.Rows {
		if r.Goes() {
			wanted[r.UID] = true
		}
	}
	live, err := j.readCustomers(ctx, wanted)
	if err != nil {
		return model.NewError(model.Offline, "journal.unread", err)
	}
	for i := range p.Rows {
		r := &p.Rows[i]
		if !r.Goes() {
			continue
		}
		u, there := live[r.UID]
		if !there || !strings.EqualFold(u.Email, r.Login) || r.State != "" && u.State().String() != r.State {
			r.Check, r.Why = model.PlanLeftOut, append(r.Why, "journal.plan.changed")
			continue
		}
		now := model.PlanRow{UID: r.UID, Change: r.Change, Check: model.PlanReady} // the file's own word is not taken
		j.mu.Lock()
		j.check(&now, p.Kind, u)
		j.mu.Unlock()
		if now.Check == model.PlanLeftOut {
			r.Check, r.Why = model.PlanLeftOut, now.Why
		}
	}
	return nil
}

// readCustomers reads customers: page by page where that is less, else one by
// one. Who is not there is left out.
func (j *Journal) readCustomers(ctx context.Context, wanted map[platform.UID]bool) (map[platform.UID]platform.User, error) {
	live := map[platform.UID]platform.User{}
	for start, total := 0, -1; len(wanted) > fewRows && (total < 0 || start < total) && len(live) < len(wanted); {
		page, err := j.cfg.Client.Accounts(ctx, client.AccountsQuery{Start: start, Count: manyRows, OrderField: "uid"})
		if err != nil {
			return nil, err
		}
		for _, u := range page.Users {
			if wanted[u.UID] {
				live[u.UID] = u
				j.cfg.Fresh(u, page.Began)
			}
		}
		start, total = start+len(page.Users)+page.Skipped, page.Total
		if len(page.Users)+page.Skipped == 0 || (total-start)/manyRows > len(wanted)-len(live) {
			break
		}
	}
	for uid := range wanted {
		if _, known := live[uid]; known {
			continue
		}
		u, began, err := j.cfg.Client.Account(ctx, uid)
		if errors.Is(err, client.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		live[uid] = u
		j.cfg.Fresh(u, began)
	}
	return live, nil
}
