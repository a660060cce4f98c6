package demo

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
)

// operate does something to the environment of a parameter, as an ADMIN action
// in the log of its owner. What was asked for is done even when nobody waits
// for the answer any more.
func (c *call) operate(parameter string, what deed, apply func(ctx context.Context, tx *sql.Tx, e *environment) error) error {
	e, r, err := c.oneEnvironment(parameter)
	if err != nil {
		return err
	}
	ctx := context.WithoutCancel(c.r.Context())
	var about auditRow
	about.concern(&e)
	row := c.deed(r.uid, what, about.args)
	row.appid, row.env = e.appid, e.name
	err = c.p.store.change(ctx, r.uid, func(tx *sql.Tx, r *record) error {
		present := tx.QueryRowContext(ctx, `SELECT `+environmentColumns+` FROM environments WHERE uid = ? AND appid = ?`, r.uid, e.appid)
		if err := present.Scan(e.targets()...); err != nil {
			return wrapped("read the environment", err)
		}
		if err := apply(ctx, tx, &e); err != nil {
			return err
		}
		if what.service == "" {
			return nil
		}
		return writeAction(ctx, tx, row)
	})
	return c.told(ctx, row, err)
}

// turn brings an environment from one of some statuses into another. Where
// that takes its time the environment has the status between them meanwhile.
func (c *call) turn(parameter string, what deed, between, to int64, from ...int64) error {
	if c.p.turning > 0 {
		if err := c.shift(parameter, deed{}, between, from); err != nil {
			return err
		}
		c.p.travel()
		c.r = c.r.WithContext(context.WithoutCancel(c.r.Context())) // it arrives also when nobody waits any more
		from = []int64{between}
	}
	return c.shift(parameter, what, to, from)
}

func (c *call) shift(parameter string, what deed, to int64, from []int64) error {
	return c.operate(parameter, what, func(ctx context.Context, tx *sql.Tx, e *environment) error {
		if !slices.Contains(from, e.status) {
			return refuse(codeTransition, "illegal status transition [%d -> %d]", e.status, to)
		}
		return setStatusOf(ctx, tx, e, to)
	})
}

func setStatusOf(ctx context.Context, tx *sql.Tx, e *environment, status int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE environments SET status = ?, resume = 0 WHERE uid = ? AND appid = ?`, status, e.uid, e.appid)
	return wrapped("set the status of an environment", err)
}

func startEnv(c *call) error {
	return c.turn("targetAppid", deedStart, environmentLaunching, environmentRunning, environmentDown, environmentAsleep)
}

func stopEnv(c *call) error {
	return c.turn("targetAppid", deedStop, environmentStopping, environmentDown, environmentRunning)
}

func sleepEnv(c *call) error {
	return c.turn("envName", deedSleep, environmentDozing, environmentAsleep, environmentRunning)
}

// restartNodes restarts all nodes, those of a layer, or one: what is named has
// to be there.
func restartNodes(c *call) error {
	return c.operate("envName", environmentDeeds[0], func(_ context.Context, _ *sql.Tx, e *environment) error {
		if e.status != environmentRunning {
			return refuse(codeTransition, "environment is not running [%d]", e.status)
		}
		named := func(n node) bool {
			return (!c.has("nodeGroup") || n.layer == c.param("nodeGroup")) && (!c.has("nodeId") || strconv.FormatInt(n.id, 10) == c.param("nodeId"))
		}
		if !slices.ContainsFunc(e.nodes(), named) {
			return refuse(codeNotFound, "object not found [node]")
		}
		return nil
	})
}

// setEnvStatus sets any status there is, as support does to repair something.
func setEnvStatus(c *call) error {
	status, err := c.whole("status")
	if err != nil || status < environmentRunning || status > environmentStatuses {
		return invalid("status")
	}
	return c.operate("targetAppid", deedEnvStatus, func(ctx context.Context, tx *sql.Tx, e *environment) error {
		return setStatusOf(ctx, tx, e, status)
	})
}

func setEnvNote(c *call) error {
	return c.say("targetAppid", deed{"ClusterService.SetEnvNote", "Set environment note", 0}, "note", c.param("note"))
}

func setEnvDisplayName(c *call) error {
	return c.say("envName", deed{"ControlService.SetEnvDisplayName", "Rename environment", 0}, "display", c.param("displayName"))
}

func (c *call) say(parameter string, what deed, column, text string) error {
	return c.operate(parameter, what, func(ctx context.Context, tx *sql.Tx, e *environment) error {
		_, err := tx.ExecContext(ctx, `UPDATE environments SET `+column+` = ? WHERE uid = ? AND appid = ?`, text, e.uid, e.appid)
		return wrapped("describe an environment", err)
	})
}

// deleteEnv removes an environment; the operator's own password confirms it,
// also where a token is used.
func deleteEnv(c *call) error {
	if c.param("password") != c.who.owner.password.Reveal() {
		return refuse(codePassword, "wrong password")
	}
	return c.operate("targetAppid", deed{"ControlService.DeleteEnv", "Delete environment", 20}, func(ctx context.Context, tx *sql.Tx, e *environment) error {
		return removeEnvironments(ctx, tx, e.uid, e.appid, c.p.now().Unix())
	})
}
