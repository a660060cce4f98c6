package client

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// Environments reads the environments that a customer owns, without their
// layers (administration.cluster.SearchEnvs, seen in clients; that it searches
// by uid is assumed A7, else GetEnvs). It returns ErrFilterIgnored if the
// platform answered with those of others.
func (c *Client) Environments(ctx context.Context, uid platform.UID) (Page[platform.Environment], error) {
	var found Page[platform.Environment]
	searched := func() (err error) {
		found, err = everything(appID, func(start int) (Page[platform.Environment], error) {
			form := search(wire.Conditions{UID: uid, Order: "appid", Direction: "ASC", Start: start, Count: pageSize})
			page, err := rows(ctx, c, searchEnvs, form, wire.Environments)
			if err == nil && slices.ContainsFunc(page.Rows, func(e platform.Environment) bool { return !ownedBy(e.Owner, uid) }) {
				err = fmt.Errorf("read environments of customer %d: %w", uid, ErrFilterIgnored)
			}
			return page, err
		})
		return err
	}
	listed := func() (err error) {
		found, err = rows(ctx, c, getEnvs, url.Values{"uid": {uidText(uid)}, "lazy": {"true"}}, wire.Environments)
		// shared ones come too, with another owner
		found.Rows = slices.DeleteFunc(found.Rows, func(e platform.Environment) bool { return !ownedBy(e.Owner, uid) })
		found.Total = len(found.Rows)
		return err
	}
	err := c.either(CapEnvironments, [2]func() error{searched, listed})
	if err != nil {
		return Page[platform.Environment]{Total: -1, Began: found.Began}, err
	}
	return found, nil
}

func appID(e platform.Environment) string { return e.AppID }

// ownedBy reports whether a row may belong to a customer: it says so, or does
// not tell.
func ownedBy(owner, uid platform.UID) bool { return owner == 0 || owner == uid }

// Environment reads one environment with its layers and nodes, and says when
// the request began (administration.cluster.GetEnvInfo, seen in clients; its
// answer is documented for the user's method of that name). It returns
// ErrNoEnvironment if the platform says that there is none.
func (c *Client) Environment(ctx context.Context, appID string) (platform.Environment, time.Time, error) {
	env, told, err := fetch(ctx, c, getEnvInfo, url.Values{"targetAppid": {appID}}, wire.Environment)
	switch code := resultOf(err); {
	case code == ResultNotFound || code == ResultNoEnvironment:
		return platform.Environment{}, told.began, fmt.Errorf("read environment: %w", ErrNoEnvironment)
	case err == nil && env.AppID != appID:
		return platform.Environment{}, told.began, fmt.Errorf("read environment: %w", ErrFilterIgnored)
	}
	return env, told.began, err
}

// Regions reads the regions of the platform (administration.cluster.GetRegions,
// seen in clients, else environment.control.GetRegionsInner, documented; that
// both have the same rows is assumed).
func (c *Client) Regions(ctx context.Context) ([]platform.Region, error) {
	var found Page[platform.Region]
	read := func(method string) func() error {
		return func() (err error) {
			found, err = rows(ctx, c, method, nil, wire.Regions)
			return err
		}
	}
	err := c.either(CapRegions, [2]func() error{read(getRegions), read(getRegionsInner)})
	return found.Rows, err
}
