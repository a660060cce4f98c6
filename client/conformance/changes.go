package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"steward/client"
	"steward/client/platform"
)

// ErrLive is returned when changes are asked of a platform that is not on this
// computer: only the demo platform is changed to see what it does.
var ErrLive = errors.New("changes are tried on this computer's own platform only")

// Trial is whom the changes are tried on.
type Trial struct {
	UID         platform.UID // active, in the group billing, with an environment that runs
	Lost        platform.UID // another one, who is destroyed and forgotten
	Environment string       // an appid of UID
	Layer       string       // of that environment
	Password    platform.Secret
}

// RunChanges makes every change there is and reads back what it did. It
// returns ErrLive for a platform that is not on this computer, before anything
// is sent.
func RunChanges(ctx context.Context, c *client.Client, on Trial, report Report) (Summary, error) {
	if !c.OnThisComputer() {
		return Summary{}, ErrLive
	}
	s := &trial{Trial: on, client: c}
	var sum Summary
	for _, check := range changeChecks {
		words, err := check.run(ctx, s)
		if ctx.Err() != nil {
			return sum, fmt.Errorf("change %s: %w", check.name, ctx.Err())
		}
		outcome := Outcome{Check: check.name, Says: check.says, Result: OK, Words: words}
		sum.OK++
		if err != nil {
			outcome.Result, outcome.Words = Failed, err.Error()
			sum.OK, sum.Failed = sum.OK-1, sum.Failed+1
		}
		report(outcome)
	}
	return sum, nil
}

// trial is what the changes share.
type trial struct {
	Trial
	client *client.Client
	made   int
}

// changing is one change and what has to be read back after it.
type changing struct {
	name, says string
	run        func(ctx context.Context, s *trial) (words string, err error)
}

// key is the key of the next change.
func (s *trial) key() string {
	s.made++
	return platform.RequestKey(fmt.Sprintf("trial %d of %d", s.made, s.UID), 1)
}

// accepted is the error of a change that was not accepted.
func accepted(o client.Outcome) error {
	if o.Verdict() == client.VerdictAccepted {
		return nil
	}
	return fmt.Errorf("%s: %s, result %d: %w", o.Method, o.Verdict(), o.Result, errOr(o.Err))
}

func errOr(err error) error {
	if err == nil {
		return errors.New("without an error")
	}
	return err
}

var changeChecks = slices.Concat([]changing{
	{"change.audit", "A change stands in the audit log with the key it was sent with.", keyInAudit},
	{"change.note", "SetUserNote replaces the note; an empty one clears it.", changeNote},
	{"change.deactivate", "Status 2 stops the environments, status 1 starts those that ran.", changeStatus},
	{"change.suspend", "SuspendUser sets isEnabled=false, EnableUser takes it back (assumed A4).", changeSuspension},
	{"change.transition", "What the table of transitions does not allow is refused and changes nothing.", changeIllegal},
	{"change.group", "ChangeGroup moves a customer to another group.", changeOfGroup},
	{"change.email", "ChangeEmail gives another login; an address in use is refused.", changeOfEmail},
	{"change.phone", "ChangePhoneNumber sets the number; an empty one clears it.", changeOfPhone},
	{"change.quota", "SetQuota sets a personal value, RemoveQuota lets the group's hold again.", changeQuota},
}, moneyChanges, environmentChanges, []changing{
	{"change.destroy", "Status 3 removes the environments and keeps the account.", changeDestroy},
	{"change.forget", "RemovePersonalData makes status 4 and hashes of e-mail and phone.", changeForget},
})

func (s *trial) user(ctx context.Context, uid platform.UID) (platform.User, error) {
	u, _, err := s.client.Account(ctx, uid)
	return u, err
}

// want compares what is read back of the customer.
func (s *trial) want(ctx context.Context, what string, right func(platform.User) bool) error {
	u, err := s.user(ctx, s.UID)
	if err == nil && !right(u) {
		err = fmt.Errorf("customer %d after %s: state %s, group %q, %s", u.UID, what, u.State(), u.Group.Name, u.Balance)
	}
	return err
}

func keyInAudit(ctx context.Context, s *trial) (string, error) {
	now, err := s.client.ServerTime(ctx)
	if err != nil {
		return "", err
	}
	key := s.key()
	if err := accepted(s.client.SetUserNote(ctx, key, s.UID, "trial")); err != nil {
		return "", err
	}
	page, err := s.client.Audit(ctx, client.AuditQuery{UID: s.UID, Count: sampleRows,
		Period: platform.Period{From: now.Add(-time.Hour), To: now.Add(time.Hour)}})
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(page.Rows, func(a platform.Action) bool { return a.RequestKey == key && !a.Failed() }) {
		return "", fmt.Errorf("none of %d actions has the key %s", len(page.Rows), key)
	}
	return "the action has the key", nil
}

func changeNote(ctx context.Context, s *trial) (string, error) {
	for _, note := range []string{"Zeile 1\nλ, 100 % & \"quoted\" <b>", ""} {
		if err := accepted(s.client.SetUserNote(ctx, s.key(), s.UID, note)); err != nil {
			return "", err
		}
		if err := s.want(ctx, "a note", func(u platform.User) bool { return u.Note == note }); err != nil {
			return "", err
		}
	}
	return "set and cleared", nil
}

func (s *trial) running(ctx context.Context) (bool, error) {
	e, _, err := s.client.Environment(ctx, s.Environment)
	return e.Status == platform.EnvironmentRunning, err
}

func changeStatus(ctx context.Context, s *trial) (string, error) {
	for _, step := range []struct {
		to    platform.AccountStatus
		state platform.State
		runs  bool
	}{{platform.AccountInactive, platform.StateInactive, false}, {platform.AccountActive, platform.StateActive, true}} {
		if err := accepted(s.client.SetAccountStatus(ctx, s.key(), s.UID, step.to)); err != nil {
			return "", err
		}
		if err := s.want(ctx, "a status", func(u platform.User) bool { return u.State() == step.state }); err != nil {
			return "", err
		}
		if runs, err := s.running(ctx); err != nil || runs != step.runs {
			return "", fmt.Errorf("an environment runs: %v, want %v: %w", runs, step.runs, errOr(err))
		}
	}
	return "stopped and started again", nil
}

func changeSuspension(ctx context.Context, s *trial) (string, error) {
	if err := accepted(s.client.SuspendUser(ctx, s.key(), s.UID)); err != nil {
		return "", err
	}
	if err := s.want(ctx, "a suspension", func(u platform.User) bool { return u.State() == platform.StateSuspended }); err != nil {
		return "", err
	}
	if err := accepted(s.client.EnableUser(ctx, s.key(), s.UID)); err != nil {
		return "", err
	}
	return "suspended and back", s.want(ctx, "its end", func(u platform.User) bool { return u.State() == platform.StateActive })
}

func changeIllegal(ctx context.Context, s *trial) (string, error) {
	if err := accepted(s.client.SuspendUser(ctx, s.key(), s.UID)); err != nil {
		return "", err
	}
	o := s.client.SetAccountStatus(ctx, s.key(), s.UID, platform.AccountActive)
	if err := accepted(s.client.EnableUser(ctx, s.key(), s.UID)); err != nil {
		return "", err
	}
	if v := o.Verdict(); v != client.VerdictUnclear && v != client.VerdictRefused {
		return "", fmt.Errorf("activating a suspended customer: %s", v)
	}
	return fmt.Sprintf("refused with %d", o.Result), s.want(ctx, "a refusal", func(u platform.User) bool { return u.State() == platform.StateActive })
}

func changeOfGroup(ctx context.Context, s *trial) (string, error) {
	before, err := s.user(ctx, s.UID)
	if err != nil {
		return "", err
	}
	for _, group := range []string{"billing_vip", before.Group.Name} {
		if err := accepted(s.client.ChangeGroup(ctx, s.key(), client.GroupChange{UID: s.UID, Group: group})); err != nil {
			return "", err
		}
		if err := s.want(ctx, "a group", func(u platform.User) bool { return u.Group.Name == group }); err != nil {
			return "", err
		}
	}
	return "there and back", nil
}

func changeOfEmail(ctx context.Context, s *trial) (string, error) {
	before, err := s.user(ctx, s.UID)
	if err != nil {
		return "", err
	}
	other, err := s.user(ctx, s.Lost)
	if err != nil {
		return "", err
	}
	if o := s.client.ChangeEmail(ctx, s.key(), client.EmailChange{UID: s.UID, Email: other.Email}); o.Verdict() == client.VerdictAccepted {
		return "", errors.New("an address in use was accepted")
	}
	for _, email := range []string{"trial@steward.invalid", before.Email} {
		if err := accepted(s.client.ChangeEmail(ctx, s.key(), client.EmailChange{UID: s.UID, Email: email})); err != nil {
			return "", err
		}
		if err := s.want(ctx, "an address", func(u platform.User) bool { return u.Email == email }); err != nil {
			return "", err
		}
	}
	return "there and back", nil
}

func changeOfPhone(ctx context.Context, s *trial) (string, error) {
	for _, number := range []string{"+46 70 000 00 01", ""} {
		if err := accepted(s.client.ChangePhoneNumber(ctx, s.key(), s.UID, number)); err != nil {
			return "", err
		}
		if err := s.want(ctx, "a number", func(u platform.User) bool { return u.Phone == number }); err != nil {
			return "", err
		}
	}
	return "set and cleared", nil
}

func (s *trial) quota(ctx context.Context, name string) (platform.Quota, error) {
	page, err := s.client.Quotas(ctx, client.QuotasQuery{UID: s.UID})
	if err != nil {
		return platform.Quota{}, err
	}
	at := slices.IndexFunc(page.Rows, func(q platform.Quota) bool { return q.Name == name })
	if at < 0 {
		return platform.Quota{}, fmt.Errorf("no quota %s", name)
	}
	return page.Rows[at], nil
}

func changeQuota(ctx context.Context, s *trial) (string, error) {
	const name = "environment.maxcount"
	if err := accepted(s.client.SetQuota(ctx, s.key(), s.UID, name, 77)); err != nil {
		return "", err
	}
	if q, err := s.quota(ctx, name); err != nil || q.SetBy != platform.QuotaPersonal || q.Value != 77 {
		return "", fmt.Errorf("set: %+v: %w", q, errOr(err))
	}
	if err := accepted(s.client.RemoveQuota(ctx, s.key(), s.UID, name)); err != nil {
		return "", err
	}
	if q, err := s.quota(ctx, name); err != nil || q.SetBy != platform.QuotaOfGroup {
		return "", fmt.Errorf("reset: %+v: %w", q, errOr(err))
	}
	return "set and reset", nil
}

func changeDestroy(ctx context.Context, s *trial) (string, error) {
	if err := accepted(s.client.SetAccountStatus(ctx, s.key(), s.Lost, platform.AccountDestroyed)); err != nil {
		return "", err
	}
	u, err := s.user(ctx, s.Lost)
	if err == nil && u.State() != platform.StateDestroyed {
		err = fmt.Errorf("the state is %s", u.State())
	}
	if err != nil {
		return "", err
	}
	page, err := s.client.Environments(ctx, s.Lost)
	if err == nil && len(page.Rows) > 0 {
		err = fmt.Errorf("%d environments are left", len(page.Rows))
	}
	return "destroyed", err
}

func changeForget(ctx context.Context, s *trial) (string, error) {
	before, err := s.user(ctx, s.Lost)
	if err != nil {
		return "", err
	}
	if err := accepted(s.client.RemovePersonalData(ctx, s.key(), s.Lost, platform.Anonymization)); err != nil {
		return "", err
	}
	after, err := s.user(ctx, s.Lost)
	if err == nil && (after.State() != platform.StateDeleted || after.Email == before.Email || isAddress(after.Email) || before.Phone != "" && after.Phone == before.Phone) {
		err = fmt.Errorf("customer %d is %s and still has a name", after.UID, after.State())
	}
	if err != nil {
		return "", err
	}
	_, taken, err := s.client.EmailTaken(ctx, before.Email)
	if err == nil && taken {
		err = errors.New("the address is still in use")
	}
	return "forgotten", err
}
