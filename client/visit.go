package client

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// Visit is a customer's dashboard opened by an operator.
type Visit struct {
	UID     platform.UID // 0: not told
	Email   string       // empty: not told
	Session platform.Secret
}

// SignInAsClient opens a session of a customer (system.admin.SigninAsClient,
// else system.admin.SigninAsUser; both seen in clients, A16). The session is a
// secret and is signed out with SignOutVisit. A yes without a session is
// VerdictUnknown: Outcome.Complete is false.
func (c *Client) SignInAsClient(ctx context.Context, ruk string, uid platform.UID) (Visit, Outcome) {
	if uid == 0 {
		return Visit{}, c.unfit(ruk, signInAsClient)
	}
	var visit Visit
	in := func(method string) func() Outcome {
		return func() Outcome {
			visit = Visit{}
			o := c.change(ctx, ruk, method, url.Values{"login": {uidText(uid)}}, func(text []byte) (wire.Changed, wire.Envelope, error) {
				told, e, err := wire.Change(text)
				visit = Visit{UID: told.UID, Email: told.Email, Session: told.Session}
				return told, e, err
			})
			if o.Verdict() == VerdictAccepted && visit.Session.IsEmpty() {
				o.Complete, o.Err = false, &NotPlatformError{Status: o.HTTPStatus}
			}
			return o
		}
	}
	o := c.changeBy(CapVisit, [2]func() Outcome{in(signInAsClient), in(signInAsUser)})
	if o.Verdict() != VerdictAccepted {
		visit = Visit{}
	}
	return visit, o
}

// SignOutVisit ends a customer's session that SignInAsClient opened
// (users.authentication.Signout, documented). One that has ended already is no
// error.
func (c *Client) SignOutVisit(ctx context.Context, session platform.Secret) error {
	_, err := c.ask(ctx, request{method: signOut, session: &session, decode: wire.Plain})
	var refused *APIError
	if errors.As(err, &refused) && refused.Result == ResultNoSession {
		return nil
	}
	return err
}

// Dashboard is how a browser is brought to a customer's dashboard.
type Dashboard struct {
	Address string // where; without a secret
	Field   string // the name of the field that takes the session, sent by POST; empty: the session stands in Link
	Session platform.Secret
	Link    platform.Secret // the whole address with the session in it; empty with Field
}

// DashboardOf says how a browser opens a visit: a POST form (assumed A17), or
// with CapDashboard 1 an address that holds the session and stays in the
// browser's history, which needs the person's consent.
func (c *Client) DashboardOf(v Visit) Dashboard {
	address := c.cfg.Dashboard
	if address == "" {
		address = strings.Replace(c.base, "://jca.", "://app.", 1)
	}
	address = strings.TrimSuffix(address, "/") + "/"
	if c.choice(CapDashboard) == 1 {
		return Dashboard{Address: address, Link: platform.NewSecret(address + "?session=" + url.QueryEscape(v.Session.Reveal()))}
	}
	return Dashboard{Address: address, Field: "session", Session: v.Session}
}
