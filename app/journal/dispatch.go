package journal

import (
	"context"
	"fmt"
	"strconv"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// dispatch sends an attempt, once.
func (j *Journal) dispatch(ctx context.Context, e *entry, attempt int) client.Outcome {
	key := e.ID.RequestKey(attempt)
	switch {
	case e.Kind == model.Refill:
		return j.cfg.Client.FundAccount(ctx, key, transfer(e, attempt))
	case e.Kind == model.Withdraw:
		return j.cfg.Client.UnfundAccount(ctx, key, transfer(e, attempt))
	case e.Kind.OfAccountRow():
		return j.dispatchRow(ctx, e, key)
	case e.Kind.OfEnvironment():
		return j.dispatchEnvironment(ctx, e, key)
	}
	return j.dispatchBeside(ctx, e, key)
}

// dispatchRow sends what shows in a customer's own row.
func (j *Journal) dispatchRow(ctx context.Context, e *entry, key string) client.Outcome {
	c, uid, want := j.cfg.Client, e.UID, e.Change
	switch e.Kind {
	case model.Activate:
		return c.SetAccountStatus(ctx, key, uid, platform.AccountActive)
	case model.Deactivate:
		return c.SetAccountStatus(ctx, key, uid, platform.AccountInactive)
	case model.Destroy:
		return c.SetAccountStatus(ctx, key, uid, platform.AccountDestroyed)
	case model.Suspend:
		return c.SuspendUser(ctx, key, uid)
	case model.EndSuspension:
		return c.EnableUser(ctx, key, uid)
	case model.DeletePersonalData:
		return c.RemovePersonalData(ctx, key, uid, want.Mode)
	case model.ChangeGroup:
		return c.ChangeGroup(ctx, key, client.GroupChange{UID: uid, Group: want.Wanted, Notify: want.Notify, Template: want.Template})
	case model.ChangeEmail:
		return c.ChangeEmail(ctx, key, client.EmailChange{UID: uid, Email: want.Wanted, Notify: want.Notify})
	case model.ChangePhone:
		return c.ChangePhoneNumber(ctx, key, uid, want.Wanted)
	case model.SetNote:
		return c.SetUserNote(ctx, key, uid, want.Wanted)
	}
	return unfit(e, key)
}

// dispatchBeside sends what belongs to a customer and stands elsewhere: quotas,
// notes of bookings, ways to sign in.
func (j *Journal) dispatchBeside(ctx context.Context, e *entry, key string) client.Outcome {
	c, uid, want := j.cfg.Client, e.UID, e.Change
	switch e.Kind {
	case model.SetFundingNote:
		return c.SetFundNote(ctx, key, want.FundingID, want.Wanted)
	case model.SetQuota:
		value, err := strconv.ParseInt(want.Wanted, 10, 64)
		if err != nil {
			return client.Outcome{Key: key, Err: fmt.Errorf("read quota's value: %w", client.ErrUnfit)}
		}
		return c.SetQuota(ctx, key, uid, want.Quota, value)
	case model.ResetQuota:
		return c.RemoveQuota(ctx, key, uid, want.Quota)
	case model.Disable2FA:
		return c.Disable2FA(ctx, key, want.Login, e.secret)
	case model.ResetSignins:
		return c.ResetSigninAttempts(ctx, key, uid)
	case model.SignOutSessions:
		return c.SignOutSessions(ctx, key, uid, want.Sessions)
	case model.SignInAsUser:
		visit, o := c.SignInAsClient(ctx, key, uid)
		if o.Err == nil && e.session != nil {
			e.session(uid, visit.Session)
		}
		return o
	}
	return unfit(e, key)
}

// unfit is the outcome of what nobody knows how to send.
func unfit(e *entry, key string) client.Outcome {
	return client.Outcome{Key: key, Err: fmt.Errorf("send %q: %w", e.Kind, client.ErrUnfit)}
}

func (j *Journal) dispatchEnvironment(ctx context.Context, e *entry, key string) client.Outcome {
	c, app := j.cfg.Client, e.Change.AppID
	switch e.Kind {
	case model.StartEnvironment:
		return c.StartEnv(ctx, key, app)
	case model.StopEnvironment:
		return c.StopEnv(ctx, key, app)
	case model.SleepEnvironment:
		return c.SleepEnv(ctx, key, app)
	case model.RestartEnvironment:
		return c.RestartNodes(ctx, key, client.Restart{AppID: app, Layer: e.Change.Layer, Node: e.Change.Node})
	case model.DeleteEnvironment:
		return c.DeleteEnv(ctx, key, app, e.secret)
	case model.NoteEnvironment:
		return c.SetEnvNote(ctx, key, app, e.Change.Wanted)
	case model.RenameEnvironment:
		return c.SetEnvDisplayName(ctx, key, app, e.Change.Wanted)
	}
	return unfit(e, key)
}

func transfer(e *entry, attempt int) client.Transfer {
	return client.Transfer{UID: e.UID, Amount: e.Change.Amount, Balance: e.Change.Balance, Note: e.ID.Note(attempt, reasonOf(e.Change))}
}

// reasonOf is the reason with the ticket, as the platform's note has it.
func reasonOf(c model.Change) string {
	if c.Ticket == "" {
		return c.Reason
	}
	if c.Reason == "" {
		return c.Ticket
	}
	return c.Reason + ", " + c.Ticket
}

// parametersOf is what an attempt sends, for its story: never a secret.
func parametersOf(e *entry, attempt int) map[string]string {
	sent := map[string]string{"uid": strconv.FormatUint(uint64(e.UID), 10)}
	add := func(name, value string) {
		if value != "" {
			sent[name] = value
		}
	}
	c := e.Change
	if e.Kind.Money() {
		add("amount", c.Amount.Text())
		add("isBonus", strconv.FormatBool(c.Balance == platform.BalanceBonus))
		add("note", e.ID.Note(attempt, reasonOf(c)))
		return sent
	}
	add("value", c.Wanted)
	add("template", c.Template)
	add("quota", c.Quota)
	add("targetAppid", c.AppID)
	add("nodeGroup", c.Layer)
	add("mode", string(c.Mode))
	if c.Notify {
		add("notify", "true")
	}
	if c.FundingID != 0 {
		add("id", strconv.FormatInt(c.FundingID, 10))
	}
	return sent
}
