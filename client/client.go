// Package client is the typed API of the Virtuozzo Application Platform as its
// admins use it. It knows nothing of the application and nothing of screens.
package client

import (
	"context"
	"errors"
	"time"

	"steward/client/platform"
)

// Client talks to one platform as one operator. It is safe for concurrent use.
type Client struct{}

var errPending = errors.New("call platform: not connected")

func New(Config) (*Client, error)                                              { return nil, errPending }
func Probe(context.Context, Config) (ProbeResult, error)                       { return ProbeResult{}, errPending }
func (*Client) SignIn(context.Context, string, platform.Secret) (Grant, error) { return Grant{}, errPending }
func (*Client) VerifyCode(context.Context, platform.Secret) (Grant, error)     { return Grant{}, errPending }
func (*Client) SignInWithToken(context.Context, platform.Secret) (Grant, error) {
	return Grant{}, errPending
}
func (*Client) Resume(platform.Secret)             {}
func (*Client) Session() platform.Secret           { return platform.Secret{} }
func (*Client) CheckSession(context.Context) error { return errPending }
func (*Client) SignOut(context.Context) error      { return errPending }
func (*Client) Accounts(context.Context, AccountsQuery) (AccountsPage, error) {
	return AccountsPage{}, errPending
}
func (*Client) Account(context.Context, platform.UID) (platform.User, time.Time, error) {
	return platform.User{}, time.Time{}, errPending
}
func (*Client) SuspendedAccounts(context.Context) ([]platform.User, error) { return nil, errPending }
func (*Client) Groups(context.Context) ([]platform.Group, error)          { return nil, errPending }
func (*Client) Identity(context.Context, string) (platform.Identity, error) {
	return platform.Identity{}, errPending
}
func (*Client) ResellerOf(context.Context, platform.UID) (platform.ResellerRef, error) {
	return platform.ResellerRef{}, errPending
}
func (*Client) Resellers(context.Context) ([]platform.Reseller, error) { return nil, errPending }
func (*Client) Currency(context.Context, int64) (platform.Currency, error) {
	return platform.Currency{}, errPending
}
func (*Client) Admins(context.Context) ([]platform.Admin, error) { return nil, errPending }
func (*Client) Role(context.Context, platform.UID) (platform.Role, error) {
	return platform.RoleView, errPending
}
func (*Client) Activities(context.Context, ActivitiesQuery) (ActivitiesPage, error) {
	return ActivitiesPage{}, errPending
}
func (*Client) ServerTime(context.Context) (time.Time, error) { return time.Time{}, errPending }
func (*Client) Version(context.Context) (string, error)       { return "", errPending }
