package scenario

import (
	"strings"
	"testing"

	"steward/app/model"
	"steward/client/demo"
)

// expired is a live window whose sign-in expired while somebody was at work:
// a search is typed, rows are marked.
func expired(t *testing.T) *story {
	t.Helper()
	s := live(t, "admin")
	s.types("mail")
	s.press("Down", "Space", "Down", "Space")
	s.platform.ExpireSessions()
	s.press("F5")
	s.until("it is noticed", func() bool { return s.window.Banner() != "" })
	return s
}

// The sign-in expires: a banner, and signing in again in place. Nothing that
// was begun is lost.
func TestTheSessionExpiresAndIsRenewedInPlace(t *testing.T) {
	s := expired(t)
	rows, marked := s.uids(), s.marked()
	same(t, "banner", s.window.Banner(), "Your sign-in has expired. Nothing was lost; reading is paused. Sign in again.")
	same(t, "strip", s.window.Strip()[0], "Sign-in expired")
	s.clicks("Sign in")
	s.sees("Sign in to Harbor Cloud EU again")
	s.types(s.account("admin").Password.Reveal())
	s.press("Enter")
	s.until("the banner is gone", func() bool { return s.window.Banner() == "" })
	same(t, "strip", s.window.Strip()[0], "Online")
	same(t, "rows", s.uids(), rows)
	same(t, "marked", s.marked(), marked)
	same(t, "search", s.window.Users().Search().Text(), "mail")
	s.readAgain()
}

// A wrong password there is said in place, with the tries that are left.
func TestAWrongPasswordInPlace(t *testing.T) {
	s := expired(t)
	s.clicks("Sign in")
	s.types("not the password")
	s.press("Enter")
	s.until("it is said", func() bool { return s.shows("Email or password is wrong.") })
	s.sees("Sign in to Harbor Cloud EU again")
	s.types(s.account("admin").Password.Reveal()) // the wrong one is marked, typing replaces it
	s.press("Enter")
	s.until("the banner is gone", func() bool { return s.window.Banner() == "" })
}

// Esc gives the list back; the banner still offers to sign in.
func TestSigningInAgainCanWait(t *testing.T) {
	s := expired(t)
	s.clicks("Sign in")
	s.press("Esc")
	s.seesNot("Sign in to Harbor Cloud EU again")
	same(t, "banner", strings.HasPrefix(s.window.Banner(), "Your sign-in has expired."), true)
	s.clicks("Sign in")
	s.sees("Sign in to Harbor Cloud EU again")
}

// Why nothing can be refreshed is said where one tries.
func TestAnExpiredSessionSaysWhyNotRefresh(t *testing.T) {
	s := expired(t)
	s.press("F5")
	same(t, "hint", s.hint(), "Your sign-in has expired. Sign in again to refresh.")
}

// A second Steward on the same platform only looks, and says why.
func TestASecondWindowOnlyLooks(t *testing.T) {
	s := live(t, "admin")
	s.quit()
	first := s.core()
	defer func() { s.must(first.Close()) }()
	_, err := first.Unlock(s.ctx)
	s.must(err)
	_, err = first.Resume(s.ctx, "harbor")
	s.must(err)
	s.start(false)
	s.until("the list is there", func() bool { return s.window.Users() != nil && s.grid().Length() == customers })
	same(t, "said", strings.TrimSpace(s.window.Banner()), "Steward is already open for this platform. This window is read-only. Go to the other one.")
	same(t, "strip", strings.Contains(s.strip(), "Read-only"), true)
	s.press("F5")
	same(t, "hint", s.hint(), "Steward is already open for this platform. This window is read-only. Go to the other one.")
}

// Who may only look is told so, and the strip says it all the time.
func TestTheRoleViewOnlyLooks(t *testing.T) {
	s := live(t, "view")
	same(t, "strip", strings.Contains(s.strip(), "Read-only"), true)
	s.clicks("Read-only")
	s.sees("You may look but not change (role view). Actions are off. Ask the owner if you need more.")
	s.press("Esc")
	s.readAgain()
}

func TestAReadOnlyPlatformSaysSo(t *testing.T) {
	s := live(t, "admin", func(p *model.Profile) { p.ReadOnly = true })
	same(t, "strip", strings.Contains(s.strip(), "Read-only"), true)
	s.clicks("Read-only")
	s.sees("Read-only. Every request that would change something is refused. Unlock writing for 30 minutes to change something.")
}

// Two operators at once: what the other one changed is there after a refresh.
func TestWhatOthersChangeComesWithARefresh(t *testing.T) {
	s := live(t, "admin")
	uid := s.uids()[0]
	s.must(s.platform.ChangeCustomer(s.ctx, uid, func(c *demo.Customer) { c.Email = "renamed.person@elsewhere.example" }))
	s.readAgain()
	same(t, "e-mail", s.cell(0, "login").Text, "renamed.person@elsewhere.example")
}
