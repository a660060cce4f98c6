package signin

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// againWidth is the width inside the dialog, at scale 1.
const againWidth float32 = 392

// Again is the form for signing in again in place, in a dialog.
type Again struct {
	cfg     Config
	flow    *flow
	attempt *app.Attempt
	creds   *credentials
	code    *codeStep
	problem *problem
	object  *fyne.Container
	submit  *kit.Button
	host    *kit.Host
}

// NewAgain makes the form; host is the dialog's. done is called once signed in.
func NewAgain(cfg Config, host *kit.Host, attempt *app.Attempt, done func()) *Again {
	a := &Again{cfg: cfg, host: host, attempt: attempt, problem: newProblem(againWidth)}
	a.flow = &flow{cfg: cfg, inPlace: true, changed: a.showState, asked: a.askCode, failed: a.failed, opened: func(*app.Cluster) {
		a.code.hide()
		done()
	}}
	a.creds = newCredentials(host, againWidth, a.send, a.relay, a.edited)
	a.code = newCodeStep(host, cfg.Tasks, cfg.App.Now, againWidth)
	a.code.send, a.code.changed = a.flow.code, a.relay
	a.object = kit.Stack(a.creds.object, a.code.object, a.problem.object)
	profile := attempt.Profile()
	a.creds.set(profile.Auth, profile.Login)
	a.submit = kit.NewPrimaryButton(host, text.T("signin.submit"), theme.LoginIcon(), a.send)
	a.submit.Action.WhyNot = func() string {
		if a.flow.busy() {
			return text.T("signin.submitting")
		}
		return ""
	}
	return a
}

// Object is what stands in the dialog.
func (a *Again) Object() fyne.CanvasObject { return a.object }

// First is what gets the keyboard.
func (a *Again) First() fyne.Focusable { return a.creds.empty().entry.Focusable() }

// Buttons stand at the foot of the dialog; cancel closes it.
func (a *Again) Buttons(cancel func()) []fyne.CanvasObject {
	no := kit.NewButton(a.host, text.T("signin.cancel"), nil, func() {
		a.flow.cancel()
		a.code.hide()
		cancel()
	})
	return []fyne.CanvasObject{no, a.submit}
}

func (a *Again) send() {
	a.problem.set("")
	if a.flow.waiting != nil && a.code.shown() {
		a.code.submit()
		return
	}
	if wrong := a.creds.wrong(); wrong != nil {
		a.relay()
		wrong.entry.Focus()
		return
	}
	a.flow.submit(func(context.Context) (*app.Attempt, error) { return a.attempt, nil }, a.creds.given())
}

// edited starts over with another entry.
func (a *Again) edited() {
	a.problem.set("")
	if !a.flow.busy() && a.code.shown() {
		a.flow.forget()
		a.code.hide()
	}
}

func (a *Again) askCode() {
	a.code.ask()
	a.code.entry.Focus()
}

func (a *Again) failed(err error, atCode bool) {
	switch code := model.CodeOf(err); {
	case errors.Is(err, context.Canceled):
	case atCode && code == model.Unauthorized:
		a.code.fail(sentence(err))
		a.code.entry.SelectAll()
	case atCode && code == model.Internal:
		a.flow.forget()
		a.code.hide()
		a.problem.set(text.T("signin.code.over"))
	case isSecret(err):
		a.creds.secret().fail(sentence(err))
		a.creds.secret().entry.SelectAll()
	default:
		a.problem.set(sentence(err))
	}
	a.relay()
}

func (a *Again) showState() {
	a.submit.SetTitle(submitTitle(a.flow))
	a.relay()
}

// relay lays the form out anew, and the dialog around it, which may need
// another height.
func (a *Again) relay() {
	a.object.Refresh()
	if over := a.cfg.Window.Canvas().Overlays().Top(); over != nil {
		over.Refresh()
	}
}
