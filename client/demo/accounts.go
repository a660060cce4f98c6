package demo

import (
	"io"

	"steward/client/platform"
)

// Account is an operator who can sign in to the demo platform's admin panel.
type Account struct {
	Role     string // owner, admin, view or reseller
	Login    string
	Password platform.Secret
	Token    platform.Secret // a personal access token for everything the role may do
	TOTP     platform.Secret // base32; empty: no second step
}

// Accounts are the operators, the same for the same seed: an owner, an admin,
// an admin with a second step, one who only views, and a reseller.
func (p *Platform) Accounts() []Account { return nil }

// AddToken gives an operator one more personal access token that includes only
// the given permissions ("billing.account.GetAccounts"); with none it includes
// everything.
func (p *Platform) AddToken(login string, permissions ...string) (platform.Secret, error) {
	return platform.Secret{}, nil
}

// Announce writes where the platform listens and how to sign in: as JSON it is
// exactly one line {"url","accounts":[{"role","login","password","token","totp"}]}
// with totp only where a second step is on. It shows secrets: they are the
// demo's own.
func (p *Platform) Announce(w io.Writer, asJSON bool) error { return nil }
