package signin

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"steward/app/model"
	"steward/views/kit"

	"fyne.io/fyne/v2"
)

// TestPicturesInBothLooks draws the page at the step of the drawn picture, the
// first run, the certificate and the gate.
func TestPicturesInBothLooks(t *testing.T) {
	c := newCluster(t)
	server, fingerprint := behindTLS(t, c)
	now := time.Now()
	live := profile(server.URL)
	live.PinFingerprint, live.Customers, live.LastUsed, live.Login = fingerprint, 8412, now, "secure@demo.test"
	staging := model.Profile{Name: "Harbor Cloud staging", URL: "https://jca.stage.harbor.example.com", Kind: model.Test, Customers: 310, LastUsed: now.AddDate(0, 0, -4)}
	demo := model.Profile{ID: "demo-1", Name: "Demo platform", Kind: model.Demo, Customers: 5000, LastUsed: now.AddDate(0, 0, -5)}
	b := newPage(t, live, staging, demo)
	cache := filepath.Join(b.dir, "profiles", b.page.profile.ID, "cache.db")
	if err := errors.Join(os.MkdirAll(filepath.Dir(cache), 0o700), os.WriteFile(cache, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	b.start("")
	looks := func(name string) {
		if os.Getenv("STEWARD_GALLERY") == "" {
			b.picture(name)
			return
		}
		for look, variant := range map[string]kit.Variant{"-light": kit.Light, "-dark": kit.Dark} {
			fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(variant, 1))
			b.window.Content().Refresh()
			b.picture(name + look)
		}
		fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(kit.Light, 1))
	}
	b.write(b.page.creds.password.entry, c.account(t, "secure").Password.Reveal())
	b.press(fyne.KeyReturn)
	b.settle()
	b.write(b.page.code.entry, "4827")
	looks("signin-code")

	b.page.creds.login.entry.SetText("nobody@demo.test")
	b.page.edited()
	b.page.submitForm()
	b.settle()
	looks("signin-wrong")

	b.page.addPlatform()
	b.page.advanced.turn()
	looks("signin-new")
	b.window.Resize(fyne.NewSize(1024, 614))
	looks("signin-new-least")
	b.window.Resize(fyne.NewSize(1440, 874))
	b.page.advanced.turn()
	b.write(b.page.url.entry, server.URL)
	b.settle()
	looks("signin-certificate")
	b.page.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	b.settle()
	looks("signin-demo")

	locked := newBench(t, nil)
	gate, err := locked.app.Unlock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	g := NewGate(locked.cfg, gate, nil)
	b.window.SetContent(g.Object())
	looks("signin-gate")
}
