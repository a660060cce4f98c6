package wire

import (
	"time"

	"steward/client/platform"
)

// Login is the payload of the sign-in methods and of the session's own user.
type Login struct {
	UID         platform.UID
	Session     platform.Secret
	Email, Name string
	FullAccess  bool // accessType says so
	Restricted  bool // accessType says so
	Access      bool // there was an accessType
	NeedsCode   bool // a second step is named
}

var accessTypes = []string{"FULL_ACCESS", "RESTRICTED"}

// SignIn reads the answer of users.authentication.Signin, Verify2FACode,
// CheckSign and users.account.GetUserInfo.
func SignIn(data []byte) (Login, Envelope, error) {
	var l Login
	e, err := read(data, func(r *reader, name []byte) bool {
		switch string(name) {
		case "uid", "id":
			if uid, ok := r.scalar().uid(); ok {
				l.UID = uid
			}
		case "session":
			l.Session = platform.NewSecret(r.scalar().str(maxNote))
		case "email":
			l.Email = r.scalar().str(maxText)
		case "name":
			l.Name = r.scalar().str(maxText)
		case "accessType":
			access := r.scalar()
			l.Access = access.kind != kindAbsent
			word := access.enum(r, accessTypes)
			l.FullAccess, l.Restricted = word == accessTypes[0], word == accessTypes[1]
		case "requiredAuthCheck":
			l.NeedsCode = r.peek() == '{'
			r.skip()
		default:
			return false
		}
		return true
	})
	return l, e, err
}

// Identity reads the answer of system.admin.GetUserInfo. Two-factor
// authentication is on if authType is TFA or authConfig.isActive is true (A13).
func Identity(data []byte) (platform.Identity, Envelope, error) {
	var p platform.Identity
	var two twoFactor
	var member field
	member = func(r *reader, name []byte) bool {
		switch string(name) {
		case "object", "user":
			if r.peek() != '{' {
				return false
			}
			r.members(member)
		case "uid", "id":
			if uid, ok := r.scalar().uid(); ok {
				p.UID = uid
			}
		case "email":
			p.Email = r.scalar().str(maxText)
		case "name":
			p.Name = r.scalar().str(maxText)
		case "phoneNumber":
			p.Phone = r.scalar().str(maxText)
		case "externalId":
			p.ExternalID = r.scalar().str(maxText)
		case "status":
			p.Status = r.scalar().enum(r, loginStatuses)
		case "authType":
			two.authType = r.scalar().enum(r, authTypes)
		case "authConfig":
			two.config(r)
		default:
			return false
		}
		return true
	}
	e, err := read(data, member)
	p.TwoFactor = two.state()
	return p, e, err
}

var (
	loginStatuses = []string{"ENABLED", "SUSPENDED"}
	authTypes     = []string{"BASIC", "TFA"}
)

// members reads an object, the known members through known.
func (r *reader) members(known field) {
	r.open('{')
	for first := true; r.more('}', &first); {
		if name := r.key(); r.err == nil && !known(r, name) {
			r.skip()
		}
	}
}

// twoFactor is what an answer tells about two-factor authentication.
type twoFactor struct {
	authType     string
	active, told bool
}

func (t *twoFactor) config(r *reader) {
	if r.peek() != '{' {
		r.skip()
		return
	}
	r.members(func(r *reader, name []byte) bool {
		if string(name) != "isActive" {
			return false
		}
		t.active, t.told = r.scalar().bool()
		return true
	})
}

func (t *twoFactor) state() platform.TwoFactor {
	switch {
	case t.authType == authTypes[1] || t.active:
		return platform.TwoFactorOn
	case t.authType == authTypes[0] || t.told:
		return platform.TwoFactorOff
	}
	return platform.TwoFactorUnknown
}

// Currency reads the answer of billing.pricing.GetPlatformCurrency: {code,
// name} in object, or flat.
func Currency(data []byte) (platform.Currency, Envelope, error) {
	var c platform.Currency
	var member field
	member = func(r *reader, name []byte) bool {
		switch string(name) {
		case "object", "currency":
			if r.peek() != '{' {
				return false
			}
			r.members(member)
		case "code":
			c.Code = r.scalar().str(maxCurrency)
		case "name":
			c.Name = r.scalar().str(maxText)
		default:
			return false
		}
		return true
	}
	e, err := read(data, member)
	return c, e, err
}

// maxCurrency bounds a currency code: ISO 4217 has three letters.
const maxCurrency = 16

// Setting reads the answer of administration.config.GetConfigKeyByResellerId:
// value, else default_value.
func Setting(data []byte) (string, Envelope, error) {
	var value, fallback string
	e, err := read(data, func(r *reader, name []byte) bool {
		switch string(name) {
		case "value":
			value = r.scalar().str(maxText)
		case "default_value":
			fallback = r.scalar().str(maxText)
		default:
			return false
		}
		return true
	})
	if value == "" {
		value = fallback
	}
	return value, e, err
}

// ServerTime reads the answer of environment.tracking.GetServerUTCTime; zero
// if there is no time in it.
func ServerTime(data []byte) (time.Time, Envelope, error) {
	var now time.Time
	e, err := read(data, func(r *reader, name []byte) bool {
		switch string(name) {
		case "object", "value", "time", "utcTime":
			now = r.scalar().time()
			return true
		}
		return false
	})
	return now, e, err
}

// Version reads the answer of system.service.GetVersion.
func Version(data []byte) (string, Envelope, error) {
	var version string
	e, err := read(data, func(r *reader, name []byte) bool {
		if string(name) != "version" {
			return false
		}
		version = r.scalar().str(maxText)
		return true
	})
	return version, e, err
}
