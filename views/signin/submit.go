package signin

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// submitForm is Sign In, or Enter in any field.
func (p *Page) submitForm() {
	switch {
	case p.flow.busy():
	case p.profile.Kind == model.Demo:
		p.tryDemo()
	case p.untrusted.shown():
		p.untrusted.accept()
	case p.flow.waiting != nil && p.code.shown():
		p.code.submit()
	case p.creds.resumes():
		p.open(p.cfg.App.Resume)
	default:
		p.signIn()
	}
}

// signIn signs in with what was entered, if that is complete.
func (p *Page) signIn() {
	p.problem.set("")
	wrong := p.creds.wrong()
	if _, err := app.CheckAddress(p.url.text()); err != nil {
		p.url.fail(sentence(err))
		wrong = p.url
	}
	p.relay()
	if wrong != nil {
		p.cfg.Window.Canvas().Focus(wrong.entry.Focusable())
		return
	}
	p.cfg.Tasks.Cancel(slotProbe)
	profile, secrets := p.edition(), p.advanced.secrets()
	p.flow.submit(func(context.Context) (*app.Attempt, error) { return p.cfg.App.NewAttempt(profile, secrets) }, p.creds.given())
}

// workOffline opens what is stored of the platform, without any traffic.
func (p *Page) workOffline() { p.open(p.cfg.App.Offline) }

// open opens the chosen platform in one of the ways that need no entry.
func (p *Page) open(how func(context.Context, string) (*app.Cluster, error)) {
	p.problem.set("")
	p.cfg.Tasks.Cancel(slotProbe)
	id := p.profile.ID
	p.flow.open(func(ctx context.Context) (*app.Cluster, error) { return how(ctx, id) })
}

// tryDemo opens the demo platform.
func (p *Page) tryDemo() {
	p.leave()
	p.host.Hint.Say(text.T("signin.demo.starting"))
	p.cfg.Demo()
}

// giveUp is Cancel, and Esc.
func (p *Page) giveUp() {
	p.flow.cancel()
	p.focus()
}

// edited starts over with another entry: a code that was asked for belongs to
// the old one.
func (p *Page) edited() {
	p.problem.set("")
	if p.flow.busy() || !p.code.shown() {
		return
	}
	p.flow.forget()
	p.code.hide()
}

// askCode shows the second step.
func (p *Page) askCode() {
	p.code.ask()
	p.focus()
	if p.scroll.Content.MinSize().Height > p.scroll.Size().Height {
		p.scroll.ScrollToOffset(fyne.NewPos(0, p.rest.Position().Y+p.code.object.Position().Y))
	}
}

// failed says in place what went wrong.
func (p *Page) failed(err error, atCode bool) {
	switch code := model.CodeOf(err); {
	case errors.Is(err, context.Canceled):
	case p.showCertificate(err, p.submitForm):
	case atCode && code == model.Unauthorized:
		p.code.fail(sentence(err))
		p.code.entry.SelectAll()
		p.focus()
	case atCode && code == model.Internal:
		p.flow.forget()
		p.code.hide()
		p.problem.set(text.T("signin.code.over"))
	case isAddress(err):
		p.url.fail(sentence(err))
		p.cfg.Window.Canvas().Focus(p.url.entry.Focusable())
	case isSecret(err):
		secret := p.creds.secret()
		secret.fail(sentence(err))
		secret.entry.SelectAll()
		p.cfg.Window.Canvas().Focus(secret.entry.Focusable())
	default:
		p.problem.set(sentence(err))
	}
	p.relay()
}

// keyOf is the key of an error's sentence.
func keyOf(err error) string {
	var known *model.Error
	if errors.As(err, &known) {
		return known.Key
	}
	return ""
}

// isAddress reports whether an error is about the address.
func isAddress(err error) bool {
	switch key := keyOf(err); key {
	case "pull.notplatform", "pull.noname", "pull.redirect", "pull.tls":
		return true
	default:
		return strings.HasPrefix(key, "signin.url.")
	}
}

// isSecret reports whether an error is about the password or the token.
func isSecret(err error) bool {
	switch keyOf(err) {
	case "pull.signin", "pull.signin.attempts", "signin.token.wrong":
		return true
	}
	return false
}

// sentence is what a person is told here of an error. While signing in nothing
// was read before, so some errors have words of their own.
func sentence(err error) string {
	var known *model.Error
	if !errors.As(err, &known) {
		return text.T("signin.error.internal")
	}
	if tries, told := app.TriesLeft(err); told && known.Key == "pull.signin.attempts" {
		if tries == 0 {
			return text.T("signin.password.blocked")
		}
		return text.T("signin.password.wrong", text.N(tries))
	}
	key := known.Key
	if own := "signin.error." + strings.TrimPrefix(key, "pull."); text.Has(own) {
		key = own
	}
	return text.Error(key, known.Args)
}

// problem says above the buttons what belongs to no field.
type problem struct {
	words  *kit.Paragraph
	object *fyne.Container
}

func newProblem(width float32) *problem {
	b := &problem{words: kit.NewParagraph("", theme.ColorNameError, false)}
	b.words.Width = width - 2*10 - 26
	line := container.New(besideLayout{}, kit.NewIcon(theme.ErrorIcon(), theme.ColorNameError), b.words)
	ground := kit.NewGround(kit.ColorTintError, kit.Margin(line, 10, 8))
	ground.Radius = theme.SizeNameCardRadius
	b.object = kit.Stack(space(8), ground)
	b.object.Hide()
	return b
}

// set says something; empty hides it.
func (b *problem) set(words string) {
	b.words.SetText(words)
	b.object.Hidden = words == ""
}
