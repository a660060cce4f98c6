package app

import (
	"context"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/client/platform"
)

const (
	settingLimits = "limits"
	settingDesk   = "desk"
)

// storedMoney is an amount as a setting has it.
type storedMoney struct{ Amount, Currency string }

type storedLimitSet struct{ Operation, Batch, Day storedMoney }

func storable(m platform.Money) storedMoney {
	return storedMoney{Amount: m.Text(), Currency: m.Currency()}
}

func (s storedMoney) money() (platform.Money, error) {
	if s.Amount == "" {
		return platform.Money{}, nil
	}
	amount, err := decimal.NewFromString(s.Amount)
	return platform.NewMoney(amount, s.Currency), err
}

// storedLimits reads the limits of the profile.
func (c *Cluster) storedLimits(ctx context.Context) (l model.Limits, err error) {
	var s storedLimitSet
	if _, err = c.app.Get(ctx, c.profileID(), settingLimits, &s); err != nil {
		return l, err
	}
	if l.Operation, err = s.Operation.money(); err == nil {
		l.Batch, err = s.Batch.money()
	}
	if err == nil {
		l.Day, err = s.Day.money()
	}
	return l, err
}

// Limits are what bounds money on this platform from here, set by the person or by
// the organisation; an amount that is not given is no limit.
func (c *Cluster) Limits(ctx context.Context) (model.Limits, error) {
	own, err := c.storedLimits(ctx)
	return c.app.stricter(own), err
}

// OwnLimits are those that the person set.
func (c *Cluster) OwnLimits(ctx context.Context) (model.Limits, error) { return c.storedLimits(ctx) }

// PutLimits stores the limits; they hold at once.
func (c *Cluster) PutLimits(ctx context.Context, l model.Limits) error {
	s := storedLimitSet{Operation: storable(l.Operation), Batch: storable(l.Batch), Day: storable(l.Day)}
	if err := c.app.Put(ctx, c.profileID(), settingLimits, s); err != nil {
		return err
	}
	c.records.mu.Lock()
	c.records.limits = l
	c.records.mu.Unlock()
	return nil
}

// limits are the limits as they hold now, the person's and the organisation's.
func (c *Cluster) limits() model.Limits {
	c.records.mu.Lock()
	defer c.records.mu.Unlock()
	return c.app.stricter(c.records.limits)
}

// DeskID names this desk for good: another desk saves a plan for it by this
// name. It is short and checks itself.
func (a *App) DeskID(ctx context.Context) (string, error) {
	d, err := a.openedDesk()
	if err != nil {
		return "", err
	}
	var id string
	known, err := d.Get(ctx, "", settingDesk, &id)
	if err != nil || known {
		return id, err
	}
	id = string(model.NewOperationID())
	return id, d.Put(ctx, "", settingDesk, id)
}
