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

// moneyChanges move money and read both balances and the history back.
var moneyChanges = []changing{
	{"change.refill", "FundAccount with isBonus=false adds to the main balance (assumed A25) and stands in the history with its note.", moving(false, platform.BalanceMain)},
	{"change.refill-bonus", "FundAccount with isBonus=true adds to the bonus (assumed A25) and stands in the history with its note.", moving(false, platform.BalanceBonus)},
	{"change.withdraw", "UnfundAccount with isBonus=false takes from the main balance.", moving(true, platform.BalanceMain)},
	{"change.withdraw-bonus", "UnfundAccount with isBonus=true takes from the bonus.", moving(true, platform.BalanceBonus)},
	{"change.withdraw-too-much", "More than balance and credit is refused and moves nothing.", tooMuch},
	{"change.funding-note", "SetFundNote replaces the note of a row of the history.", fundingNote},
}

// moving moves 0.012846, six digits, so that rounding is seen.
func moving(out bool, balance platform.Balance) func(context.Context, *trial) (string, error) {
	return func(ctx context.Context, s *trial) (string, error) {
		before, err := s.user(ctx, s.UID)
		if err != nil {
			return "", err
		}
		amount := platform.MicrosMoney(12_846, before.Balance.Currency())
		moved := client.Transfer{UID: s.UID, Amount: amount, Balance: balance, Note: fmt.Sprintf("[st:TR%dAL00000/1] trial", s.made%10)}
		send, sign := s.client.FundAccount, int64(1)
		if out {
			send, sign = s.client.UnfundAccount, -1
		}
		o := send(ctx, s.key(), moved)
		if err := accepted(o); err != nil {
			return "", err
		}
		by := platform.MicrosMoney(sign*12_846, amount.Currency())
		main, bonus := before.Balance, before.Bonus
		if balance == platform.BalanceMain {
			main, err = main.Add(by)
		} else {
			bonus, err = bonus.Add(by)
		}
		if err != nil {
			return "", err
		}
		if err := s.want(ctx, "a transfer", func(u platform.User) bool { return u.Balance.Equal(main) && u.Bonus.Equal(bonus) }); err != nil {
			return "", err
		}
		row, err := s.booked(ctx, o.Object)
		if err == nil && (!row.Amount.Equal(by) || row.Balance() != balance || row.Note != moved.Note) {
			err = fmt.Errorf("the row is %s %s", row.Operation, row.Amount)
		}
		return by.Text(), err
	}
}

// booked is a row of the history.
func (s *trial) booked(ctx context.Context, id int64) (platform.Funding, error) {
	now, err := s.client.ServerTime(ctx)
	if err != nil {
		return platform.Funding{}, err
	}
	page, err := s.client.FundingHistory(ctx, client.FundingQuery{UID: s.UID, Period: platform.Period{From: now.Add(-time.Hour), To: now.Add(time.Hour)}})
	if err != nil {
		return platform.Funding{}, err
	}
	at := slices.IndexFunc(page.Rows, func(f platform.Funding) bool { return f.ID == id })
	if at < 0 {
		return platform.Funding{}, fmt.Errorf("none of %d rows is the one that was made", len(page.Rows))
	}
	return page.Rows[at], nil
}

func tooMuch(ctx context.Context, s *trial) (string, error) {
	before, err := s.user(ctx, s.UID)
	if err != nil {
		return "", err
	}
	amount, err := before.Balance.Add(before.Credit)
	if err == nil {
		amount, err = amount.Add(platform.MicrosMoney(1, amount.Currency()))
	}
	if err != nil {
		return "", err
	}
	o := s.client.UnfundAccount(ctx, s.key(), client.Transfer{UID: s.UID, Amount: amount, Balance: platform.BalanceMain})
	if o.Verdict() == client.VerdictAccepted {
		return "", errors.New("more than there is was taken")
	}
	return fmt.Sprintf("refused with %d", o.Result), s.want(ctx, "a refusal", func(u platform.User) bool { return u.Balance.Equal(before.Balance) })
}

func fundingNote(ctx context.Context, s *trial) (string, error) {
	o := s.client.FundAccount(ctx, s.key(), client.Transfer{UID: s.UID, Amount: platform.MicrosMoney(1, ""), Balance: platform.BalanceMain, Note: "before"})
	if err := accepted(o); err != nil {
		return "", err
	}
	if err := accepted(s.client.SetFundNote(ctx, s.key(), o.Object, "after")); err != nil {
		return "", err
	}
	row, err := s.booked(ctx, o.Object)
	if err == nil && row.Note != "after" {
		err = errors.New("the note is the old one")
	}
	return "replaced", err
}

// environmentChanges are made to one environment, which is gone at the end.
var environmentChanges = []changing{
	{"change.env-stop", "StopEnv, StartEnv and SleepEnv bring an environment into the status that is meant.", turnEnvironment},
	{"change.env-words", "SetEnvNote and SetEnvDisplayName replace note and name.", describeEnvironment},
	{"change.env-restart", "RestartNodes of a layer leaves the environment running.", restartLayer},
	{"change.env-delete", "DeleteEnv wants the operator's own password, then the environment is gone.", deleteEnvironment},
}

func turnEnvironment(ctx context.Context, s *trial) (string, error) {
	for _, step := range []struct {
		send func(context.Context, string, string) client.Outcome
		want platform.EnvironmentStatus
	}{
		{s.client.StopEnv, platform.EnvironmentDown}, {s.client.StartEnv, platform.EnvironmentRunning},
		{s.client.SleepEnv, platform.EnvironmentSleep}, {s.client.StartEnv, platform.EnvironmentRunning},
	} {
		if err := accepted(step.send(ctx, s.key(), s.Environment)); err != nil {
			return "", err
		}
		if e, _, err := s.client.Environment(ctx, s.Environment); err != nil || e.Status != step.want {
			return "", fmt.Errorf("status %v, want %v: %w", e.Status, step.want, errOr(err))
		}
	}
	return "down, up, asleep, up", nil
}

func describeEnvironment(ctx context.Context, s *trial) (string, error) {
	if err := accepted(s.client.SetEnvNote(ctx, s.key(), s.Environment, "trial note")); err != nil {
		return "", err
	}
	if err := accepted(s.client.SetEnvDisplayName(ctx, s.key(), s.Environment, "Trial")); err != nil {
		return "", err
	}
	e, _, err := s.client.Environment(ctx, s.Environment)
	if err == nil && (e.Note != "trial note" || e.DisplayName != "Trial") {
		err = errors.New("note or name is the old one")
	}
	return "replaced", err
}

func restartLayer(ctx context.Context, s *trial) (string, error) {
	if err := accepted(s.client.RestartNodes(ctx, s.key(), client.Restart{AppID: s.Environment, Layer: s.Layer})); err != nil {
		return "", err
	}
	runs, err := s.running(ctx)
	if err == nil && !runs {
		err = errors.New("it does not run")
	}
	return "it runs", err
}

func deleteEnvironment(ctx context.Context, s *trial) (string, error) {
	if o := s.client.DeleteEnv(ctx, s.key(), s.Environment, platform.NewSecret("wrong")); o.Verdict() == client.VerdictAccepted {
		return "", errors.New("a wrong password was accepted")
	}
	if err := accepted(s.client.DeleteEnv(ctx, s.key(), s.Environment, s.Password)); err != nil {
		return "", err
	}
	if _, _, err := s.client.Environment(ctx, s.Environment); !errors.Is(err, client.ErrNoEnvironment) {
		return "", fmt.Errorf("it is still there: %w", errOr(err))
	}
	return "gone", nil
}
