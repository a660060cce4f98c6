package signin

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// credentials are the two ways to sign in, each behind its tab.
type credentials struct {
	tabs                   *kit.Tabs
	login, password, token *field
	byPassword, byToken    *fyne.Container
	object                 *fyne.Container

	kept    bool   // an empty password or token goes on with the kept session
	changed func() // the layout
	edited  func() // what was entered is another one
}

func newCredentials(host *kit.Host, width float32, submit, changed, edited func()) *credentials {
	c := &credentials{changed: changed, edited: edited}
	entry := func(e *kit.Entry, icon fyne.Resource) *kit.Entry {
		e.SetIcon(icon)
		e.OnSubmitted = func(string) { submit() }
		return e
	}
	c.login = newField(text.T("signin.email"), entry(kit.NewEntry(host, text.T("signin.email.placeholder")), theme.AccountIcon()), width)
	c.password = newField(text.T("signin.password"), entry(kit.NewPassword(host, ""), assets.Icon("st-suspended")), width)
	c.token = newField(text.T("signin.token"), entry(kit.NewPassword(host, ""), assets.Icon("st-suspended")), width)
	c.token.entry.Hint = text.T("signin.token.hint")
	for _, f := range c.fields() {
		f.entry.OnChanged = func(string) {
			c.edited()
			if f.fail("") {
				c.changed()
			}
		}
	}
	c.tabs = kit.NewTabs(host, []kit.Tab{
		{Key: string(model.ByPassword), Title: text.T("signin.bypassword")},
		{Key: string(model.ByToken), Title: text.T("signin.bytoken")},
	}, func(string) {
		c.edited()
		c.show()
	})
	c.byPassword = kit.Stack(c.login.object, c.password.object)
	hint := kit.NewParagraph(text.T("signin.token.hint"), theme.ColorNamePlaceHolder, true)
	hint.Width = width
	c.byToken = kit.Stack(c.token.object, hint, space(8))
	c.object = kit.Stack(c.tabs, space(9), c.byPassword, c.byToken)
	c.byToken.Hide()
	return c
}

func (c *credentials) fields() []*field { return []*field{c.login, c.password, c.token} }

// show shows the fields of the chosen tab.
func (c *credentials) show() {
	c.byPassword.Hidden, c.byToken.Hidden = c.way() == model.ByToken, c.way() != model.ByToken
	c.changed()
}

func (c *credentials) way() model.AuthKind { return model.AuthKind(c.tabs.Selected()) }

// set fills in what is known of a platform.
func (c *credentials) set(way model.AuthKind, login string) {
	if way != model.ByToken {
		way = model.ByPassword
	}
	c.tabs.Set(string(way))
	c.login.entry.SetText(login)
	c.password.entry.SetText("")
	c.token.entry.SetText("")
	c.clear()
	c.setKept(false)
	c.byPassword.Hidden, c.byToken.Hidden = way == model.ByToken, way != model.ByToken
}

// setKept says whether an empty password or token is enough.
func (c *credentials) setKept(kept bool) {
	c.kept = kept
	words := ""
	if kept {
		words = text.T("signin.kept")
	}
	c.password.entry.SetPlaceHolder(words)
	c.token.entry.SetPlaceHolder(words)
}

// resumes reports whether the kept session is what the person wants.
func (c *credentials) resumes() bool {
	return c.kept && c.secret().text() == ""
}

// secret is the hidden field of the chosen tab.
func (c *credentials) secret() *field {
	if c.way() == model.ByToken {
		return c.token
	}
	return c.password
}

// given is what was entered.
func (c *credentials) given() given {
	return given{
		way: c.way(), login: strings.TrimSpace(c.login.text()),
		password: platform.NewSecret(c.password.text()),
		token:    platform.NewSecret(strings.TrimSpace(c.token.text())),
	}
}

// wrong says what is missing and returns the first field to mend, or nil.
func (c *credentials) wrong() *field {
	c.clear()
	if c.way() == model.ByToken {
		if !c.token.require("signin.token.empty") {
			return c.token
		}
		return nil
	}
	if !c.login.require("signin.email.empty") {
		return c.login
	}
	if login := strings.TrimSpace(c.login.text()); strings.Count(login, "@") != 1 || strings.Trim(login, "@") != login {
		c.login.fail(text.T("signin.email.wrong"))
		return c.login
	}
	if !c.password.require("signin.password.empty") {
		return c.password
	}
	return nil
}

// empty is the first field without text, or the last one.
func (c *credentials) empty() *field {
	if c.way() != model.ByToken && c.login.text() == "" {
		return c.login
	}
	return c.secret()
}

func (c *credentials) clear() {
	for _, f := range c.fields() {
		f.fail("")
	}
}
