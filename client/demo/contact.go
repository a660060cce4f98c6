package demo

import (
	"context"
	"database/sql"
	"net/mail"
	"slices"
	"strconv"
	"strings"
)

const codeEmailTaken = 9902

// oneByLogin is the customer of a login parameter: an e-mail or a uid.
func (c *call) oneByLogin() (record, error) {
	login := c.param("login")
	if uid, err := strconv.ParseInt(login, 10, 64); err == nil {
		return c.visible(c.p.store.customer(c.r.Context(), uid))
	}
	return c.visible(c.p.store.customerByLogin(c.r.Context(), login))
}

// changeEmail gives a customer another login.
func changeEmail(c *call) error {
	seen, err := c.oneByLogin()
	if err != nil {
		return err
	}
	email := c.param("email")
	if parsed, err := mail.ParseAddress(email); err != nil || parsed.Address != email {
		return invalid("email")
	}
	notify, err := c.flag("notify")
	if err != nil {
		return err
	}
	return c.alter(seen, "AdminService.ChangeEmail", "Change e-mail", `{"notify":`+strconv.FormatBool(notify)+`}`, func(ctx context.Context, tx *sql.Tx, r *record) error {
		if r.status == statusDeleted {
			return illegal(r, "another e-mail")
		}
		if err := c.free(ctx, tx, r.uid, email); err != nil {
			return err
		}
		old := r.email
		r.email = email
		if !notify || c.p.alternatives.Notify {
			return nil
		}
		return c.send(ctx, tx, r, "hivext_change_email", "Your e-mail was changed", "You sign in with "+email+" now, no longer with "+old+".")
	})
}

// free refuses an address that somebody signs in with, or that belonged to
// somebody whose data was removed so that it may not come back.
func (c *call) free(ctx context.Context, tx *sql.Tx, uid int64, email string) error {
	var taken bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM users WHERE lower(email) IN (lower(?), ?) AND uid <> ?)`,
		email, hashed(fixedSalt, email), uid).Scan(&taken)
	switch {
	case err != nil:
		return wrapped("look for an e-mail", err)
	case taken || c.p.adminByLogin(email) != nil:
		return refuse(codeEmailTaken, "e-mail is already in use")
	}
	return nil
}

func changePhoneNumber(c *call) error {
	seen, err := c.oneByLogin()
	if err != nil {
		return err
	}
	number := c.param("number")
	if len(number) > 64 || strings.Trim(number, "+0123456789 ()-./") != "" {
		return invalid("number")
	}
	return c.alter(seen, "AdminService.ChangePhoneNumber", "Change phone number", "", func(_ context.Context, _ *sql.Tx, r *record) error {
		if r.status == statusDeleted {
			return illegal(r, "another phone number")
		}
		r.phone = number
		return nil
	})
}

// disable2FA takes the second step away. Who signed in with a password gives
// it again.
func disable2FA(c *call) error {
	seen, err := c.oneByLogin()
	if err != nil {
		return err
	}
	return c.alter(seen, "AdminService.Disable2FA", "Disable two-factor authentication", "", func(_ context.Context, _ *sql.Tx, r *record) error {
		if !(c.who.token && !c.has("password")) && !same(c.who.owner.password, c.param("password")) {
			return refuse(codePassword, "wrong password")
		}
		r.twoFactor = false
		return nil
	})
}

// sendToUser writes to a customer.
func sendToUser(c *call) error {
	seen, err := c.oneByLogin()
	if err != nil {
		return err
	}
	return c.alter(seen, "EmailService.SendToUser", "Send e-mail", "", func(ctx context.Context, tx *sql.Tx, r *record) error {
		return c.send(ctx, tx, r, "", c.param("subject"), c.param("body"))
	})
}

// send puts a mail into the outbox.
func (c *call) send(ctx context.Context, tx *sql.Tx, r *record, template, subject, body string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO mails (uid, recipient, template, subject, body, at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.uid, r.email, template, subject, body, c.p.now().Unix())
	return wrapped("send a mail", err)
}

// mailTemplate is a mail that the platform knows.
type mailTemplate struct {
	name, description, category string
	active                      bool
}

// mailTemplates are the welcome mails of the groups, and some others.
func (s *store) mailTemplates() []mailTemplate {
	var found []mailTemplate
	for _, g := range s.groups {
		found = append(found, mailTemplate{"hivext_welcome_for_" + g.name, "Welcome to " + g.name, "Hivext", true})
	}
	return append(found,
		mailTemplate{"hivext_change_email", "The e-mail was changed", "Hivext", true},
		mailTemplate{"jbilling_group_changed", "The group was changed", "Billing", true},
		mailTemplate{"jbilling_payment_received", "A payment was received", "Billing", true},
		mailTemplate{"jelastic_maintenance_2019", "Maintenance of the year 2019", "Jelastic", false})
}

func getEmailTemplates(c *call) error {
	c.key("array")
	c.open('[')
	for _, t := range c.p.store.mailTemplates() {
		c.open('{')
		c.text("name", t.name)
		c.text("description", t.description)
		c.text("category", t.category)
		c.bool("isActive", t.active)
		c.close('}')
	}
	c.close(']')
	return nil
}

// changeGroup moves customers to another group, each for itself.
func changeGroup(c *call) error {
	group := c.param("groupName")
	if c.p.store.group(group) == nil {
		return refuse(codeGroup, "unknown group [%s]", group)
	}
	template, err := c.mailed()
	if err != nil {
		return err
	}
	uids := strings.FieldsFunc(c.param("uids"), func(r rune) bool { return r == ';' || r == ',' })
	if len(uids) == 0 {
		return invalid("uids")
	}
	var parsed []int64
	for _, text := range uids {
		uid, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return invalid("uids")
		}
		parsed = append(parsed, int64(uid))
	}
	if len(parsed) == 1 {
		return c.moveTo(parsed[0], group, template)
	}
	c.key("responses")
	c.open('[')
	for _, uid := range parsed {
		failed, err := asRefusal(c.moveTo(uid, group, template))
		if err != nil {
			return err
		}
		c.open('{')
		c.int("uid", uid)
		c.int("result", int64(failed.result))
		if failed.result != 0 {
			c.text("error", failed.message)
		}
		c.close('}')
	}
	c.close(']')
	return nil
}

// mailed is the template of the mail that is asked for; empty: none.
func (c *call) mailed() (string, error) {
	sends := false
	for _, name := range []string{"sendEmail", "sentEmail"} {
		yes, err := c.flag(name)
		if err != nil {
			return "", err
		}
		sends = sends || yes
	}
	if !sends {
		return "", nil
	}
	template := c.param("template")
	if !slices.ContainsFunc(c.p.store.mailTemplates(), func(t mailTemplate) bool { return t.active && t.name == template }) {
		return "", invalid("template")
	}
	return template, nil
}

func setGroup(c *call) error {
	group := c.param("groupName")
	if c.p.store.group(group) == nil {
		return refuse(codeGroup, "unknown group [%s]", group)
	}
	for _, name := range []string{"resetBalance", "resetBonus"} {
		if reset, err := c.flag(name); err != nil || reset {
			return invalid(name) // nobody needs it here
		}
	}
	uid, err := c.whole("uid")
	if err != nil {
		return err
	}
	return c.moveTo(uid, group, "")
}

func (c *call) moveTo(uid int64, group, template string) error {
	seen, err := c.visible(c.p.store.customer(c.r.Context(), uid))
	if err != nil {
		return err
	}
	args := `{"groupName":` + string(appendQuoted(nil, group)) + `}`
	return c.alter(seen, "AccountService.ChangeGroup", "Change group", args, func(ctx context.Context, tx *sql.Tx, r *record) error {
		if err := c.mayPay(ctx, r); err != nil {
			return err
		}
		if r.status == statusDeleted {
			return illegal(r, "another group")
		}
		if r.group != group {
			before := c.p.store.seededQuotas(r)
			r.group, r.previousGroup, r.groupAt = group, r.groupAt, c.p.now().Unix()
			if err := keepQuotas(ctx, tx, r, before, c.p.store.seededQuotas(r)); err != nil {
				return err
			}
		}
		if template == "" {
			return nil
		}
		return c.send(ctx, tx, r, template, "You are in the group "+group+" now", "Template "+template+".")
	})
}

// keepQuotas writes down the customer's own values that follow from the group,
// so that they stay what they were in another one.
func keepQuotas(ctx context.Context, tx *sql.Tx, r *record, before, after map[int]int64) error {
	for at := range quotas {
		value, was := before[at]
		if _, would := after[at]; !was && !would {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO quotas VALUES (?, ?, ?, ?)`, r.uid, quotas[at].name, value, was)
		if err != nil {
			return wrapped("keep quotas", err)
		}
	}
	return nil
}
