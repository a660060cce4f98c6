package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
)

// The statuses of an environment that the changes below know.
const (
	environmentRunning = 1
	environmentDown    = 2
	environmentAsleep  = 4

	environmentLaunching = 3
	environmentStopping  = 13
	environmentDozing    = 14

	environmentStatuses = 15 // 1 running to 15 restoring
)

// modify changes the customer of the uid parameter, as an ADMIN action.
func (c *call) modify(service, text, args string, apply func(ctx context.Context, tx *sql.Tx, r *record) error) error {
	seen, err := c.one()
	if err != nil {
		return err
	}
	return c.alter(seen, "AccountService."+service, text, args, apply)
}

// alter changes a customer, as an ADMIN action. What was asked for is done even
// when nobody waits for the answer any more.
func (c *call) alter(seen record, service, text, args string, apply func(ctx context.Context, tx *sql.Tx, r *record) error) error {
	ctx := context.WithoutCancel(c.r.Context())
	row := c.deed(seen.uid, deed{service: service, text: text}, args)
	err := c.p.store.change(ctx, seen.uid, func(tx *sql.Tx, r *record) error {
		if err := apply(ctx, tx, r); err != nil {
			return err
		}
		return writeAction(ctx, tx, row)
	})
	return c.told(ctx, row, err)
}

// deed is the action of this call.
func (c *call) deed(uid int64, what deed, args string) action {
	return action{uid: uid, actor: c.who.owner.uid, email: c.who.owner.login, kind: "ADMIN", service: what.service, text: what.text,
		args: args, key: c.param("ruk"), at: c.p.now()}
}

// told writes an action down that was refused.
func (c *call) told(ctx context.Context, row action, err error) error {
	var refused *refusal
	if !errors.As(err, &refused) {
		return err
	}
	row.result, row.failure = refused.result, refused.message
	failed := c.p.store.change(ctx, row.uid, func(tx *sql.Tx, _ *record) error { return writeAction(ctx, tx, row) })
	if failed != nil {
		return failed
	}
	return err
}

func setUserNote(c *call) error {
	note := c.param("note")
	return c.modify("SetUserNote", "Set user note", "", func(_ context.Context, _ *sql.Tx, r *record) error {
		r.note = note
		return nil
	})
}

// setAccountStatus sets active, inactive or destroyed. Deleted is reached by
// removing the personal data only.
func setAccountStatus(c *call) error {
	status, err := c.whole("status")
	if err != nil || status < statusActive || status > statusDestroyed {
		return invalid("status")
	}
	args := `{"status":` + strconv.FormatInt(status, 10) + `}`
	return c.modify("SetAccountStatus", "Set account status", args, func(ctx context.Context, tx *sql.Tx, r *record) error {
		return c.setStatus(ctx, tx, r, status)
	})
}

func (c *call) setStatus(ctx context.Context, tx *sql.Tx, r *record, status int64) error {
	switch {
	case r.status == statusDeleted, r.status == statusDestroyed && status != statusDestroyed,
		!r.enabled && status == statusActive:
		return illegal(r, status)
	case r.status == status:
		return nil
	}
	r.status, r.statusAt = status, c.p.now().Unix()
	switch status {
	case statusActive:
		return startEnvironments(ctx, tx, r.uid)
	case statusInactive:
		return stopEnvironments(ctx, tx, r.uid)
	}
	return removeEnvironments(ctx, tx, r.uid, "", c.p.now().Unix())
}

func illegal(r *record, status any) error {
	return refuse(codeTransition, "illegal status transition [%d -> %v]", r.status, status)
}

func suspendUser(c *call) error {
	return c.modify("SuspendUser", "Suspend user", "", func(ctx context.Context, tx *sql.Tx, r *record) error {
		switch {
		case r.status != statusActive && r.status != statusInactive:
			return illegal(r, "suspended")
		case !r.enabled:
			return nil
		}
		r.enabled, r.statusAt = false, c.p.now().Unix()
		return stopEnvironments(ctx, tx, r.uid)
	})
}

// enableUser ends a suspension; what ran before starts again where the account
// is active. It does nothing to an account that is not suspended.
func enableUser(c *call) error {
	return c.modify("EnableUser", "Enable user", "", func(ctx context.Context, tx *sql.Tx, r *record) error {
		switch {
		case r.status != statusActive && r.status != statusInactive:
			return illegal(r, "enabled")
		case r.enabled:
			return nil
		}
		r.enabled, r.statusAt = true, c.p.now().Unix()
		if r.status != statusActive {
			return nil
		}
		return startEnvironments(ctx, tx, r.uid)
	})
}

// stopEnvironments stops what runs and remembers it.
func stopEnvironments(ctx context.Context, tx *sql.Tx, uid int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE environments SET resume = 1, status = ? WHERE uid = ? AND status <> ?`,
		environmentDown, uid, environmentDown)
	return wrapped("stop environments", err)
}

// startEnvironments starts what was remembered.
func startEnvironments(ctx context.Context, tx *sql.Tx, uid int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE environments SET resume = 0, status = ? WHERE uid = ? AND resume = 1`, environmentRunning, uid)
	return wrapped("start environments", err)
}

// removeEnvironments takes environments away: those of a customer, or only the
// one of an appid. What they cost and what was done to them stays known.
func removeEnvironments(ctx context.Context, tx *sql.Tx, uid int64, appid string, now int64) error {
	const which = ` FROM environments WHERE uid = ? AND (? = '' OR appid = ?)`
	_, err := tx.ExecContext(ctx, `REPLACE INTO gone SELECT uid, appid, name, status, resume, region, created, stopped, ?`+which, now, uid, appid, appid)
	if err != nil {
		return wrapped("keep removed environments", err)
	}
	_, err = tx.ExecContext(ctx, `DELETE`+which, uid, appid, appid)
	return wrapped("remove environments", err)
}

func wrapped(verb string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", verb, err)
}

// asRefusal tells a refusal, or success, from what went wrong.
func asRefusal(err error) (refusal, error) {
	var refused *refusal
	switch {
	case err == nil:
		return refusal{}, nil
	case errors.As(err, &refused):
		return *refused, nil
	case errors.Is(err, ErrNoCustomer):
		return refusal{result: codeNotFound, message: "object not found"}, nil
	}
	return refusal{}, err
}
