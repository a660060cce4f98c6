package client

import (
	"context"
	"errors"
	"net/url"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// secondStep is a sign-in that waits for its code.
type secondStep struct {
	waiting  bool
	login    string
	password platform.Secret
	session  platform.Secret // restricted; empty if the platform gave none
	who      wire.Login
}

// errCodeIgnored is a second sign-in that asks for the code again.
var errCodeIgnored = &APIError{Method: signIn, Result: ResultInvalid, Message: "the code was not read", AttemptsLeft: -1}

// SignIn signs in with login and password (users.authentication.Signin,
// documented). With Grant.NeedsCode the sign-in goes on with VerifyCode. A
// wrong password is an APIError with ResultWrongLogin that may tell AttemptsLeft.
func (c *Client) SignIn(ctx context.Context, login string, password platform.Secret) (Grant, error) {
	who, err := c.login(ctx, signIn, platform.Secret{}, url.Values{"login": {login}, "password": {password.Reveal()}})
	if err != nil {
		return Grant{}, err
	}
	if who.Email == "" {
		who.Email = login
	}
	if stillRestricted(who) || who.Session.IsEmpty() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.pending = secondStep{waiting: true, login: login, password: password, session: who.Session, who: who}
		return Grant{UID: who.UID, Login: who.Email, Name: who.Name, NeedsCode: true}, nil
	}
	return c.grant(who), nil
}

func stillRestricted(who wire.Login) bool { return who.NeedsCode || who.Restricted }

// login calls one of the methods that answer with the session's user.
func (c *Client) login(ctx context.Context, method string, session platform.Secret, form url.Values) (wire.Login, error) {
	var who wire.Login
	_, err := c.ask(ctx, request{
		method: method, form: form, session: &session,
		decode: func(text []byte) (e wire.Envelope, err error) {
			who, e, err = wire.SignIn(text)
			return e, err
		},
	})
	return who, err
}

// grant takes the session into use.
func (c *Client) grant(who wire.Login) Grant {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.session, c.pending = who.Session, secondStep{}
	return Grant{UID: who.UID, Login: who.Email, Name: who.Name, Session: who.Session}
}

// VerifyCode is the second step of the SignIn before: a code of the
// authenticator app or a recovery code (users.authentication.Verify2FACode,
// seen in clients; the order of calls is assumed A23). A wrong code is an
// APIError with ResultWrongLogin and can be tried again. It returns
// ErrNoSecondStep if no sign-in waits.
func (c *Client) VerifyCode(ctx context.Context, code platform.Secret) (Grant, error) {
	c.mu.Lock()
	step := c.pending
	c.mu.Unlock()
	if !step.waiting {
		return Grant{}, ErrNoSecondStep
	}
	who := step.who
	verify := func() error {
		got, err := c.login(ctx, verifyCode, step.session, url.Values{"code": {code.Reveal()}})
		if err == nil && got.Restricted {
			err = errCodeIgnored
		}
		if err == nil && !got.Session.IsEmpty() {
			who.Session = got.Session
		}
		return err
	}
	again := func() error {
		got, err := c.login(ctx, signIn, platform.Secret{},
			url.Values{"login": {step.login}, "password": {step.password.Reveal()}, "code": {code.Reveal()}})
		if err == nil && (stillRestricted(got) || got.Session.IsEmpty()) {
			err = errCodeIgnored
		}
		if err == nil {
			who.Session = got.Session
		}
		return err
	}
	var err error
	if step.session.IsEmpty() {
		err = again()
	} else {
		err = c.either(CapSecondStep, [2]func() error{verify, again})
	}
	if err != nil {
		c.forgetStep(err)
		return Grant{}, err
	}
	return c.grant(who), nil
}

// forgetStep ends a second step that the platform no longer knows.
func (c *Client) forgetStep(err error) {
	if resultOf(err) != ResultNoSession {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending = secondStep{}
}

// SignInWithToken uses a personal access token as session and checks it by
// asking who it belongs to (users.account.GetUserInfo, documented). A token
// that may not ask is accepted without UID and name.
func (c *Client) SignInWithToken(ctx context.Context, token platform.Secret) (Grant, error) {
	who, err := c.login(ctx, getOwnInfo, token, nil)
	switch {
	case unsupported(err):
		if err := c.check(ctx, token); err != nil {
			return Grant{}, err
		}
	case err != nil && !known(err):
		return Grant{}, err
	}
	who.Session = token
	return c.grant(who), nil
}

// known reports whether a refusal shows that the platform knows the session.
func known(err error) bool {
	result := resultOf(err)
	return result == ResultToken || result == ResultForbidden
}

// CheckSession asks whether the session in use is valid
// (users.authentication.CheckSign, seen in clients). An invalid one is an
// APIError with ResultNoSession and is dropped.
func (c *Client) CheckSession(ctx context.Context) error {
	session := c.Session()
	if session.IsEmpty() {
		return notSignedIn(methods[checkSign])
	}
	err := c.check(ctx, session)
	if resultOf(err) == ResultNoSession {
		c.drop(session)
	}
	return err
}

// check goes by the access type: a valid session has one, whatever the result.
func (c *Client) check(ctx context.Context, session platform.Secret) error {
	who, err := c.login(ctx, checkSign, session, nil)
	switch {
	case known(err):
		return nil
	case err != nil:
		return err
	case !who.Access || who.Restricted:
		return &APIError{Method: checkSign, HTTPStatus: 200, Result: ResultNoSession, Message: "the session is not valid", AttemptsLeft: -1}
	}
	return nil
}

// SignOut ends the session on the platform (users.authentication.Signout,
// documented) and forgets it here, also when the platform cannot be reached.
// A token is forgotten with Resume(platform.Secret{}) instead.
func (c *Client) SignOut(ctx context.Context) error {
	c.mu.Lock()
	session := c.session
	c.session, c.pending = platform.Secret{}, secondStep{}
	c.mu.Unlock()
	if session.IsEmpty() {
		return nil
	}
	_, err := c.ask(ctx, request{method: signOut, session: &session, decode: wire.Plain})
	var refused *APIError
	if errors.As(err, &refused) && refused.Result == ResultNoSession {
		return nil
	}
	return err
}
