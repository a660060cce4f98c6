package scenario

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/views/kit"
)

// platforms opens the settings at the platforms on this computer.
func (s *story) platforms() {
	s.t.Helper()
	s.press("Ctrl+,")
	s.clicks("Platforms")
}

// names writes another name into the field of the settings, and Enter.
func (s *story) names(name string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if e, ok := p.CanvasObject.(*kit.Entry); ok {
			e.Focus()
			e.SelectAll()
			s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
			s.types(name)
			s.press("Enter")
			return
		}
	}
	s.t.Fatalf("no field for a name. On screen:\n%s", s.screen())
}

// stored is a platform as it is kept on this computer.
func (s *story) stored(id string) (model.Profile, bool) {
	s.t.Helper()
	list, err := s.app.Profiles(s.ctx)
	s.must(err)
	at := slices.IndexFunc(list, func(p model.Profile) bool { return p.ID == id })
	if at < 0 {
		return model.Profile{}, false
	}
	return list[at], true
}

// signInPage leaves the open platform for the sign-in page.
func (s *story) signInPage() {
	s.t.Helper()
	s.chooses("Sign In to…")
	s.until("the sign-in page is there", func() bool { return s.window.SignIn() != nil && s.window.Users() == nil })
	s.seesNot("Type to find")
}

// The open platform gets another name: title, selector and the next start have
// it. An empty name is refused in place.
func TestTheOpenPlatformIsRenamed(t *testing.T) {
	s := live(t, "admin")
	s.platforms()
	s.names("  ")
	s.sees("A platform needs a name. It keeps its old one.")
	s.names("Harbor North")
	s.press("Esc")
	same(t, "title", s.window.Fyne().Title(), "Steward – Harbor North (live)")
	s.sees("Harbor North")
	s.seesNot("Harbor Cloud EU")
	s.platforms()
	s.drops("LIVE: real customers")
	s.clicks("TEST: nothing here matters")
	s.press("Esc")
	same(t, "title", s.window.Fyne().Title(), "Steward – Harbor North (test)")
	s.again(false).everybodyRead()
	same(t, "title after a restart", s.window.Fyne().Title(), "Steward – Harbor North (test)")
}

// What is decided when a platform is opened is not changed under the hands of
// whoever works with it, and why is said.
func TestTheOpenPlatformCannotBeRemoved(t *testing.T) {
	s := live(t, "admin")
	s.platforms()
	s.clicks("Remove…")
	same(t, "hint", s.hint(), "This platform is open. Open another one or sign out first")
	s.seesNot("Remove Harbor Cloud EU?")
	s.clicks("Start read-only: every request that would change something is refused")
	same(t, "hint", s.hint(), "This platform is open. Name and kind change at once; for the rest, open another one or sign out first")
	p, _ := s.stored("harbor")
	same(t, "read-only", p.ReadOnly, false)
}

// A platform that is not open starts read-only from the next time on.
func TestAPlatformStartsReadOnlyFromNowOn(t *testing.T) {
	s := live(t, "admin")
	s.signInPage()
	s.platforms()
	s.clicks("Start read-only: every request that would change something is refused")
	s.press("Esc")
	p, _ := s.stored("harbor")
	same(t, "stored", p.ReadOnly, true)
	s.again(false).everybodyRead()
	same(t, "strip", strings.Contains(s.strip(), "Read-only"), true)
}

// Before a platform is removed it is said what goes; then all of it is gone.
func TestAPlatformIsRemovedWithAllThatIsStoredOfIt(t *testing.T) {
	s := live(t, "admin")
	s.signInPage()
	s.platforms()
	s.clicks("Remove…")
	s.sees("Remove Harbor Cloud EU?")
	s.sees("Deleted from this computer: the stored copy of 300 customers,")
	s.press("Esc")
	_, there := s.stored("harbor")
	same(t, "there after Esc", there, true)
	s.clicks("Remove…")
	s.clicks("Remove")
	s.sees("No platform yet. Add one on the sign-in page.")
	_, there = s.stored("harbor")
	same(t, "there", there, false)
	_, err := os.Stat(filepath.Join(s.home, "profiles", "harbor"))
	same(t, "its folder is gone", errors.Is(err, fs.ErrNotExist), true)
	s.press("Esc")
	s.sees("No platform yet. Add yours, or try the demo platform.")
}

// A certificate that was trusted by its fingerprint can be forgotten.
func TestATrustedCertificateIsForgotten(t *testing.T) {
	s := live(t, "admin", func(p *model.Profile) { p.PinFingerprint = strings.Repeat("ab12cd34", 8) })
	s.signInPage()
	s.platforms()
	s.sees("Trusted certificate …ab12cd34")
	s.clicks("Forget the Certificate")
	s.sees("Forget the trusted certificate of Harbor Cloud EU?")
	s.clicks("Forget")
	p, _ := s.stored("harbor")
	same(t, "fingerprint", p.PinFingerprint, "")
	s.seesNot("Trusted certificate")
	s.seesNot("Forget the Certificate")
}

// Address, proxy and certificates are set where one signs in.
func TestFromThePlatformToItsSignIn(t *testing.T) {
	s := live(t, "admin")
	s.platforms()
	s.clicks("Address, Proxy, Certificates…")
	s.until("the sign-in page is there", func() bool { return s.window.SignIn() != nil && s.window.Users() == nil })
	s.sees("Sign in to Harbor Cloud EU")
}
