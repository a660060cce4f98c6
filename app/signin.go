package app

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"steward/app/model"
	"steward/app/pull"
	"steward/client"
	"steward/client/platform"
)

// maxSkew is how far the computer's clock may be off before it is said.
const maxSkew = 5 * time.Minute

// ProbeResult is what an address answered.
type ProbeResult struct {
	Took             time.Duration
	Version          string    // of the platform, empty if it does not tell
	CertificateUntil time.Time // UTC; zero on plain http
}

// Certificate describes a certificate that was not trusted, for the person
// who has to compare it.
type Certificate struct {
	Fingerprint, Subject, Issuer string
	From, Until                  time.Time // UTC
	Reason                       string    // selfsigned, expired, wronghost, unknownca, pinchanged, oldtls
}

// UntrustedCertificate gives the certificate that an error is about.
func UntrustedCertificate(err error) (Certificate, bool) {
	var ce *client.CertificateError
	if !errors.As(err, &ce) {
		return Certificate{}, false
	}
	return Certificate{
		Fingerprint: ce.Fingerprint, Subject: ce.Subject, Issuer: ce.Issuer,
		From: ce.From, Until: ce.Until, Reason: string(ce.Reason),
	}, true
}

// TriesLeft is how many sign-in attempts the platform still allows after an
// error, and whether it told.
func TriesLeft(err error) (int, bool) {
	var ae *client.APIError
	if errors.As(err, &ae) && ae.AttemptsLeft >= 0 {
		return ae.AttemptsLeft, true
	}
	return 0, false
}

// HostOf is the host of an address, or the address itself if it is none.
func HostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}

// clusterOf names the platform at an address, however the address is spelled: its
// plans and its one sender go by it.
func clusterOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return strings.ToLower(address)
	}
	host, port := strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), u.Port()
	if port == "" || port == map[string]string{"https": "443", "http": "80"}[u.Scheme] {
		return host
	}
	return net.JoinHostPort(host, port)
}

// CheckAddress completes and checks a platform address without any traffic:
// https, or http on a loopback address. It returns an Invalid error otherwise.
func CheckAddress(address string) (string, error) {
	address = strings.TrimRight(strings.TrimSpace(address), "/")
	if address == "" {
		return "", model.NewError(model.Invalid, "signin.url.empty", nil)
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return "", model.NewError(model.Invalid, "signin.url.malformed", err)
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		return "", model.NewError(model.Invalid, "signin.url.plain", nil)
	}
	return u.Scheme + "://" + u.Host, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || (ip != nil && ip.IsLoopback())
}

// ProfileSecrets are the secrets of a connection that are not the sign-in.
type ProfileSecrets struct {
	ProxyPassword platform.Secret
	ClientKey     platform.Secret // PEM
}

// Probe asks whether a platform answers at a profile's address.
func (a *App) Probe(ctx context.Context, p model.Profile, s ProfileSecrets) (ProbeResult, error) {
	cfg, err := a.clientConfig(p, s)
	if err != nil {
		return ProbeResult{}, err
	}
	r, err := client.Probe(ctx, cfg)
	if err != nil {
		return ProbeResult{}, pull.Explain(err)
	}
	return ProbeResult{Took: r.Took, Version: r.Version, CertificateUntil: r.CertificateUntil}, nil
}

// clientConfig is a profile as the client wants it.
func (a *App) clientConfig(p model.Profile, s ProfileSecrets) (client.Config, error) {
	address, err := CheckAddress(p.URL)
	if err != nil {
		return client.Config{}, err
	}
	if why := PlatformAllowed(a.policy, address, p.Kind); why != nil {
		return client.Config{}, why
	}
	style := client.PathV1
	if p.PathStyle == string(client.PathModule) {
		style = client.PathModule
	}
	return client.Config{
		BaseURL: address, PathStyle: style, ReadOnly: a.policy.ReadOnly || a.vault.ReadOnly() && p.Kind != model.Demo,
		Proxy:    client.Proxy{Mode: proxyMode(p.Proxy), URL: p.ProxyURL, User: p.ProxyUser, Password: s.ProxyPassword},
		CABundle: p.CABundle, ClientCert: p.ClientCert, ClientKey: s.ClientKey, Pin: p.PinFingerprint,
		UserAgent: "Steward/" + a.cfg.Version, Capabilities: p.Capabilities,
		Now: a.cfg.Clock.Now, Log: a.log,
	}, nil
}

func proxyMode(m model.ProxyMode) client.ProxyMode {
	switch m {
	case model.ProxyNone:
		return client.ProxyNone
	case model.ProxyExplicit:
		return client.ProxyExplicit
	}
	return client.ProxySystem
}

// Attempt is a sign-in that is under way. Password (and Code, if asked) or
// Token come first, Finish opens the platform.
type Attempt struct {
	app     *App
	cluster *Cluster // signing in again in place; nil: a new one
	conn    *connection
	profile model.Profile
	secrets ProfileSecrets
	grant   client.Grant
}

// NewAttempt prepares a sign-in to a profile, stored or not.
func (a *App) NewAttempt(p model.Profile, s ProfileSecrets) (*Attempt, error) {
	conn, err := a.connect(p, s)
	if err != nil {
		return nil, err
	}
	return &Attempt{app: a, conn: conn, profile: p, secrets: s}, nil
}

// Profile is the profile that the attempt signs in to, as it stands now.
func (t *Attempt) Profile() model.Profile { return t.profile }

// Password signs in with login and password and tells whether a code is asked.
func (t *Attempt) Password(ctx context.Context, login string, password platform.Secret) (needsCode bool, err error) {
	grant, err := t.conn.client.SignIn(client.Interactive(ctx), login, password)
	if err != nil {
		return false, pull.Explain(err)
	}
	t.profile.Auth, t.profile.Login, t.grant = model.ByPassword, login, grant
	return grant.NeedsCode, nil
}

// Code answers the second step of two-factor authentication.
func (t *Attempt) Code(ctx context.Context, code platform.Secret) error {
	grant, err := t.conn.client.VerifyCode(client.Interactive(ctx), code)
	if err != nil {
		e := pull.Explain(err)
		if e.Code == model.Unauthorized {
			e = model.NewError(model.Unauthorized, "signin.code.wrong", err)
		}
		return e
	}
	t.grant = grant
	return nil
}

// Token signs in with a personal access token.
func (t *Attempt) Token(ctx context.Context, token platform.Secret) error {
	grant, err := t.conn.client.SignInWithToken(client.Interactive(ctx), token)
	if err != nil {
		e := pull.Explain(err)
		if e.Code == model.Unauthorized {
			e = model.NewError(model.Unauthorized, "signin.token.wrong", err)
		}
		return e
	}
	t.profile.Auth, t.profile.Login, t.grant = model.ByToken, grant.Login, grant
	return nil
}

// Finish checks that the account may look at the panel, stores profile and
// session, and opens the platform (or goes on with the open one).
func (t *Attempt) Finish(ctx context.Context) (*Cluster, error) {
	role, err := t.conn.client.Role(client.Interactive(ctx), t.grant.UID)
	if err != nil {
		return nil, pull.Explain(err)
	}
	if err := t.mayLook(ctx); err != nil {
		return nil, err
	}
	login := t.grant.Login
	if login == "" {
		login = t.profile.Login
	}
	t.profile.Operator = model.Operator{UID: t.grant.UID, Login: login, Role: role}
	t.profile.LastUsed = t.app.Now()
	if t.profile, err = t.app.PutProfile(ctx, t.profile); err != nil {
		return nil, err
	}
	if err := t.keepSecrets(ctx); err != nil {
		return nil, err
	}
	if t.cluster != nil {
		t.cluster.signedIn(t.profile)
		return t.cluster, nil
	}
	t.conn.set(model.Online, t.app.Now()) // an attempt before may have been refused
	return t.app.open(ctx, t.profile, t.conn)
}

// mayLook reads one customer: an account without a role in the panel is told
// so before a window full of errors opens.
func (t *Attempt) mayLook(ctx context.Context) error {
	_, err := t.conn.client.Accounts(client.Interactive(ctx), client.AccountsQuery{Count: 1})
	if err == nil {
		return nil
	}
	e := pull.Explain(err)
	if e.Code == model.Forbidden {
		return model.NewError(model.Forbidden, "error.norole", err)
	}
	return e
}

// keepSecrets stores what the person asked to keep and forgets the rest.
func (t *Attempt) keepSecrets(ctx context.Context) error {
	keep := map[string]platform.Secret{
		secretProxy:   t.secrets.ProxyPassword,
		secretCertKey: t.secrets.ClientKey,
	}
	if t.profile.StaySignedIn {
		keep[secretSession] = t.conn.client.Session()
	} else {
		keep[secretSession] = platform.Secret{}
	}
	for name, value := range keep {
		key := secretName(t.profile.ID, name)
		if value.IsEmpty() {
			if err := t.app.vault.Delete(ctx, key); err != nil {
				return err
			}
			continue
		}
		if err := t.app.vault.Put(ctx, key, value); err != nil {
			return err
		}
	}
	return nil
}
