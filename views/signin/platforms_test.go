package signin

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// used is a bench whose platform was open before: signed in, read, and closed again.
func used(t *testing.T, c cluster) *bench {
	t.Helper()
	b := newPage(t, profile(c.URL()))
	b.submit(c.account(t, "admin").Password.Reveal())
	b.read(b.wantOpen())
	if err := b.wantOpen().Close(); err != nil {
		t.Fatal(err)
	}
	b.opened = nil
	return b
}

func TestPlatformsAreListedLastUsedFirst(t *testing.T) {
	now := time.Now()
	old, recent := profile("http://127.0.0.1:1"), profile("http://127.0.0.1:2")
	old.Name, old.LastUsed, old.Customers = "Old", time.Date(2024, 11, 19, 0, 0, 0, 0, time.UTC), 1
	recent.Name, recent.LastUsed, recent.Customers = "Recent\u202e", now, 8412
	never := profile("http://127.0.0.1:3")
	b := newPage(t, old, never, recent)
	rows := b.page.list.rows
	if len(rows) != 3 || b.page.list.chosen != 0 {
		t.Fatalf("%d rows, %d chosen", len(rows), b.page.list.chosen)
	}
	b.want(rows[0].says.name, text.Visible("Recent\u202e"))
	b.want(rows[0].says.host, "127.0.0.1:2")
	b.want(rows[0].says.note, "8,412 customers, last used today")
	b.want(rows[1].says.note, "1 customer, last used 19 Nov 2024")
	b.want(rows[2].says.note, "not used yet")
}

func TestDayOfLastUse(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{
		now.Add(-20 * time.Minute): "today", now.Add(-time.Hour): "yesterday", now.Add(-25 * time.Hour): "21 Nov", now.AddDate(-1, 0, 0): "23 Nov 2025",
	} {
		if got := day(at, now); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestArrowsChooseAPlatform(t *testing.T) {
	first, second := profile("http://127.0.0.1:1"), profile("http://127.0.0.1:2")
	first.LastUsed, second.Login = time.Now(), "other@harbor.example.com"
	second.Name = "Harbor staging"
	b := newPage(t, first, second)
	b.window.Canvas().Focus(b.page.list)
	b.press(fyne.KeyDown)
	b.want(b.page.url.text(), "http://127.0.0.1:2")
	b.want(b.page.creds.login.text(), "other@harbor.example.com")
	b.want(b.page.title.Text, "Sign in to Harbor staging")
	b.press(fyne.KeyDown)
	b.press(fyne.KeyUp)
	b.want(b.page.url.text(), "http://127.0.0.1:1")
	b.press(fyne.KeyEnd)
	b.press(fyne.KeyReturn) // no session kept: on to the first empty field
	b.focused(b.page.creds.password.entry)
	b.settle()
	b.want(b.page.url.problem.Text, text.T("signin.error.offline"))
	b.page.list.rows[0].MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	b.want(b.page.url.text(), "http://127.0.0.1:1")
	if b.window.Canvas().Focused() != fyne.Focusable(b.page.list) {
		t.Error("a click does not give the list the keyboard")
	}
}

func TestKeptSessionGoesOnWithoutAPassword(t *testing.T) {
	c := newCluster(t)
	b := used(t, c)
	before := c.Requests("users/authentication/signin")
	b.start("")
	b.want(b.page.list.rows[0].says.note, "20 customers, last used today")
	b.window.Canvas().Focus(b.page.list)
	b.press(fyne.KeyReturn)
	b.settle()
	b.wantOpen()
	if n := c.Requests("users/authentication/signin"); n != before {
		t.Error("it signed in again")
	}
}

func TestSessionThatIsNotToBeKept(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile(c.URL()))
	b.page.stay.Tapped(nil)
	b.submit(c.account(t, "admin").Password.Reveal())
	id := b.wantOpen().Profile().ID
	kept, err := b.app.Kept(t.Context(), id)
	if err != nil || kept.Session {
		t.Errorf("the session was kept: %v", err)
	}
}

func TestWorkOffline(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile(c.URL()))
	if !b.page.offline.Hidden {
		t.Error("offline is offered though nothing was read")
	}
	b = used(t, c)
	if err := c.Offline(true); err != nil {
		t.Fatal(err)
	}
	before := c.Requests("*")
	b.start("")
	b.want(b.page.url.problem.Text, text.T("signin.error.offline"))
	if b.page.offline.Hidden {
		t.Fatal("offline is not offered")
	}
	b.page.offline.Press()
	b.settle()
	if state := b.wantOpen().Connection().State; state != model.Cached {
		t.Errorf("connection %v", state)
	}
	if c.Requests("*") != before {
		t.Error("the platform was asked")
	}
}

func TestSignInWithoutAPlatformToReach(t *testing.T) {
	b := newPage(t, profile("http://127.0.0.1:1"))
	b.submit("secret")
	b.want(b.page.problem.words.Text, text.T("signin.error.offline"))
	b.want(b.page.creds.password.text(), "secret")
}

func TestRemoveAsksFirst(t *testing.T) {
	c := newCluster(t)
	b := used(t, c)
	b.start("")
	id := b.page.profile.ID
	b.window.Canvas().Focus(b.page.list)
	b.press(fyne.KeyDelete)
	over := b.window.Canvas().Overlays().Top()
	if over == nil {
		t.Fatal("nothing is asked")
	}
	b.press(fyne.KeyReturn) // Cancel has the focus
	b.settle()
	if len(b.page.platforms) != 1 {
		t.Fatal("removed without a yes")
	}
	b.window.Canvas().Focus(b.page.list)
	b.press(fyne.KeyDelete)
	tapButton(t, b.window.Canvas().Overlays().Top(), "Remove")
	b.settle()
	if len(b.page.platforms) != 0 || b.app.Stored(id) || b.page.none.Hidden {
		t.Errorf("%d platforms, stored %v", len(b.page.platforms), b.app.Stored(id))
	}
	b.want(b.page.title.Text, "Add a platform")
	b.focused(b.page.url.entry)
}

// tapButton taps the button with a title below an object.
func tapButton(t *testing.T, o fyne.CanvasObject, title string) {
	t.Helper()
	for _, child := range test.LaidOutObjects(o) {
		if button, ok := child.(*kit.Button); ok && button.Action.Title == title {
			button.Press()
			return
		}
	}
	t.Fatalf("no button %q", title)
}

func TestThisRunOnly(t *testing.T) {
	c := newCluster(t)
	b := newBench(t, nil)
	if _, err := b.app.ChooseThisRun(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.put(profile(c.URL()))
	b.start("")
	b.page.readOnly.Tapped(nil)
	b.page.stay.Tapped(nil)
	if !b.page.readOnly.On() || b.page.stay.On() {
		t.Error("this run may change or keep something")
	}
	b.submit(c.account(t, "admin").Password.Reveal())
	if why, readOnly := b.wantOpen().ReadOnly(); !readOnly || why != "readonly.thisrun" {
		t.Errorf("read-only %v, %q", readOnly, why)
	}
}

func TestSignInAgainInPlace(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile(c.URL()))
	secure := c.account(t, "secure")
	b.write(b.page.creds.login.entry, secure.Login)
	b.submit(secure.Password.Reveal())
	b.write(b.page.code.entry, code(t, secure))
	b.settle()
	open := b.wantOpen()
	c.ExpireSessions()
	attempt, err := open.SignInAgain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	dialog := kit.NewDialog(b.cfg.Host, b.window.Canvas())
	again := NewAgain(b.cfg, dialog.Host, attempt, func() {
		done++
		dialog.Close()
	})
	dialog.Show("Sign in", 420, again.Object(), again.First(), again.Buttons(dialog.Close)...)
	b.want(again.creds.login.text(), secure.Login)
	b.focused(again.creds.password.entry)
	b.write(again.creds.password.entry, "wrong")
	b.press(fyne.KeyReturn)
	b.settle()
	b.want(again.creds.password.problem.Text, text.T("signin.password.wrong", text.N(4)))
	b.picture("signin-again")
	driver := fyne.CurrentApp().Driver()
	words := again.creds.password.problem
	if end := driver.AbsolutePositionForObject(words).Y + words.Size().Height; end > driver.AbsolutePositionForObject(again.submit).Y {
		t.Error("what is wrong stands behind the buttons")
	}
	b.write(again.creds.password.entry, secure.Password.Reveal())
	b.press(fyne.KeyReturn)
	b.settle()
	b.focused(again.code.entry)
	b.write(again.code.entry, code(t, secure))
	b.settle()
	if done != 1 || len(b.opened) != 1 {
		t.Errorf("done %d, opened %d: %q", done, len(b.opened), again.problem.words.Text+again.code.wrong.Text)
	}
	if open.Connection().State != model.Online {
		t.Errorf("connection %v", open.Connection().State)
	}
}
