package demo

import (
	"crypto/subtle"
	"net"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"steward/client/platform"
)

// totpOptions: six digits, 30 seconds, one step before and after.
var totpOptions = totp.ValidateOpts{Period: 30, Skew: 1, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

func authFailed(left int) error {
	return &refusal{result: codeAuthFailed, message: "authentication failed", left: left}
}

func signIn(c *call) error {
	login := strings.ToLower(c.param("login"))
	owner := c.p.adminByLogin(login)
	right := owner != nil && same(owner.password, c.param("password"))
	passed, left := c.p.sessions.attempt(login, right, c.p.now())
	if !passed {
		return authFailed(left)
	}
	return c.welcome(session{owner: owner, restricted: !owner.totp.IsEmpty()})
}

func signInByToken(c *call) error {
	token, found := c.p.sessions.token(c.param("token"))
	if !found {
		return authFailed(-1)
	}
	return c.welcome(session{owner: token.owner, includes: token.includes})
}

// welcome opens a session and tells it.
func (c *call) welcome(opened session) error {
	opened.host, _, _ = net.SplitHostPort(c.r.RemoteAddr) // an empty host where it has another form
	opened.agent = c.r.UserAgent()
	secret := c.p.sessions.begin(opened, c.p.now())
	c.text("session", secret)
	c.identify(&opened)
	if opened.restricted {
		c.key("requiredAuthCheck")
		c.appendTOTP(opened.owner.uid)
	}
	return nil
}

// identify writes who a session belongs to.
func (c *call) identify(s *session) {
	c.int("uid", s.owner.uid)
	c.text("email", s.owner.login)
	c.text("name", s.owner.name)
	c.text("status", "ENABLED")
	c.text("authType", authType(!s.owner.totp.IsEmpty()))
	c.text("accessType", accessType(s))
}

func accessType(s *session) string {
	if s.restricted {
		return "RESTRICTED"
	}
	return "FULL_ACCESS"
}

func authType(twoFactor bool) string {
	if twoFactor {
		return "TFA"
	}
	return "BASIC"
}

// appendTOTP writes the description of a second step.
func (c *call) appendTOTP(id int64) {
	c.b = append(c.b, '{')
	c.int("id", id)
	c.text("type", "TOTP")
	c.bool("isActive", true)
	c.bool("isConfigured", true)
	c.close('}')
}

func verifyCode(c *call) error {
	if !c.who.restricted {
		c.identify(&c.who)
		return nil
	}
	right, err := totp.ValidateCustom(c.param("code"), c.who.owner.totp.Reveal(), c.p.now(), totpOptions)
	if err != nil || !right { // an error: not six digits
		return authFailed(c.p.sessions.wrongCode(c.secret))
	}
	c.p.sessions.verified(c.secret)
	c.who.restricted = false
	c.text("session", c.secret)
	c.identify(&c.who)
	return nil
}

func checkSign(c *call) error {
	c.int("uid", c.who.owner.uid)
	c.text("accessType", accessType(&c.who))
	return nil
}

// signOut ends a session. A token is not one and stays.
func signOut(c *call) error {
	c.p.sessions.end(c.secret)
	return nil
}

// getSessions tells the sessions of one's own, or those of the customer of a uid.
func getSessions(c *call) error {
	if c.has("uid") && c.who.owner.role != roleCustomer && !c.p.alternatives.Sessions {
		return getSessionsOf(c)
	}
	c.key("sessions")
	c.open('[')
	for _, s := range c.p.sessions.of(c.who.owner, c.p.now()) {
		c.open('{')
		c.int("id", s.id)
		c.int("uid", s.owner.uid)
		c.text("host", s.host)
		c.text("userAgent", s.agent)
		c.moments(s.created, s.last)
		c.bool("current", s.id == c.who.id)
		c.close('}')
	}
	c.close(']')
	return nil
}

func (c *call) moments(created, last time.Time) {
	c.time("createdOn", created.Unix())
	c.time("lastAccess", last.Unix())
}

func getOwnInfo(c *call) error {
	c.identify(&c.who)
	return nil
}

func same(secret platform.Secret, given string) bool {
	return subtle.ConstantTimeCompare([]byte(secret.Reveal()), []byte(given)) == 1
}
