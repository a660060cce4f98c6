package signin

import (
	"context"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/vault"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// ring is a keyring in memory that can be locked.
type ring struct {
	mu      sync.Mutex
	locked  bool
	secrets map[string]platform.Secret
}

func (r *ring) Get(_ context.Context, name string) (platform.Secret, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.locked {
		return platform.Secret{}, vault.ErrLocked
	}
	s, ok := r.secrets[name]
	if !ok {
		return s, vault.ErrNotFound
	}
	return s, nil
}

func (r *ring) Set(_ context.Context, name string, secret platform.Secret) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.locked {
		return vault.ErrLocked
	}
	if r.secrets == nil {
		r.secrets = map[string]platform.Secret{}
	}
	r.secrets[name] = secret
	return nil
}

func (r *ring) Delete(_ context.Context, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.secrets, name)
	return nil
}

func (r *ring) lock(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.locked = on
}

// newGate shows the gate of a bench, as the window does when it starts.
func newGate(t *testing.T, b *bench) (g *Gate, passed *[]app.Gate) {
	t.Helper()
	gate, err := b.app.Unlock(t.Context())
	if err != nil || gate.Open {
		t.Fatalf("gate %+v, %v", gate, err)
	}
	passed = &[]app.Gate{}
	g = NewGate(b.cfg, gate, func(p app.Gate) { *passed = append(*passed, p) })
	b.window.SetContent(g.Object())
	g.Focus()
	return g, passed
}

func TestGateWithoutKeyring(t *testing.T) {
	b := newBench(t, nil)
	g, passed := newGate(t, b)
	b.want(g.title.Text, "No system keyring")
	b.want(g.why.Text, "No system keyring was found. Nothing secret will be written to disk. Set a passphrase, or work for this session only.")
	b.focused(g.phrase.entry)
	if !g.over.Hidden {
		t.Error("starting over is offered though nothing is lost")
	}
	b.write(g.phrase.entry, "short")
	b.press(fyne.KeyReturn)
	b.want(g.phrase.problem.Text, text.T("keyring.short", text.With("Least", 8)))
	b.write(g.phrase.entry, passphrase.Reveal())
	b.press(fyne.KeyReturn)
	b.focused(g.repeat.entry)
	b.write(g.repeat.entry, "something else")
	b.press(fyne.KeyReturn)
	b.want(g.repeat.problem.Text, text.T("signin.passphrase.differs"))
	b.write(g.repeat.entry, passphrase.Reveal())
	b.press(fyne.KeyReturn)
	if b.want(g.submit.Action.Title, "Checking…"); g.submit.Enabled() || g.run.Enabled() {
		t.Error("something else can be begun meanwhile")
	}
	b.write(g.phrase.entry, "typed too late")
	b.want(g.phrase.text(), passphrase.Reveal())
	b.settle()
	b.want(g.submit.Action.Title, "Set Passphrase")
	if len(*passed) != 1 || !(*passed)[0].Open || b.app.Keeping() != "passphrase" {
		t.Fatalf("passed %+v, keeping %s, %q", *passed, b.app.Keeping(), g.problem.words.Text)
	}
}

func TestGateAsksForThePassphrase(t *testing.T) {
	b := newBench(t, nil)
	if gate, err := b.app.ChoosePassphrase(t.Context(), passphrase); err != nil || !gate.Open {
		t.Fatalf("gate %+v, %v", gate, err)
	}
	b.put(profile("http://127.0.0.1:1"))
	if err := b.app.Close(); err != nil {
		t.Fatal(err)
	}
	b.open(nil)
	b.cfg.App = b.app
	g, passed := newGate(t, b)
	b.want(g.title.Text, "Enter your passphrase")
	if !g.repeat.object.Hidden || g.over.Hidden {
		t.Error("not the card for a passphrase that was set")
	}
	b.press(fyne.KeyReturn)
	b.want(g.phrase.problem.Text, text.T("signin.passphrase.empty"))
	b.write(g.phrase.entry, "not the one")
	b.press(fyne.KeyReturn)
	b.want(g.submit.Action.Title, "Checking…")
	b.settle()
	b.want(g.submit.Action.Title, "Unlock")
	b.focused(g.phrase.entry)
	b.want(g.phrase.problem.Text, text.T("keyring.wrong"))
	b.want(g.phrase.text(), "not the one")
	b.write(g.phrase.entry, passphrase.Reveal())
	b.press(fyne.KeyReturn)
	b.settle()
	if len(*passed) != 1 {
		t.Fatalf("not passed: %q", g.phrase.problem.Text)
	}
	if list, err := b.app.Profiles(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%d platforms, %v", len(list), err)
	}
}

func TestStartOverAfterAForgottenPassphrase(t *testing.T) {
	b := newBench(t, nil)
	if gate, err := b.app.ChoosePassphrase(t.Context(), passphrase); err != nil || !gate.Open {
		t.Fatalf("gate %+v, %v", gate, err)
	}
	b.put(profile("http://127.0.0.1:1"))
	if err := b.app.Close(); err != nil {
		t.Fatal(err)
	}
	b.open(&ring{})
	b.cfg.App = b.app
	g, passed := newGate(t, b)
	g.over.Press()
	tapButton(t, b.window.Canvas().Overlays().Top(), "Start over")
	b.settle()
	if len(*passed) != 1 || (*passed)[0].Notice == nil || (*passed)[0].Notice.Key != "app.deskmoved" {
		t.Fatalf("passed %+v: %q", *passed, g.problem.words.Text)
	}
	if list, err := b.app.Profiles(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%d platforms, %v", len(list), err)
	}
}

func TestGateOfALockedKeyring(t *testing.T) {
	r := &ring{locked: true}
	b := newBench(t, r)
	g, passed := newGate(t, b)
	b.want(g.title.Text, "The system keyring is locked")
	if !g.entry.Hidden || !g.submit.Hidden || g.instead.Hidden || g.retry.Level != kit.Primary {
		t.Error("the keyring is not what is offered first")
	}
	b.want(g.retry.Action.Title, "Try the keyring again")
	if b.window.Canvas().Focused() != fyne.Focusable(g.retry) {
		t.Error("the keyboard is not on the way that loses nothing")
	}
	g.retry.Press()
	b.want(g.retry.Action.Title, "Checking…")
	b.settle()
	b.want(g.retry.Action.Title, "Try the keyring again")
	if len(*passed) != 0 {
		t.Fatal("passed a locked keyring")
	}
	r.lock(false)
	g.retry.Press()
	b.settle()
	if len(*passed) != 1 || b.app.Keeping() != "keyring" {
		t.Errorf("passed %+v", *passed)
	}
}

// A passphrase for a keyring that is only locked is a second step, and says
// before it is set what it costs.
func TestAPassphraseInsteadOfALockedKeyring(t *testing.T) {
	r := &ring{}
	b := newBench(t, r)
	if gate, err := b.app.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("gate %+v, %v", gate, err)
	}
	b.put(profile("http://127.0.0.1:1"))
	if err := b.app.Close(); err != nil {
		t.Fatal(err)
	}
	r.lock(true)
	b.open(r)
	b.cfg.App = b.app
	g, passed := newGate(t, b)
	b.picture("signin-gate-locked")
	g.instead.Press()
	b.picture("signin-gate-instead")
	if g.entry.Hidden || g.submit.Hidden || !g.instead.Hidden || g.retry.Hidden {
		t.Error("not the card for a passphrase")
	}
	b.want(g.price.Text, text.T("signin.passphrase.price"))
	if g.price.Color != theme.ColorNameWarning {
		t.Error("what it costs does not stand out")
	}
	b.focused(g.phrase.entry)
	b.write(g.phrase.entry, passphrase.Reveal())
	b.write(g.repeat.entry, passphrase.Reveal())
	b.press(fyne.KeyReturn)
	b.settle()
	if len(*passed) != 1 || (*passed)[0].Notice == nil || (*passed)[0].Notice.Key != "app.deskmoved" {
		t.Fatalf("passed %+v: %q", *passed, g.problem.words.Text)
	}
}

func TestGateOfAChangedKey(t *testing.T) {
	c := newCluster(t)
	r := &ring{}
	b := newBench(t, r)
	if gate, err := b.app.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("gate %+v, %v", gate, err)
	}
	b.put(profile(c.URL()))
	b.start("")
	b.submit(c.account(t, "admin").Password.Reveal())
	b.wantOpen()
	if err := b.app.Close(); err != nil {
		t.Fatal(err)
	}
	good := r.secrets["desk"]
	r.secrets = map[string]platform.Secret{}
	b.open(r)
	b.cfg.App = b.app
	g, passed := newGate(t, b)
	b.want(g.title.Text, "A stored key has changed")
	if !g.entry.Hidden || !g.submit.Hidden || g.over.Hidden {
		t.Error("not the card for a key that changed")
	}
	b.picture("signin-gate-changed")
	r.secrets["desk"] = good // the right keyring is back, but not for the cache
	g.over.Press()
	tapButton(t, b.window.Canvas().Overlays().Top(), "Start over")
	b.settle()
	if len(*passed) != 1 || (*passed)[0].Notice != nil {
		t.Fatalf("passed %+v: %q", *passed, g.problem.words.Text)
	}
	if list, err := b.app.Profiles(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%d platforms, %v: what was not lost is gone", len(list), err)
	}
	b.opened = nil
	b.start("")
	b.submit(c.account(t, "admin").Password.Reveal())
	if notice := b.wantOpen().Notice(); notice == nil || notice.Key != "error.cacheunreadable" {
		t.Errorf("notice %v", notice)
	}
}

func TestGateForThisRun(t *testing.T) {
	b := newBench(t, nil)
	g, passed := newGate(t, b)
	g.run.Press()
	b.settle()
	if len(*passed) != 1 || b.app.Keeping() != "thisrun" {
		t.Errorf("passed %+v, keeping %s", *passed, b.app.Keeping())
	}
}

func TestDemoBehindTheGate(t *testing.T) {
	b := newBench(t, nil)
	g, _ := newGate(t, b)
	g.demo.Press()
	b.settle()
	if b.demos != 1 || b.app.Keeping() != "thisrun" {
		t.Errorf("%d demos, keeping %s", b.demos, b.app.Keeping())
	}
}
