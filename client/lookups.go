package client

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// fetch sends a request and decodes its one value.
func fetch[T any](ctx context.Context, c *Client, method string, form url.Values, decode func([]byte) (T, wire.Envelope, error)) (T, answer, error) {
	var value T
	told, err := c.ask(ctx, request{method: method, form: form, decode: func(text []byte) (e wire.Envelope, err error) {
		value, e, err = decode(text)
		return e, err
	}})
	if err != nil {
		var none T
		return none, told, err
	}
	return value, told, nil
}

// Groups reads all customer groups (billing.groupquota.GetGroups, seen in
// clients; its fields are documented).
func (c *Client) Groups(ctx context.Context) ([]platform.Group, error) {
	groups, _, err := fetch(ctx, c, getGroups, nil, wire.Groups)
	return groups, err
}

// Identity reads the sign-in side of an account by e-mail or uid
// (system.admin.GetUserInfo, seen in clients; its answer is assumed A13). It
// returns ErrNotFound.
func (c *Client) Identity(ctx context.Context, login string) (platform.Identity, error) {
	var found platform.Identity
	read := func(method string) func() error {
		return func() (err error) {
			found, _, err = fetch(ctx, c, method, url.Values{"login": {login}}, wire.Identity)
			return err
		}
	}
	err := c.either(CapIdentity, [2]func() error{read(getUserInfo), read(getUserInfoInner)})
	if resultOf(err) == ResultNotFound {
		return platform.Identity{}, fmt.Errorf("read identity: %w", ErrNotFound)
	}
	return found, err
}

// ResellerOf reads the reseller of a customer; zero for a direct one
// (billing.reseller.GetResellerByUid, seen in clients).
func (c *Client) ResellerOf(ctx context.Context, uid platform.UID) (platform.ResellerRef, error) {
	form := url.Values{"uid": {strconv.FormatUint(uint64(uid), 10)}}
	ref, _, err := fetch(ctx, c, getResellerByUID, form, wire.ResellerOf)
	return ref, err
}

// Resellers reads all resellers (billing.reseller.GetAllResellers, seen in
// clients; its fields are documented).
func (c *Client) Resellers(ctx context.Context) ([]platform.Reseller, error) {
	resellers, _, err := fetch(ctx, c, getAllResellers, nil, wire.Resellers)
	return resellers, err
}

// Admins reads the accounts with rights in the admin panel
// (system.admin.GetAdminUsersInfo, seen in clients; its answer is assumed A22).
func (c *Client) Admins(ctx context.Context) ([]platform.Admin, error) {
	admins, _, err := fetch(ctx, c, getAdminUsersInfo, nil, wire.Admins)
	return admins, err
}

// Role is what an account may do, from the list of admins (assumed A22). If
// the platform does not tell, it is RoleView: writes then fail on the platform.
// RoleView comes with an error when the platform could not be asked.
func (c *Client) Role(ctx context.Context, uid platform.UID) (platform.Role, error) {
	admins, err := c.Admins(ctx)
	if err != nil && !isRefusal(err) {
		return platform.RoleView, err
	}
	for _, admin := range admins {
		if admin.UID == uid && admin.Role != "" {
			return admin.Role, nil
		}
	}
	return platform.RoleView, nil
}

// Activities reads how many actions of the tasks panel each customer did in a
// period (administration.cluster.GetUsersActivities, seen in clients; its rows
// are assumed A21). The platform's ends are whole seconds, both inclusive.
func (c *Client) Activities(ctx context.Context, q ActivitiesQuery) (ActivitiesPage, error) {
	form := url.Values{
		"starttime": {begins(q.Period)},
		"endtime":   {ends(q.Period)},
		"startRow":  {strconv.Itoa(q.Start)},
	}
	if q.Count > 0 {
		form.Set("resultCount", strconv.Itoa(q.Count))
	}
	page, told, err := fetch(ctx, c, getUsersActivities, form, wire.Activities)
	if err != nil {
		return ActivitiesPage{Total: -1, Began: told.began}, err
	}
	return ActivitiesPage{Rows: page.Rows, Total: page.Total, Began: told.began}, nil
}

// ServerTime is the platform's clock (environment.tracking.GetServerUTCTime,
// documented; its answer is assumed), else the Date header of its answer.
func (c *Client) ServerTime(ctx context.Context) (time.Time, error) {
	now, told, err := fetch(ctx, c, getServerTime, nil, wire.ServerTime)
	if err != nil && !isRefusal(err) {
		return time.Time{}, err
	}
	if now.IsZero() {
		now = told.date
	}
	if now.IsZero() && err == nil {
		err = &NotPlatformError{Status: 200}
	}
	if !now.IsZero() {
		err = nil
	}
	return now, err
}

// Version is the platform's version such as 8.4.1-3 (system.service.GetVersion,
// seen in clients).
func (c *Client) Version(ctx context.Context) (string, error) {
	version, _, err := fetch(ctx, c, getVersion, nil, wire.Version)
	return version, err
}
