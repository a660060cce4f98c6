package signin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image/png"
	"io"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/pquerna/otp/totp"
	"github.com/sirupsen/logrus"

	"steward/app"
	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/task"
)

var passphrase = platform.NewSecret("correct horse battery")

// bench is the page in a test window, with the real application behind it.
type bench struct {
	t      *testing.T
	dir    string
	app    *app.App
	queue  *task.Queue
	clock  *task.Clock
	tasks  *task.Runner
	window fyne.Window
	hint   *kit.HintLine
	cfg    Config
	page   *Page

	opened []*app.Cluster
	failed []error
	demos  int
}

// newBench makes a window and an application whose data is still locked: there
// is no keyring unless one is given.
func newBench(t *testing.T, ring vault.Keyring) *bench {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	fyneApp := test.NewTempApp(t)
	fyneApp.Settings().SetTheme(kit.NewTheme(kit.Light, 1))
	b := &bench{t: t, dir: t.TempDir(), queue: task.NewQueue(), clock: task.NewClock(), hint: kit.NewHintLine()}
	b.open(ring)
	b.tasks = task.New(t.Context(), b.queue, task.WithTimers(b.clock), task.WithFailed(func(_ string, err error) { b.failed = append(b.failed, err) }))
	t.Cleanup(b.tasks.Close)
	b.window = test.NewTempWindow(t, kit.NewLabel(""))
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(1440, 874))
	b.cfg = Config{
		App: b.app, Tasks: b.tasks, Host: &kit.Host{Keys: kit.NewKeys(b.hint), Hint: b.hint}, Window: b.window,
		Fail:   func(err error) { b.failed = append(b.failed, err) },
		Opened: func(c *app.Cluster) { b.opened = append(b.opened, c) },
		Demo:   func() { b.demos++ },
	}
	return b
}

// open opens the application on the bench's folder.
func (b *bench) open(ring vault.Keyring) {
	b.t.Helper()
	log := logrus.New()
	log.SetOutput(io.Discard)
	a, err := app.New(b.t.Context(), app.Config{Dir: b.dir, Version: "1.0", Log: log, Keyring: ring})
	if err != nil {
		b.t.Fatal(err)
	}
	b.app = a
	b.t.Cleanup(func() {
		if err := a.Close(); err != nil {
			b.t.Error(err)
		}
	})
}

// newPage is a bench with the data open by a keyring and the sign-in page on
// screen, with some platforms stored.
func newPage(t *testing.T, profiles ...model.Profile) *bench {
	t.Helper()
	b := newBench(t, &ring{})
	if gate, err := b.app.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatalf("gate %+v, %v", gate, err)
	}
	for _, p := range profiles {
		b.put(p)
	}
	b.start("")
	return b
}

func (b *bench) put(p model.Profile) model.Profile {
	b.t.Helper()
	stored, err := b.app.PutProfile(b.t.Context(), p)
	if err != nil {
		b.t.Fatal(err)
	}
	return stored
}

// start shows the page as the window does.
func (b *bench) start(id string) {
	b.t.Helper()
	b.page = New(b.cfg)
	b.window.SetContent(b.page.Object())
	b.page.Start(id)
	b.settle()
}

// settle waits until everything that was begun has ended and is shown.
func (b *bench) settle() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 30*time.Second)
	defer cancel()
	if err := b.queue.Settle(ctx, b.tasks); err != nil {
		b.t.Fatal(err)
	}
}

// write types a text over what a field holds.
func (b *bench) write(e *kit.Entry, s string) {
	b.t.Helper()
	b.window.Canvas().Focus(e.Focusable())
	e.SelectAll()
	test.Type(e.Focusable(), s)
}

// press sends a key to what has the keyboard.
func (b *bench) press(name fyne.KeyName) {
	b.t.Helper()
	if f := b.window.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		return
	}
	b.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
}

func (b *bench) focused(e *kit.Entry) {
	b.t.Helper()
	if !e.Focused() {
		b.t.Errorf("the focus is on %T, not on %q", b.window.Canvas().Focused(), e.Hint)
	}
}

// wantOpen is the one platform that was opened.
func (b *bench) wantOpen() *app.Cluster {
	b.t.Helper()
	if len(b.opened) != 1 {
		b.t.Fatalf("%d platforms opened; problem %q, password %q, url %q, code %q, failed %v", len(b.opened),
			b.page.problem.words.Text, b.page.creds.password.problem.Text, b.page.url.problem.Text, b.page.code.wrong.Text, b.failed)
	}
	return b.opened[0]
}

// read waits until all customers of an open platform were read.
func (b *bench) read(c *app.Cluster) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 30*time.Second)
	defer cancel()
	heard := make(chan struct{}, 1)
	defer c.Subscribe(func(model.Event) {
		select {
		case heard <- struct{}{}:
		default:
		}
	})()
	for !c.Progress().Complete {
		select {
		case <-heard:
		case <-ctx.Done():
			b.t.Fatalf("the reading did not end: %+v", c.Progress())
		}
	}
}

func (b *bench) wantClosed() {
	b.t.Helper()
	if len(b.opened) != 0 {
		b.t.Fatal("a platform was opened")
	}
}

// want compares what stands on screen.
func (b *bench) want(got, want string) {
	b.t.Helper()
	if got != want {
		b.t.Errorf("got  %q\nwant %q", got, want)
	}
}

// picture draws the window into STEWARD_GALLERY, if that is set.
func (b *bench) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("STEWARD_GALLERY")
	if folder == "" {
		folder = b.t.TempDir()
	}
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		b.t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, b.window.Canvas().Capture()); err != nil {
		b.t.Fatal(err)
	}
}

// cluster is a running demo platform.
type cluster struct{ *demo.Platform }

func newCluster(t *testing.T) cluster {
	t.Helper()
	p, err := demo.Start(t.Context(), demo.Options{Customers: 20, Seed: 1, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return cluster{p}
}

// account is an operator: "admin", or "secure" for the one with a second step.
func (c cluster) account(t *testing.T, name string) demo.Account {
	t.Helper()
	for _, a := range c.Accounts() {
		if a.Login == name+"@demo.test" {
			return a
		}
	}
	t.Fatalf("no account %s", name)
	return demo.Account{}
}

// code is the present code of an account's authenticator.
func code(t *testing.T, a demo.Account) string {
	t.Helper()
	s, err := totp.GenerateCode(a.TOTP.Reveal(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// behindTLS puts a self-signed certificate in front of a platform.
func behindTLS(t *testing.T, c cluster) (server *httptest.Server, fingerprint string) {
	t.Helper()
	target, err := url.Parse(c.URL())
	if err != nil {
		t.Fatal(err)
	}
	server = httptest.NewUnstartedServer(httputil.NewSingleHostReverseProxy(target))
	server.Config.ErrorLog = nil
	server.StartTLS()
	t.Cleanup(server.Close)
	sum := sha256.Sum256(server.Certificate().Raw)
	return server, hex.EncodeToString(sum[:])
}

// profile is a stored platform at an address.
func profile(address string) model.Profile {
	return model.Profile{
		Name: "Harbor Cloud EU", URL: address, Kind: model.Live, Auth: model.ByPassword, Login: "admin@demo.test",
		StaySignedIn: true, ReadOnly: true,
	}
}
