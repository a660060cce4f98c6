package client

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"steward/client/platform"
)

// ofEnvironment sends a change of an environment. An appid goes where an
// administrator's method takes one, and as the name where a user's method does
// (documented).
func (c *Client) ofEnvironment(ctx context.Context, ruk, method, by, appID string, own url.Values) Outcome {
	if appID == "" {
		return c.unfit(ruk, method)
	}
	form := url.Values{by: {appID}}
	for name, values := range own {
		form[name] = values
	}
	return c.change(ctx, ruk, method, form, nil)
}

// StartEnv starts an environment (administration.cluster.StartEnv, seen in
// clients). It stays open until the environment runs.
func (c *Client) StartEnv(ctx context.Context, ruk, appID string) Outcome {
	return c.ofEnvironment(ctx, ruk, startEnv, "targetAppid", appID, nil)
}

// StopEnv stops an environment (administration.cluster.StopEnv, seen in clients).
func (c *Client) StopEnv(ctx context.Context, ruk, appID string) Outcome {
	return c.ofEnvironment(ctx, ruk, stopEnv, "targetAppid", appID, nil)
}

// SleepEnv puts an environment to sleep (environment.control.SleepEnv, documented).
func (c *Client) SleepEnv(ctx context.Context, ruk, appID string) Outcome {
	return c.ofEnvironment(ctx, ruk, sleepEnv, "envName", appID, nil)
}

// DeleteEnv removes an environment (administration.cluster.DeleteEnv, seen in
// clients) with the operator's own password (documented). It cannot be undone.
func (c *Client) DeleteEnv(ctx context.Context, ruk, appID string, password platform.Secret) Outcome {
	return c.ofEnvironment(ctx, ruk, deleteEnv, "targetAppid", appID, url.Values{"password": {password.Reveal()}})
}

// SetEnvDisplayName gives an environment another name to show
// (environment.control.SetEnvDisplayName, documented).
func (c *Client) SetEnvDisplayName(ctx context.Context, ruk, appID, name string) Outcome {
	return c.ofEnvironment(ctx, ruk, setEnvName, "envName", appID, url.Values{"displayName": {name}})
}

// SetEnvNote replaces the note of an environment
// (administration.cluster.SetEnvNote, seen in clients).
func (c *Client) SetEnvNote(ctx context.Context, ruk, appID, note string) Outcome {
	return c.ofEnvironment(ctx, ruk, setEnvNote, "targetAppid", appID, url.Values{"note": {note}})
}

// Restart names what is restarted: a layer or one node.
type Restart struct {
	AppID      string
	Layer      string        // node group; empty with Node
	Node       int64         // 0 with Layer
	Delay      time.Duration // between nodes, whole milliseconds; 0: the platform's own
	Sequential bool          // one after the other
}

// RestartNodes restarts a layer or a node (environment.control.RestartNodes,
// seen in clients).
func (c *Client) RestartNodes(ctx context.Context, ruk string, r Restart) Outcome {
	if (r.Layer == "") == (r.Node == 0) {
		return c.unfit(ruk, restartNodes)
	}
	own := url.Values{"isSequential": {strconv.FormatBool(r.Sequential)}}
	if r.Node != 0 {
		own.Set("nodeId", idText(r.Node))
	} else {
		own.Set("nodeGroup", r.Layer)
	}
	if r.Delay > 0 {
		own.Set("delay", strconv.FormatInt(r.Delay.Milliseconds(), 10))
	}
	return c.ofEnvironment(ctx, ruk, restartNodes, "envName", r.AppID, own)
}
