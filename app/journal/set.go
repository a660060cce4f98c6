package journal

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// value is what a customer has where an operation changes something.
type value struct {
	text    string           // as Was and Wanted word it
	done    bool             // it is as the operation wants it
	passing bool             // it is on its way there: not yet an answer
	action  *platform.Action // what the audit log says of the attempt
}

// patience is from which reading on a value that is not there is an answer.
const patience = 2

// patient is the same after a yes: platforms may tell the value before a while.
const patient = 4

// threeTries is how often a set operation goes out before a person looks.
const threeTries = 3

// readBack reads the live value of an operation that is no money.
func (j *Journal) readBack(ctx context.Context, e *entry) (value, error) {
	switch {
	case e.Kind.OfAccountRow():
		user, began, err := j.cfg.Client.Account(ctx, e.UID)
		if errors.Is(err, client.ErrNotFound) {
			return value{done: e.Kind == model.DeletePersonalData}, nil
		}
		if err != nil {
			return value{}, err
		}
		j.cfg.Fresh(user, began)
		return ofRow(e.Operation, user), nil
	case e.Kind.OfEnvironment():
		return j.readEnvironment(ctx, e)
	case e.Kind == model.SetQuota, e.Kind == model.ResetQuota:
		return j.readQuota(ctx, e)
	case e.Kind == model.Disable2FA:
		who, err := j.cfg.Client.Identity(ctx, strconv.FormatUint(uint64(e.UID), 10))
		return value{done: who.TwoFactor == platform.TwoFactorOff}, err
	case e.Kind == model.SetFundingNote:
		l, err := j.readLedger(ctx, e.UID, e.Change.Reseller, beginning)
		for _, f := range l.rows {
			if f.ID == e.Change.FundingID {
				return value{text: f.Note, done: sameText(f.Note, e.Change.Wanted)}, err
			}
		}
		return value{}, err
	case e.Kind == model.ResetSignins:
		tries, err := j.cfg.Client.SigninAttempts(ctx, e.UID)
		return value{text: strconv.Itoa(tries.Failed), done: tries.Failed == 0}, err
	case e.Kind == model.SignOutSessions:
		return j.readSessions(ctx, e)
	}
	return j.readAction(ctx, e)
}

// ofRow is the live value in a customer's row.
func ofRow(o model.Operation, u platform.User) value {
	state, want := u.State(), o.Change.Wanted
	switch o.Kind {
	case model.Activate:
		return value{text: state.String(), done: state == platform.StateActive}
	case model.Deactivate:
		return value{text: state.String(), done: u.Status == platform.AccountInactive}
	case model.Suspend:
		return value{text: state.String(), done: state == platform.StateSuspended}
	case model.EndSuspension:
		return value{text: state.String(), done: state == platform.StateActive || state == platform.StateInactive}
	case model.Destroy:
		return value{text: state.String(), done: state == platform.StateDestroyed || state == platform.StateDeleted}
	case model.DeletePersonalData:
		return value{text: state.String(), done: state == platform.StateDeleted}
	case model.ChangeGroup:
		return value{text: u.Group.Name, done: u.Group.Name == want}
	case model.ChangeEmail:
		return value{text: u.Email, done: strings.EqualFold(u.Email, want)}
	case model.ChangePhone:
		return value{text: u.Phone, done: u.Phone == want}
	case model.SetNote:
		return value{text: u.Note, done: sameText(u.Note, want)}
	}
	return value{}
}

// changedMeanwhile reports whether the live value is not the one that the person
// saw. What may be empty was seen so; of the rest an empty Was says nothing.
func changedMeanwhile(o model.Operation, v value) bool {
	switch o.Kind {
	case model.SetNote, model.SetFundingNote, model.ChangePhone, model.NoteEnvironment, model.RenameEnvironment:
		return !sameText(v.text, o.Change.Was)
	}
	return o.Change.Was != "" && v.text != o.Change.Was
}

// Value is the live value of what a kind changes in a customer's row, as Was of
// a Change has it; empty for what the row does not show.
func Value(kind model.OperationKind, u platform.User) string {
	return ofRow(model.Operation{Kind: kind}, u).text
}

// sameText compares notes but for the ends of lines and the blanks around,
// which platforms change.
func sameText(a, b string) bool {
	clean := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
	return clean(a) == clean(b)
}

func (j *Journal) readEnvironment(ctx context.Context, e *entry) (value, error) {
	if e.Kind == model.RestartEnvironment {
		return j.readAction(ctx, e)
	}
	env, _, err := j.cfg.Client.Environment(ctx, e.Change.AppID)
	if errors.Is(err, client.ErrNoEnvironment) {
		return value{done: e.Kind == model.DeleteEnvironment}, nil
	}
	v := value{text: string(env.Status)}
	switch e.Kind {
	case model.StartEnvironment:
		v.done = env.Status == platform.EnvironmentRunning
	case model.StopEnvironment:
		v.done = env.Status == platform.EnvironmentDown
	case model.SleepEnvironment:
		v.done = env.Status == platform.EnvironmentSleep
	case model.NoteEnvironment:
		return value{text: env.Note, done: sameText(env.Note, e.Change.Wanted)}, err
	case model.RenameEnvironment:
		return value{text: env.DisplayName, done: env.DisplayName == e.Change.Wanted}, err
	}
	switch env.Status {
	case platform.EnvironmentLaunching, platform.EnvironmentStopping, platform.EnvironmentGoesToSleep,
		platform.EnvironmentUpdating, platform.EnvironmentRestoring, platform.EnvironmentMigrating:
		v.passing = true
	}
	return v, err
}

func (j *Journal) readQuota(ctx context.Context, e *entry) (value, error) {
	page, err := j.cfg.Client.Quotas(ctx, client.QuotasQuery{UID: e.UID, AppID: e.Change.AppID})
	for _, q := range page.Rows {
		if q.Name != e.Change.Quota {
			continue
		}
		v := value{text: strconv.FormatInt(q.Value, 10)}
		if e.Kind == model.ResetQuota {
			v.done = q.SetBy != platform.QuotaPersonal
		} else {
			v.done = v.text == e.Change.Wanted && q.SetBy != platform.QuotaOfGroup
		}
		return v, err
	}
	return value{done: err == nil && e.Kind == model.ResetQuota}, err
}

func (j *Journal) readSessions(ctx context.Context, e *entry) (value, error) {
	there, err := j.cfg.Client.Sessions(ctx, e.UID)
	left := 0
	for _, s := range there {
		for _, id := range e.Change.Sessions {
			if s.ID == id {
				left++
			}
		}
	}
	return value{text: strconv.Itoa(left), done: err == nil && left == 0}, err
}

// readAction finds an attempt in the audit log, for what leaves no other trace.
func (j *Journal) readAction(ctx context.Context, e *entry) (value, error) {
	actions, err := j.readActions(ctx, e.UID, 0, auditPages)
	for i, a := range actions {
		if a.RequestKey != "" && a.RequestKey == e.trying.RequestKey {
			return value{text: a.Text, done: a.Result == 0, passing: a.Running(), action: &actions[i]}, err
		}
	}
	return value{}, err
}

// observedSet is what a read-back does to an operation that is no money.
func (j *Journal) observedSet(w *writer, e *entry, v value) error {
	w.keep(e)
	e.observed = true
	read := model.Reading{At: w.now, Attempt: e.Attempt, Clean: true, Value: v.text}
	if v.action != nil {
		read.Witness = []model.Witness{{Action: *v.action, Ours: true, Attempt: e.Attempt, Fits: v.done, New: true}}
	}
	d := detail{Reading: &read, Refusal: e.Refusal}
	over := j.cfg.Elapsed() >= e.quarantine
	read.After = over
	if !v.passing {
		e.clean++
		e.cleanAfter = e.cleanAfter || over
	}
	if e.State == model.StateQueued && e.Class == model.ClassOnce { // restored: whether it went nobody can tell
		return w.move(e, model.StateReview, detail{Reading: &read, Theirs: v.text, Refusal: &model.Refusal{Key: "journal.restored"}})
	}
	if e.State.Waits() {
		return nil // restored: seen, and looked at again before it goes
	}
	if v.done {
		if e.State == model.StateSending { // answered no, and yet it is so
			if err := w.move(e, model.StateUnknown, d); err != nil {
				return err
			}
		}
		d.Refusal = nil
		return w.move(e, model.StateConfirmed, d)
	}
	if v.passing {
		return w.note(e, d)
	}
	return j.notDone(w, e, v, d, over)
}

// notDone decides what becomes of an operation whose value is not there.
func (j *Journal) notDone(w *writer, e *entry, v value, d detail, over bool) error {
	switch {
	case j.refusedForGood(e, v):
		return w.move(e, model.StateRejected, d)
	case e.State == model.StateAccepted && over:
		return w.move(e, model.StateUnknown, detail{Reading: d.Reading, Refusal: &model.Refusal{Key: "journal.note.noshow"}})
	case e.State == model.StateAccepted && e.Class == model.ClassSet && e.clean >= min(patient, len(j.cfg.Times.Polls)):
		d.Theirs, d.Refusal = v.text, &model.Refusal{Key: "journal.note.other"}
		return w.move(e, model.StateReview, d)
	case e.State == model.StateUnknown && !e.unclear && e.Class == model.ClassSet && e.clean >= patience:
		return j.again(w, e, v, d)
	}
	return w.note(e, d)
}

// refusedForGood reports whether a no, of the answer or of the audit log, stands
// now that the value is not there. Whoever looks early makes nothing rejected.
func (j *Journal) refusedForGood(e *entry, v value) bool {
	now := j.cfg.Elapsed()
	switch {
	case e.refused && e.State == model.StateSending:
		return j.refusalStands(e, now)
	case e.refused && e.State != model.StateAccepted:
		return true
	case e.State != model.StateUnknown:
		return false
	case v.action != nil && v.action.Failed():
		return true
	}
	return e.unclear && j.unclearStands(e, now)
}

// again queues a set operation that was read back as not done. After three
// tries, or where somebody changed the value meanwhile, a person looks first.
func (j *Journal) again(w *writer, e *entry, v value, d detail) error {
	w.keep(e)
	e.tries++
	e.Waited = false
	if err := w.move(e, model.StateQueued, d); err != nil {
		return err
	}
	switch {
	case e.tries >= threeTries:
		d.Refusal = &model.Refusal{Key: "journal.note.tries"}
	case changedMeanwhile(e.Operation, v):
		d.Refusal = &model.Refusal{Key: "journal.note.changed"}
	default:
		return nil
	}
	d.Theirs = v.text
	return w.move(e, model.StateReview, d)
}
