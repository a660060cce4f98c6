package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steward/views/kit"
)

// managed puts a policy on this computer.
func (s *story) managed(words string) {
	s.t.Helper()
	s.policy = filepath.Join(s.t.TempDir(), "policy.toml")
	s.must(os.WriteFile(s.policy, []byte(words), 0o644))
}

// helpMenu runs an action of the Help menu.
func (s *story) helpMenu(title string) {
	s.t.Helper()
	menus := s.window.Menus()
	for _, a := range menus[len(menus)-1].Menu {
		if a.Title == title {
			a.Start(nil)
			s.settle()
			return
		}
	}
	s.t.Fatalf("the Help menu has no %q", title)
}

// shownGrid is the grid whose first column has a title.
func (s *story) shownGrid(title string) *kit.Grid {
	s.t.Helper()
	for _, p := range s.pieces() {
		if g, ok := p.CanvasObject.(*kit.Grid); ok && g.Columns()[0].Title == title {
			return g
		}
	}
	s.t.Fatalf("no grid with %q. On screen:\n%s", title, s.screen())
	return nil
}

// texts are the words of a column of a grid.
func texts(g *kit.Grid, column int) (list []string) {
	for i := range g.Length() {
		row := kit.Row{Cells: make([]kit.Cell, len(g.Columns()))}
		g.Fill(i, g.Columns(), &row)
		list = append(list, row.Cells[column].Text)
	}
	return list
}

// Settings show what the organisation has set, behind a lock; it cannot be changed
// there, and it holds.
func TestSettingsShowWhatIsManaged(t *testing.T) {
	s := enrolled(t, "admin")
	s.managed("platforms = [\"" + s.platform.URL() + "\"]\nread_only = true\nlimit_day = \"2500 EUR\"\nno_update_check = true\n")
	s.start(false)
	s.everybodyRead()
	s.press("Ctrl+,")
	s.clicks("Managed")
	s.sees("Your organisation has set these on this computer, in " + s.policy + ".")
	g := s.shownGrid("Setting")
	same(t, "settings", strings.Join(texts(g, 0), "|"), "Platforms that may be opened|Nothing can be changed|Limit per day|No looking for updates")
	same(t, "values", strings.Join(texts(g, 1), "|"), s.platform.URL()+"|yes|2500 EUR|yes")
	s.clicks("Money")
	s.sees("At most 2500 EUR: set by your organisation. The lower limit holds.")
	s.clicks("Platforms")
	s.settle()
	s.clicks("Start read-only: every request that would change something is refused")
	same(t, "hint", s.hint(), "Set by your organisation")
	s.clicks("Security")
	s.sees("Read-only. Your organisation lets nothing be changed from this computer. Ask whoever looks after it.")
	s.clicks("About")
	s.sees("Steward never looks for updates by itself.")
	s.clicks("Copy Support Information")
	if !strings.Contains(s.clipboard(), "Managed: platforms, read_only, limit_day, no_update_check\n") {
		t.Errorf("copied: %s", s.clipboard())
	}
	s.clicks("Licences…")
	same(t, "the parts are shown", s.shownGrid("Part").Length() > 30, true)
	s.press("Esc")
	same(t, "dialogs", s.dialogs(), 0)
	same(t, "may be unlocked", s.cluster.MayUnlock(), false)
}

// A policy that is not understood is said at the start and in Settings.
func TestABrokenPolicyIsSaid(t *testing.T) {
	s := enrolled(t, "admin")
	s.managed("read_onlx = true\n")
	s.start(false)
	s.everybodyRead()
	said := strings.Join(s.window.Toasts(), "\n")
	if !strings.Contains(said, `The policy of your organisation is not understood: "read_onlx" is no setting.`) {
		t.Errorf("said: %s", said)
	}
	same(t, "why", s.cluster.MayWrite().Key, "readonly.policybroken")
	s.press("Ctrl+,")
	s.clicks("Managed")
	s.sees(`It is not understood, so nothing may be changed from here: "read_onlx" is no setting.`)
}

// A crash is told at the next start, once; what it left can be seen and copied.
func TestACrashIsToldAndCopied(t *testing.T) {
	s := world(t)
	s.crashed = filepath.Join(t.TempDir(), "20261123T140507.000.txt")
	s.must(os.WriteFile(s.crashed, []byte("panic: index out of range\n\ngoroutine 1 [running]:\n\tmain.go:1 +0x1\n"), 0o600))
	s.start(true)
	s.everybodyRead()
	s.sees("Steward stopped unexpectedly the last time")
	s.sees("Only what was done on a demo is no longer listed.")
	s.seesNot("What the program left")
	s.clicks("Show the File")
	same(t, "file", strings.Join(texts(s.shownGrid("What the program left"), 0), "|"), "panic: index out of range||goroutine 1 [running]:|    main.go:1 +0x1")
	s.clicks("Copy for Support")
	for _, want := range []string{"Steward: 1.0.0\n", "Platforms: 1, 1 DEMO\n", "panic: index out of range\n"} {
		if !strings.Contains(s.clipboard(), want) {
			t.Errorf("not copied: %q\n%s", want, s.clipboard())
		}
	}
	s.press("Esc")
	same(t, "dialogs", s.dialogs(), 0)
	s.again(true)
	s.everybodyRead()
	same(t, "dialogs at the next start", s.dialogs(), 0)
}

// Help copies what somebody who helps has to know, and names nobody.
func TestSupportInformationIsCopied(t *testing.T) {
	s := live(t, "admin")
	s.helpMenu("Copy Support Information")
	same(t, "toast", strings.Join(s.window.Toasts(), ""), "Copied. It names no platform, no person and no customer.")
	for _, want := range []string{"Graphics: not known\n", "interface scale", "Open: LIVE, role admin, connection online"} {
		if !strings.Contains(s.clipboard(), want) {
			t.Errorf("not copied: %q\n%s", want, s.clipboard())
		}
	}
	for _, private := range []string{"Harbor", "@", "127.0.0.1", s.platform.URL(), s.app.TempDir()} {
		if strings.Contains(s.clipboard(), private) {
			t.Errorf("copied %q:\n%s", private, s.clipboard())
		}
	}
	s.helpMenu("Report a Problem…")
	same(t, "lines shown", strings.ReplaceAll(strings.Join(texts(s.shownGrid("Support information"), 0), "\n"), "\n      ", "")+"\n", s.clipboard())
}

// About names every part with its licence; a word finds it, and the keyboard reads it.
func TestAboutHasEveryLicence(t *testing.T) {
	s := open(t)
	s.helpMenu("About")
	parts, licence := s.shownGrid("Part"), s.shownGrid("Its licence")
	all := parts.Length()
	if all < 30 || licence.Length() == 0 {
		t.Fatalf("%d parts, %d lines", all, licence.Length())
	}
	s.fillsIn("Find a part, a licence or a word in it", "FYNE.IO/fyne")
	names := texts(parts, 0)
	if len(names) == 0 || len(names) >= all || !strings.HasPrefix(names[0], "fyne.io/fyne") {
		t.Errorf("found %v", names)
	}
	s.press("Down")
	same(t, "the list has the keyboard", s.focused() == any(parts), true)
	if words := strings.Join(texts(licence, 0), "\n"); !strings.Contains(words, "Redistribution") {
		t.Errorf("its licence reads %.200s", words)
	}
	s.fillsIn("Find a part, a licence or a word in it", "no such licence")
	same(t, "found", parts.Length(), 0)
	s.sees("No part has this in its name or its licence. Clear the search to see all.")
	s.press("Esc", "Esc")
	same(t, "dialogs", s.dialogs(), 0)
}

// The platform of the organisation is ready on the sign-in page, and no other is
// signed in to.
func TestThePlatformOfTheOrganisationIsReady(t *testing.T) {
	s := world(t)
	s.managed("platforms = [\"https://jca.example.com\"]\n")
	s.start(false)
	s.until("the sign-in page is there", func() bool { return s.window.SignIn() != nil })
	s.sees("jca.example.com")
	s.clicks("Add a platform")
	s.types("jca.elsewhere.example.com") // the address has the keyboard
	s.press("Tab")
	s.until("it is refused", func() bool {
		return s.shows("Your organisation allows other platforms only. Nothing was sent. Choose one of these: https://jca.example.com.")
	})
}
