package client

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// EmailTemplates reads the mails that the platform can send
// (billing.system.GetEmailTemplates, assumed A19), else the welcome mails of
// the groups (documented naming); the other mails are then not known.
func (c *Client) EmailTemplates(ctx context.Context) ([]platform.EmailTemplate, error) {
	var found []platform.EmailTemplate
	listed := func() (err error) {
		page, err := rows(ctx, c, getEmailTemplates, nil, wire.EmailTemplates)
		found = page.Rows
		return err
	}
	derived := func() error {
		groups, err := c.Groups(ctx)
		found = nil
		for _, g := range groups {
			if !g.Deleted {
				found = append(found, platform.EmailTemplate{Name: "hivext_welcome_for_" + g.Name})
			}
		}
		return err
	}
	err := c.either(CapTemplates, [2]func() error{listed, derived})
	return found, err
}

// EmailTaken reports whether an account signs in with an address
// (users.account.CheckUser, seen in clients), and which.
func (c *Client) EmailTaken(ctx context.Context, email string) (platform.UID, bool, error) {
	told, _, err := fetch(ctx, c, checkUser, url.Values{"login": {email}}, wire.Change)
	if resultOf(err) == ResultNotFound {
		return 0, false, nil
	}
	return told.UID, err == nil && told.UID != 0, err
}

// MayRemovePersonalData reads the setting that hides the removal of personal
// data in the panel (administration.config.GetConfigKeyByResellerId
// REMOVE_PERSONAL_DATA_ENABLED, documented; its type is assumed A28). It is
// true where the platform does not tell.
func (c *Client) MayRemovePersonalData(ctx context.Context, resellerID int64) (bool, error) {
	form := url.Values{"type": {[2]string{"ui", "jca"}[c.choice(CapRemovalSetting)&1]}, "key": {"REMOVE_PERSONAL_DATA_ENABLED"}}
	if resellerID != 0 {
		form.Set("resellerId", strconv.FormatInt(resellerID, 10))
	}
	value, _, err := fetch(ctx, c, getConfigKey, form, wire.Setting)
	if err != nil && !isRefusal(err) {
		return true, err
	}
	return !strings.EqualFold(value, "false") && value != "0", nil
}

// SigninAttempts reads the failed sign-ins of a customer (GetSigninAttempts,
// documented; where it lives, its parameter and its answer are assumed A26).
func (c *Client) SigninAttempts(ctx context.Context, uid platform.UID) (platform.SigninAttempts, error) {
	var found platform.SigninAttempts
	read := func(method string) func() error {
		return func() (err error) {
			found, _, err = fetch(ctx, c, method, url.Values{"login": {uidText(uid)}}, wire.SigninAttempts)
			return err
		}
	}
	err := c.either(CapAttempts, [2]func() error{read(getAttempts), read(getAttemptsInner)})
	return found, err
}

// ResetSigninAttempts lets a customer who failed too often sign in again
// (ResetSigninAttempts, documented; where it lives and its parameter are
// assumed A26).
func (c *Client) ResetSigninAttempts(ctx context.Context, ruk string, uid platform.UID) Outcome {
	if uid == 0 {
		return c.unfit(ruk, resetAttempts)
	}
	send := func(method string) func() Outcome {
		return func() Outcome { return c.change(ctx, ruk, method, url.Values{"login": {uidText(uid)}}, nil) }
	}
	return c.changeBy(CapAttempts, [2]func() Outcome{send(resetAttempts), send(resetAttemptsInner)})
}

// Sessions reads where a customer is signed in (users.authentication.GetSessions,
// documented for one's own; that it takes an administrator's uid is assumed
// A27, else system.admin.GetSessions, assumed). It returns ErrFilterIgnored if
// the platform answered with somebody else's.
func (c *Client) Sessions(ctx context.Context, uid platform.UID) ([]platform.Session, error) {
	var found []platform.Session
	read := func(method string) func() error {
		return func() error {
			page, err := rows(ctx, c, method, url.Values{"uid": {uidText(uid)}, "login": {uidText(uid)}}, wire.Sessions)
			if err == nil && slices.ContainsFunc(page.Rows, func(s platform.Session) bool { return s.UID != uid }) {
				err = fmt.Errorf("read sessions of customer %d: %w", uid, ErrFilterIgnored)
			}
			found = page.Rows
			return err
		}
	}
	if err := c.either(CapSessions, [2]func() error{read(getSessions), read(getSessionsOf)}); err != nil {
		return nil, err
	}
	return found, nil
}

// SignOutSessions ends sessions of a customer by the ids that Sessions told
// (users.authentication.SignoutSessions, documented for one's own; that it
// takes an administrator's uid is assumed A27, else
// system.admin.SignoutSessions, assumed).
func (c *Client) SignOutSessions(ctx context.Context, ruk string, uid platform.UID, ids []string) Outcome {
	if uid == 0 || len(ids) == 0 || slices.Contains(ids, "") {
		return c.unfit(ruk, signOutSessions)
	}
	send := func(method string) func() Outcome {
		return func() Outcome {
			return c.change(ctx, ruk, method, url.Values{"uid": {uidText(uid)}, "login": {uidText(uid)}, "ids": {strings.Join(ids, ",")}}, nil)
		}
	}
	return c.changeBy(CapSessions, [2]func() Outcome{send(signOutSessions), send(signOutSessionsOf)})
}
