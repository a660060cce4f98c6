package demo

import (
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"text/tabwriter"

	"steward/client/platform"
)

// The roles of the admin panel.
const (
	roleOwner    = "owner"
	roleAdmin    = "admin"
	roleView     = "view"
	roleReseller = "reseller"
)

// Account is an operator who can sign in to the demo platform's admin panel.
type Account struct {
	Role     string // owner, admin, view or reseller
	Login    string
	Password platform.Secret
	Token    platform.Secret // a personal access token for everything the role may do
	TOTP     platform.Secret // base32; empty: no second step
}

// admin is an operator as the platform knows one.
type admin struct {
	uid               int64
	role, login, name string
	reseller          int64 // of the role reseller
	password          platform.Secret
	token             platform.Secret
	totp              platform.Secret
}

// makeAdmins makes the operators of a seed.
func makeAdmins(seed uint64, resellers []seedReseller) []*admin {
	admins := []*admin{
		{uid: 1, role: roleOwner, login: "owner@demo.test", name: "Olga Owner"},
		{uid: 2, role: roleAdmin, login: "admin@demo.test", name: "Adam Admin"},
		{uid: 3, role: roleAdmin, login: "secure@demo.test", name: "Sara Secure"},
		{uid: 4, role: roleView, login: "viewer@demo.test", name: "Vera Viewer"},
	}
	for _, r := range resellers {
		admins = append(admins, &admin{uid: r.owner, role: roleReseller, login: "admin@" + r.domain, name: r.name, reseller: r.id})
	}
	for _, a := range admins {
		g := generator{random: rand.New(rand.NewPCG(seed, mix(uint64(a.uid))))}
		a.password = platform.NewSecret(g.secret(16))
		a.token = platform.NewSecret(g.digest() + g.secret(8))
		if a.uid == 3 {
			key := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(g.secret(20)))
			a.totp = platform.NewSecret(key)
		}
	}
	return admins
}

func (p *Platform) adminByLogin(login string) *admin {
	for _, a := range p.admins {
		if strings.EqualFold(a.login, login) {
			return a
		}
	}
	return nil
}

func (p *Platform) adminByUID(uid int64) *admin {
	for _, a := range p.admins {
		if a.uid == uid {
			return a
		}
	}
	return nil
}

// Accounts are the operators, the same for the same seed: an owner, an admin,
// an admin with a second step, one who only views, and the resellers.
func (p *Platform) Accounts() []Account {
	var accounts []Account
	for _, a := range p.admins {
		accounts = append(accounts, Account{Role: a.role, Login: a.login, Password: a.password, Token: a.token, TOTP: a.totp})
	}
	return accounts
}

// AddToken gives an operator one more personal access token that includes only
// the given permissions ("billing.account.GetAccounts"); with none it includes
// everything. It returns an error for an unknown login or permission.
func (p *Platform) AddToken(login string, permissions ...string) (platform.Secret, error) {
	owner := p.adminByLogin(login)
	if owner == nil {
		return platform.Secret{}, fmt.Errorf("add a token: no operator has the login %q", login)
	}
	for _, permission := range permissions {
		if methods[strings.ToLower(strings.ReplaceAll(permission, ".", "/"))] == nil {
			return platform.Secret{}, fmt.Errorf("add a token: the platform has no method %q", permission)
		}
	}
	secret := randomHex(20)
	p.sessions.addToken(secret, owner, permissions)
	return platform.NewSecret(secret), nil
}

// announced is the shape of Announce.
type announced struct {
	URL      string             `json:"url"`
	Accounts []announcedAccount `json:"accounts"`
}

type announcedAccount struct {
	Role     string `json:"role"`
	Login    string `json:"login"`
	Password string `json:"password"`
	Token    string `json:"token"`
	TOTP     string `json:"totp,omitempty"`
}

// Announce writes where the platform listens and how to sign in: as JSON it is
// exactly one line {"url","accounts":[{"role","login","password","token","totp"}]}
// with totp only where a second step is on. It shows secrets: they are the
// demo's own.
func (p *Platform) Announce(w io.Writer, asJSON bool) error {
	said := announced{URL: p.URL()}
	for _, a := range p.Accounts() {
		said.Accounts = append(said.Accounts, announcedAccount{a.Role, a.Login, a.Password.Reveal(), a.Token.Reveal(), a.TOTP.Reveal()})
	}
	if asJSON {
		if err := json.NewEncoder(w).Encode(said); err != nil { // ends the line
			return fmt.Errorf("announce the demo platform: %w", err)
		}
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "Demo platform: %s\n\nROLE\tLOGIN\tPASSWORD\tTOKEN\tSECOND STEP (TOTP)\n", said.URL)
	for _, a := range said.Accounts {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", a.Role, a.Login, a.Password, a.Token, a.TOTP)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("announce the demo platform: %w", err)
	}
	return nil
}
