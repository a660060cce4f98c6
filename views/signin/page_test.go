package signin

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
)

// submit enters a password and presses Enter.
func (b *bench) submit(password string) {
	b.t.Helper()
	b.write(b.page.creds.password.entry, password)
	b.press(fyne.KeyReturn)
	b.settle()
}

func TestPasswordOpensThePlatform(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile(c.URL()))
	b.focused(b.page.creds.password.entry)
	b.want(b.page.title.Text, "Sign in to Harbor Cloud EU")
	if !strings.HasPrefix(b.page.url.status.Text, "Answers in ") {
		t.Errorf("the address says %q, %q", b.page.url.status.Text, b.page.url.problem.Text)
	}
	b.submit(c.account(t, "admin").Password.Reveal())
	open := b.wantOpen()
	if p := open.Profile(); p.Operator.Login != "admin@demo.test" || !p.ReadOnly || !p.StaySignedIn {
		t.Errorf("opened with %+v", p)
	}
	if open.Connection().State != model.Online {
		t.Errorf("connection %v", open.Connection().State)
	}
}

func TestWrongPasswordTellsTheTriesLeft(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile(c.URL()))
	b.submit("wrong")
	b.wantClosed()
	b.want(b.page.creds.password.problem.Text,
		"Email or password is wrong. 4 tries are left before the platform blocks sign-in for a while. Check and try again.")
	b.focused(b.page.creds.password.entry)
	b.want(b.page.creds.password.text(), "wrong")
	b.want(b.page.creds.login.text(), "admin@demo.test")
	for range 3 {
		b.submit("wrong")
	}
	b.want(b.page.creds.password.problem.Text,
		"Email or password is wrong. One try is left before the platform blocks sign-in for a while. Check and try again.")
	b.submit("wrong")
	b.want(b.page.creds.password.problem.Text, text.T("signin.password.blocked"))
	b.write(b.page.creds.password.entry, "x")
	b.want(b.page.creds.password.problem.Text, "")
}

func TestMissingFieldsAreNamed(t *testing.T) {
	b := newPage(t)
	b.focused(b.page.url.entry)
	b.page.submit.Press()
	b.want(b.page.url.problem.Text, text.T("signin.url.empty"))
	b.want(b.page.creds.login.problem.Text, text.T("signin.email.empty"))
	b.write(b.page.url.entry, "http://127.0.0.1:1")
	b.write(b.page.creds.login.entry, "dana")
	b.press(fyne.KeyReturn)
	b.want(b.page.creds.login.problem.Text, text.T("signin.email.wrong"))
	b.focused(b.page.creds.login.entry)
	b.write(b.page.creds.login.entry, "dana@harbor.example.com")
	b.press(fyne.KeyReturn)
	b.want(b.page.creds.password.problem.Text, text.T("signin.password.empty"))
	b.focused(b.page.creds.password.entry)
	b.page.creds.tabs.Choose(string(model.ByToken))
	b.page.submit.Press()
	b.want(b.page.creds.token.problem.Text, text.T("signin.token.empty"))
}

func TestSecondStep(t *testing.T) {
	c := newCluster(t)
	secure := c.account(t, "secure")
	b := newPage(t, profile(c.URL()))
	if b.page.code.shown() {
		t.Error("a code is asked before the platform wants one")
	}
	b.write(b.page.creds.login.entry, secure.Login)
	b.submit(secure.Password.Reveal())
	b.wantClosed()
	if !b.page.code.shown() || !strings.HasPrefix(b.page.code.words.Text, "The platform accepted the password and asks for the code. New code in ") {
		t.Fatalf("no code asked: %q", b.page.problem.words.Text)
	}
	b.focused(b.page.code.entry)

	right := code(t, secure)
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	b.write(b.page.code.entry, wrong[:5])
	before := c.Requests("*")
	b.settle()
	if c.Requests("*") != before {
		t.Error("five digits were sent")
	}
	b.write(b.page.code.entry, wrong)
	b.settle()
	b.want(b.page.code.wrong.Text, text.T("signin.code.wrong"))
	b.want(b.page.code.entry.Text(), wrong)
	b.want(b.page.creds.password.text(), secure.Password.Reveal())
	b.focused(b.page.code.entry)

	b.write(b.page.code.entry, "abcd-efgh")
	b.want(b.page.code.wrong.Text, "")
	b.press(fyne.KeyReturn)
	b.settle()
	b.want(b.page.code.wrong.Text, text.T("signin.code.wrong"))

	b.write(b.page.code.entry, right)
	b.settle()
	b.wantOpen()
}

func TestAnotherPasswordBeginsAnew(t *testing.T) {
	c := newCluster(t)
	secure := c.account(t, "secure")
	b := newPage(t, profile(c.URL()))
	b.write(b.page.creds.login.entry, secure.Login)
	b.submit(secure.Password.Reveal())
	b.write(b.page.creds.login.entry, "admin@demo.test")
	if b.page.code.shown() {
		t.Error("the code of another account is still asked")
	}
	b.submit(c.account(t, "admin").Password.Reveal())
	b.wantOpen()
}

func TestToken(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile(c.URL()))
	b.page.creds.tabs.Choose(string(model.ByToken))
	b.write(b.page.creds.token.entry, "no such token")
	b.press(fyne.KeyReturn)
	b.settle()
	b.want(b.page.creds.token.problem.Text, text.T("signin.token.wrong"))
	b.write(b.page.creds.token.entry, " "+c.account(t, "viewer").Token.Reveal()+"\t")
	b.press(fyne.KeyReturn)
	b.settle()
	if p := b.wantOpen().Profile(); p.Auth != model.ByToken || p.Operator.Login != "viewer@demo.test" {
		t.Errorf("opened with %+v", p)
	}
}

func TestAccountWithoutRole(t *testing.T) {
	c := newCluster(t)
	if err := c.Faults().Add("billing/account/getaccounts", demo.Fault{Result: 8, Message: "access not permitted"}); err != nil {
		t.Fatal(err)
	}
	b := newPage(t, profile(c.URL()))
	b.submit(c.account(t, "admin").Password.Reveal())
	b.wantClosed()
	b.want(b.page.problem.words.Text, text.T("error.norole"))
	c.Faults().Clear("*")
	b.press(fyne.KeyReturn)
	b.settle()
	b.wantOpen()
}

func TestGivingUpKeepsTheFields(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile(c.URL()))
	if err := c.Faults().Add("users/authentication/signin", demo.Fault{Latency: time.Hour}); err != nil {
		t.Fatal(err)
	}
	b.write(b.page.creds.password.entry, "secret")
	b.press(fyne.KeyReturn)
	b.want(b.page.submit.Action.Title, "Signing in")
	if b.page.submit.Enabled() || b.page.cancel.Hidden || !b.page.demo.Hidden {
		t.Error("the buttons do not say that it is signing in")
	}
	for range 3 {
		b.clock.Advance(time.Second)
		b.queue.Drain()
	}
	b.want(b.page.submit.Action.Title, "Signing in, 3 s")
	b.press(fyne.KeyReturn) // does nothing twice
	b.press(fyne.KeyEscape)
	b.settle()
	b.wantClosed()
	b.want(b.page.submit.Action.Title, "Sign In")
	b.want(b.page.creds.password.text(), "secret")
	b.want(b.page.problem.words.Text, "")
	c.Faults().Clear("*")
	b.submit(c.account(t, "admin").Password.Reveal())
	b.wantOpen()
}

func TestNewPlatform(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile("http://127.0.0.1:1"))
	b.page.add.Press()
	b.want(b.page.title.Text, "Add a platform")
	b.focused(b.page.url.entry)
	if !b.page.readOnly.On() {
		t.Error("a live platform does not start read-only")
	}
	b.page.kind.Set(string(model.Test))
	b.page.kind.OnChanged(string(model.Test))
	if b.page.readOnly.On() {
		t.Error("a test platform starts read-only")
	}
	b.write(b.page.url.entry, c.URL()+"/")
	b.write(b.page.name.entry, "Harbor staging")
	b.write(b.page.creds.login.entry, "admin@demo.test")
	b.submit(c.account(t, "admin").Password.Reveal())
	p := b.wantOpen().Profile()
	if p.ID == "" || p.Name != "Harbor staging" || p.Kind != model.Test || p.URL != c.URL() || p.ReadOnly {
		t.Errorf("stored as %+v", p)
	}
}

func TestAnotherAddressIsAnotherPlatform(t *testing.T) {
	c := newCluster(t)
	b := newPage(t, profile("http://127.0.0.1:1"))
	id := b.page.profile.ID
	b.write(b.page.url.entry, c.URL())
	b.want(b.page.title.Text, "Add a platform")
	b.want(b.page.creds.login.text(), "admin@demo.test")
	b.settle()
	b.submit(c.account(t, "admin").Password.Reveal())
	if got := b.wantOpen().Profile().ID; got == id {
		t.Error("another platform's customers went into the same cache")
	}
}

func TestDemo(t *testing.T) {
	b := newPage(t, model.Profile{ID: "demo-1", Name: "Demo platform", Kind: model.Demo, Customers: 5000})
	if !b.page.real.Hidden || b.page.invented.Hidden {
		t.Error("the demo platform asks for something")
	}
	b.want(b.page.list.rows[0].says.note, "5,000 invented customers, nothing is real")
	b.press(fyne.KeyReturn)
	if b.demos != 1 {
		t.Error("Enter does not open the demo platform")
	}
	b.page.add.Press()
	b.page.demo.Press()
	if b.demos != 2 {
		t.Error("the button does not open the demo platform")
	}
}

func TestFitsTheLeastWindow(t *testing.T) {
	b := newPage(t, profile("http://127.0.0.1:1"))
	b.window.Resize(fyne.NewSize(1024, 614))
	b.page.add.Press()
	b.page.advanced.turn()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.page.submit)
	size := b.page.submit.Size()
	if at.X < 0 || at.Y < 0 || at.X+size.Width > 1024 || at.Y+size.Height > 614-26 {
		t.Errorf("Sign In is at %v, %v", at, size)
	}
}
