package client

import (
	"context"
	"net/url"
	"strconv"

	"steward/client/platform"
)

// The writing calls. Each takes the key of its attempt (platform.RequestKey),
// is sent at most once a form, and returns what became of it, never more than
// an Outcome says. What the platform did is read back, not believed.

// statusCodes are the statuses that an administrator can set, on the wire.
var statusCodes = map[platform.AccountStatus]string{
	platform.AccountActive: "1", platform.AccountInactive: "2", platform.AccountDestroyed: "3",
}

// unfit is the outcome of a change that cannot be meant.
func (c *Client) unfit(ruk, method string) Outcome {
	now := c.now()
	return Outcome{Method: method, Key: ruk, Began: now, Ended: now, Err: ErrUnfit}
}

// ofCustomer sends a change that takes a uid.
func (c *Client) ofCustomer(ctx context.Context, ruk, method string, uid platform.UID, own url.Values) Outcome {
	if uid == 0 {
		return c.unfit(ruk, method)
	}
	form := url.Values{"uid": {uidText(uid)}}
	for name, values := range own {
		form[name] = values
	}
	return c.change(ctx, ruk, method, form, nil)
}

// SetAccountStatus activates, deactivates or destroys a customer
// (billing.account.SetAccountStatus 1, 2 and 3, seen in clients). It stays
// open while environments start or stop. Other statuses are ErrUnfit.
func (c *Client) SetAccountStatus(ctx context.Context, ruk string, uid platform.UID, status platform.AccountStatus) Outcome {
	code, ok := statusCodes[status]
	if !ok {
		return c.unfit(ruk, setAccountStatus)
	}
	return c.ofCustomer(ctx, ruk, setAccountStatus, uid, url.Values{"status": {code}})
}

// SuspendUser stops a customer's environments and refuses sign-in
// (billing.account.SuspendUser, seen in clients).
func (c *Client) SuspendUser(ctx context.Context, ruk string, uid platform.UID) Outcome {
	return c.ofCustomer(ctx, ruk, suspendUser, uid, nil)
}

// EnableUser ends a suspension (billing.account.EnableUser, seen in clients;
// that it is the inverse of SuspendUser is assumed A4).
func (c *Client) EnableUser(ctx context.Context, ruk string, uid platform.UID) Outcome {
	return c.ofCustomer(ctx, ruk, enableUser, uid, nil)
}

// RemovePersonalData destroys a customer and hashes what names the person
// (system.admin.RemovePersonalData, seen in clients; which value of its switch
// is which mode is assumed A15). It cannot be undone.
func (c *Client) RemovePersonalData(ctx context.Context, ruk string, uid platform.UID, mode platform.RemovalMode) Outcome {
	form := url.Values{"login": {uidText(uid)}}
	switch mode {
	case platform.RemovalDefault:
	case platform.Anonymization, platform.Pseudoanonymous:
		anonymize := (mode == platform.Anonymization) != (c.choice(CapAnonymize) == 1)
		form.Set("isAnonymize", strconv.FormatBool(anonymize))
	default:
		return c.unfit(ruk, removePersonalData)
	}
	if uid == 0 {
		return c.unfit(ruk, removePersonalData)
	}
	return c.change(ctx, ruk, removePersonalData, form, nil)
}

// GroupChange moves a customer to another group.
type GroupChange struct {
	UID      platform.UID
	Group    string // its name
	Notify   bool   // a mail goes out
	Template string // which; needed with Notify
}

// ChangeGroup moves a customer to another group (billing.account.ChangeGroup,
// seen in clients; the names of its switch for the mail are assumed A18 and
// both are sent). Without a mail billing.account.SetGroup does on platforms
// that have no ChangeGroup; balances are never reset.
func (c *Client) ChangeGroup(ctx context.Context, ruk string, g GroupChange) Outcome {
	if g.UID == 0 || g.Group == "" || g.Notify != (g.Template != "") {
		return c.unfit(ruk, changeGroup)
	}
	mail := strconv.FormatBool(g.Notify)
	form := url.Values{"groupName": {g.Group}, "uids": {uidText(g.UID)}, "sendEmail": {mail}, "sentEmail": {mail}}
	if g.Notify {
		form.Set("template", g.Template)
		return c.change(ctx, ruk, changeGroup, form, nil)
	}
	return c.changeBy(CapGroup, [2]func() Outcome{
		func() Outcome { return c.change(ctx, ruk, changeGroup, form, nil) },
		func() Outcome {
			return c.ofCustomer(ctx, ruk, setGroup, g.UID, url.Values{
				"groupName": {g.Group}, "resetBalance": {"false"}, "resetBonus": {"false"},
			})
		},
	})
}

// EmailChange gives a customer another login.
type EmailChange struct {
	UID    platform.UID
	Email  string
	Notify bool // a mail goes out, see CapNotify
}

// ChangeEmail gives a customer another login (system.admin.ChangeEmail, seen in
// clients, else billing.account.ChangeEmail, seen in clients; that the first
// can notify is assumed A20). With CapNotify 1 the platform sends no mail by
// itself: SendMail does.
func (c *Client) ChangeEmail(ctx context.Context, ruk string, e EmailChange) Outcome {
	if e.UID == 0 || e.Email == "" {
		return c.unfit(ruk, changeEmail)
	}
	form := func() url.Values {
		form := url.Values{"login": {uidText(e.UID)}, "email": {e.Email}}
		if c.choice(CapNotify) == 0 {
			form.Set("notify", strconv.FormatBool(e.Notify))
		}
		return form
	}
	return c.changeBy(CapChangeEmail, [2]func() Outcome{
		func() Outcome { return c.change(ctx, ruk, changeEmail, form(), nil) },
		func() Outcome { return c.change(ctx, ruk, changeEmailBilling, form(), nil) },
	})
}

// NotifiesByItself reports whether ChangeEmail can send its mail (A20).
// Otherwise SendMail is a change of its own.
func (c *Client) NotifiesByItself() bool { return c.choice(CapNotify) == 0 }

// SendMail writes to a customer (message.email.SendToUser, seen in clients).
func (c *Client) SendMail(ctx context.Context, ruk string, uid platform.UID, subject, body string) Outcome {
	if uid == 0 || subject == "" {
		return c.unfit(ruk, sendToUser)
	}
	return c.change(ctx, ruk, sendToUser, url.Values{"login": {uidText(uid)}, "subject": {subject}, "body": {body}}, nil)
}

// ChangePhoneNumber sets a customer's phone number
// (system.admin.ChangePhoneNumber, seen in clients, else
// billing.account.ChangePhoneNumber, seen in clients). That an empty one
// clears it is assumed.
func (c *Client) ChangePhoneNumber(ctx context.Context, ruk string, uid platform.UID, number string) Outcome {
	if uid == 0 {
		return c.unfit(ruk, changePhone)
	}
	form := func() url.Values { return url.Values{"login": {uidText(uid)}, "number": {number}} }
	return c.changeBy(CapChangePhone, [2]func() Outcome{
		func() Outcome { return c.change(ctx, ruk, changePhone, form(), nil) },
		func() Outcome { return c.change(ctx, ruk, changePhoneBilling, form(), nil) },
	})
}

// SetUserNote replaces the note about a customer (billing.account.SetUserNote,
// seen in clients). That an empty one clears it is assumed.
func (c *Client) SetUserNote(ctx context.Context, ruk string, uid platform.UID, note string) Outcome {
	return c.ofCustomer(ctx, ruk, setUserNote, uid, url.Values{"note": {note}})
}

// Disable2FA takes the second step of sign-in off a customer
// (system.admin.Disable2FA, seen in clients). The password is the operator's
// own (assumed); an empty one is not sent.
func (c *Client) Disable2FA(ctx context.Context, ruk string, email string, password platform.Secret) Outcome {
	if email == "" {
		return c.unfit(ruk, disable2FA)
	}
	form := url.Values{"login": {email}}
	if !password.IsEmpty() {
		form.Set("password", password.Reveal())
	}
	return c.change(ctx, ruk, disable2FA, form, nil)
}
